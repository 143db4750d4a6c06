"""What counts as done by the learner: her own acts since the lesson's start, and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.classroom.alone.learn import write_recorded
from cstui.classroom.authoring.proving import played_clock, prove
from cstui.classroom.authoring.record import TO_WRITE
from cstui.classroom.lesson.read import Lesson, lesson_files, read_lesson
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.protocol import Inject
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat, make_start
from tests.classroom.test_seat import signed_on, typed

FIRST = lesson_files()[0]
STEP = """
[[step]]
act = "add-note"
with = { case = "17000123", text = "She rang on Monday." }
"""
EVENT = """
[[event]]
on = "day +1"
act = "add-note"
with = { case = "17000123", text = "The front desk saw her." }
tells = "The front desk saw her."
"""


@pytest.fixture
def noted() -> Lesson:
    """The first lesson, with the note that it asks for in its past and in its morrow."""
    text = FIRST.read_text(encoding="utf-8")
    head, goals = text.split("[[goal]]", 1)
    return read_lesson(FIRST, f"{head}{STEP}{EVENT}[[goal]]{goals}")


def sat(lesson: Lesson, folder: Path) -> Seat:
    make_start(lesson, folder / "start.cstui")
    return Seat(folder / "seat", lesson, folder / "start.cstui", played_clock(lesson))


def note_is_met(seat: Seat) -> bool:
    return next(goal.happened for goal in seat.marks().goals if goal.id == "noted")


def write_note(hand: ScriptedUser) -> None:
    typed(hand, "CALO 17000123")
    hand.press("pf6")
    hand.fill("note", "She asked how her case stands.")
    hand.press("enter")


def test_what_the_learners_worker_did_before_the_lesson_is_not_done_by_her(
    noted: Lesson, tmp_path: Path
) -> None:
    seat = sat(noted, tmp_path)
    assert not note_is_met(seat)
    hand = signed_on(seat)
    assert "1 of 5 goals are met" in typed(hand, "CHECK")
    hand.press("enter")
    write_note(hand)
    assert note_is_met(seat)
    seat.reset()
    assert not note_is_met(seat)
    seat.close()


def test_what_happens_by_itself_or_by_the_trainers_hand_is_not_done_by_her(
    noted: Lesson, tmp_path: Path
) -> None:
    seat = sat(noted, tmp_path)
    seat.next_day()
    assert not note_is_met(seat)
    seat.happen(
        Inject(act="add-note", given={"case": "17000123", "text": "x"}, actor=noted.worker, tells="A note.")
    )
    assert not note_is_met(seat)
    write_note(signed_on(seat))
    assert note_is_met(seat)
    seat.close()


def test_a_lesson_whose_past_has_the_same_act_can_be_taught(noted: Lesson) -> None:
    assert prove(noted) == []


def test_a_recording_makes_no_goal_of_the_past(noted: Lesson, tmp_path: Path) -> None:
    seat = sat(noted, tmp_path)
    hand = signed_on(seat)
    draft = f'id = "x"\nstarts = 2026-03-02\n\n{STEP}\n'
    draft += f'[[goal]]\nid = "goal-1"\ntitle = "{TO_WRITE}: the work is done"\n'
    write_recorded(seat, draft, tmp_path / "98-past.toml")
    assert "add-note 17000123" not in (tmp_path / "98-past.toml").read_text()
    write_note(hand)
    write_recorded(seat, draft, tmp_path / "99-own.toml")
    assert 'did = ["add-note 17000123"]' in (tmp_path / "99-own.toml").read_text()
    seat.close()


def test_a_seat_from_before_goes_on(noted: Lesson, tmp_path: Path) -> None:
    """A start made by an earlier cstui does not say what was given: everything counts, as it did."""
    seat = sat(noted, tmp_path)
    with seat.place.store.write() as session:
        session.connection().exec_driver_sql("DELETE FROM store_info WHERE key = 'given_receipts'")
    LessonHost(seat).start()
    assert note_is_met(seat)
    seat.close()
