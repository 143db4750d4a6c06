"""Acts on a worker's own reminders on a consumer (REMD)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.acts.base import LATER, Act, added, before
from cstui.acts.reminders import correct_reminder, move_reminder, set_reminder
from cstui.agencies.kansas.acts.base import ConsumerAct
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.policy.effects import Effects, Refused
from cstui.policy.records import Reminder
from cstui.policy.rulebook import Rulebook


class KsSetReminder(ConsumerAct, frozen=True, kw_only=True):
    """Set a reminder of one's own on a consumer."""

    label: ClassVar[str] = "reminder"

    due: date
    text: str

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        return set_reminder(self, facts.file.reminders, rules, self.due, self.text, actor, on)

    def taken_back(self, facts: ConsumerFacts, effects: Effects) -> tuple[Act, ...]:
        return (KsMoveReminder(consumer=self.consumer, reminder=added(effects, Reminder)[0].seq),)


class KsMoveReminder(ConsumerAct, frozen=True, kw_only=True):
    """Snooze a reminder to another day, or, without a day, mark it done."""

    label: ClassVar[str] = "reminder moved or done"

    reminder: int
    due: date | None = None

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        return move_reminder(self, facts.file.reminders, rules, self.reminder, self.due, on)

    def taken_back(self, facts: ConsumerFacts, effects: Effects) -> tuple[Act, ...]:
        was = before(effects, Reminder)[0]
        return (KsCorrectReminder(consumer=self.consumer, reminder=was.seq, due=was.due, reason=LATER),)


class KsCorrectReminder(ConsumerAct, frozen=True, kw_only=True):
    """Set a reminder back to the day on which it was due, also one that was marked done by mistake."""

    label: ClassVar[str] = "reminder set back"
    way_out: ClassVar[str] = "Move the reminder on REMD."

    reminder: int
    due: date
    reason: str

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        return correct_reminder(self, facts.file.reminders, rules, self.reminder, self.due, self.reason)
