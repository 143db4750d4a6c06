"""Stores for tests of the night: many cases waiting, and what a store holds, to be compared."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cstui.agencies.louisiana.records import Appointment, Case, Closure, Form, Interface
from cstui.nightly import run
from cstui.nightly.preparer import Preparer, RangeAsked, RangePrepared
from cstui.policy.records import Office, OfficeHours, Person, Record, Worker
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.play import PlayedClock, load
from cstui.store import chain, log_tables, schema, seals, verify_log
from cstui.store.engine import Store, create_store
from tests.records import benefits, reported

START = date(2026, 3, 20)
RULES = load_rulebook()


def clock() -> datetime:
    return datetime(2026, 3, 20, 22, tzinfo=UTC)


def given(count: int, kinds: int = 6) -> Iterator[Record]:
    """An office and `count` cases, in turn to be mailed, sent, noticed, removed, closed, looked at.

    One day has room for 480 interviews, so more than 2,880 cases are of the first five `kinds` only.
    """
    yield Office(code="17", name="RIVERBEND", agency="louisiana")
    yield Worker(number="17001", name="ADA", office="17")
    for weekday in range(1, 6):
        yield OfficeHours(office="17", weekday=weekday, opens="08:00", closes="16:30")
    for number in range(count):
        yield from _case(number + 1, number % kinds)


def _case(cp: int, kind: int) -> Iterator[Record]:
    number = f"{17_000_000 + cp}"
    yield Person(number=cp, last="PRACTICE-DOE", first="JANE")
    yield Case(
        number=number,
        office="17",
        worker="17001",
        cp=cp,
        opened=date(2026, 1, 2),
        status="pended" if kind == 4 else "open",
    )
    if kind != 4:
        notice = START - timedelta(days=13) if kind == 3 else None
        yield benefits(cp, applied=date(2026, 1, 2), begins=date(2026, 1, 9), notice_on=notice)
    if kind == 0:
        at = f"{8 + cp % 8:02d}:{cp // 8 % 60:02d}"
        on = START + timedelta(days=10 + cp // 480)
        yield Appointment(
            case=number, seq=1, purpose="SI", on=on, at=at, worker="17001", made_on=START, notice_on=START
        )
        yield Form(
            case=number, seq=1, form="APPT 1", edition=1, person=cp, made_on=START, appointment=1, values={}
        )
    if kind in (1, 2, 3):
        entered = START if kind == 1 else START - timedelta(days=10 if kind == 2 else 23)
        yield reported(number, entered, ground="RI", reported_on=None if kind == 1 else entered)
    if kind == 1:
        yield Interface(case=number, seq=1, kind="LAIN 2IP", says="NONCOOP", cooperation=1, made_on=START)
    if kind == 4:
        pended = START - timedelta(days=60)
        yield Closure(
            case=number,
            seq=1,
            reason="FTC",
            path="removed",
            pended_on=pended,
            notice_on=pended,
            closes_on=START,
        )
    if kind == 5:
        yield Appointment(
            case=number,
            seq=1,
            purpose="SI",
            on=START,
            at=f"{8 + cp % 8:02d}:{cp // 8 % 60:02d}",
            worker="17001",
            made_on=date(2026, 3, 2),
            notice_on=date(2026, 3, 2),
        )


def store_with(target: str | Path, records: Iterator[Record] | list[Record], start: date = START) -> Store:
    """A practice store that holds these cases, loaded on `start`."""
    store = create_store(target, name="NIGHT", business_date=start)
    load(store, list(records), RULES, start, PlayedClock(start), "Given.")
    return store


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All that the store holds, row by row; log and seals without the order over all subjects."""
    kept = {table.name for table in schema.tables_of(store.agencies)}
    tables = sorted(kept - {log_tables.ACTIVITY.name, log_tables.SEAL.name})
    with store.read() as session:
        connection = session.connection()
        held = {
            table: sorted(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {table}")), key=repr)
            for table in tables
        }
        held["seals"] = [(one.seq, one.on, one.count) for one in seals.kept(connection)]
        held["log"] = [
            tuple(map(str, (line.subject, line.seq, line.digest))) for line in chain.lines(session)
        ]
        assert list(verify_log.log(session)) == []
    return held


def after_ranges(monkeypatch: pytest.MonkeyPatch, tell: Callable[[run._Run], None]) -> None:
    """Tell of the night after each of its transactions."""
    transaction = run._Run._transaction

    def told(held: run._Run) -> bool:
        over = transaction(held)
        tell(held)
        return over

    monkeypatch.setattr(run._Run, "_transaction", told)


AT_ONCE = property(lambda _: 1e-9, lambda _, value: None)
"""The pace of a second process that is taken to need no time, so that the night has everything prepared."""


def patient(monkeypatch: pytest.MonkeyPatch, kill_after: bool = False) -> list[str]:
    """A night that waits for every answer of the second process; the keys of the ranges that were prepared.

    The number of that process is printed; it is killed after the first range, if it is to be.
    """
    start, hear, take, taken = Preparer.start, Preparer._hear, Preparer.take, list[str]()

    def starts(held: Preparer, due: int) -> None:
        before = held._process
        start(held, due)
        if held._process != before:
            print(held._process, flush=True)

    def waits(held: Preparer, patience: float = 0.0) -> None:
        if held._process and not held._gone and held._unanswered:
            if kill_after and taken:
                os.kill(held._process, signal.SIGKILL)
            held._answers.put(held._answers.get(timeout=60))
        hear(held, patience)

    def tells(held: Preparer, asked: RangeAsked) -> RangePrepared | None:
        found = take(held, asked)
        taken.extend(asked.keys if found is not None else ())
        return found

    monkeypatch.setattr(Preparer, "start", starts)
    monkeypatch.setattr(Preparer, "_hear", waits)
    monkeypatch.setattr(Preparer, "take", tells)
    monkeypatch.setattr(Preparer, "pace", AT_ONCE, raising=False)
    return taken
