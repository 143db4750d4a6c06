"""What a typed line asks for, found out without a store: an entry, a row, a key, a word, a command."""

from __future__ import annotations

import re
from collections.abc import Collection

import msgspec

from cstui.desk.command_line import is_subject
from cstui.desk.commands import Does, by_word

OWN = frozenset(
    {"SEND", "ENTER", "FILL", "READ", "WHERE", "FIELD", "MSG", "MESSAGE", "ROW", "ROWS", "MORE", "CHOICES"}
)
"""Words that only the line-by-line desk has."""
_KEY = re.compile(r"^P?F([1-9]|1[0-2])\b\s*(.*)$", re.IGNORECASE | re.DOTALL)
_PAIRS = re.compile(r"^\d{1,3}\s+\S+(?:\s+\d{1,3}\s+\S+)*$")
_SEND = re.compile(r"\s*;\s*(?:SEND|ENTER)$", re.IGNORECASE)


class LineRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what a line asks for. `sends` is whether `; SEND` stood at its end."""

    sends: bool = False


class Empty(LineRequest, frozen=True, kw_only=True):
    """An empty line."""


class Fill(LineRequest, frozen=True, kw_only=True):
    """Values for fields, by the names typed, in capitals."""

    values: tuple[tuple[str, str], ...]


class FillRow(LineRequest, frozen=True, kw_only=True):
    """A value for a column of a row (from 0); an empty column is the action column."""

    cells: tuple[tuple[int, str, str], ...]


class Unknown(LineRequest, frozen=True, kw_only=True):
    """`NAME=VALUE` where no field is called NAME."""

    name: str


class KeyRequest(LineRequest, frozen=True, kw_only=True):
    """A PF key by its number, and what followed it."""

    number: int
    rest: str = ""


class Own(LineRequest, frozen=True, kw_only=True):
    """A word of the line-by-line desk, and what followed it."""

    word: str
    rest: str = ""


class CommandRequest(LineRequest, frozen=True, kw_only=True):
    """A command line for the session, as typed."""

    text: str


class Live(LineRequest, frozen=True, kw_only=True):
    """Letters for the live field of the screen."""

    text: str


Asked = Empty | Fill | FillRow | Unknown | KeyRequest | Own | CommandRequest | Live
"""What a line can ask for."""


def read(
    line: str, names: Collection[str], columns: Collection[str] = (), *, live: bool = False, agency: str = ""
) -> Asked:
    """What a line asks for on a screen with entry fields `names` and list columns `columns`.

    In this order: `NAME=VALUE`, a row, a PF key, a word of this desk, a command word written out, a
    field's name with a value behind it, letters for a live field, and else a command line.
    """
    text = line.strip()
    sends = _SEND.search(text) is not None
    text = _SEND.sub("", text).strip()
    if not text:
        return Own(word="SEND") if sends else Empty()
    found = _read(text, names, columns, live, agency)
    return msgspec.structs.replace(found, sends=sends) if sends else found


def _read(text: str, names: Collection[str], columns: Collection[str], live: bool, agency: str) -> Asked:
    if values := assignments(text, names):
        return Fill(values=values)
    if row := _row(text, columns):
        return row
    if found := _KEY.match(text):
        return KeyRequest(number=int(found[1]), rest=found[2])
    word, _, rest = text.partition(" ")
    word, rest = word.upper(), rest.strip()
    if word in OWN or word in {"?", "??"}:
        return Own(word=word, rest=rest)
    if word in by_word(agency):
        return CommandRequest(text=text)
    if re.match(r"^[^\s=/]+=", text):
        return Unknown(name=text.partition("=")[0].upper())
    named = max((n for n in names if _begins(text, n)), key=len, default="")
    if named:
        value = text[len(named) :].strip()
        return Fill(values=((named, unquoted(value)),)) if value else Own(word="FIELD", rest=named)
    if live and not is_subject(text, agency) and not text.startswith("/"):
        return Live(text=text)
    return CommandRequest(text=text)


def _begins(text: str, name: str) -> bool:
    rest = text[len(name) :]
    return text[: len(name)].upper() == name and (not rest or rest[0] == " ")


def assignments(text: str, names: Collection[str]) -> tuple[tuple[str, str], ...]:
    """`NAME=VALUE ...` as pairs; empty where the text does not begin with a known name and `=`."""
    if not names or "=" not in text:
        return ()
    called = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    marks = list(re.finditer(rf"(?:^|(?<=\s))({called})\s*=", text, re.IGNORECASE))
    if not marks or marks[0].start() != 0:
        return ()
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return tuple(
        (mark[1].upper(), unquoted(text[mark.end() : end].strip()))
        for mark, end in zip(marks, ends, strict=True)
    )


def opens(command: str, agency: str = "") -> bool:
    """Whether a command line asks for a screen, also for the one in hand."""
    word = command.split(" ", 1)[0].upper().removeprefix("=")
    known = by_word(agency).get(word)
    return is_subject(word, agency) or (known is not None and known.does is Does.SCREEN)


def unquoted(value: str) -> str:
    """The value without the quotation marks around it: `""` empties a field."""
    return value[1:-1] if len(value) >= 2 and value[0] == value[-1] == '"' else value


def _row(text: str, columns: Collection[str]) -> FillRow | Own | None:
    """`3`, `3 X`, `1 K 2 F`, `3 ACTION=X REF=Y`, each also behind ROW; None where it is not a row."""
    word, _, rest = text.partition(" ")
    if word.upper() == "ROW":
        text = rest.strip()
    if text.isdecimal() and len(text) <= 3:
        return Own(word="ROW", rest=text)
    number, _, rest = text.partition(" ")
    if not (number.isdecimal() and len(number) <= 3):
        return None
    if values := assignments(rest.strip(), columns):
        return FillRow(cells=tuple((int(number) - 1, name, value) for name, value in values))
    if _PAIRS.match(text):
        parts = text.split()
        return FillRow(
            cells=tuple((int(n) - 1, "", value) for n, value in zip(parts[::2], parts[1::2], strict=True))
        )
    return None
