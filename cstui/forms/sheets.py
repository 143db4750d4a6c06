"""Prints that are no forms: lines of text on the same pages, with a head, page numbers and a foot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cstui.cells import wrap
from cstui.forms.pages import COLUMNS, MARGIN, paged

WIDTH = COLUMNS - 2 * MARGIN
"""The columns that a line of a print may have."""
HEAD = "CHILD SUPPORT ENFORCEMENT"


def sheets(title: str, lines: Iterable[str], *, on: date, foot: str) -> list[list[str]]:
    """The lines on pages of 66 lines of 78 columns; those that are too wide go on below."""
    day = f"{on:%m/%d/%Y}"
    head = [HEAD.ljust(WIDTH - len(day)) + day, "", *wrap(title.upper(), WIDTH), ""]
    blocks = [[part] for line in lines for part in _parts(line)]
    return paged(head, blocks, foot)


def _parts(line: str) -> list[str]:
    return [line] if len(line) <= WIDTH and line.isascii() else wrap(line, WIDTH)
