"""The tables of the federal report; their names begin with `fed_`."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index

from cstui.agencies.federal import records
from cstui.policy.records import Record
from cstui.store.columns import (
    BIG,
    CLUSTERED,
    Table,
    day,
    field,
    integer,
    one_of,
    positive,
    record_table,
    string,
)


def _of_program(record: type[Record], *said: Any) -> type:
    """What a program owns, each with the program's number."""
    return record_table(record, positive("seq"), *said, CLUSTERED, key=("program", "seq"), prefix="fed_")


StateProgram = record_table(
    records.StateProgram,
    Index(None, "worker"),
    CLUSTERED,
    key=("number",),
    prefix="fed_",
    reports_on="agency.name",
)
Report = _of_program(
    records.Report, one_of("status", "counting", "draft", "signed", "submitted", "replaced", "dropped")
)
Entered = _of_program(records.Entered)
QuickCase = _of_program(records.QuickCase, one_of("kind", "request", "collection"))
Sample = _of_program(records.Sample)
SampleCase = _of_program(
    records.SampleCase,
    one_of("unit", "C", "K", "Q"),
    one_of("agrees", "", "Y", "N"),
    Index(None, "program", "sample"),
)


class Item(Table, table=True):
    """What a report was counted from: one row a case (C), child (K) or quick enforcement case (Q).

    `key` is the case number, or the child's person number in nine digits. `cell` has one bit a fact. Every
    case that was ever open by year end is here: opened, closed (None while open), office, worker, parties. Of
    a child `opened` is its first day on a case, `beside` that case.
    """

    prefix: ClassVar[str] = "fed_"
    __table_args__ = (one_of("unit", "C", "K", "Q"), CLUSTERED)
    program: str = string(primary_key=True)
    report: int = integer(primary_key=True)
    unit: str = string(primary_key=True)
    key: str = string(primary_key=True)
    cell: int = field(BIG)
    due: int = field(BIG)
    voluntary: int = field(BIG)
    current: int = field(BIG)
    owed: int = field(BIG)
    arrears: int = field(BIG)
    collected: int = field(BIG)
    sent: int = field(BIG)
    received: int = field(BIG)
    opened: date | None = day(optional=True)
    closed: date | None = day(optional=True)
    office: str = string()
    worker: str = string()
    parent: int | None = field(BIG, nullable=True)
    custodian: int | None = field(BIG, nullable=True)
    beside: str = string()


class Cell(Table, table=True):
    """How many items of a report fall into a cell, with the sums of their amounts."""

    prefix: ClassVar[str] = "fed_"
    __table_args__ = (CLUSTERED,)
    program: str = string(primary_key=True)
    report: int = integer(primary_key=True)
    unit: str = string(primary_key=True)
    cell: int = field(BIG, primary_key=True)
    items: int = field(BIG)
    due: int = field(BIG)
    voluntary: int = field(BIG)
    current: int = field(BIG)
    owed: int = field(BIG)
    arrears: int = field(BIG)
    collected: int = field(BIG)
    sent: int = field(BIG)
    received: int = field(BIG)
