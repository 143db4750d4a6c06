"""The tables of the store, one for each record of `cstui.policy.records` with the same columns.

The tables that policy never reads are in `cstui.store.journal`. Only `cstui.store` may import
this module.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text

from cstui.policy.owned import RECORDS
from cstui.policy.records import Record
from cstui.store import followup_tables
from cstui.store.columns import (
    BIG,
    CLUSTERED,
    JsonText,
    Table,
    case_ref,
    clock,
    day,
    digits,
    field,
    flag,
    integer,
    office_ref,
    one_of,
    person_ref,
    positive,
    string,
    worker_ref,
)


class Office(Table, table=True):
    __table_args__ = (digits("code", 2), CLUSTERED)
    code: str = string(primary_key=True)
    name: str = string()
    version: int = integer()


class Worker(Table, table=True):
    __table_args__ = (digits("number", 5), one_of("role", "worker", "supervisor", "trainer"), CLUSTERED)
    number: str = string(primary_key=True)
    name: str = string()
    office: str = office_ref()
    role: str = string()
    version: int = integer()


class OfficeHours(Table, table=True):
    __tablename__ = "office_hours"
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


class Session(Table, table=True):
    __table_args__ = (
        one_of("kind", "CH", "GT"),
        clock("at"),
        positive("seq"),
        Index(None, "office", "on"),
        CLUSTERED,
    )
    office: str = office_ref(key=True)
    seq: int = integer(primary_key=True)
    kind: str = string()
    on: date = day()
    at: str = string()
    place: str = string()
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


class BenefitSpell(Table, table=True):
    __tablename__ = "benefit_spell"
    __table_args__ = (positive("seq"), one_of("program", "FITAP", "KCSP"), CLUSTERED)
    person: int = person_ref(key=True)
    seq: int = integer(primary_key=True)
    program: str = string()
    iva_number: str = string(index=True)
    applied: date = day()
    begins: date | None = day(optional=True)
    notice_on: date | None = day(optional=True)
    answered_on: date | None = day(optional=True)
    closed: date | None = day(optional=True)
    closing_reason: str = string()
    version: int = integer()


class Case(Table, table=True):
    __table_args__ = (
        digits("number", 8),
        one_of("status", "open", "pended", "closed"),
        one_of("form_4ncp", "signed", "unsigned", "none"),
        Index(None, "worker", "status"),
        CLUSTERED,
    )
    number: str = string(primary_key=True)
    office: str = office_ref()
    worker: str = worker_ref()
    cp: int = person_ref(index=True)
    ncp: int | None = person_ref(optional=True, index=True)
    iva_number: str = string(index=True)
    docket: str = string(index=True)
    status: str = string()
    opened: date = day()
    closed: date | None = day(optional=True)
    form_4ncp: str = string()
    form_4ncp_on: date | None = day(optional=True)
    version: int = integer()


class Child(Table, table=True):
    __table_args__ = (positive("seq"), CLUSTERED)
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    person: int = person_ref(index=True)
    added_on: date = day()
    order_on: date | None = day(optional=True)
    participation: str = string()
    version: int = integer()


class Appointment(Table, table=True):
    __table_args__ = (
        positive("seq"),
        one_of("purpose", "SI", "GT", "CH"),
        one_of("status", "open", "kept", "failed", "excused", "moved", "cancelled"),
        clock("at"),
        ForeignKeyConstraint(
            ["case", "follows"], ["appointment.case", "appointment.seq"], ondelete="RESTRICT"
        ),
        Index(None, "worker", "on"),
        Index(
            "uq_appointment_slot",
            "worker",
            "on",
            "at",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        CLUSTERED,
    )
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    purpose: str = string()
    on: date = day()
    at: str = string()
    worker: str = worker_ref()
    status: str = string()
    made_on: date = day()
    notice_on: date | None = day(optional=True)
    agreed: bool = flag()
    follows: int | None = integer(nullable=True)
    moved_times: int = integer()
    presence_required: bool = flag()
    necessary: bool = flag()
    stopped: bool = flag()
    refused: bool = flag()
    outcome_on: date | None = day(optional=True)
    version: int = integer()


def _of_appointment() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["case", "appointment"], ["appointment.case", "appointment.seq"], ondelete="RESTRICT"
    )


class Contact(Table, table=True):
    __table_args__ = (positive("seq"), _of_appointment(), CLUSTERED)
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    person: int = person_ref()
    on: date = day()
    how: str = string()
    about: str = string()
    initiative: bool = flag()
    appointment: int | None = integer(nullable=True)
    text: str = string()
    promised: str = string()
    worker: str = worker_ref()
    version: int = integer()
    standing: bool = flag()


class Cooperation(Table, table=True):
    __table_args__ = (
        positive("seq"),
        one_of("kind", "reported", "documented", "cooperating"),
        Index(None, "kind", "reported_on"),
        CLUSTERED,
    )
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    kind: str = string()
    ground: str = string()
    failed_on: date | None = day(optional=True)
    entered_on: date = day()
    reported_on: date | None = day(optional=True)
    basis: str = string()
    ofs_53_on: date | None = day(optional=True)
    standing: bool = flag()
    worker: str = worker_ref()
    version: int = integer()


class GoodCause(Table, table=True):
    __tablename__ = "good_cause"
    __table_args__ = (
        positive("seq"),
        one_of("standing", "claimed", "determined", "denied", "ended"),
        CLUSTERED,
    )
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    reason: str = string()
    standing: str = string()
    on: date = day()
    received_on: date = day()
    version: int = integer()


class Closure(Table, table=True):
    __table_args__ = (
        positive("seq"),
        one_of("path", "removed", "inactive"),
        one_of("status", "pended", "withdrawn", "closed"),
        Index(None, "status", "closes_on"),
        CLUSTERED,
    )
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    reason: str = string()
    path: str = string()
    pended_on: date = day()
    notice_on: date | None = day(optional=True)
    closes_on: date | None = day(optional=True)
    confirmed_on: date | None = day(optional=True)
    status: str = string()
    ended_on: date | None = day(optional=True)
    why: str = string()
    version: int = integer()


class Form(Table, table=True):
    __table_args__ = (
        positive("seq"),
        _of_appointment(),
        Index(
            "ix_form_unmailed",
            "made_on",
            sqlite_where=text("mailed_on IS NULL"),
            postgresql_where=text("mailed_on IS NULL"),
        ),
        CLUSTERED,
    )
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    form: str = string()
    edition: int = integer()
    person: int = person_ref()
    made_on: date = day()
    mailed_on: date | None = day(optional=True)
    returned_on: date | None = day(optional=True)
    stopped_on: date | None = day(optional=True)
    due_on: date | None = day(optional=True)
    received_on: date | None = day(optional=True)
    appointment: int | None = integer(nullable=True)
    values: dict[str, str] = field(JsonText())
    version: int = integer()


class Interface(Table, table=True):
    __table_args__ = (
        positive("seq"),
        one_of("status", "waiting", "sent", "withdrawn"),
        Index(None, "status", "made_on"),
        CLUSTERED,
    )
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    kind: str = string()
    says: str = string()
    cooperation: int = integer()
    made_on: date = day()
    sent_on: date | None = day(optional=True)
    status: str = string()
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


class NextStep(Table, table=True):
    __tablename__ = "next_step"
    __table_args__ = (
        CheckConstraint("urgency BETWEEN 1 AND 9", name="urgency"),
        Index(None, "worker", "urgency", "due"),
        Index(None, "changes_on"),
        CLUSTERED,
    )
    case: str = case_ref()
    worker: str = worker_ref()
    office: str = office_ref()
    kind: str = string()
    rule: str = string()
    text: str = string()
    due: date | None = day(optional=True)
    urgency: int = integer()
    changes_on: date | None = day(optional=True)
    command: str = string()


_DECLARED = {**vars(followup_tables), **globals()}

TABLES: dict[type[Record], Any] = {record: _DECLARED[record.__name__].__table__ for record in RECORDS}
"""The SQLAlchemy table of each record."""
