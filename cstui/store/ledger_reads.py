"""What reports and `verify` read of ledgers: sums by month over many subjects, and each ledger whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cstui.policy.ledger import faults
from cstui.policy.records import LedgerEntry
from cstui.store.rows import codec
from cstui.store.store_fault import StoreFault
from cstui.store.tables import TABLES

AT_ONCE = 5_000


class MonthTotal(msgspec.Struct, frozen=True, kw_only=True):
    """The cents of one kind and bucket in a month, reversals deducted, and how many entries they are."""

    month: date
    kind: str
    bucket: str
    cents: int
    entries: int


def month_totals(session: Session, kind: str, since: date, until: date) -> list[MonthTotal]:
    """The sums of the ledgers of the subjects logged as `kind`, from month `since` to month `until`."""
    entry = TABLES[LedgerEntry].c
    groups = (entry.month, entry.kind, entry.bucket)
    rows = (
        select(*groups, func.sum(entry.cents).label("cents"), func.count().label("entries"))
        .where(
            entry.month >= since, entry.month <= until, entry.subject.startswith(f"{kind} ", autoescape=True)
        )
        .group_by(*groups)
        .order_by(*groups)
    )
    return [
        MonthTotal(**{**found, "cents": int(found["cents"])})
        for found in session.connection().execute(rows).mappings()
    ]


def ledgers(session: Session) -> Iterable[StoreFault]:
    """Every ledger whose cents do not add up, or whose reversals are not exact opposites."""
    for subject, entries in groupby(_entries(session), key=attrgetter("subject")):
        for fault in faults(tuple(entries)):
            yield StoreFault("ledger", subject, fault)


def _entries(session: Session) -> Iterator[LedgerEntry]:
    """Every entry, by subject and number, some thousands at a time."""
    connection = session.connection()
    shape, last = codec(LedgerEntry, connection.dialect.name), ("", 0)
    where = f"(subject, seq) > (?, ?) ORDER BY subject, seq LIMIT {AT_ONCE}"
    while found := shape.select_where(connection, where, last):
        yield from found
        last = (found[-1].subject, found[-1].seq)
