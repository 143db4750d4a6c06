"""DOCK: a day's outcomes keyed on one screen and one Enter, each line an act of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cstui.agencies.louisiana.acts.appointments import RecordOutcome
from cstui.agencies.louisiana.acts.contacts import AddNote, RecordContact
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Appointment, Case
from cstui.desk.conversation import Where
from cstui.policy.records import Person, Record
from cstui.store import facts, reads
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE
from tests.agencies.louisiana.programs.driver import TODAY, Desk

TWENTY = [f"170008{n:02}" for n in range(20)]


def at(case: str, seq: int, time: str, **more: object) -> Appointment:
    given = {"purpose": "SI", "on": TODAY, "worker": "17001", "made_on": date(2026, 2, 2), **more}
    return Appointment(case=case, seq=seq, at=time, **given)  # type: ignore[arg-type]


@pytest.fixture
def full(office_store: Store) -> Store:
    """Twenty appointments of worker 17001 today, one of 17002, one tomorrow."""
    rows: list[Record] = []
    for n, number in enumerate(TWENTY):
        rows.append(Person(number=500 + n, last=f"LAST{n:02}", first="MARY"))
        rows.append(Case(number=number, office="17", worker="17001", cp=500 + n, opened=date(2026, 2, 2)))
        rows.append(at(number, 1, f"{8 + n // 3:02}:{n % 3 * 20:02}"))
    rows.append(at(DOE, 1, "10:00", worker="17002"))
    rows.append(at(DOE, 2, "11:00", on=date(2026, 3, 3)))
    bulk_load(office_store, rows)
    return office_store


def status(desk: Desk, case: str, seq: int = 1) -> str:
    with desk.store.read() as session:
        found = facts.read_facts(session, Facts, case)
    assert found is not None
    return next(a.status for a in found.file.appointments if a.seq == seq)


def test_the_docket_of_today_by_time(full: Store):
    desk = Desk(full).command("DOCK")
    assert (desk.value("date"), desk.value("weekday"), desk.value("worker")) == (
        "03/02/2026",
        "Monday",
        "17001",
    )
    assert desk.column("case") == TWENTY[:17]
    assert (desk.answer.more_above, desk.answer.more_below) == (False, True)
    assert (desk.value("at", 0), desk.value("cp", 0), desk.value("status", 0)) == (
        "08:00",
        "LAST00, MARY",
        "OPEN",
    )
    assert desk.answer.seen == {f"case {number}": 1 for number in TWENTY[:17]}


def test_twenty_outcomes_one_screen_one_enter(full: Store):
    desk = Desk(full, rows=30).command("DOCK")
    for row in range(20):
        desk.type("action", "KFX"[row % 3], row)
    desk.type("refused", "Y", 0).key("enter")
    assert (desk.rules, desk.answer.message) == ([], "20 recorded")
    assert desk.column("status") == [("KEPT", "FAILED", "IN TOUCH")[row % 3] for row in range(20)]
    assert [desk.value("action", row) for row in range(20)] == [""] * 20
    with full.read() as session:
        found = facts.read_facts(session, Facts, TWENTY[0])
    assert found is not None
    assert found.file.appointments[0].refused


def test_the_next_ones_follow_once_a_whole_page_is_recorded(full: Store):
    desk = Desk(full).command("DOCK")
    for row in range(16):
        desk.type("action", "K", row)
    assert desk.key("enter").column("case") == TWENTY[:17]
    assert desk.type("action", "F", 16).key("enter").column("case") == TWENTY[17:]
    assert (desk.answer.message, desk.where()) == (
        "1 recorded; the next ones. F7 goes back. UNDO takes it back",
        Where("action", 0),
    )
    for row in range(3):
        desk.type("action", "K", row)
    assert desk.key("enter").answer.message == "3 recorded"
    assert desk.key("pf7").column("status") == ["KEPT"] * 16 + ["FAILED"]


def test_what_is_refused_stays_keyed_on_its_line_and_the_others_are_recorded(full: Store):
    desk = Desk(full, rows=30)
    for number in (TWENTY[3], TWENTY[7]):
        desk.do(RecordContact(case=number, how="C", about="AP", on=date(2026, 2, 27), appointment=1))
    desk.command("DOCK")
    assert [row for row, note in enumerate(desk.column("note")) if note == "CP contact 02/27"] == [3, 7]
    for row in range(20):
        desk.type("action", "F", row).type("stopped", "Y" if row == 7 else "", row)
    desk.key("enter")
    assert desk.rules == ["CS-139", "LA-E521-03", "LA-E521-03"]
    assert desk.fields == ["", "action.3", "action.7"]
    assert "18 recorded, 2 refused" in desk.answer.findings[0].message
    assert desk.answer.message == "18 recorded, 2 refused"
    assert desk.where().row == 3  # type: ignore[union-attr]
    assert (desk.value("action", 3), desk.value("action", 7), desk.value("stopped", 7)) == ("F", "F", "Y")
    assert desk.value("note", 3).startswith("LA-E521-03")
    assert desk.column("status").count("FAILED") == 18
    assert (status(desk, TWENTY[3]), status(desk, TWENTY[2])) == ("open", "failed")
    desk.type("action", "X", 3).type("action", "X", 7).type("stopped", "", 7).key("enter")
    assert (desk.rules, desk.answer.message) == ([], "2 recorded")


def test_letters_that_are_wrong_are_all_shown_and_nothing_is_written(full: Store):
    desk = Desk(full).command("DOCK")
    before = desk.written()
    desk.type("action", "K", 0).type("action", "Q", 1).type("refused", "Z", 2).type("stopped", "Y", 4)
    desk.type("date", "02302026").type("worker", "1").key("enter")
    assert desk.rules == ["CS-103", "CS-116", "CS-130", "CS-119", "CS-105"]
    assert desk.fields == ["date", "worker", "action.1", "refused.2", "action.4"]
    assert desk.where().field == "date"  # type: ignore[union-attr]
    assert (desk.value("action", 0), desk.value("action", 1), desk.value("date")) == ("K", "Q", "02302026")
    assert desk.written() == before


def test_a_case_that_moved_on_since_it_was_shown_is_refused_alone(full: Store):
    desk = Desk(full).command("DOCK")
    desk.do(RecordContact(case=TWENTY[1], how="C", about="OT", on=TODAY), actor="17002")
    desk.type("action", "K", 0).type("action", "K", 1).key("enter")
    assert desk.rules == ["CS-139", "CS-110"]
    assert (status(desk, TWENTY[0]), status(desk, TWENTY[1])) == ("kept", "open")
    assert desk.key("enter").answer.message == "1 recorded; UNDO takes it back"


def test_two_appointments_of_one_case_on_a_day(full: Store):
    bulk_load(full, [at(TWENTY[0], 2, "15:40", purpose="GT")])
    desk = Desk(full, rows=30).command("DOCK")
    rows = [index for index, number in enumerate(desk.column("case")) if number == TWENTY[0]]
    assert len(rows) == 2
    for row in rows:
        desk.type("action", "K", row)
    assert desk.key("enter").answer.message == "2 recorded"
    assert [desk.column("status")[row] for row in rows] == ["KEPT", "KEPT"]


def test_an_outcome_before_its_day_and_one_recorded_before_are_refused(full: Store):
    desk = Desk(full).command("DOCK")
    assert desk.type("action", "K", 0).key("enter").answer.message == "1 recorded; UNDO takes it back"
    desk.type("action", "F", 0)
    assert (desk.value("action", 0), desk.buffer.inhibited) == ("", "X PROTECTED")
    desk.do(RecordOutcome(case=TWENTY[1], appointment=1, outcome="K"))
    assert desk.type("action", "F", 1).key("enter").rules == ["CS-139", "CS-110"]
    assert (desk.value("status", 1), desk.value("action", 1)) == ("KEPT", "")
    desk.type("date", "T+1").type("worker", "17001").key("enter")
    assert (desk.column("case"), desk.value("weekday")) == ([DOE], "Tuesday")
    assert desk.type("action", "K", 0).key("enter").rules == ["CS-139", "LA-E521-04"]
    desk.type("action", "", 0)
    desk.type("worker", "17002").type("date", "T").key("enter")
    assert (desk.column("case"), desk.value("name")) == ([DOE], "BEN")
    assert desk.key("pf3").screen == "WORK"


@pytest.mark.parametrize(("line", "day"), [("DOCK T-3", "02/27/2026"), ("DOCK 03102026", "03/10/2026")])
def test_the_docket_of_another_day(full: Store, line: str, day: str):
    desk = Desk(full).command(line)
    assert (desk.screen, desk.value("date"), desk.answer.rows) == ("DOCK", day, ())


@pytest.mark.parametrize(("line", "rule"), [("DOCK SOON", "CS-102"), ("DOCK 0230", "CS-103")])
def test_no_date_stays_where_it_was(full: Store, line: str, rule: str):
    desk = Desk(full).command(line)
    assert (desk.screen, desk.rules) == ("WORK", [rule])


def test_a_worker_who_is_not_there(full: Store):
    desk = Desk(full).command("DOCK").type("worker", "99999").key("enter")
    assert (desk.rules, desk.value("worker")) == (["CS-120"], "99999")


def test_one_enter_takes_the_outcomes_of_all_pages(full: Store):
    desk = Desk(full).command("DOCK")
    before = desk.written()
    for row in range(17):
        desk.type("action", "KFX"[row % 3], row)
    assert desk.type("stopped", "Y", 1).key("pf8").column("case") == TWENTY[17:]
    for row in range(3):
        desk.type("action", "K", row)
    assert desk.key("pf7").column("action") == [*"KFX" * 5, "K", "F"]
    assert (desk.value("stopped", 1), desk.written()) == ("Y", before)
    assert desk.key("enter").answer.message == "20 recorded"
    assert [status(desk, case) for case in TWENTY[:4]] == ["kept", "failed", "excused", "kept"]
    assert [status(desk, case) for case in TWENTY[17:]] == ["kept"] * 3
    assert desk.key("pf8").column("action") == [""] * 3


def test_what_is_refused_on_another_page_stays_keyed_there_and_is_shown(full: Store):
    desk = Desk(full)
    desk.do(RecordContact(case=TWENTY[3], how="C", about="AP", on=date(2026, 2, 27), appointment=1))
    desk.command("DOCK").type("action", "K", 2).type("action", "F", 3).key("pf8")
    desk.do(RecordContact(case=TWENTY[2], how="C", about="OT", on=TODAY), actor="17002")
    desk.type("action", "K", 0).key("enter")
    assert desk.rules == ["CS-139", "CS-110", "LA-E521-03"]
    assert "1 recorded, 2 refused" in desk.answer.message
    assert (desk.value("case", 0), desk.where()) == (TWENTY[0], Where("action", 2))
    assert (status(desk, TWENTY[17]), status(desk, TWENTY[2])) == ("kept", "open")
    assert desk.type("action", "X", 3).key("enter").answer.message == "2 recorded"


def test_a_case_that_moved_on_since_its_page_was_shown_is_refused_until_it_is_shown_again(full: Store):
    desk = Desk(full, rows=25).command("DOCK").type("action", "K", 2).key("pf8")
    desk.do(RecordContact(case=TWENTY[2], how="C", about="OT", on=TODAY), actor="17002")
    assert desk.key("enter").rules == ["CS-139", "CS-110"]
    assert (desk.value("case", 2), desk.value("action", 2)) == (TWENTY[2], "K")
    assert desk.key("enter").answer.message == "1 recorded; UNDO takes it back"


def test_a_wrong_letter_is_refused_on_its_page(full: Store):
    desk = Desk(full).command("DOCK").type("action", "Q", 2).key("pf8")
    assert (desk.rules, desk.fields, desk.value("action", 2)) == (["CS-130"], ["action.2"], "Q")


def test_cancel_drops_what_was_keyed_on_all_pages(full: Store):
    desk = Desk(full).command("DOCK").type("action", "K", 2).key("pf8").key("pf12")
    assert (desk.screen, desk.key("pf7").column("action")) == ("DOCK", [""] * 17)


def test_outcomes_keyed_on_another_page_are_kept_as_a_draft(full: Store, tmp_path: Path):
    desk = Desk(full, drafts=tmp_path).command("DOCK").type("action", "K", 2).key("pf8")
    assert desk.type("action", "F", 1).key("pf3").rules == ["CS-501"]
    assert desk.command("DOCK").rules == ["CS-502"]
    assert desk.command("RESTORE").column("action")[:4] == ["", "", "K", ""]
    assert desk.key("pf8").column("action") == ["", "F", ""]
    assert desk.key("enter").answer.message == "2 recorded"
    assert desk.key("pf3").command("DOCK").rules == []


def test_without_drafts_leaving_with_outcomes_on_another_page_is_asked_once(full: Store):
    desk = Desk(full).command("DOCK").type("action", "K", 2).key("pf8").key("pf3")
    assert (desk.screen, desk.rules) == ("DOCK", ["CS-136"])
    assert desk.key("pf3").screen == "WORK"


def test_s_opens_the_appointments_and_waits_for_outcomes_keyed(full: Store):
    desk = Desk(full).command("DOCK").type("action", "S", 1).key("enter")
    assert (desk.screen, desk.value("case")) == ("APPT", TWENTY[1])
    desk.key("pf3").type("action", "K", 0).type("action", "S", 1).key("enter")
    assert (desk.screen, desk.rules, desk.value("action", 0)) == ("DOCK", ["CS-130"], "K")
    desk.type("action", "", 0).type("action", "", 1).at("at", 2).key("enter")
    assert (desk.screen, desk.value("case")) == ("APPT", TWENTY[2])


def test_an_outcome_is_logged_in_the_case(full: Store):
    desk = Desk(full).command("DOCK").type("action", "K", 0).key("enter")
    desk.do(AddNote(case=TWENTY[0], text="after"))
    with full.read() as session:
        log = reads.activities(session, f"case {TWENTY[0]}")
    assert [(row.action, row.actor) for row in log] == [("NT", "17001"), ("AK", "17001")]


def test_the_outcomes_still_open_are_counted_over_all_pages(full: Store):
    """A docket longer than the screen says how much is left, whichever page is shown."""
    desk = Desk(full).command("DOCK")
    assert desk.value("count") == "20 open of 20"
    assert desk.key("pf8").value("count") == "20 open of 20"
    for row in range(3):
        desk.type("action", "K", row)
    assert desk.key("enter").value("count") == "17 open of 20"
    desk.key("pf7")
    for row in range(17):
        desk.type("action", "K", row)
    assert desk.key("enter").value("count") == "all 20 recorded"
    assert desk.command("DOCK 03012026").value("count") == ""
