"""A SQLite connection that notes what it is told to write, and writes nothing.

The code that works a range of a night can so do it over a moment of the store that it only reads, in another
process; what was noted is written later, statement by statement. Nothing that was noted can be read back:
who asks for rows of a table of which something was noted gets a ReadBackError, never earlier rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cstui.store import chain, drivers
from cstui.store.engine import Store

Write = tuple[str, Any, int]
"""A statement, its values or the rows for each of which it is done, and how many rows it must change: one for
each where it changes a row by its key, as whoever asked was told; -1 for any."""
_WRITES = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE)
_BY_KEY = re.compile(r"UPDATE (?!.* IN \()", re.DOTALL)
_WORDS = re.compile(r"\w+")
KNOWN = "chain_head"
"""The one table that may be read on: `chain.lock` asks for no head that this transaction has moved."""


class ReadBackError(Exception):
    """Rows of a table were asked for of which something was noted."""


class MisnotedError(Exception):
    """The store is not as what was noted takes it to be."""


class Notes:
    """What the connections of a store were told to write since `begin`."""

    def __init__(self) -> None:
        self.writes: list[Write] = []
        self._tables: set[str] = set()

    def begin(self) -> None:
        """Forget what was noted."""
        self.writes, self._tables = [], set()

    def take(self, sql: str, values: Any) -> bool:
        """Note a statement that writes; False for one that reads."""
        if (found := _WRITES.match(sql)) is not None:
            rows = len(values) if isinstance(values, list) else 1
            self.writes.append((sql, values, rows if _BY_KEY.match(sql) else -1))
            self._tables.add(found[1].lower())
            return True
        if asked := self._tables.intersection(_WORDS.findall(sql.lower())) - {KNOWN}:
            raise ReadBackError(", ".join(sorted(asked)))
        return False


def note_writes(store: Store) -> Notes:
    """From now on the connections of an open SQLite store note what they are told to write."""
    notes = Notes()
    module = drivers.module(store.driver)

    class NotingCursor(module.Cursor):  # type: ignore[misc, name-defined]
        _noted = False

        @property
        def rowcount(self) -> int:
            return notes.writes[-1][2] if self._noted else int(super().rowcount)

        def execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
            self._noted = notes.take(sql, tuple(values))
            return self if self._noted else super().execute(sql, values)

        def executemany(self, sql: str, values: Iterable[Any]) -> Any:
            rows = list(values)
            self._noted = notes.take(sql, rows)
            return self if self._noted else super().executemany(sql, rows)

    class NotingConnection(module.Connection):  # type: ignore[misc, name-defined]
        def cursor(self, factory: Any = NotingCursor) -> Any:
            return super().cursor(factory)

    def connect(_dialect: Any, _record: Any, _args: Any, given: dict[str, Any]) -> None:
        given["factory"] = NotingConnection

    event.listen(store.engine, "do_connect", connect)
    store.engine.dispose()
    return notes


def write_noted(session: Session, writes: Iterable[Write], logged: tuple[int, str]) -> None:
    """Write what was noted, with so many lines of the log, the last of that number.

    MisnotedError where a row that is changed is another one than was read, or a new one is there already.
    """
    connection = session.connection()
    for sql, values, rows in writes:
        try:
            result = connection.exec_driver_sql(sql, values)
        except IntegrityError as error:
            raise MisnotedError(sql) from error
        if rows not in (-1, result.rowcount):
            raise MisnotedError(sql)
    session.info.pop(chain.LOCKED, None)
    chain.logged(session, *logged)
