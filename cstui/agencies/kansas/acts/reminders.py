"""Acts on a worker's own reminders on a consumer (REMD)."""

from __future__ import annotations

from datetime import date

from cstui.acts.reminders import CorrectsReminder, MovesReminder, SetsReminder
from cstui.agencies.kansas.acts.base import ConsumerAct


class KsSetReminder(SetsReminder, ConsumerAct, frozen=True, kw_only=True):
    """Set a reminder of one's own on a consumer."""

    due: date
    text: str


class KsMoveReminder(MovesReminder, ConsumerAct, frozen=True, kw_only=True):
    """Snooze a reminder to another day, or, without a day, mark it done."""

    reminder: int
    due: date | None = None


class KsCorrectReminder(CorrectsReminder, ConsumerAct, frozen=True, kw_only=True):
    """Set a reminder back to the day on which it was due, also one that was marked done by mistake."""

    reminder: int
    due: date
    reason: str
