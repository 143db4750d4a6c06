"""A newcomer at the desk of a lesson, for tests of how lessons are played."""

from __future__ import annotations

from pathlib import Path

from cstui.classroom.authoring.proving import played_clock
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat
from cstui.desk.programs.texts import Text


class Desk:
    """A newcomer at the desk of a lesson, signed on."""

    def __init__(self, lesson: Lesson, start: Path, folder: Path) -> None:
        self.seat = Seat(folder, lesson, start, played_clock(lesson))
        self.hand = ScriptedUser(LessonHost(self.seat))
        self.hand.press("enter")
        self.hand.fill("worker", "17001")
        self.hand.press("enter")

    def go(self, command: str) -> Desk:
        self.hand.fill("command", command)
        self.hand.press("enter")
        if command == "UNDO" and self.hand.answer.asks:
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

    def told(self, word: str) -> str:
        """A page of the lesson as one text, and back to the desk."""
        self.go(word)
        page = self.hand.answer.state
        assert isinstance(page, Text)
        said = " ".join(" ".join(text for text, _ in page.lines).split())
        self.hand.press("enter")
        return said
