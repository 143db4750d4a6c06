"""How the columns of the store are declared: types, codes, numbers that people key, references.

Coded columns are TEXT with a CHECK, numbers that people key are checked for length and digits,
ids are 64 bits wide, and nothing that another row refers to can go (RESTRICT). Names of
constraints follow one convention, so that a migration can speak of them.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from types import NoneType, new_class
from typing import Any, ClassVar, get_args, get_origin

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Constraint,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    event,
)
from sqlalchemy import Table as SqlTable
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import declared_attr, registry
from sqlmodel import Field, SQLModel
from sqlmodel._compat import SQLModelConfig

from cstui.policy.formats import Cents, PersonNumber
from cstui.policy.records import Record


def _named(_: Constraint, table: SqlTable) -> str:
    """The table as its constraints are named after it; `info` may say which prefix they leave out."""
    return str(table.name).removeprefix(table.info.get("unnamed", ""))


METADATA = MetaData(
    naming_convention={
        "named": _named,
        "ix": "ix_%(named)s_%(column_0_N_name)s",
        "uq": "uq_%(named)s_%(column_0_N_name)s",
        "ck": "ck_%(named)s_%(constraint_name)s",
        "fk": "fk_%(named)s_%(column_0_N_name)s",
        "pk": "pk_%(named)s",
    }
)


@event.listens_for(METADATA, "before_create")
def _of_postgresql(_: MetaData, connection: Connection, **options: Any) -> None:
    """Give PostgreSQL the conditions of indexes, which are declared for SQLite alone, and the columns that
    the index of a key includes (`key_includes`): to name PostgreSQL in a declaration loads its part of
    SQLAlchemy into every desk."""
    for table in METADATA.tables.values() if connection.dialect.name == "postgresql" else ():
        if included := table.info.get("key_includes"):
            table.primary_key.dialect_options["postgresql"]["include"] = list(included)
        for index in table.indexes:
            index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]


CLUSTERED = {"sqlite_with_rowid": False}
"""Rows of one case lie together in the file, so that opening a case reads few pages."""

BIG = BigInteger().with_variant(Integer(), "sqlite")
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts and finds prefixes alike in both databases."""


class UtcTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment in the store needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonText(TypeDecorator[Any]):
    """A JSON value kept as canonical text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return msgspec.json.encode(value, order="deterministic").decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else msgspec.json.decode(value)


def field(kind: Any, *args: Any, **kw: Any) -> Any:
    if kw.get("primary_key") and not isinstance(kw.get("autoincrement"), bool):
        kw["autoincrement"] = False
    kw.setdefault("nullable", False)
    return Field(sa_column=Column(kind, *args, **kw))


def string(**kw: Any) -> Any:
    return field(TEXT, **kw)


def integer(**kw: Any) -> Any:
    return field(Integer(), **kw)


def day(*, optional: bool = False, **kw: Any) -> Any:
    return field(Date(), nullable=optional, **kw)


def reference(
    kind: Any, target: str, *, optional: bool = False, key: bool = False, index: bool = False
) -> Any:
    foreign = ForeignKey(target, ondelete="RESTRICT")
    return field(kind, foreign, nullable=optional, primary_key=key, index=index)


def person_ref(*, optional: bool = False, key: bool = False, index: bool = False) -> Any:
    return reference(BIG, "person.number", optional=optional, key=key, index=index)


def digits(column: str, width: int) -> CheckConstraint:
    rule = f"length({column}) = {width} AND ltrim({column}, '0123456789') = ''"
    return CheckConstraint(rule, name=f"{column}_digits")


def clock(column: str) -> CheckConstraint:
    hour, minute = f"substr({column}, 1, 2)", f"substr({column}, 4, 2)"
    rule = (
        f"length({column}) = 5 AND substr({column}, 3, 1) = ':'"
        f" AND ltrim({hour} || {minute}, '0123456789') = '' AND {hour} < '24' AND {minute} < '60'"
    )
    return CheckConstraint(rule, name=f"{column}_clock")


def one_of(column: str, *codes: str) -> CheckConstraint:
    listed = ", ".join(f"'{code}'" for code in codes)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def positive(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} > 0", name=f"{column}_positive")


class Table(SQLModel, registry=registry(metadata=METADATA)):
    """Base of all tables. Rows are read and written as records, so nothing waits for validators.

    A table is named after its class (`OfficeHours` is `office_hours`), after the `prefix` of its agency.
    """

    model_config = SQLModelConfig(defer_build=True)
    prefix: ClassVar[str] = ""

    @declared_attr  # type: ignore[arg-type]
    def __tablename__(cls) -> str:  # noqa: N805
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()
        return f"{cls.prefix}{words}"


_TYPES = {bool: Boolean(), date: Date(), int: Integer(), PersonNumber: BIG, Cents: BIG}


def record_table(
    record: type[Record], *said: Any, key: tuple[str, ...], prefix: str = "", **refers: str
) -> type:
    """The table of a record: a column a field, of its type, with a reference where it is another's key.

    What the numbers that people key refer to stands with their formats; `refers` says it of other fields. A
    field that is the whole `key` refers to nothing. `said` are constraints, indexes and options; `prefix`
    begins the names of an agency's tables.
    """
    columns: dict[str, Any] = {}
    for one in msgspec.structs.fields(record):
        within = get_args(one.type)
        optional = NoneType in within
        kind = within[0] if optional else one.type
        target = refers.get(one.name) or (_refers(kind) if key != (one.name,) else None)
        foreign = [ForeignKey(target, ondelete="RESTRICT")] if target else []
        sql = JsonText() if get_origin(kind) in (list, dict) else _TYPES.get(kind, TEXT)
        columns[one.name] = field(sql, *foreign, nullable=optional, primary_key=one.name in key)
    namespace = {
        "__module__": record.tables,
        "__qualname__": record.__name__,
        "__annotations__": {"prefix": ClassVar[str], **dict.fromkeys(columns, Any)},
        "__table_args__": said,
        "prefix": prefix,
        **columns,
    }
    return new_class(record.__name__, (Table,), {"table": True}, lambda body: body.update(namespace))


def _refers(kind: Any) -> str | None:
    """What a number of this format refers to, or None."""
    meta = next((said for said in get_args(kind) if isinstance(said, msgspec.Meta)), None)
    return meta.extra.get("refers") if meta is not None and meta.extra else None
