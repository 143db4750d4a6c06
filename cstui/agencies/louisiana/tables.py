"""The tables of Louisiana's records, each with the columns of its record."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text

from cstui.agencies.louisiana import records
from cstui.policy.records import Record
from cstui.store.columns import CLUSTERED, clock, digits, one_of, positive, record_table

INDEXES = ("CREATE INDEX IF NOT EXISTS ix_case_docket_upper ON la_case (upper(docket))",)
"""Dockets are searched however they are written."""


def _table(record: type[Record], *said: Any, key: tuple[str, ...]) -> type:
    """Constraints keep the names that they had before the tables had a prefix."""
    return record_table(record, *said, {**CLUSTERED, "info": {"unnamed": "la_"}}, key=key, prefix="la_")


def _of_case(record: type[Record], *said: Any) -> type:
    """What a case owns, each with its number on the case."""
    return _table(record, positive("seq"), *said, key=("case", "seq"))


Session = _table(
    records.Session,
    one_of("kind", "CH", "GT"),
    clock("at"),
    positive("seq"),
    Index(None, "office", "on"),
    key=("office", "seq"),
)
BenefitSpell = _table(
    records.BenefitSpell,
    positive("seq"),
    one_of("program", "FITAP", "KCSP"),
    Index(None, "iva_number"),
    key=("person", "seq"),
)
Case = _table(
    records.Case,
    digits("number", 8),
    one_of("status", "open", "pended", "closed"),
    one_of("form_4ncp", "signed", "unsigned", "none"),
    Index(None, "worker", "status"),
    Index(None, "cp"),
    Index(None, "ncp"),
    Index(None, "iva_number"),
    Index(None, "docket"),
    key=("number",),
)
Child = _of_case(records.Child, Index(None, "person"))
Appointment = _of_case(
    records.Appointment,
    one_of("purpose", "SI", "GT", "CH"),
    one_of("need", "", "S", "I", "D", "O"),
    one_of("status", "open", "kept", "failed", "excused", "moved", "cancelled"),
    clock("at"),
    ForeignKeyConstraint(
        ["case", "follows"], ["la_appointment.case", "la_appointment.seq"], ondelete="RESTRICT"
    ),
    Index(None, "worker", "on"),
    Index("uq_appointment_slot", "worker", "on", "at", unique=True, sqlite_where=text("status = 'open'")),
)


def _of_appointment() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["case", "appointment"], ["la_appointment.case", "la_appointment.seq"], ondelete="RESTRICT"
    )


Contact = _of_case(records.Contact, _of_appointment())
Cooperation = _of_case(
    records.Cooperation,
    one_of("kind", "reported", "documented", "cooperating"),
    Index(None, "kind", "reported_on"),
)
GoodCause = _of_case(records.GoodCause, one_of("standing", "", "claimed", "determined", "denied", "ended"))
Closure = _of_case(
    records.Closure,
    one_of("path", "", "removed", "inactive"),
    one_of("status", "pended", "withdrawn", "closed"),
    Index(None, "status", "closes_on"),
)
Form = _of_case(
    records.Form,
    _of_appointment(),
    Index("ix_form_unmailed", "made_on", sqlite_where=text("mailed_on IS NULL")),
)
Interface = _of_case(
    records.Interface, one_of("status", "waiting", "sent", "withdrawn"), Index(None, "status", "made_on")
)
Referral = _of_case(
    records.Referral,
    one_of("source", "iva", "cse"),
    one_of("form_4ncp", "signed", "unsigned", "none"),
    one_of("outcome", "", "denied", "withdrawn"),
)
Agreement = _table(records.Agreement, positive("seq"), key=("person", "seq"))
OfficeRequest = _of_case(records.OfficeRequest)
Retained = _of_case(records.Retained, CheckConstraint("amount > 0", name="amount"))
Escalation = _of_case(records.Escalation)
Review = _of_case(records.Review)
BenefitNews = _of_case(records.BenefitNews)
