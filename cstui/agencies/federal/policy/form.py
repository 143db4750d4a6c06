"""A report as the form shows it: every figure, counted or entered, and last year's filed one beside it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from cstui.agencies.federal.policy import lines
from cstui.agencies.federal.policy.facts import ProgramFile
from cstui.agencies.federal.records import Entered, Report
from cstui.policy.money import said as money_said

__all__ = ["Form", "filed", "form_of", "fte", "money_said", "said"]

HOURS_OF_FTE = 2_080
"""Hours of a full-time year (OCSE-157 section G)."""
HUNDREDTHS = 100

Key = tuple[str, str]
"""A line and a column."""


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a report by line and column; a line that nobody entered has None.

    `last` are last year's filed figures, as far as a kept report or an entry has them. `outlays` are
    collections and expenditures of the year in cents, for cost-effectiveness.
    """

    edition: lines.Edition
    report: Report
    figures: Mapping[Key, int | None]
    last: Mapping[Key, int]
    outlays: Mapping[str, int]

    def total(self, line: str) -> int | None:
        """The sum of a line's columns; None where none of them was entered."""
        return _total(self.edition, line, self.figures)

    def total_last(self, line: str) -> int | None:
        """The same of last year's filed figures."""
        return _total(self.edition, line, self.last)

    def said(self, line: str, column: str) -> str:
        """A figure as the form prints it; empty for one that nobody entered."""
        value = self.figures.get((line, column))
        return "" if value is None else said(self.edition.by_number[line], value)


def _total(
    edition: lines.Edition, number: str, figures: Mapping[Key, int | None] | Mapping[Key, int]
) -> int | None:
    line = edition.by_number.get(number)
    if line is None:
        return None
    found = [figures.get((number, column)) for column in line.columns]
    known = [value for value in found if value is not None]
    return sum(known) if known else None


def said(line: lines.Line, value: int) -> str:
    """A figure of a line in words: a count, dollars and cents, or FTE with two digits."""
    if line.shown == "money":
        return money_said(value)
    if line.shown == "fte":
        return f"{value // HUNDREDTHS:,}.{value % HUNDREDTHS:02d}"
    return f"{value:,}"


def fte(full_time: int, hours: int) -> int:
    """Full-time equivalents in hundredths: all part-time hours of the year divided by 2,080, half up."""
    part = Fraction(hours * HUNDREDTHS, HOURS_OF_FTE)
    return full_time * HUNDREDTHS + int(part + Fraction(1, 2))


def key_of(line: str, column: str) -> str:
    """How a report keeps a figure: `1 b`."""
    return f"{line} {column}"


def parted(figures: Mapping[str, int]) -> dict[Key, int]:
    """The figures of a report by line and column."""
    return {(key.partition(" ")[0], key.partition(" ")[2]): value for key, value in figures.items()}


def entered_for(file: ProgramFile, year: int) -> dict[Key, Entered]:
    """The newest standing entry of each line and column of a fiscal year."""
    return {(one.line, one.column): one for one in file.entered if one.fiscal_year == year and one.standing}


def filed(file: ProgramFile, year: int) -> dict[Key, int]:
    """The figures filed for a fiscal year: of the report submitted last, else what was entered of it."""
    found = {key: one.value for key, one in entered_for(file, year).items()}
    if (report := file.submitted(year)) is not None:
        found |= parted(report.figures)
    return found


def form_of(file: ProgramFile, report: Report) -> Form:
    """The form of a report of a program."""
    edition = lines.edition_of(report.edition)
    entered = {key: one.value for key, one in entered_for(file, report.fiscal_year).items()}
    known = {**({} if report.signed_on else entered), **parted(report.figures)}
    last = filed(file, report.fiscal_year - 1)
    if not report.signed_on:
        for line in edition.line:
            if line.kind == "filed" and (value := _total_of(last, line.copies)) is not None:
                known[line.number, line.columns[0]] = value
    return Form(
        edition=edition,
        report=report,
        figures={
            (line.number, column): known.get((line.number, column))
            for line in edition.line
            for column in line.columns
        },
        last=last,
        outlays={line: value for (line, _), value in entered.items() if line in OUTLAYS},
    )


def _total_of(figures: Mapping[Key, int], number: str) -> int | None:
    found = [value for (line, _), value in figures.items() if line == number]
    return sum(found) if found else None


OUTLAYS = ("collections", "expenditures")
"""What is entered beside the lines of the form, for cost-effectiveness."""


def flag(report: Report, choice: str) -> bool:
    """A choice of a report that is yes or no."""
    return report.choices.get(choice) == "yes"


def switches(report: Report) -> dict[str, bool | str]:
    """The choices of a report as the lines ask for them."""
    return {
        name: value == "yes" if value in ("yes", "no") else value for name, value in report.choices.items()
    }
