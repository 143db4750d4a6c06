"""The writing side: effects of acts into the store, next steps, receipts, and given records in bulk.

The same effects that `SubjectFacts.after` applies in memory: a changed record must still have the version
that was read and gets the next one, and each head touched gets the next version once. However many
effects there are, they go in a few statements a table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from itertools import chain as joined
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, update
from sqlalchemy.orm import Session

from cstui.name_folding import plain
from cstui.policy.effects import Add, Change
from cstui.policy.facts import SubjectFacts, shape_of
from cstui.policy.ivd import NEXT, IvdRecord
from cstui.policy.records import Agency, NextStep, Office, Person, Record, Worker
from cstui.policy.versions import touched
from cstui.store import chain, name_search
from cstui.store.engine import Store
from cstui.store.errors import StaleRecord
from cstui.store.log_tables import INFO, NAME, WORD
from cstui.store.rows import BATCH, codec, insert_together
from cstui.store.tables import TABLES

_FIRST = (Agency, Office, Worker)
CHUNK = 50_000


def apply(session: Session, changes: Iterable[Add | Change], facts: type[SubjectFacts] | None = None) -> None:
    """Write the effects of one act or of thousands; StaleRecord when a record moved on since it was read.

    New records that others belong to come first, then changes, then other new records, so that a slot given
    up can be taken again in the same act. Reminders raise the subjects of `facts`.
    """
    connection = session.connection()
    listed = list(changes)
    kinds = {type(change.before) for change in listed if isinstance(change, Change)}
    added = {
        _key(change.record) for change in listed if isinstance(change, Add) and type(change.record) in kinds
    }
    if added and any(isinstance(change, Change) and _key(change.before) in added for change in listed):
        for change in listed:
            _write(connection, [change])
    else:
        _write(connection, listed)
    _touch(connection, listed, facts)


def _write(connection: Connection, changes: Sequence[Add | Change]) -> None:
    new: dict[type[Record], list[Record]] = defaultdict(list)
    moved: dict[type[Record], list[Change]] = defaultdict(list)
    for change in changes:
        if isinstance(change, Add):
            new[type(change.record)].append(change.record)
        else:
            moved[type(change.before)].append(change)
    kinds = _ordered(new)
    for kind in kinds:
        if _is_first(kind):
            _insert(connection, kind, new[kind])
    for kind, rows in moved.items():
        _change(connection, kind, rows)
    for kind in kinds:
        if not _is_first(kind):
            _insert(connection, kind, new[kind])


def _is_first(kind: type[Record]) -> bool:
    return bool(kind.head) or kind in _FIRST


def _ordered(kinds: Iterable[type[Record]]) -> list[type[Record]]:
    """The kinds of record, each after those that its table refers to."""
    return sorted(kinds, key=lambda kind: _depth(TABLES[kind]))


@cache
def _depth(table: Any) -> int:
    parents = {key.column.table for key in table.foreign_keys} - {table}
    return max((_depth(parent) + 1 for parent in parents), default=0)


def _insert(connection: Connection, kind: type[Record], rows: Iterable[Record]) -> None:
    shape = codec(kind, connection.dialect.name)
    listed = _numbered(connection, shape, list(rows)) if issubclass(kind, IvdRecord) else list(rows)
    connection.exec_driver_sql(shape.insert_sql, [shape.to_row(row) for row in listed])
    if kind is Person:
        connection.execute(NAME.insert(), [_looked_for(row) for row in listed])
        _insert_words(connection, listed)


def _numbered(connection: Connection, shape: Any, facts: list[Any]) -> list[Any]:
    """Facts of IV-D cases, those that come from a state's own act with the next number of their case."""
    taken: dict[str, int] = {}
    found: list[Any] = []
    for fact in facts:
        if fact.seq == NEXT:
            if fact.case not in taken:
                sql = f'SELECT coalesce(max(seq), 0) FROM {shape.table} WHERE "case" = {shape.mark}'
                taken[fact.case] = int(connection.exec_driver_sql(sql, (fact.case,)).scalar_one())
            taken[fact.case] += 1
            fact = msgspec.structs.replace(fact, seq=taken[fact.case])
        found.append(fact)
    return found


def _looked_for(person: Record) -> dict[str, Any]:
    """The row of `person_name`."""
    last, first, number = attrgetter("last", "first", "number")(person)
    return {"last": plain(last), "first": plain(first), "person": number}


def _words(person: Record) -> name_search.Words:
    """What `person_word` has of a person."""
    return name_search.words_of_person(*attrgetter("last", "first", "middle")(person))


def _insert_words(connection: Connection, persons: Iterable[Record]) -> None:
    number = attrgetter("number")
    rows = [
        (word, number(person), found.names)
        for person in persons
        for found in [_words(person)]
        for word in found.words
    ]
    insert_together(connection, "person_word (word, person, names)", rows)


