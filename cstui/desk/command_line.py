"""The command line: what a typed line asks for, as values, and the lines typed before.

A word opens its screen, a number of the shape of the agency's subjects (a case number) alone that subject,
`/NAME` searches, `.` and `-` are the one in hand and the one before, `;` stands between commands,
`NAME=VALUE` fills a field of the screen opened. A term of the policy alone opens its page of HELP.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from cstui.desk.agency_desk import desk_of
from cstui.desk.commands import by_word, find_command
from cstui.desk.terms import find_term

_FILL = re.compile(r"\b([A-Z][A-Z0-9_]*)=(\S*)")


class AskedCommand(msgspec.Struct, frozen=True, kw_only=True):
    """One command: a search for `rest`, the subject or term `rest`, a jump, or a word with its `rest`.

    `word` is empty where no command fits what was typed; `typed` is its first word.
    """

    kind: Literal["search", "subject", "jump", "term", "word"]
    rest: str
    word: str = ""
    typed: str = ""


def commands_of(line: str) -> list[str]:
    """The commands of a line, one a `;`."""
    return [text for part in line.split(";") if (text := part.strip())]


def is_subject(text: str, agency: str = "") -> bool:
    """Whether a number alone opens a subject at the desk of an agency."""
    own = desk_of(agency)
    return bool(own.opens) and own.subject.fits(text)


def read(text: str, agency: str = "") -> AskedCommand:
    """What one command asks for at the desk of an agency; Ambiguous where its word could be several.

    A command word, or the beginning of one, is that word, also where a subject's number or a term could look
    so. A term of several words comes before what its first word says: LAIN 2IP, OFS 53.
    """
    text = text.removeprefix("=").strip()
    if text.startswith("?"):
        text = f"? {text[1:]}".strip()
    if text.startswith("/"):
        return AskedCommand(kind="search", rest=text[1:].strip())
    if text in {".", "-"}:
        return AskedCommand(kind="jump", rest=text)
    if is_subject(text, agency) and text not in by_word(agency):
        return AskedCommand(kind="subject", rest=text)
    typed, _, rest = text.partition(" ")
    if not any(word.startswith(text) for word in by_word(agency)) and find_term(text, agency):
        return AskedCommand(kind="term", rest=text)
    command = find_command(typed, agency)
    return AskedCommand(kind="word", word=command.word if command else "", rest=rest.strip(), typed=typed)


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
