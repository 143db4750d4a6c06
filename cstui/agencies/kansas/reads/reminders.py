"""Reminders that workers set on consumers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.records import Consumer
from cstui.policy.records import Person, Reminder
from cstui.store.tables import TABLES
from cstui.store.work_reads import named


class ReminderRow(msgspec.Struct, frozen=True, kw_only=True):
    """A reminder that is not done; `version` is the consumer's."""

    consumer: str
    seq: int
    due: date
    text: str
    worker: str
    ar: str
    version: int


def reminders(session: Session, workers: Sequence[str], limit: int, offset: int) -> list[ReminderRow]:
    """The reminders of these workers, due first."""
    mine, consumer, person = TABLES[Reminder].c, TABLES[Consumer].c, TABLES[Person].c
    key = func.substr(mine.subject, len(ConsumerFacts.kind) + 2)
    rows = (
        select(
            consumer.number.label("consumer"),
            mine.seq,
            mine.due,
            mine.text,
            mine.worker,
            consumer.version,
            person.last,
            person.first,
            person.middle,
        )
        .join(TABLES[Consumer], consumer.number == key)
        .join(TABLES[Person], person.number == consumer.ar)
        .where(
            mine.worker.in_(workers),
            mine.done_on.is_(None),
            mine.subject.startswith(f"{ConsumerFacts.kind} "),
        )
        .order_by(mine.due, consumer.number, mine.seq)
        .limit(limit)
        .offset(offset)
    )
    return named(session, rows, ReminderRow, "ar")
