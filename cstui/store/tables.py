"""The tables of the kernel's records, each with the columns of its record.

The tables that policy never reads are in `cstui.store.log_tables`, an agency's in its own package.
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Index

from cstui.store.columns import (
    BIG,
    CLUSTERED,
    TEXT,
    Table,
    clock,
    day,
    field,
    flag,
    integer,
    office_ref,
    one_of,
    person_ref,
    positive,
    reference,
    string,
    worker_ref,
)

if TYPE_CHECKING:
    from cstui.policy.records import Record


class Agency(Table, table=True):
    __table_args__ = (CLUSTERED,)
    name: str = string(primary_key=True)
    title: str = string()
    version: int = integer()


class Office(Table, table=True):
    __table_args__ = (CLUSTERED,)
    code: str = string(primary_key=True)
    name: str = string()
    version: int = integer()
    agency: str = reference(TEXT, "agency.name")


class Worker(Table, table=True):
    __table_args__ = (one_of("role", "worker", "supervisor", "trainer"), CLUSTERED)
    number: str = string(primary_key=True)
    name: str = string()
    office: str = office_ref()
    role: str = string()
    version: int = integer()


class OfficeHours(Table, table=True):
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        CheckConstraint("opens < closes", name="opens_before_closes"),
        clock("opens"),
        clock("closes"),
        CLUSTERED,
    )
    office: str = office_ref(key=True)
    weekday: int = integer(primary_key=True)
    opens: str = string()
    closes: str = string()
    version: int = integer()


class Person(Table, table=True):
    __table_args__ = (
        CheckConstraint("number > 0 AND number < 1000000000", name="number_range"),
        Index(None, "born"),
    )
    number: int = field(BIG, primary_key=True)
    last: str = string()
    first: str = string()
    middle: str = string()
    born: date | None = day(optional=True)
    employer: str = string()
    family_violence: bool = flag()
    version: int = integer()


class Address(Table, table=True):
    __table_args__ = (positive("seq"), CLUSTERED)
    person: int = person_ref(key=True)
    seq: int = integer(primary_key=True)
    kind: str = string()
    line1: str = string()
    line2: str = string()
    city: str = string()
    state: str = string()
    zip_code: str = string()
    since: date = day()
    until: date | None = day(optional=True)
    version: int = integer()


class Phone(Table, table=True):
    __table_args__ = (positive("seq"), CLUSTERED)
    person: int = person_ref(key=True)
    seq: int = integer(primary_key=True)
    kind: str = string()
    number: str = string()
    since: date = day()
    until: date | None = day(optional=True)
    version: int = integer()


class Cover(Table, table=True):
    __table_args__ = (
        positive("seq"),
        CheckConstraint("since <= until", name="since_until"),
        CheckConstraint("worker <> by", name="by_another"),
        Index(None, "by", "until"),
        CLUSTERED,
    )
    worker: str = worker_ref(key=True)
    seq: int = integer(primary_key=True)
    by: str = worker_ref()
    since: date = day()
    until: date = day()
    ended_on: date | None = day(optional=True)
    why: str = string()
    entered_on: date = day()
    entered_by: str = worker_ref()
    version: int = integer()


class Reminder(Table, table=True):
    __table_args__ = (positive("seq"), Index(None, "worker", "due"), CLUSTERED)
    subject: str = string(primary_key=True)
    seq: int = integer(primary_key=True)
    worker: str = worker_ref()
    due: date = day()
    text: str = string()
    done_on: date | None = day(optional=True)
    version: int = integer()


class NextStep(Table, table=True):
    __table_args__ = (
        CheckConstraint("urgency BETWEEN 1 AND 9", name="urgency"),
        Index(None, "worker", "urgency", "due"),
        Index(None, "changes_on"),
        CLUSTERED,
    )
    subject: str = string(primary_key=True)
    worker: str = worker_ref()
    office: str = office_ref()
    kind: str = string()
    rule: str = string()
    text: str = string()
    due: date | None = day(optional=True)
    urgency: int = integer()
    changes_on: date | None = day(optional=True)
    command: str = string()


class _Tables(dict[type["Record"], Any]):
    """The SQLAlchemy table of each record; a record says in which module its table is declared."""

    def __missing__(self, record: type[Record]) -> Any:
        found = self[record] = getattr(import_module(record.tables), record.__name__).__table__
        return found


TABLES = _Tables()
