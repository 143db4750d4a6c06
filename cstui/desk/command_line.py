"""The command line: what a typed line asks for, as values, and the lines typed before.

`CAS2 17000123` opens a screen, `17000123` alone the case, `/NAME` searches, `.` and `-` are the case in
hand and the one before, `;` stands between commands, `NAME=VALUE` fills a field of the screen opened.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from cstui.desk.commands import find_command

_FILL = re.compile(r"\b([A-Z][A-Z0-9_]*)=(\S*)")
CASE = re.compile(r"^\d{8}$")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One command: a search for `rest`, a jump to the case `rest`, or a word with what followed it.

    `word` is empty where no command fits what was typed; `typed` is its first word.
    """

    kind: Literal["search", "case", "jump", "word"]
    rest: str
    word: str = ""
    typed: str = ""


def commands_of(line: str) -> list[str]:
    """The commands of a line, one a `;`."""
    return [text for part in line.split(";") if (text := part.strip())]


def read(text: str) -> Asked:
    """What one command asks for; Ambiguous where its word could be several."""
    text = text.removeprefix("=").strip()
    if text.startswith("/"):
        return Asked(kind="search", rest=text[1:].strip())
    if text in {".", "-"}:
        return Asked(kind="jump", rest=text)
    if CASE.match(text):
        return Asked(kind="case", rest=text)
    typed, _, rest = text.partition(" ")
    command = find_command(typed)
    return Asked(kind="word", word=command.word if command else "", rest=rest.strip(), typed=typed)


def argument_and_fills(rest: str) -> tuple[str, dict[str, str]]:
    """What follows a screen's word: its argument, and the values for fields by their names."""
    return _FILL.sub("", rest).strip(), dict(_FILL.findall(rest))


class Recall:
    """The lines typed before; each `back` gives the one before the last given."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._given = 0

    def add(self, line: str) -> None:
        """Remember a line; the next `back` begins with it."""
        if not self._lines or self._lines[-1] != line:
            self._lines.append(line)
        self._given = 0

    def back(self) -> str:
        """The line before; after the first comes the last again. Empty where none was typed."""
        if not self._lines:
            return ""
        self._given = self._given % len(self._lines) + 1
        return self._lines[-self._given]
