"""NOTE: a note with an addressee, and texts to begin with."""

from __future__ import annotations

import pytest

from cstui.policy.rulebook import load_rulebook
from tests.agencies.louisiana.programs.conftest import DOE
from tests.agencies.louisiana.programs.driver import Desk


@pytest.fixture
def note(desk: Desk) -> Desk:
    return desk.command(f"CALO {DOE}").key("pf6")


def test_a_note_to_somebody(note: Desk):
    note.type("to", "PI").type("note", "Two months gone").key("enter")
    assert (note.screen, note.rules) == ("CALO", [])
    assert note.log(DOE) == ["NT To Program Integration Consultant: Two months gone"]


def test_a_note_to_iv_a_staff_warns_and_is_kept(note: Desk):
    note.type("to", "IV").type("note", "Please close").key("enter")
    assert (note.screen, note.rules) == ("CALO", ["LA-E524-03"])
    assert note.log(DOE) == ["NT To IV-A staff: Please close"]


def test_an_addressee_without_a_note_and_an_unknown_one(note: Desk):
    assert note.type("to", "ZZ").type("template", "QQ").key("enter").rules == ["CS-104", "CS-104"]
    assert note.type("to", "CP").type("template", "").key("enter").rules == ["CS-105"]
    assert (note.value("to"), note.written()) == ("CP", 0)


def test_a_picked_text_fills_the_note(note: Desk):
    first = load_rulebook().codes["notes"].code[0]
    note.type("to", "CP").at("template").key("pf4")
    assert note.screen == "PRMT"
    note.at("pick", 0).type("pick", "S", 0).key("enter")
    assert (note.screen, note.value("note"), note.value("to")) == ("NOTE", first.help, "CP")
    note.key("enter")
    assert note.log(DOE) == [f"NT To Custodial parent: {first.help}"]


def test_a_keyed_template_fills_an_empty_note_only(note: Desk):
    text = load_rulebook().code("notes", "AG")
    assert text is not None
    note.type("template", "ag").key("enter")
    assert (note.screen, note.value("note"), note.where().field) == ("NOTE", text.help, "note")  # type: ignore[union-attr]
    note.type("note", "My own words").key("enter")
    assert note.log(DOE) == ["NT My own words"]


def test_a_note_is_written_from_anywhere_by_its_word(desk: Desk):
    """NOTE alone takes the case in hand, with a number that case; the desk goes back to where it was."""
    assert desk.command("NOTE").rules == ["CS-122"]
    desk.command(f"NOTE {DOE}")
    assert (desk.screen, desk.value("case")) == ("NOTE", DOE)
    assert desk.value("heading").startswith("NEW NOTE")
    desk.type("note", "Rang at nine").key("enter")
    assert (desk.screen, desk.answer.message[:10]) == ("WORK", "Note added")
    assert desk.command("NOTE").value("case") == DOE
    assert "RANG AT NINE" in desk.log(DOE)[0].upper()
