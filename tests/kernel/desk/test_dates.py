"""Dates as people type them: every form, every ambiguity refused with the days it could be, no clock."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstui.acts.workdays import days_off
from cstui.desk.dates import (
    FORMS,
    NoDate,
    NoSuchDay,
    Several,
    When,
    parse_date,
    parse_time,
    said_date,
    with_weekdays,
)
from cstui.desk.drawing import Kind, all_drawings
from cstui.policy.business_days import business_day, is_business_day

MONDAY = date(2026, 3, 2)
"""The business date of these tests. Good Friday, a day off, is 04/03/2026."""


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("t", date(2026, 3, 2)),
        ("today", date(2026, 3, 2)),
        ("t+7", date(2026, 3, 9)),
        ("+7", date(2026, 3, 9)),
        ("-3", date(2026, 2, 27)),
        ("t-3w", date(2026, 2, 9)),
        ("t+2m", date(2026, 5, 2)),
        ("+1y", date(2027, 3, 2)),
        ("+5b", date(2026, 3, 9)),
        ("t + 7", date(2026, 3, 9)),
        ("tue", date(2026, 3, 3)),
        ("thurs", date(2026, 3, 5)),
        ("sunday", date(2026, 3, 8)),
        ("mon+", date(2026, 3, 9)),
        ("mon-", date(2026, 2, 23)),
        ("last mon", date(2026, 2, 23)),
        ("last tue", date(2026, 2, 24)),
        ("0314", date(2026, 3, 14)),
        ("031426", date(2026, 3, 14)),
        ("03142026", date(2026, 3, 14)),
        ("3/14", date(2026, 3, 14)),
        ("3/14/26", date(2026, 3, 14)),
        ("3-14-2026", date(2026, 3, 14)),
        ("14mar", date(2026, 3, 14)),
        ("mar14", date(2026, 3, 14)),
        ("14mar26", date(2026, 3, 14)),
        ("2026-03-14", date(2026, 3, 14)),
    ],
)
def test_forms(typed: str, day: date):
    assert parse_date(typed, MONDAY) == day
    assert parse_date(f"  {typed.upper()} ", MONDAY) == day


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("mon", "03022026 (Mon) or 03092026 (Mon)"),
        ("next tue", "03032026 (Tue) or 03102026 (Tue)"),
        ("1115", "11152025 (Sat) or 11152026 (Sun)"),
        ("12/31", "12312025 (Wed) or 12312026 (Thu)"),
        ("112026", "01012026 (Thu) or 11202026 (Fri)"),
        ("031468", "03141968 (Thu) or 03142068 (Wed)"),
        ("111", "11012025 (Sat) or 01112026 (Sun) or 11012026 (Sun)"),
        ("314", "03142026 (Sat)"),
        ("1112026", "01112026 (Sun) or 11012026 (Sun)"),
    ],
)
def test_what_could_be_two_days_names_them(typed: str, readings: str):
    with pytest.raises(Several) as told:
        parse_date(typed, MONDAY)
    assert told.value.readings == readings


@pytest.mark.parametrize(
    "typed",
    ["", "x", "0", "+", "t7", "t+", "1/2/3", "sunny", "mondays", "mar", "last mon-", "14xyz", "xyz14"],
)
def test_no_date(typed: str):
    with pytest.raises(NoDate):
        parse_date(typed, MONDAY)


@pytest.mark.parametrize("typed", ["0230", "02302026", "1332", "00000000", "03140026", "t+9999y", "31feb"])
def test_no_such_day(typed: str):
    with pytest.raises(NoSuchDay):
        parse_date(typed, MONDAY)


def test_what_the_field_means_settles_the_year_and_the_weekday():
    assert parse_date("1115", MONDAY, When.PAST) == date(2025, 11, 15)
    assert parse_date("0105", date(2026, 12, 20), When.COMING) == date(2027, 1, 5)
    assert parse_date("fri", MONDAY, When.PAST) == date(2026, 2, 27)
    assert parse_date("031468", MONDAY, When.PAST) == date(1968, 3, 14)


def test_a_day_to_come_in_a_field_of_the_past_is_not_read_as_last_years():
    with pytest.raises(Several) as told:
        parse_date("0314", MONDAY, When.PAST)
    assert told.value.days == (date(2025, 3, 14), date(2026, 3, 14))


def test_near_the_turn_of_the_year_the_year_must_be_said():
    with pytest.raises(Several) as told:
        parse_date("0105", date(2026, 12, 20))
    assert told.value.days == (date(2026, 1, 5), date(2027, 1, 5))


@pytest.mark.parametrize(("typed", "year"), [("03/02/46", 2046), ("03/02/06", 2006)])
@pytest.mark.parametrize("when", When)
def test_a_year_of_two_digits_twenty_years_away_is_that_year(typed: str, year: int, when: When):
    """Twenty years are near still, whatever the field means; the year after that is not."""
    assert parse_date(typed, MONDAY, when=when) == date(year, 3, 2)


@pytest.mark.parametrize(("typed", "past", "coming"), [("03/02/47", 1947, 2047), ("03/02/05", 2005, 2105)])
def test_a_year_of_two_digits_further_away_is_what_the_field_means(typed: str, past: int, coming: int):
    assert parse_date(typed, MONDAY, when=When.PAST) == date(past, 3, 2)
    assert parse_date(typed, MONDAY, when=When.COMING) == date(coming, 3, 2)
    with pytest.raises(Several) as several:
        parse_date(typed, MONDAY)
    assert several.value.days == (date(past, 3, 2), date(coming, 3, 2))


def test_six_digits_that_are_no_month_day_and_short_year_are_read_with_the_whole_year():
    assert parse_date("991905", MONDAY) == date(1905, 9, 9)


@pytest.mark.parametrize(("away", "clear"), [(181, True), (182, True), (183, False)])
def test_half_a_year_to_the_day(away: int, clear: bool):
    day = MONDAY + timedelta(days=away)
    if clear:
        assert parse_date(f"{day:%m%d}", MONDAY) == day
    else:
        with pytest.raises(Several):
            parse_date(f"{day:%m%d}", MONDAY)


def test_a_month_without_that_day_is_asked():
    with pytest.raises(Several) as told:
        parse_date("t+1m", date(2026, 1, 31))
    assert told.value.days == (date(2026, 2, 28), date(2026, 3, 1))


def test_business_days_step_over_weekends_and_days_off():
    assert parse_date("+1b", date(2026, 4, 2)) == date(2026, 4, 6)
    assert parse_date("-1b", date(2026, 4, 6)) == date(2026, 4, 2)
    assert parse_date(
        "+5b", MONDAY, off=lambda since, until: {date(2026, 3, 4): "x"} if since == date(2026, 3, 4) else {}
    ) == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("today", "when", "days"),
    [
        (date(2000, 9, 1), When.ANY, (date(2000, 2, 29), date(2004, 2, 29))),
        (date(2000, 9, 1), When.PAST, (date(2000, 2, 29), date(2004, 2, 29))),
        (date(2028, 1, 3), When.PAST, (date(2024, 2, 29), date(2028, 2, 29))),
    ],
)
def test_a_february_29_that_is_far_away_is_not_guessed(today: date, when: When, days: tuple[date, ...]):
    """It is the only one of the years around, and more than half a year off."""
    with pytest.raises(Several) as told:
        parse_date("0229", today, when)
    assert told.value.days == days


@pytest.mark.parametrize("today", [date(2000, 1, 3), date(2000, 8, 29)])
def test_a_february_29_that_is_near_is_meant(today: date):
    assert parse_date("0229", today) == date(2000, 2, 29)


DAYS = st.dates(date(1990, 1, 1), date(2080, 12, 31))


@given(day=DAYS, today=DAYS, when=st.sampled_from(When))
def test_a_day_in_full_is_itself_whatever_today_is(day: date, today: date, when: When):
    for typed in (f"{day:%m%d%Y}", f"{day.month}/{day.day}/{day.year}", f"{day:%d%b%Y}", day.isoformat()):
        assert parse_date(typed, today, when) == day


@given(text=st.text("T+-0123456789/BWMYADEFNORSU ", max_size=9), today=DAYS, when=st.sampled_from(When))
def test_whatever_is_typed_is_one_day_or_says_why_not(text: str, today: date, when: When):
    try:
        day = parse_date(text, today, when)
    except Several as several:
        for could in several.days:
            assert parse_date(f"{could:%m%d%Y}", today, when) == could
    except (NoDate, NoSuchDay):
        pass
    else:
        assert parse_date(f"{day:%m%d%Y}", today) == day


@given(day=DAYS, today=DAYS, when=st.sampled_from(When))
def test_a_year_left_out_is_never_guessed_far_away(day: date, today: date, when: When):
    try:
        found = parse_date(f"{day:%m%d}", today, when)
    except (Several, NoSuchDay):
        return
    assert (found.month, found.day) == (day.month, day.day)
    assert abs((found - today).days) <= 182
    assert not (when is When.PAST and found > today)
    assert not (when is When.COMING and found < today)


@settings(deadline=None)  # the calendar is read when the first days are counted
@given(today=DAYS, count=st.integers(-60, 60))
def test_business_days_there_and_back(today: date, count: int):
    day = business_day(today, count, days_off)
    if count:
        assert is_business_day(day, days_off)
        assert parse_date(f"{'+' if count > 0 else '-'}{abs(count)}b", today) == day
    step = 1 if count > 0 else -1
    between = [today + timedelta(days=step * at) for at in range(1, abs((day - today).days) + 1)]
    assert sum(is_business_day(one, days_off) for one in between) == abs(count)


def test_every_form_of_the_help_is_read():
    for forms, _ in FORMS:
        for form in forms.split("  "):
            assert parse_date(form, date(2026, 3, 4))


def test_every_form_fits_into_every_date_field():
    widths = {
        field.width for drawing in all_drawings() for field in drawing.entries if field.kind is Kind.DATE
    }
    forms = [form for forms, _ in FORMS for form in forms.split("  ")]
    assert max(map(len, [*forms, "LAST MON", "14MAR26", "t-3w"])) <= min(widths)
    assert not Kind.DATE.numeric


def test_a_day_is_said_with_its_weekday_and_what_was_typed():
    assert said_date(MONDAY, "T") == "Mon 03/02/2026 (T)"
    assert said_date(MONDAY, "03022026") == "Mon 03/02/2026"


@pytest.mark.parametrize(
    ("typed", "time"), [("0900", "09:00"), ("900", "09:00"), ("13:30", "13:30"), ("2460", None)]
)
def test_times(typed: str, time: str | None):
    assert parse_time(typed) == time


def test_a_message_says_the_weekday_once():
    assert with_weekdays("DT 03/02/2026, due Mon 03/09/2026.") == "DT Mon 03/02/2026, due Mon 03/09/2026."
    assert with_weekdays("moved to 03/02/26") == "moved to 03/02/26"


@pytest.mark.parametrize("typed", ["03/02/20", "3/2/20", "3-2-20", "2mar20", "mar 2, 20"])
def test_half_a_year_is_asked_for_and_never_guessed(typed: str) -> None:
    """`03/02/20` is 03/02/2026 of which eight characters were typed, or March 2, 2020: both are named."""
    with pytest.raises(Several) as caught:
        parse_date(typed, MONDAY)
    assert caught.value.days == (date(2020, 3, 2), date(2026, 3, 2))


def test_half_of_a_year_of_the_last_century_is_asked_for() -> None:
    with pytest.raises(Several) as caught:
        parse_date("04/12/19", MONDAY, When.PAST)
    assert caught.value.readings == "04122019 (Fri)"


def test_half_a_year_that_can_be_but_one_day_is_that_day() -> None:
    assert parse_date("3/2/20", date(2020, 3, 9)) == date(2020, 3, 2)


def test_six_digits_are_a_whole_date_with_a_short_year() -> None:
    assert parse_date("030220", MONDAY) == date(2020, 3, 2)


def test_a_date_field_takes_ten_characters() -> None:
    """03/02/2026 as people write it; in eight the year would be cut to half."""
    fields = [f for one in all_drawings() for f in one.fields if f.kind is Kind.DATE and f.entry]
    assert len(fields) > 15
    assert all(field.width >= len("03/02/2026") for field in fields)
