"""Count a report: its cases, then its children, range by range, then its cells.

Each range is one transaction that writes the items of its cases, so desks are let in between, and memory does
not grow with the number of cases. What is written is keyed by program, report, unit and case: a count that
was killed goes on after the last one, and writes each item once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import func, insert, literal, select
from sqlalchemy.orm import Session

from cstui.acts.perform import Actor, Performer, Receipt
from cstui.agencies.federal.acts.reports import COUNTER, FedBeginReport, FedKeepReport
from cstui.agencies.federal.policy import lines
from cstui.agencies.federal.policy.conditions import AMOUNTS, bit
from cstui.agencies.federal.policy.facts import ProgramFacts, ProgramFile
from cstui.agencies.federal.policy.form import flag, key_of, switches
from cstui.agencies.federal.policy.year import FiscalYear
from cstui.agencies.federal.reads import gather, items
from cstui.agencies.federal.records import Report
from cstui.agency import find
from cstui.policy.effects import Refused
from cstui.policy.ivd import COLUMNS
from cstui.progress import Progress
from cstui.store import ivd
from cstui.store.facts import read_facts

SIZE = 20_000
"""How many cases or children one transaction counts."""
_NAMES = [column.name for column in items.ITEM.c]


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


def relations_of(agency: str) -> gather.Relation:
    """The relations of the agency on whose cases a program reports."""
    agencies = (find(agency),)
    return lambda name: ivd.relation(name, agencies)


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
) -> Receipt | Refused:
    """Count a begun report, or go on with one that was cut off; then keep it as a draft.

    `progress` counts the cases and may stop it between two ranges (Cancelled): what was counted stays.
    """
    file = _file(performer, program)
    found = file.report(report)
    if found is None or found.status != "counting":
        return performer.perform(FedKeepReport(program=program, report=report), actor=COUNTER, on=on)
    work = _Count(performer, file, found, size, progress)
    work.run()
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
        self.relation = relations_of(file.program.reports_on)

    def run(self) -> None:
        """Every range that is not counted yet; then the cells."""
        if self.progress is not None:
            with self.store.read() as session:
                rows = select(func.count()).select_from(self.relation("case"))
                total = session.connection().execute(rows).scalar_one()
            self.progress.begin("Cases", total, "cases")
        self._ranges("C", "case", "case", str, self._cases)
        self._ranges("K", "child", "person", int, self._children)
        with self.store.write() as session:
            self._quick(session)
            items.keep_cells(session.connection(), self.program, self.seq)

    def _ranges(
        self,
        unit: str,
        name: str,
        column: str,
        kind: Callable[[str], Any],
        rows: Callable[[gather.Range], Any],
    ) -> None:
        """Write the items of a unit, one transaction a range; begin after the last range that is there."""
        with self.store.read() as session:
            last = items.last_key(session, self.program, self.seq, unit)
        after = kind(last or ("" if kind is str else "0"))
        while True:
            with self.store.write() as session:
                wanted = gather.greatest(self.relation, name, column, after, self.size)
                through = session.scalar(wanted)
                if through is None:
                    return
                found = rows(gather.Range(after, through)).subquery("found")
                into = select(literal(self.program), literal(self.seq), found)
                session.connection().execute(insert(items.ITEM).from_select(_NAMES, into))
            after = through
            if self.progress is not None and unit == "C":
                self.progress.step(self.size)

    def _cases(self, span: gather.Range) -> Any:
        return gather.cases(self.relation, self.asked, span)

    def _children(self, span: gather.Range) -> Any:
        kept = select(items.ITEM).where(items._of(self.program, self.seq, "C")).subquery("kept")
        return gather.children(self.relation, kept, self.asked, span)

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
            digest = items.digest_of(session, self.program, self.seq, self.size)
            lacks = lacking(session, self.file.program.reports_on)
        figures = lines.count(edition, switches(self.report), cells)
        many = {unit: sum(n for one, _, n, _ in cells if one == unit) for unit in ("C", "K")}
        return FedKeepReport(
            program=self.program,
            report=self.seq,
            cases=many["C"],
            children=many["K"],
            figures={key_of(*key): value for key, value in figures.items()},
            digest=digest,
            lacking=lacks,
        )
