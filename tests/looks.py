"""What a desk shows, held as text that can be read in a diff: its rows, then the style of each run of cells.

After a wanted change of a screen, look at the difference, then run the test with `--snapshot-update`.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from cstui.desk.app import DeskApp


def look(app: DeskApp) -> str:
    """The rows as they are painted, then for each row its styles from left to right, blanks left out."""
    painter = app.space.painter
    rows = range(app.space.buffer.layout.rows)
    styles = []
    for y in rows:
        runs = [f"{run.style} {run.text.strip()}" for run in painter.row(y) if run.style != "blank"]
        styles += [f"{y + 1:>2} {said.rstrip()}" for said in runs]
    return "\n".join([*painter.screen(), "", *styles, ""])


def assert_looks(app: DeskApp, accepted: Path, config: pytest.Config) -> None:
    """The desk looks as it was accepted; with `--snapshot-update` it is accepted as it looks."""
    shown = look(app)
    if config.option.update_snapshots:
        accepted.parent.mkdir(exist_ok=True)
        accepted.write_text(shown)
    known = accepted.read_text() if accepted.exists() else ""
    if shown != known:
        lines = difflib.unified_diff(known.splitlines(), shown.splitlines(), "accepted", "shown", lineterm="")
        pytest.fail("\n".join(lines), pytrace=False)
