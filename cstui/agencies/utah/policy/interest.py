"""The Criminal Interest Calculation Worksheet: month by month, exact, rounded once at the total."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import msgspec

from cstui.agencies.utah.policy.facts import NcpFile
from cstui.agencies.utah.policy.fti import has_fti
from cstui.policy.ledger import CHARGE, PLACED
from cstui.policy.money import rounded, simple_interest
from cstui.policy.months import first_of_month
from cstui.policy.rulebook import Rulebook


class WorksheetMonth(msgspec.Struct, frozen=True, kw_only=True):
    """A month: cents charged, paid, owed at its end; the exact interest on what was owed when it began."""

    month: date
    charged: int
    paid: int
    balance: int
    interest: Fraction


class Calculation(msgspec.Struct, frozen=True, kw_only=True):
    """The worksheet's months; `principal` is the last balance, `interest` the rounded total, in cents."""

    rate: int
    months: tuple[WorksheetMonth, ...]
    fti: bool

    @property
    def principal(self) -> int:
        return self.months[-1].balance if self.months else 0

    @property
    def interest(self) -> int:
        return rounded(sum((month.interest for month in self.months), Fraction()))


def rate_on(rules: Rulebook, day: date) -> int | None:
    """The rate for a case filed on `day`, in hundredths of a percent a year; None where none is supplied."""
    value = rules.value("ut_interest_rate", day)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def cases_of(file: NcpFile) -> list[str]:
    """The cases of the worksheet: all that are open and not left out."""
    return [case.number for case in file.open_cases if case.included != "N"]


def calculated(file: NcpFile, cases: Sequence[str], through: date, rate: int) -> Calculation:
    """The worksheet of some cases up to the month `through`: interest on what each month began with."""
    entries = [
        entry
        for entry in file.ledger
        if entry.account in cases and entry.kind in (CHARGE, PLACED) and entry.month <= through
    ]
    months: list[WorksheetMonth] = []
    month, owed = min((entry.month for entry in entries), default=date.max), 0
    while entries and month <= through:
        charged = sum(entry.cents for entry in entries if (entry.kind, entry.month) == (CHARGE, month))
        paid = sum(entry.cents for entry in entries if (entry.kind, entry.month) == (PLACED, month))
        interest = simple_interest([max(0, owed)], rate)
        owed += charged - paid
        months.append(
            WorksheetMonth(month=month, charged=charged, paid=paid, balance=owed, interest=interest)
        )
        month = first_of_month(month, 1)
    return Calculation(rate=rate, months=tuple(months), fti=has_fti(entries))
