"""A screen of the desk as pages: its eighty columns as the worker saw them, with a head and a foot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cstui.forms.pages import LINES

WIDTH = 80
"""A print of a screen is as wide as the screen; at ten to the inch the paper has room for 81."""
TOP, HEAD = 2, 4
ROOM = LINES - TOP - HEAD - 2
"""Lines of a screen that one page takes."""


def screen_pages(
    lines: Sequence[str],
    *,
    screen: str,
    on: date,
    worker: str,
    store: str,
    training: bool,
    label: str = "",
) -> list[list[str]]:
    """Pages of 66 lines: what was printed and by whom, the screen's rows, a foot with the page.

    `worker` and `store` are said as they are; a practice store says that it is TRN, for training. `label` is
    that of protected data, on each page.
    """
    day = f"{on:%m/%d/%Y}"
    left = f" SCREEN {screen}"
    mark = "  TRN: TRAINING, INVENTED CASES" if training else ""
    head = [
        left + day.rjust(WIDTH - 1 - len(left)),
        f" WORKER {worker}" + (label.rjust(WIDTH - 9 - len(worker)) if label else ""),
        f" STORE {store}{mark}",
        " " + "-" * (WIDTH - 2),
    ]
    parts = [lines[at : at + ROOM] for at in range(0, max(len(lines), 1), ROOM)]
    pages: list[list[str]] = []
    for number, part in enumerate(parts, start=1):
        page = [""] * TOP + [line[:WIDTH] for line in head] + [line.rstrip() for line in part]
        page += [""] * (LINES - 1 - len(page))
        foot, right = f" Screen {screen} of {day}", f"Page {number} of {len(parts)}"
        pages.append([*page, foot + right.rjust(WIDTH - 1 - len(foot))])
    return pages
