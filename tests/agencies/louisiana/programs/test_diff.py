"""Two people, one case: a stale submit is refused and shows was, theirs and mine; each can be taken."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cstui.agencies.louisiana.acts.appointments import RecordOutcome, ScheduleAppointment
from cstui.desk.painter import Painter
from cstui.policy.findings import Severity
from cstui.store.engine import Store
from tests.agencies.louisiana.programs.driver import Desk

CASE = "17000123"


@pytest.fixture
def two(office_store: Store) -> tuple[Desk, Desk]:
    """Ada and Ben, each with the person of the case on the screen."""
    ada, ben = Desk(office_store), Desk(office_store, "17002")
    return ada.command(f"PERS {CASE}"), ben.command(f"PERS {CASE}")


def lines(desk: Desk) -> list[tuple[str, ...]]:
    names = ("action", "mark", "field", "was", "theirs", "mine")
    return list(zip(*(desk.column(name) for name in names), strict=True))


def test_theirs_where_i_did_not_type_and_mine_where_they_did_not_change(two: tuple[Desk, Desk]):
    ada, ben = two
    ben.type("employer", "BENS MILL").key("enter")
    before = ada.written()
    ada.type("home_phone", "225-555-0199").key("enter")
    assert (ada.screen, ada.rules, ada.written()) == ("DIFF", ["CS-110"], before)
    shown = {line[2]: line for line in lines(ada)}
    assert shown["EMPLOYER"][3:] == ("ACME MILLS", "BENS MILL", "-")
    assert shown["HOME PHONE"][:2] == ("M", "")
    ada.key("enter")
    assert (ada.value("employer"), ada.value("home_phone")) == ("BENS MILL", "225-555-0199")
    assert ada.key("enter").rules == []
    assert ada.value("employer") == "BENS MILL"


@pytest.mark.parametrize(("letter", "stands"), [("M", "ADAS MILL"), ("T", "BENS MILL")])
def test_what_both_changed_must_be_chosen(two: tuple[Desk, Desk], letter: str, stands: str):
    ada, ben = two
    ben.type("employer", "BENS MILL").key("enter")
    ada.type("employer", "ADAS MILL").key("enter")
    assert ("", "!", "EMPLOYER", "ACME MILLS", "BENS MILL", "ADAS MILL") in lines(ada)
    assert ada.key("enter").rules == ["CS-506"]
    assert ada.type("action", "Q", 0).key("enter").rules == ["CS-130"]
    ada.type("action", letter, 0).key("enter")
    assert (ada.screen, ada.value("employer")) == ("PERS", stands)
    ada.key("enter")
    assert ben.key("pf5").value("employer") == stands


def test_cancel_goes_back_with_what_was_typed_and_is_refused_again(two: tuple[Desk, Desk]):
    ada, ben = two
    ben.type("employer", "BENS MILL").key("enter")
    ada.type("employer", "ADAS MILL").key("enter").key("pf12")
    assert (ada.screen, ada.value("employer"), ada.rules) == ("PERS", "ADAS MILL", ["CS-110"])
    assert ada.key("enter").screen == "DIFF"


def test_a_third_change_meanwhile_is_shown_again(two: tuple[Desk, Desk]):
    """Between what was taken and the submit somebody may write once more."""
    ada, ben = two
    ben.type("employer", "ONE").key("enter")
    ada.type("employer", "MINE").key("enter").type("action", "M", 0).key("enter")
    ben.key("pf5").type("employer", "TWO").key("enter")
    ada.key("enter")
    assert ("", "!", "EMPLOYER", "ONE", "TWO", "MINE") in lines(ada)


def test_who_typed_what_stands_there_already_is_told_so(office_store: Store) -> None:
    """Both report the same: the second Enter writes nothing, shows the entry as it stands, and says so."""
    ada, ben = Desk(office_store), Desk(office_store, "17002")
    for day in (date(2026, 2, 3), date(2026, 2, 20)):
        booked = ScheduleAppointment(case=CASE, purpose="SI", on=day, at="09:00")
        ada.do(booked, on=day - timedelta(days=13))
        seq = 1 if day.day == 3 else 2
        ada.do(RecordOutcome(case=CASE, appointment=seq, outcome="F"), on=day)
    for desk in (ada, ben):
        desk.command(f"CAS2 {CASE}").type("noncoop", "MA").type("dt", "02202026")
    assert not any(found.severity is Severity.ERROR for found in ben.key("enter").answer.findings)
    before = ada.written()
    ada.key("enter")
    assert (ada.screen, ada.rules, ada.written()) == ("CAS2", ["CS-516"], before)
    assert ada.value("noncoop") == "MA"
    said = Painter(ada.buffer).text(ada.buffer.layout.message)
    assert said.rstrip().endswith("Changed since you opened it; this is how it is now. Nothing written.")
    assert ada.key("enter").rules == []
