"""The README's five minutes, typed as written into a real terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.typist import Typist

pytestmark = [pytest.mark.terminal, pytest.mark.slow]

README = Path(__file__).resolve().parents[2] / "README.md"
_TOKEN = re.compile(r"\*\*(.+?)\*\*|`(.+?)`")


def tour() -> Iterator[tuple[list[str], list[str]]]:
    """The rows of the tour: the keys to press, the words that the screen must then show."""
    section = README.read_text().split("## Five minutes at the desk")[1].split("\n## ")[0]
    for line in section.splitlines():
        if line.startswith("| ") and not line.startswith("| type"):
            left, right = line.strip("| ").split(" | ")
            keys = [key.lower() if key else text for key, text in _TOKEN.findall(left)]
            yield keys, [text for _, text in _TOKEN.findall(right) if text]


def test_the_tour_works_as_written(tmp_path: Path) -> None:
    """Each row's keys bring the screen that the row promises."""
    environment = {"XDG_DATA_HOME": str(tmp_path / "data")}
    with Typist([sys.executable, "-m", "cstui"], environment=environment) as worker:
        worker.wait("SIGN")
        rows = list(tour())
        assert len(rows) > 10
        for keys, shown in rows[:-1]:
            for key in keys:
                worker.type(key)
            worker.wait(*shown)
        for key in rows[-1][0]:
            worker.type(key)
        assert worker.ends() == 0
