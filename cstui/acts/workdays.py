"""Days off of an agency: the holidays of its state, and the days that its site's calendar adds or removes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from cstui.agency import Manifest, find, first
from cstui.content import Content
from cstui.policy.business_days import days_off_of, is_business_day
from cstui.policy.guide import book_of
from cstui.policy.rulebook import Rulebook


class SiteDay(Content, frozen=True, kw_only=True):
    """A day that the site adds to, or removes from, the days off."""

    on: date
    name: str


class _SiteCalendar(Content, frozen=True, kw_only=True):
    document: str
    cite: str
    added: tuple[SiteDay, ...] = ()
    removed: tuple[SiteDay, ...] = ()


def days_off(since: date, until: date, agency: str = "") -> Mapping[date, str]:
    """The days off of an agency (the first where none is named), `since` and `until` included, by name."""
    whose = find(agency) if agency else first()
    found: dict[date, str] = {}
    for year in range(since.year, until.year + 1):
        found.update({day: name for day, name in _year(whose, year).items() if since <= day <= until})
    return found


def shown_due(kind: str, due: date | None, rules: Rulebook) -> date | None:
    """The day that screens show for a step of the guide: the last working day up to a deadline of our own.

    What is due from others, or runs by itself, is shown at its day. The law's day does not move.
    """
    if due is None or kind not in book_of(rules).deadlines:
        return due
    day = due
    while not is_business_day(day, days_off_of(rules)):
        day -= timedelta(days=1)
    return day


@cache
def _year(agency: Manifest, year: int) -> Mapping[date, str]:
    import holidays  # heavy, and needed only where appointments are made

    country, subdivision = agency.holidays
    law = holidays.country_holidays(country, subdiv=subdivision, years=year)
    found = {day: str(name) for day, name in law.items()}
    for source in agency.sources("calendar"):
        site = source.read(_SiteCalendar)
        found.update({day.on: day.name for day in site.added if day.on.year == year})
        for day in site.removed:
            found.pop(day.on, None)
    return found
