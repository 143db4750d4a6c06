"""What docs/linear.md shows is what the practice store says: its example, and the words of its table."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

from cstui.desk.linear.desk import LinearDesk
from cstui.desk.linear.run import Manner, converse
from cstui.desk.session import Session
from cstui.scenario.practice import create_practice_store
from cstui.workplace import Workplace

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "linear.md").read_text()
DAY = date(2026, 3, 3)
NOW = datetime(2026, 3, 3, 15, tzinfo=UTC)


def example() -> str:
    """The transcript that the page shows; `...` stands in it for what is left out."""
    return PAGE.split("```\n")[1]


def worked(typed: list[str], tmp_path: Path) -> str:
    """What a script of these lines writes, worked on a fresh practice store."""
    store = create_practice_store(tmp_path / "practice.db", clock=lambda: NOW, start=DAY)
    try:
        desk = LinearDesk(Session(lambda: Workplace(store, lambda: NOW)))
        out = io.StringIO()
        converse(desk, io.StringIO("".join(f"{line}\n" for line in typed)), out, Manner())
        return out.getvalue()
    finally:
        store.close()


def test_the_example_is_what_the_practice_store_says(tmp_path: Path) -> None:
    """Line after line, with nothing in between but where the page leaves it out."""
    shown = example()
    typed = re.findall(r"^[A-Z0-9]+(?:, \d keyed)?[:>] (.+)$", shown, re.M)
    assert typed == ["17001", "APPT 17000201", "DATE=+2B TIME=0900 PURPOSE=SI", "SEND"]
    heard = worked(typed, tmp_path)
    parts = (re.escape(part) for part in re.split(r"^\.\.\.\n|\.\.\.", shown, flags=re.M))
    assert re.search("^" + "(?s:.*?)".join(parts), heard, re.M), heard
