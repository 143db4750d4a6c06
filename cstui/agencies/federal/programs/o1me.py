"""O1ME: the incentive measures, each drawn against its thresholds and last year."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import msgspec

from cstui.agencies.federal.policy import measures
from cstui.agencies.federal.policy.measures import Measure
from cstui.agencies.federal.policy.named_report import asked, status_said
from cstui.agencies.federal.programs.form_pages import InPages, paged
from cstui.agencies.federal.programs.of_program import ProgramInHand
from cstui.desk.conversation import Answer, GuideLine, Row
from cstui.desk.programs.base import DeskContext
from cstui.policy.money import said as money_said

WIDE = 73
"""Columns of a bar: its last is the end of the scale."""
SCALE = {False: 100, True: 600}
"""The end of the scale: 100 percent, or a ratio of 6.00 in hundredths."""


class MeasuresAsked(msgspec.Struct, frozen=True, kw_only=True):
    """The report that is named, and which page is shown."""

    named: str = ""
    page: int = 0


class O1me(InPages[ProgramInHand, MeasuresAsked]):
    """Nothing is keyed here."""

    name = "O1ME"
    state = MeasuresAsked
    takes_more = True

    def begins(self, desk: DeskContext, argument: str) -> MeasuresAsked:
        return MeasuresAsked(named=argument)

    def paint(self, desk: DeskContext, hand: ProgramInHand, rest: str, state: object) -> Answer:
        at = self.at(desk, state, rest)
        of = asked(hand.file, at.named, desk.on)
        values = {"year": str(of.year), "status": "not counted", "of_report": ""}
        if of.report is None:
            said = f"Fiscal year {of.year} has no report: COUNT on O157 counts it."
            return Answer(screen=self.name, values=values, state=at, message=said)
        values["of_report"] = f"R{of.report.seq} {of.report.edition}"
        values["status"] = status_said(desk.rules, of.report)
        found = measures.measures(hand.file, of.report)
        pages = paged([list(_rows(place, one)) for place, one in enumerate(found)], self.shown(desk))
        page = min(max(at.page, 0), len(pages) - 1)
        return Answer(
            screen=self.name,
            values=values,
            rows=pages[page],
            more_above=page > 0,
            more_below=page < len(pages) - 1,
            state=msgspec.structs.replace(at, page=page),
        )


def _rows(place: int, one: Measure) -> Iterator[Row]:
    """A measure: what it is, its picture, what one more would change."""
    guide = (
        GuideLine(text=one.text.title.upper(), style="heading"),
        GuideLine(text=f"{_of(one)}: {' + '.join(one.text.over)} over {' + '.join(one.text.under)}."),
        GuideLine(text=one.text.cite, style="cite"),
    )
    lines = [(f"{one.text.title.upper()}  {_of(one)}", "intensified"), (_percents(one), "")]
    if one.percent is not None:
        bar, scale = picture(one)
        lines += [(bar, ""), (scale, "dim"), (_one_more(one), "")]
    lines.append(("", ""))
    for at, (text, style) in enumerate(lines):
        yield Row(
            key=f"{place}{f'+{at}' if at else ''}",
            values={"text": text if not at else f"  {text}"},
            style=style,
            guide=guide,
        )


def _of(one: Measure) -> str:
    """What is divided by what."""
    if one.numerator is None or one.denominator is None:
        return ""
    money = one.text.ratio or one.text.name == "current"
    over, under = (money_said(n) if money else f"{n:,}" for n in (one.numerator, one.denominator))
    return f"{over} of {under}{' of last year' if one.text.under_of_last_year else ''}"


def percent_said(value: Fraction, ratio: bool) -> str:
    """A percent, cut and not rounded up, or a ratio."""
    hundredths = int(value * (1 if ratio else 100))
    sign, hundredths = ("-" if value < 0 else ""), abs(hundredths)
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}{'' if ratio else ' %'}"


def _percents(one: Measure) -> str:
    if one.percent is None:
        return one.lacks
    ratio = one.text.ratio
    said = f"{percent_said(one.percent, ratio)}: applicable percentage {one.applicable} %"
    if one.improved:
        said += " by improvement"
    if one.last is None:
        return f"{said}. Last year is not on record."
    change = one.percent - one.last
    plus = "+" if change >= 0 else ""
    return f"{said}. Last year {percent_said(one.last, ratio)}, {plus}{percent_said(change, ratio)}."


def picture(one: Measure, wide: int = WIDE) -> tuple[str, str]:
    """A bar with the thresholds in it, and the scale below with their values and last year's L.

    A column is drawn # only where the whole of it is reached.
    """
    end = SCALE[one.text.ratio]
    filled = _at(one.percent, end, wide) if one.percent is not None else 0
    bar = ["#" if column < filled else "." for column in range(wide)]
    scale = [" "] * (wide + 4)
    levels = measures.thresholds(one.text)
    free = 0
    for level in levels:
        column = min(_at(Fraction(level), end, wide), wide - 1)
        bar[column] = "|"
        label = f"{level / 100:.2f}" if one.text.ratio else str(level)
        if column >= free:
            scale[column : column + len(label)] = label
            free = column + len(label) + 1
    if one.last is not None:
        scale[min(_at(one.last, end, wide), wide - 1)] = "L"
    return "".join(bar), "".join(scale).rstrip()


def _at(value: Fraction, end: int, wide: int) -> int:
    """The column at which a value stands; values beyond the scale stand at its end."""
    return max(0, min(wide, int(value * wide / end)))


def _one_more(one: Measure) -> str:
    if one.one_more is None:
        return ""
    ratio = one.text.ratio
    what = "dollar" if ratio or one.text.name == "current" else "more"
    said = f"One more: {percent_said(one.one_more, ratio)}." if what == "more" else ""
    if one.to_next is None:
        return f"{said} The table gives no more.".strip()
    more = money_said(one.to_next) if what == "dollar" else f"{one.to_next:,}"
    gives = next_gives(one)
    return f"{said} {more} more reach {gives[0]}, which gives {gives[1]} %.".strip()


def next_gives(one: Measure) -> tuple[str, int]:
    """The next level that gives more than the table does now, and what it gives."""
    assert one.numerator is not None
    assert one.denominator is not None
    assert one.to_next is not None
    level = (one.numerator + one.to_next) * measures.HUNDRED // one.denominator
    said = f"{level / 100:.2f}" if one.text.ratio else f"{level} %"
    return said, measures.table(one.text, level)
