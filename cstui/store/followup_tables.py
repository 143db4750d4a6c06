"""The tables of what comes in on a case and is followed up, one for each of `policy.followup_records`.

Only `cstui.store` may import this module; `cstui.store.tables` lists these tables among all.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index

from cstui.store.columns import (
    BIG,
    CLUSTERED,
    JsonText,
    Table,
    case_ref,
    day,
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


class Referral(Table, table=True):
    __table_args__ = (
        positive("seq"),
        one_of("source", "iva", "cse"),
        one_of("form_4ncp", "signed", "unsigned", "none"),
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


class Agreement(Table, table=True):
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


class OfficeRequest(Table, table=True):
    __tablename__ = "office_request"
    __table_args__ = (positive("seq"), CLUSTERED)
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    from_office: str = office_ref()
    agreement: int = integer()
    opened_on: date = day()
    opened_by: str = worker_ref()
    done_on: date | None = day(optional=True)
    version: int = integer()


class Retained(Table, table=True):
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


class Escalation(Table, table=True):
    __table_args__ = (positive("seq"), CLUSTERED)
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    notified_on: date = day()
    answered_on: date | None = day(optional=True)
    answer: str = string()
    version: int = integer()


class Review(Table, table=True):
    __table_args__ = (positive("seq"), CLUSTERED)
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    on: date = day()
    remark: str = string()
    entered_on: date = day()
    worker: str = worker_ref()
    standing: bool = flag()
    version: int = integer()


class Reminder(Table, table=True):
    __table_args__ = (positive("seq"), Index(None, "worker", "due"), CLUSTERED)
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    worker: str = worker_ref()
    due: date = day()
    text: str = string()
    done_on: date | None = day(optional=True)
    version: int = integer()


class BenefitNews(Table, table=True):
    __tablename__ = "benefit_news"
    __table_args__ = (positive("seq"), CLUSTERED)
    case: str = case_ref()
    seq: int = integer(primary_key=True)
    event: str = string()
    on: date = day()
    text: str = string()
    received_on: date = day()
    acknowledged_on: date | None = day(optional=True)
    version: int = integer()
