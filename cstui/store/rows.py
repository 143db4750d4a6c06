"""Records to rows and back, without ORM objects: one codec a record and database.

Reading 5,000 cases at once and writing thousands of effects is what the nightly run does, so the
statements are plain and the conversion is only what the driver leaves open (SQLite keeps dates as
text and truth as 0 and 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from importlib import import_module
from operator import attrgetter
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Boolean, Connection, Date

from cstui.policy.records import Record
from cstui.store.columns import JsonText
from cstui.store.tables import TABLES

R = TypeVar("R", bound=Record)
BATCH = 5000
"""How many keys one IN list holds; SQLite allows 32,766 bound values."""


class Codec(Generic[R]):
    """The statements of one table and the conversion of its rows."""

    def __init__(self, record: type[R], dialect: str) -> None:
        self.record = record
        self.mark = "?" if dialect == "sqlite" else "%s"
        table = TABLES[record]
        module = import_module(f"sqlalchemy.dialects.{dialect}")
        self._quote = module.dialect().identifier_preparer.quote
        self.table = self._quote(table.name)
        self.fields: tuple[str, ...] = record.__struct_fields__
        self.key: tuple[str, ...] = tuple(column.name for column in table.primary_key)
        plain = dialect != "sqlite"
        self._dates = () if plain else self._of_type(table, Date)
        flags = () if plain else self._of_type(table, Boolean)
        self._json = self._of_type(table, JsonText)
        self._dates_at = tuple(map(self.fields.index, self._dates))
        self._flags_at = tuple(map(self.fields.index, flags))
        self._json_at = tuple(map(self.fields.index, self._json))
        self._values = attrgetter(*self.fields)
        self.key_of = attrgetter(*self.key)
        self.columns = ", ".join(map(self._quote, self.fields))
        self.insert_sql = (
            f"INSERT INTO {self.table} ({self.columns}) VALUES ({self._marks(len(self.fields))})"
        )
        self._changed = tuple(f for f in self.fields if f not in self.key)
        self._changed_values = attrgetter(*self._changed)

    def _of_type(self, table: Any, kind: type) -> tuple[str, ...]:
        return tuple(f for f in self.fields if isinstance(table.c[f].type, kind))

    def _marks(self, count: int) -> str:
        return ", ".join([self.mark] * count)

    def _where(self, columns: Sequence[str]) -> str:
        return " AND ".join(f"{self._quote(column)} = {self.mark}" for column in columns)

    def moved(self, pairs: Iterable[tuple[R, R]]) -> tuple[str, ...]:
        """The fields in which any record differs from what was read before; `version` among them."""
        of, found = self._changed_values, {"version"}
        for before, after in pairs:
            for name, old, new in zip(self._changed, of(before), of(after), strict=True):
                if old != new:
                    found.add(name)
        return tuple(name for name in self._changed if name in found)

    def update_sql(self, fields: Sequence[str]) -> str:
        """Changes `fields` of a row that still has the version read; values as `update_row` gives them."""
        sets = ", ".join(f"{self._quote(f)} = {self.mark}" for f in fields)
        return f"UPDATE {self.table} SET {sets} WHERE {self._where((*self.key, 'version'))}"

    @property
    def upsert_sql(self) -> str:
        """Inserts a row or replaces the one of the same key."""
        sets = ", ".join(f"{self._quote(f)} = excluded.{self._quote(f)}" for f in self._changed)
        keys = ", ".join(map(self._quote, self.key))
        return f"{self.insert_sql} ON CONFLICT ({keys}) DO UPDATE SET {sets}"

    def to_row(self, record: R) -> tuple[Any, ...]:
        """The values of a record in the order of `fields`, as the driver wants them."""
        return self._bound(self.fields, self._values(record))

    def update_row(self, fields: tuple[str, ...], before: R, after: R) -> tuple[Any, ...]:
        """The values for `update_sql`; the version is set by the caller in `after`."""
        key = [getattr(before, name) for name in self.key]
        values = self._bound(fields, tuple(getattr(after, name) for name in fields))
        return (*values, *key, before.version)  # type: ignore[attr-defined]

    def _bound(self, fields: tuple[str, ...], values: tuple[Any, ...]) -> tuple[Any, ...]:
        if not self._dates and not self._json:
            return values
        bound = list(values)
        for name in self._dates:
            if name in fields and (value := bound[at := fields.index(name)]) is not None:
                bound[at] = value.isoformat()
        for name in self._json:
            if name not in fields:
                continue
            at = fields.index(name)
            bound[at] = msgspec.json.encode(bound[at], order="deterministic").decode()
        return tuple(bound)

    def from_row(self, row: Sequence[Any]) -> R:
        """The record of a row selected as `columns`."""
        values = list(row)
        for at in self._dates_at:
            if (value := values[at]) is not None:
                values[at] = date.fromisoformat(value)
        for at in self._flags_at:
            values[at] = values[at] == 1
        for at in self._json_at:
            values[at] = msgspec.json.decode(values[at])
        return self.record(**dict(zip(self.fields, values, strict=True)))

    def select_in(self, connection: Connection, column: str, wanted: Iterable[Any]) -> list[R]:
        """Every record whose `column` is among `wanted`, in the order of the primary key."""
        keys = list(dict.fromkeys(wanted))
        order = ", ".join(map(self._quote, self.key))
        found: list[R] = []
        for start in range(0, len(keys), BATCH):
            part = tuple(keys[start : start + BATCH])
            sql = (
                f"SELECT {self.columns} FROM {self.table}"
                f" WHERE {self._quote(column)} IN ({self._marks(len(part))}) ORDER BY {order}"
            )
            found.extend(map(self.from_row, connection.exec_driver_sql(sql, part).all()))
        return found

    def select_where(self, connection: Connection, condition: str, values: tuple[Any, ...] = ()) -> list[R]:
        """Every record for which `condition` holds (SQL with `?` for each value)."""
        sql = f"SELECT {self.columns} FROM {self.table} WHERE {condition}".replace("?", self.mark)
        return list(map(self.from_row, connection.exec_driver_sql(sql, self._plain(values)).all()))

    def _plain(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        if self.mark == "?":
            return tuple(v.isoformat() if isinstance(v, date) else v for v in values)
        return values


@cache
def codec(record: type[R], dialect: str) -> Codec[R]:
    """The codec of a record for `sqlite` or `postgresql`."""
    return Codec(record, dialect)
