"""What follow-up reads across cases: non-cooperation, reminders, IV-A's news, what others owe an answer to.

Each list is paged; cases are read by number, so that thousands are read in batches.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Select, and_, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import BenefitNews, Case, Cooperation, Escalation, Form, OfficeRequest
from cstui.policy.records import Person, Reminder
from cstui.store.tables import TABLES
from cstui.store.work_reads import named


class ReminderRow(msgspec.Struct, frozen=True, kw_only=True):
    """A reminder still to be done: a worker's own (`kind` own), or one that the policy makes.

    `worker` is whose it is. `due` is None where the policy names no day. `kind` is own, documents (a
    form due back), answer (of the PI Consultant) or request (of another office). `version` is the case's.
    """

    case: str
    seq: int
    kind: str
    due: date | None
    text: str
    worker: str
    cp: str
    version: int


class NewsRow(msgspec.Struct, frozen=True, kw_only=True):
    """A benefit update of IV-A that nobody has acknowledged. `worker` and `version` are the case's."""

    case: str
    seq: int
    on: date
    received_on: date
    text: str
    worker: str
    cp: str
    version: int


def noncooperation_cases(
    session: Session,
    *,
    office: str | None = None,
    worker: str | None = None,
    after: str = "",
    limit: int = 5_000,
) -> list[str]:
    """Numbers of the cases, not closed, on which non-cooperation stands; those after `after`, in order.

    Reported or documented (E-522 note): the last entry on cooperation that was not corrected says so.
    """
    case, entry = TABLES[Case].c, TABLES[Cooperation].c
    later = aliased(TABLES[Cooperation])
    rows = (
        select(case.number)
        .join(TABLES[Cooperation], entry.case == case.number)
        .where(
            case.status != "closed",
            case.number > after,
            entry.standing.is_(True),
            entry.kind.in_(("reported", "documented")),
            ~select(later.c.seq)
            .where(later.c.case == entry.case, later.c.standing.is_(True), later.c.seq > entry.seq)
            .exists(),
        )
        .order_by(case.number)
        .limit(limit)
    )
    if office is not None:
        rows = rows.where(case.office == office)
    if worker is not None:
        rows = rows.where(case.worker == worker)
    return list(session.connection().scalars(rows))


def reminders(
    session: Session, worker: str, *, covered: Sequence[str] = (), limit: int = 20, offset: int = 0
) -> list[ReminderRow]:
    """The worker's own reminders, and what the policy reminds of on the worker's cases; due first.

    Those of the workers `covered`, for whom the worker stands in, come with them.
    """
    whose = (worker, *covered)
    mine, form = TABLES[Reminder].c, TABLES[Form].c
    told, asked, case = TABLES[Escalation].c, TABLES[OfficeRequest].c, TABLES[Case].c
    theirs = and_(case.worker.in_(whose), case.status != "closed")
    parts: list[Select[Any]] = [
        select(
            func.substr(mine.subject, len(f"{Facts.kind} ") + 1).label("case"),
            mine.seq.label("seq"),
            literal("own").label("kind"),
            mine.due.label("due"),
            mine.text.label("text"),
            mine.worker.label("worker"),
        ).where(mine.worker.in_(whose), mine.done_on.is_(None), mine.subject.startswith(f"{Facts.kind} ")),
        select(form.case, form.seq, literal("documents"), form.due_on, form.form, case.worker)
        .join(TABLES[Case], case.number == form.case)
        .where(theirs, form.due_on.is_not(None), form.received_on.is_(None), form.stopped_on.is_(None)),
        select(told.case, told.seq, literal("answer"), told.notified_on, literal(""), case.worker)
        .join(TABLES[Case], case.number == told.case)
        .where(theirs, told.answered_on.is_(None)),
        select(asked.case, asked.seq, literal("request"), asked.opened_on, asked.from_office, case.worker)
        .join(TABLES[Case], case.number == asked.case)
        .where(theirs, asked.done_on.is_(None)),
    ]
    all_ = union_all(*parts).subquery()
    person = TABLES[Person].c
    rows = (
        select(*all_.c, case.version, person.last, person.first, person.middle)
        .join(TABLES[Case], case.number == all_.c.case)
        .join(TABLES[Person], person.number == case.cp)
        .order_by(all_.c.due.is_(None), all_.c.due, all_.c.case, all_.c.kind, all_.c.seq)
        .limit(limit)
        .offset(offset)
    )
    return named(session, rows, ReminderRow, "cp")


def benefit_news(
    session: Session, worker: str, *, covered: Sequence[str] = (), limit: int = 20, offset: int = 0
) -> list[NewsRow]:
    """The updates of IV-A that wait to be acknowledged on the cases of the worker, and of the workers
    `covered`, for whom the worker stands in; oldest first."""
    news, case, person = TABLES[BenefitNews].c, TABLES[Case].c, TABLES[Person].c
    rows = (
        select(
            news.case,
            news.seq,
            news.on,
            news.received_on,
            news.text,
            case.worker,
            case.version,
            person.last,
            person.first,
            person.middle,
        )
        .join(TABLES[Case], case.number == news.case)
        .join(TABLES[Person], person.number == case.cp)
        .where(case.worker.in_((worker, *covered)), news.acknowledged_on.is_(None))
        .order_by(news.received_on, news.case, news.seq)
        .limit(limit)
        .offset(offset)
    )
    return named(session, rows, NewsRow, "cp")


def benefit_news_count(session: Session, worker: str, *, covered: Sequence[str] = ()) -> int:
    """How many updates of IV-A wait on the cases of the worker and of the workers `covered`."""
    news, case = TABLES[BenefitNews].c, TABLES[Case].c
    rows = (
        select(func.count())
        .select_from(TABLES[BenefitNews])
        .join(TABLES[Case], case.number == news.case)
        .where(case.worker.in_((worker, *covered)), news.acknowledged_on.is_(None))
    )
    return session.connection().scalar(rows) or 0
