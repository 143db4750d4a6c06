"""REMD, IVAU and LAST: reminders across cases, IV-A's updates, the cases worked last."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.agencies.louisiana.acts.reminders import SetReminder
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import BenefitNews, Escalation, Form, OfficeRequest
from cstui.store import facts
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, POE, ROE
from tests.agencies.louisiana.programs.driver import TODAY, Desk


def due(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def reminded(desk: Desk) -> Desk:
    """Three reminders of worker 17001, one of another worker's."""
    desk.do(SetReminder(case=ROE, due=due(5), text="Second"))
    desk.do(SetReminder(case=DOE, due=due(0), text="First"))
    desk.do(SetReminder(case=POE, due=due(9), text="Third"))
    desk.do(SetReminder(case=DOE, due=due(0), text="Not mine"), actor="17002")
    return desk.command("REMD")


def test_reminders_stand_due_first_over_all_cases(reminded: Desk):
    assert reminded.column("text") == ["First", "Second", "Third"]
    assert reminded.column("case") == [DOE, ROE, POE]
    assert [row.style for row in reminded.answer.rows] == ["intensified", "", ""]


def test_one_is_added_one_snoozed_one_done_with_one_enter(reminded: Desk):
    reminded.type("action", "D", 0).type("to", "+7", 1).type("to", "T+1", 2)
    reminded.type("new_case", DOE).type("new_due", "T+30").type("new_text", "Call the court").key("enter")
    assert reminded.column("text") == ["Third", "Second", "Call the court"]
    assert reminded.column("due") == [f"{due(n):%m/%d/%Y}" for n in (1, 12, 30)]
    assert reminded.answer.message == "4 done."
    assert any("Reminder done: First" in line for line in reminded.log(DOE))


@pytest.mark.parametrize(
    ("fields", "rule", "at"),
    [
        ({"new_case": "17999999", "new_due": "T+1", "new_text": "x"}, "CS-101", "new_case"),
        ({"new_case": "1700", "new_due": "T+1", "new_text": "x"}, "CS-116", "new_case"),
        ({"new_case": DOE, "new_due": "T-1", "new_text": "x"}, "CS-174", "new_due"),
        ({"new_case": DOE, "new_due": "02302026", "new_text": "x"}, "CS-103", "new_due"),
        ({"new_case": DOE, "new_due": "T+1"}, "CS-105", "new_text"),
        ({"new_text": "x"}, "CS-105", "new_case"),
    ],
)
def test_a_reminder_keyed_wrongly_is_not_half_added(
    reminded: Desk, fields: dict[str, str], rule: str, at: str
):
    before = reminded.written()
    reminded.type("action", "D", 0)
    for name, text in fields.items():
        reminded.type(name, text)
    reminded.key("enter")
    assert (reminded.rules[0], reminded.fields[0]) == (rule, at)
    assert reminded.written() == before
    assert reminded.value("action", 0) == "D"


@pytest.mark.parametrize(("typed", "rule"), [("T-1", "CS-174"), ("soon", "CS-102"), ("+x", "CS-102")])
def test_a_snooze_keyed_wrongly(reminded: Desk, typed: str, rule: str):
    before = reminded.written()
    reminded.type("to", typed, 1).key("enter")
    assert (reminded.rules, reminded.fields) == ([rule], ["to.1"])
    assert reminded.written() == before


def test_what_the_policy_makes_is_listed_and_is_not_done_by_hand(office_store: Store):
    bulk_load(
        office_store,
        [
            Form(case=DOE, seq=1, form="CSE 115", edition=1, person=1, made_on=due(-9), due_on=due(3)),
            Escalation(case=ROE, seq=1, notified_on=due(-2)),
            OfficeRequest(
                case=POE, seq=1, from_office="36", agreement=1, opened_on=due(-1), opened_by="36001"
            ),
        ],
    )
    desk = Desk(office_store).command("REMD")
    assert desk.column("text") == [
        "PI Consultant told: answer awaited",
        "Office 36 asks: enter cooperation",
        "CSE 115: documents are due back",
    ]
    before = desk.written()
    assert desk.type("action", "D", 0).key("enter").rules == ["CS-175"]
    assert desk.written() == before
    assert Desk(office_store, worker="36001").command("REMD").column("text") == []


def test_the_guides_way_to_a_case_fills_it_in(desk: Desk):
    assert desk.command(f"REMD {DOE}").value("new_case") == DOE
    assert desk.key("enter").rules == []
    desk.type("new_due", "T+1").type("new_text", "x").key("enter")
    assert desk.column("case") == [DOE]


def news(case: str, seq: int, text: str, days: int = 0) -> BenefitNews:
    return BenefitNews(case=case, seq=seq, event="noticed", on=due(days), text=text, received_on=due(days))


@pytest.fixture
def told(office_store: Store) -> Desk:
    bulk_load(
        office_store,
        [news(DOE, 1, "IV-A: one"), news(DOE, 2, "IV-A: two", -3), news(ROE, 1, "IV-A: three", -1)],
    )
    return Desk(office_store).command("IVAU")


