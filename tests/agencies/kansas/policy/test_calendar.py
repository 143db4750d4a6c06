"""The calendar of KEES: a row where the site gives one, and a rule that fits every date of the documents."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cstui.agencies.kansas.policy import kees_calendar
from cstui.policy.business_days import days_off_of, is_business_day
from tests.agencies.kansas.policy.world import RULES


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2018, 3, 5), True),
        (date(2018, 3, 19), False),
        (date(2018, 5, 15), True),
        (date(2018, 8, 6), True),
        (date(2018, 8, 20), False),
    ],
)
def test_the_days_that_the_documents_give(day: date, before: bool) -> None:
    assert kees_calendar.before_timely_notice(day, RULES) is before


def test_the_month_of_the_table_has_its_row_and_says_what_the_rule_gave() -> None:
    month = kees_calendar.month_of(date(2018, 8, 20), RULES)
    assert month.come_up == date(2018, 8, 22)
    assert month.ruled == ("timely_notice",)
    days = kees_calendar.batch_days(date(2018, 8, 20), False, RULES)
    assert (days.first, days.second, days.seen) == (date(2018, 8, 23), date(2018, 8, 24), date(2018, 8, 27))
    assert (days.following, days.penalty) == (date(2018, 9, 1), date(2018, 10, 1))


def test_the_rule_gives_the_row_of_the_table_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The come-up month of August 2018 would open on the 22nd without its row."""
    known = kees_calendar.month_of(date(2018, 8, 1), RULES)
    monkeypatch.setattr(kees_calendar, "_rows", dict)
    ruled = kees_calendar._month.__wrapped__(date(2018, 8, 1), 14, 3, RULES.site)
    assert ruled.come_up == known.come_up
    assert ruled.ruled == ("timely_notice", "come_up")


@pytest.mark.parametrize("year", range(2016, 2030))
def test_a_month_by_the_rule_keeps_its_order(year: int) -> None:
    """The deadline is a business day in the month, before the come-up month opens, which is in the month."""
    off = days_off_of(RULES)
    for number in range(1, 13):
        month = kees_calendar.month_of(date(year, number, 1), RULES)
        assert month.month < month.timely_notice < month.come_up
        assert month.come_up.month == number
        assert is_business_day(month.timely_notice, off)
        assert is_business_day(month.come_up, off)


def test_every_day_has_its_batch_on_business_days() -> None:
    off = days_off_of(RULES)
    day = date(2019, 1, 1)
    while day < date(2021, 1, 1):
        for cure in (False, True):
            days = kees_calendar.batch_days(day, cure, RULES)
            before = kees_calendar.before_timely_notice(day, RULES)
            assert days.first >= day
            assert (days.second is None) is before
            assert days.following <= days.penalty
            if cure or not before:
                assert is_business_day(days.first, off)
                assert days.first > day
            assert (days.seen - days.first).days <= 7
        day += timedelta(days=1)
