"""Whether a store holds: its file, its references, its log, its versions; and what `store info` says.

What the acts keep beside the cases (next steps) is recomputed by a check that the caller brings,
because the store knows no policy. A check that damage stops says so, and the others are made.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Boolean, Column, Date, DateTime, Integer, Text, TypeDecorator, func, select, tuple_
from sqlalchemy.orm import Session

from cstui.name_folding import plain
from cstui.policy.records import Person, Record
from cstui.progress import Cancelled
from cstui.store import name_search, schema
from cstui.store.columns import JsonText
from cstui.store.engine import Store, StoreInfo, day_kept, kept, read_values
from cstui.store.errors import StoreError
from cstui.store.faults import Damaged, translated
from cstui.store.ledger_reads import ledgers
from cstui.store.log_tables import NAME, NIGHT, TEMPLATE, WORD
from cstui.store.store_fault import Check, StoreFault
from cstui.store.tables import TABLES
from cstui.store.verify_guards import guards, search
from cstui.store.verify_log import log

NAMES_AT_ONCE = 5_000


def way_out(faults: Iterable[StoreFault]) -> str:
    """The id of what is said of faults: CS-331 and CS-330 where a night, or an upgrade, ends them all."""
    made_anew = {
        f.check in ("guards", "search", "steps") or "its index" in f.fault
        for f in faults
        if f.check != "night"
    }
    return "CS-331" if not made_anew else "CS-312" if False in made_anew else "CS-330"


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What `store info` shows: what the store is, its size, and how many rows of each kind."""

    info: StoreInfo
    bytes: int
    counts: dict[str, int]


def faults_of_copy(store: Store, *, whole: bool) -> list[StoreFault]:
    """What does not hold in a copy; of one of an older version only what every store has is looked at.

    A night that is not over is none of its faults.
    """
    checks = [check for check in _CHECKS if check is not _night]
    return _found(store, checks if whole else [_file, _references])


def verify(store: Store, checks: Iterable[Check] = ()) -> list[StoreFault]:
    """Everything in the store that does not hold; an empty list when all does.

    They see one moment of it, unless damage stops one: those after it then see the next. StoreError where
    it is busy, not to be read at all, or its server does not answer.
    """
    return _found(store, [*_CHECKS, *checks])


def _found(store: Store, checks: Iterable[Check]) -> list[StoreFault]:
    faults: list[StoreFault] = []
    waiting = [*checks]
    while waiting:
        with suppress(_Stopped), store.read() as session:
            while waiting:
                faults += _made(waiting.pop(0), session, faults)
    return faults


class _Stopped(Exception):  # noqa: N818  (nothing more can be read by this session)
    """A check met damage; what comes after it is read again."""


def _made(check: Check, session: Session, faults: list[StoreFault]) -> list[StoreFault]:
    """What a check finds; that damage stopped it is a fault, after those that it found before."""
    found: list[StoreFault] = []
    name = getattr(check, "__name__", "") or getattr(getattr(check, "func", None), "__name__", "check")
    try:
        with translated("", server=session.connection().dialect.name != "sqlite"):
            found.extend(check(session))  # those before a fault of its own are kept
    except Cancelled:
        raise
    except StoreError as error:
        if error.rule != "CS-208":
            raise
        faults += [*found, _unread(name, error.values["what"])]
        raise _Stopped from error
    except Exception as error:  # anything may be raised on data that no check was made for
        faults += [*found, _unread(name, f"{type(error).__name__}, {_said(error)}")]
        raise _Stopped from error
    return found


def _said(error: Exception) -> str:
    """What an exception says, in one line, of what a driver said alone."""
    return " ".join(str(getattr(error, "orig", None) or error).split())[:200]


def _unread(check: str, why: str) -> StoreFault:
    name = check.strip("_").replace("_", " ")
    return StoreFault(name, "database", f"cannot be checked to its end: {why}")


def rows_of(session: Session, kind: type[Record]) -> int:
    """How many records of a kind the store holds."""
    return session.connection().scalar(select(func.count()).select_from(TABLES[kind])) or 0


def contents(store: Store) -> Contents:
    """What the store is and holds; counts every row, so it takes a moment on a large store."""
    with store.read() as session:
        connection = session.connection()
        counts = {
            str(table.name): int(connection.scalar(select(func.count()).select_from(table)) or 0)
            for table in _tables(session)
        }
        if store.dialect == "sqlite":
            size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        else:
            size = "SELECT pg_database_size(current_database())"
        held = int(connection.exec_driver_sql(size).scalar() or 0)
    return Contents(info=store.info(), bytes=held, counts=counts)


