"""Acts on a worker's own reminders on a subject (REMD).

An agency's acts derive from these and from its own base, and declare the inputs that are annotated here for
type checking alone: msgspec lays out fields of one base only.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from cstui.acts.base import (
    LATER,
    Act,
    SubjectAct,
    added,
    before,
    changed,
    decided,
    entered,
    next_seq,
    numbered,
    to_correct,
)
from cstui.acts.registry import kind_of
from cstui.policy.effects import Add, Effects, Refused
from cstui.policy.records import Reminder
from cstui.policy.rulebook import Checks, Rulebook


class SetsReminder(SubjectAct, frozen=True, kw_only=True):
    """Base of the act that sets a reminder: inputs `due` and `text`."""

    label: ClassVar[str] = "reminder"

    if TYPE_CHECKING:
        due: date
        text: str

    def decide(self, facts: Any, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, text = Checks(rules), self.text.strip()
        checks.holds("CS-105", bool(text), "text", label="TEXT")
        checks.holds("CS-174", self.due >= on, "due", label="DUE", on=self.due)
        seq = next_seq(facts.file.reminders)
        reminder = Reminder(subject=self.target, seq=seq, worker=actor, due=self.due, text=text)
        return entered(checks, self, "RM", [Add(reminder)], f"Reminder for {self.due:%m/%d/%Y}: {text}")

    def taken_back(self, facts: Any, effects: Effects) -> tuple[Act, ...]:
        return (kind_of(self.agency, MovesReminder).of(self.key, reminder=added(effects, Reminder)[0].seq),)


class MovesReminder(SubjectAct, frozen=True, kw_only=True):
    """Base of the act that snoozes a reminder, or without a day marks it done: `reminder` and `due`."""

    label: ClassVar[str] = "reminder moved or done"

    if TYPE_CHECKING:
        reminder: int
        due: date | None

    def decide(self, facts: Any, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, due = Checks(rules), self.due
        found = numbered(checks, self.key, facts.file.reminders, self.reminder, "reminder", "action")
        if found is None:
            return decided(checks)
        done = found.done_on
        checks.holds("CS-156", done is None, "action", what="Reminder", value=found.seq, on=done)
        checks.holds("CS-174", due is None or due >= on, "due", label="DUE", on=due)
        if due is None:
            text, change = f"Reminder done: {found.text}", changed(found, done_on=on)
        else:
            text, change = f"Reminder moved to {due:%m/%d/%Y}: {found.text}", changed(found, due=due)
        return entered(checks, self, "RM", [change], text)

    def taken_back(self, facts: Any, effects: Effects) -> tuple[Act, ...]:
        was = before(effects, Reminder)[0]
        back = kind_of(self.agency, CorrectsReminder)
        return (back.of(self.key, reminder=was.seq, due=was.due, reason=LATER),)


class CorrectsReminder(SubjectAct, frozen=True, kw_only=True):
    """Base of the act that sets a reminder back, also one marked done by mistake: and `reason`."""

    label: ClassVar[str] = "reminder set back"
    way_out: ClassVar[str] = "Move the reminder on REMD."

    if TYPE_CHECKING:
        reminder: int
        due: date
        reason: str

    def decide(self, facts: Any, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, reason, rows = Checks(rules), self.reason.strip(), facts.file.reminders
        found = to_correct(checks, self.key, rows, self.reminder, "reminder", reason)
        if found is None:
            return decided(checks)
        text = f"Reminder is due {self.due:%m/%d/%Y} again: {found.text}. {reason}"
        return entered(checks, self, "CE", [changed(found, due=self.due, done_on=None)], text)
