"""Each theme as a person sees it, on a screen in error; and a screen in sixteen colors.

The pictures of sixteen colors show them as Textual's exports do; what each terminal's own make of
them is proved in tests/kernel/desk/test_themes.py.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from textual.pilot import Pilot

from cstui.desk.app import DeskApp
from cstui.desk.session import DeskSession
from cstui.settings import allowed, here
from cstui.store.engine import Store
from cstui.workplace import Workplace
from tests.agencies.louisiana.screens.shots import to
from tests.agencies.louisiana.screens.stage import LITTLE, MUCH, clock, press

WRONG = to(f"CONT {MUCH}", "at:how", "Z", "at:on", "13452026", "at:initiative", "Q", "enter")
REFUSED = to(f"APPT {LITTLE}", "at:purpose", "SI", "at:date", "t+5", "at:time", "0900", "enter")


def _desk(store: Store, theme: str) -> DeskApp:
    now = here(os.environ, {"theme": theme})
    return DeskApp(DeskSession(lambda: Workplace(store, clock), settings=now), colors=theme)


@pytest.mark.parametrize("name", allowed("theme"))
def test_looks_in_theme(snap_compare: Any, crowded: Store, name: str) -> None:
    """Labels, values, entry fields, faults with their marks and the guide are told apart."""
    app = _desk(crowded, name)

    async def typed(pilot: Pilot[None]) -> None:
        await app.settled()
        await press(app, REFUSED)

    assert snap_compare(app, terminal_size=(132, 30), run_before=typed)


def test_looks_in_sixteen_colors(snap_compare: Any, crowded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same in the colors that every terminal has."""
    monkeypatch.setenv("TERM", "xterm-16color")
    monkeypatch.setenv("COLORTERM", "")
    app = _desk(crowded, "classic")

    async def typed(pilot: Pilot[None]) -> None:
        await app.settled()
        await press(app, WRONG)

    assert snap_compare(app, terminal_size=(80, 24), run_before=typed)