def _change(connection: Connection, kind: type[Record], changes: list[Change]) -> None:
    shape = codec(kind, connection.dialect.name)
    raised = 0 if kind.head else 1
    pairs = [(change.before, change.after) for change in changes]
    for before, after in pairs:
        if shape.key_of(before) != shape.key_of(after):
            raise ValueError(f"a change cannot give a {kind.__name__} another key: {_named(before)}")
    fields = shape.moved(pairs)
    result = connection.exec_driver_sql(shape.update_sql(fields, raised), shape.update_rows(fields, pairs))
    if result.rowcount != len(pairs):
        raise StaleRecord(_named(_first_stale(connection, changes, raised)))
    if kind is Person:
        for before, after in pairs:
            was = _looked_for(before)
            if was != (now := _looked_for(after)):
                same = [NAME.c[name] == value for name, value in was.items()]
                connection.execute(update(NAME).where(*same).values(now))
        if renamed := [after for before, after in pairs if _words(before) != _words(after)]:
            numbers = [_looked_for(person)["person"] for person in renamed]
            connection.execute(delete(WORD).where(WORD.c.person.in_(numbers)))
            _insert_words(connection, renamed)


def _first_stale(connection: Connection, changes: list[Change], raised: int) -> Record:
    """The record that was not updated: it does not stand in the store as the change would have it."""
    for change in reversed(changes):
        shape = codec(type(change.before), connection.dialect.name)
        column = shape.key[0]
        rows = shape.select_in(connection, column, [getattr(change.before, column)])
        version = change.before.version + raised  # type: ignore[attr-defined]
        if msgspec.structs.replace(change.after, version=version) not in rows:
            return change.before
    return changes[0].before


def _touch(connection: Connection, changes: Iterable[Add | Change], facts: type[SubjectFacts] | None) -> None:
    """Raise the version of every head that is touched, once each; what is new stays as it was given."""
    head = shape_of(facts).file.head if facts is not None else None
    found = touched(changes, facts.kind if facts is not None else "", head)
    raised: dict[type[Record], set[Any]] = {kind: set(keys) for kind, keys in found.fresh.items()}
    for (kind, column), values in sorted(found.heads.items(), key=lambda one: one[0][1] != one[0][0].head):
        done, shape = raised.setdefault(kind, set()), codec(kind, connection.dialect.name)
        wanted = [value for value in values if column != kind.head or value not in done]
        for start in range(0, len(wanted), BATCH):
            part = wanted[start : start + BATCH]
            if column == kind.head:
                marks = ", ".join([shape.mark] * len(part))
                sql = f"UPDATE {shape.table} SET version = version + 1 WHERE {column} IN ({marks})"
                connection.exec_driver_sql(sql, tuple(part))
                continue
            table = TABLES[kind]
            rows = update(table).where(table.c[column].in_(part)).values(version=table.c.version + 1)
            connection.execute(rows.where(table.c[kind.head].not_in(done)) if done else rows)
        if column == kind.head:
            done.update(wanted)


def _key(record: Record) -> tuple[Any, ...]:
    shape = codec(type(record), "sqlite")
    return (type(record), *(getattr(record, name) for name in shape.key))


def _named(record: Record) -> str:
    """A record as messages name it: `Benefit spell 100001 1`."""
    kind, *key = _key(record)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).capitalize()
    return f"{words} {' '.join(map(str, key))}"


def set_next_steps(session: Session, rows: Iterable[NextStep]) -> None:
    """Put the next step of each subject in the place of its former one.

    Only what differs is written: a step that stays touches no row, and no index of its worker's list.
    """
    connection = session.connection()
    shape = codec(NextStep, connection.dialect.name)
    wanted = {row.subject: row for row in rows}
    insert_together(
        connection, f"{shape.table} ({shape.columns})", list(map(shape.to_row, wanted.values())), shape.upsert
    )


def set_business_date(session: Session, day: date) -> None:
    """Move the business date of a practice store."""
    session.connection().execute(
        update(INFO).where(INFO.c.key == "business_date").values(value=day.isoformat())
    )


def bulk_load(
    store: Store,
    records: Iterable[Record],
    *,
    activities: Iterable[chain.LogEntry] = (),
    next_steps: Iterable[NextStep] = (),
) -> int:
    """Put given records into the store in one transaction; says how many.

    A record may come in the same 50,000 as those it refers to, or after them. Versions stay as given.
    """
    with store.write() as session:
        return load(session, joined(records, next_steps), activities=activities)


def load(session: Session, records: Iterable[Record], *, activities: Iterable[chain.LogEntry] = ()) -> int:
    """Put given records into the store in this transaction; says how many. As `bulk_load`."""
    connection, count = session.connection(), 0
    waiting: dict[type[Record], list[Record]] = defaultdict(list)

    def flush() -> None:
        for kind in _ordered(waiting):
            _insert(connection, kind, waiting[kind])
        waiting.clear()

    for record in records:
        waiting[type(record)].append(record)
        count += 1
        if count % CHUNK == 0:
            flush()
    flush()
    pending: list[chain.LogEntry] = []
    for entry in activities:
        pending.append(entry)
        if len(pending) == CHUNK:
            chain.append(session, pending)
            pending.clear()
            session.info[chain.LOCKED].clear()  # else a million heads are kept until the end
    chain.append(session, pending)
    return count
