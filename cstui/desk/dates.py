"""Dates and times as people type them, read against the business date. One way for every door.

`t`, `t+7`, `t-3w`, `+5b`, `mon`, `mon-`, `0314`, `03142026`, `3/14/26`, `14mar`: `FORMS` lists them all.
What could be two days is none: `Several` names each of them as it would have to be typed. Month comes
before day, always. Days off are those of `cstui.acts.workdays`; the clock is never asked.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum

from cstui.acts.workdays import days_off
from cstui.policy.business_days import DaysOff, business_day

LEAP_YEARS = 8
"""From one February 29 to the next it is so many years at most."""
HALF_A_YEAR = 182
"""Days: a date keyed without its year lies no further from today than this, or is not clear."""
SHORT_YEARS = 20
"""Years: a year of two digits lies no further from this year than this, or is not clear."""
HALF_YEARS = ("19", "20")
"""Two digits that may be the first half of a year of four."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
WHOLE = 10
"""Columns of a date with slashes; a field of fewer shows its eight digits."""

DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_FULL = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

FORMS: tuple[tuple[str, str], ...] = (
    ("T", "today: the business date, shown at the top right"),
    ("T+7  +7", "seven days from today; T-3 or -3 three days ago"),
    ("T-3W  +2M", "three weeks ago; in two months (also D days, Y years)"),
    ("+5B", "five business days on; weekends and days off do not count"),
    ("MON", "the next Monday, the last where a field takes past days; MON- the last"),
    ("0314", "March 14: the one within half a year of today"),
    ("03142026", "month, day, year; 031426 with the year in two digits"),
    ("3/14/26", "the same with slashes, 3/14 without the year; 3/14/20 is asked for in full"),
    ("14MAR  MAR14", "the month in letters; 14MAR26 with the year"),
)
"""Every form with what it stands for, for help and documentation."""

_OFFSET = re.compile(r"^(?:T|(?=[+-]))(?:([+-])(\d{1,4})([DBWMY]?))?$")
_WEEKDAY = re.compile(r"^(?:(LAST|NEXT) ?)?([A-Z]{3})([A-Z]*)([+-]?)$")
_DIGITS = re.compile(r"^(\d{2})(\d{2})(\d{2}|\d{4})?$", re.ASCII)
_ODD = re.compile(r"^\d{3}$|^\d{5}$|^\d{7}$", re.ASCII)
_PARTS = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?$", re.ASCII)
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$", re.ASCII)
_NAMED = re.compile(
    r"^(?:(\d{1,2})[- ]?([A-Z]{3})|([A-Z]{3})[- ]?(\d{1,2}))(?:[-/, ]*(\d{2}|\d{4}))?$", re.ASCII
)
_SAID = re.compile(r"(?<![A-Za-z]{3} )\b\d\d/\d\d/\d{4}\b")
"""A day as messages say it, where no weekday stands before it."""
_TIME = re.compile(r"^([01]?\d|2[0-3]):?([0-5]\d)$", re.ASCII)


class When(StrEnum):
    """Which days a field takes, as its drawing says: any, none after today, none before today."""

    ANY = ""
    PAST = "past"
    COMING = "coming"


class NoDate(ValueError):  # noqa: N818  (an answer to what was typed, not a fault)
    """What was typed has not the form of a date."""


class NoSuchDay(ValueError):  # noqa: N818
    """What was typed has the form of a date, and there is no such day."""


class Several(NoDate):
    """What was typed could be several days, or is short of a digit; `days` are what it could be."""

    def __init__(self, typed: str, days: Iterable[date]) -> None:
        super().__init__(typed)
        self.days = tuple(sorted(set(days)))

    @property
    def readings(self) -> str:
        """Each day as it is to be typed, with its weekday: `01052026 (Mon) or 01052027 (Tue)`."""
        return " or ".join(f"{day:%m%d%Y} ({day:%a})" for day in self.days)


def parse_date(typed: str, today: date, when: When = When.ANY, off: DaysOff = days_off) -> date:
    """The day that was typed; Several, NoDate or NoSuchDay where it is not exactly one.

    `when` settles what the field's meaning settles; whether the day is allowed there, policy says.
    """
    text = " ".join(typed.upper().split())
    try:
        return _read(text, today, when, off)
    except (ValueError, OverflowError) as error:
        if isinstance(error, (NoDate, NoSuchDay)):
            raise
        raise NoSuchDay(typed) from error


