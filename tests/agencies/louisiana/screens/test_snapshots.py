"""Every screen as a person sees it: empty, filled and in error, at 80x24 and wide.

What each picture should show stands beside its keys in `shots.py`. After a wanted change of a
screen, look at the report, then `pytest tests/agencies/louisiana/screens --snapshot-update`.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from cstui.desk.app import DeskApp
from cstui.desk.drawing import drawing_names
from cstui.desk.session import DeskSession
from cstui.store.engine import Store
from cstui.workplace import Workplace
from tests.agencies.louisiana.screens.shots import SHOTS, STATES, WITHOUT, Shot
from tests.agencies.louisiana.screens.stage import clock, press

SIZES = ((80, 24), (140, 45))


def test_every_screen_has_its_three_snapshots() -> None:
    """A new screen without its rows in the table, or without a reason, fails here."""
    shown = [(shot.screen, shot.state) for shot in SHOTS]
    assert len(shown) == len(set(shown))
    assert not set(shown) & set(WITHOUT)
    assert {*shown, *WITHOUT} == {(name, state) for name in drawing_names() for state in STATES}
    assert all(shot.sees for shot in SHOTS)
    assert all(WITHOUT.values())


def test_no_screen_shows_a_year_in_two_digits() -> None:
    """Days are MM/DD/YYYY in every list, heading and sentence; one cut short would read as another year."""
    pictures = (Path(__file__).parent / "__snapshots__" / "test_snapshots").glob("*.svg")
    short = {path.stem: re.findall(r"\b\d\d/\d\d/\d\d(?!\d)", path.read_text()) for path in pictures}
    assert len(short) == len(SHOTS) * len(SIZES)
    assert not {stem: days for stem, days in short.items() if days}


@pytest.mark.parametrize("size", SIZES, ids=[f"{columns}x{rows}" for columns, rows in SIZES])
@pytest.mark.parametrize("shot", SHOTS, ids=[f"{shot.screen}-{shot.state}" for shot in SHOTS])
def test_looks(
    snap_compare: Any,
    crowded: Store,
    shot: Shot,
    size: tuple[int, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The screen looks as it was accepted; an error shows its id on the message line."""
    shot.given(crowded)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("CSTUI_SETTINGS", "/home/worker/.config/cstui/settings.toml")
    time.tzset()
    kept = tmp_path / "drafts" if shot.screen in {"DRFT", "DIFF"} else None
    app = DeskApp(DeskSession(lambda: Workplace(crowded, clock), drafts=kept))

    async def typed(pilot: Pilot[None]) -> None:
        await app.settled()
        await press(app, shot.keys)
        assert app.space.buffer.drawing.name == shot.screen
        findings = app.space.buffer.answer.findings
        assert bool(findings) is (shot.state == "error"), findings
        if findings:
            line = app.space.painter.text(app.space.buffer.layout.message)
            assert any(finding.rule in line for finding in findings)
            assert "…" not in line, line

    assert snap_compare(app, terminal_size=size, run_before=typed)
