"""Records to rows and back, without ORM objects: one codec a record and database.

Reading 5,000 cases at once and writing thousands of effects is what the nightly run does, so the
statements are plain and the conversion is only what the driver leaves open (SQLite keeps dates as
text and truth as 0 and 1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from importlib import import_module
from itertools import chain, starmap
from operator import attrgetter
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Boolean, Connection, CursorResult, Date, Select

from cstui.policy.records import Record
from cstui.store.columns import JsonText
from cstui.store.tables import TABLES

R = TypeVar("R", bound=Record)
_encode = msgspec.json.Encoder(order="deterministic").encode
BATCH = 5000
"""How many keys one IN list holds; SQLite allows 32,766 bound values."""
TOGETHER = 250
"""How many rows one INSERT holds where a trigger takes each of them on."""


class _Days(dict[str | None, date | None]):
    """The date of each text that SQLite gave for one, made once: most dates in a store come again."""

    def __missing__(self, text: str) -> date:
        found = self[text] = date.fromisoformat(text)
        return found


_DAYS = _Days({None: None})


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
        self._differs = "IS NOT" if dialect == "sqlite" else "IS DISTINCT FROM"
        self._made = self._maker(flags)
        taken = f"lambda record: ({self._values('record', self.fields)})"
        self.to_row: Callable[[R], tuple[Any, ...]] = eval(taken, {"encoded": _encode})
        """The values of a record in the order of `fields`, as the driver wants them."""
        self.key_of = attrgetter(*self.key)
        self.columns = ", ".join(map(self._quote, self.fields))
        self.insert_sql = (
            f"INSERT INTO {self.table} ({self.columns}) VALUES ({self._marks(len(self.fields))})"
        )
        self._taken: dict[tuple[str, ...], Callable[[R, R], tuple[Any, ...]]] = {}
        self._changed = tuple(f for f in self.fields if f not in self.key)
        self._versioned = "version" in self.fields
        self._found_by = (*self.key, "version") if self._versioned else self.key

    def _maker(self, flags: Sequence[str]) -> Callable[[Sequence[Any]], R]:
        """A function from a row to its record, written out: a night makes a hundred thousand of them,
        and a call that names each field takes a third of the time of one with a dictionary."""
        said = []
        for at, name in enumerate(self.fields):
            value = f"row[{at}]"
            if name in self._dates:
                value = f"day[{value}]"
            elif name in flags:
                value = f"{value} == 1"
            elif name in self._json:
                value = f"decoded({value})"
            said.append(f"{name}={value}")
        known = {"record": self.record, "day": _DAYS, "decoded": msgspec.json.decode}
        made: Callable[[Sequence[Any]], R] = eval(f"lambda row: record({', '.join(said)})", known)
        return made

    def _values(self, record: str, fields: Sequence[str]) -> str:
        """The items of a tuple, as Python text: the values of `fields` of the variable `record`."""
        said = []
        for name in fields:
            value = f"{record}.{name}"
            if name in self._dates:
                value = f"None if {value} is None else {value}.isoformat()"
            elif name in self._json:
                value = f"encoded({value}).decode()"
            said.append(f"{value},")
        return " ".join(said)

    def _of_type(self, table: Any, kind: type) -> tuple[str, ...]:
        return tuple(f for f in self.fields if isinstance(table.c[f].type, kind))

    def _marks(self, count: int) -> str:
        return ", ".join([self.mark] * count)

    def _where(self, columns: Sequence[str]) -> str:
        return " AND ".join(f"{self._quote(column)} = {self.mark}" for column in columns)

    def moved(self, pairs: Iterable[tuple[R, R]]) -> tuple[str, ...]:
        """The fields, except for `version`, in which any record differs from what was read before."""
        same = [name for name in self._changed if name != "version"]
        of = attrgetter(*same)
        for before, after in pairs:
            if same and of(before) != of(after):
                same = [name for name in same if getattr(before, name) == getattr(after, name)]
                of = attrgetter(*same) if same else of
        return tuple(name for name in self._changed if name not in same and name != "version")

    def update_sql(self, fields: Sequence[str], raised: int = 1) -> str:
        """Changes `fields` of a row that still has the version read, which rises by `raised`.

        A table without versions is changed by its key alone. Values as `update_rows` gives them.
        """
        sets = [f"{self._quote(f)} = {self.mark}" for f in fields]
        if self._versioned:
            sets.append(f"version = version + {raised}")
        return f"UPDATE {self.table} SET {', '.join(sets)} WHERE {self._where(self._found_by)}"

    def update_rows(self, fields: Sequence[str], pairs: Iterable[tuple[R, R]]) -> list[tuple[Any, ...]]:
        """The values for `update_sql` of each record before and after its change."""
        names = tuple(fields)
        if (taken := self._taken.get(names)) is None:
            values, place = self._values("after", names), self._values("before", self._found_by)
            taken = eval(f"lambda before, after: ({values} {place})", {"encoded": _encode})
            self._taken[names] = taken
        return list(starmap(taken, pairs))

    @property
    def upsert(self) -> str:
        """The end of an INSERT that puts a row in the place of the one of the same key, where they differ."""
        changed = list(map(self._quote, self._changed))
        sets = ", ".join(f"{name} = excluded.{name}" for name in changed)
        differs = " OR ".join(f"{self.table}.{name} {self._differs} excluded.{name}" for name in changed)
        return f" ON CONFLICT ({', '.join(map(self._quote, self.key))}) DO UPDATE SET {sets} WHERE {differs}"

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
            found.extend(map(self._made, tuples_of(connection.exec_driver_sql(sql, part))))
        return found

    def select_where(self, connection: Connection, condition: str, values: tuple[Any, ...] = ()) -> list[R]:
        """Every record for which `condition` holds (SQL with `?` for each value)."""
        sql = f"SELECT {self.columns} FROM {self.table} WHERE {condition}".replace("?", self.mark)
        return list(map(self._made, tuples_of(connection.exec_driver_sql(sql, self._plain(values)))))

    def _plain(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        if self.mark == "?":
            return tuple(v.isoformat() if isinstance(v, date) else v for v in values)
        return values


def tuples_of(result: CursorResult[Any]) -> Sequence[Sequence[Any]]:
    """The driver's own tuples, without a Row object around each."""
    rows: Sequence[Sequence[Any]] = result.cursor.fetchall()
    result.close()
    return rows


