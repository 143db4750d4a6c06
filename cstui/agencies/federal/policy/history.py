"""What happened on a program, and which dates of its reports are set (`cstui.nightly.timeline`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.agencies.federal.policy.facts import ProgramFacts
from cstui.agencies.federal.policy.year import year_of
from cstui.policy import reminders
from cstui.policy.moments import Moment
from cstui.policy.rulebook import Rulebook


def history(facts: ProgramFacts, rules: Rulebook, on: date) -> Iterator[Moment]:
    """What was done with each report, and the samples, each on its day."""
    for report in facts.file.reports:
        told = (
            (report.begun_on, "begun", "FED-DUE-01"),
            (report.counted_on, "counted", "FED-RPT-06"),
            (report.signed_on, f"signed by {report.director}", "FED-SGN-02"),
            (report.submitted_on, "submitted", "FED-DUE-02"),
        )
        for day, text, rule in told:
            if day is not None:
                said = f"Report {report.seq} of {report.fiscal_year} {text}"
                yield Moment(on=day, kind="done", text=said, rule=rule)
    for sample in facts.file.samples:
        text = f"Sample {sample.seq} of line {sample.line} drawn"
        yield Moment(on=sample.drawn_on, kind="done", text=text, rule="FED-SMP-01")


def ahead(facts: ProgramFacts, rules: Rulebook, on: date) -> Iterator[Moment]:
    """The due dates of the year that ended last that are still to come, and reminders."""
    year = year_of(on)
    dates = (
        (year.due, f"Report of {year.number} due", "FED-DUE-02"),
        (year.warned, f"Revision of {year.number} due", "FED-DUE-03"),
        (year.last_revision, f"Last day for data of {year.number}", "FED-DUE-04"),
    )
    for day, text, rule in dates:
        if day > on:
            yield Moment(on=day, kind="coming", text=text, rule=rule)
    yield from reminders.ahead(facts, on)
