"""How a learner is marked: what CHECK says that was found for each kind of question, and what counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cstui.classroom.authoring.proving import do, solve
from cstui.classroom.lesson.marking import Mark
from cstui.classroom.lesson.read import find_lesson
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat
from tests.classroom.test_feedback import keyed, sat_down
from tests.classroom.test_seat import signed_on, typed

FIRST = "17000208"
SCHEDULED = "AS (Appointment scheduled)"
CONSIDERED = (
    "would this be taken now: pend a case for closure on CAS1 with its reason, "
    "and make CSE 105 where that asks for notice?"
)
FOUND = {
    'fact = "case.opened", is = 2026-05-02': "the case has opened 04/13/2026 (CAS1)",
    'fact = "case.status", is = "closed"': "the case is open (CAS1)",
    'fact = "case.worker", is = "17002"': "the case is with worker 17001 (CAS1)",
    'fact = "cp.last", is = "X"': "the cp has last PRACTICE-MOUTON",
    'fact = "children", is = 3': "there is 1 child (REFR)",
    'fact = "appointments", is = 3': "there are 2 appointments (APPT)",
    'fact = "contacts", at_least = 1': "there is no contact (CONT)",
    'fact = "appointments[0].on", is = 2026-05-02': "the first appointment is on 05/12/2026 (APPT)",
    'fact = "appointments[1].status", is = "kept"': "the second appointment is entered as FAILED (APPT)",
    'fact = "appointments[-1].on", is = 2026-05-02': "the last appointment is on 05/21/2026 (APPT)",
    'fact = "appointments[2].on", is = 2026-05-02': "there is no third appointment (APPT)",
    'fact = "appointments[6].on", is = 2026-05-02': "there is no 7th appointment (APPT)",
    'fact = "contacts[0].on", is = 2026-05-02': "there is no contact (CONT)",
    'fact = "appointments[0].agreed", is = true': "the first appointment has AGREED N (APPT)",
    'fact = "appointments[0].purpose", is = "GT"': (
        "the first appointment has PURPOSE SI, signature and interview (APPT)"
    ),
    'fact = "spells[0].closed", is = 2026-05-02': "the first period of benefits has not ended (CAS2)",
    'some = "appointments", where = { status = "kept" }': "the last appointment is entered as FAILED (APPT)",
    'some = "appointments[1:]", where = { status = "kept" }': (
        "the second appointment is entered as FAILED (APPT)"
    ),
    'some = "appointments[2:]", where = { status = "kept" }': "there is no third appointment (APPT)",
    'some = "appointments", where = { on = 2026-05-12, status = "kept" }': (
        "the first appointment is entered as FAILED (APPT)"
    ),
    'some = "appointments", where = { on = 2026-05-21, status = "failed" }, count = 0': (
        "the last appointment is on 05/21/2026 (APPT); the last appointment is entered as FAILED (APPT)"
    ),
    'form = "CSE 105"': "CSE 105 was not made (FORM)",
    'form = "APPT 1", count = 0': "APPT 1 was made and mailed (FORM)",
    'activity = "NT"': "CALO has no entry NT (Note)",
    'activity = ["NT", "LD"], text = "zebra"': "CALO has no entry NT (Note) or LD (Case loaded) that says it",
    'activity = "AS", count = 1': f"CALO has 2 of {SCHEDULED}",
    'activity = "AS", text = "zebra"': f"CALO has no entry {SCHEDULED} that says it",
    'interface = "NONCOOP"': "there is no LAIN 2IP of non-cooperation (LAIN)",
    'next = "pend"': "the next step is: Report MA, DT 05/21: two appointments missed (F2)",
    'consider = "pend-closure", with = { reason = "FTC" }, permitted = true': (
        f"{CONSIDERED} LA-E522-05 FTC: no non-cooperation is on record for this case.; "
        "LA-E522-04 FTC: IV-A is active (FITAP since 04/01/2026)."
    ),
    'consider = "add-note", with = { text = "x" }, finding = "LA-E522-01"': (
        "would this be taken now: add a note to the activity log CALO? permitted"
    ),
}
"""What a goal of the fourth lesson asks, and what CHECK says of it at the start."""


def asking(folder: Path, *tables: str, lesson: str = "4") -> Seat:
    """A seat on a lesson that asks these things besides."""
    path = find_lesson(lesson)
    assert path is not None
    mine = folder / f"{path.stem[:2]}-mine.toml"
    mine.write_text("\n".join([path.read_text(encoding="utf-8"), *tables]), encoding="utf-8")
    return sat_down(mine, folder)


def goal(at: object, *asks: str) -> str:
    words = (f'{name} = "{name} {at}"' for name in ("title", "why", "cite", "nudge", "where", "how"))
    return "\n".join(["[[goal]]", f'id = "g{at}"', *words, *asks, ""])


def marks_of(seat: Seat) -> dict[str, Mark]:
    marks = seat.marks()
    return {one.id: one for one in (*marks.goals, *marks.forbidden)}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Mark]]:
    """The marks of a seat on a lesson that asks everything that FOUND has."""
    folder = tmp_path_factory.mktemp("asked")
    seat = asking(folder, *(goal(at, f"expect = {{ {expect} }}") for at, expect in enumerate(FOUND)))
    yield marks_of(seat)
    seat.close()


@pytest.mark.parametrize("at", range(len(FOUND)), ids=list(FOUND))
def test_what_was_found_is_said_for_each_kind_of_question(asked: dict[str, Mark], at: int) -> None:
    assert (asked[f"g{at}"].happened, asked[f"g{at}"].found) == (False, list(FOUND.values())[at])


def test_forms_are_counted_and_one_that_was_made_today_is_not_mailed_yet(tmp_path: Path) -> None:
    asks = (
        goal(form, f'expect = {{ case = "{FIRST}", form = "APPT {form}", count = 9 }}') for form in (1, 2)
    )
    seat = asking(tmp_path, *asks, lesson="2")
    keyed(seat, f"APPT {FIRST}", purpose="SI", date="04072026", time="1530")
    marks = marks_of(seat)
    seat.close()
    assert marks["g1"].found == f"case {FIRST}: APPT 1 was made and is not mailed yet (FORM)"
    assert marks["g2"].found == f"case {FIRST}: APPT 2 was not made (FORM)"


def test_screens_acts_and_words_that_are_missing_are_said(tmp_path: Path) -> None:
    """Each in its words; a goal is met only when all that it asks is there."""
    seat = asking(
        tmp_path,
        goal("shown", 'shown = ["DOCK", "CAS2 17000407", "SRCH /"]'),
        goal("did", 'did = ["add-note", "pend-closure 17000407"]'),
        goal("used", 'used = ["REFRESH", "DOCK"]'),
    )
    hand = signed_on(seat)
    marks = marks_of(seat)
    assert marks["gshown"].found == (
        "DOCK was not shown; CAS2 of case 17000407 was not shown; SRCH was not shown"
    )
    assert marks["gdid"].found == (
        "not done: add a note to the activity log CALO; "
        "not done on case 17000407: pend a case for closure on CAS1 with its reason, "
        "and make CSE 105 where that asks for notice"
    )
    assert marks["gused"].found == "REFRESH was not used; DOCK was not used"
    hand.press("pf5")
    typed(hand, "CAS2 17000407")
    typed(hand, "SRCH")
    marks = marks_of(seat)
    assert marks["gshown"].found == "DOCK was not shown; nobody was searched for by name (SRCH)"
    assert marks["gused"].found == "DOCK was not used"
    assert not marks["gused"].happened
    typed(hand, "dock")
    assert marks_of(seat)["gused"].happened
    seat.close()


FORBIDDEN = """
[[forbidden]]
id = "sworn"
title = "x"
why = "x"
cite = "x"
cost = 10
shown = ["CAS2"]
"""


def test_a_forbidden_outcome_costs_its_points_and_nobody_passes_with_it(tmp_path: Path) -> None:
    """As many points as pass are not enough; what did not come about costs nothing."""
    seat = asking(
        tmp_path, FORBIDDEN, FORBIDDEN.replace("sworn", "never").replace("CAS2", "DOCK"), lesson="1"
    )
    marks, faults = solve(seat.lesson, seat)
    seat.close()
    assert faults == []
    assert marks.complete
    assert [(one.id, one.happened, one.weight) for one in marks.forbidden] == [
        ("sworn", True, 10),
        ("never", False, 10),
    ]
    assert (marks.points, marks.pass_mark, marks.passed) == (90, 70, False)


def test_a_lesson_is_complete_with_its_last_goal_and_says_so(tmp_path: Path) -> None:
    seat = asking(tmp_path, lesson="1")
    hand = ScriptedUser(LessonHost(seat))
    hand.press("enter")
    *most, last = seat.lesson.deeds
    for deed in most:
        do(hand, seat, deed)
    assert not seat.marks().complete
    assert "points pass." in typed(hand, "CHECK")
    hand.press("enter")
    do(hand, seat, last)
    assert seat.marks().complete
    assert "FINISH ends the lesson." in typed(hand, "CHECK")
    seat.close()
