"""Months counted from a day."""

from __future__ import annotations

from datetime import date, timedelta


def first_of_month(day: date, months: int = 0) -> date:
    """The first of the month that lies `months` after the month of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return first_of_month(day, 1) - timedelta(days=1)
