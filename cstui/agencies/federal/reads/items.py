"""The kept items of a report: its cells, the cases behind a figure, the universe, the digest.

An item is what a case, child or quick enforcement case was when the report was counted. Nothing here looks at
the cases as they are today.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from itertools import repeat
from operator import add
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Connection, Select, Text, and_, cast, delete, func, insert, literal, select
from sqlalchemy.orm import Session

from cstui.agencies.federal.policy.conditions import AMOUNTS, Asks
from cstui.agencies.federal.policy.lines import Cell as Counted
from cstui.agencies.federal.tables import Cell, Item

ITEM: Any = Item.__table__  # type: ignore[attr-defined]
CELL: Any = Cell.__table__  # type: ignore[attr-defined]
SLICE = 20_000
"""How many items are read together."""
TOGETHER = 200_000
"""How many items the database groups together: it sorts so many in about 20 MB."""


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


def _grouped(program: str, report: int, unit: str, after: str, size: int) -> Select[Any]:
    """The next items of a unit grouped by cell: the greatest key, how many, and the sums of the amounts."""
    amounts = [ITEM.c[name] for name in AMOUNTS]
    rows = (
        select(ITEM.c.cell, ITEM.c.key, *amounts)
        .where(_of(program, report, unit), ITEM.c.key > after)
        .order_by(ITEM.c.key)
        .limit(size)
        .subquery()
    )
    sums = (cast(func.sum(rows.c[name]), BigInteger()) for name in AMOUNTS)
    return select(rows.c.cell, func.max(rows.c.key), func.count(), *sums).group_by(rows.c.cell)


def keep_cells(connection: Connection, program: str, report: int, size: int = TOGETHER) -> None:
    """Group the items of a report by cell and keep the cells in place of those that were there.

    A slice of items is grouped at a time, so that the database never sorts all of them.
    """
    connection.execute(delete(CELL).where(CELL.c.program == program, CELL.c.report == report))
    names, known = ("items", *AMOUNTS), dict[tuple[str, int], list[int]]()
    for unit in ("C", "K", "Q"):
        after = ""
        while rows := connection.execute(_grouped(program, report, unit, after, size)).all():
            for cell, _, *values in rows:
                known[unit, cell] = [
                    *map(add, known.get((unit, cell), repeat(0)), values),
                ]
            after = max(row[1] for row in rows)
    if known:
        whose = {"program": program, "report": report}
        kept = (
            {**whose, "unit": unit, "cell": cell, **dict(zip(names, values, strict=True))}
            for (unit, cell), values in known.items()
        )
        connection.execute(insert(CELL), list(kept))


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


def digest_of(session: Session, program: str, report: int, size: int = SLICE) -> str:
    """SHA-256 over all items in the order of their keys; the same whatever the slices, on every engine."""
    digest = hashlib.sha256()
    for unit in ("C", "K", "Q"):
        after = ""
        while True:
            text, last = session.connection().execute(_line(program, report, unit, after, size)).one()
            if last is None:
                break
            digest.update(f"{text}\n".encode())
            after = last
    return digest.hexdigest()


def _line(program: str, report: int, unit: str, after: str, size: int) -> Select[Any]:
    """The next items of a unit as one text, a line each, and the last key of them."""
    said: Any = literal(unit)
    for column in _COLUMNS[1:]:
        said = said + literal("|") + func.coalesce(cast(column, Text()), "")
    rows = (
        select(said.label("text"), ITEM.c.key)
        .where(_of(program, report, unit), ITEM.c.key > after)
        .order_by(ITEM.c.key)
        .limit(size)
        .subquery()
    )
    wanted: list[Any] = [func.aggregate_strings(rows.c.text, "\n"), func.max(rows.c.key)]
    return select(*wanted)


def forget(connection: Connection, program: str, report: int) -> None:
    """Remove the items of a report that was dropped."""
    for table in (ITEM, CELL):
        connection.execute(delete(table).where(table.c.program == program, table.c.report == report))
