"""The tables of the kernel's records, each with the columns of its record.

The tables that policy never reads are in `cstui.store.log_tables`, an agency's in its own package.
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from types import NoneType, new_class
from typing import Any, get_args

import msgspec
from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, text

from cstui.policy import records
from cstui.policy.formats import OfficeCode, PersonNumber, WorkerNumber
from cstui.policy.records import Record
from cstui.store.columns import BIG, CLUSTERED, TEXT, JsonText, Table, clock, field, one_of, positive

_TYPES = {bool: Boolean(), date: Date(), int: Integer(), PersonNumber: BIG, list[str]: JsonText()}
_REFERS = {PersonNumber: "person.number", WorkerNumber: "worker.number", OfficeCode: "office.code"}


def _table(record: type[Record], *said: Any, key: tuple[str, ...], **refers: str) -> type:
    """The table of a record: a column a field, of its type, with a reference where it is another's key.

    `said` are constraints, indexes and options, `refers` what other fields refer to. A field that is the
    whole `key` refers to nothing.
    """
    columns: dict[str, Any] = {}
    for one in msgspec.structs.fields(record):
        within = get_args(one.type)
        optional = NoneType in within
        kind = within[0] if optional else one.type
        target = refers.get(one.name) or (_REFERS.get(kind) if key != (one.name,) else None)
        foreign = [ForeignKey(target, ondelete="RESTRICT")] if target else []
        sql = _TYPES.get(kind, TEXT)
        columns[one.name] = field(sql, *foreign, nullable=optional, primary_key=one.name in key)
    namespace = {
        "__module__": __name__,
        "__qualname__": record.__name__,
        "__annotations__": dict.fromkeys(columns, Any),
        "__table_args__": said,
        **columns,
    }
    return new_class(record.__name__, (Table,), {"table": True}, lambda body: body.update(namespace))


Agency = _table(records.Agency, CLUSTERED, key=("name",))
Office = _table(records.Office, CLUSTERED, key=("code",), agency="agency.name")
Worker = _table(records.Worker, one_of("role", "worker", "supervisor", "trainer"), CLUSTERED, key=("number",))
OfficeHours = _table(
    records.OfficeHours,
    CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
    CheckConstraint("opens < closes", name="opens_before_closes"),
    clock("opens"),
    clock("closes"),
    CLUSTERED,
    key=("office", "weekday"),
)
_MERGED = text("merged_into IS NOT NULL")
Person = _table(
    records.Person,
    CheckConstraint("number > 0 AND number < 1000000000", name="number_range"),
    CheckConstraint("held_since < held_until", name="held_since_until"),
    CheckConstraint("merged_into <> number", name="merged_into_another"),
    Index(None, "born"),
    Index(None, "merged_into", sqlite_where=_MERGED, postgresql_where=_MERGED),
    key=("number",),
)
PersonMerge = _table(
    records.PersonMerge, positive("seq"), Index(None, "into"), CLUSTERED, key=("person", "seq")
)
Address = _table(records.Address, positive("seq"), CLUSTERED, key=("person", "seq"))
Phone = _table(records.Phone, positive("seq"), CLUSTERED, key=("person", "seq"))
Cover = _table(
    records.Cover,
    positive("seq"),
    CheckConstraint("since <= until", name="since_until"),
    CheckConstraint("worker <> by", name="by_another"),
    Index(None, "by", "until"),
    CLUSTERED,
    key=("worker", "seq"),
)
Reminder = _table(
    records.Reminder, positive("seq"), Index(None, "worker", "due"), CLUSTERED, key=("subject", "seq")
)
NextStep = _table(
    records.NextStep,
    CheckConstraint("urgency BETWEEN 1 AND 9", name="urgency"),
    Index(None, "worker", "urgency", "due"),
    Index(None, "changes_on"),
    CLUSTERED,
    key=("subject",),
)


class _Tables(dict[type[Record], Any]):
    """The SQLAlchemy table of each record; a record says in which module its table is declared."""

    def __missing__(self, record: type[Record]) -> Any:
        found = self[record] = getattr(import_module(record.tables), record.__name__).__table__
        return found


TABLES = _Tables()
