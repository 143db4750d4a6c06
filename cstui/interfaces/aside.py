"""Records of IV-A that were set aside, worked one by one: read, applied again, disposed of.

A record stands in the log under `store` with its file, line, reason and text, and waits until an act
says what became of it. Applied again it goes the way of every record of a file, as actor IV-A.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from cstui.acts.perform import Performer, Receipt
from cstui.acts.store_acts import SettleRecord
from cstui.agencies.louisiana.interfaces.iva_in import LAYOUT, TAKEN, RecordRefusedError, take_record
from cstui.interfaces.layouts import BadRecordError, RecordLayout, load_layouts, mark_of, raw
from cstui.policy.effects import Refused
from cstui.policy.facts import WaitingRecord
from cstui.store import aside_reads
from cstui.store.nights import Session

CAME_IN, KNOWN = "applied again and taken.", "applied again: it had gone in before."
_PLACE = re.compile(r"IV-A updates (?P<file>[0-9a-f]{12}) line (?P<line>\d+): ")
_FILE = re.compile(
    r"IV-A updates of (?P<day>[0-9/]{10}), run (?P<run>\d+): .* File (?P<digest>[0-9a-f]{64})$"
)


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A record that waits set aside: its entry, the day, its file and line, why not, the record itself.

    `file` are the first 12 digits of the file's digest, `made_on` (MM/DD/YYYY) and `run` what its
    header says, empty until the file was taken in to its end; `kind`, `number` (of a case where
    `by_case`, else of IV-A) and `says` (every field with its name) are empty where it cannot be read.
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
    by_case: bool = False
    says: str = ""


def pieces(session: Session) -> tuple[Piece, ...]:
    """The records that wait set aside, oldest first."""
    waiting = aside_reads.waiting(session)
    if not waiting:
        return ()
    files = {found["digest"][:12]: (found["day"], found["run"]) for found in _files(session)}
    return tuple(_piece(one, files) for one in waiting)


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
    if not piece.record:
        return Refused((rules.finding("CS-192", "action", entry=piece.entry, why=piece.why),))
    try:
        came = take_record(performer, piece.record, on)
    except RecordRefusedError as refused:
        return Refused(refused.findings)
    except BadRecordError as fault:
        return Refused((rules.finding("CS-192", "action", entry=piece.entry, why=fault),))
    return dispose(performer, piece.entry, CAME_IN if came else KNOWN, actor, on)


def dispose(performer: Performer, entry: int, why: str, actor: str, on: date) -> Receipt | Refused:
    """Say that a record was seen to, and how; Refused without a reason, or where no such record waits."""
    return performer.perform_on_store(SettleRecord(entry=entry, why=why), actor=actor, on=on)


def _piece(one: WaitingRecord, files: dict[str, tuple[str, str]]) -> Piece:
    place = _PLACE.match(one.text)
    if place is None:  # an entry that no file of ours made
        return Piece(entry=one.entry, on=one.on, why=one.text)
    why, record = _parted(one.text[place.end() :])
    layout = load_layouts()[LAYOUT]
    kind = mark_of(layout, record)
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
        by_case=raw(kind, "by", record) == "C" if kind else False,
        says=", ".join(_says(kind, record)) if kind else "",
    )


def _says(kind: RecordLayout, record: str) -> Iterator[str]:
    for field in kind.field:
        if text := raw(kind, field.name, record):
            yield f"{field.name.upper()} {text}"


def _parted(text: str) -> tuple[str, str]:
    """The reason and the record; either may hold the bar between them, so a known kind decides."""
    parts = text.split(" | ")
    ways: Sequence[tuple[str, str]] = [
        (" | ".join(parts[:at]), " | ".join(parts[at:])) for at in range(1, len(parts))
    ]
    layout = load_layouts()[LAYOUT]
    known = (way for way in ways if mark_of(layout, way[1]) is not None)
    return next(known, ways[0] if ways else (text, ""))
