"""What was typed into fields, read strictly: dates, times, codes, numbers, yes and no.

Everything wrong on a screen is collected, so that all errors are shown together with the cursor
on the first. Dates are read against the business date: `T`, `T+7`, `MMDD` (this year), `MMDDYY`,
`MMDDYYYY`, and the same with slashes.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from cstui.desk.conversation import Request
from cstui.desk.drawing import Drawing, Field
from cstui.policy.findings import Finding
from cstui.policy.rulebook import Rulebook

_TODAY = re.compile(r"^T(?:([+-])(\d{1,3}))?$")
_DIGITS = re.compile(r"^(\d{2})(\d{2})(\d{2}|\d{4})?$")
_SLASHES = re.compile(r"^(\d{1,2})[/-](\d{1,2})(?:[/-](\d{2}|\d{4}))?$")
_MONEY = re.compile(r"^((?:\d{1,3}(?:,\d{3})+|\d{1,7}))(?:\.(\d{0,2}))?$", re.ASCII)
_TIME = re.compile(r"^([01]?\d|2[0-3]):?([0-5]\d)$")


class NoDate(ValueError):  # noqa: N818  (an answer to what was typed, not a fault)
    """What was typed has not the form of a date."""


class NoSuchDay(ValueError):  # noqa: N818
    """What was typed has the form of a date, and there is no such day."""


def parse_date(typed: str, today: date) -> date:
    """The date that was typed; NoDate or NoSuchDay where it is none."""
    text = typed.strip().upper()
    if found := _TODAY.match(text):
        days = int(found[2] or 0)
        return today + timedelta(days=-days if found[1] == "-" else days)
    found = _SLASHES.match(text) or _DIGITS.match(text)
    if found is None:
        raise NoDate(typed)
    month, day = int(found[1]), int(found[2])
    year = today.year if found[3] is None else int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoSuchDay(typed) from error


def parse_time(typed: str) -> str | None:
    """The time as HH:MM, or None where it is none; `9:00`, `0900` and `900` are nine o'clock."""
    found = _TIME.match(typed.strip())
    return f"{int(found[1]):02d}:{found[2]}" if found else None


def shown_date(day: date | None) -> str:
    """A date as the screens show it, MMDDYYYY as it is keyed; empty for none."""
    return f"{day:%m%d%Y}" if day else ""


class Entry:
    """Reads the fields of one request; `found` collects what is wrong with them."""

    def __init__(self, request: Request, drawing: Drawing, rules: Rulebook, today: date) -> None:
        self.request, self.drawing, self.rules, self.today = request, drawing, rules, today
        self.found: list[Finding] = []

    def text(self, name: str, *, required: bool = False, row: int | None = None) -> str:
        """The text of a field; empty and required is an error."""
        value = self._typed(name, row)
        if required and not value:
            self._wrong("CS-105", name, row)
        return value

    def date(self, name: str, *, required: bool = False, row: int | None = None) -> date | None:
        """The date of a field, or None where it is empty or wrong."""
        value = self.text(name, required=required, row=row)
        if not value:
            return None
        try:
            return parse_date(value, self.today)
        except NoDate:
            self._wrong("CS-102", name, row, value=value)
        except NoSuchDay:
            self._wrong("CS-103", name, row, value=value)
        return None

    def time(self, name: str, *, required: bool = False) -> str:
        """The time of a field as HH:MM, or empty."""
        value = self.text(name, required=required)
        time = parse_time(value) if value else ""
        if time is None:
            self._wrong("CS-117", name, None, value=value)
        return time or ""

    def code(self, name: str, *, required: bool = False, row: int | None = None) -> str:
        """The code of a field if its table knows it on the business date, else empty.

        The letters' case is the table's, whatever was typed.
        """
        value = self.text(name, required=required, row=row)
        table = self._field(name).codes
        entry = self.rules.code(table, value) or self.rules.code(table, value.lower()) if value else None
        if value and (entry is None or not entry.current(self.today)):
            self._wrong("CS-104", name, row, value=value, table=table)
            return ""
        return entry.code if entry else value

    def money(self, name: str, *, required: bool = False) -> int:
        """The amount of a field in cents; 0 where it is empty or wrong."""
        value = self.text(name, required=required)
        found = _MONEY.match(value)
        cents = int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0")) if found else 0
        if value and not 0 < cents < 10**9:
            self._wrong("CS-153", name, None, value=value)
            return 0
        return cents

    def flag(self, name: str, *, default: bool = False, row: int | None = None) -> bool:
        """Y or N; `default` where the field is empty."""
        value = self.text(name, row=row)
        if value not in {"", "Y", "N"}:
            self._wrong("CS-119", name, row, value=value)
        return default if not value else value == "Y"

    def digits(self, name: str, width: int, shape: str, *, required: bool = False) -> str:
        """A number of exactly `width` digits, or empty; `shape` names it (`a worker number`)."""
        value = self.text(name, required=required)
        if value and not (value.isdigit() and len(value) == width):
            self._wrong("CS-116", name, None, value=value, shape=shape)
            return ""
        return value

    def _typed(self, name: str, row: int | None) -> str:
        values = self.request.values if row is None else self.request.rows[row].values
        return values.get(name, "").strip()

    def _field(self, name: str) -> Field:
        return self.drawing.field(name)

    def _wrong(self, rule: str, name: str, row: int | None, **values: object) -> None:
        place = name if row is None else f"{name}.{row}"
        self.found.append(self.rules.finding(rule, place, label=self._field(name).named, **values))
