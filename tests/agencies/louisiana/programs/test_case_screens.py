"""What all screens of a case have in common: closed, unknown and missing cases, the family, the guide."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.agencies.louisiana.records import Case
from cstui.desk.drawing import load_drawing
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, POE
from tests.agencies.louisiana.programs.driver import Desk

FAMILY = ("CAS1", "CAS2", "APPT", "CONT", "CALO", "FORM", "REFR", "OFS3", "TIME")
CLOSED = "17000999"


@pytest.fixture
def with_closed(office_store: Store) -> Desk:
    """A desk on a store that also holds a closed case."""
    day = date(2026, 1, 1)
    case = Case(
        number=CLOSED, office="17", worker="17001", cp=1, opened=date(2025, 1, 1), closed=day, status="closed"
    )
    bulk_load(office_store, [case])
    return Desk(office_store)


@pytest.mark.parametrize("screen", FAMILY)
def test_a_closed_case_is_shown(with_closed: Desk, screen: str):
    with_closed.command(f"{screen} {CLOSED}")
    assert (with_closed.screen, with_closed.rules) == (screen, [])
    assert (with_closed.value("case"), with_closed.value("status")) == (CLOSED, "CLOSED")


def test_a_closed_case_takes_a_note(with_closed: Desk):
    with_closed.command(f"CALO {CLOSED}").key("pf6").type("note", "Papers came back").key("enter")
    assert with_closed.log(CLOSED) == ["NT Papers came back"]


@pytest.mark.parametrize("screen", FAMILY)
def test_the_version_seen_the_case_in_hand_and_the_guide(desk: Desk, screen: str):
    answer = desk.command(f"{screen} {DOE}").answer
    assert answer.seen[f"case {DOE}"] == desk.case(DOE).version
    assert len(answer.seen) == (2 if screen == "OFS3" else 1)  # OFS 53 is decided on all cases of the CP
    assert (answer.case, bool(answer.guide)) == (DOE, True)


@pytest.mark.parametrize("screen", FAMILY)
def test_an_unknown_case_and_no_case_in_hand(desk: Desk, screen: str):
    assert desk.command(screen).rules == ["CS-122"]
    assert desk.command(f"{screen} 99999999").rules == ["CS-101"]
    assert desk.command(f"{screen} 12").rules == ["CS-116"]
    assert (desk.screen, desk.written()) == ("WORK", 0)


def test_the_family_in_its_order_and_around(desk: Desk):
    desk.command(f"CAS1 {DOE}")
    turned = [desk.key("pf11").screen for _ in FAMILY]
    assert turned == [*FAMILY[1:], FAMILY[0]]
    assert desk.key("pf10").screen == FAMILY[-1]
    assert desk.value("case") == DOE


def test_the_lists_of_the_worker_are_a_family(desk: Desk):
    turned = [desk.key("pf11").screen for _ in range(6)]
    assert turned == ["DOCK", "LEM4", "REMD", "IVAU", "SRCH", "WORK"]


def test_the_same_screen_of_the_case_before(desk: Desk):
    desk.command(f"CALO {DOE}").command(f"CALO {POE}").command("-")
    assert (desk.screen, desk.value("case")) == ("CALO", DOE)


@pytest.mark.parametrize(
    ("line", "field"),
    [("CALO", "kind"), ("CONT", "how"), ("CONT", "about"), ("LAIN", "status")],
)
def test_a_field_with_a_code_lists_its_values(desk: Desk, line: str, field: str):
    desk.command(f"{line} {DOE}").at(field).key("pf4")
    assert desk.screen == "PRMT"
    code = desk.column("code")[0]
    opened = desk.type("pick", "S", 0).key("enter")
    assert (opened.screen, opened.value(field)) == (line, code)


@pytest.mark.parametrize("screen", [*FAMILY, "SRCH", "DOCK", "LAIN", "PERS", "NOTE", "FVEW"])
def test_every_entry_field_says_what_goes_there(screen: str):
    drawing = load_drawing(screen)
    assert drawing.help
    assert all(field.help for field in drawing.entries)
