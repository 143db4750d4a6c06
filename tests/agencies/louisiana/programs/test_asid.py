"""ASID: records of IV-A set aside are read, applied again and disposed of on one screen."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.agencies.louisiana.interfaces.iva_in import UPDATES
from cstui.agencies.louisiana.records import Case
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from cstui.workplace import Workplace
from tests.agencies.louisiana.interfaces.files import benefit, file
from tests.agencies.louisiana.programs.conftest import DOE, POE
from tests.agencies.louisiana.programs.driver import MOMENT, TODAY, Desk

NEW = "17000999"
LINES = (
    benefit(NEW, "applied", date(2026, 2, 20)),
    "X of no kind",
    benefit("555", "applied", date(2026, 2, 20), by="A"),
    benefit(DOE, "closing", date(2026, 2, 20)),
)


@pytest.fixture
def aside(office_store: Store) -> Store:
    """Four records set aside: an unknown case, no record at all, an IV-A number, a wrong event."""
    place = Workplace(office_store, lambda: MOMENT)
    assert len(UPDATES.take_in(place.performer, UPDATES.read(file(*LINES))).aside) == 4
    return office_store


def test_the_list_and_the_record_in_full(aside: Store):
    desk = Desk(aside).command("ASID")
    assert (desk.value("waiting"), desk.column("line")) == ("4", ["    2", "    3", "    4", "    5"])
    assert (desk.value("number", 0), desk.value("run", 0)) == ("17000999", "7")
    assert desk.value("where").startswith("file of 03/02/2026, run 7, line 2 (digest ")
    assert desk.value("whynot").startswith("CS-101")
    assert desk.value("record") == LINES[0].rstrip()
    desk.type("action", "S", 1).key("enter")
    assert (desk.value("says"), desk.value("record")) == ("of no known kind", "X of no kind")
    assert desk.at("reason", 3).key("enter").value("whynot") == (
        "EVENT is closing, no code of table ivaevent"
    )


def test_a_refuses_with_the_rule_until_the_case_is_there(aside: Store):
    desk = Desk(aside).command("ASID").type("action", "A", 0).key("enter")
    assert (desk.rules, desk.fields, desk.value("action", 0)) == (["CS-101"], ["action.0"], "A")
    bulk_load(aside, [Case(number=NEW, office="17", worker="17001", cp=4, opened=TODAY)])
    desk.key("enter")
    assert "applied again and taken" in desk.answer.message
    assert desk.value("waiting") == "3"
    assert any("IV-A: FITAP" in line for line in desk.log(NEW))


def test_several_go_at_once_and_what_is_refused_is_said(aside: Store):
    bulk_load(aside, [Case(number=NEW, office="17", worker="17001", cp=4, opened=TODAY)])
    desk = Desk(aside).command("ASID").type("why", "asked IV-A")
    desk.type("action", "A", 0).type("action", "D", 1).type("action", "A", 2).key("enter")
    assert desk.rules == ["CS-173", "CS-192"]
    assert desk.value("waiting") == "2"


def test_d_wants_why_and_erases_nothing(aside: Store):
    desk = Desk(aside).command("ASID").type("action", "D", 1).key("enter")
    assert (desk.rules, desk.fields) == (["CS-105"], ["why"])
    desk.type("why", "Sender told to mend it").key("enter")
    assert desk.column("line") == ["    2", "    4", "    5"]
    with aside.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT action, actor, act, text FROM activity WHERE subject = 'store' AND action IN ('IA', 'IS')"
        )
        told = [tuple(row) for row in rows]
    assert len(told) == 5
    assert told[-1][:3] == ("IS", "17001", "settle-record")
    assert told[-1][3].endswith("settled: Sender told to mend it")


def test_another_worker_was_there_first(aside: Store):
    first, second = Desk(aside).command("ASID"), Desk(aside, "17002").command("ASID")
    first.type("why", "done").type("action", "D", 1).key("enter")
    assert second.type("why", "done").type("action", "D", 1).key("enter").rules == ["CS-191"]
    assert second.type("action", "A", 1).key("enter").rules == ["CS-191"]


def test_c_opens_the_case_or_looks_for_the_number(aside: Store):
    desk = Desk(aside).command("ASID").type("action", "C", 3).key("enter")
    assert (desk.screen, desk.value("case")) == ("CAS1", DOE)
    assert Desk(aside).command("ASID").type("action", "C", 2).key("enter").rules == ["CS-128"]
    assert Desk(aside).command("ASID").type("action", "C", 1).key("enter").rules == ["CS-193"]
    assert Desk(aside).command("ASID").type("action", "C", 0).key("enter").rules == ["CS-101"]


def test_a_number_in_signs_that_are_no_digits_is_shown_and_leads_nowhere(office_store: Store):
    """The file holds `17000²²³`: digits to a careless reader, none to `int`."""
    place = Workplace(office_store, lambda: MOMENT)
    wrong = benefit("17000223", "applied", date(2026, 2, 20)).replace("17000223", "17000\xb2\xb2\xb3")
    UPDATES.take_in(place.performer, UPDATES.read(file(wrong, total=0)))
    desk = Desk(office_store).command("ASID")
    assert desk.value("number", 0) == "0017000\xb2\xb2\xb3"
    assert desk.type("action", "C", 0).key("enter").rules == ["CS-193"]


def test_wrong_letters_are_all_said(aside: Store):
    desk = Desk(aside).command("ASID").type("action", "Q", 0).type("action", "D", 1).type("action", "S", 2)
    before = desk.written()
    assert desk.key("enter").rules == ["CS-130", "CS-130", "CS-105"]
    assert desk.written() == before


def test_nothing_waits(office_store: Store):
    desk = Desk(office_store).command("ASID")
    assert (desk.answer.message, desk.answer.rows) == ("No record of IV-A waits set aside.", ())
    assert desk.key("pf8").key("pf7").screen == "ASID"


def test_pages(office_store: Store):
    place = Workplace(office_store, lambda: MOMENT)
    lines = [benefit(POE, "closing", date(2026, 2, n)) for n in range(1, 21)]
    UPDATES.take_in(place.performer, UPDATES.read(file(*lines)))
    desk = Desk(office_store).command("ASID")
    assert (len(desk.answer.rows), desk.answer.more_below) == (9, True)
    assert desk.key("pf8").column("line")[0].strip() == "11"
    assert len(desk.key("pf8").answer.rows) == 2
    assert desk.key("pf8").column("line")[0].strip() == "20"
    assert (
        desk.type("why", "x")
        .type("action", "D", 0)
        .type("action", "D", 1)
        .key("enter")
        .column("line")[0]
        .strip()
        == "11"
    )
