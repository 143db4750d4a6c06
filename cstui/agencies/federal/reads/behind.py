"""The items behind a figure, read by key; behind a sum those that add something to it."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import BigInteger, Select, func, literal, select
from sqlalchemy.orm import Session

from cstui.agencies.federal.policy import form, lines
from cstui.agencies.federal.policy.lines import Line
from cstui.agencies.federal.reads.items import ITEM, Kept
from cstui.agencies.federal.records import Report

_COLUMNS = [ITEM.c[name] for name in Kept.__struct_fields__]


def of_line(report: Report, line: Line, column: str, *columns: Any) -> Select[Any]:
    """What a line counts in a column (a: in all of them), of amounts those that are not zero."""
    asks = lines.asks(lines.editions()[report.edition], line.number, column, form.switches(report))
    bits = ITEM.c.cell.op("&")(literal(asks.mask, BigInteger())) == literal(asks.value, BigInteger())
    found = select(*columns).where(
        ITEM.c.program == report.program, ITEM.c.report == report.seq, ITEM.c.unit == line.unit, bits
    )
    if line.amounts:
        found = found.where(reduce(add, (ITEM.c[name] for name in line.amounts)) != 0)
    return found.where(literal(not asks.never))


def listed(
    session: Session, report: Report, line: Line, column: str, *, after: str = "", limit: int = 20
) -> list[Kept]:
    """The next items behind a figure after a key."""
    rows = of_line(report, line, column, *_COLUMNS).where(ITEM.c.key > after)
    found = session.connection().execute(rows.order_by(ITEM.c.key).limit(limit)).mappings()
    return [Kept(**row) for row in found]


def population(session: Session, report: Report, line: Line) -> int:
    """How many items are behind a line, in all columns together."""
    found: int = session.connection().execute(of_line(report, line, "a", func.count())).scalar_one()
    return found


def amount_of(one: Kept, line: Line) -> int:
    """What an item adds to a line that sums amounts; 0 for any other line."""
    return sum(getattr(one, name) for name in line.amounts)


def counts(one: Kept, line: Line) -> bool:
    """Whether an item that meets a line's conditions changes its figure: a sum only by an amount."""
    return not line.amounts or amount_of(one, line) != 0
