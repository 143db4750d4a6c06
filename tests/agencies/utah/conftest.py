"""One practice store of Utah for all tests that look at it; those that write get a copy."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cstui.cli import main

START = date(2026, 3, 2)


def now() -> datetime:
    return datetime(START.year, START.month, START.day, 17, tzinfo=UTC)


@pytest.fixture(scope="session")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice store as it ships, on its first day; nobody writes to it."""
    path = tmp_path_factory.mktemp("utah") / "utah.db"
    assert main(["--store", str(path), "store", "create", "--agency", "utah"], clock=now) == 0
    return path


@pytest.fixture(scope="module")
def practice(golden: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of it for the tests of a module."""
    return Path(shutil.copy(golden, tmp_path_factory.mktemp("practice") / "utah.db"))