def test_updates_are_acknowledged_line_by_line(told: Desk):
    assert told.column("text") == ["two", "three", "one"]
    told.type("action", "A", 0).type("action", "A", 1).key("enter")
    assert (told.column("text"), told.answer.message, told.value("waiting")) == (
        ["one"],
        "2 acknowledged.",
        "1",
    )
    with told.store.read() as session:
        found = facts.read_facts(session, Facts, DOE)
    assert found is not None
    assert [n.acknowledged_on for n in found.file.news] == [None, TODAY]
    assert told.type("action", "A", 0).key("enter").answer.message == "1 acknowledged."
    assert told.column("text") == []


def test_two_updates_of_one_case_at_once(told: Desk):
    told.type("action", "A", 0).type("action", "A", 2).key("enter")
    assert (told.rules, told.column("text")) == ([], ["three"])


def test_ivau_refuses_and_opens(told: Desk):
    before = told.written()
    assert told.type("action", "Q", 0).key("enter").rules == ["CS-130"]
    assert told.type("action", "A", 0).type("action", "S", 1).key("enter").rules == ["CS-130"]
    assert told.written() == before
    told.type("action", "", 0).key("enter")
    assert (told.screen, told.value("case")) == ("CAS2", ROE)


def test_an_update_acknowledged_meanwhile_is_refused(told: Desk):
    Desk(told.store).command("IVAU").type("action", "A", 0).key("enter")
    told.type("action", "A", 0).key("enter")
    assert told.rules == ["CS-196", "CS-110"]
    assert told.answer.message.startswith("Nothing was written: 1 refused, ")


def test_f6_acknowledges_the_page_once_it_was_asked(told: Desk):
    before = told.written()
    told.key("pf6")
    assert told.answer.message == "Acknowledge the 3 updates shown? Enter does it, F12 drops."
    assert (told.answer.asks, told.written()) == (True, before)
    told.key("pf12")
    assert (told.screen, told.at("case", 0).key("enter").screen, told.written()) == ("IVAU", "CAS2", before)
    told.key("pf3").key("pf6").key("enter")
    assert (told.answer.message, told.column("text"), told.rules) == ("3 acknowledged.", [], [])


def test_ack_all_acknowledges_what_stands_on_other_pages_too(office_store: Store):
    bulk_load(office_store, [news(DOE, number, str(number)) for number in range(1, 31)])
    desk = Desk(office_store).command("IVAU")
    assert len(desk.column("text")) == 16
    assert desk.command("ACK PAGE").rules == ["CS-130"]
    desk.command("ACK ALL")
    assert desk.answer.message == "Acknowledge all 30 updates? Enter does it, F12 drops."
    desk.key("pf8").key("enter")
    assert "acknowledged" not in desk.answer.message
    desk.command("IVAU").command("ACK ALL").key("enter")
    assert (desk.answer.message, desk.value("waiting"), desk.rules) == ("30 acknowledged.", "0", [])


def test_cover_acknowledges_another_workers_updates(told: Desk):
    desk = Desk(told.store, worker="17002")
    assert desk.command("IVAU").column("text") == []
    assert desk.command("IVAU 17001").column("text") == ["two", "three", "one"]
    desk.type("action", "A", 0).key("enter")
    assert desk.column("text") == ["three", "one"]
    assert desk.command("IVAU 17999").rules == ["CS-120"]
    assert desk.command(f"IVAU {DOE}").value("worker") == "17002"


def test_the_last_cases_newest_first(desk: Desk):
    assert desk.command("LAST").column("case") == []
    for case in (DOE, POE, ROE, POE):
        desk.do(AddNote(case=case, text="x"))
    desk.do(AddNote(case=DOE, text="x"), actor="17002")
    assert desk.command("LAST").column("case") == [POE, ROE, DOE]
    assert desk.type("action", "Q", 1).key("enter").rules == ["CS-130"]
    desk.type("action", "S", 1).key("enter")
    assert (desk.screen, desk.value("case")) == ("CAS1", ROE)


def test_cases_that_were_opened_come_first(desk: Desk):
    desk.do(AddNote(case=POE, text="x"))
    desk.command(f"CAS1 {DOE}").command(f"CALO {ROE}").command(f"CAS2 {DOE}").command("LAST")
    assert (desk.column("case"), desk.column("how")) == ([DOE, ROE, POE], ["opened", "opened", "entered"])
    desk.command(f"CONT {ROE}").type("how", "W").type("about", "RE").type("on", "T").key("enter")
    assert not desk.rules
    desk.command("LAST")
    assert (desk.column("case"), desk.column("how")) == ([ROE, DOE, POE], ["entered", "opened", "entered"])
    assert Desk(desk.store).command("LAST").column("case") == [ROE, POE]
    assert Desk(desk.store, "17002").command("LAST").column("case") == []
