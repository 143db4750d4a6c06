"""The tables of Louisiana's records, one for each, with the same columns."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text

from cstui.store.columns import (
    BIG,
    TEXT,
    JsonText,
    Table,
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
    reference,
    string,
    worker_ref,
)
from cstui.store.columns import (
    CLUSTERED as WITHOUT_ROWID,
)

CLUSTERED = {**WITHOUT_ROWID, "info": {"unnamed": "la_"}}
"""Constraints keep the names that they had before the tables had a prefix."""


class LouisianaTable(Table):
    """Base of Louisiana's tables."""

    prefix: ClassVar[str] = "la_"


INDEXES = ("CREATE INDEX IF NOT EXISTS ix_case_docket_upper ON la_case (upper(docket))",)
"""Dockets are searched however they are written."""


def case_ref() -> Any:
    return reference(TEXT, "la_case.number", key=True)


class Session(LouisianaTable, table=True):
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


class BenefitSpell(LouisianaTable, table=True):
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


class Case(LouisianaTable, table=True):
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
    agreed_on: date | None = day(optional=True)
    payee_since: date | None = day(optional=True)


class Child(LouisianaTable, table=True):
    __table_args__ = (positive("seq"), CLUSTERED)
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    person: int = person_ref(index=True)
    added_on: date = day()
    order_on: date | None = day(optional=True)
    participation: str = string()
    version: int = integer()
    order_until: date | None = day(optional=True)
    emancipated_on: date | None = day(optional=True)


class Appointment(LouisianaTable, table=True):
    __table_args__ = (
        positive("seq"),
        one_of("purpose", "SI", "GT", "CH"),
        one_of("need", "", "S", "I", "D", "O"),
        one_of("status", "open", "kept", "failed", "excused", "moved", "cancelled"),
        clock("at"),
        ForeignKeyConstraint(
            ["case", "follows"], ["la_appointment.case", "la_appointment.seq"], ondelete="RESTRICT"
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
    need: str = string()


def _of_appointment() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["case", "appointment"], ["la_appointment.case", "la_appointment.seq"], ondelete="RESTRICT"
    )


class Contact(LouisianaTable, table=True):
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


class Cooperation(LouisianaTable, table=True):
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


class GoodCause(LouisianaTable, table=True):
    __table_args__ = (
        positive("seq"),
        one_of("standing", "", "claimed", "determined", "denied", "ended"),
        CLUSTERED,
    )
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    reason: str = string()
    standing: str = string()
    on: date = day()
    received_on: date = day()
    version: int = integer()


class Closure(LouisianaTable, table=True):
    __table_args__ = (
        positive("seq"),
        one_of("path", "", "removed", "inactive"),
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
    essential: str = string()


class Form(LouisianaTable, table=True):
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


class Interface(LouisianaTable, table=True):
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


class Referral(LouisianaTable, table=True):
    __table_args__ = (
        positive("seq"),
        one_of("source", "iva", "cse"),
        one_of("form_4ncp", "signed", "unsigned", "none"),
        one_of("outcome", "", "denied", "withdrawn"),
        CLUSTERED,
    )
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    source: str = string()
    received_on: date = day()
    form_4ncp: str = string()
    child: int | None = integer(nullable=True)
    cleared_on: date | None = day(optional=True)
    worker: str = worker_ref()
    version: int = integer()
    standing: bool = flag()
    form_4ncp_on: date | None = day(optional=True)
    outcome: str = string()
    ended_on: date | None = day(optional=True)


class Agreement(LouisianaTable, table=True):
    __table_args__ = (positive("seq"), CLUSTERED)
    person: int = person_ref(key=True)
    seq: int = integer(primary_key=True)
    received_on: date = day()
    applied_on: date | None = day(optional=True)
    agreed: list[str] = field(JsonText())
    completed_on: date | None = day(optional=True)
    office: str = office_ref()
    worker: str = worker_ref()
    version: int = integer()
    standing: bool = flag()


class OfficeRequest(LouisianaTable, table=True):
    __table_args__ = (positive("seq"), CLUSTERED)
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    from_office: str = office_ref()
    agreement: int = integer()
    opened_on: date = day()
    opened_by: str = worker_ref()
    done_on: date | None = day(optional=True)
    version: int = integer()


class Retained(LouisianaTable, table=True):
    __table_args__ = (positive("seq"), CheckConstraint("amount > 0", name="amount"), CLUSTERED)
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    paid_on: date = day()
    amount: int = field(BIG)
    assigned_on: date = day()
    found_on: date = day()
    turned_over_on: date | None = day(optional=True)
    version: int = integer()
    standing: bool = flag()


class Escalation(LouisianaTable, table=True):
    __table_args__ = (positive("seq"), CLUSTERED)
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    notified_on: date = day()
    answered_on: date | None = day(optional=True)
    answer: str = string()
    version: int = integer()


class Review(LouisianaTable, table=True):
    __table_args__ = (positive("seq"), CLUSTERED)
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    on: date = day()
    remark: str = string()
    entered_on: date = day()
    worker: str = worker_ref()
    standing: bool = flag()
    version: int = integer()


class BenefitNews(LouisianaTable, table=True):
    __table_args__ = (positive("seq"), CLUSTERED)
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    event: str = string()
    on: date = day()
    text: str = string()
    received_on: date = day()
    acknowledged_on: date | None = day(optional=True)
    version: int = integer()
