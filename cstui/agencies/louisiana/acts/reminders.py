"""Acts on a worker's own reminders on a case (REMD)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.acts.base import LATER, Act, added, before
from cstui.acts.reminders import correct_reminder, move_reminder, set_reminder
from cstui.agencies.louisiana.acts.base import CaseAct
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.policy.effects import Effects, Refused
from cstui.policy.records import Reminder
from cstui.policy.rulebook import Rulebook


class SetReminder(CaseAct, frozen=True, kw_only=True):
    """Set a reminder of one's own on a case."""

    label: ClassVar[str] = "reminder"

    due: date
    text: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        return set_reminder(self, facts.file.reminders, rules, self.due, self.text, actor, on)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return (MoveReminder(case=self.case, reminder=added(effects, Reminder)[0].seq),)


class MoveReminder(CaseAct, frozen=True, kw_only=True):
    """Snooze a reminder to another day, or, without a day, mark it done."""

    label: ClassVar[str] = "reminder moved or done"

    reminder: int
    due: date | None = None

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        return move_reminder(self, facts.file.reminders, rules, self.reminder, self.due, on)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        was = before(effects, Reminder)[0]
        return (CorrectReminder(case=self.case, reminder=was.seq, due=was.due, reason=LATER),)


class CorrectReminder(CaseAct, frozen=True, kw_only=True):
    """Set a reminder back to the day on which it was due, also one that was marked done by mistake."""

    label: ClassVar[str] = "reminder set back"

    reminder: int
    due: date
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        return correct_reminder(self, facts.file.reminders, rules, self.reminder, self.due, self.reason)
