"""Records of incoming files that were set aside, worked one by one: read, applied again, disposed of.

A record stands in the log under `store` with its file, line, reason and text, and waits until an act
says what became of it. Applied again it goes the way of every record of its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from cstui.acts.perform import Performer, Receipt
from cstui.acts.store_acts import SettleRecord
from cstui.interfaces.incoming import TAKEN, FileIn, RecordRefusedError
from cstui.interfaces.layouts import BadRecordError, RecordLayout, mark_of, raw
from cstui.policy.effects import Refused
from cstui.policy.facts import SetAsideRecord
from cstui.store import aside_reads
from cstui.store.engine import agencies_here
from cstui.store.nights import Session

CAME_IN, KNOWN = "applied again and taken.", "applied again: it had gone in before."
_PLACE = re.compile(r"(?P<title>.+?) (?P<file>[0-9a-f]{12}) line (?P<line>\d+): ")
_FILE = re.compile(
    r"(?P<title>.+?) of (?P<day>[0-9/]{10}), run (?P<run>\d+): .* File (?P<digest>[0-9a-f]{64})$"
)


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A record that waits set aside: its entry, the day, its file and line, why not, the record itself.

    `file` are the first 12 digits of the file's digest, `made_on` (MM/DD/YYYY) and `run` what its
    header says, empty until the file was taken in to its end. `came_in` is the kind of file, which knows its
    agency. `kind`, `number`, `subject` (the key of the subject, where the record names one) and `says` (every
    field with its name) are empty where it cannot be read.
    """

    entry: int
    on: date
    file: str = ""
    line: int | None = None
    made_on: str = ""
    run: str = ""
    why: str
    record: str = ""
    kind: str = ""
    number: str = ""
    subject: str = ""
    says: str = ""
    came_in: FileIn | None = None

    @property
    def by_case(self) -> bool:
        """Whether the number is that of a subject."""
        return bool(self.subject)

    @property
    def agency(self) -> str:
        """The agency whose file it came with; empty where nobody knows."""
        return self.came_in.agency if self.came_in else ""


def pieces(session: Session) -> tuple[Piece, ...]:
    """The records that wait set aside, oldest first."""
    waiting = aside_reads.waiting(session)
    if not waiting:
        return ()
    files = {found["digest"][:12]: (found["day"], found["run"]) for found in _files(session)}
    known = [one for agency in agencies_here(session) for one in agency.load("interfaces") or ()]
    kinds = {one.title: one for one in known if isinstance(one, FileIn)}
    return tuple(_piece(one, files, kinds) for one in waiting)


def _files(session: Session) -> Iterator[re.Match[str]]:
    for row in aside_reads.store_entries(session, [TAKEN]):
        if found := _FILE.match(row.text):
            yield found


def apply_again(performer: Performer, piece: Piece, actor: str, on: date) -> Receipt | Refused:
    """Take the record now, as its file would have been taken, and say so; refused, it goes on waiting.

    `actor` is the worker who asked. A desk that dies in between leaves a record that was taken and
    still waits: applied again it is known, and settled.
    """
    rules = performer.rules
    with performer.store.read() as session:
        if piece.entry not in {one.entry for one in aside_reads.waiting(session)}:
            return Refused((rules.finding("CS-191", "action", entry=piece.entry),))
    if not piece.record or piece.came_in is None or piece.agency != performer.agency.name:
        return Refused((rules.finding("CS-192", "action", entry=piece.entry, why=piece.why),))
    try:
        came = piece.came_in.take(performer, piece.record)
    except RecordRefusedError as refused:
        return Refused(refused.findings)
    except BadRecordError as fault:
        return Refused((rules.finding("CS-192", "action", entry=piece.entry, why=fault),))
    return dispose(performer, piece.entry, CAME_IN if came else KNOWN, actor, on)


def dispose(performer: Performer, entry: int, why: str, actor: str, on: date) -> Receipt | Refused:
    """Say that a record was seen to, and how; Refused without a reason, or where no such record waits."""
    return performer.perform(SettleRecord(entry=entry, why=why), actor=actor, on=on, current=True)


def _piece(one: SetAsideRecord, files: dict[str, tuple[str, str]], kinds: Mapping[str, FileIn]) -> Piece:
    place = _PLACE.match(one.text)
    came_in = kinds.get(place["title"]) if place else None
    if place is None or came_in is None:  # an entry that no file of ours made
        return Piece(entry=one.entry, on=one.on, why=one.text)
    why, record = _parted(one.text[place.end() :], came_in)
    kind = mark_of(came_in.layout, record)
    made_on, run = files.get(place["file"], ("", ""))
    return Piece(
        entry=one.entry,
        on=one.on,
        file=place["file"],
        line=int(place["line"]),
        made_on=made_on,
        run=run,
        why=why,
        record=record,
        kind=kind.name if kind else "",
        number=raw(kind, "number", record) if kind else "",
        subject=came_in.subject(kind, record) if kind else "",
        says=", ".join(_says(kind, record)) if kind else "",
        came_in=came_in,
    )


def _says(kind: RecordLayout, record: str) -> Iterator[str]:
    for field in kind.field:
        if text := raw(kind, field.name, record):
            yield f"{field.name.upper()} {text}"


def _parted(text: str, came_in: FileIn) -> tuple[str, str]:
    """The reason and the record; either may hold the bar between them, so a known kind decides."""
    parts = text.split(" | ")
    ways: Sequence[tuple[str, str]] = [
        (" | ".join(parts[:at]), " | ".join(parts[at:])) for at in range(1, len(parts))
    ]
    known = (way for way in ways if mark_of(came_in.layout, way[1]) is not None)
    return next(known, ways[0] if ways else (text, ""))
