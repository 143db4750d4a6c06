"""What a class tells a process about a seat that is to begin there, and the words they speak since."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from cstui.classroom.lesson.read import Lesson, read_lesson
from cstui.classroom.seats.protocol import USUAL, Bounds

LARGEST = 65_536
"""Bytes of a request at most."""
CONTROL, REPAINT, QUIT = "control", "repaint", "quit"
"""Kinds of what goes to a seat beside keys."""
SAYS, TOOK = "says", "took"
"""And of what comes from it beside screens: its reports, and how many bytes of keys it has taken."""


class SeatRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a seat's process must know: where its folder is, the lesson and its start, its terminal.

    `ends` is when its time is over, `exam` when the class began an exam after it was something else.
    """

    seat: str
    folder: str
    lesson: str
    start: str
    variant: int = 0
    bounds: Bounds = USUAL
    ends: datetime | None = None
    exam: datetime | None = None
    frozen: bool = False
    hand: bool = False
    columns: int = 80
    rows: int = 24
    linear: bool = False
    watched: bool = False


class Lessons:
    """Lessons read once for all seats that work them; an edited file is read again."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int], Lesson] = {}

    def knows(self, sitting: SeatRequest) -> bool:
        """Whether a sitting's lesson has been read as it is now."""
        return _edition(sitting) in self._known

    def of(self, sitting: SeatRequest) -> Lesson:
        """The lesson of a sitting. ContentError or OSError where it cannot be read."""
        edition = _edition(sitting)
        if edition not in self._known:
            self._known[edition] = read_lesson(Path(sitting.lesson), variant=sitting.variant)
        return self._known[edition]


def _edition(sitting: SeatRequest) -> tuple[str, int, int]:
    return sitting.lesson, sitting.variant, Path(sitting.lesson).stat().st_mtime_ns
