"""UNDO on the command line of the desk: offered after an act, the screen afresh, refused with its reason."""

from __future__ import annotations

import msgspec
import pytest

from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.desk.conversation import Answer
from cstui.desk.undo import OFFER, ROOM, offered
from cstui.policy.findings import Finding, Severity
from cstui.policy.rulebook import load_rulebook
from tests.agencies.louisiana.programs.conftest import DOE, ROE
from tests.agencies.louisiana.programs.driver import Desk


def test_the_message_offers_it_and_the_screen_is_painted_afresh(desk: Desk):
    desk.command(f"CALO {DOE}").key("pf6")
    desk.type("note", "The wrong case").key("enter")
    assert desk.answer.message.endswith("UNDO takes it back")
    desk.command("UNDO it was Roe's")
    assert (desk.rules, desk.screen) == ([], "CALO")
    assert "One step taken back: note." in desk.answer.message
    assert any("ROE'S" in line.upper() for line in desk.column("text"))


def test_a_reminder_taken_back_is_gone_from_the_list(desk: Desk):
    desk.command("REMD").type("new_case", DOE).type("new_due", "T").type("new_text", "Call").key("enter")
    assert desk.column("text") == ["Call"]
    desk.command("UNDO")
    assert desk.column("text") == []
    assert "NT" in desk.log(DOE)[0][:2]
    desk.command("UNDO")
    assert (desk.rules, desk.fields) == (["CS-143"], ["command"])


def test_nothing_to_take_back(desk: Desk):
    assert desk.command("UNDO").rules == ["CS-142"]
    assert desk.screen == "WORK"


def test_two_acts_with_one_enter_are_not_offered(desk: Desk):
    desk.command("REMD").type("new_case", DOE).type("new_due", "T").type("new_text", "One").key("enter")
    desk.type("action", "D", 0).type("new_case", DOE).type("new_due", "T").type("new_text", "Two").key(
        "enter"
    )
    assert desk.answer.message == "2 done."


def test_what_was_taken_back_is_said_with_its_case(desk: Desk):
    """The last act may be on another case than the one in hand."""
    desk.command(f"CALO {ROE}").key("pf6")
    desk.type("note", "Rang twice").key("enter").command(f"CAS1 {DOE}")
    assert (
        desk.command("UNDO").answer.message == f"One step taken back: note. Case {ROE}: entered by mistake."
    )


def test_an_act_without_a_case_says_why_alone(desk: Desk):
    desk.command("COVR").type("worker", "17001").type("by", "17002")
    desk.type("since", "T+1").type("until", "T+4").type("why", "Leave").key("enter")
    assert not desk.rules
    desk.command("UNDO he is back")
    assert desk.answer.message.endswith(". HE IS BACK")


def test_an_offer_is_made_only_where_it_can_be_kept_and_read(desk: Desk):
    """Not for what no act takes back, not beside an error, and never so long that the line is cut."""
    done = desk.do(AddNote(case=DOE, text="Rang"))
    answer = Answer(screen="CAS1", message="Entered")
    assert done.undoable
    assert offered(answer, done).message == f"Entered; {OFFER}"
    assert offered(msgspec.structs.replace(answer, message="Entered."), done).message == f"Entered. {OFFER}"
    assert offered(answer, None) is answer
    assert offered(answer, msgspec.structs.replace(done, undoable=False)) is answer
    silent = Answer(screen="CAS1")
    assert offered(silent, done) is silent


@pytest.mark.parametrize(
    ("rules", "made"), [(["CS-105"], False), (["CS-172", "CS-105"], False), (["CS-172"], True)]
)
def test_beside_an_error_nothing_is_offered_beside_a_word_it_is(desk: Desk, rules: list[str], made: bool):
    done = desk.do(AddNote(case=DOE, text="Rang"))
    book = load_rulebook()
    said = tuple(
        Finding(rule=rule, severity=Severity(book.rules[rule].severity), message="x") for rule in rules
    )
    answer = Answer(screen="CAS1", message="Entered", findings=said)
    assert (OFFER in offered(answer, done).message) is made


@pytest.mark.parametrize(("over", "made"), [(0, True), (1, False)])
def test_a_message_that_leaves_no_room_stands_alone(desk: Desk, over: int, made: bool):
    done = desk.do(AddNote(case=DOE, text="Rang"))
    text = "x" * (ROOM - len(OFFER) - 2 + over)
    shown = offered(Answer(screen="CAS1", message=text), done).message
    assert shown == (f"{text}; {OFFER}" if made else text)
    assert len(shown) <= ROOM
