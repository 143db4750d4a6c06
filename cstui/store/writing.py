"""The writing side: effects of acts into the store, next steps, receipts, and given cases in bulk.

The same effects that `Facts.after` applies in memory: a changed record must still have the version
that was read and gets the next one, and each case touched gets the next version once. However many
effects there are, they go in a few statements a table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain as joined
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, update
from sqlalchemy.orm import Session

from cstui.names import plain
from cstui.policy.effects import Add, Change
from cstui.policy.facts import RECORDS_IN_FILE
from cstui.policy.followup_records import Agreement
from cstui.policy.records import Address, BenefitSpell, Case, NextStep, Office, Person, Phone, Record, Worker
from cstui.store import chain
from cstui.store.columns import METADATA
from cstui.store.engine import Store
from cstui.store.errors import StaleRecord
from cstui.store.journal import INFO, NAME
from cstui.store.rows import BATCH, codec, insert_together
from cstui.store.tables import TABLES

_ORDER = {table: at for at, table in enumerate(METADATA.sorted_tables)}
_PARENTS = (Office, Worker, Person, Case)
CHUNK = 50_000


def apply(session: Session, changes: Iterable[Add | Change]) -> None:
    """Write the effects of one act or of thousands; StaleRecord when a record moved on since it was read.

    New offices, workers, persons and cases come first, then changes, then other new records, so
    that a slot given up can be taken again in the same act.
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
    _touch(connection, listed)


def _write(connection: Connection, changes: Sequence[Add | Change]) -> None:
    new: dict[type[Record], list[Record]] = defaultdict(list)
    moved: dict[type[Record], list[Change]] = defaultdict(list)
    for change in changes:
        if isinstance(change, Add):
            new[type(change.record)].append(change.record)
        else:
            moved[type(change.before)].append(change)
    kinds = sorted(new, key=lambda kind: _ORDER[TABLES[kind]])
    for kind in kinds:
        if kind in _PARENTS:
            _insert(connection, kind, new[kind])
    for kind, rows in moved.items():
        _change(connection, kind, rows)
    for kind in kinds:
        if kind not in _PARENTS:
            _insert(connection, kind, new[kind])


def _insert(connection: Connection, kind: type[Record], rows: Iterable[Record]) -> None:
    shape = codec(kind, connection.dialect.name)
    listed = list(rows)
    connection.exec_driver_sql(shape.insert_sql, [shape.to_row(row) for row in listed])
    if kind is Person:
        connection.execute(NAME.insert(), [_looked_for(row) for row in listed])


def _looked_for(person: Record) -> dict[str, Any]:
    """The row of `person_name`."""
    last, first, number = attrgetter("last", "first", "number")(person)
    return {"last": plain(last), "first": plain(first), "person": number}


def _change(connection: Connection, kind: type[Record], changes: list[Change]) -> None:
    shape = codec(kind, connection.dialect.name)
    raised = 0 if kind is Case else 1
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


def _raised(change: Change, by: int) -> Record:
    return msgspec.structs.replace(change.after, version=change.before.version + by)  # type: ignore[attr-defined]


def _first_stale(connection: Connection, changes: list[Change], raised: int) -> Record:
    """The record that was not updated: it does not stand in the store as the change would have it."""
    for change in reversed(changes):
        shape = codec(type(change.before), connection.dialect.name)
        column = shape.key[0]
        rows = shape.select_in(connection, column, [getattr(change.before, column)])
        if _raised(change, raised) not in rows:
            return change.before
    return changes[0].before


def _touch(connection: Connection, changes: Iterable[Add | Change]) -> None:
    """Raise the version of every case whose file, or whose CP's benefits, changed, and of every person
    whose addresses or telephones did; once each."""
    numbers: dict[str, None] = {}
    payees: dict[int, None] = {}
    at_home: dict[int, None] = {}
    changed: set[int] = set()
    fresh: set[str] = set()
    for change in changes:
        record = change.record if isinstance(change, Add) else change.after
        if type(record) in RECORDS_IN_FILE:
            numbers[record.case] = None  # type: ignore[attr-defined]
        elif isinstance(record, Case):
            (fresh.add if isinstance(change, Add) else numbers.setdefault)(record.number)
        elif isinstance(record, BenefitSpell | Agreement):
            payees[record.person] = None
        elif isinstance(record, Address | Phone):
            at_home[record.person] = None
        elif isinstance(record, Person):
            changed.add(record.number)
    persons = TABLES[Person]
    for part in _batches([number for number in at_home if number not in changed]):
        raised = update(persons).where(persons.c.number.in_(part)).values(version=persons.c.version + 1)
        connection.execute(raised)
    cases = TABLES[Case]
    mark = codec(Case, connection.dialect.name).mark
    for part in _batches([number for number in numbers if number not in fresh]):
        marks = ", ".join([mark] * len(part))
        sql = f'UPDATE "case" SET version = version + 1 WHERE number IN ({marks})'
        connection.exec_driver_sql(sql, tuple(part))
    seen = [*numbers, *fresh]
    for part in _batches(list(payees)):
        raised = update(cases).where(cases.c.cp.in_(part)).values(version=cases.c.version + 1)
        connection.execute(raised.where(cases.c.number.not_in(seen)) if seen else raised)


