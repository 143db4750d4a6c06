"""Seals: one digest over the heads of all subjects when a night ends, chained to the seal before.

Whoever writes the newest one down outside the store can prove later that the log up to it is the same, even
against somebody who may write the file and makes every digest in it anew.

A seal does not read all heads. It keeps the sum of their weights, and the next one takes out the heads that
were and puts in those that are, of the subjects which were logged since. A weight is 4,096 bits of SHAKE128
over subject, line and digest, and the sum is modulo 2**4096. Two sets of heads of one sum are as hard to find
as the best attack known on such sums (generalized birthdays, Wagner 2002) is expensive: about 2**128 steps.
With 256 bits it would be 2**32 for somebody who can choose among very many heads.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta

import msgspec
from sqlalchemy import Connection, func, select

from cstui.store.log_tables import ACTIVITY, HEAD, SEAL
from cstui.store.rows import tuples_of

FORMAT = 1
BITS = 4096
MODULUS = 1 << BITS
_encode = msgspec.json.Encoder(order="deterministic").encode


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """A seal as it is kept: the night, the moment, the last activity, how many heads, and their sum."""

    format: int
    seq: int
    on: date
    at: datetime
    last: int
    heads: int
    total: str
    previous: str
    digest: str = ""


class Sum(msgspec.Struct, frozen=True):
    """How many heads there were at the activity `last`, and the sum of their weights."""

    last: int = 0
    heads: int = 0
    total: int = 0


def digest(seal: Seal) -> str:
    """The digest that a seal should carry (64 hexadecimal digits)."""
    said = msgspec.structs.replace(seal, digest="", at=seal.at.astimezone(UTC))
    return hashlib.sha256(_encode(said)).hexdigest()


def hexadecimal(total: int) -> str:
    """A sum as a seal keeps it."""
    return f"{total % MODULUS:0{BITS // 4}x}"


def weight(subject: str, seq: int, digest: str) -> int:
    """What a head adds to a sum."""
    said = f"{subject} {seq} {digest}".encode()
    return int.from_bytes(hashlib.shake_128(said).digest(BITS // 8), "big")


def kept(connection: Connection, *, newest: bool = False) -> list[Seal]:
    """Every seal in order, or the `newest` one alone."""
    rows = select(*(SEAL.c[name] for name in Seal.__struct_fields__)).order_by(SEAL.c.seq)
    if newest:
        rows = rows.order_by(None).order_by(SEAL.c.seq.desc()).limit(1)
    found = connection.execute(rows).mappings()
    return [Seal(**row) for row in found]


def so_far(connection: Connection) -> Sum:
    """The sum of the heads as they are seen now: from the newest seal on, or of all where there is none."""
    if found := kept(connection, newest=True):
        return _since(connection, Sum(found[0].last, found[0].heads, int(found[0].total, 16)))
    rows = tuples_of(
        connection.execute(select(HEAD.c.subject, HEAD.c.seq, HEAD.c.digest).where(HEAD.c.seq > 0))
    )
    last = connection.scalar(select(func.max(ACTIVITY.c.id))) or 0
    return Sum(last, len(rows), sum(weight(*row) for row in rows) % MODULUS)


def _since(connection: Connection, known: Sum) -> Sum:
    """The sum of the heads now, by the lines that came since. A subject's first names the head before it."""
    line = ACTIVITY.c
    rows = select(line.id, line.subject, line.seq, line.previous, line.digest).where(line.id > known.last)
    before: dict[str, tuple[int, str]] = {}
    now: dict[str, tuple[int, str]] = {}
    last = known.last
    for number, subject, seq, previous, found in tuples_of(connection.execute(rows.order_by(line.id))):
        last = number
        if subject not in before:
            before[subject] = (seq - 1, previous)
        now[subject] = (seq, found)
    new = sum(1 for seq, _ in before.values() if seq == 0)
    total = known.total
    for subject, head in now.items():
        total += weight(subject, *head)
        if before[subject][0]:
            total -= weight(subject, *before[subject])
    return Sum(last, known.heads + new, total % MODULUS)


def seal(connection: Connection, on: date, at: datetime, ahead: Sum | None = None) -> Seal:
    """Seal all heads as this transaction sees them, as those after the night `on`.

    `ahead` is what `so_far` gave before: on SQLite only the lines since then are read again. A PostgreSQL
    transaction may commit lines of lower ids than one has seen, so there all since the seal before are.
    """
    if connection.dialect.name == "postgresql":
        # Whoever has written a line has committed it then, and none gets an id below the last meanwhile.
        connection.exec_driver_sql("LOCK TABLE activity IN SHARE MODE")
        ahead = None
    found = kept(connection, newest=True)
    now = _since(connection, ahead) if ahead is not None else so_far(connection)
    made = Seal(
        format=FORMAT,
        seq=found[0].seq + 1 if found else 1,
        on=on,
        at=at,
        last=now.last,
        heads=now.heads,
        total=hexadecimal(now.total),
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
