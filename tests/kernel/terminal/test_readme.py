"""The README's tours, typed as written into a real terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kernel.terminal.typist import DESK, Typist

pytestmark = [pytest.mark.terminal, pytest.mark.slow]

README = Path(__file__).resolve().parents[3] / "README.md"
_TOKEN = re.compile(r"\*\*(.+?)\*\*|`(.+?)`")


def tour(heading: str) -> Iterator[tuple[list[str], list[str]]]:
    """The rows of the tour under `heading`: the keys to press, the words that the screen then shows."""
    section = README.read_text().split(f"{heading}\n")[1].split("\n##")[0]
    for line in section.splitlines():
        if line.startswith("| ") and not line.startswith("| type"):
            left, right = line.strip("| ").split(" | ")
            keys = [key.lower() if key else text for key, text in _TOKEN.findall(left)]
            yield keys, [text for _, text in _TOKEN.findall(right) if text]


@pytest.mark.parametrize("heading", ["## Five minutes at the desk", "### OFS 53 over two offices"])
def test_the_tour_works_as_written(heading: str, tmp_path: Path) -> None:
    """Each row's keys bring the screen that the row promises."""
    environment = {"XDG_DATA_HOME": str(tmp_path / "data")}
    with Typist(DESK, environment=environment) as worker:
        worker.wait("SIGN")
        rows = list(tour(heading))
        assert len(rows) > 8
        for keys, shown in rows[:-1]:
            for key in keys:
                worker.type(key)
            worker.wait(*shown)
        for key in rows[-1][0]:
            worker.type(key)
        assert worker.ends() == 0
