"""A line along time, drawn to scale in plain characters: marks above and below, months under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from cstui.policy.months import first_of_month

BACK, AHEAD = 365, 200
"""Days before and after today beyond which nothing is drawn."""
LEAST = 45
"""Days to each side of today that are drawn at least."""
LOUDEST = "!>*"
"""Which of several marks in one column is drawn: the first of these."""

Mark = tuple[date, str]


class Strip(msgspec.Struct, frozen=True, kw_only=True):
    """Four rows of the same width."""

    above: str
    line: str
    below: str
    months: str


def strip(above: Sequence[Mark], below: Sequence[Mark], today: date, columns: int) -> Strip:
    """The marks on a line from the first to the last date, at most a year back and 200 days ahead.

    T is today, + the first of a month, - lies behind, . ahead; < and > at the ends say that there
    is more beyond them.
    """
    days = [day for day, _ in (*above, *below)]
    first = max(min([*days, today - timedelta(days=LEAST)]), today - timedelta(days=BACK))
    last = min(max([*days, today + timedelta(days=LEAST)]), today + timedelta(days=AHEAD))
    span = (last - first).days

    def column(day: date) -> int:
        return round((day - first).days * (columns - 1) / span)

    line = ["-" if at < column(today) else "." for at in range(columns)]
    months = [" "] * columns
    begins, free = first_of_month(first, 1), 0
    room = round(30 * (columns - 1) / span)
    while begins <= last:
        line[column(begins)] = "+"
        name = f"{begins:%b}".upper() + (f" {begins:%y}" if begins.month == 1 or not free else "")
        shown = name if room > len(name) else name[:3] if room > 3 else name[:1]
        at = column(begins)
        if at >= free and at + len(shown) <= columns:
            months[at : at + len(shown)] = shown
            free = at + len(shown) + 1
        begins = first_of_month(begins, 1)
    if any(day < first for day in days):
        line[0] = "<"
    if any(day > last for day in days):
        line[-1] = ">"
    line[column(today)] = "T"
    inside = [
        [(column(day), mark) for day, mark in marks if first <= day <= last] for marks in (above, below)
    ]
    return Strip(
        above=_row(inside[0], columns),
        line="".join(line),
        below=_row(inside[1], columns),
        months="".join(months),
    )


def _row(marks: Iterable[tuple[int, str]], columns: int) -> str:
    row = [" "] * columns
    for at, mark in marks:
        if row[at] == " " or LOUDEST.index(mark) < LOUDEST.index(row[at]):
            row[at] = mark
    return "".join(row)
