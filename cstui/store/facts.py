"""What policy reads, from the store: a subject or thousands of subjects in the same few statements.

What is read, and where it is put, follows from the shape of the agency's facts (`cstui.policy.facts`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from cstui.policy.facts import FactsShape, SubjectFacts, shape_of
from cstui.policy.records import Person, Record, SubjectRecord, key_of
from cstui.store import chain
from cstui.store.rows import BATCH, codec, tuples_of

F = TypeVar("F", bound=SubjectFacts)
MANY = 50
"""From so many subjects on it pays to ask first which tables hold anything at all."""


def read_facts(session: Session, facts: type[F], key: str) -> F | None:
    """The facts of one subject without a calendar; None where there is no such subject."""
    return read_many(session, facts, (key,)).get(key)


def read_many(session: Session, facts: type[F], keys: Iterable[str]) -> dict[str, F]:
    """The facts of each subject that exists, in the order asked; a handful of statements a 5,000 subjects."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, F] = {}
    for start in range(0, len(wanted), BATCH):
        found.update(_read_batch(session.connection(), facts, wanted[start : start + BATCH]))
    return found


def read_to_act(session: Session, facts: type[F], keys: Iterable[str]) -> dict[str, F]:
    """The same, for acts that this transaction will do on them: nobody else does one until it ends.

    On PostgreSQL the heads of their logs are locked; on SQLite the write door has seen to it.
    """
    read = read_many(session, facts, keys)
    if session.connection().dialect.name == "postgresql":
        files = [file for found in read.values() for file in found.files]
        chain.lock(session, (facts.subject_of(file.key) for file in files))
        read = read_many(session, facts, read)
    return read


def _read_batch(connection: Connection, facts: type[F], wanted: list[str]) -> dict[str, F]:
    shape = shape_of(facts)
    heads = {head_key(head): head for head in _heads(connection, facts, wanted)}
    hand = {key: heads[key] for key in wanted if key in heads}
    if not hand:
        return {}
    records = [*shape.file.parts, *shape.common]
    kept = _kept(connection, records) if len(hand) >= MANY else set(records)
    parts = {
        name: _parts(connection, facts, record, heads)
        for record, name in shape.file.parts.items()
        if record in kept
    }
    numbers = {getattr(head, name): None for head in hand.values() for name in shape.persons}
    named = [shape.file.parts[record] for record in shape.peopled if shape.file.parts[record] in parts]
    numbers |= {row.person: None for name in named for rows in parts[name].values() for row in rows}
    numbers.pop(None, None)
    known = codec(Person, connection.dialect.name).select_in(connection, "number", numbers)
    persons: dict[int | None, Person] = {person.number: person for person in known}
    files = {
        key: shape.file.made(
            **{shape.file.head_name: head},
            **{name: tuple(rows[key]) for name, rows in parts.items() if key in rows},
        )
        for key, head in heads.items()
    }
    common = _common(connection, shape, [r for r in shape.common if r in kept], hand.values())
    alike: dict[Any, list[str]] = defaultdict(list)
    if facts.center:
        for key, head in heads.items():
            alike[getattr(head, facts.center)].append(key)
    found = {}
    for key, head in hand.items():
        others = alike[getattr(head, facts.center)] if facts.center else ()
        more: dict[str, Any] = {name: persons.get(getattr(head, name)) for name in shape.persons}
        for name, column, rows in common:
            more[name] = tuple(rows.get(getattr(head, column), ()))
        theirs = tuple([files[other] for other in others if other != key])
        if named:
            there = [
                row.person for name in named for one in others or (key,) for row in parts[name].get(one, ())
            ]
            more["people"] = tuple([persons[number] for number in sorted(set(there))])
        found[key] = facts(file=files[key], others=theirs, **more)
    return found


def head_key(head: Record) -> str:
    """What a head record is known by."""
    key: str = getattr(head, type(head).head)
    return key


def _parts(
    connection: Connection, facts: type[SubjectFacts], record: type[Record], keys: Iterable[str]
) -> dict[Any, list[Any]]:
    """The records of one kind that belong to the subjects, by subject."""
    if not issubclass(record, SubjectRecord):
        assert record.owner is not None
        return grouped(connection, record, record.owner.by, keys)
    found = grouped(connection, record, "subject", map(facts.subject_of, keys))
    return {key_of(subject): rows for subject, rows in found.items()}


def _common(
    connection: Connection, shape: FactsShape, records: Iterable[type[Record]], heads: Iterable[Record]
) -> list[tuple[str, str, dict[Any, list[Any]]]]:
    """What the centers own: the field it is put in, the head's column, the records by its value."""
    listed = list(heads)
    found = []
    for record in records:
        assert record.owner is not None
        column = record.owner.column
        values = dict.fromkeys(getattr(head, column) for head in listed)
        found.append((shape.common[record], column, grouped(connection, record, record.owner.by, values)))
    return found


def _heads(connection: Connection, facts: type[SubjectFacts], wanted: list[str]) -> list[Any]:
    """The heads `wanted` and the others of their centers, by key.

    Where many are asked for, most of their centers have no other: an index says so without the rows.
    """
    kind = shape_of(facts).file.head
    heads, key, center = codec(kind, connection.dialect.name), kind.head, facts.center
    if not center:
        return sorted(heads.select_in(connection, key, wanted), key=attrgetter(key))
    if len(wanted) < MANY:
        marks = ", ".join("?" * len(wanted))
        inner = f"SELECT {center} FROM {heads.table} WHERE {key} IN ({marks})"
        return heads.select_where(connection, f"{center} IN ({inner}) ORDER BY {key}", tuple(wanted))
    found = heads.select_in(connection, key, wanted)
    centers = tuple(dict.fromkeys(getattr(head, center) for head in found))
    marks = ", ".join([heads.mark] * len(centers))
    sql = f"SELECT {key} FROM {heads.table} WHERE {center} IN ({marks})"
    theirs = (
        {number for (number,) in tuples_of(connection.exec_driver_sql(sql, centers))} if centers else set()
    )
    if more := theirs - {head_key(head) for head in found}:
        found = sorted([*found, *heads.select_in(connection, key, more)], key=attrgetter(key))
    return found


def _kept(connection: Connection, records: list[type[Record]]) -> set[type[Record]]:
    """Those of the records of which the store holds any."""
    tables = [codec(record, connection.dialect.name).table for record in records]
    each = ", ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables)
    found = connection.exec_driver_sql(f"SELECT {each}").one()
    return {record for record, holds in zip(records, found, strict=True) if holds}


def next_person(session: Session) -> int:
    """The number that a new person gets."""
    return int(
        session.connection().exec_driver_sql("SELECT coalesce(max(number), 0) + 1 FROM person").scalar_one()
    )


def grouped(
    connection: Connection, record: type[Record], column: str, wanted: Iterable[Any]
) -> dict[Any, list[Any]]:
    """The records whose `column` is one of those wanted, by its value, each in order of sequence number."""
    rows: dict[Any, list[Any]] = defaultdict(list)
    key = attrgetter(column)
    for row in codec(record, connection.dialect.name).select_in(connection, column, wanted):
        rows[key(row)].append(row)
    return rows