def _batches(values: list[Any]) -> Iterable[list[Any]]:
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))


def _key(record: Record) -> tuple[Any, ...]:
    shape = codec(type(record), "sqlite")
    return (type(record), *(getattr(record, name) for name in shape.key))


def _named(record: Record) -> str:
    kind, *key = _key(record)
    words = {
        "BenefitSpell": "Benefit spell",
        "GoodCause": "Good cause entry",
        "OfficeHours": "Office hours",
        "BenefitNews": "Benefit update",
        "Cover": "Cover of worker",
    }
    return f"{words.get(kind.__name__, kind.__name__)} {' '.join(map(str, key))}"


def set_next_steps(session: Session, rows: Iterable[NextStep], *, gone: Iterable[str] = ()) -> None:
    """Put the next step of each case in the place of its former one; cases in `gone` have none left.

    Only what differs is written: a step that stays touches no row, and no index of its worker's list.
    """
    connection = session.connection()
    shape = codec(NextStep, connection.dialect.name)
    wanted = {row.case: row for row in rows}
    kept = {row.case: row for row in shape.select_in(connection, "case", wanted)}
    moved = [(kept[n], row) for n, row in wanted.items() if n in kept and kept[n] != row]
    if moved:
        fields = shape.moved(moved)
        connection.exec_driver_sql(shape.update_sql(fields), shape.update_rows(fields, moved))
    if new := [shape.to_row(row) for n, row in wanted.items() if n not in kept]:
        connection.exec_driver_sql(shape.upsert_sql, new)
    if numbers := [(number,) for number in gone]:
        connection.exec_driver_sql(f'DELETE FROM next_step WHERE "case" = {shape.mark}', numbers)


class Asked(msgspec.Struct, frozen=True):
    """What was asked by one act: its receipt's number, act, actor, dates, and inputs as canonical JSON."""

    number: str
    act: str
    actor: str
    on: date
    at: datetime
    inputs: str
    undo: str | None = None


def add_receipts(session: Session, asked: Iterable[Asked]) -> None:
    """Keep what was asked, one receipt an act."""
    connection = session.connection()
    sqlite = connection.dialect.name == "sqlite"
    rows = []
    on, at, said = None, None, (None, None)
    for a in asked:
        if on is not a.on or at is not a.at:
            on, at, said = a.on, a.at, chain.moments(a.on, a.at, sqlite=sqlite)
        rows.append((a.number, a.act, a.actor, *said, a.inputs, a.undo))
    insert_together(connection, 'receipt (id, act, actor, "on", at, inputs, undo)', rows)


def add_receipt(
    session: Session, *, number: str, act: str, actor: str, on: date, at: datetime, inputs: bytes
) -> None:
    """Keep what was asked by one act."""
    add_receipts(session, [Asked(number, act, actor, on, at, inputs.decode())])


def set_business_date(session: Session, day: date) -> None:
    """Move the business date of a practice store."""
    session.connection().execute(
        update(INFO).where(INFO.c.key == "business_date").values(value=day.isoformat())
    )


def bulk_load(
    store: Store,
    records: Iterable[Record],
    *,
    activities: Iterable[chain.Entry] = (),
    next_steps: Iterable[NextStep] = (),
) -> int:
    """Put given records into the store in one transaction; says how many.

    A record may come in the same 50,000 as those it refers to, or after them. Versions stay as given.
    """
    count = 0
    with store.write() as session:
        connection = session.connection()
        waiting: dict[type[Record], list[Record]] = defaultdict(list)

        def flush() -> None:
            for kind in sorted(waiting, key=lambda kind: _ORDER[TABLES[kind]]):
                _insert(connection, kind, waiting[kind])
            waiting.clear()

        for record in joined(records, next_steps):
            waiting[type(record)].append(record)
            count += 1
            if count % CHUNK == 0:
                flush()
        flush()
        pending: list[chain.Entry] = []
        for entry in activities:
            pending.append(entry)
            if len(pending) == CHUNK:
                chain.append(session, pending)
                pending.clear()
        chain.append(session, pending)
    return count
