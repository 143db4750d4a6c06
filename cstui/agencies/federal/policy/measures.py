"""The incentive measures of a report, their applicable percentages, and what one more case would change.

A percentage is exact and never rounded up: 79.9 is in the band of 79 (reading 25). Paternity is divided by
last year's filed figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

import msgspec

from cstui import content
from cstui.agencies.federal.policy.facts import ProgramFile
from cstui.agencies.federal.policy.form import OUTLAYS, Form, Key, filed, form_of
from cstui.agencies.federal.policy.lines import AGENCY
from cstui.agencies.federal.records import Report

HUNDRED = 100


class Band(content.Content, frozen=True, kw_only=True):
    """From this percent on it gives `gives`, and `a_point` more for each point above `from`."""

    begins: int = msgspec.field(name="from")
    gives: int
    a_point: int = 0


class MeasureText(content.Content, frozen=True, kw_only=True):
    """How a measure is computed. A `ratio` is in hundredths (2.00 is 200), the others in percent.

    Below `least` an improvement of at least `improves_by` points gives `gives_then`. `kind` is that of the
    paternity percentage (ivd or statewide); empty for a measure that has no kinds.
    """

    name: str
    title: str
    over: tuple[str, ...]
    under: tuple[str, ...]
    under_of_last_year: bool = False
    ratio: bool = False
    kind: str = ""
    cite: str
    least: int
    improves_by: int | None = None
    gives_then: int = 0
    band: tuple[Band, ...]


class _MeasureFile(content.Content, frozen=True, kw_only=True):
    document: str
    measure: tuple[MeasureText, ...]


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure of a report. `percent` is None where a figure is missing or the divisor is zero (`lacks`).

    `level` is the whole percent (or hundredths of a ratio) that the table is read at, `applicable` what it
    gives. `last` is last year's percent of the same kind. `improved` says that the improvement rule gave it.
    `one_more` is the percent with one more (case, child, dollar), `to_next` how many more reach the next
    level that gives more, None at the top.
    """

    text: MeasureText
    numerator: int | None
    denominator: int | None
    percent: Fraction | None
    level: int | None
    applicable: int | None
    last: Fraction | None
    improved: bool = False
    one_more: Fraction | None = None
    to_next: int | None = None
    lacks: str = ""


@cache
def texts() -> tuple[MeasureText, ...]:
    """The measures as their file has them."""
    (path,) = content.files(f"data/{AGENCY}", "measures.toml")
    return content.Source(path).read(_MeasureFile).measure


def kind_of(report: Report) -> str:
    """The kind of paternity percentage of a report: ivd or statewide."""
    return report.choices.get("fed_pep", "ivd")


def measures(file: ProgramFile, report: Report) -> tuple[Measure, ...]:
    """The five measures of a report, with the paternity percentage of its kind."""
    return tuple(_measure(file, report, text) for text in texts() if text.kind in ("", kind_of(report)))


def _sums(form: Form) -> dict[str, int | None]:
    """The figures of a form in all, by line; and what was entered beside them."""
    found: dict[str, int | None] = {line.number: form.total(line.number) for line in form.edition.line}
    return found | {name: form.outlays.get(name) for name in OUTLAYS}


def _sums_of(figures: Mapping[Key, int]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for (line, _), value in figures.items():
        found[line] = (found.get(line) or 0) + value
    return found


def _measure(file: ProgramFile, report: Report, text: MeasureText) -> Measure:
    year = report.fiscal_year
    mine = _sums(form_of(file, report))
    before = _sums_of(filed(file, year - 1))
    earlier = _sums_of(filed(file, year - 2))
    over = _added(mine, text.over)
    under = _added(before if text.under_of_last_year else mine, text.under)
    last = _percent(
        _added(before, text.over), _added(earlier if text.under_of_last_year else before, text.under)
    )
    percent = _percent(over, under)
    if percent is None or over is None or under is None:
        return Measure(
            text=text,
            numerator=over,
            denominator=under,
            percent=None,
            level=None,
            applicable=None,
            last=last,
            lacks=_lacks(text, over, under, year),
        )
    level, given = int(percent), applicable(text, percent, last)
    return Measure(
        text=text,
        numerator=over,
        denominator=under,
        percent=percent,
        level=level,
        applicable=given,
        last=last,
        improved=level < text.least and given > 0,
        one_more=_percent(over + 1, under),
        to_next=_to_next(text, over, under, given),
    )


def _added(figures: Mapping[str, int | None], names: tuple[str, ...]) -> int | None:
    found = [figures.get(name) for name in names]
    return None if None in found else sum(value for value in found if value is not None)


def _percent(over: int | None, under: int | None) -> Fraction | None:
    return None if over is None or not under else Fraction(over * HUNDRED, under)


def _lacks(text: MeasureText, over: int | None, under: int | None, year: int) -> str:
    def named(lines: tuple[str, ...]) -> str:
        said = " and ".join(lines)
        return said if set(lines) <= set(OUTLAYS) else f"line {said}"

    of = f" of {year - 1}" if text.under_of_last_year else ""
    if over is None:
        return f"Enter {named(text.over)}."
    if under is None:
        return f"Enter {named(text.under)}{of}, as it was filed."
    return f"{named(text.under).capitalize()}{of} is zero."


def table(text: MeasureText, level: int) -> int:
    """What the table of a measure gives at a whole percent (hundredths of a ratio)."""
    for band in text.band:
        if level >= band.begins:
            return band.gives + (level - band.begins) * band.a_point
    return 0


def applicable(text: MeasureText, percent: Fraction, last: Fraction | None) -> int:
    """The applicable percentage: of the table, or below it by enough improvement on last year."""
    given = table(text, int(percent))
    if given or text.improves_by is None or last is None:
        return given
    return text.gives_then if percent - last >= text.improves_by else 0


def _to_next(text: MeasureText, over: int, under: int, given: int) -> int | None:
    """How many more in the numerator reach a level that gives more than the table does now."""
    level = over * HUNDRED // under
    better = next((to for to in range(level + 1, text.band[0].begins + 1) if table(text, to) > given), None)
    return None if better is None else -(-better * under // HUNDRED) - over


def thresholds(text: MeasureText) -> tuple[int, ...]:
    """The levels at which the bands of a measure begin, lowest first."""
    return tuple(sorted(band.begins for band in text.band))


def changed_kind(file: ProgramFile, report: Report) -> str:
    """What last year's filed figures lack for the report's kind of paternity percentage; empty for nothing.

    It is asked where last year's report was of the other kind: like must be compared with like.
    """
    before = file.submitted(report.fiscal_year - 1)
    if before is None or kind_of(before) == kind_of(report):
        return ""
    known = _sums_of(filed(file, report.fiscal_year - 1))
    wanted = next(text for text in texts() if text.kind == kind_of(report))
    lacks = [line for line in (*wanted.over, *wanted.under) if known.get(line) is None]
    return " and ".join(lacks)
