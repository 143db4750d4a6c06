"""Count a report: its cases, then its children, range by range, then its cells.

Each range is one transaction that writes the items of its cases, so desks are let in between, and memory does
not grow with the number of cases. What is written is keyed by program, report, unit and case: a count that
was killed goes on after the last one, and writes each item once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from cstui.acts.perform import Actor, Performer, Receipt
from cstui.agencies.federal.acts.reports import COUNTER, FedBeginReport, FedKeepReport
from cstui.agencies.federal.policy import lines
from cstui.agencies.federal.policy.conditions import AMOUNTS, bit
from cstui.agencies.federal.policy.facts import ProgramFacts, ProgramFile
from cstui.agencies.federal.policy.form import flag, key_of, switches
from cstui.agencies.federal.policy.year import FiscalYear
from cstui.agencies.federal.reads import gather, items
from cstui.agencies.federal.reads.helpers import Helpers, helpers_for
from cstui.agencies.federal.reads.range_work import ReportRanges
from cstui.agencies.federal.records import Report
from cstui.agency import find
from cstui.policy.effects import Refused
from cstui.policy.ivd import COLUMNS
from cstui.progress import Progress
from cstui.store import ivd
from cstui.store.facts import read_facts

SIZE = 20_000
"""How many cases or children one transaction counts."""
WORTH = 200_000
"""From so many cases on other processes help."""


def asked_of(report: Report) -> gather.CountRules:
    """What the statements of a report depend on."""
    edition = lines.edition_of(report.edition)
    return gather.CountRules(
        year=FiscalYear(report.fiscal_year),
        disbursed=edition.disbursed,
        foreign=edition.foreign,
        interest=flag(report, "fed_interest"),
        grace=flag(report, "fed_grace_month"),
        former_on_case=flag(report, "fed_former_on_case"),
        grounds=tuple(sorted(report.grounds)),
    )


def lacking(session: Session, agency: str) -> list[str]:
    """The relations that neither the agency's records hold nor anybody entered."""
    agencies = (find(agency),)
    return [name for name in COLUMNS if ivd.lacking(session, name, agencies)]


def begin_and_count(
    performer: Performer,
    begin: FedBeginReport,
    *,
    actor: Actor,
    on: date,
    progress: Progress | None = None,
) -> Receipt | Refused:
    """Begin a report and count it; the receipt of the act that keeps it."""
    begun = performer.perform(begin, actor=actor, on=on)
    if isinstance(begun, Refused):
        return begun
    file = _file(performer, begin.program)
    return count(performer, begin.program, file.reports[-1].seq, on=on, progress=progress)


def count(
    performer: Performer,
    program: str,
    report: int,
    *,
    on: date,
    progress: Progress | None = None,
    size: int = SIZE,
    helpers: int | None = None,
) -> Receipt | Refused:
    """Count a begun report, or go on with one that was cut off; then keep it as a draft.

    `progress` counts the cases and may stop it between two ranges (Cancelled): what was counted stays.
    So many processes help as `helpers` says; where it does not, as many as are worth it.
    """
    file = _file(performer, program)
    found = file.report(report)
    if found is None or found.status != "counting":
        return performer.perform(FedKeepReport(program=program, report=report), actor=COUNTER, on=on)
    work = _Count(performer, file, found, size, progress)
    total = work.total()
    if helpers is None:
        helpers = helpers_for(work.work) if total >= WORTH else 0
    if progress is not None:
        progress.begin("Cases", total, "cases")
    with closing(Helpers(work.work, helpers)) as beside:
        work.run(beside)
    return performer.perform(work.keeping(), actor=COUNTER, on=on)


def _file(performer: Performer, program: str) -> ProgramFile:
    with performer.store.read() as session:
        facts = read_facts(session, ProgramFacts, program)
    if facts is None:
        raise LookupError(f"there is no program {program}")
    return facts.file


