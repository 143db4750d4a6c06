"""How the desk looks; each docstring says what a person should see."""

from __future__ import annotations

from typing import Any

import pytest
from demo import DemoHost, drawing
from textual.pilot import Pilot

from cstui.desk.app import DeskApp


@pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])
def test_a_screen_in_error(snap_compare: Any, size: tuple[int, int]) -> None:
    """Two fields marked with `!`, the first of two findings on the message line with its id, the cursor
    in the first field; at 140x45 the guide at the right and the PF legend at the bottom."""

    async def typed(pilot: Pilot[None]) -> None:
        await pilot.press("9", "9", "enter")
        await pilot.pause()
        app = pilot.app
        assert isinstance(app, DeskApp)
        await app.settled()

    assert snap_compare(DeskApp(DemoHost(), drawings=drawing), terminal_size=size, run_before=typed)
