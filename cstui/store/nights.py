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

from cstui.policy.records import key_of
from cstui.store.engine import CACHE_KIBIBYTES, day_kept, kept, read_values
from cstui.store.log_tables import NIGHT
from cstui.store.rows import tuples_of

STEPS = """
        SELECT +n.subject AS key FROM next_step n
        WHERE n.changes_on <= ? AND +n.subject > ? AND +n.subject < ?"""
"""The subjects whose next step changes by itself, of one kind, after one of them. The plus keeps SQLite from
walking a whole table by key: an index knows the rows that are due."""


ROOM = {"cache_size": (-64 * 1024, -CACHE_KIBIBYTES), "wal_autocheckpoint": (256_000, 1_000)}
"""What a SQLite connection has in a night, and otherwise: KiB of pages that it keeps, since each slice comes
back to those of the others, and pages of its log that go into the file together (1 GB at most, not each
slice: every job comes to most pages of a large store, and the file takes each of them once)."""


DATE = 0x44415445
"""The key of PostgreSQL's lock for the business date."""


class JobState(msgspec.Struct, frozen=True, kw_only=True):
    """How far one job of one night has come: the last case done, and how much was done."""

    job: str
    done: bool = False
    cursor: str = ""
    count: int = 0


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """Subjects due in a night: their keys in order, those due in each job, whether they are the last."""

    keys: list[str]
    jobs: dict[str, set[str]]
    last: bool


def store_state(session: Session) -> tuple[date, bool]:
    """The business date of the store, and whether it is a practice store."""
    values = read_values(session.connection())
    return day_kept(values, "business_date"), kept(values, "kind") == "practice"


def hold_date(session: Session, *, to_move: bool = False) -> None:
    """Keep the business date where it is until the transaction ends, or be the only one `to_move` it.

    On SQLite whoever writes is alone. PostgreSQL lets those who hold it go on together, and whoever moves it
    waits for them; who comes later waits for the one that moves it, and reads the new date.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        how = "" if to_move else "_shared"
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock{how}({DATE})").close()


def version_seen(session: Session) -> tuple[object, int]:
    """What is the same in two transactions if no other connection has committed in between.

    The driver's connection, and its `data_version`, which is compared on one connection only (SQLite).
    """
    connection = session.connection()
    version = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
    return connection.connection.driver_connection, int(version)


def make_room(session: Session, *, over: bool = False) -> None:
    """Give the connection its ROOM for a night; `over` takes it back, and the commit empties the log."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        for name, values in ROOM.items():
            connection.exec_driver_sql(f"PRAGMA {name}={values[over]}").close()


def due_in(
    session: Session, night: date, after: Mapping[str, str], sql_of: Mapping[str, str], kind: str, limit: int
) -> Due:
    """The next subjects due on `night` in any of the jobs `after`, at most `limit`.

    Of each job those after its own key in `after`, where it has come to. `sql_of` has the statement of each
    job (`?` for the night and for the key); one without is due where the next step of a subject of `kind`
    changes by itself.
    """
    connection = session.connection()
    sqlite = connection.dialect.name == "sqlite"
    due = {}
    for job, cursor in after.items():
        own = sql_of.get(job)
        day: object = night if own else night + timedelta(days=1)
        values: list[object] = [day, cursor] if own else [day, f"{kind} {cursor}", f"{kind}!"]
        sql = f"{own or STEPS} ORDER BY key LIMIT ?"
        if sqlite:
            values[0] = f"{day}"
        else:
            sql = sql.replace("+", "").replace("?", "%s")
        found = connection.exec_driver_sql(sql, (*values, limit + 1))
        due[job] = [key if own else key_of(key) for (key,) in tuples_of(found)]
    every = sorted(set().union(*due.values()))
    keys = every[:limit]
    return Due(
        keys=keys,
        jobs={
            job: set(found[: bisect_right(found, keys[-1])]) if keys else set() for job, found in due.items()
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
