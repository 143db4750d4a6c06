"""A lesson is written by working it, from a lesson or from a scenario's cases."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cstui.classroom.alone.learn import write_recorded
from cstui.classroom.authoring.proving import prove, solve
from cstui.classroom.authoring.record import TO_WRITE, draft
from cstui.classroom.lesson.read import Lesson, find_lesson, read_lesson
from cstui.classroom.seats.hand import Hand
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.seat import Seat, make_start
from cstui.content import root


def clock() -> datetime:
    return datetime(2026, 3, 3, 15, tzinfo=UTC)


def worked(text: str, source: Path, folder: Path) -> Seat:
    """A seat on the lesson in `text`, not worked yet."""
    lesson = read_lesson(source, text)
    make_start(lesson, folder / "start.cstui")
    return Seat(folder / "seat", lesson, folder / "start.cstui", clock)


def test_what_was_keyed_becomes_the_solution(first_lesson: Lesson, tmp_path: Path) -> None:
    source = first_lesson.scenario.path
    text = draft(source)
    seat = worked(text, source, tmp_path)
    solve(first_lesson, seat)
    out = tmp_path / "01-recorded.toml"
    write_recorded(seat, text, out)
    again = read_lesson(out)
    assert prove(again) == []
    assert [deed.said.on_screen for deed in again.deeds] == [
        deed.said.on_screen for deed in first_lesson.deeds
    ]
    assert [goal.id for goal in again.goals] == [goal.id for goal in first_lesson.goals]


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A lesson worked on the cases of a scenario: an appointment is scheduled, two nights pass."""
    source = root() / "data" / "scenarios" / "louisiana" / "ftc-on-the-60th-night.toml"
    text = draft(source)
    seat = worked(text, source, tmp_path)
    hand = Hand(LessonHost(seat, mode="sandbox"))
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    for line in ("NEXT DAY", "NEXT DAY"):
        hand.fill("command", line)
        hand.press("enter")
        hand.press("enter")
    hand.fill("command", "CALO 17000123")
    hand.press("enter")
    hand.press("pf6")
    hand.fill("note", 'She said "yes".')
    hand.press("enter")
    out = tmp_path / "99-recorded.toml"
    write_recorded(seat, text, out)
    seat.close()
    return out


def test_a_scenarios_cases_become_a_lesson_with_words_to_write(recorded: Path) -> None:
    lesson = read_lesson(recorded)
    assert [goal.said.did for goal in lesson.goals] == [("add-note 17000123",)]
    assert [deed.nights.isoformat() for deed in lesson.deeds if deed.nights] == ["2026-03-03"]
    faults = prove(lesson)
    assert faults
    assert all("has words to write" in fault.text for fault in faults)


def test_once_its_words_are_written_it_can_be_taught(recorded: Path) -> None:
    text = recorded.read_text(encoding="utf-8").replace(TO_WRITE, "Written").replace("Written: ", "")
    text = text.replace(read_lesson(recorded).title, "A note of what she said")
    recorded.write_text(text, encoding="utf-8")
    assert prove(read_lesson(recorded)) == []


def test_the_first_lesson_is_found_by_number_and_name() -> None:
    assert find_lesson("1") == find_lesson("01-sign-on-and-find-a-case")
    assert find_lesson("no-such-lesson") is None
