"""Business days: Monday to Friday, without the days off of an agency."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial

from cstui.agency import find
from cstui.policy.rulebook import Rulebook

DaysOff = Callable[[date, date], Mapping[date, str]]
"""The days off from one day to another, both inclusive, each with its name."""


def business_day(today: date, count: int, off: DaysOff) -> date:
    """The day `count` business days from today, which itself is not counted; today for 0."""
    step = timedelta(days=1 if count > 0 else -1)
    day, left = today, abs(count)
    while left:
        day += step
        if is_business_day(day, off):
            left -= 1
    return day


def is_business_day(day: date, off: DaysOff) -> bool:
    """Whether it is a Monday to Friday and no day off."""
    return day.weekday() < 5 and day not in off(day, day)


def days_off_of(rules: Rulebook) -> DaysOff:
    """The days off of the rulebook's agency at its site."""
    return partial(find(rules.agency).load("days_off"), agency=rules.agency, site=rules.site)
