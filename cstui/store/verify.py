"""Whether a store holds: its file, its references, its log, its versions; and what `store info` says.

What the acts keep beside the cases (next steps) is recomputed by a check that the caller brings,
because the store knows no policy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from cstui.name_folding import plain
from cstui.policy.records import Person, Record
from cstui.store import chain, name_search, schema, triggers
from cstui.store.engine import Store, StoreInfo
from cstui.store.log_tables import ACTIVITY, NAME, RECEIPT, TEMPLATE, WORD
from cstui.store.tables import TABLES

NAMES_AT_ONCE = 5_000


class StoreFault(msgspec.Struct, frozen=True):
    """One thing that does not hold: what was checked, where, and what was found."""

    check: str
    where: str
    fault: str

    def __str__(self) -> str:
        return f"{self.check}: {self.where}: {self.fault}"


Check = Callable[[Session], Iterable[StoreFault]]


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What `store info` shows: what the store is, its size, and how many rows of each kind."""

    info: StoreInfo
    bytes: int
    counts: dict[str, int]


def verify(store: Store, checks: Iterable[Check] = ()) -> list[StoreFault]:
    """Everything in the store that does not hold; an empty list when all does."""
    faults: list[StoreFault] = []
    with store.read() as session:
        for check in (_file, _guards, _references, _versions, _names, _log, _receipts, _templates, *checks):
            faults.extend(check(session))
    return faults


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
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
        if line != "ok":
            yield StoreFault("file", "database", str(line))


def _guards(session: Session) -> Iterable[StoreFault]:
    """The triggers that keep log and case data must all be there."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        sql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    found = {name for (name,) in connection.exec_driver_sql(sql)}
    for name in triggers.names(connection.dialect.name, schema.kept(_tables(session))):
        if name not in found:
            yield StoreFault("guards", name, "the trigger is missing; run `cstui store upgrade`")


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


def _log(session: Session) -> Iterable[StoreFault]:
    for found in chain.verify(session):
        yield StoreFault("log", f"{found.subject} line {found.seq}", found.fault)


def _receipts(session: Session) -> Iterable[StoreFault]:
    """Every line that names a receipt has it."""
    missing = (
        select(ACTIVITY.c.subject, ACTIVITY.c.seq, ACTIVITY.c.receipt)
        .outerjoin(RECEIPT, RECEIPT.c.id == ACTIVITY.c.receipt)
        .where(ACTIVITY.c.receipt != "", RECEIPT.c.id.is_(None))
        .order_by(ACTIVITY.c.id)
        .limit(100)
    )
    for subject, seq, receipt in session.connection().execute(missing):
        yield StoreFault("receipts", f"{subject} line {seq}", f"receipt {receipt} is not there")


def _templates(session: Session) -> Iterable[StoreFault]:
    """Every template by which a form was mailed is what its digest names."""
    for digest, text in session.connection().execute(select(TEMPLATE.c.digest, TEMPLATE.c.text)):
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            yield StoreFault("templates", digest, "is not the template that its digest names")


def _where(table: Any, key: Iterable[object]) -> str:
    """A row as faults name it: `Benefit spell 100001 1`."""
    name = str(table.name).removeprefix(table.info.get("unnamed", ""))
    return " ".join([name.replace("_", " ").capitalize(), *map(str, key)])
