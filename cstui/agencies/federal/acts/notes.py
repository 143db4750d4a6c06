"""Notes and reminders on a program."""

from __future__ import annotations

from datetime import date

from cstui.acts.notes import AddsNote
from cstui.acts.reminders import CorrectsReminder, MovesReminder, SetsReminder
from cstui.agencies.federal.acts.base import ProgramAct


class FedAddNote(AddsNote, ProgramAct, frozen=True, kw_only=True):
    """Add a note to the log of a program."""

    text: str


class FedSetReminder(SetsReminder, ProgramAct, frozen=True, kw_only=True):
    """Set a reminder on a program for yourself."""

    due: date
    text: str


class FedMoveReminder(MovesReminder, ProgramAct, frozen=True, kw_only=True):
    """Move a reminder to a later day, or without a day mark it done."""

    reminder: int
    due: date | None = None


class FedCorrectReminder(CorrectsReminder, ProgramAct, frozen=True, kw_only=True):
    """Set a reminder back to the day on which it was due."""

    reminder: int
    due: date
    reason: str
