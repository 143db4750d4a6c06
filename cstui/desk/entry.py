"""What was typed into fields, read strictly: dates, times, codes, numbers, yes and no.

Everything wrong on a screen is collected, so that all errors are shown together with the cursor
on the first. How dates and times may be typed, `cstui.desk.dates` says.
"""

from __future__ import annotations

import re
from datetime import date

from cstui.acts.workdays import days_off
from cstui.desk.agency_desk import NumberShape
from cstui.desk.conversation import Request, Where
from cstui.desk.dates import NoDate, NoSuchDay, Several, When, parse_date, parse_time
from cstui.desk.drawing import Drawing, Field
from cstui.policy.business_days import DaysOff
from cstui.policy.findings import Finding
from cstui.policy.rulebook import Rulebook

_MONEY = re.compile(r"^((?:\d{1,3}(?:,\d{3})+|\d{1,7}))(?:\.(\d{0,2}))?$", re.ASCII)


class Entry:
    """Reads the fields of one request; `found` collects what is wrong with them."""

    def __init__(
        self, request: Request, drawing: Drawing, rules: Rulebook, today: date, off: DaysOff = days_off
    ) -> None:
        self.request, self.drawing, self.rules, self.today = request, drawing, rules, today
        self.off = off
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
            return parse_date(value, self.today, When(self._field(name).when), self.off)
        except (NoDate, NoSuchDay) as error:
            label, place = self._field(name).named, Where(name, row).named
            self.found.append(date_fault(self.rules, error, place, label=label, value=value))
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

    def money(self, name: str, *, required: bool = False, row: int | None = None) -> int:
        """The amount of a field in cents; 0 where it is empty or wrong."""
        value = self.text(name, required=required, row=row)
        found = _MONEY.match(value)
        cents = int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0")) if found else 0
        if value and not 0 < cents < 10**9:
            self._wrong("CS-153", name, row, value=value)
            return 0
        return cents

    def flag(self, name: str, *, default: bool = False, row: int | None = None) -> bool:
        """Y or N; `default` where the field is empty."""
        value = self.text(name, row=row)
        if value not in {"", "Y", "N"}:
            self._wrong("CS-119", name, row, value=value)
        return default if not value else value == "Y"

    def number(self, name: str, of: NumberShape, *, required: bool = False) -> str:
        """A number of the shape of `of`, or empty."""
        value = self.text(name, required=required)
        if value and not of.fits(value := of.full(value)):
            self._wrong("CS-116", name, None, value=value, shape=of.counted.shape)
            return ""
        return value

    def _typed(self, name: str, row: int | None) -> str:
        values = self.request.values if row is None else self.request.rows[row].values
        return values.get(name, "").strip()

    def _field(self, name: str) -> Field:
        return self.drawing.field(name)

    def _wrong(self, rule: str, name: str, row: int | None, **values: object) -> None:
        label = self._field(name).named
        self.found.append(self.rules.finding(rule, Where(name, row).named, label=label, **values))


def date_fault(rules: Rulebook, error: NoDate | NoSuchDay, place: str, **values: object) -> Finding:
    """What is wrong with a date; `values` are its label and what was typed (`value`)."""
    if isinstance(error, Several) and error.days:
        return rules.finding("CS-181", place, **values, readings=error.readings)
    return rules.finding("CS-103" if isinstance(error, NoSuchDay) else "CS-102", place, **values)
