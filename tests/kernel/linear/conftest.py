"""The small office of the programs' tests, worked line by line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from cstui.desk.linear.desk import LinearDesk
from cstui.desk.session import DeskSession
from cstui.store.engine import Store
from cstui.workplace import Workplace
from tests.agencies.louisiana.programs.conftest import golden_office, office_store
from tests.kernel.terminal.conftest import golden_file, practice

__all__ = ["golden_file", "golden_office", "office_store", "practice"]

MOMENT = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)

Says = Callable[..., list[str]]


@pytest.fixture
def linear(office_store: Store) -> LinearDesk:
    """Worker 17001 signed on, as at a keyboard."""
    desk = LinearDesk(DeskSession(lambda: Workplace(office_store, lambda: MOMENT)))
    desk.begin()
    desk.take("17001")
    return desk


@pytest.fixture
def says(linear: LinearDesk) -> Says:
    """Type lines; what the desk says to the last."""

    def take(*lines: str) -> list[str]:
        said: list[str] = []
        for line in lines:
            said = linear.take(line)
        return said

    return take
