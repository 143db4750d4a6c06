"""Leaving a screen on which something was typed and not entered: the desk asks once (CS-136)."""

from __future__ import annotations

import pytest

from tests.agencies.louisiana.programs.driver import Desk

CASE = "17000123"


@pytest.mark.parametrize(
    ("way", "screen"),
    [("CAS1", "CAS1"), ("/DOE", "SRCH"), (CASE, "CAS1"), ("NEXT", "APPT"), ("EXIT", "WORK"), ("SIGNOFF", "")],
)
def test_typed_text_is_asked_about_once(desk: Desk, way: str, screen: str) -> None:
    """The first time the desk holds on and names the field; the second time it goes."""
    desk.command(f"CAS2 {CASE}").type("basis", "half a thought").command(way)
    assert (desk.screen, desk.rules, desk.value("basis")) == ("CAS2", ["CS-136"], "half a thought")
    assert "BASIS" in desk.answer.findings[0].message
    desk.command(way)
    assert ("" if desk.answer.ends else desk.screen) == screen
    assert desk.rules == []


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
