"""What docs/linear.md shows is what the practice store says: its example, and the words of its table."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

from cstui.desk.linear.desk import LinearDesk
from cstui.desk.linear.run import Manner, converse
from cstui.desk.session import DeskSession
from cstui.store.engine import Store
from cstui.workplace import Workplace

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "linear.md").read_text()
NOW = datetime(2026, 3, 3, 15, tzinfo=UTC)


def example() -> str:
    """The transcript that the page shows; `...` stands in it for what is left out."""
    return PAGE.split("```\n")[1]


def worked(typed: list[str], store: Store) -> str:
    """What a script of these lines writes, worked on that store."""
    desk = LinearDesk(DeskSession(lambda: Workplace(store, lambda: NOW)))
    out = io.StringIO()
    converse(desk, io.StringIO("".join(f"{line}\n" for line in typed)), out, Manner())
    return out.getvalue()


def test_the_example_is_what_the_practice_store_says(practice_store: Store) -> None:
    """Line after line, with nothing in between but where the page leaves it out."""
    shown = example()
    typed = re.findall(r"^[A-Z0-9]+(?:, \d keyed)?[:>] (.+)$", shown, re.M)
    assert typed == ["17001", "APPT 17000201", "DATE=+2B TIME=0900 PURPOSE=SI", "SEND"]
    heard = worked(typed, practice_store)
    parts = (re.escape(part) for part in re.split(r"^\.\.\.\n|\.\.\.", shown, flags=re.M))
    assert re.search("^" + "(?s:.*?)".join(parts), heard, re.M), heard
