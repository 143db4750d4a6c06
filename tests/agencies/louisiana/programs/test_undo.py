"""UNDO on the command line of the desk: offered after an act, the screen afresh, refused with its reason."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.desk.conversation import Answer
from cstui.desk.undo import HOW, OFFER, ROOM, offered
from cstui.policy.findings import Finding, Severity
from cstui.policy.rulebook import load_rulebook
from cstui.store.engine import Store
from tests.agencies.louisiana.programs.conftest import DOE, ROE
from tests.agencies.louisiana.programs.driver import Desk


def test_the_message_offers_it_and_the_screen_is_painted_afresh(desk: Desk):
    desk.command(f"CALO {DOE}").key("pf6")
    desk.type("note", "The wrong case").key("enter")
    assert desk.answer.message.endswith("UNDO takes it back")
    desk.command("UNDO it was Roe's").key("enter")
    assert (desk.rules, desk.screen) == ([], "CALO")
    assert "One step taken back: note." in desk.answer.message
    assert any("ROE'S" in line.upper() for line in desk.column("text"))


def test_a_reminder_taken_back_is_gone_from_the_list(desk: Desk):
    desk.command("REMD").type("new_case", DOE).type("new_due", "T").type("new_text", "Call").key("enter")
    assert desk.column("text") == ["Call"]
    desk.command("UNDO").key("enter")
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
    assert desk.command("UNDO").answer.message == f'Take back "note" of case {ROE}? {HOW}'
    assert desk.key("enter").answer.message == f"One step taken back: note. Case {ROE}: entered by mistake."


def test_nothing_is_taken_back_before_it_was_shown_and_asked_about(desk: Desk):
    desk.command(f"CALO {DOE}").key("pf6").type("note", "Rang twice").key("enter")
    before = desk.written()
    desk.command("UNDO it was Roe's")
    assert (desk.written(), desk.answer.asks) == (before, True)
    told = [line.text for line in desk.answer.guide]
    assert told[:3] == ["UNDO WOULD TAKE BACK", "note", f"Case {DOE}"]
    assert "Reason: IT WAS ROE'S" in told
    desk.key("pf12")
    assert (desk.screen, desk.answer.message, desk.written()) == ("CALO", "Nothing was taken back.", before)
    assert desk.answer.guide[0].text != told[0]
    assert desk.key("enter").written() == before
    assert desk.command("UNDO").command("WORK").key("enter").written() == before
    assert desk.command("UNDO").key("enter").written() > before


def test_what_is_typed_after_the_question_drops_it(desk: Desk):
    desk.command(f"CALO {DOE}").key("pf6").type("note", "Rang twice").key("enter").command("CAS2")
    before = desk.written()
    desk.command("UNDO").type("basis", "A thought").key("enter")
    assert "One step taken back" not in desk.answer.message
    assert desk.written() == before


def test_cancel_drops_the_question_and_keeps_what_is_typed(office_store: Store, tmp_path: Path):
    desk = Desk(office_store, drafts=tmp_path).command(f"CALO {DOE}").key("pf6")
    desk.type("note", "Rang").key("enter").command("CAS2").type("basis", "A thought").command("UNDO").key(
        "pf12"
    )
    assert (desk.answer.message, desk.value("basis")) == ("Nothing was taken back.", "A thought")


def test_another_act_of_the_worker_meanwhile_is_asked_about_first(desk: Desk):
    desk.command(f"CALO {DOE}").key("pf6").type("note", "Rang").key("enter").command("UNDO")
    desk.do(AddNote(case=ROE, text="At another desk"))
    assert desk.key("enter").answer.message == f'Take back "note" of case {ROE}? {HOW}'
    assert desk.key("enter").answer.message.startswith("One step taken back: note.")


def test_an_act_without_a_case_says_why_alone(desk: Desk):
    desk.command("COVR").type("worker", "17001").type("by", "17002")
    desk.type("since", "T+1").type("until", "T+4").type("why", "Leave").key("enter")
    assert not desk.rules
    desk.command("UNDO he is back").key("enter")
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
