"""The crowded practice store, built once and cloned for each picture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cstui.store.engine import Store
from tests.agencies.louisiana.screens.stage import crowded_store


@pytest.fixture(scope="session")
def golden_desk() -> Iterator[Store]:
    """The crowded practice store; it is never written to."""
    with crowded_store() as store:
        yield store


@pytest.fixture
def crowded(golden_desk: Store) -> Iterator[Store]:
    """A crowded practice store for one test."""
    with golden_desk.clone_memory() as store:
        yield store


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """The same colors everywhere, and no folder of the user's."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("CSTUI_DATA", str(tmp_path))
    for name in ("NO_COLOR", "CSTUI_STORE", "CSTUI_THEME"):
        monkeypatch.delenv(name, raising=False)
