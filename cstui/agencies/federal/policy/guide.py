"""What comes next on a State's program: the report of the year that ended last, by its due dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cstui.agencies.federal.policy import edits, form, measures
from cstui.agencies.federal.policy.facts import ProgramFacts
from cstui.agencies.federal.policy.year import FiscalYear, year_of
from cstui.agencies.federal.records import Report
from cstui.policy import reminders
from cstui.policy.guide import GuideBook, step
from cstui.policy.records import NextStep
from cstui.policy.rulebook import Rulebook

SCREEN = "O157"


def _report(facts: ProgramFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    year = year_of(on)
    if facts.file.program.opened > year.end:
        return
    reports = facts.file.of_year(year.number)
    if not reports:
        text = f"Count the report of fiscal year {year.number}"
        yield step(facts, "count", "FED-DUE-02", text, _urgency(on, year.due), year.due, SCREEN)
        return
    report = reports[-1]
    due = year.due if report.revises is None else year.warned
    if report.status == "counting":
        yield step(facts, "go-on", "FED-RPT-01", f"Report {report.seq}: go on with the count", 2, due, SCREEN)
    elif report.status == "draft":
        yield from _draft(facts, report, on, due)
    elif report.status == "signed":
        text = f"Report {report.seq} is signed: submit it to both offices"
        yield step(facts, "submit", _rule(report), text, _urgency(on, due), due, SCREEN)


def _draft(facts: ProgramFacts, report: Report, on: date, due: date) -> Iterator[NextStep]:
    shown = form.form_of(facts.file, report)
    failed = edits.errors(shown, statewide=measures.kind_of(report) == "statewide")
    if failed:
        text = f"Report {report.seq}: line {failed[0].line} fails an edit ({len(failed)} in all)"
        yield step(facts, "edits", "FED-SGN-01", text, _urgency(on, due), due, SCREEN)
    else:
        text = f"Report {report.seq}: the director signs"
        yield step(facts, "sign", "FED-SGN-02", text, _urgency(on, due), due, SCREEN)


def _rule(report: Report) -> str:
    return "FED-DUE-02" if report.revises is None else "FED-DUE-03"


def _urgency(on: date, due: date) -> int:
    return 1 if on > due else 2 if on > due - timedelta(days=7) else 3


def _turning(facts: ProgramFacts, rules: Rulebook, on: date) -> Iterator[date]:
    """The days on which a step changes although nobody does anything."""
    year = year_of(on)
    day = timedelta(days=1)
    for due in (year.due, year.warned):
        yield due - timedelta(days=6)
        yield due + day
    yield FiscalYear(year.number + 1).end + day
    yield from reminders.turning_dates(facts.file)


GUIDE = GuideBook(
    questions=((None, _report), (reminders.waiting, reminders.steps)),
    turning_dates=_turning,
    ended=lambda facts, rules, on: (),
    nothing="Nothing to do",
)
"""What the guide asks of a program."""
