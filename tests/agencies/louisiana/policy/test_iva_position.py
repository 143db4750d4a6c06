"""Where IV-A is with a payee (E-522, reading 9): each limit on its day, and everyone who reads it agrees."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from cstui.agencies.louisiana.jobs import next_update
from cstui.agencies.louisiana.policy import iva_position
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import Case, Cooperation
from cstui.agencies.louisiana.reports.lem4145r1 import line_of
from cstui.nightly.forecast import if_nothing
from cstui.nightly.timeline import timeline
from cstui.policy import guide
from cstui.policy.records import Person
from tests.agencies.louisiana.policy.world import DAY, OTHER, OWN, RULES
from tests.records import benefits, reported

REPORTED = date(2026, 3, 6)
NOTICE = date(2026, 3, 16)
"""IV-A's notice on the report of ten days before; it runs out on March 29, benefits end with March."""
OUT, REMOVED = date(2026, 3, 29), date(2026, 4, 1)


def payee(own: date | None, other: date | None = None, **spell: object) -> Facts:
    """A CP with two cases; when non-cooperation on each went to IV-A, None where none stands."""

    def file(number: str, day: date | None) -> CaseFile:
        entries: tuple[Cooperation, ...] = () if day is None else (reported(number, day, ground="RI"),)
        case = Case(
            number=number, office=number[:2], worker=f"{number[:2]}001", cp=1, opened=date(2025, 1, 2)
        )
        return CaseFile(case=case, cooperation=entries)

    return Facts(
        file=file(OWN, own),
        others=(file(OTHER, other),),
        cp=Person(number=1, last="DOE", first="JANE"),
        spells=(benefits(1, **spell),),
    )


def position(facts: Facts, on: date) -> iva_position.Position:
    return iva_position.of_case(facts, RULES, on)


@pytest.mark.parametrize("late", [1, 2])
def test_an_answer_after_the_notice_ran_out_stops_nothing_and_all_say_so(late: int) -> None:
    """Guide, timeline, what-if, LEM4145R1 and the simulated IV-A: the notice ran out, the removal follows."""
    facts = payee(REPORTED, notice_on=NOTICE, answered_on=OUT + late * DAY)
    on = date(2026, 3, 31)
    assert position(facts, on).state == "ran out"
    [wait] = [step for step in guide.steps(facts, RULES, on) if step.kind in ("wait", "answered")]
    assert (wait.kind, wait.text, wait.due) == ("wait", "IV-A's notice ran out on 03/29/2026", REMOVED)
    line = line_of(facts, RULES, on)
    assert line is not None
    assert (line.iva_state, line.iva_on) == ("noticed", NOTICE)
    update = next_update(facts, RULES, on)
    assert update is not None
    assert (update.night, update.removal) == (OUT, REMOVED)
    forecast = if_nothing(facts, RULES, on)
    assert forecast.facts.spells[0].closed == REMOVED
    ends = (on, "IV-A: FITAP benefits end, 04/01/2026 (non-cooperation with CSE).")
    assert ends in [(event.on, event.text) for event in forecast.of(OWN)]
    coming = [(m.on, m.text) for m in timeline(facts, RULES, on) if m.kind == "coming"]
    assert coming[:2] == [ends, (REMOVED, "Pend for closure with FTC")]


@pytest.mark.parametrize("early", [0, 1, 13])
def test_an_answer_on_the_last_day_or_before_stops_it_and_all_say_so(early: int) -> None:
    facts = payee(REPORTED, notice_on=NOTICE, answered_on=OUT - early * DAY)
    on = date(2026, 3, 31)
    assert position(facts, on).state == "answered"
    assert guide.next_step(facts, RULES, on).kind == "answered"
    line = line_of(facts, RULES, on)
    assert line is not None
    assert line.iva_state == "answered"
    assert next_update(facts, RULES, on) is None
    assert if_nothing(facts, RULES, on).facts.spells[0].closed is None


@pytest.mark.parametrize(
    ("on", "state"), [(OUT - DAY, "running"), (OUT, "running"), (OUT + DAY, "ran out"), (REMOVED, "ran out")]
)
def test_a_notice_runs_until_its_last_day(on: date, state: str) -> None:
    found = position(payee(REPORTED, notice_on=NOTICE), on)
    assert (found.state, found.runs_out, found.removal) == (state, OUT, REMOVED)


@pytest.mark.parametrize(("on", "state"), [(REMOVED - DAY, "ending"), (REMOVED, "removed")])
def test_benefits_end_on_the_day_that_iva_says(on: date, state: str) -> None:
    facts = payee(REPORTED, notice_on=NOTICE, closed=REMOVED, closing_reason="NC")
    assert (position(facts, on).state, position(facts, on).removal) == (state, REMOVED)


def test_one_notice_covers_the_reports_of_all_cases() -> None:
    """A report after the notice needs none of its own while the notice runs: the payee is removed by it."""
    facts = payee(NOTICE + DAY, REPORTED, notice_on=NOTICE)
    on = NOTICE + 2 * DAY
    assert (position(facts, on).state, position(facts, on).runs_out) == ("running", OUT)
    [wait] = [step for step in guide.steps(facts, RULES, on) if step.kind == "wait"]
    assert wait.text == "IV-A's notice runs out on 03/29/2026"


def test_a_report_after_an_answered_notice_needs_a_new_one() -> None:
    """The case that the answer was about waits for OFS 53, the other one for IV-A's next notice."""
    again = NOTICE + 3 * DAY
    facts = payee(REPORTED, again, notice_on=NOTICE, answered_on=NOTICE + DAY)
    on = again + DAY
    assert position(facts, on).state == "answered"
    other = position(facts.with_in_hand(OTHER), on)
    assert (other.state, other.unnoticed, other.notice_due) == ("owed", again, again + 10 * DAY)
    update = next_update(facts, RULES, on)
    assert update is not None
    assert update.removal is None


def test_the_notice_is_owed_on_the_first_report() -> None:
    facts = payee(REPORTED + 2 * DAY, REPORTED)
    assert position(facts, REPORTED + 3 * DAY).notice_due == REPORTED + 10 * DAY


def test_a_notice_on_a_report_that_was_set_aside_counts_for_no_later_one() -> None:
    facts = payee(NOTICE + DAY, REPORTED, notice_on=NOTICE)
    aside = replace(facts.others[0].cooperation[0], standing=False)
    facts = replace(facts, others=(replace(facts.others[0], cooperation=(aside,)),))
    assert (position(facts, OUT + DAY).state, position(facts, OUT + DAY).unnoticed) == ("owed", NOTICE + DAY)


def test_what_was_not_sent_yet_goes_tonight() -> None:
    facts = payee(REPORTED)
    waiting = replace(facts.file.cooperation[0], reported_on=None)
    facts = replace(facts, file=replace(facts.file, cooperation=(waiting,)))
    assert position(facts, REPORTED).state == "tonight"
    assert position(payee(None, REPORTED), REPORTED).state == "none"
    assert position(replace(facts, spells=()), REPORTED).spell is None


def test_of_two_programs_the_one_without_an_end_counts() -> None:
    """Where FITAP ends and KCSP goes on, IV-A still has a removal to make."""
    facts = payee(REPORTED, notice_on=NOTICE, closed=REMOVED, closing_reason="IN")
    kinship = benefits(1, seq=2, program="KCSP")
    facts = replace(facts, spells=(*facts.spells, kinship))
    found = position(facts, NOTICE + DAY)
    assert (found.spell, found.state) == (kinship, "owed")
