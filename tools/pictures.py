"""Draw the pictures of the README from the running desk, on a practice store of a fixed day.

The desk is driven by keys as a worker would; what it shows is what is drawn. Fonts are left to the
viewer, so that a picture fetches nothing.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from cstui.desk.app import DeskApp
from cstui.desk.session import DeskSession
from cstui.scenario.practice import create_practice_store
from cstui.workplace import Workplace

START = date(2026, 3, 3)
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
Keys = tuple[str, ...]


def typed(text: str) -> Keys:
    """The keys of a text."""
    names = {" ": "space", "/": "slash", ";": "semicolon", "=": "equals_sign", "+": "plus"}
    return tuple(names.get(letter, letter) for letter in text)


SIGNED_ON: Keys = (*typed("17001"), "enter")
PICTURES: tuple[tuple[str, tuple[int, int], Keys], ...] = (
    ("worklist", (80, 24), SIGNED_ON),
    ("cas2", (80, 24), (*SIGNED_ON, "home", *typed("FIND REPORT"), "enter", "enter")),
    (
        "desk",
        (132, 30),
        (*SIGNED_ON, "home", *typed("CAS1 17000203"), "enter", *typed("FTC"), "enter"),
    ),
)
"""Name, columns and rows, keys from the sign-on on."""


async def draw(name: str, size: tuple[int, int], keys: Keys, place: Workplace) -> None:
    """Type `keys` at a desk of `size` and write what it shows to `docs/pictures/NAME.svg`."""
    app = DeskApp(DeskSession(lambda: place))
    async with app.run_test(size=size) as pilot:
        await app.settled()
        for key in keys:
            await pilot.press(key)
            if key in {"enter"} or key.startswith("f"):
                await app.settled()
        await app.settled()
        picture = app.export_screenshot(title=f"cstui {name}")
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


def main() -> int:
    """Draw every picture, or those named on the command line."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = set(sys.argv[1:])

    def clock() -> datetime:
        return datetime(START.year, START.month, START.day, 14, tzinfo=UTC)

    with tempfile.TemporaryDirectory() as folder:
        for name, size, keys in PICTURES:
            if not wanted or name in wanted:
                store = create_practice_store(Path(folder) / name / "practice.db", clock=clock, start=START)
                asyncio.run(draw(name, size, keys, Workplace(store, clock)))
                print(FOLDER / f"{name}.svg")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
