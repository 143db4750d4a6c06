"""Prints that are not forms: lines of text on the same pages, with a head, page numbers and a foot."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from cstui.cells import cells, clean, wrap
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


_LEAD = re.compile(r"\s*(\S.*? {2,})*(?=\S)")
"""The columns of a line before its last: blanks, and all up to the last two blanks in a row."""
LEAST = 20
"""Columns that what goes on below keeps at least; else it begins at the left."""


def _parts(line: str) -> list[str]:
    """The line as it stands; too wide, it goes on under its last column."""
    line = clean(line)
    if len(cells(line)) <= WIDTH:
        return [line]
    found = _LEAD.match(line)
    lead = found[0] if found and len(found[0]) <= WIDTH - LEAST else ""
    first, *rest = wrap(line[len(lead) :], WIDTH - len(lead))
    return [lead + first, *(" " * len(lead) + part for part in rest)]