def streamed(connection: Connection, rows: Select[Any]) -> Iterator[Sequence[Any]]:
    """The rows of a long read, one after the other; on SQLite as the driver gives them, untyped."""
    if connection.dialect.name != "sqlite":
        # Options of the statement, not of the connection: those would hold for all that follows on it.
        yield from connection.execute(rows, execution_options={"yield_per": 10_000})
        return
    compiled = rows.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    result = connection.exec_driver_sql(str(compiled))
    cursor: Any = result.cursor
    yield from cursor
    result.close()


def insert_together(
    connection: Connection, into: str, rows: Sequence[tuple[Any, ...]], ending: str = ""
) -> None:
    """Insert every row in its order, many a statement; `into` names table and columns.

    Each statement that fires a trigger costs SQLite a journal of its own: where the text search takes
    on every row, a statement a row takes three times as long.
    """
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    for start in range(0, len(rows), TOGETHER):
        part = rows[start : start + TOGETHER]
        one = f"({', '.join([mark] * len(part[0]))})"
        sql = f"INSERT INTO {into} VALUES {', '.join([one] * len(part))}{ending}"
        connection.exec_driver_sql(sql, tuple(chain.from_iterable(part)))


@cache
def codec(record: type[R], dialect: str) -> Codec[R]:
    """The codec of a record for `sqlite` or `postgresql`."""
    return Codec(record, dialect)
