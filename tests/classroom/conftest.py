"""A lesson's start made once, seats on it, and a class that is held."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from cstui.classroom.lesson.read import Lesson, find_lesson, read_lesson
from cstui.classroom.seats.seat import Seat, make_start
from tests.classroom.browsers import chromium
from tests.classroom.classes import Held, holding

MOMENT = datetime(2026, 3, 3, 15, tzinfo=UTC)


def clock() -> datetime:
    """Wall time of every test."""
    return MOMENT


@pytest.fixture(scope="session")
def first_lesson() -> Lesson:
    path = find_lesson("1")
    assert path is not None
    return read_lesson(path)


@pytest.fixture(scope="session")
def start(first_lesson: Lesson, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lesson") / "start.cstui"
    make_start(first_lesson, path)
    return path


@pytest.fixture
def seats(first_lesson: Lesson, start: Path, tmp_path: Path) -> Callable[..., Seat]:
    """Opens the seat of a name on the first lesson; the same name is the same folder."""

    def sit(name: str = "ann") -> Seat:
        return Seat(tmp_path / name, first_lesson, start, clock)

    return sit


@pytest.fixture
async def held(tmp_path: Path, first_lesson: Lesson) -> AsyncIterator[Held]:
    """A class of two seats on the first lesson, served."""
    async with holding(tmp_path / "class", first_lesson) as one:
        yield one


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chrome]:
    """A Chromium without a window."""
    with chromium(tmp_path / "profile") as one:
        yield one
