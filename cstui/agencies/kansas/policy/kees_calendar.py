"""The calendar of KEES: the timely notice deadline of a month, and when its come-up month opens.

It is site-supplied, a row a month in `data/kansas/kees`. What a row does not say, and a month without one,
follows from a rule that fits every date that the documents give (reading 19).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import msgspec

from cstui.agency import find
from cstui.content import Content
from cstui.policy.business_days import business_day, days_off_of, is_business_day
from cstui.policy.months import first_of_month
from cstui.policy.rulebook import Rulebook
from cstui.policy.site import Site


class MonthRow(Content, frozen=True, kw_only=True):
    """A month (its first day) as the site has it; a day that is left out follows from the rule."""

    month: date
    timely_notice: date | None = None
    come_up: date | None = None


class _Months(Content, frozen=True, kw_only=True):
    document: str
    cite: str
    month: tuple[MonthRow, ...]


class KeesMonth(msgspec.Struct, frozen=True, kw_only=True):
    """A month of KEES. `timely_notice` is the last day on which a change is before timely notice, `come_up`
    the day on which the come-up month opens; `ruled` names which of the two follow from the rule."""

    month: date
    timely_notice: date
    come_up: date
    ruled: tuple[str, ...] = ()


@cache
def _rows() -> Mapping[date, MonthRow]:
    sources = find("kansas").sources("kees")
    return {row.month: row for source in sources for row in source.read(_Months).month}


def month_of(day: date, rules: Rulebook) -> KeesMonth:
    """The month of KEES in which `day` lies."""
    first = day.replace(day=1)
    notice, opens = rules.days("ks_timely_notice_days", first), rules.days("ks_come_up_days", first)
    return _month(first, notice, opens, rules.site)


@cache
def _month(first: date, notice: int, opens: int, site: Site) -> KeesMonth:
    row = _rows().get(first) or MonthRow(month=first)
    off = days_off_of(_book(site))
    timely = row.timely_notice
    if timely is None:
        timely = first_of_month(first, 1) - timedelta(days=notice)
        while not is_business_day(timely, off):
            timely -= timedelta(days=1)
    come_up = row.come_up or business_day(timely, opens, off)
    given = {"timely_notice": row.timely_notice, "come_up": row.come_up}
    return KeesMonth(
        month=first,
        timely_notice=timely,
        come_up=come_up,
        ruled=tuple(name for name, value in given.items() if value is None),
    )


@cache
def _book(site: Site) -> Rulebook:
    """A rulebook that says no more than whose days off are asked for."""
    return Rulebook(rules={}, parameters={}, codes={}, agency="kansas", site=site)


def before_timely_notice(day: date, rules: Rulebook) -> bool:
    """Whether a change of `day` still gives timely notice for the next month; the deadline day does."""
    return day <= month_of(day, rules).timely_notice


def penalty_month(day: date, rules: Rulebook) -> date:
    """The first day of the come-up month considering timely notice, for what CSS created on `day`."""
    return first_of_month(day, 1 if before_timely_notice(day, rules) else 2)


@cache
def next_business_day(day: date, site: Site, count: int = 1) -> date:
    """The day `count` business days after `day` at a site."""
    return business_day(day, count, days_off_of(_book(site)))


class BatchDays(msgspec.Struct, frozen=True, kw_only=True):
    """The nights in which batch EDBC runs for a change, and the months that it runs for.

    `first` is the night of TANF, Child Care and the first month of Food Assistance, `second` that of the
    second month of Food Assistance, None where there is but one. On the day `seen` all of it is seen.
    """

    first: date
    penalty: date
    following: date
    seen: date
    second: date | None = None


def batch_days(created: date, cure: bool, rules: Rulebook) -> BatchDays:
    """When batch EDBC runs for an alert created on `created`; a `cure` runs the business day after."""
    following = first_of_month(created, 1)
    if before_timely_notice(created, rules):
        wait = rules.days("ks_cure_run_days", created)
        first = next_business_day(created, rules.site, wait) if cure else created
        seen = next_business_day(first, rules.site)
        return BatchDays(first=first, penalty=following, following=following, seen=seen)
    first = next_business_day(max(month_of(created, rules).come_up, created), rules.site)
    second = next_business_day(first, rules.site)
    return BatchDays(
        first=first,
        penalty=first_of_month(created, 2),
        following=following,
        second=second,
        seen=next_business_day(second, rules.site),
    )
