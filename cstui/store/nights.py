"""What the nightly run reads and keeps: how far each job has come, and which cases are due in it.

Due cases are asked for some at a time, after the last case that was done, so that a night that
was cut off goes on there. Among them may be a case for which there proves to be nothing to do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session as Session  # the type of an open door, for the run

from cstui.store.engine import CACHE_KIBIBYTES, read_values
from cstui.store.journal import NIGHT
from cstui.store.rows import tuples_of

_DUE: Mapping[str, str] = {
    "iva": """
        SELECT DISTINCT +c.number AS number FROM cooperation k
        JOIN "case" c ON c.number = k."case"
        JOIN benefit_spell s ON s.person = c.cp
        WHERE k.kind = 'reported' AND k.reported_on <= ? AND k.standing AND c.status <> 'closed'
          AND s.begins IS NOT NULL AND s.closed IS NULL AND +c.number > ?""",
    "mail": """
        SELECT DISTINCT +f."case" AS number FROM form f
        WHERE f.mailed_on IS NULL AND f.made_on <= ? AND +f."case" > ?""",
    "send": """
        SELECT DISTINCT +i."case" AS number FROM interface i
        WHERE i.status = 'waiting' AND i.made_on <= ? AND +i."case" > ?""",
    "close": """
        SELECT DISTINCT +c."case" AS number FROM closure c
        WHERE c.status = 'pended' AND c.closes_on <= ? AND +c."case" > ?""",
    "steps": """
        SELECT +n."case" AS number FROM next_step n WHERE n.changes_on <= ? AND +n."case" > ?""",
}
"""The cases due in a job of a night, after a case number. The plus keeps SQLite from walking a whole table
by number: an index knows the rows that are due."""


ROOM = {"cache_size": (-64 * 1024, -CACHE_KIBIBYTES), "wal_autocheckpoint": (256_000, 1_000)}
"""What a SQLite connection has in a night, and else: KiB of pages that it keeps, since each slice comes
back to those of the others, and pages of its log that go into the file together (1 GB at most, not each
slice: every job comes to most pages of a large store, and the file takes each of them once)."""


class JobState(msgspec.Struct, frozen=True, kw_only=True):
    """How far one job of one night has come: the last case done, and how much was done."""

    job: str
    done: bool = False
    cursor: str = ""
    count: int = 0


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """Cases due in a night: their numbers in order, those due in each job, whether they are the last."""

    cases: list[str]
    jobs: dict[str, set[str]]
    last: bool


def store_state(session: Session) -> tuple[date, bool]:
    """The business date of the store, and whether it is a practice store."""
    values = read_values(session.connection())
    return date.fromisoformat(values["business_date"]), values["kind"] == "practice"


def make_room(session: Session, *, over: bool = False) -> None:
    """Give the connection its ROOM for a night; `over` takes it back, and the commit empties the log."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        for name, values in ROOM.items():
            connection.exec_driver_sql(f"PRAGMA {name}={values[over]}").close()


def due_cases(session: Session, night: date, after: Mapping[str, str], limit: int) -> Due:
    """The next cases due on `night` in any of the jobs `after`, at most `limit`.

    Of each job those after its own number in `after`, where it has come to.
    """
    connection = session.connection()
    due = {}
    for job, cursor in after.items():
        day = night + timedelta(days=1) if job == "steps" else night
        sql = f"{_DUE[job]} ORDER BY number LIMIT ?"
        values: tuple[object, ...] = (day, cursor, limit + 1)
        if connection.dialect.name == "sqlite":
            values = (day.isoformat(), cursor, limit + 1)
        else:
            sql = sql.replace("+", "").replace("?", "%s")
        due[job] = [number for (number,) in tuples_of(connection.exec_driver_sql(sql, values))]
    every = sorted(set().union(*due.values()))
    cases = every[:limit]
    return Due(
        cases=cases,
        jobs={
            job: set(found[: bisect_right(found, cases[-1])]) if cases else set()
            for job, found in due.items()
        },
        last=len(every) <= limit,
    )


def job_states(session: Session, night: date) -> dict[str, JobState]:
    """The jobs of `night` that have begun, by name."""
    rows = select(NIGHT.c.job, NIGHT.c.state, NIGHT.c.cursor, NIGHT.c.count).where(NIGHT.c.night == night)
    return {
        job: JobState(job=job, done=state == "done", cursor=cursor, count=count)
        for job, state, cursor, count in session.connection().execute(rows)
    }


def keep_jobs(session: Session, night: date, states: Iterable[JobState]) -> None:
    """Keep how far the jobs have come, in the transaction of what they did."""
    connection = session.connection()
    sqlite = connection.dialect.name == "sqlite"
    sql = (
        "INSERT INTO nightly_job (night, job, state, cursor, count) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (night, job) DO UPDATE SET"
        " state = excluded.state, cursor = excluded.cursor, count = excluded.count"
    )
    day = night.isoformat() if sqlite else night
    rows = [(day, s.job, "done" if s.done else "begun", s.cursor, s.count) for s in states]
    if rows:
        connection.exec_driver_sql(sql if sqlite else sql.replace("?", "%s"), rows)
