"""A worker's own reminders on a subject: in the guide on their day, before it on the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from cstui.policy.facts import SubjectFacts
from cstui.policy.guide import step
from cstui.policy.moments import Moment
from cstui.policy.records import NextStep, Reminder
from cstui.policy.rulebook import Rulebook


def waiting(file: Any) -> list[Reminder]:
    """The reminders of a file that are not done; the guide asks whether there are any."""
    return [reminder for reminder in file.reminders if reminder.done_on is None]


def steps(facts: SubjectFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    """The reminders that are due on `on` or were before: a question of the guide."""
    for one in waiting(facts.file):
        if one.due <= on:
            yield step(facts, "reminder", "CS-177", f"Reminder: {one.text}", 3, one.due, "REMD")


def turning_dates(file: Any) -> Iterator[date]:
    """The days on which a reminder comes into the guide."""
    return (one.due for one in waiting(file))


def ahead(facts: SubjectFacts, on: date) -> Iterator[Moment]:
    """The reminders of days after `on`."""
    for one in waiting(facts.file):
        if one.due > on:
            yield Moment(on=one.due, kind="coming", text=f"Reminder: {one.text}", rule="CS-177")
