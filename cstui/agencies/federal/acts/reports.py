"""Acts on a report: begin it, keep what was counted, drop it, sign it, submit it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.acts.base import LATER, Act, added, changed, check_said, decided, entered, next_seq
from cstui.agencies.federal.acts.base import ProgramAct, check_report
from cstui.agencies.federal.policy import choices as choices_of
from cstui.agencies.federal.policy import edits, form, lines, measures
from cstui.agencies.federal.policy.facts import ProgramFacts
from cstui.agencies.federal.policy.year import FiscalYear
from cstui.agencies.federal.records import Report
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.roles import SIGNING, SYSTEM
from cstui.policy.rulebook import Checks, Rulebook

COUNTER = "COUNT"
"""Who keeps what was counted: the count, and nobody at a desk."""


class FedBeginReport(ProgramAct, frozen=True, kw_only=True):
    """Begin a report of a fiscal year; it is then counted.

    `edition` is the form's, that of the year where none is given. `choices` are the State's, by name; those
    that are not given are as the rulebook has them. A report of a year that has a submitted one revises it.
    """

    label: ClassVar[str] = "report begun"

    fiscal_year: int
    edition: str = ""
    choices: dict[str, str] = {}

    def decide(self, facts: ProgramFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, year = Checks(rules), self.fiscal_year
        known, fits = lines.editions(), lines.fitting(year)
        if not checks.holds("FED-DUE-01", fits is not None and on > FiscalYear(year).end, "year", year=year):
            return decided(checks)
        name = self.edition or (fits.name if fits is not None else next(iter(known)))
        checks.holds("FED-RPT-02", name in known, "edition", edition=name, known=", ".join(known))
        busy = [one for one in facts.file.of_year(year) if one.status == "counting"]
        checks.holds("FED-RPT-01", not busy, "year", year=year, report=busy[0].seq if busy else "")
        wrong = choices_of.wrong(rules, self.choices, on)
        checks.holds("FED-RPT-03", not wrong, "choices", choices=", ".join(wrong))
        if checks.refused:
            return decided(checks)
        sent = facts.file.submitted(year)
        report = Report(
            program=self.program,
            seq=next_seq(facts.file.reports),
            fiscal_year=year,
            edition=name,
            choices={**choices_of.defaults(rules, on), **self.choices},
            grounds=choices_of.grounds(rules, facts.file.program.reports_on),
            begun_on=on,
            revises=sent.seq if sent is not None else None,
        )
        what = f", a revision of report {sent.seq}" if sent is not None else ""
        text = f"Report {report.seq} of fiscal year {year} begun, edition {name}{what}."
        return entered(checks, self, "RB", [Add(report)], text)

    def taken_back(self, facts: ProgramFacts, effects: Effects) -> tuple[Act, ...]:
        return (FedDropReport(program=self.program, report=added(effects, Report)[0].seq, why=LATER),)


class FedKeepReport(ProgramAct, frozen=True, kw_only=True):
    """Keep what was counted of a report, as a draft: its counted figures, and the digest of its items."""

    label: ClassVar[str] = "report counted"
    roles: ClassVar[frozenset[str]] = frozenset({SYSTEM})

    report: int
    cases: int = 0
    children: int = 0
    figures: dict[str, int] = {}
    digest: str = ""
    lacking: list[str] = []

    @property
    def sender(self) -> str:
        return COUNTER

    def decide(self, facts: ProgramFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        report = check_report(checks, facts, self.report, "counting")
        if report is None:
            return decided(checks)
        checks.holds("FED-RPT-06", not self.lacking, "report", facts=", ".join(self.lacking))
        kept = changed(
            report,
            status="draft",
            counted_on=on,
            cases=self.cases,
            children=self.children,
            figures=self.figures,
            digest=self.digest,
            lacking=self.lacking,
        )
        text = f"Report {report.seq} counted: {self.cases:,} cases, {self.children:,} children."
        return entered(checks, self, "RC", [kept], text)


class FedDropReport(ProgramAct, frozen=True, kw_only=True):
    """Drop a report that was not signed; its number is not used again."""

    label: ClassVar[str] = "report dropped"
    way_out: ClassVar[str] = "Begin and count the report again."

    report: int
    why: str

    def decide(self, facts: ProgramFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        why = check_said(checks, self.why, "why", "WHY")
        report = check_report(checks, facts, self.report, "counting", "draft")
        if report is None:
            return decided(checks)
        text = f"Report {report.seq} dropped: {why}"
        return entered(checks, self, "RD", [changed(report, status="dropped", why=why)], text)


class FedSignReport(ProgramAct, frozen=True, kw_only=True):
    """Sign a report for the director of the IV-D program, who certifies that it is accurate.

    From then on its figures stay as they are, the entered ones too. One with failed edits stays a draft.
    """

    label: ClassVar[str] = "report signed"
    way_out: ClassVar[str] = "Begin another report of the year."
    roles: ClassVar[frozenset[str]] = SIGNING

    report: int
    director: str

    def decide(self, facts: ProgramFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        director = self.director.strip()
        checks.holds("FED-SGN-02", bool(director), "director")
        report = check_report(checks, facts, self.report, "draft")
        if report is None:
            return decided(checks)
        shown = form.form_of(facts.file, report)
        kind = measures.kind_of(report)
        failed = edits.errors(shown, statewide=kind == "statewide")
        checks.holds(
            "FED-SGN-01", not failed, "report", count=len(failed), first=failed[0].text if failed else ""
        )
        before = measures.changed_kind(facts.file, report)
        checks.holds("FED-PEP-01", not before, "report", year=report.fiscal_year - 1, lines=before)
        figures = {form.key_of(*key): value for key, value in shown.figures.items() if value is not None}
        signed = changed(
            report, status="signed", director=director, signed_on=on, signed_by=actor, figures=figures
        )
        text = f"Report {report.seq} of fiscal year {report.fiscal_year} signed by {director}, IV-D director."
        return entered(checks, self, "RS", [signed], text)


class FedSubmitReport(ProgramAct, frozen=True, kw_only=True):
    """Submit a signed report: one copy to the Regional Office, one to the Central Office."""

    label: ClassVar[str] = "report submitted"
    way_out: ClassVar[str] = "Submit a revision."

    report: int

    def decide(self, facts: ProgramFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        report = check_report(checks, facts, self.report, "signed")
        if report is None:
            return decided(checks)
        year = FiscalYear(report.fiscal_year)
        before = facts.file.submitted(report.fiscal_year)
        if before is None:
            checks.holds("FED-DUE-02", on <= year.due, "report", due=year.due)
        else:
            checks.holds("FED-DUE-03", on <= year.warned, "report", due=year.warned)
        checks.holds("FED-DUE-04", on <= year.last_revision, "report", due=year.last_revision)
        found: list[Add | Change] = [changed(report, status="submitted", submitted_on=on)]
        if before is not None:
            found.append(changed(before, status="replaced"))
        what = "revision submitted" if before is not None else "submitted"
        of = f"Report {report.seq} of fiscal year {report.fiscal_year}"
        text = f"{of} {what} to the Regional and Central Office."
        return entered(checks, self, "RU", found, text)