class _Count:
    """One count of a report."""

    def __init__(
        self, performer: Performer, file: ProgramFile, report: Report, size: int, progress: Progress | None
    ) -> None:
        self.store, self.file, self.report = performer.store, file, report
        self.program, self.seq, self.size, self.progress = file.key, report.seq, size, progress
        self.asked = asked_of(report)
        self.digest = hashlib.sha256()
        self.work = ReportRanges(self.store, file.program.reports_on, self.program, self.seq, self.asked)

    def total(self) -> int:
        """How many cases there are."""
        rows = select(func.count()).select_from(ivd.numbers((find(self.work.agency),)))
        with self.store.read() as session:
            found: int = session.connection().execute(rows).scalar_one()
        return found

    def run(self, helpers: Helpers) -> None:
        """Every range that is not counted yet; then the digest and the cells of all."""
        for unit in ("C", "K"):
            for _ in helpers.ask(
                (("gather", unit, span) for span in self.work.spans(unit, self.size)), "write"
            ):
                self._step(unit)
            for span in self.work.spans(unit, self.size):  # what no helper has counted
                self.work.count(unit, span)
                self._step(unit)
        with self.store.write() as session:
            self._quick(session)
        with self.store.read() as session:
            parts = list(items.slices(session, self.program, self.seq, self.size))
        sums = items.Sums()
        for part, (text, groups) in zip(parts, self._read(parts, helpers), strict=True):
            self.digest.update(text)
            sums.add(part[0], groups)
        with self.store.write() as session:
            sums.keep(session.connection(), self.program, self.seq)

    def _read(self, parts: list[items.Slice], helpers: Helpers) -> Iterator[tuple[bytes, list[Any]]]:
        """What `ReportRanges.read` gives of each slice."""
        left = iter(parts)
        for answer in helpers.ask(("read", part) for part in parts):
            next(left)
            yield answer
        yield from map(self.work.read, left)

    def _step(self, unit: str) -> None:
        if self.progress is not None and unit == "C":
            self.progress.step(self.size)

    def _quick(self, session: Session) -> None:
        """The cases of administrative enforcement, from the program's own records."""
        year, rows = self.asked.year, []
        numbers = sorted({one.number for one in self.file.quick if one.standing})
        session.connection().execute(items.ITEM.delete().where(items._of(self.program, self.seq, "Q")))
        for number in numbers:
            mine = [one for one in self.file.quick if one.standing and one.number == number]
            asked = [one for one in mine if one.kind == "request" and year.start <= one.on <= year.end]
            paid = sum(
                one.cents for one in mine if one.kind == "collection" and year.start <= one.on <= year.end
            )
            cell = bit("Q", "requested in the year") * bool(asked)
            cell += bit("Q", "collected in the year") * (paid > 0)
            rows.append(
                {
                    "program": self.program,
                    "report": self.seq,
                    "unit": "Q",
                    "key": number,
                    "cell": cell,
                    **dict.fromkeys(AMOUNTS, 0),
                    "collected": paid,
                    "opened": min(one.on for one in mine),
                    "closed": None,
                    "office": "",
                    "worker": "",
                    "parent": None,
                    "custodian": None,
                    "beside": mine[0].other,
                }
            )
        if rows:
            session.connection().execute(insert(items.ITEM), rows)

    def keeping(self) -> FedKeepReport:
        """The act that keeps what was counted."""
        edition = lines.edition_of(self.report.edition)
        with self.store.read() as session:
            cells = items.cells(session, self.program, self.seq)
            lacks = lacking(session, self.work.agency)
        figures = lines.count(edition, switches(self.report), cells)
        many = {unit: sum(n for one, _, n, _ in cells if one == unit) for unit in ("C", "K")}
        return FedKeepReport(
            program=self.program,
            report=self.seq,
            cases=many["C"],
            children=many["K"],
            figures={key_of(*key): value for key, value in figures.items()},
            digest=self.digest.hexdigest(),
            lacking=lacks,
        )
