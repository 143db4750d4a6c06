"""How commands print: aligned and wrapped text for people, stable JSON for programs.

Whatever people typed is cleaned of control characters before it is printed. Color is used only on
a terminal, never with NO_COLOR, and never says anything alone.
"""

from __future__ import annotations

import codecs
import io
import json
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import IO

import msgspec

from cstui.cells import BLANK, cells, clean, fit, join, wrap

NARROWEST = 12
"""Columns below which no column of a table is made narrower to let the last one in."""
_STYLES = {"bold": "1", "dim": "2", "error": "31", "warning": "33", "good": "32"}
PLAINLY = "cstui.plainly"
_PLAIN = {
    "\u2013": "-",
    "\u2014": "-",
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2500": "-",
}
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def terminal_width() -> int:
    """The columns at which text is wrapped: the terminal's, else COLUMNS, else 80; at least 40.

    COLUMNS is asked only where the output is not a terminal: a shell may have exported it before its
    window changed.
    """
    columns = 0
    with suppress(AttributeError, ValueError, OSError):
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    return max(40, columns or shutil.get_terminal_size((80, 24)).columns)


def read_anywhere() -> None:
    """Let standard output and error take any text, what their encoding has not plainly, and input any bytes.

    An accent is left out (`José` is `Jose`), a sign without a plain form becomes `?`. A stream that a shell
    has closed is there again: output fails as on a full disk, and no file of ours gets its number.
    """
    _open_closed()
    codecs.register_error(PLAINLY, _plainly)
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        if isinstance(stream, io.TextIOWrapper) and not is_unicode(stream):
            stream.reconfigure(errors=PLAINLY)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def _open_closed() -> None:
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            with suppress(OSError):
                os.fstat(number)
                continue  # it is there, and Python was told to do without
            # Standard output is opened to be read: what is written to it is refused.
            os.open(os.devnull, os.O_RDONLY if name != "stderr" else os.O_WRONLY)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def shortened(text: str, most: int = 1_000) -> str:
    """A text of so many characters at most, its middle left out: who typed more knows it."""
    return text if len(text) <= most else f"{text[: most // 2]} ... {text[-most // 2 :]}"


def is_unicode(stream: object) -> bool:
    """Whether a stream's encoding has every character; one that says none takes text as it is."""
    encoding = getattr(stream, "encoding", None)
    return not encoding or codecs.lookup(encoding).name.startswith("utf")


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """The error handler of `read_anywhere`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = ""
    for char in error.object[error.start : error.end]:
        letters = "".join(one for one in unicodedata.normalize("NFKD", char) if one.isascii())
        plain += _PLAIN.get(char) or letters or "?"
    return plain, error.end


class Paper:
    """Prints to `out`; `width` columns wide, colored where `color`."""

    def __init__(
        self, out: IO[str] | None = None, width: int | None = None, color: bool | None = None
    ) -> None:
        self.out = out or sys.stdout
        self.width = width or terminal_width()
        self.color = self.out.isatty() and not os.environ.get("NO_COLOR") if color is None else color

    def styled(self, text: str, style: str = "") -> str:
        """The text in a style, where color is on."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if style and self.color else text

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
        text = as_json(value)
        if not is_unicode(self.out):
            text = _BEYOND_ASCII.sub(_escaped, text)
        self.out.write(text)


def _escaped(found: re.Match[str]) -> str:
    """A character as JSON writes it in ASCII: `\\u00e9`, beyond the first 65,536 as two of them."""
    return json.dumps(found[0])[1:-1]


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
