"""A store of many invented cases, some of which wait for the night: a form, a LAIN 2IP, a close, a step.

The next steps are the guide's own, so that `cstui store verify` finds nothing. Loaded once a size and kept
in a folder for the time of the run; figures work on copies.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from bench._folder import folder
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import (
    BenefitSpell,
    Case,
    Child,
    Closure,
    Cooperation,
    Form,
    Interface,
)
from cstui.policy import guide
from cstui.policy.facts import shape_of_file
from cstui.policy.records import NextStep, Office, OfficeHours, Person, Record, Reminder, Worker
from cstui.policy.rulebook import load_rulebook
from cstui.store import seals
from cstui.store.chain import LogEntry
from cstui.store.engine import create_store
from cstui.store.writing import bulk_load

NIGHT = date(2026, 3, 20)
OPENED = date(2026, 1, 5)
MAILED, SENT, CLOSED, CHANGED = range(4)
"""What a waiting case waits for, in turn."""


def clock() -> datetime:
    return datetime(2026, 3, 20, 22, tzinfo=UTC)


@cache
def many_cases(count: int, waiting: int = 0) -> Path:
    """The file of a store of `count` cases, of which `waiting` have something due in the night of NIGHT."""
    path = folder() / f"{count}-{waiting}.store"
    every = count // waiting if waiting else 0
    with create_store(path, name="BENCH", business_date=NIGHT, at=clock()) as store:
        bulk_load(
            store,
            _given(count, every),
            activities=map(_opened, range(count)),
            next_steps=_steps(count, every),
        )
        with store.write() as session:  # as the night before would have left it
            seals.seal_given(session.connection(), NIGHT)
    close_log(path)
    return path


def number(n: int) -> str:
    """The number of the n-th case."""
    return f"{17_000_000 + n}"


def close_log(path: Path) -> None:
    """Put everything that was written into the file itself, so that it can be copied."""
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


def _waits(n: int, every: int) -> int | None:
    return n // every % 4 if every and n % every == 0 else None


def _given(count: int, every: int) -> Iterator[Record]:
    yield Office(code="17", name="RIVERBEND", agency="louisiana")
    yield Worker(number="17001", name="ADA", office="17")
    for weekday in range(1, 6):
        yield OfficeHours(office="17", weekday=weekday, opens="08:00", closes="16:30")
    for n in range(count):
        yield from _case(n, _waits(n, every))


def _case(n: int, waits: int | None) -> Iterator[Record]:
    cp, child, case = 2 * n + 1, 2 * n + 2, number(n)
    yield Person(number=cp, last=f"PRACTICE-DOE{n % 97}", first="JANE", born=date(1990, 1, 1))
    yield Person(number=child, last=f"PRACTICE-DOE{n % 97}", first="ZOE", born=date(2019, 5, 4))
    status = "pended" if waits == CLOSED else "open"
    yield Case(number=case, office="17", worker="17001", cp=cp, opened=OPENED, status=status)
    yield Child(case=case, seq=1, person=child, added_on=OPENED)
    if waits != CLOSED:
        yield BenefitSpell(
            person=cp, seq=1, program="FITAP", iva_number="9", applied=OPENED, begins=OPENED
        )  # fmt: skip
    if waits == MAILED:
        yield Form(case=case, seq=1, form="OFS 53", edition=1, person=cp, made_on=NIGHT)
    if waits == SENT:
        yield Cooperation(
            case=case,
            seq=1,
            kind="reported",
            ground="RI",
            failed_on=NIGHT,
            entered_on=NIGHT,
            worker="17001",
        )
        yield Interface(case=case, seq=1, kind="LAIN 2IP", says="NONCOOP", cooperation=1, made_on=NIGHT)
    if waits == CLOSED:
        pended = NIGHT - timedelta(days=60)
        yield Closure(
            case=case,
            seq=1,
            reason="FTC",
            path="removed",
            pended_on=pended,
            notice_on=pended,
            closes_on=NIGHT,
        )
    if waits == CHANGED:
        due = NIGHT + timedelta(days=1)
        yield Reminder(subject=f"case {case}", seq=1, worker="17001", due=due, text="Call the CP")


def _steps(count: int, every: int) -> Iterator[NextStep]:
    """The next step of each case. The cases that wait for the same differ in their number only, so the
    guide is asked about the first of each."""
    rules = load_rulebook()
    asked: dict[int | None, NextStep] = {}
    for n in range(count):
        waits, case = _waits(n, every), number(n)
        if waits not in asked:
            asked[waits] = guide.next_step(_facts(n, waits), rules, NIGHT)
        step = asked[waits]
        yield replace(step, subject=f"case {case}", command=step.command.replace(step.key, case))


def _facts(n: int, waits: int | None) -> Facts:
    given = list(_case(n, waits))
    cp, case = (next(row for row in given if isinstance(row, kind)) for kind in (Person, Case))
    parts: dict[str, list[Record]] = {}
    kept = shape_of_file(CaseFile).parts
    for row in given:
        if (name := kept.get(type(row))) is not None:
            parts.setdefault(name, []).append(row)
    file = CaseFile(case=case, **{name: tuple(rows) for name, rows in parts.items()})
    return Facts(file=file, cp=cp, spells=tuple(row for row in given if isinstance(row, BenefitSpell)))


def _opened(n: int) -> LogEntry:
    return LogEntry(
        subject=f"case {number(n)}", action="NT", on=OPENED, at=clock(), actor="17001", text="Case opened."
    )
