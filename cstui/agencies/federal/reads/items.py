"""The kept items of a report: its cells, the cases behind a figure, the universe, the digest.

An item is what a case, child or quick enforcement case was when the report was counted. Nothing here looks at
the cases as they are today.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import repeat
from operator import add
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Connection, String, Text, and_, cast, delete, func, insert, literal, select
from sqlalchemy.orm import Session

from cstui.agencies.federal.policy.conditions import AMOUNTS, Asks
from cstui.agencies.federal.policy.lines import Cell as Counted
from cstui.agencies.federal.tables import Cell, Item

ITEM: Any = Item.__table__  # type: ignore[attr-defined]
CELL: Any = Cell.__table__  # type: ignore[attr-defined]
SLICE = 20_000
"""How many items are read together."""
Slice = tuple[str, str, str]
"""A unit of items, the key after which the slice begins, and its last key."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An item as it was kept; see `cstui.agencies.federal.tables.Item`."""

    unit: str
    key: str
    cell: int
    due: int
    voluntary: int
    current: int
    owed: int
    arrears: int
    collected: int
    sent: int
    received: int
    opened: date | None
    closed: date | None
    office: str
    worker: str
    parent: int | None
    custodian: int | None
    beside: str


_COLUMNS = [ITEM.c[name] for name in Kept.__struct_fields__]


def _of(program: str, report: int, unit: str = "") -> Any:
    mine = and_(ITEM.c.program == program, ITEM.c.report == report)
    return and_(mine, ITEM.c.unit == unit) if unit else mine


def cells(session: Session, program: str, report: int) -> list[Counted]:
    """The cells of a report, as they were grouped when it was counted."""
    wanted = (CELL.c.unit, CELL.c.cell, CELL.c["items"], *(CELL.c[name] for name in AMOUNTS))
    rows = select(*wanted).where(CELL.c.program == program, CELL.c.report == report)
    found = session.connection().execute(rows.order_by(CELL.c.unit, CELL.c.cell))
    return [(unit, cell, n, tuple(sums)) for unit, cell, n, *sums in found]


def groups(session: Session, program: str, report: int, part: Slice) -> list[tuple[int, ...]]:
    """The items of a slice grouped by cell: the cell, how many, and the sums of the amounts."""
    sums = (cast(func.sum(ITEM.c[name]), BigInteger()) for name in AMOUNTS)
    rows = select(ITEM.c.cell, func.count(), *sums).where(_in(program, report, part)).group_by(ITEM.c.cell)
    return [tuple(row) for row in session.connection().execute(rows)]


class Sums:
    """The cells of a report, added up slice by slice."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], list[int]] = {}

    def add(self, unit: str, found: Iterable[Sequence[int]]) -> None:
        """Add what `groups` gave of a slice of a unit."""
        for cell, *values in found:
            self._known[unit, cell] = [*map(add, self._known.get((unit, cell), repeat(0)), values)]

    def keep(self, connection: Connection, program: str, report: int) -> None:
        """Keep the cells in place of those that were there."""
        connection.execute(delete(CELL).where(CELL.c.program == program, CELL.c.report == report))
        whose, names = {"program": program, "report": report}, ("items", *AMOUNTS)
        kept = [
            {**whose, "unit": unit, "cell": cell, **dict(zip(names, values, strict=True))}
            for (unit, cell), values in self._known.items()
        ]
        if kept:
            connection.execute(insert(CELL), kept)


def listed(
    session: Session, program: str, report: int, unit: str, asks: Asks, *, after: str = "", limit: int = 20
) -> list[Kept]:
    """The items of a unit whose cells have the bits asked for, the next ones after a key."""
    if asks.never:
        return []
    rows = (
        select(*_COLUMNS)
        .where(_of(program, report, unit), ITEM.c.key > after)
        .where(ITEM.c.cell.op("&")(literal(asks.mask, BigInteger())) == literal(asks.value, BigInteger()))
        .order_by(ITEM.c.key)
        .limit(limit)
    )
    return [Kept(**row) for row in session.connection().execute(rows).mappings()]


def item(session: Session, program: str, report: int, unit: str, key: str) -> Kept | None:
    """One item, or None where the report has none of that key."""
    rows = select(*_COLUMNS).where(_of(program, report, unit), ITEM.c.key == key)
    found = session.connection().execute(rows).mappings().one_or_none()
    return Kept(**found) if found is not None else None


def universe(session: Session, program: str, report: int, *, after: str = "", limit: int = 20) -> list[Kept]:
    """Every case that was ever open by year end, the next ones after a case number."""
    return listed(session, program, report, "C", Asks(), after=after, limit=limit)


def stream(session: Session, program: str, report: int, unit: str = "") -> Iterator[Kept]:
    """All items of a report in the order of their keys, read a slice at a time."""
    for one in (unit,) if unit else ("C", "K", "Q"):
        after = ""
        while found := listed(session, program, report, one, Asks(), after=after, limit=SLICE):
            yield from found
            after = found[-1].key


def sums(session: Session, program: str, report: int) -> dict[str, int]:
    """How many items a report has, by unit."""
    rows = select(ITEM.c.unit, func.count()).where(_of(program, report)).group_by(ITEM.c.unit)
    return {unit: n for unit, n in session.connection().execute(rows)}  # noqa: C416


def last_key(session: Session, program: str, report: int, unit: str) -> str:
    """The greatest key of a unit that a report has; empty where it has none."""
    found: str | None = session.scalar(select(func.max(ITEM.c.key)).where(_of(program, report, unit)))
    return found or ""


def slices(session: Session, program: str, report: int, size: int = SLICE) -> Iterator[Slice]:
    """The items of a report in slices of so many, in the order of their keys."""
    for unit in ("C", "K", "Q"):
        after, last = "", last_key(session, program, report, unit)
        keys = select(ITEM.c.key).where(_of(program, report, unit)).order_by(ITEM.c.key)
        while after < last:
            end = keys.where(ITEM.c.key > after).offset(size - 1).limit(1)
            through = session.scalar(end) or last
            yield unit, after, through
            after = through


def digest_of(session: Session, program: str, report: int, size: int = SLICE) -> str:
    """SHA-256 over all items in the order of their keys; the same whatever the slices, on every engine."""
    digest = hashlib.sha256()
    for part in slices(session, program, report, size):
        digest.update(text(session, program, report, part))
    return digest.hexdigest()


def text(session: Session, program: str, report: int, part: Slice) -> bytes:
    """The items of a slice as the digest has them, a line each."""
    said: Any = _COLUMNS[0]
    for column in _COLUMNS[1:]:
        value = column if isinstance(column.type, String) else cast(column, Text())
        said = said + literal("|") + (func.coalesce(value, "") if column.nullable else value)
    rows = select(said.label("line")).where(_in(program, report, part)).order_by(ITEM.c.key).subquery()
    found: str = session.connection().execute(select(func.aggregate_strings(rows.c.line, "\n"))).scalar_one()
    return f"{found}\n".encode()


def _in(program: str, report: int, part: Slice) -> Any:
    unit, after, through = part
    return and_(_of(program, report, unit), ITEM.c.key > after, ITEM.c.key <= through)


def forget(connection: Connection, program: str, report: int) -> None:
    """Remove the items of a report that was dropped."""
    for table in (ITEM, CELL):
        connection.execute(delete(table).where(table.c.program == program, table.c.report == report))
