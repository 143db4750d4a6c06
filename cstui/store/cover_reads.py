"""Who is away and who covers: what acts on a worker read, and what screens show of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from cstui.policy.facts import WorkerFacts
from cstui.policy.records import Cover, Worker
from cstui.store import chain, work_reads
from cstui.store.rows import codec
from cstui.store.tables import TABLES

IN_OFFICE = "worker IN (SELECT number FROM worker WHERE office = ?)"


class CoverRow(msgspec.Struct, frozen=True, kw_only=True):
    """One cover with the names of both workers."""

    cover: Cover
    name: str
    by_name: str


def read_worker(session: Session, number: str) -> WorkerFacts | None:
    """A worker with every worker and the covers of the office; None where there is no such worker."""
    connection = session.connection()
    workers = {worker.number: worker for worker in work_reads.workers(session)}
    if number not in workers:
        return None
    found = codec(Cover, connection.dialect.name).select_where(
        connection, f"{IN_OFFICE} ORDER BY worker, seq", (workers[number].office,)
    )
    return WorkerFacts(worker=workers[number], workers=workers, covers=tuple(found))


def subjects(session: Session, number: str) -> list[str]:
    """The subjects of the log that an act on a worker locks: everyone of the office, since covers meet."""
    worker = TABLES[Worker].c
    own = select(worker.office).where(worker.number == number).scalar_subquery()
    rows = select(worker.number).where(worker.office == own)
    return [chain.worker_subject(found) for found in session.connection().scalars(rows)]


def covered(session: Session, worker: str, on: date) -> list[Cover]:
    """The covers in which the worker stands in for others on `on`, by the worker who is away."""
    return _holding(session, "by", worker, on)


def cover_of(session: Session, worker: str, on: date) -> Cover | None:
    """The cover of a worker who is away on `on`; None where he or she is not."""
    return next(iter(_holding(session, "worker", worker, on)), None)


def _holding(session: Session, column: str, worker: str, on: date) -> list[Cover]:
    connection = session.connection()
    return codec(Cover, connection.dialect.name).select_where(
        connection,
        f"{column} = ? AND until >= ? AND since <= ? AND (ended_on IS NULL OR ended_on > ?) ORDER BY worker",
        (worker, on, on, on),
    )


def covers(session: Session, office: str, on: date, *, limit: int = 20, offset: int = 0) -> list[CoverRow]:
    """The covers of an office: those that hold on `on` or are to come, by first day; then those over."""
    cover = TABLES[Cover].c
    away, by = aliased(TABLES[Worker]), aliased(TABLES[Worker])
    open_ = and_(cover.until >= on, or_(cover.ended_on.is_(None), cover.ended_on > on))
    rows = (
        select(*(cover[name] for name in Cover.__struct_fields__), away.c.name, by.c.name.label("by_name"))
        .join(away, away.c.number == cover.worker)
        .join(by, by.c.number == cover.by)
        .where(away.c.office == office)
        .order_by(open_.desc(), cover.since, cover.worker, cover.seq)
        .limit(limit)
        .offset(offset)
    )
    return [_row(found) for found in session.connection().execute(rows).mappings()]


def _row(found: Any) -> CoverRow:
    values = dict(found)
    name, by_name = values.pop("name"), values.pop("by_name")
    return CoverRow(cover=Cover(**values), name=name, by_name=by_name)
