"""The activity log: every line carries a digest over itself and the line before of its subject.

A line that was changed, taken out or put in between breaks the chain of its subject from there on,
and `verify_log` says where. The digest is SHA-256 over canonical JSON with a format number: format 2 has
the digest of the line's receipt too, which lines of format 1, of stores before schema 8, do not have.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from cstui.store.log_tables import ACTIVITY
from cstui.store.rows import BATCH, insert_together, tuples_of

FORMAT = 2
FORMATS = (1, FORMAT)
LOCKED = "heads"
"""Where a session keeps the heads that it has locked, as it left them."""
_encode = msgspec.json.Encoder(order="deterministic").encode


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be logged. `subject` is `case 17000123`, `worker 17001` or `store`; `at` is aware.

    A line that names a receipt carries its digest (`receipts.digest`).
    """

    subject: str
    action: str
    on: date
    at: datetime
    actor: str
    act: str = ""
    receipt: str = ""
    text: str = ""
    receipt_digest: str = ""


class ChainedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A logged entry with its place in the chain of its subject."""

    format: int
    subject: str
    seq: int
    previous: str
    action: str
    on: date
    at: datetime
    actor: str
    act: str
    receipt: str
    text: str
    receipt_digest: str = ""
    digest: str = ""


def worker_subject(number: str) -> str:
    """The subject under which what is done about a worker is logged."""
    return f"worker {number}"


def receipt_prefix(subject: str) -> str:
    """A subject as the number of a receipt begins with it: `17000123`, `W17001`, `store`.

    A subject of another kind than these keeps its kind: `ks.person 100001`.
    """
    return subject.removeprefix("case ").replace("worker ", "W")


def subject_of_receipt(receipt: str) -> tuple[str, int]:
    """The subject and the line that the number of a receipt names: `17000123-0004`."""
    name, _, seq = receipt.rpartition("-")
    if name.startswith("W"):
        return worker_subject(name[1:]), int(seq)
    return (name if name == "store" or " " in name else f"case {name}"), int(seq)


def digest(line: ChainedEntry) -> str:
    """The digest that `line` should carry (64 hexadecimal digits)."""
    if line.digest or line.at.tzinfo is not UTC:
        line = msgspec.structs.replace(line, digest="", at=line.at.astimezone(UTC))
    if line.format == 1:
        said = msgspec.structs.asdict(line)
        del said["receipt_digest"]
        return hashlib.sha256(msgspec.json.encode(said)).hexdigest()
    return hashlib.sha256(_encode(line)).hexdigest()


Line: Any = msgspec.defstruct("Line", [(name, Any) for name in ChainedEntry.__struct_fields__], frozen=True)
"""A chained entry as `ChainedEntry` has it, made of its values in order: what `verify` makes a million of."""


def digest_of(line: Any) -> str:
    """The digest that a `Line` should carry, whose `digest` is empty and whose moment is in UTC."""
    if line.format == 1:
        return digest(ChainedEntry(**msgspec.structs.asdict(line)))
    return hashlib.sha256(_encode(line)).hexdigest()


def link(entry: LogEntry, seq: int, previous: str) -> ChainedEntry:
    """The line that `entry` becomes after the line `previous`."""
    line = ChainedEntry(
        format=FORMAT,
        subject=entry.subject,
        seq=seq,
        previous=previous,
        action=entry.action,
        on=entry.on,
        at=entry.at,
        actor=entry.actor,
        act=entry.act,
        receipt=entry.receipt,
        text=entry.text,
        receipt_digest=entry.receipt_digest,
    )
    msgspec.structs.force_setattr(line, "digest", digest(line))  # nobody else has the line yet
    return line


def lock(session: Session, subjects: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Lock the head rows of `subjects`, in order, until the act ends: (last seq, digest) of each.

    Call it before reading what an act decides on: on PostgreSQL this is what keeps two acts on
    one case apart (on SQLite the write door does). A subject never logged has (0, ""). What is locked already
    is not asked again: its head moves in this transaction alone.
    """
    asked = set(subjects)
    locked: dict[str, tuple[int, str]] = session.info.setdefault(LOCKED, {})
    names = sorted(asked - locked.keys())
    connection = session.connection()
    heads = dict.fromkeys(names, (0, ""))
    postgresql = connection.dialect.name == "postgresql"
    if postgresql:
        connection.exec_driver_sql(
            "INSERT INTO chain_head (subject, seq, digest) SELECT name, 0, '' FROM unnest(%s::text[]) AS name"
            " ORDER BY name ON CONFLICT DO NOTHING",
            (names,),
        )
    mark, ending = ("%s", " ORDER BY subject FOR UPDATE") if postgresql else ("?", "")
    for start in range(0, len(names), BATCH):
        part = tuple(names[start : start + BATCH])
        marks = ", ".join([mark] * len(part))
        sql = f"SELECT subject, seq, digest FROM chain_head WHERE subject IN ({marks}){ending}"
        for name, seq, last in tuples_of(connection.exec_driver_sql(sql, part)):
            heads[name] = (seq, last)
    locked |= heads
    return {name: locked[name] for name in sorted(asked)}


