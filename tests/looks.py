"""What a desk shows, held as text that can be read in a diff: its rows, then the style of each run of cells.

After a wanted change of a screen, look at the difference, then run the test with `--snapshot-update`.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from cstui.desk.painter import Painter


def look(painter: Painter) -> str:
    """The rows as they are painted, then for each row its styles from left to right, blanks left out."""
    shown = list(painter.screen())
    styles = []
    for y in range(len(shown)):
        runs = [f"{run.style} {run.text.strip()}" for run in painter.row(y) if run.style != "blank"]
        styles += [f"{y + 1:>2} {said.rstrip()}" for said in runs]
    return "\n".join([*shown, "", *styles, ""])


def assert_looks(painter: Painter, accepted: Path, config: pytest.Config) -> None:
    """The desk looks as it was accepted; with `--snapshot-update` it is accepted as it looks."""
    shown = look(painter)
    if config.option.update_snapshots:
        accepted.parent.mkdir(exist_ok=True)
        accepted.write_text(shown)
    known = accepted.read_text() if accepted.exists() else ""
    if shown != known:
        lines = difflib.unified_diff(known.splitlines(), shown.splitlines(), "accepted", "shown", lineterm="")
        pytest.fail("\n".join(lines), pytrace=False)
