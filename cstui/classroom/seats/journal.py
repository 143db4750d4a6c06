"""What was done at a seat, moment by moment, as JSON lines: the trail for marks, results and replay.

A moment holds what was handed over at one key and what came of it; nights, hints, checks and resets
are moments too. Played again from the same start, the moments lead to the same screens.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from errno import ENOSPC
from pathlib import Path
from typing import Any, Literal

import msgspec

from cstui import files
from cstui.agency import first
from cstui.classroom.lesson.marking import SEARCHED, Trail
from cstui.desk import command_line
from cstui.desk.commands import ENTER, Ambiguous
from cstui.desk.conversation import Aid, Answer, Request
from cstui.desk.drawing import load_drawing
from cstui.desk.signed_on import key_word
from cstui.policy.findings import Severity

JOURNAL_FILE = "journal.jsonl"
LARGEST = 256 * 1024 * 1024
"""Bytes of the longest journal that is read: half a million keys."""
Kind = Literal["key", "night", "event", "hint", "guide", "check", "goal", "reset", "finish"]


class RowFilled(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed into one row of a list."""

    row: int
    fill: dict[str, str]


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """An act that the trainer let happen: its inputs as they were meant on that day, and who did it."""

    act: str
    given: dict[str, Any]
    actor: str


