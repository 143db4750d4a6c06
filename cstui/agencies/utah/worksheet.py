"""The interest worksheet as screen and paper show it, with federal tax information (FTI) or without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import msgspec

from cstui.agencies.utah.policy.interest import Calculation
from cstui.policy.money import said
from cstui.policy.protected import FTI


class WorksheetLine(msgspec.Struct, frozen=True, kw_only=True):
    """A month in words: dollars and cents, the exact interest with six places."""

    month: date
    charged: str
    paid: str
    balance: str
    exact: str


def worksheet_lines(made: Calculation, *, hides: bool) -> Iterator[WorksheetLine]:
    """The months, oldest first; `hides` leaves out what a tax intercept could be worked out from."""
    since = min((one.month for one in made.months if hides and one.paid), default=date.max)
    for one in made.months:
        yield WorksheetLine(
            month=one.month,
            charged=said(one.charged),
            paid=FTI.mark if hides and one.paid else said(one.paid),
            balance=FTI.mark if one.month >= since else said(one.balance),
            exact=FTI.mark if one.month > since else exact(one.interest),
        )


def exact(cents: Fraction) -> str:
    """Exact cents as dollars with six places, cut and not rounded: `18.750000`."""
    millionths = cents.numerator * 10_000 // cents.denominator
    return f"{millionths // 1_000_000:,}.{millionths % 1_000_000:06}"
