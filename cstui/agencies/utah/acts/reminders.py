"""Acts on a worker's own reminders on an NCP (REMD)."""

from __future__ import annotations

from datetime import date

from cstui.acts.reminders import CorrectsReminder, MovesReminder, SetsReminder
from cstui.agencies.utah.acts.base import NcpAct


class UtSetReminder(SetsReminder, NcpAct, frozen=True, kw_only=True):
    """Set a reminder of one's own on an NCP."""

    due: date
    text: str


class UtMoveReminder(MovesReminder, NcpAct, frozen=True, kw_only=True):
    """Snooze a reminder to another day, or, without a day, mark it done."""

    reminder: int
    due: date | None = None


class UtCorrectReminder(CorrectsReminder, NcpAct, frozen=True, kw_only=True):
    """Set a reminder back to the day on which it was due, also one that was marked done by mistake."""

    reminder: int
    due: date
    reason: str
