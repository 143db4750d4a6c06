"""Seals: one digest over all that was logged until a night ended, chained to the seal before.

Whoever writes the newest one down outside the store can prove later that the log up to it is the same, even
against somebody who may write the file and makes every digest in it again.

A seal takes in the digests of the lines that came since the seal before, in their order. Each of those
covers what its line says, and the line before of its subject. So the seals fix the head of every subject,
and none of the heads is read for it.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import msgspec
from sqlalchemy import Connection, select

from cstui.store.log_tables import ACTIVITY, SEAL
from cstui.store.rows import streamed

FORMAT = 1
_encode = msgspec.json.Encoder(order="deterministic").encode


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """A seal as it is kept: the night, the moment, and the lines since the seal before.

    `last` is the number of the last line, `count` how many they are, `lines` the digest over their digests.
    """

    format: int
    seq: int
    on: date
    at: datetime
    last: int
    count: int
    lines: str
    previous: str
    digest: str = ""


class Lines:
    """The lines of the log that came after line number `last`, as far as they were read."""

    def __init__(self, last: int = 0) -> None:
        self.last, self.count = last, 0
        self._digest = hashlib.sha256()

    @property
    def digest(self) -> str:
        """The digest over the digests of the lines that were read, in their order (64 digits)."""
        return self._digest.hexdigest()

    def read(self, connection: Connection, through: int | None = None) -> Lines:
        """Read on, `through` a line or to the end."""
        line = ACTIVITY.c
        rows = select(line.id, line.digest).where(line.id > self.last).order_by(line.id)
        if through is not None:
            rows = rows.where(line.id <= through)
        found = streamed(connection, rows)
        while part := list(islice(found, 10_000)):
            numbers, digests = zip(*part, strict=True)
            self._digest.update("".join(digests).encode())
            self.last, self.count = numbers[-1], self.count + len(numbers)
        return self


def digest(seal: Seal) -> str:
    """The digest that a seal should carry (64 hexadecimal digits)."""
    said = msgspec.structs.replace(seal, digest="", at=seal.at.astimezone(UTC))
    return hashlib.sha256(_encode(said)).hexdigest()


def kept(connection: Connection, *, newest: bool = False) -> list[Seal]:
    """Every seal in order, or the `newest` one alone."""
    rows = select(*(SEAL.c[name] for name in Seal.__struct_fields__)).order_by(SEAL.c.seq)
    if newest:
        rows = rows.order_by(None).order_by(SEAL.c.seq.desc()).limit(1)
    found = connection.execute(rows).mappings()
    return [Seal(**row) for row in found]


def unsealed(connection: Connection) -> Lines:
    """The lines since the newest seal, as they are seen now."""
    found = kept(connection, newest=True)
    return Lines(found[0].last if found else 0).read(connection)


def seal(connection: Connection, on: date, at: datetime, ahead: Lines | None = None) -> Seal:
    """Seal the log as this transaction sees it, as that of the night `on`.

    `ahead` is what `unsealed` gave before: on SQLite only the lines since then are read. A PostgreSQL
    transaction may commit lines of lower numbers than one has seen, so there all of them are read again.
    """
    if connection.dialect.name == "postgresql":
        # Whoever has written a line has committed it then, and none gets a lower number meanwhile.
        connection.exec_driver_sql("LOCK TABLE activity IN SHARE MODE")
        ahead = None
    found = kept(connection, newest=True)
    since = ahead.read(connection) if ahead is not None else unsealed(connection)
    made = Seal(
        format=FORMAT,
        seq=found[0].seq + 1 if found else 1,
        on=on,
        at=at,
        last=since.last,
        count=since.count,
        lines=since.digest,
        previous=found[0].digest if found else "",
    )
    made = msgspec.structs.replace(made, digest=digest(made))
    connection.execute(SEAL.insert(), [msgspec.structs.asdict(made)])
    return made


def seal_given(connection: Connection, business_date: date) -> None:
    """Seal what a store holds that has no seal yet, at the moment of its last line.

    Its nights through the day before `business_date` are over.
    """
    if kept(connection, newest=True):
        return
    line = ACTIVITY.c
    at = connection.scalar(select(line.at).order_by(line.id.desc()).limit(1))
    midnight = datetime.combine(business_date, time(), UTC)
    seal(connection, business_date - timedelta(days=1), at or midnight)
