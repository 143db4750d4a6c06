"""What is decided of a worker's own reminders on a subject; an agency's acts say which subject."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cstui.acts.base import SubjectAct, changed, decided, entered, next_seq, numbered, to_correct
from cstui.policy.effects import Add, Effects, Refused
from cstui.policy.records import Reminder
from cstui.policy.rulebook import Checks, Rulebook


def set_reminder(
    act: SubjectAct, rows: Sequence[Reminder], rules: Rulebook, due: date, text: str, actor: str, on: date
) -> Effects | Refused:
    """A new reminder beside those in `rows`."""
    checks = Checks(rules)
    checks.holds("CS-105", bool(text.strip()), "text", label="TEXT")
    checks.holds("CS-174", due >= on, "due", label="DUE", on=due)
    reminder = Reminder(subject=act.target, seq=next_seq(rows), worker=actor, due=due, text=text.strip())
    return entered(checks, act, "RM", [Add(reminder)], f"Reminder for {due:%m/%d/%Y}: {reminder.text}")


def move_reminder(
    act: SubjectAct, rows: Sequence[Reminder], rules: Rulebook, seq: int, due: date | None, on: date
) -> Effects | Refused:
    """A reminder snoozed to `due`, or, without a day, marked done."""
    checks = Checks(rules)
    found = numbered(checks, act.key, rows, seq, "reminder", "action")
    if found is None:
        return decided(checks)
    done = found.done_on
    checks.holds("CS-156", done is None, "action", what="Reminder", value=found.seq, on=done)
    checks.holds("CS-174", due is None or due >= on, "due", label="DUE", on=due)
    if due is None:
        text, change = f"Reminder done: {found.text}", changed(found, done_on=on)
    else:
        text, change = f"Reminder moved to {due:%m/%d/%Y}: {found.text}", changed(found, due=due)
    return entered(checks, act, "RM", [change], text)


def correct_reminder(
    act: SubjectAct, rows: Sequence[Reminder], rules: Rulebook, seq: int, due: date, reason: str
) -> Effects | Refused:
    """A reminder set back to the day on which it was due, also one that was marked done by mistake."""
    checks = Checks(rules)
    found = to_correct(checks, act.key, rows, seq, "reminder", reason)
    if found is None:
        return decided(checks)
    text = f"Reminder is due {due:%m/%d/%Y} again: {found.text}. {reason.strip()}"
    return entered(checks, act, "CE", [changed(found, due=due, done_on=None)], text)