def append(session: Session, entries: Sequence[LogEntry]) -> list[ChainedEntry]:
    """Log `entries` in the given order, a few statements a table however many they are."""
    if not entries:
        return []
    heads = lock(session, (entry.subject for entry in entries))
    lines = []
    for entry in entries:
        seq, previous = heads[entry.subject]
        line = link(entry, seq + 1, previous)
        heads[entry.subject] = (line.seq, line.digest)
        lines.append(line)
    connection = session.connection()
    columns = ", ".join(f'"{name}"' for name in ChainedEntry.__struct_fields__)
    insert_together(connection, f"activity ({columns})", _rows(lines, connection.dialect.name == "sqlite"))
    insert_together(
        connection,
        "chain_head (subject, seq, digest)",
        [(name, seq, last) for name, (seq, last) in heads.items()],
        " ON CONFLICT (subject) DO UPDATE SET seq = excluded.seq, digest = excluded.digest",
    )
    session.info[LOCKED] |= heads
    last = lines[-1]
    logged(session, len(lines), last.receipt or f"{receipt_prefix(last.subject)}-{last.seq:04d}")
    return lines


def logged(session: Session, count: int, last: str) -> None:
    """Note what this transaction has logged: so many lines more, and the number of the last."""
    so_far, _ = session.info.get("logged", (0, ""))
    session.info["logged"] = (so_far + count, last)


def _rows(lines: Iterable[ChainedEntry], sqlite: bool) -> list[tuple[Any, ...]]:
    """The values of each line; those of one act, or of one night, were logged at the same moment."""
    rows, last, said = [], None, (None, None)
    for line in lines:
        row = msgspec.structs.astuple(line)
        if last is None or line.on is not last.on or line.at is not last.at:
            last, said = line, moments(line.on, line.at, sqlite=sqlite)
        rows.append((*row[:5], *said, *row[7:]))
    return rows


def moments(on: date, at: datetime, *, sqlite: bool) -> tuple[Any, Any]:
    """A business date and a moment as the driver wants them; SQLite keeps UTC as text without zone."""
    if not sqlite:
        return on, at
    return on.isoformat(), at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def lines(session: Session) -> Iterator[ChainedEntry]:
    """The whole log, subject after subject, each in order."""
    table = ACTIVITY
    rows = select(*(table.c[name] for name in ChainedEntry.__struct_fields__)).order_by(
        table.c.subject, table.c.seq
    )
    # Options of the statement, not of the connection: those would hold for all that follows on it.
    for row in session.connection().execute(rows, execution_options={"yield_per": 10_000}):
        yield ChainedEntry(**dict(zip(ChainedEntry.__struct_fields__, row, strict=True)))
