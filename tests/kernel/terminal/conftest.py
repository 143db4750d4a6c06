"""A practice store of a fixed day in a file, made once and copied for each test; a lock from outside."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cstui.scenario.practice import create_practice_store

START = date(2026, 3, 3)
"""The business date of the practice store: a Tuesday."""

_HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
held.execute("ROLLBACK")
"""


def clock() -> datetime:
    """Nine in the morning of the first day."""
    return datetime(START.year, START.month, START.day, 15, tzinfo=UTC)


@pytest.fixture(scope="session")
def golden_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice store in a file, closed; only to be copied."""
    path = tmp_path_factory.mktemp("golden") / "practice.db"
    create_practice_store(path, clock=clock, start=START).close()
    return path


@pytest.fixture
def practice(golden_file: Path, tmp_path: Path) -> Path:
    """The practice store of one test."""
    return copied(golden_file, tmp_path)


def copied(golden: Path, folder: Path) -> Path:
    """A copy of a closed store."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(golden, folder / "practice.db"))


Locked = Callable[[Path], AbstractContextManager[Callable[[], None]]]


@pytest.fixture
def locked() -> Locked:
    """`with locked(path) as release`: another process holds the write lock until `release()`."""

    @contextmanager
    def hold(path: Path) -> Iterator[Callable[[], None]]:
        with subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"

            def release() -> None:
                process.communicate("\n")

            try:
                yield release
            finally:
                process.kill()

    return hold
