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
Child = _table(records.Child, positive("seq"), Index(None, "person"), key=("case", "seq"))
Appointment = _table(
    records.Appointment,
    positive("seq"),
    one_of("purpose", "SI", "GT", "CH"),
    one_of("need", "", "S", "I", "D", "O"),
    one_of("status", "open", "kept", "failed", "excused", "moved", "cancelled"),
    clock("at"),
    ForeignKeyConstraint(
        ["case", "follows"], ["la_appointment.case", "la_appointment.seq"], ondelete="RESTRICT"
    ),
    Index(None, "worker", "on"),
    Index("uq_appointment_slot", "worker", "on", "at", unique=True, sqlite_where=text("status = 'open'")),
    key=("case", "seq"),
)


def _of_appointment() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["case", "appointment"], ["la_appointment.case", "la_appointment.seq"], ondelete="RESTRICT"
    )


Contact = _table(records.Contact, positive("seq"), _of_appointment(), key=("case", "seq"))
Cooperation = _table(
    records.Cooperation,
    positive("seq"),
    one_of("kind", "reported", "documented", "cooperating"),
    Index(None, "kind", "reported_on"),
    key=("case", "seq"),
)
GoodCause = _table(
    records.GoodCause,
    positive("seq"),
    one_of("standing", "", "claimed", "determined", "denied", "ended"),
    key=("case", "seq"),
)
Closure = _table(
    records.Closure,
    positive("seq"),
    one_of("path", "", "removed", "inactive"),
    one_of("status", "pended", "withdrawn", "closed"),
    Index(None, "status", "closes_on"),
    key=("case", "seq"),
)
Form = _table(
    records.Form,
    positive("seq"),
    _of_appointment(),
    Index("ix_form_unmailed", "made_on", sqlite_where=text("mailed_on IS NULL")),
    key=("case", "seq"),
)
Interface = _table(
    records.Interface,
    positive("seq"),
    one_of("status", "waiting", "sent", "withdrawn"),
    Index(None, "status", "made_on"),
    key=("case", "seq"),
)
Referral = _table(
    records.Referral,
    positive("seq"),
    one_of("source", "iva", "cse"),
    one_of("form_4ncp", "signed", "unsigned", "none"),
    one_of("outcome", "", "denied", "withdrawn"),
    key=("case", "seq"),
)
Agreement = _table(records.Agreement, positive("seq"), key=("person", "seq"))
OfficeRequest = _table(records.OfficeRequest, positive("seq"), key=("case", "seq"))
Retained = _table(
    records.Retained, positive("seq"), CheckConstraint("amount > 0", name="amount"), key=("case", "seq")
)
Escalation = _table(records.Escalation, positive("seq"), key=("case", "seq"))
Review = _table(records.Review, positive("seq"), key=("case", "seq"))
BenefitNews = _table(records.BenefitNews, positive("seq"), key=("case", "seq"))
