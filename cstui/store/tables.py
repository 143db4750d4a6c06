"""The tables of the kernel's records, each with the columns of its record.

The tables that policy never reads are in `cstui.store.log_tables`, an agency's in its own package.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sqlalchemy import CheckConstraint, Index, text

from cstui.policy import ivd, records
from cstui.policy.records import Record
from cstui.policy.roles import ROLES
from cstui.store.columns import CLUSTERED, clock, one_of, positive, record_table

Agency = record_table(records.Agency, CLUSTERED, key=("name",))
Office = record_table(records.Office, CLUSTERED, key=("code",), agency="agency.name")
Worker = record_table(records.Worker, one_of("role", *ROLES), CLUSTERED, key=("number",))
SiteFile = record_table(
    records.SiteFile,
    one_of("kind", "calendar", "codes", "parameters"),
    CLUSTERED,
    key=("agency", "kind", "name"),
    agency="agency.name",
)
OfficeHours = record_table(
    records.OfficeHours,
    CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
    CheckConstraint("opens < closes", name="opens_before_closes"),
    clock("opens"),
    clock("closes"),
    CLUSTERED,
    key=("office", "weekday"),
)
Person = record_table(
    records.Person,
    CheckConstraint("number > 0 AND number < 1000000000", name="number_range"),
    CheckConstraint("held_since < held_until", name="held_since_until"),
    CheckConstraint("merged_into <> number", name="merged_into_another"),
    Index(None, "born"),
    Index(None, "merged_into", sqlite_where=text("merged_into IS NOT NULL")),
    key=("number",),
)
PersonMerge = record_table(
    records.PersonMerge, positive("seq"), Index(None, "into"), CLUSTERED, key=("person", "seq")
)
Address = record_table(records.Address, positive("seq"), CLUSTERED, key=("person", "seq"))
Phone = record_table(records.Phone, positive("seq"), CLUSTERED, key=("person", "seq"))
Cover = record_table(
    records.Cover,
    positive("seq"),
    CheckConstraint("since <= until", name="since_until"),
    CheckConstraint("worker <> by", name="by_another"),
    Index(None, "by", "until"),
    CLUSTERED,
    key=("worker", "seq"),
)
Reminder = record_table(
    records.Reminder, positive("seq"), Index(None, "worker", "due"), CLUSTERED, key=("subject", "seq")
)
LedgerEntry = record_table(
    records.LedgerEntry,
    positive("seq"),
    one_of("kind", "charge", "payment", "placed", "held"),
    CheckConstraint("cents <> 0", name="cents_some"),
    Index(None, "subject", "reverses", unique=True, sqlite_where=text("reverses IS NOT NULL")),
    Index(None, "month", "kind", "bucket"),
    CLUSTERED,
    key=("subject", "seq"),
)
NextStep = record_table(
    records.NextStep,
    CheckConstraint("urgency BETWEEN 1 AND 9", name="urgency"),
    Index(None, "worker", "urgency", "due"),
    Index(None, "changes_on"),
    CLUSTERED,
    key=("subject",),
)


def _of_ivd_case(record: type[Record], *said: Any) -> type:
    """What is said of an IV-D case, by its number: the report reads ranges of cases."""
    return record_table(record, positive("seq"), *said, CLUSTERED, key=("case", "seq"))


IvdSpell = _of_ivd_case(ivd.IvdSpell)
IvdStage = _of_ivd_case(ivd.IvdStage)
IvdJurisdiction = _of_ivd_case(ivd.IvdJurisdiction)
IvdPutative = _of_ivd_case(ivd.IvdPutative)
IvdChild = _of_ivd_case(ivd.IvdChild, Index(None, "person"))
IvdBirth = _of_ivd_case(ivd.IvdBirth, Index(None, "person"))
IvdPaternity = _of_ivd_case(ivd.IvdPaternity, Index(None, "person"))
IvdAssistance = _of_ivd_case(ivd.IvdAssistance, Index(None, "person"))
IvdInterstate = _of_ivd_case(ivd.IvdInterstate, one_of("direction", "out", "in"))
IvdOrder = _of_ivd_case(ivd.IvdOrder)
IvdMedical = _of_ivd_case(ivd.IvdMedical)
IvdCover = _of_ivd_case(ivd.IvdCover)
IvdMoney = _of_ivd_case(
    ivd.IvdMoney,
    one_of("kind", "due", "current", "arrears"),
    CheckConstraint("cents <> 0", name="cents_some"),
    Index(None, "debt", sqlite_where=text("debt <> ''")),
)


class _Tables(dict[type[Record], Any]):
    """The SQLAlchemy table of each record; a record says in which module its table is declared."""

    def __missing__(self, record: type[Record]) -> Any:
        found = self[record] = getattr(import_module(record.tables), record.__name__).__table__
        return found


TABLES = _Tables()
