"""FORM and LETT: what comes of a form: mailed, back by mail, stopped, made anew, documents; the batch."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.acts.appointments import MoveAppointment, ScheduleAppointment
from cstui.agencies.louisiana.acts.contacts import RecordContact
from cstui.agencies.louisiana.records import Appointment, Form
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, POE, ROE
from tests.agencies.louisiana.programs.driver import TODAY, Desk

THIRD = date(2026, 3, 20)


def form(seq: int, case: str = DOE, person: int = 1, **more: object) -> Form:
    made: dict[str, object] = {"made_on": date(2026, 2, 25), "form": "CSE 115", "edition": 1}
    return Form(case=case, seq=seq, person=person, **(made | more))  # type: ignore[arg-type]


@pytest.fixture
def three(office_store: Store) -> Desk:
    """A case with a form mailed and due back, one to be mailed, one stopped."""
    bulk_load(
        office_store,
        [
            Appointment(
                case=DOE, seq=1, purpose="SI", on=THIRD, at="09:00", worker="17001", made_on=date(2026, 2, 25)
            ),
            form(1, mailed_on=date(2026, 2, 26), due_on=THIRD, appointment=1),
            form(2, form="APPT 2"),
            form(3, form="APPT 1", stopped_on=date(2026, 2, 26)),
        ],
    )
    return Desk(office_store).command(f"FORM {DOE}")


def forms(desk: Desk, case: str = DOE) -> dict[int, Form]:
    with desk.store.read() as session:
        return {form.seq: form for form in reads.forms(session, case)}


def at(desk: Desk, key: str) -> int:
    return [row.key for row in desk.buffer.list_values].index(key)


def test_what_came_of_each_form_stands_below_it(three: Desk):
    said = {row.key: row.values["what"] for row in three.buffer.list_values if "+" in row.key}
    assert said == {"1+1": "documents due 03/20/2026", "3+1": "stopped 02/26/2026"}
    assert [three.value("mailed", at(three, key)) for key in "123"] == ["02/26/2026", "tonight", "stopped"]
    assert not three.buffer.slot("action", at(three, "1+1")).entry


def test_came_back_by_mail_on_a_day(three: Desk):
    three.type("action", "r", at(three, "1")).type("on", "02282026").key("enter")
    assert (three.rules, forms(three)[1].returned_on) == (["LA-E521-17"], date(2026, 2, 28))
    assert "came back by mail 02/28/2026" in three.column("what")


def test_several_letters_in_one_enter(three: Desk):
    three.type("action", "R", at(three, "1")).type("action", "M", at(three, "2"))
    three.type("action", "A", at(three, "3")).key("enter")
    assert three.rules == ["LA-E521-17"]
    assert (forms(three)[1].returned_on, forms(three)[2].mailed_on) == (TODAY, TODAY)
    assert (forms(three)[4].form, forms(three)[4].stopped_on) == ("APPT 1", None)
    three.type("action", "S", at(three, "4")).key("enter")
    assert forms(three)[4].stopped_on == TODAY


def test_one_refused_line_holds_all_back_and_says_where(three: Desk):
    before = three.written()
    three.type("action", "M", at(three, "2")).type("action", "R", at(three, "3"))
    three.type("action", "S", at(three, "1")).key("enter")
    assert three.rules == ["CS-154", "CS-131"]
    assert three.fields == [f"action.{at(three, '3')}", f"action.{at(three, '1')}"]
    assert (three.written(), three.value("action", at(three, "2"))) == (before, "M")


@pytest.mark.parametrize(
    ("how", "notary", "notarised", "rules"),
    [
        ("M", "", "", ["LA-E521-11"]),
        ("M", "", "Y", []),
        ("M", "N", "", []),
        ("W", "", "", []),
    ],
)
def test_documents_by_mail_only_notarised(
    three: Desk, how: str, notary: str, notarised: str, rules: list[str]
):
    three.type("action", "D", at(three, "1")).type("how", how).type("notary", notary)
    three.type("notarised", notarised).key("enter")
    assert three.rules == rules
    assert forms(three)[1].received_on == (None if rules else TODAY)


def test_everything_wrong_is_said_at_once(three: Desk):
    before = three.written()
    three.type("on", "02302026").type("how", "Q").type("notary", "Z").type("action", "D", at(three, "1"))
    three.type("action", "Q", at(three, "2")).key("enter")
    assert sorted(three.rules) == ["CS-103", "CS-119", "CS-130", "CS-130"]
    assert (three.value("how"), three.written()) == ("Q", before)
    three.command(f"FORM {DOE}").command(f"FORM {DOE}").type("action", "D", at(three, "1")).key("enter")
    assert (three.rules, three.fields) == (["CS-105"], ["how"])


def test_a_date_without_a_line_and_view_among_others(three: Desk):
    assert three.type("on", "T").key("enter").rules == ["CS-141"]
    three.type("action", "V", at(three, "1")).type("action", "M", at(three, "2")).key("enter")
    assert (three.rules, forms(three)[2].mailed_on) == (["CS-130"], None)


def test_a_case_that_moved_on_is_not_written_over(three: Desk):
    three.do(RecordContact(case=DOE, how="C", about="OT", on=TODAY), actor="17002")
    assert three.type("action", "S", at(three, "2")).key("enter").rules == ["CS-110"]
    assert forms(three)[2].stopped_on is None


# --- the batch ---------------------------------------------------------------------------------


@pytest.fixture
def batch(office_store: Store) -> Desk:
    """Letters to mail on three cases of the office, one of another office, one mailed."""
    bulk_load(
        office_store,
        [form(1), form(2, mailed_on=TODAY), form(1, ROE, made_on=TODAY), form(1, POE, 4, stopped_on=None)],
    )
    return Desk(office_store).command("LETTERS")


def test_all_that_waits_in_the_office_oldest_first(batch: Desk):
    assert (batch.screen, batch.value("office"), batch.value("name")) == ("LETT", "17", "RIVERBEND")
    assert batch.column("case") == [DOE, POE, ROE]
    assert "SHELTER" not in batch.shown()


def test_the_letter_of_an_appointment_that_was_moved_is_not_among_them(office_store: Store):
    desk = Desk(office_store)
    desk.do(ScheduleAppointment(case=DOE, purpose="SI", on=date(2026, 3, 16), at="09:00"))
    desk.do(MoveAppointment(case=DOE, appointment=1, on=date(2026, 3, 17), at="09:00"))
    desk.command(f"FORM {DOE}")
    assert desk.column("mailed") == ["tonight", "not sent"]
    assert desk.command("LETTERS").column("made") == ["03/02/2026"]


def test_several_lines_one_enter(batch: Desk):
    batch.type("action", "M", 0).type("action", "M", 2).key("enter")
    assert (batch.rules, batch.answer.message, batch.column("case")) == ([], "2 mailed.", [POE])
    assert [forms(batch, case)[1].mailed_on for case in (DOE, ROE, POE)] == [TODAY, TODAY, None]


def test_all_are_marked_to_be_looked_at_first(batch: Desk):
    batch.key("pf6")
    assert (batch.column("action"), forms(batch)[1].mailed_on) == (["M", "M", "M"], None)
    batch.type("action", "", 1).key("enter")
    assert batch.column("case") == [POE]
    batch.key("pf6").key("enter")
    assert batch.answer.message == "1 mailed. Nothing is to be mailed. UNDO takes it back"


def test_a_case_that_moved_on_holds_the_batch_back(batch: Desk):
    batch.key("pf6")
    batch.do(RecordContact(case=ROE, how="C", about="OT", on=TODAY), actor="17002")
    batch.key("enter")
    assert batch.rules == ["CS-110"]
    assert [forms(batch, case)[1].mailed_on for case in (DOE, ROE, POE)] == [None, None, None]


def test_another_office_none_and_a_form_in_full(batch: Desk):
    batch.type("office", "36").key("enter")
    assert (batch.value("name"), batch.answer.message) == ("LAKESIDE", "Nothing is to be mailed.")
    assert batch.type("office", "99").key("enter").rules == ["CS-116"]
    assert batch.command("LETT 99").command("LETT 99").rules == ["CS-116"]
    batch.command("LETT 17").type("action", "V", 0).key("enter")
    assert (batch.screen, batch.value("case")) == ("FVEW", DOE)


def test_wrong_letters_all_at_once(batch: Desk):
    batch.type("action", "Q", 0).type("action", "V", 1).type("action", "M", 2).key("enter")
    assert (batch.rules, batch.fields) == (["CS-130", "CS-130"], ["action.0", "action.1"])
