"""The one place that reads a clock; what needs a date or a moment is given one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from time import monotonic
from zoneinfo import ZoneInfo


def system_clock() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def day_here(moment: datetime) -> date:
    """The day of an aware moment where this machine is: an evening west of Greenwich is not yet tomorrow."""
    return moment.astimezone().date()


def day_in(moment: datetime, zone: str) -> date:
    """The day of an aware moment in a time zone (`America/Chicago`), wherever this machine is."""
    return moment.astimezone(ZoneInfo(zone)).date()


def time_in(moment: datetime, zone: str) -> str:
    """The time of day of an aware moment in a time zone, HH:MM:SS."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M:%S}"


def steady_clock() -> float:
    """Seconds on a clock that is never set back: which of two events at the keyboard came first.

    It tells no date, decides nothing of a case, and is stored nowhere. Textual stamps its own events
    by the same clock, so that the two can be compared.
    """
    return monotonic()