def _file(session: Session) -> Iterable[StoreFault]:
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return
    roots = {}
    with suppress(Exception):  # a schema that cannot be read names nothing
        named = connection.exec_driver_sql("SELECT rootpage, tbl_name, name FROM sqlite_master")
        roots = {page: table if table == name else f"{table} ({name})" for page, table, name in named}
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
        if line != "ok":
            for one in str(line).splitlines():
                tree = re.search(r"\bTree (\d+)", one)
                where = roots.get(int(tree[1])) if tree else None
                yield StoreFault("file", where or "database", one)
    # Each page of an encrypted store is sealed; without an answer every seal fits, or it is a plain store.
    sealed = connection.exec_driver_sql("PRAGMA cipher_integrity_check")
    for (line,) in sealed if sealed.returns_rows else ():
        yield StoreFault("file", "database", f"its seal does not fit: {line}")
    said = "SELECT name, CAST(sql AS BLOB) FROM sqlite_master WHERE sql IS NOT NULL"
    for name, definition in connection.exec_driver_sql(said):
        if "\ufffd" in definition.decode(errors="replace"):
            yield StoreFault("file", name, "its definition is not readable text")


def _store(session: Session) -> Iterable[StoreFault]:
    """What the store says of itself can be read: its kind, its dates, its version."""
    values = read_values(session.connection())
    for key in ("kind", "name", "anchor", "business_date", "created", "schema"):
        try:
            (day_kept if key in ("anchor", "business_date") else kept)(values, key)
        except Damaged as error:
            yield StoreFault("store", "store_info", str(error))
    if values.get("kind") not in (None, "practice", "live"):
        yield StoreFault("store", "store_info", f"its kind reads {values['kind']!r}")


def _present(session: Session) -> Iterable[StoreFault]:
    """Every table and index is there."""
    connection = session.connection()
    for table in _tables(session):
        if not _there(session, table):
            yield StoreFault("tables", str(table.name), "the table is missing")
        elif connection.dialect.name == "sqlite":
            found = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (str(table.name),)
            )
            for missing in sorted({str(index.name) for index in table.indexes} - {name for (name,) in found}):
                yield StoreFault(
                    "tables", str(table.name), f"its index {missing} is missing; run `cstui store upgrade`"
                )


def _there(session: Session, table: Any) -> bool:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        return connection.exec_driver_sql(sql, (str(table.name),)).scalar() is not None
    return connection.exec_driver_sql("SELECT to_regclass(%s)", (f'"{table.name}"',)).scalar() is not None


_SHAPES: tuple[tuple[type, str], ...] = (
    (Boolean, "{0} NOT IN (0, 1)"),
    (Integer, "typeof({0}) <> 'integer'"),
    (Date, "typeof({0}) <> 'text' OR date({0}, '+0 days') IS NOT {0}"),
    (
        DateTime,
        # Of the whole seconds: SQLite rounds a fraction of .9995 up to the next one.
        "typeof({0}) <> 'text' OR datetime(substr({0}, 1, 19), '+0 days') IS NOT substr({0}, 1, 19)"
        " OR substr({0}, 20) NOT GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]'",
    ),
    (JsonText, "typeof({0}) <> 'text' OR NOT json_valid({0})"),
    (Text, "typeof({0}) <> 'text'"),
)
"""What a value of each type is not, in SQLite, which keeps any kind of value in any column."""
AT_MOST = 20
"""So many rows that cannot be read are named of each table."""


