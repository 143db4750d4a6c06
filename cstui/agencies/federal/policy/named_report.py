"""Which report of a program is meant, and what is said of where it stands and when it is due."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from cstui.agencies.federal.policy.facts import ProgramFile
from cstui.agencies.federal.policy.year import FiscalYear, year_of
from cstui.agencies.federal.records import Report
from cstui.policy.rulebook import Rulebook

_REPORT, _YEAR = re.compile(r"^R(\d{1,4})$"), re.compile(r"^(?:19|20)\d\d$")


def names_report(word: str) -> bool:
    """Whether a word names a report: `R3`, or a fiscal year."""
    return bool(_REPORT.match(word.upper()) or _YEAR.match(word))


class NamedReport(msgspec.Struct, frozen=True):
    """What followed the program's number: the report meant, None where there is none, and the other words."""

    report: Report | None
    year: int
    words: tuple[str, ...]

    def again(self, *words: str) -> str:
        """The same report with other words, as an argument."""
        first = f"R{self.report.seq}" if self.report is not None else str(self.year)
        return " ".join((first, *words))


def asked(file: ProgramFile, rest: str, on: date) -> NamedReport:
    """The report that is named (`R3`, `2025`), or else the newest of the fiscal year that ended last.

    Where that year has none, it is the newest report of any year.
    """
    seq, year, words = 0, 0, list[str]()
    for word in rest.upper().split():
        if found := _REPORT.match(word):
            seq = int(found[1])
        elif _YEAR.match(word):
            year = int(word)
        else:
            words.append(word)
    if seq:
        report = file.report(seq)
        return NamedReport(report, report.fiscal_year if report else year_of(on).number, tuple(words))
    wanted = year or year_of(on).number
    of_year = file.of_year(wanted)
    kept = [one for one in file.reports if one.status != "dropped"]
    report = of_year[-1] if of_year else None if year or not kept else kept[-1]
    return NamedReport(report, report.fiscal_year if report else wanted, tuple(words))


def status_said(rules: Rulebook, report: Report) -> str:
    """Where a report stands, from what date, and who signed it."""
    said = rules.meaning("fed_status", report.status)
    days = {
        "draft": f" counted {_day(report.counted_on)}",
        "signed": f" {_day(report.signed_on)} by {report.director}",
        "submitted": f" {_day(report.submitted_on)}, signed by {report.director}",
    }
    revises = f", revises R{report.revises}" if report.revises is not None else ""
    return f"{said}{days.get(report.status, '')}{revises}"


def _day(day: date | None) -> str:
    return f"{day:%m/%d/%Y}" if day is not None else ""


def due_said(file: ProgramFile, year: int, on: date) -> str:
    """The due dates of a fiscal year, and what it costs to be late."""
    of = FiscalYear(year)
    sent = file.submitted(year)
    if sent is not None:
        first = f"submitted; a revision is due {of.warned:%m/%d/%Y}, used until {of.last_revision:%m/%d/%Y}"
        return (
            first if on <= of.last_revision else "submitted; a revision is not used for incentives any more"
        )
    if on <= of.due:
        return (
            f"{of.due:%m/%d/%Y}, in {_days((of.due - on).days)}; revisions until {of.last_revision:%m/%d/%Y}"
        )
    if on <= of.last_revision:
        return f"{of.due:%m/%d/%Y}, {_days((on - of.due).days)} late; not used after {of.last_revision:%m/%d}"
    return f"{of.due:%m/%d/%Y}; too late for incentives: IV-A may lose 1 to 5 percent"


def _days(count: int) -> str:
    return f"{count} day{'s' * (count != 1)}"
