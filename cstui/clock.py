"""The one place that reads the wall clock; everything else is given a clock."""

from __future__ import annotations

from datetime import UTC, datetime


def system_clock() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
