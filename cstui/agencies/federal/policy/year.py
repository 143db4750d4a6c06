"""The fiscal year of a report, and the days that follow from it (OCSE-157, Submittal and Due Dates)."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from cstui.policy.months import first_of_month


class FiscalYear(msgspec.Struct, frozen=True):
    """The federal fiscal year `number`: October 1 of the year before through September 30."""

    number: int

    @property
    def start(self) -> date:
        return date(self.number - 1, 10, 1)

    @property
    def end(self) -> date:
        return date(self.number, 9, 30)

    @property
    def due(self) -> date:
        """The last day for the report, and for facts told late that still belong to the year."""
        return date(self.number, 10, 30)

    @property
    def warned(self) -> date:
        """The 90th day after the year: a revision after it is late by the words of the instructions."""
        return self.end + timedelta(days=90)

    @property
    def last_revision(self) -> date:
        """The last day on which a revision is used for the incentive measures."""
        return date(self.number, 12, 31)

    @property
    def last_month(self) -> date:
        return date(self.number, 9, 1)

    @property
    def youngest_adult(self) -> date:
        """Who was born before this day turned 18 before the year."""
        return date(self.number - 19, 10, 1)

    @property
    def adult_at_end(self) -> date:
        """Who was born by this day is 18 on the last day of the year."""
        return date(self.number - 18, 9, 30)

    def arrears_through(self, grace: bool) -> date:
        """The last due date of what is arrears at year end; with `grace` that of the month before."""
        return first_of_month(self.end) - timedelta(days=1) if grace else self.end


def year_of(day: date) -> FiscalYear:
    """The fiscal year that ended last before `day`."""
    return FiscalYear(day.year if day.month >= 10 else day.year - 1)
