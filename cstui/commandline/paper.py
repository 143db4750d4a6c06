"""How commands print: aligned and wrapped text for people, stable JSON for programs.

Whatever people typed is cleaned of control characters before it is printed. Colour is used only on
a terminal, never with NO_COLOR, and never says anything alone.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO

import msgspec

from cstui.cells import BLANK, cells, clean, fit, join, wrap

NARROWEST = 12
"""Columns below which no column of a table is made narrower to let the last one in."""
_STYLES = {"bold": "1", "dim": "2", "error": "31", "warning": "33", "good": "32"}
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def terminal_width() -> int:
    """The columns at which text is wrapped: COLUMNS, else the terminal's, else 80; at least 40."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)


class Paper:
    """Prints to `out`; `width` columns wide, coloured where `colour`."""

    def __init__(
        self, out: IO[str] | None = None, width: int | None = None, colour: bool | None = None
    ) -> None:
        self.out = out or sys.stdout
        self.width = width or terminal_width()
        self.colour = self.out.isatty() and not os.environ.get("NO_COLOR") if colour is None else colour

    def styled(self, text: str, style: str = "") -> str:
        """The text in a style, where colour is on."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if style and self.colour else text

    def line(self, text: str = "", style: str = "") -> None:
        """One line, cleaned, cut at nothing."""
        self.out.write(self.styled(clean(text), style) + "\n")

    def heading(self, text: str) -> None:
        """A heading after a blank line."""
        self.line()
        self.line(text, "bold")

    def wrapped(self, text: str, indent: int = 0, style: str = "", first: str = "") -> None:
        """A paragraph, wrapped; `first` stands before its first line in the indent."""
        lead = first.ljust(indent)
        for at, part in enumerate(wrap(text, max(20, self.width - indent))):
            self.out.write((lead if at == 0 else " " * indent) + self.styled(part, style) + "\n")

    def pairs(self, rows: Iterable[tuple[str, object]], indent: int = 0) -> None:
        """Names with their values, aligned; empty values are left out."""
        shown = [(name, said(value)) for name, value in rows if value not in (None, "")]
        left = max((len(name) for name, _ in shown), default=0) + 2 + indent
        for name, value in shown:
            self.wrapped(value, left, first=" " * indent + name)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[object]], indent: int = 0) -> None:
        """Columns as wide as they need; the last wraps within what is left, 28 columns if it needs them."""
        texts = [[clean(said(value)) for value in row] for row in rows]
        if not texts:
            self.line(" " * indent + "none", "dim")
            return
        widths = [
            max(len(cells(row[column])) for row in [list(head), *texts]) for column in range(len(head) - 1)
        ]
        wanted = min(28, max(len(cells(row[-1])) for row in [list(head), *texts]))
        room = self.width - indent - 2 * len(widths) - wanted
        while sum(widths) > room and max(widths, default=0) > NARROWEST:
            widths[widths.index(max(widths))] -= 1
        left = indent + sum(widths) + 2 * len(widths)
        if sum(widths) > room:
            for row in texts:
                self.pairs(zip(head, row, strict=True), indent)
                self.line()
            return

        def start(row: Sequence[str]) -> str:
            shown = [join(fit(value, width)) for value, width in zip(row, widths, strict=False)]
            return " " * indent + "".join(part + BLANK * 2 for part in shown)

        self.line(start(head) + head[-1], "dim")
        for row in texts:
            lead = start(row)
            for at, part in enumerate(wrap(row[-1], self.width - left)):
                self.out.write(((lead if at == 0 else " " * left) + part).rstrip() + "\n")

    def json(self, value: object) -> None:
        """The value as JSON, indented; control and direction characters are escaped."""
        self.out.write(as_json(value))


def as_json(value: object) -> str:
    """The value as JSON, indented; control and direction characters are escaped."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def counted(count: int, one: str, several: str = "") -> str:
    """So many of a thing: `1 case`, `2 cases`; `several` where an s does not make it."""
    return f"{count} {one if count == 1 else several or f'{one}s'}"


def said(value: object) -> str:
    """A value as people read it: dates MM/DD/YYYY, truth yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%m/%d/%Y}"
    return str(value)
