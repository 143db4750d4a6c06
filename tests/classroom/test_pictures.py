"""Lessons as a learner sees them: the list, the brief, what CHECK and FINISH say."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from cstui.classroom.alone.learn import LearnHost
from cstui.classroom.alone.progress import LessonReached, note_finish
from cstui.classroom.lesson.read import Lesson, lesson_files, read_lesson
from cstui.desk.app import DeskApp
from tests.agencies.louisiana.screens.conftest import _plain_terminal
from tests.agencies.louisiana.screens.stage import press
from tests.classroom.conftest import MOMENT, clock
from tests.looks import assert_looks

__all__ = ["_plain_terminal"]

TO_DESK = ("enter", "17001", "enter")
SHOTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "list": ("LRNS", ()),
    "list-wrong": ("LRNS", ("Q", "enter")),
    "brief": ("LESN", ("S", "enter")),
    "goal-met": ("SRCH", ("S", "enter", *TO_DESK, "home", "/PRACTICE-DOE", "enter")),
    "check": ("LESN", ("S", "enter", *TO_DESK, "home", "CHECK", "enter")),
    "hint": ("LESN", ("S", "enter", *TO_DESK, "home", "HINT 3", "enter")),
    "sheet": ("LESN", ("S", "enter", *TO_DESK, "home", "FINISH", "enter", "enter")),
}
"""The screen that is shown in the end, and the keys that lead there."""


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    return [read_lesson(path) for path in lesson_files()[:3]]


@pytest.fixture
def learner(lessons: list[Lesson], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], DeskApp]:
    """Opens the desk of a learner who has passed the second lesson."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    note_finish(tmp_path, lessons[1].id, LessonReached(tried=2, best=83, passed=True, last=MOMENT))
    return lambda: DeskApp(LearnHost(lessons, tmp_path, clock))


async def _typed(app: DeskApp, name: str) -> None:
    screen, keys = SHOTS[name]
    await app.settled()
    await press(app, keys)
    assert app.space.buffer.drawing.name == screen


@pytest.mark.parametrize("name", SHOTS)
def test_looks(snap_compare: Any, learner: Callable[[], DeskApp], name: str) -> None:
    """The picture of the page is as it was accepted."""
    app = learner()

    async def typed(pilot: Pilot[None]) -> None:
        await _typed(app, name)

    assert snap_compare(app, terminal_size=(80, 24), run_before=typed)


@pytest.mark.parametrize("name", SHOTS)
async def test_reads_wide(pytestconfig: pytest.Config, learner: Callable[[], DeskApp], name: str) -> None:
    """The rows of the wide page, and the style of each run, are as they were accepted."""
    app = learner()
    async with app.run_test(size=(140, 45)):
        await _typed(app, name)
        assert_looks(app.space.painter, Path(__file__).parent / "looks" / f"{name}.txt", pytestconfig)
