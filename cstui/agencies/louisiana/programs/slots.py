"""When the office can see the CP next: its sessions, or its open days with a free time (E-521)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cstui.agencies.louisiana.policy.appointments import SESSIONS, overlapped
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.policy.facts import OfficeCalendar as Calendar
from cstui.agencies.louisiana.records import Session
from cstui.policy.rulebook import Code, CodeTable, Rulebook

DATES = 10
"""How many dates F4 lists."""
STEP = 30
"""Minutes between the times that are offered on an open day."""


def next_dates(facts: Facts, purpose: str, worker: str, since: date, rules: Rulebook) -> CodeTable:
    """The next dates for an appointment of `purpose` (any other than CH and GT: open days) from `since`.

    The code is the date and the time as they are keyed.
    """
    calendar = facts.calendar
    assert calendar is not None
    found = (
        _sessions(calendar, purpose, since) if purpose in SESSIONS else _open(calendar, worker, since, rules)
    )
    what = f"{rules.meaning('purpose', purpose)}: next {SESSIONS[purpose]}s" if purpose in SESSIONS else ""
    title = what or f"Next open days, first free time of worker {worker}"
    return CodeTable(
        name="dates", title=f"{title}, office {calendar.office}", cite="E-521", code=tuple(found)
    )


def free_times(facts: Facts, purpose: str, worker: str, day: date, rules: Rulebook) -> CodeTable:
    """The times of `day` at which the worker is free for the purpose, within the office's hours."""
    calendar = facts.calendar
    assert calendar is not None
    codes = tuple(Code(code=at, meaning="free") for at in _times(calendar, purpose, worker, day, rules))
    title = f"Free times of worker {worker} on {day:%a %m/%d/%Y}"
    return CodeTable(name="times", title=title, cite="", code=codes)


def said(session: Session | None) -> str:
    """A session in a few words; `none entered` where the office has none."""
    return f"{session.on:%a %m/%d/%Y} {session.at}" if session else "none entered"


def _sessions(calendar: Calendar, purpose: str, since: date) -> Iterator[Code]:
    coming = sorted((s.on, s.at, s.place) for s in calendar.sessions if s.kind == purpose and s.on >= since)
    for day, at, place in coming[:DATES]:
        if calendar.hours_on(day) is not None:
            yield Code(code=f"{day:%m%d%Y} {at}", meaning=f"{day:%A} {day:%m/%d/%Y} at {at}", help=place)


def _open(calendar: Calendar, worker: str, since: date, rules: Rulebook) -> Iterator[Code]:
    day = since
    for _ in range(DATES):
        while (at := next(_times(calendar, "SI", worker, day, rules), None)) is None:
            day += timedelta(days=1)
            if day > calendar.known_to:
                return
        yield Code(code=f"{day:%m%d%Y} {at}", meaning=f"{day:%A} {day:%m/%d/%Y}", help=f"free at {at}")
        day += timedelta(days=1)


def _times(calendar: Calendar, purpose: str, worker: str, day: date, rules: Rulebook) -> Iterator[str]:
    """The worker's free times on `day`; none where the office is closed or the day is full."""
    hours = calendar.hours_on(day)
    if hours is None:
        return
    slots = calendar.taken_on(worker, day)
    first, last = _minutes(hours.opens), _minutes(hours.closes)
    for minute in range(first, last, STEP):
        at = f"{minute // 60:02}:{minute % 60:02}"
        if overlapped(slots, purpose, day, at, rules) is None:
            yield at


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])
