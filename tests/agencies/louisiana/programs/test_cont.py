"""CONT records calls, messages and walk-ins, and shows them newest first."""

from __future__ import annotations

from datetime import date

from cstui.agencies.louisiana.acts.appointments import ScheduleAppointment
from cstui.agencies.louisiana.acts.contacts import AddNote, RecordContact
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Closure, Contact
from cstui.store import facts
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE
from tests.agencies.louisiana.programs.driver import TODAY, Desk


def contacts(desk: Desk) -> tuple[Contact, ...]:
    with desk.store.read() as session:
        found = facts.read_facts(session, Facts, DOE)
    assert found is not None
    return found.file.contacts


def test_a_call_is_recorded_as_typed(desk: Desk):
    desk.do(ScheduleAppointment(case=DOE, purpose="SI", on=date(2026, 3, 16), at="09:00"))
    desk.command(f"CONT {DOE}")
    assert desk.value("waiting") == "1 SI 03/16 09:00"
    assert desk.value("on") == "03/02/2026"
    desk.type("how", "c").type("about", "ap").type("appointment", "1").type("on", "T-1")
    desk.type("text", "Car broke down; " + "asks for another day " * 4).type("promised", "Calls on Friday")
    desk.key("enter")
    assert desk.answer.message == "Contact recorded. UNDO takes it back"
    (contact,) = contacts(desk)
    assert (contact.how, contact.about, contact.on) == ("C", "AP", date(2026, 3, 1))
    assert (contact.appointment, contact.initiative, contact.promised) == (1, True, "Calls on Friday")
    assert contact.text == ("Car broke down; " + "asks for another day " * 4).strip()
    assert (desk.value("how"), desk.value("text"), desk.value("on")) == ("", "", "03/02/2026")
    assert (desk.value("day", 0), desk.value("came", 0), desk.value("who", 0)) == ("03/01/2026", "Call", "CP")
    assert desk.log(DOE)[0].startswith("CN Call from CP 03/01/2026: an appointment. Car broke down;")


def test_a_call_by_cse_on_no_appointment(desk: Desk):
    desk.command(f"CONT {DOE}").type("how", "M").type("about", "OT").type("initiative", "N").key("enter")
    (contact,) = contacts(desk)
    assert (contact.initiative, contact.appointment, contact.on) == (False, None, TODAY)
    assert desk.value("who", 0) == "CSE"


def test_everything_wrong_is_said_at_once_and_stays(desk: Desk):
    desk.command(f"CONT {DOE}")
    desk.type("how", "Q").type("on", "02302026").type("appointment", "X").type("initiative", "Z")
    desk.type("text", "Said much")
    desk.key("enter")
    assert desk.rules == ["CS-104", "CS-105", "CS-103", "CS-119", "CS-116"]
    assert desk.fields == ["how", "about", "on", "initiative", "appointment"]
    assert desk.where().field == "how"  # type: ignore[union-attr]
    assert (desk.value("how"), desk.value("on"), desk.value("appointment")) == ("Q", "02302026", "X")
    assert desk.written() == 0


def test_policy_refuses_a_day_to_come_and_an_unknown_appointment_together(desk: Desk):
    desk.command(f"CONT {DOE}").type("how", "C").type("about", "AP").type("on", "T+1")
    desk.type("appointment", "7").key("enter")
    assert desk.rules == ["CS-118", "CS-111"]
    assert desk.fields == ["on", "appointment"]
    assert (desk.value("appointment"), desk.written()) == ("7", 0)


def test_new_information_withdraws_a_pend_and_says_so(office_store: Store):
    day = date(2026, 2, 20)
    closure = Closure(case=DOE, seq=1, reason="FTC", path="removed", pended_on=day, notice_on=day)
    bulk_load(office_store, [closure])
    desk = Desk(office_store).command(f"CONT {DOE}").type("how", "W").type("about", "NI").key("enter")
    assert "The pend is withdrawn" in desk.answer.message
    assert [line[:2] for line in desk.log(DOE)] == ["PW", "CN"]


