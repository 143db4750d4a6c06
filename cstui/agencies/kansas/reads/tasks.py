"""Open tasks of KEES, queue by queue."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cstui.agencies.kansas.records import Consumer, Task
from cstui.policy.records import Person
from cstui.store.reads import full_name
from cstui.store.tables import TABLES


class TaskRow(msgspec.Struct, frozen=True, kw_only=True):
    """An open task with the person whom it is about, and the version of that person's facts."""

    consumer: str
    seq: int
    version: int
    person: str
    queue: str
    name: str
    details: str
    made_on: date
    taken_by: str
    worked_on: date | None


class Tasks(msgspec.Struct, frozen=True, kw_only=True):
    """A page of open tasks, oldest first, and how many there are."""

    rows: tuple[TaskRow, ...]
    count: int


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which tasks: of an office (CSS or eligibility), a queue, a worker who took them, a consumer."""

    office: str = ""
    queue: str = ""
    worker: str = ""
    consumer: str = ""


def tasks(session: Session, wanted: Wanted, *, limit: int, offset: int) -> Tasks:
    """The open tasks that are wanted, oldest first."""
    task, consumer, person = TABLES[Task].c, TABLES[Consumer].c, TABLES[Person].c
    where = [task.closed_on.is_(None)]
    if wanted.queue:
        where.append(task.queue == wanted.queue)
    if wanted.worker:
        where.append(task.taken_by == wanted.worker)
    if wanted.consumer:
        where.append(task.consumer == wanted.consumer)
    elif wanted.office:
        where.append(or_(consumer.ees_office == wanted.office, consumer.office == wanted.office))
    joined = (
        TABLES[Task]
        .join(TABLES[Consumer], consumer.number == task.consumer)
        .join(TABLES[Person], person.number == consumer.ar)
    )
    shown = (
        select(TABLES[Task], consumer.version.label("of"), person.last, person.first, person.middle)
        .select_from(joined)
        .where(*where)
        .order_by(task.made_on, task.consumer, task.seq)
        .limit(limit)
        .offset(offset)
    )
    connection = session.connection()
    count = connection.execute(select(func.count()).select_from(joined).where(*where)).scalar_one()
    return Tasks(
        count=count,
        rows=tuple(
            TaskRow(
                consumer=row.consumer,
                seq=row.seq,
                version=row.of,
                person=full_name(row.last, row.first, row.middle),
                queue=row.queue,
                name=row.name,
                details=row.details,
                made_on=row.made_on,
                taken_by=row.taken_by,
                worked_on=row.worked_on,
            )
            for row in connection.execute(shown)
        ),
    )
