"""Days off: Louisiana's holidays, and the days that the site's calendar adds or removes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from cstui.content import Content, sources


class SiteDay(Content, frozen=True, kw_only=True):
    """A day that the site adds to, or removes from, the days off."""

    on: date
    name: str


class _SiteCalendar(Content, frozen=True, kw_only=True):
    document: str
    cite: str
    added: tuple[SiteDay, ...] = ()
    removed: tuple[SiteDay, ...] = ()


def days_off(since: date, until: date) -> Mapping[date, str]:
    """The days off from `since` to `until`, both inclusive, each with its name."""
    found: dict[date, str] = {}
    for year in range(since.year, until.year + 1):
        found.update({day: name for day, name in _year(year).items() if since <= day <= until})
    return found


@cache
def _year(year: int) -> Mapping[date, str]:
    import holidays  # heavy, and needed only where appointments are made

    found = {day: str(name) for day, name in holidays.country_holidays("US", subdiv="LA", years=year).items()}
    for source in sources("data/calendar"):
        site = source.read(_SiteCalendar)
        found.update({day.on: day.name for day in site.added if day.on.year == year})
        for day in site.removed:
            found.pop(day.on, None)
    return found
