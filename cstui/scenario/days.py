"""Dates in scenarios: a date, or a day or month counted from the day on which the scenario starts.

`day +10`, `day -40`, `day +10 open` (the first day from then on which the office is open),
`month +2` (the first of that month).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from cstui.acts.workdays import days_off
from cstui.policy.facts import Calendar
from cstui.policy.months import first_of_month
from cstui.policy.records import OfficeHours

Day = Any
"""A date as it is written, or one counted from the start; `Days` reads it."""
_RELATIVE = re.compile(r"(day|month) ([+-]\d{1,4})( open)?")
SHAPES = 'a date (2026-03-02), "day +10", "day -40", "day +10 open" or "month +2"'


class Days:
    """Reads dates relative to `starts`; `hours` say when the office is open, an office of `agency`."""

    def __init__(self, starts: date, hours: tuple[OfficeHours, ...] = (), agency: str = "") -> None:
        self.starts, self.hours, self.agency = starts, hours, agency

    def read(self, said: object) -> date:
        """The date that was written; ValueError says what is wrong with it."""
        if type(said) is date:
            return said
        if not isinstance(said, str):
            raise ValueError(f"{said!r} is not a date; write {SHAPES}")
        found = _RELATIVE.fullmatch(said.strip())
        if found is None:
            return self._absolute(said)
        unit, count, is_open = found.groups()
        try:
            if unit == "month":
                day = first_of_month(self.starts, int(count))
            else:
                day = self.starts + timedelta(days=int(count))
        except (ValueError, OverflowError) as error:
            raise ValueError(f"{said!r} lies outside the calendar") from error
        return self.next_open(day) if is_open else day

    def _absolute(self, said: str) -> date:
        try:
            return date.fromisoformat(said)
        except ValueError as error:
            raise ValueError(f"{said!r} is not a date; write {SHAPES}") from error

    def next_open(self, day: date) -> date:
        """The first day on or after `day` on which the office is open."""
        until = day + timedelta(days=60)
        off = days_off(day, until, self.agency)
        calendar = Calendar(office="", hours=self.hours, days_off=off, known_to=until)
        return calendar.next_open(day)
