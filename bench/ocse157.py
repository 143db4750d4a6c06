"""What the federal report costs with its audit trail, beside one pass written by hand that only counts.

The floor (`bench/by_hand`) is SQL over Louisiana's tables without cells: the facts of each case, then of each
child, and a conditional sum for each line and column. It keeps nothing, and must come to the same figures.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bench._figures import LARGE_VARIABLE, Samples, figure
from bench._folder import copy_of, folder

SIZES = (10_000, 1_000_000) if os.environ.get(LARGE_VARIABLE) else (10_000, 100_000)
TIMES = 5
ON = date(2026, 10, 20)
YEAR = 2026
PROGRAM, ANALYST = "FED/LA", "FED/00001"
BY_HAND = Path(__file__).parent / "by_hand"
Floor = dict[tuple[str, str], int]


def clock() -> datetime:
    """The moment at which all of it is done."""
    return datetime(2026, 10, 20, 15, tzinfo=UTC)


@cache
def many_cases(count: int) -> Path:
    """A closed store of so many made-up cases of Louisiana, with a federal program."""
    from cstui.agencies.federal.records import StateProgram
    from cstui.agency import find
    from cstui.policy.records import Agency, Office, Worker
    from cstui.scenario.caseload import create_caseload
    from cstui.store.writing import bulk_load

    path = folder() / f"ocse157-{count}.store"
    with create_caseload(
        path, find("louisiana"), cases=count, seed=1, on=ON, clock=clock, name="BENCH", steps=False
    ) as store:
        bulk_load(
            store,
            [
                Agency(name="federal", title="Federal report"),
                Office(code="FED/00", name="CENTRAL", agency="federal"),
                Worker(number=ANALYST, name="PRACTICE, ANALYST", office="FED/00"),
                StateProgram(
                    number=PROGRAM,
                    reports_on="louisiana",
                    state="LA",
                    office="FED/00",
                    worker=ANALYST,
                    opened=date(2000, 1, 1),
                ),
            ],
        )
    return path


def sums(unit: str, report: Any) -> tuple[list[tuple[str, str]], str]:
    """The lines and columns of a unit, and a conditional sum for each, as one would write them by hand."""
    from cstui.agencies.federal.policy import lines
    from cstui.agencies.federal.policy.form import switches

    edition, choices, found = lines.edition_of(report.edition), switches(report), {}
    for place in lines.places(edition, choices):
        if place.unit == unit:
            line = edition.by_number[place.line]
            status = [lines.status_of(line, place.column)] if place.column in "bcd" else []
            asked = (*lines.conditions_of(edition, place.line, choices), *status)
            tests = [f'"{fact}"' for one in asked for fact in one.yes]
            tests += [f'NOT "{fact}"' for one in asked for fact in one.no]
            value = " + ".join(f"amount_{name}" for name in line.amounts) or "1"
            key = place.line, place.column
            found[key] = f"sum(CASE WHEN {' AND '.join(tests) or 'TRUE'} THEN {value} ELSE 0 END)"
    return list(found), f"SELECT {', '.join(found.values())} FROM {BY_HAND_TABLE[unit]}"


BY_HAND_TABLE = {"C": "case_facts", "K": "child_facts"}


def by_hand(store: Any, report: Any) -> Floor:
    """The counted figures of a report by the pass written by hand, on a connection of the store."""
    from cstui.agencies.federal.policy.year import FiscalYear

    year = FiscalYear(report.fiscal_year)
    told = {
        "start": year.start.isoformat(),
        "end": year.end.isoformat(),
        "due": year.due.isoformat(),
        "last_month": year.last_month.isoformat(),
        "grounds": json.dumps(list(report.grounds)),
    }
    found: Floor = {}
    with store.raw() as raw:
        raw.execute("PRAGMA query_only=OFF")
        for unit, name in (("C", "cases"), ("K", "children")):
            raw.execute((BY_HAND / f"ocse157_{name}.sql").read_text(), told)
            keys, statement = sums(unit, report)
            found |= dict(zip(keys, map(int, raw.execute(statement).fetchone()), strict=True))
            if unit == "C":
                raw.execute('CREATE UNIQUE INDEX temp.case_facts_case ON case_facts ("case")')
        for table in BY_HAND_TABLE.values():
            raw.execute(f"DROP TABLE temp.{table}")
    return found


@cache
def taken(cases: int, runs: int) -> dict[str, Samples]:
    """Reports counted and kept, and the figures by hand, in turns: by the clock, and by processor time."""
    from cstui.acts.perform import Performer, Receipt
    from cstui.agencies.federal import counting
    from cstui.agencies.federal.acts.reports import FedBeginReport
    from cstui.agencies.federal.policy.form import parted
    from cstui.policy.rulebook import load_rulebook
    from cstui.store.engine import open_store

    found: dict[str, Samples] = {"wall": ([], []), "processor": ([], [])}

    def timed(side: int, work: Callable[..., Any], *told: Any, **named: Any) -> Any:
        wall, processor = time.perf_counter(), sum(os.times()[:4])
        done = work(*told, **named)
        found["wall"][side].append(time.perf_counter() - wall)
        found["processor"][side].append(sum(os.times()[:4]) - processor)
        return done

    for _ in range(min(runs, TIMES)):
        with open_store(copy_of(many_cases(cases), "ocse157.store")) as store:
            performer = Performer(store, load_rulebook("federal"), clock)
            begin = FedBeginReport(program=PROGRAM, fiscal_year=YEAR)
            done = timed(0, counting.begin_and_count, performer, begin, actor=ANALYST, on=ON)
            if not isinstance(done, Receipt):
                raise RuntimeError(str(done))
            report = performer.facts(PROGRAM, on=ON).file.reports[-1]
            figures = timed(1, by_hand, store, report)
            if (
                strange := figures.items()
                ^ {key: number for key, number in parted(report.figures).items() if key in figures}.items()
            ):
                raise RuntimeError(f"the figures differ: {sorted(strange)}")
    return found


def _figures_of(cases: int) -> None:
    """The two figures of a size."""
    against = "one pass by hand that only counts, the same figures"
    for of, budget in (("wall", 0.6), ("processor", 1.2)):
        said = " processor time," if of == "processor" else ""
        figure(f"OCSE-157 with audit trail,{said} {cases:,} cases", unit="s", budget=budget, against=against)(
            lambda runs, of=of: taken(cases, runs)[of]  # type: ignore[misc]
        )


for size in SIZES:
    _figures_of(size)