def _rows(session: Session) -> Iterable[StoreFault]:
    """Every value of every row is of the kind of its column and can be read."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return
    quote = connection.dialect.identifier_preparer.quote
    for table in _tables(session):
        if not _there(session, table):
            continue
        name, keys = quote(str(table.name)), [quote(column.name) for column in table.primary_key]
        wrong = [f"({_unfit(column, quote(column.name))})" for column in table.c]
        said = [f"quote({key})" for key in keys]
        sql = f"SELECT {', '.join([*wrong, *said])} FROM {name} WHERE {' OR '.join(wrong)} LIMIT {AT_MOST}"
        try:
            for row in connection.exec_driver_sql(sql).all():
                unfit = ", ".join(c.name for c, bad in zip(table.c, row, strict=False) if bad)
                where = _where(table, (str(key).strip("'") for key in row[len(wrong) :]))
                yield StoreFault("rows", where, f"{unfit} cannot be read as what it must be")
            for _ in connection.exec_driver_sql(f"SELECT * FROM {name}"):
                pass
        except Exception as error:  # noqa: BLE001 - whatever the driver makes of damage; the next table is read
            yield StoreFault("rows", str(table.name), f"a row cannot be read: {_said(error)}")


def _unfit(column: Column[Any], name: str) -> str:
    """An SQL expression that is true where the value of a column is none that it may have."""
    kind: Any = column.type
    if isinstance(kind, TypeDecorator) and not isinstance(kind, JsonText):
        kind = kind.impl
    shape = next((sql for one, sql in _SHAPES if isinstance(kind, one)), "0").format(name)
    return f"{name} IS NOT NULL AND ({shape})" if column.nullable else f"{name} IS NULL OR ({shape})"


def _references(session: Session) -> Iterable[StoreFault]:
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return
    for table, _, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield StoreFault("references", str(table), f"a row refers to a {parent} that is not there")


def _tables(session: Session) -> list[Any]:
    """Every table of the store."""
    return schema.tables_of(session.info["agencies"])


def _versions(session: Session) -> Iterable[StoreFault]:
    """A version starts at 1; sequence numbers of an owner run from 1 without a gap."""
    connection = session.connection()
    for table in _tables(session):
        if "version" not in table.c:
            continue
        key = list(table.primary_key.columns)
        for row in connection.execute(select(*key).where(table.c.version < 1)):
            yield StoreFault("versions", _where(table, row), "has a version below 1")
        if len(key) == 2 and key[1].name == "seq":
            gaps = (
                select(key[0], func.count(), func.max(key[1]))
                .group_by(key[0])
                .having(func.count() != func.max(key[1]))
            )
            for owner, count, last in connection.execute(gaps):
                fault = f"has {count} rows, but the last is number {last}"
                yield StoreFault("sequence", _where(table, (owner,)), fault)


def _night(session: Session) -> Iterable[StoreFault]:
    """No night was cut off: one that has begun moves the business date when it is over."""
    if (night := unfinished_night(session)) is not None:
        fault = "is not over; where none runs now it was cut off, and `cstui nightly` goes on there"
        yield StoreFault("night", f"The night of {night:%m/%d/%Y}", fault)


def unfinished_night(session: Session) -> date | None:
    """The business date whose night has begun and is not over; None where none is."""
    connection = session.connection()
    day = day_kept(read_values(connection), "business_date")
    found = connection.scalar(select(func.count()).select_from(NIGHT).where(NIGHT.c.night == day))
    return day if found else None


def _names(session: Session) -> Iterable[StoreFault]:
    """Every person is looked for under the name that stands on record, and under no other."""
    connection = session.connection()
    person, kept = TABLES[Person].c, tuple_(NAME.c.last, NAME.c.first, NAME.c.person)
    persons = connection.execute(
        select(person.number, person.last, person.first, person.middle).execution_options(
            yield_per=NAMES_AT_ONCE
        )
    )
    count = 0
    for rows in persons.partitions():
        wanted = {(plain(row.last), plain(row.first), row.number) for row in rows}
        count += len(wanted)
        found = connection.execute(select(NAME).where(kept.in_(list(wanted))))
        wrong = {number for *_, number in wanted - {tuple(row) for row in found}}
        found_by = [(number, name_search.words_of_person(*names)) for number, *names in rows]
        words = {(word, number, by.names) for number, by in found_by for word in by.words}
        held = connection.execute(select(WORD).where(WORD.c.person.in_([row.number for row in rows])))
        wrong |= {number for _, number, _ in words ^ {tuple(row) for row in held}}
        for number in sorted(wrong):
            yield StoreFault("names", f"Person {number}", "is not looked for under the name on record")
    if (listed := connection.scalar(select(func.count()).select_from(NAME)) or 0) > count:
        yield StoreFault("names", "person_name", f"has {listed} rows for {count} persons")


def _templates(session: Session) -> Iterable[StoreFault]:
    """Every template by which a form was mailed is what its digest names."""
    for digest, text in session.connection().execute(select(TEMPLATE.c.digest, TEMPLATE.c.text)):
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            yield StoreFault("templates", digest, "is not the template that its digest names")


def _where(table: Any, key: Iterable[object]) -> str:
    """A row as faults name it: `Benefit spell 100001 1`."""
    name = str(table.name).removeprefix(table.info.get("unnamed", ""))
    return " ".join([name.replace("_", " ").capitalize(), *map(str, key)])


_CHECKS: tuple[Check, ...] = (
    _file,
    _store,
    _present,
    guards,
    search,
    _rows,
    _references,
    _versions,
    _names,
    log,
    ledgers,
    _templates,
    _night,
)
"""Those of the store itself, in order."""
