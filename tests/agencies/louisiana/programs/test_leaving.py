"""Leaving a screen on which something was typed and not entered: the desk asks once (CS-136)."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.scenario.practice import create_practice_store
from cstui.store.engine import MEMORY, Store
from tests.agencies.louisiana.programs.driver import MOMENT, TODAY, Desk

CASE = "17000123"


@pytest.mark.parametrize(
    ("way", "screen"),
    [
        *[("CAS1", "CAS1"), ("/DOE", "SRCH"), (CASE, "CAS1"), ("NEXT", "APPT"), ("EXIT", "WORK")],
        *[("SIGNOFF", ""), ("REFRESH", "CAS2")],
    ],
)
def test_typed_text_is_asked_about_once(desk: Desk, way: str, screen: str) -> None:
    """The first time the desk holds on and names the field; the second time it goes."""
    desk.command(f"CAS2 {CASE}").type("basis", "half a thought").command(way)
    assert (desk.screen, desk.rules, desk.value("basis")) == ("CAS2", ["CS-136"], "half a thought")
    assert "BASIS" in desk.answer.findings[0].message
    desk.command(way)
    assert ("" if desk.answer.ends else desk.screen) == screen
    assert desk.rules == []


def test_a_question_takes_no_key_typed_ahead(desk: Desk) -> None:
    """Whether to leave is not answered by a key that bounced."""
    desk.command(f"CAS2 {CASE}").type("basis", "half a thought").command("CAS1")
    assert desk.answer.stops_typing


def test_undo_asks_about_what_is_typed_elsewhere_before_it_paints_anew(desk: Desk) -> None:
    desk.command(f"CALO {CASE}").key("pf6").type("note", "The wrong case").key("enter")
    desk.command("CAS2").type("basis", "half a thought").command("UNDO")
    assert (desk.rules, desk.value("basis")) == (["CS-136"], "half a thought")
    assert desk.command("UNDO").key("enter").answer.message.startswith("One step taken back")


def test_a_night_asks_about_what_is_typed(desk: Desk) -> None:
    desk.command(f"CAS2 {CASE}").type("basis", "half a thought").command("NIGHT")
    assert (desk.rules, desk.value("basis")) == (["CS-136"], "half a thought")


@pytest.fixture
def drafting(office_store: Store, tmp_path: Path) -> Desk:
    """A desk that keeps drafts."""
    return Desk(office_store, drafts=tmp_path / "drafts")


def test_undo_keeps_a_draft_of_what_is_typed(drafting: Desk) -> None:
    desk = drafting.command(f"CALO {CASE}").key("pf6").type("note", "The wrong case").key("enter")
    desk.command("CAS2").type("basis", "half a thought").command("UNDO")
    assert (desk.rules, desk.value("basis")) == ([], "half a thought")
    assert "CS-501" in desk.key("enter").rules
    assert desk.answer.message.startswith("One step taken back")
    assert desk.command("RESTORE").value("basis") == "half a thought"


def test_an_undo_that_is_refused_leaves_what_is_typed(drafting: Desk) -> None:
    desk = drafting.command(f"CAS2 {CASE}").type("basis", "half a thought").command("UNDO")
    assert (desk.rules, desk.value("basis")) == (["CS-142"], "half a thought")
    assert desk.command("CAS1").rules == ["CS-501"]


FORMS = "17000102"
"""A case of the practice office with forms; V before a form shows it, whatever is typed above the list."""


def test_a_letter_that_leads_elsewhere_keeps_what_else_was_typed(practice: Store, tmp_path: Path) -> None:
    """The letter is how one goes; what stands typed beside it is kept as when one leaves by a word."""
    desk = Desk(practice, drafts=tmp_path / "drafts").command(f"FORM {FORMS}")
    desk.type("notary", "Y").type("action", "V", 0).key("enter")
    assert desk.screen == "FVEW"
    assert "CS-501" in desk.rules
    desk.key("pf3").command("RESTORE")
    assert (desk.screen, desk.value("notary"), desk.value("action", 0)) == ("FORM", "Y", "")


def test_without_drafts_a_letter_that_leads_elsewhere_asks_once(practice: Store) -> None:
    desk = Desk(practice).command(f"FORM {FORMS}")
    desk.type("notary", "Y").type("action", "V", 0).key("enter")
    assert (desk.screen, desk.rules, desk.value("notary")) == ("FORM", ["CS-136"], "Y")
    assert desk.key("enter").screen == "FVEW"


def test_a_letter_alone_leads_elsewhere_unasked(practice: Store) -> None:
    desk = Desk(practice).command(f"FORM {FORMS}").type("action", "V", 0).key("enter")
    assert (desk.screen, desk.rules) == ("FVEW", [])


@pytest.fixture(scope="module")
def practice() -> Store:
    """The practice store in memory; nothing is entered in it."""
    return create_practice_store(MEMORY, clock=lambda: MOMENT, start=TODAY)


@pytest.mark.parametrize("keys", [["pf12"], ["pf3"], ["pf3", "pf12"]], ids=["Esc", "F3", "both"])
def test_leaving_the_last_screen_asks_once(desk: Desk, keys: list[str]) -> None:
    """Esc Esc on the worklist ends nothing; F3 after the question does."""
    desk.key("pf12")
    for key in keys:
        assert desk.key(key).rules == ["CS-520"]
        assert (desk.screen, desk.answer.ends, desk.answer.stops_typing) == ("MENU", False, True)
    assert not desk.key("pf12").answer.ends
    assert desk.key("pf5").rules == []
    assert desk.key("pf3").rules == ["CS-520"]
    assert desk.key("pf3").answer.ends


def test_signoff_is_not_asked_about(desk: Desk) -> None:
    assert desk.command("SIGNOFF").answer.ends


def test_a_help_page_in_between_makes_no_difference(desk: Desk) -> None:
    """What was typed comes back after F1 and is still asked about."""
    desk.command(f"CAS2 {CASE}").type("basis", "half a thought").key("pf1")
    assert desk.screen == "HELP"
    desk.key("pf3")
    assert desk.value("basis") == "half a thought"
    desk.command("CAS1")
    assert (desk.screen, desk.rules) == ("CAS2", ["CS-136"])


def test_what_the_guide_filled_in_is_not_asked_about(desk: Desk) -> None:
    """Fields that the guide's command filled were not typed."""
    desk.command(f"CAS2 {CASE} NONCOOP=MA DT=03022026").command("CAS1")
    assert (desk.screen, desk.rules) == ("CAS1", [])