class Reached(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an attempt came to: its points, the goals met and the forbidden outcomes, by their ids."""

    mode: str
    points: int
    met: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


class SeatMoment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One moment at a seat. `at` is wall time (aware UTC), `on` the business date.

    A key: the `screen` it was pressed on, `command`, `fill` and `rows` as typed, the `cursor`, and of
    the answer the screen `shown`, its `case`, the rules that refused, and the message. `keys` counts
    the characters typed and the key itself. A night: `through`. A hint, or a goal when it is first
    met: `about` the goal; so the guide where it costs. An event: `about` what was told; `done` where the
    trainer let it happen. A finish, or a reset of work not finished: `reached`.
    """

    at: datetime
    on: date
    kind: Kind = "key"
    screen: str = ""
    aid: str = ""
    command: str = ""
    fill: dict[str, str] = {}
    rows: tuple[RowFilled, ...] = ()
    cursor: str = ""
    keys: int = 0
    shown: str = ""
    case: str = ""
    refused: tuple[str, ...] = ()
    message: str = ""
    through: date | None = None
    about: str = ""
    met: int = 0
    done: Done | None = None
    reached: Reached | None = None
    agency: str = ""


def of_key(request: Request, answer: Answer, at: datetime, on: date, case: str) -> SeatMoment:
    """The moment of one key and its answer."""
    fill = {name: value for name, value in request.values.items() if name in request.modified}
    entries = {field.name for field in load_drawing(request.screen, request.agency).entries if field.list}
    rows = tuple(
        RowFilled(
            row=row,
            fill={n: text for n, text in request.rows[row].values.items() if text and n in entries},
        )
        for row in request.modified_rows
    )
    typed = [request.command, *fill.values(), *(text for one in rows for text in one.fill.values())]
    cursor = request.cursor
    return SeatMoment(
        at=at,
        on=on,
        screen=request.screen,
        aid=request.aid.value,
        command=request.command,
        fill=fill,
        rows=rows,
        cursor="" if cursor is None else cursor.field + ("" if cursor.row is None else f".{cursor.row}"),
        keys=1 + sum(len(text) for text in typed),
        shown=answer.screen,
        case=answer.case or case,
        refused=tuple(f.rule for f in answer.findings if f.severity is Severity.ERROR),
        message=answer.message,
        agency="" if request.agency == first().name else request.agency,
    )


class Journal:
    """The moments of one seat, kept in memory and added to a file as they come; one process writes it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.moments: list[SeatMoment] = []
        self.keys = 0
        """How many keys were pressed at this seat in all."""
        self._since_reset: list[SeatMoment] = []
        self._shown: set[str] = set()
        self._used: set[str] = set()
        _end_line(path)
        for moment in read(path):
            self._take(moment)

    def add(self, moment: SeatMoment) -> None:
        """Write a moment; OSError where the disk does not take it, and nothing is kept then."""
        line = msgspec.json.encode(moment) + b"\n"
        with os.fdopen(files.append_handle(self.path), "ab", buffering=0) as file:
            before = file.seek(0, os.SEEK_END)
            try:
                written = file.write(line)
                if written != len(line):
                    raise OSError(ENOSPC, os.strerror(ENOSPC))
            except OSError:
                file.truncate(before)
                raise
        self._take(moment)

    def _take(self, moment: SeatMoment) -> None:
        self.moments.append(moment)
        self.keys += moment.keys
        if moment.kind == "reset":
            self._since_reset, self._shown, self._used = [], set(), set()
            return
        self._since_reset.append(moment)
        self._shown |= _shown(moment)
        self._used |= _used(moment)

    def trail(self) -> Trail:
        """What was shown and used since the last reset."""
        return Trail(shown=frozenset(self._shown), used=frozenset(self._used))

    def since_reset(self) -> Sequence[SeatMoment]:
        """The moments since the seat was last set back to its start."""
        return self._since_reset


def _end_line(path: Path) -> None:
    """Drop a last line that a crash cut off: what is added next would be read as part of it, and be lost."""
    if path.exists() and not (held := files.read(path, LARGEST)).endswith(b"\n"):
        os.truncate(path, held.rfind(b"\n") + 1)


def read(path: Path) -> Iterator[SeatMoment]:
    """The moments of a journal, none where it is not there; what a crash left half written is left out."""
    decoder = msgspec.json.Decoder(SeatMoment)
    for line in files.read(path, LARGEST).splitlines() if path.exists() else ():
        with suppress(msgspec.DecodeError, UnicodeDecodeError):
            yield decoder.decode(line)


def counted(moments: Iterable[SeatMoment], exam: datetime | None) -> list[SeatMoment]:
    """The moments that count: in an exam that began at `exam` those since, else all."""
    return [one for one in moments if exam is None or one.at >= exam]


def since_reset(moments: Sequence[SeatMoment]) -> Sequence[SeatMoment]:
    """The moments since the last reset among them; all where there was none."""
    begun = max((at + 1 for at, one in enumerate(moments) if one.kind == "reset"), default=0)
    return moments[begun:]


def trail_of(moments: Iterable[SeatMoment]) -> Trail:
    """The screens seen and the words used in moments."""
    shown: set[str] = set()
    used: set[str] = set()
    for one in moments:
        shown |= _shown(one)
        used |= _used(one)
    return Trail(shown=shown, used=used)


def _shown(one: SeatMoment) -> set[str]:
    if one.kind != "key":
        return set()
    return {one.shown, f"{one.shown} {one.case}", *((SEARCHED,) if _by_name(one) else ())}


def _used(one: SeatMoment) -> set[str]:
    keyed = one.kind == "key" and one.aid
    return words_of(one.screen, Aid(one.aid), one.command, one.agency) if keyed else set()


def _by_name(one: SeatMoment) -> bool:
    """Whether the key found people by their name: `/NAME`, SRCH NAME, or a name keyed on SRCH."""
    if one.shown != "SRCH" or one.refused:
        return False
    wanted = [one.fill.get("wanted", "")] if one.screen == "SRCH" else []
    for part in command_line.commands_of(one.command):
        try:
            asked = command_line.read(part, one.agency)
        except Ambiguous:
            continue
        if asked.kind == "search" or asked.word == "SRCH":
            wanted.append(asked.rest)
    return any(name[:1].isalpha() and not any(map(str.isdigit, name)) for name in map(str.strip, wanted))


def refusals(moments: Iterable[SeatMoment]) -> Counter[str]:
    """How often each rule refused."""
    return Counter(rule for one in moments for rule in one.refused)


def words_of(screen: str, aid: Aid, line: str, agency: str = "") -> set[str]:
    """The command words that a key stands for on a screen, or that the command line names, in full."""
    word = key_word(Request(screen=screen, aid=aid, agency=agency))
    if word != ENTER:
        return {word}
    words = set()
    for part in command_line.commands_of(line.upper()):
        with suppress(Ambiguous):
            words.add(command_line.read(part, agency).word)
    return words - {""}
