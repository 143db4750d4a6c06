"""Counting one range of a report's cases or children: written at once, or gathered first and written later.

What is gathered first waits in a table of the connection's own, which is kept in memory and goes with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, column, delete, insert, literal, select, table

from cstui.agencies.federal.reads import gather, items
from cstui.agency import find
from cstui.store import ivd
from cstui.store.engine import Store

Span = tuple[Any, Any]
"""A range: the keys after the first, through the second."""
_NAMES = [one.name for one in items.ITEM.c]
_ASIDE = table("fed_gathered", *map(column, _NAMES), schema="temp")
_MADE = "CREATE TEMPORARY TABLE IF NOT EXISTS fed_gathered AS SELECT * FROM fed_item WHERE FALSE"


def relations_of(agency: str) -> gather.Relation:
    """The relations of the agency on whose cases a program reports."""
    agencies = (find(agency),)
    return lambda name: ivd.relation(name, agencies)


class ReportRanges(msgspec.Struct, dict=True):
    """The work on the ranges of a report: `agency` is on whose cases it reports, C cases and K children."""

    store: Store
    agency: str
    program: str
    report: int
    rules: gather.CountRules

    def __post_init__(self) -> None:
        relation, whose = relations_of(self.agency), (literal(self.program), literal(self.report))
        kept = select(items.ITEM).where(items._of(self.program, self.report, "C")).subquery("kept")
        rows = {
            "C": gather.cases(relation, self.rules),
            "K": gather.children(relation, kept, self.rules),
        }
        self.rows = {unit: select(*whose, one.subquery("found")) for unit, one in rows.items()}

    def spans(self, unit: str, size: int) -> Iterator[Span]:
        """The ranges of a unit that are not counted yet, of about `size` keys each."""
        with self.store.read() as session:
            last = items.last_key(session, self.program, self.report, unit)
        after: Any = last if unit == "C" else int(last or 0)
        if unit == "C":
            keys = gather.greatest(ivd.numbers((find(self.agency),)), "case", size)
        else:
            keys = gather.greatest(relations_of(self.agency)("child"), "person", size)
        while True:
            with self.store.read() as session:
                through = session.scalar(keys, {"after": after})
            if through is None:
                return
            yield after, through
            after = through

    def count(self, unit: str, span: Span) -> None:
        """Gather and write a range in one transaction."""
        with self.store.write() as session:
            _insert(session.connection(), items.ITEM, self._of(unit, span))

    def gather(self, unit: str, span: Span) -> None:
        """Gather a range, which waits until it is written; nothing of the store is changed."""
        with self.store.read() as session:
            connection = session.connection()
            connection.exec_driver_sql("PRAGMA query_only=OFF")  # it is for the tables of the store
            connection.exec_driver_sql(_MADE)
            connection.execute(delete(_ASIDE))
            _insert(connection, _ASIDE, self._of(unit, span))
            session.commit()

    def write(self) -> None:
        """Write the range that was gathered last."""
        with self.store.write() as session:
            _insert(session.connection(), items.ITEM, select(_ASIDE))

    def read(self, part: items.Slice) -> tuple[bytes, list[tuple[int, ...]]]:
        """What the digest of a report has of a slice of its items, and the slice grouped by cell."""
        with self.store.read() as session:
            known = (session, self.program, self.report, part)
            return items.text(*known), items.groups(*known)

    def _of(self, unit: str, span: Span) -> Select[Any]:
        return self.rows[unit].params(after=span[0], through=span[1])


def _insert(connection: Connection, into: Any, rows: Select[Any]) -> None:
    connection.execute(insert(into).from_select(_NAMES, rows))
