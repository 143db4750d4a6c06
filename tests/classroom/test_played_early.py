"""Lessons 1 to 8 as a newcomer plays them: the likeliest mistakes are told and cost what they should,
one that is taken back is in nobody's way, and another way than the solution's passes too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from cstui.classroom.hand import Hand
from cstui.classroom.host import LessonHost
from cstui.classroom.lessons import Lesson, find_lesson, read_lesson
from cstui.classroom.proving import played_clock
from cstui.classroom.seat import Seat, make_start
from cstui.desk.programs.texts import Text


class Desk:
    """A newcomer at the desk of a lesson, signed on."""

    def __init__(self, lesson: Lesson, start: Path, folder: Path) -> None:
        self.seat = Seat(folder, lesson, start, played_clock(lesson))
        self.hand = Hand(LessonHost(self.seat))
        self.hand.press("enter")
        self.hand.fill("worker", "17001")
        self.hand.press("enter")

    def go(self, command: str) -> Desk:
        self.hand.fill("command", command)
        self.hand.press("enter")
        return self

    def key(self, screen: str, line: dict[str, str] | None = None, *, at: int = 0, **fields: str) -> Desk:
        """Fill fields of a screen and of a line of its list, and press Enter; nothing may refuse it."""
        self.tried(screen, line, at=at, **fields)
        assert [str(one) for one in self.hand.answer.findings if one.severity.value == "error"] == []
        return self

    def tried(self, screen: str, line: dict[str, str] | None = None, *, at: int = 0, **fields: str) -> str:
        """What is said when the fields of a screen are filled and Enter is pressed."""
        self.go(screen)
        for name, text in fields.items():
            self.hand.fill(name, text)
        for name, text in (line or {}).items():
            self.hand.fill(name, text, at)
        self.hand.press("enter")
        return " ".join(map(str, self.hand.answer.findings)) or self.hand.answer.message

    def note(self, case: str, text: str) -> Desk:
        self.go(f"CALO {case}")
        self.hand.press("pf6")
        self.hand.fill("note", text)
        self.hand.press("enter")
        return self

    def until(self, day: str) -> Desk:
        """Let nights pass until that day (2026-03-30) is here."""
        while str(self.seat.today) < day:
            self.go("NEXT DAY")
            self.hand.press("enter")
        return self

    def told(self, word: str) -> str:
        """A page of the lesson as one text, and back to the desk."""
        self.go(word)
        page = self.hand.answer.state
        assert isinstance(page, Text)
        said = " ".join(" ".join(text for text, _ in page.lines).split())
        self.hand.press("enter")
        return said

    @property
    def unmet(self) -> list[str]:
        return [one.id for one in self.seat.marks().goals if not one.happened]

    @property
    def wrong(self) -> list[str]:
        return [one.id for one in self.seat.marks().forbidden if one.happened]

    @property
    def passed(self) -> bool:
        return self.seat.marks().passed


Sit = Callable[[int], Desk]


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], tuple[Lesson, Path]]:
    """Lessons with their starts, each made once."""

    @cache
    def made(number: int) -> tuple[Lesson, Path]:
        path = find_lesson(str(number))
        assert path is not None
        lesson = read_lesson(path)
        start = tmp_path_factory.mktemp(f"lesson-{number}") / "start.cstui"
        make_start(lesson, start)
        return lesson, start

    return made


@pytest.fixture
def sit(begun: Callable[[int], tuple[Lesson, Path]], tmp_path: Path) -> Iterator[Sit]:
    """Sits down at a lesson."""
    desks: list[Desk] = []

    def down(number: int) -> Desk:
        desks.append(Desk(*begun(number), tmp_path / str(len(desks))))
        return desks[-1]

    yield down
    for desk in desks:
        desk.seat.close()


# --- 1: sign on and find a case -------------------------------------------------------------------


def test_1_a_note_that_was_taken_back_is_none(sit: Sit) -> None:
    desk = sit(1).go("/PRACTICE-DOE").go("CAS1 17000123").go("CAS2").note("17000123", "Asked for Kim.")
    assert desk.unmet == []
    desk.go("UNDO")
    assert desk.unmet == ["noted"]
    assert "not done on case 17000123: add a note to the activity log CALO" in desk.told("CHECK")
    assert desk.note("17000123", "Asked how her case stands.").unmet == []


# --- what is told at any of them ------------------------------------------------------------------


def test_news_of_a_goal_comes_first_where_the_line_would_cut_it_off(sit: Sit) -> None:
    desk = sit(3)
    said = desk.key("CONT 17000335", how="C", about="AP", text="The bus.").hand.answer.message
    assert said.startswith("Goal met (1 of ")
    said = desk.key("APPT 17000301", {"action": "K"}).hand.answer.message
    assert said.startswith("Goal met (2 of ")
    assert "kept. UNDO takes it back" in said
