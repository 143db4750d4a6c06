"""Every screen as a person sees it: empty, filled and in error, at 80x24 and wide.

Each screen is held as a picture once, and some wide; all other states are held as text (`tests/looks.py`).
What each should show stands beside its keys in `shots.py`. After a wanted change of a screen, look at the
report or the difference, then `pytest tests/agencies/louisiana/screens --snapshot-update`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
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
from tests.looks import assert_looks

SIZES = ((80, 24), (140, 45))
WIDE = {"WORK", "CAS2", "TIME", "DOCK"}
"""The screens that are pictured wide as well."""
HERE = Path(__file__).parent
LOOKS = HERE / "looks"


def _called(one: tuple[Shot, tuple[int, int]]) -> str:
    shot, (columns, rows) = one
    return f"{shot.screen}-{shot.state}-{columns}x{rows}"


_EVERY = [(shot, size) for shot in SHOTS for size in SIZES]
_FULLEST = {
    shot.screen: shot
    for shot in sorted(SHOTS, key=lambda shot: ("error", "empty", "filled").index(shot.state))
}
PICTURED = [
    (shot, size)
    for shot, size in _EVERY
    if shot is _FULLEST[shot.screen] and (size == SIZES[0] or shot.screen in WIDE)
]
WRITTEN = [one for one in _EVERY if one not in PICTURED]


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
    held = [*LOOKS.glob("*.txt"), *(HERE / "__snapshots__" / "test_snapshots").glob("*.svg")]
    short = {path.name: re.findall(r"\b\d\d/\d\d/\d\d(?!\d)", path.read_text()) for path in held}
    assert len(short) == len(SHOTS) * len(SIZES)
    assert not {name: days for name, days in short.items() if days}


@pytest.mark.parametrize(("shot", "size"), PICTURED, ids=map(_called, PICTURED))
def test_looks(snap_compare: Any, desk: Callable[[Shot], DeskApp], shot: Shot, size: tuple[int, int]) -> None:
    """The picture of the screen is as it was accepted."""
    app = desk(shot)

    async def typed(pilot: Pilot[None]) -> None:
        await _typed(app, shot)

    assert snap_compare(app, terminal_size=size, run_before=typed)


@pytest.mark.parametrize(("shot", "size"), WRITTEN, ids=map(_called, WRITTEN))
async def test_reads(
    pytestconfig: pytest.Config, desk: Callable[[Shot], DeskApp], shot: Shot, size: tuple[int, int]
) -> None:
    """The rows of the screen, and the style of each run, are as they were accepted."""
    app = desk(shot)
    async with app.run_test(size=size):
        await _typed(app, shot)
        assert_looks(app.space.painter, LOOKS / f"{_called((shot, size))}.txt", pytestconfig)


@pytest.fixture
def desk(crowded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Shot], DeskApp]:
    """Opens the desk of a shot."""
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("CSTUI_SETTINGS", "/home/worker/.config/cstui/settings.toml")
    time.tzset()

    def opened(shot: Shot) -> DeskApp:
        shot.given(crowded)
        kept = tmp_path / "drafts" if shot.screen in {"DRFT", "DIFF"} else None
        return DeskApp(DeskSession(lambda: Workplace(crowded, clock), drafts=kept))

    return opened


async def _typed(app: DeskApp, shot: Shot) -> None:
    """Type the keys of a shot; an error shows its id, and all of its message, on the message line."""
    await app.settled()
    await press(app, shot.keys)
    assert app.space.buffer.drawing.name == shot.screen
    findings = app.space.buffer.answer.findings
    assert bool(findings) is (shot.state == "error"), findings
    if findings:
        line = app.space.painter.text(app.space.buffer.layout.message)
        assert any(finding.rule in line for finding in findings)
        assert "…" not in line, line
