"""What the federal report costs: with its audit trail, beside sixty conditional sums that keep nothing.

The facts of a case are gathered from thirteen relations either way, and that takes most of the time; so the
report is measured whole, and again from rows that are gathered already.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bench._figures import LARGE_VARIABLE, Samples, figure
from bench._folder import copy_of, folder

CASES = 1_000_000 if os.environ.get(LARGE_VARIABLE) else 10_000
SIZE = 20_000
TIMES = 5
ON = date(2026, 10, 20)
YEAR = 2026
PROGRAM, ANALYST = "FED/LA", "FED/00001"


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


def spans(session: Any, relation: Any, size: int) -> Iterator[Any]:
    """The ranges of the cases."""
    from cstui.agencies.federal.reads import gather

    after = ""
    while (through := session.scalar(gather.greatest(relation, "case", "case", after, size))) is not None:
        yield gather.Range(after, through)
        after = through


def sums(flags: Any, amounts: Any) -> list[Any]:
    """A conditional sum for each line of cases in each of its columns, as one would write them by hand."""
    from sqlalchemy import and_, case, func, literal

    from cstui.agencies.federal.policy import lines

    edition = lines.edition_for(YEAR)
    found = []
    for place in lines.places(edition, {}):
        if place.unit == "C":
            asked = lines.conditions_of(edition, place.line, {})
            line = edition.by_number[place.line]
            status = [lines.status_of(line, place.column)] if place.column in "bcd" else []
            tests = [flags[fact] == 1 for one in (*asked, *status) for fact in one.yes]
            tests += [flags[fact] == 0 for one in (*asked, *status) for fact in one.no]
            value = sum((amounts[name] for name in line.amounts), literal(0)) if line.amounts else literal(1)
            found.append(func.sum(case((and_(*tests), value), else_=0)))
    return found


@figure(
    f"OCSE-157 with audit trail, {CASES:,} cases",
    unit="s",
    budget=0.6,
    against="gathering alike, sixty conditional sums, nothing kept",
)
def whole_report(runs: int) -> Samples:
    """A report counted and kept, children too; and the sums of its case lines over the same relations."""
    from sqlalchemy import select

    from cstui.acts.perform import Performer, Receipt
    from cstui.agencies.federal import counting
    from cstui.agencies.federal.acts.reports import FedBeginReport
    from cstui.agencies.federal.reads import gather
    from cstui.policy.rulebook import load_rulebook
    from cstui.store.engine import open_store

    ours, floor = [], []
    for _ in range(min(runs, TIMES)):
        with open_store(copy_of(many_cases(CASES), "ocse157.store")) as store:
            performer = Performer(store, load_rulebook("federal"), clock)
            begin = FedBeginReport(program=PROGRAM, fiscal_year=YEAR)
            started = time.perf_counter()
            done = counting.begin_and_count(performer, begin, actor=ANALYST, on=ON)
            ours.append(time.perf_counter() - started)
            if not isinstance(done, Receipt):
                raise RuntimeError(str(done))
            relation = counting.relations_of("louisiana")
            asked = counting.asked_of(performer.facts(PROGRAM, on=ON).file.reports[-1])
            started = time.perf_counter()
            with store.read() as session:
                for span in spans(session, relation, SIZE):
                    found = gather.CaseGather(relation, asked, span).gathered()
                    wanted = select(*sums(found.facts, found.amounts)).select_from(found.joined)
                    session.connection().execute(wanted).all()
            floor.append(time.perf_counter() - started)
    return ours, floor


@figure(
    f"OCSE-157 from gathered rows, {CASES:,} cases",
    unit="s",
    budget=0.6,
    against="sixty conditional sums over the same rows",
)
def classified(runs: int) -> Samples:
    """Each gathered case put into its cell and kept, then grouped; and the sums over the gathered rows."""
    from sqlalchemy import MetaData, Table, literal, select, text

    from cstui.agencies.federal import counting
    from cstui.agencies.federal.policy.conditions import AMOUNTS, CASE_FACTS
    from cstui.agencies.federal.policy.year import FiscalYear
    from cstui.agencies.federal.reads import gather, items
    from cstui.store.engine import open_store

    ours, floor = [], []
    relation, names = counting.relations_of("louisiana"), [column.name for column in items.ITEM.c]
    asked = gather.CountRules(year=FiscalYear(YEAR))
    with open_store(copy_of(many_cases(CASES), "ocse157-rows.store")) as store:
        with store.write() as session:
            made = False
            for span in spans(session, relation, SIZE):
                work = gather.CaseGather(relation, asked, span)
                found, base = work.gathered(), work.base
                flags = (found.facts[fact].label(f"f{n}") for n, fact in enumerate(CASE_FACTS))
                amounts = (found.amounts[name].label(name) for name in AMOUNTS)
                who = (
                    base.c[name]
                    for name in ("case", "opened", "closed", "office", "worker", "parent", "custodian")
                )
                rows = select(*who, *flags, *amounts).select_from(found.joined)
                sql = rows.compile(store.engine, compile_kwargs={"literal_binds": True})
                into = "INSERT INTO gathered" if made else "CREATE TABLE gathered AS"
                session.execute(text(f"{into} {sql}".replace(":", "\\:")))
                made = True
        with store.read() as session:
            table = Table("gathered", MetaData(), autoload_with=session.connection()).c
        facts = {fact: table[f"f{n}"] for n, fact in enumerate(CASE_FACTS)}
        for turn in range(min(runs, TIMES)):
            report = turn + 1
            wanted = select(
                literal(PROGRAM),
                literal(report),
                literal("C"),
                table["case"],
                gather.packed("C", facts),
                *(table[name] for name in AMOUNTS),
                *(table[name] for name in ("opened", "closed", "office", "worker", "parent", "custodian")),
                literal(""),
            )
            started = time.perf_counter()
            with store.write() as session:
                session.connection().execute(items.ITEM.insert().from_select(names, wanted))
            with store.write() as session:
                items.keep_cells(session.connection(), PROGRAM, report)
            ours.append(time.perf_counter() - started)
            started = time.perf_counter()
            with store.read() as session:
                session.execute(select(*sums(facts, table))).all()
            floor.append(time.perf_counter() - started)
    return ours, floor