def test_newest_first_in_pages_and_in_full(desk: Desk):
    for day in range(1, 13):
        act = RecordContact(
            case=DOE, how="C", about="OT", on=date(2026, 2, day), text=f"Call {day} " + "and so on " * 30
        )
        desk.do(act)
    desk.command(f"CONT {DOE}")
    assert desk.column("day") == [f"02/{day:02}/2026" for day in range(12, 3, -1)]
    assert desk.answer.more_below
    desk.key("pf8")
    assert desk.column("day") == [f"02/{day:02}/2026" for day in (3, 2, 1)]
    assert desk.key("pf8").column("day") == [f"02/{day:02}/2026" for day in (3, 2, 1)]
    desk.type("action", "S", 1).key("enter")
    assert (desk.screen, desk.value("heading")) == ("NOTE", "02/02/2026  Call from the CP  by 17001")
    said = " ".join(desk.column("text"))
    assert said.startswith("About: Other Call 2 and so on")
    assert said.endswith("and so on")
    assert desk.key("pf3").at("came", 0).key("enter").screen == "NOTE"


def test_an_unknown_letter_before_a_line(desk: Desk):
    desk.do(RecordContact(case=DOE, how="C", about="OT", on=TODAY))
    desk.command(f"CONT {DOE}").type("action", "Q", 0).key("enter")
    assert (desk.rules, desk.fields) == (["CS-130"], ["action.0"])


def test_a_case_that_moved_on_is_not_written_over(desk: Desk):
    desk.command(f"CONT {DOE}")
    desk.do(RecordContact(case=DOE, how="C", about="OT", on=TODAY), actor="17002")
    desk.type("how", "W").type("about", "RE").key("enter")
    assert (desk.screen, desk.rules, len(contacts(desk))) == ("DIFF", ["CS-110"], 1)
    assert desk.key("pf12").value("about") == "RE"


def test_wide_letters_and_markup_are_plain(desk: Desk):
    desk.do(RecordContact(case=DOE, how="C", about="OT", on=TODAY, text="[red]漢字[/red]"))
    assert desk.command(f"CONT {DOE}").value("said", 0) == "[red]漢字[/red]"


def test_the_screen_of_a_case(desk: Desk):
    desk.do(AddNote(case=DOE, text="x"))
    desk.command(f"CONT {DOE}")
    assert (desk.answer.case, desk.answer.seen) == (DOE, {f"case {DOE}": 1})
    assert desk.answer.guide
    assert desk.command("CONT 99999999").rules == ["CS-101"]


def test_a_contact_recorded_by_mistake_is_set_aside_on_a_later_day(desk: Desk):
    """C with TEXT as the reason; the line stays and says so, policy reads it no longer."""
    desk.do(
        RecordContact(case=DOE, how="C", about="AP", on=date(2026, 2, 20), text="Rang"), on=date(2026, 2, 20)
    )
    desk.command(f"CONT {DOE}").type("text", "It was Roe who rang").type("action", "c", 0).key("enter")
    assert desk.answer.message == "Contact of 02/20/2026 set aside: It was Roe who rang"
    assert desk.column("said") == ["SET ASIDE. Rang"]
    assert [contact.standing for contact in contacts(desk)] == [False]
    assert desk.log(DOE)[0].startswith("CE Contact of 02/20/2026 set aside: It was Roe")
    assert desk.type("action", "C", 0).type("text", "Again").key("enter").rules == ["CS-123"]
    assert (desk.fields, desk.value("text")) == (["action.0"], "Again")


def test_setting_aside_needs_its_reason_and_nothing_else(desk: Desk):
    desk.do(RecordContact(case=DOE, how="C", about="OT", on=TODAY))
    before = desk.written()
    desk.command(f"CONT {DOE}").type("action", "C", 0).key("enter")
    assert (desk.rules, desk.fields) == (["CS-105"], ["text"])
    desk.type("text", "Not her").type("how", "W").key("enter")
    assert (desk.rules, desk.fields) == (["CS-130"], ["how"])
    assert (desk.value("text"), desk.value("how"), desk.value("action", 0)) == ("Not her", "W", "C")
    assert desk.written() == before


def test_a_contact_taken_back_by_undo_looks_as_one_that_was_set_aside(desk: Desk):
    desk.command(f"CONT {DOE}")
    desk.type("how", "C").type("about", "NI").type("text", "He works").key("enter").command("UNDO").key(
        "enter"
    )
    (row,) = desk.answer.rows
    assert (row.values["said"], row.style) == ("SET ASIDE. He works", "dim")
    desk.type("action", "S", 0).key("enter")
    assert desk.value("heading").startswith("SET ASIDE: 03/02/2026  Call")
