"""LAIN shows the records to IV-A of a case or of the worker's office, by status."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cstui.agencies.louisiana.records import Case, Interface
from cstui.store.chain import LogEntry, append
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, POE
from tests.agencies.louisiana.programs.driver import MOMENT, TODAY, Desk

DAY = date(2026, 2, 10)


@pytest.fixture
def records(office_store: Store) -> Store:
    """Twenty sent records of one case, a waiting and a withdrawn one of another, one of office 36."""
    other = Case(number="36000001", office="36", worker="36001", cp=2, opened=DAY)
    rows = [
        Interface(
            case=DOE, seq=n, kind="LAIN 2IP", says="NONCOOP", cooperation=1, status="sent",
            made_on=DAY + timedelta(n), sent_on=DAY + timedelta(n),
        )
        for n in range(1, 21)
    ]  # fmt: skip
    own = {"kind": "LAIN 2IP", "says": "COOP", "cooperation": 2, "made_on": DAY}
    rows += [
        Interface(case=POE, seq=1, status="waiting", **own),  # type: ignore[arg-type]
        Interface(case=POE, seq=2, status="withdrawn", **own),  # type: ignore[arg-type]
        Interface(case="36000001", seq=1, status="waiting", **own),  # type: ignore[arg-type]
    ]
    bulk_load(office_store, [other, *rows])
    return office_store


def test_those_of_the_office_in_pages(records: Store):
    desk = Desk(records).command("LAIN")
    assert desk.value("whose") == "Records of office 17"
    assert (len(desk.answer.rows), desk.answer.more_below) == (16, True)
    assert (desk.value("number", 0), desk.value("made", 0), desk.value("standing", 0)) == (
        DOE,
        "03/02/2026",
        "SENT",
    )
    assert desk.key("pf8").column("number") == [DOE] * 4 + [POE] * 2
    assert desk.key("pf8").column("standing")[-2:] == ["WITHDRAWN", "WAITING"]
    assert len(desk.key("pf7").answer.rows) == 16


@pytest.mark.parametrize(
    ("letter", "found"), [("W", ["WAITING"]), ("X", ["WITHDRAWN"]), ("", ["WITHDRAWN", "WAITING"])]
)
def test_those_of_a_case_by_status(records: Store, letter: str, found: list[str]):
    desk = Desk(records).command(f"LAIN {POE}")
    assert desk.type("status", letter).key("enter").column("standing") == found
    assert desk.value("whose") == f"Records of case {POE}"


def test_the_case_in_hand_and_another_keyed(records: Store):
    desk = Desk(records).command(f"CAS1 {POE}").command("LAIN .")
    assert (desk.value("case"), len(desk.answer.rows)) == (POE, 2)
    assert desk.type("case", DOE).key("enter").column("number") == [DOE] * 16
    assert desk.type("case", "").type("status", "W").key("enter").column("number") == [POE]
    assert desk.type("status", "S").type("case", POE).key("enter").answer.message == "No such record."


def test_s_opens_cas2(records: Store):
    desk = Desk(records).command(f"LAIN {POE}").type("action", "S", 1).key("enter")
    assert (desk.screen, desk.value("case")) == ("CAS2", POE)
    assert desk.key("pf3").at("says", 0).key("enter").screen == "CAS2"


def test_everything_wrong_is_said_at_once(records: Store):
    desk = (
        Desk(records)
        .command("LAIN")
        .type("case", "12")
        .type("status", "Q")
        .type("action", "Z", 2)
        .key("enter")
    )
    assert (desk.rules, desk.fields) == (["CS-116", "CS-104", "CS-130"], ["case", "status", "action.2"])
    assert (desk.value("case"), desk.value("status"), len(desk.buffer.list_values)) == ("12", "Q", 16)


@pytest.mark.parametrize(("line", "rule"), [("LAIN 99999999", "CS-101"), ("LAIN 12", "CS-116")])
def test_an_unknown_case(records: Store, line: str, rule: str):
    desk = Desk(records).command(line)
    assert (desk.screen, desk.rules) == ("WORK", [rule])
    assert desk.command("LAIN").type("case", "99999999").key("enter").rules == ["CS-101"]


def test_records_that_iva_sent_in_vain_are_counted(records: Store):
    desk = Desk(records).command("LAIN")
    assert desk.value("aside") == ""
    with records.write() as session:
        for text in ("first", "second"):
            entry = LogEntry(subject="store", action="IA", on=TODAY, at=MOMENT, actor="IV-A", text=text)
            append(session, [entry])
    said = "2 IV-A records wait set aside, the last of 03/02/2026: F6 or ASID"
    assert desk.key("enter").value("aside") == said
    assert desk.key("pf6").screen == "ASID"
    assert desk.command("WORK").answer.message == said
    assert desk.key("pf6").screen == "ASID"
