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
from cstui.policy.site import NO_SITE, Site


class SiteDay(Content, frozen=True, kw_only=True):
    """A day that the site adds to, or removes from, the days off."""

    on: date
    name: str


class LawDay(Content, frozen=True, kw_only=True):
    """A holiday of the law, and its days in the years of its file."""

    name: str
    on: tuple[date, ...]


class _Calendar(Content, frozen=True, kw_only=True):
    """What the site adds and removes; or the holidays of the law in the first to the last of `years`."""

    document: str
    cite: str
    added: tuple[SiteDay, ...] = ()
    removed: tuple[SiteDay, ...] = ()
    years: tuple[int, int] | None = None
    law: tuple[LawDay, ...] = ()


class _SiteCalendar(Content, frozen=True, kw_only=True):
    added: tuple[SiteDay, ...] = ()
    removed: tuple[SiteDay, ...] = ()


def days_off(since: date, until: date, agency: str = "", site: Site = NO_SITE) -> Mapping[date, str]:
    """The days off of an agency (the first where none is named) at a site, by name.

    `since` and `until` are included.
    """
    whose = find(agency) if agency else first()
    found: dict[date, str] = {}
    for year in range(since.year, until.year + 1):
        found.update({day: name for day, name in _year(whose, year, site).items() if since <= day <= until})
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
def _year(agency: Manifest, year: int, of: Site) -> Mapping[date, str]:
    found: dict[date, str] = {}
    calendars = [source.read(_Calendar) for source in agency.sources("calendar")]
    kept = [one for one in calendars if one.years and one.years[0] <= year <= one.years[1]]
    for calendar in kept:
        found.update({day: one.name for one in calendar.law for day in one.on if day.year == year})
    if not kept:
        found.update(days_of_law(agency, year))
    sites: list[_Calendar | _SiteCalendar] = [*calendars, *site_calendars(of)]
    for site in sites:
        found.update({day.on: day.name for day in site.added if day.on.year == year})
        for day in site.removed:
            found.pop(day.on, None)
    return found


def site_calendars(site: Site) -> list[_SiteCalendar]:
    """The days that a site adds and removes; ContentError where a file cannot be read."""
    return [source.read(_SiteCalendar) for source in site.sources("calendar")]


def days_of_law(agency: Manifest, year: int) -> Mapping[date, str]:
    """The holidays of an agency's law in a year, by the library of holidays."""
    import holidays  # takes 17 MB: the years that a desk meets stand in the agency's data

    country, subdivision = agency.holidays
    law = holidays.country_holidays(country, subdiv=subdivision, years=year)
    return {day: str(name) for day, name in law.items()}
