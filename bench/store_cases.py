"""What a large store costs: opening a case, and a night with many cases due."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bench._cases import NIGHT, clock, many_cases, number
from bench._figures import LARGE_VARIABLE, Samples, figure
from bench._folder import copy_of
from bench._practice import practice
from bench.desk_keys import in_turns
from cstui.agencies.louisiana import reads as case_reads
from cstui.store.engine import CACHE_KIBIBYTES, Store, open_store

LARGE = LARGE_VARIABLE in os.environ
CASES, WAITING = (1_000_000, 100_000) if LARGE else (100_000, 10_000)
FEW = 1_000
OPENED_IN_A_RUN = 50
NIGHTS = 3 if LARGE else 7


@figure(f"open a case of {CASES:,}", unit="ms", budget=1.5, against=f"the same among {FEW:,}")
def open_case(runs: int) -> Samples:
    """What a case screen reads of a random case: its names and all facts. The median of a run's cases."""
    from cstui.acts.perform import Performer
    from cstui.policy.rulebook import load_rulebook

    chance = random.Random(1)
    rules = load_rulebook()

    def once(desk: Performer, cases: int) -> float:
        times = []
        for _ in range(OPENED_IN_A_RUN):
            case = number(chance.randrange(cases))
            started = time.perf_counter()
            with desk.store.read() as session:
                case_reads.case_summary(session, case)
            desk.facts(case)
            times.append(time.perf_counter() - started)
        return sorted(times)[len(times) // 2] * 1000

    with (
        open_store(many_cases(CASES, WAITING)) as many,
        open_store(many_cases(FEW, FEW // 10)) as few,
    ):
        desks = ((Performer(many, rules, clock), CASES), (Performer(few, rules, clock), FEW))
        for desk in desks:
            once(*desk)
        pairs = [(once(*desks[0]), once(*desks[1])) for _ in range(runs)]
    return [ours for ours, _ in pairs], [floor for _, floor in pairs]


@figure(f"find a name of {CASES:,}", unit="ms", budget=1.5, against=f"the same among {FEW:,}")
def find_name(runs: int) -> Samples:
    """A page of persons by the beginning of a name, as SRCH reads it. The median of a run's names."""
    return _searches(runs, "practice-doe{}", 17)


@figure(
    f"find two words of {CASES:,}", unit="ms", budget=50, against=f"the same among {FEW:,}", absolute=True
)
def find_words(runs: int) -> Samples:
    """A page of persons by the beginnings of a part of their last name and of their first name."""
    return _searches(runs, "zo doe{}", 10)


@figure(
    f"find three frequent words of {CASES:,}",
    unit="ms",
    budget=50,
    against=f"the same among {FEW:,}",
    absolute=True,
)
def find_frequent(runs: int) -> Samples:
    """A page of persons by three words that very many have."""
    return _searches(runs, "zo pr do", 10)


def _searches(runs: int, typed: str, limit: int) -> Samples:
    """The median of a run's searches, each for another of the names."""
    from cstui.store import reads

    chance = random.Random(1)

    def once(store: Store) -> float:
        times = []
        for _ in range(OPENED_IN_A_RUN):
            wanted = typed.format(chance.randrange(97))
            started = time.perf_counter()
            with store.read() as session:
                found = reads.search_people(session, wanted, limit=limit)
            times.append(time.perf_counter() - started)
            if len(found) < limit:
                raise RuntimeError(f"{wanted}: only {len(found)} found")
        return sorted(times)[len(times) // 2] * 1000

    with (
        open_store(many_cases(CASES, WAITING)) as many,
        open_store(many_cases(FEW, FEW // 10)) as few,
    ):
        for store in (many, few):
            once(store)
        pairs = [(once(many), once(few)) for _ in range(runs)]
    return [ours for ours, _ in pairs], [floor for _, floor in pairs]


@figure(
    f"night, {WAITING:,} of {CASES:,} due",
    unit="s",
    budget=2.5,
    against="the same rows, hand-written SQL, no digests",
)
def night(runs: int) -> Samples:
    """One night in our code, and what it wrote written again by plain statements in one transaction."""
    from cstui.nightly.run import run_nights
    from cstui.policy.rulebook import load_rulebook

    rules, before = load_rulebook(), many_cases(CASES, WAITING)
    ours, floor = [], []
    statements: list[Statement] = []
    for _ in range(min(runs, NIGHTS)):
        after = copy_of(before, "night.store")
        with open_store(after) as store:
            started = time.perf_counter()
            done = run_nights(store, rules, clock, through=NIGHT)
            ours.append(time.perf_counter() - started)
        if sum(done[0].counts.values()) < WAITING or done[0].aside:
            raise RuntimeError(f"the night did not do what was due: {done[0].counts}")
        statements = statements or written(before, after)
        floor.append(by_hand(copy_of(before, "floor.store"), statements))
    return ours, floor


@figure(
    "timeline, the slowest case", unit="ms", budget=20, against="the guide asked on each day", absolute=True
)
def timeline_of_a_case(runs: int) -> Samples:
    """The timeline of each case of the practice store, 400 days ahead; the slowest of a run.

    The floor is what finds the same turns without looking for them: the guide asked on every one of the days.
    """
    from cstui.agencies.louisiana.policy.facts import Facts
    from cstui.nightly.forecast import DAYS
    from cstui.nightly.timeline import timeline
    from cstui.policy import guide
    from cstui.policy.rulebook import load_rulebook
    from cstui.store import facts

    rules = load_rulebook()
    with open_store(practice()) as store, store.read() as session:
        today = store.info().business_date
        cases = [row[0] for row in session.execute(text("SELECT number FROM la_case ORDER BY number"))]
        known = list(facts.read_many(session, Facts, cases).values())
        days = [today + timedelta(days=n) for n in range(DAYS)]

        def ours() -> float:
            return max(_milliseconds(timeline, of, rules, today) for of in known)

        def each_day(of: Facts) -> None:
            for on in days:
                guide.steps(of, rules, on)

        def floor() -> float:
            return max(_milliseconds(each_day, of) for of in known)

        return in_turns(runs, ours, floor)


def _milliseconds(do: Callable[..., object], *given: object) -> float:
    started = time.perf_counter()
    do(*given)
    return (time.perf_counter() - started) * 1000


Statement = tuple[str, list[tuple[Any, ...]]]


def by_hand(path: Path, statements: list[Statement]) -> float:
    """Seconds of the statements in one transaction, as safe on disk as the store's."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute(f"PRAGMA cache_size=-{CACHE_KIBIBYTES}")
    started = time.perf_counter()
    raw.execute("BEGIN IMMEDIATE")
    for sql, rows in statements:
        raw.executemany(sql, rows)
    raw.execute("COMMIT")
    taken = time.perf_counter() - started
    raw.close()
    return taken


def written(before: Path, after: Path) -> list[Statement]:
    """One INSERT and one UPDATE a table that make `after` of `before`, without digests."""
    raw = sqlite3.connect(before)
    raw.execute("ATTACH ? AS new", (str(after),))
    tables = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'activity_text%'"
    found: list[Statement] = []
    for (table,) in raw.execute(tables).fetchall():
        shape = raw.execute(f'PRAGMA table_info("{table}")').fetchall()
        names = [row[1] for row in shape]
        key = [row[1] for row in sorted(shape, key=lambda row: row[5]) if row[5]]
        old = _rows(raw, f'SELECT * FROM main."{table}" EXCEPT SELECT * FROM new."{table}"', names, key)
        new = _rows(raw, f'SELECT * FROM new."{table}" EXCEPT SELECT * FROM main."{table}"', names, key)
        for row in new.values() if table != "form_template" else ():
            row.update({name: "" for name in ("digest", "previous", "receipt_digest") if name in row})
        added = [tuple(row.values()) for at, row in new.items() if at not in old]
        if added:
            quoted = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join("?" * len(names))
            found.append((f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', added))
        moved = [name for name in names if any(old[at][name] != new[at][name] for at in old if at in new)]
        if moved:
            sets = ", ".join(f'"{name}" = ?' for name in moved)
            where = " AND ".join(f'"{name}" = ?' for name in key)
            rows = [(*(new[at][name] for name in moved), *at) for at in old if at in new]
            found.append((f'UPDATE "{table}" SET {sets} WHERE {where}', rows))
    raw.close()
    return found


def _rows(
    raw: sqlite3.Connection, sql: str, names: list[str], key: list[str]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    rows = (dict(zip(names, row, strict=True)) for row in raw.execute(sql))
    return {tuple(row[name] for name in key): row for row in rows}