def _read(text: str, today: date, when: When, off: DaysOff) -> date:
    if text == "TODAY":
        return today
    if found := _OFFSET.match(text.replace(" ", "")):
        return _offset(text, today, found, off)
    if found := _DIGITS.match(text):
        return _clear(text, _of_digits(text, found, today, when))
    if _ODD.match(text):
        raise _short(text, today, when)
    if found := _PARTS.match(text):
        return _clear(text, _whole(text, int(found[1]), int(found[2]), found[3] or "", today, when))
    if found := _ISO.match(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NAMED.match(text):
        month = found[2] or found[3]
        if month in MONTHS:
            at = MONTHS.index(month) + 1
            return _clear(text, _whole(text, at, int(found[1] or found[4]), found[5] or "", today, when))
    if (found := _WEEKDAY.match(text)) and _is_weekday(found):
        return _weekday(text, today, when, found)
    raise NoDate(text)


def _clear(text: str, days: Iterable[date]) -> date:
    """The only day; Several where there are more."""
    found = sorted(set(days))
    if len(found) != 1:
        raise Several(text, found)
    return found[0]


def _day(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchDay(str(year))
    return date(year, month, day)


# Days counted from today


def _offset(text: str, today: date, found: re.Match[str], off: DaysOff) -> date:
    if not found[1]:
        return today
    count = int(found[2]) * (-1 if found[1] == "-" else 1)
    unit = found[3] or "D"
    if unit == "B":
        return business_day(today, count, off)
    if unit in "DW":
        return today + timedelta(days=count * (7 if unit == "W" else 1))
    months = today.year * 12 + today.month - 1 + count * (12 if unit == "Y" else 1)
    year, month = divmod(months, 12)
    last = _day(year, month + 1, 1) + timedelta(days=monthrange(year, month + 1)[1] - 1)
    if today.day > last.day:
        raise Several(text, (last, last + timedelta(days=1)))
    return _day(year, month + 1, today.day)


# Weekdays


def _is_weekday(found: re.Match[str]) -> bool:
    word = found[2] + found[3]
    known = found[2] in DAYS and _FULL[DAYS.index(found[2])].startswith(word)
    return known and not (found[1] and found[4])


def _weekday(text: str, today: date, when: When, found: re.Match[str]) -> date:
    week = timedelta(days=7)
    after = today + timedelta(days=(DAYS.index(found[2]) - today.weekday() - 1) % 7 + 1)
    before = after - week * (2 if after - week == today else 1)
    if found[1] == "LAST" or found[4] == "-":
        return before
    if found[4] == "+":
        return after
    if found[1] == "NEXT":
        raise Several(text, (after, after + week))
    wanted = before if when is When.PAST else after
    if after - week == today:
        raise Several(text, (today, wanted))
    return wanted


# Days written out


def _of_digits(text: str, found: re.Match[str], today: date, when: When) -> list[date]:
    """MMDD, MMDDYY or MMDDYYYY; six digits may be M D YYYY too, as 112026 is."""
    year = found[3] or ""
    readings: list[tuple[int, int, str]] = [(int(found[1]), int(found[2]), year)]
    if len(text) == 6 and text[2:4] in ("19", "20") and "0" not in text[:2]:
        readings.append((int(text[0]), int(text[1]), text[2:]))
    return _possible(readings, today, when)


def _short(text: str, today: date, when: When) -> NoDate:
    """What an odd number of digits could be: it is never read, since a digit may be missing anywhere."""
    year = text[3:]
    readings = [(int(text[:1]), int(text[1:3]), year), (int(text[:2]), int(text[2:3]), year)]
    try:
        days = _possible([r for r in readings if r[0] and r[1]], today, when)
    except (ValueError, IndexError):
        return NoDate(text)
    return Several(text, days)


def _possible(readings: Iterable[tuple[int, int, str]], today: date, when: When) -> list[date]:
    """The days of all readings that are days; NoSuchDay where none is."""
    days: list[date] = []
    for month, day, year in readings:
        try:
            days += _days(month, day, year, today, when)
        except ValueError:
            continue
    if not days:
        raise NoSuchDay(str(readings))
    return days


def _days(month: int, day: int, year: str, today: date, when: When) -> list[date]:
    """The days that month, day and a year of no, two or four digits may mean."""
    if len(year) == 4:
        return [_day(int(year), month, day)]
    if year:
        return [_day(full, month, day) for full in _years(int(year), today, when)]
    return _nearby(month, day, today, when)


def _whole(text: str, month: int, day: int, year: str, today: date, when: When) -> list[date]:
    """The days of a date written out, asked for where the year may be the first half of a longer one.

    `3/2/20` may be March 2, 2020, or 2026 of which only half was typed: no year is guessed from it.
    """
    days = _days(month, day, year, today, when)
    if year not in HALF_YEARS:
        return days
    with suppress(NoSuchDay):
        days += _nearby(month, day, today, when) if year == f"{today.year:04}"[:2] else []
    if year == HALF_YEARS[0] or len(set(days)) > 1:
        raise Several(text, days)
    return days


def _years(short: int, today: date, when: When) -> list[int]:
    """The years that two digits may mean: the one near this year, else the one the field allows."""
    near = today.year - (today.year - short) % 100
    found = [near, near + 100]
    close = [year for year in found if abs(year - today.year) <= SHORT_YEARS]
    if close:
        return close
    return {When.PAST: [near], When.COMING: [near + 100], When.ANY: found}[when]


def _nearby(month: int, day: int, today: date, when: When) -> list[date]:
    """The day of this year, or where the field's meaning or half a year says otherwise, of another."""
    around = _of_years(range(today.year - 1, today.year + 2), month, day)
    if not around:
        date(2000, month, day)  # February 29 is a day, in another year
        raise NoSuchDay(f"{month}/{day}")
    if (month, day) == (2, 29):
        around = _of_years(range(today.year - LEAP_YEARS, today.year + LEAP_YEARS + 1), month, day)
    if when is When.PAST:
        around = [d for d in around if d <= today][-1:] + [d for d in around if d > today][:1]
        allowed = [d for d in around if d <= today]
    elif when is When.COMING:
        around = [d for d in around if d < today][-1:] + [d for d in around if d >= today][:1]
        allowed = [d for d in around if d >= today]
    else:
        allowed = [d for d in around if d.year == today.year]
    near = [d for d in allowed if abs((d - today).days) <= HALF_A_YEAR]
    if near:
        return near
    return sorted(around, key=lambda d: abs((d - today).days))[:2]


def _of_years(years: Iterable[int], month: int, day: int) -> list[date]:
    """The day in each of the years that have it."""
    found: list[date] = []
    for year in years:
        with suppress(ValueError):
            found.append(_day(year, month, day))
    return found


# Said


def said_date(day: date, typed: str = "") -> str:
    """A day with its weekday, and what was typed for it: `Mon 03/16/2026 (T+14)`."""
    shown = f"{day:%a %m/%d/%Y}"
    return f"{shown} ({typed})" if typed and typed not in (f"{day:%m%d%Y}", f"{day:%m/%d/%Y}") else shown


def with_weekdays(text: str) -> str:
    """A message with the weekday before each day in it: `DT Mon 03/02/2026`."""
    return _SAID.sub(lambda said: f"{day_of(said[0]):%a} {said[0]}", text)


def day_of(shown: str) -> date:
    """The day of MM/DD/YYYY, as the desk itself writes it."""
    return date(int(shown[6:]), int(shown[:2]), int(shown[3:5]))


def shown_date(day: date | None, columns: int = WHOLE) -> str:
    """A date as the screens show it, MM/DD/YYYY, or MMDDYYYY where the field has no room; empty for none."""
    if day is None:
        return ""
    return f"{day:%m/%d/%Y}" if columns >= WHOLE else f"{day:%m%d%Y}"


def slashed(typed: str, columns: int = WHOLE) -> str:
    """What fills a date field, as screens show dates: with slashes if they fit, else as it is."""
    eight = len(typed) == 8 and typed.isdigit() and columns >= WHOLE
    return f"{typed[:2]}/{typed[2:4]}/{typed[4:]}" if eight else typed


def parse_time(typed: str) -> str | None:
    """The time as HH:MM, or None where it is not one; `9:00`, `0900` and `900` are nine o'clock."""
    found = _TIME.match(typed.strip())
    return f"{int(found[1]):02d}:{found[2]}" if found else None
