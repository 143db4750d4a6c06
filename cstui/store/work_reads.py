"""Work, workers and offices as screens show them, in pages; a viewer is shown those of one agency."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Literal, TypeVar

import msgspec
from sqlalchemy import Select, and_, func, literal, or_, select, union_all
from sqlalchemy import case as case_when
from sqlalchemy.orm import Session

from cstui.policy.facts import SubjectFacts, shape_of
from cstui.policy.guide import WAITS
from cstui.policy.records import NextStep, Office, OnSubject, Person, Reminder, Worker
from cstui.policy.viewer import Viewer
from cstui.store.engine import agencies_here
from cstui.store.log_tables import ACTIVITY
from cstui.store.person_reads import full_name
from cstui.store.rows import codec
from cstui.store.tables import TABLES

S = TypeVar("S", bound=msgspec.Struct)


class SubjectColumns:
    """How lists name the subjects of an agency: joined to a column that has the subject as the log names it.

    A subject is listed under the first person that its facts name, one without persons under its own number;
    one without a status is open.
    """

    def __init__(self, facts: type[SubjectFacts], subject: Any) -> None:
        shape, person, head = shape_of(facts), TABLES[Person].c, TABLES[shape_of(facts).file.head].c
        self.head = head
        self.key = head[shape.file.head.head]
        self.status = head["status"] if "status" in head else literal("open")
        self.joined = [(TABLES[shape.file.head], self.key == func.substr(subject, len(facts.kind) + 2))]
        if shape.persons:
            self.last, self.first, self.middle = person.last, person.first, person.middle
            self.joined.append((TABLES[Person], person.number == head[shape.persons[0]]))
        else:
            self.last, self.first, self.middle = self.key, literal(""), literal("")

    def select(self, *columns: Any) -> Select[Any]:
        """These columns with what is listed of their subjects; for `named`."""
        names = [getattr(self, name).label(name) for name in ("status", "last", "first", "middle")]
        rows = select(*columns, *names)
        for table, condition in self.joined:
            rows = rows.join(table, condition)
        return rows


class WorkRow(OnSubject, frozen=True, kw_only=True):
    """One subject on a worker's list with its next step; `name` is LAST, FIRST of whom it is listed under."""

    worker: str
    office: str
    status: str
    name: str
    kind: str
    rule: str
    text: str
    due: date | None
    urgency: int
    command: str


class WorkCount(msgspec.Struct, frozen=True):
    """How many subjects of a worker have a next step of this urgency and kind."""

    urgency: int
    kind: str
    count: int


Sorting = Literal["", "due", "key", "name", "worker"]
"""How the worklist is sorted; empty is most urgent first."""


def worklist(
    session: Session,
    whose: str,
    on: date,
    *,
    limit: int = 20,
    offset: int = 0,
    most: int = 8,
    find: str = "",
    sort: Sorting = "",
    covered: Sequence[str] = (),
    early: tuple[date, Collection[str]] | None = None,
    optional: Collection[str] = (),
) -> list[WorkRow]:
    """The subjects of a worker or an office with something to do: overdue, for today, coming, each most
    urgent first. What runs by itself or is of an `optional` kind is never overdue; steps of the kinds of
    `early` are for today up to its day.

    `covered` are the workers for whom the worker stands in: their subjects are on the list too.
    `most` is the highest urgency shown (9 shows also those with nothing to do).
    `find` keeps the steps whose text has it anywhere (any case), or that are of that kind.
    """
    step = TABLES[NextStep].c
    shown = (step.subject, step.worker, step.office, step.kind, step.rule, step.text)
    found: list[WorkRow] = []
    for agency in agencies_here(session):
        facts = agency.load("facts")
        kind, listed = facts.kind, SubjectColumns(facts, step.subject)
        rows = (
            listed.select(*shown, step.due, step.urgency, step.command)
            .where(_waits_at(session, whose, covered), step.urgency <= most)
            .where(step.subject >= f"{kind} ", step.subject < f"{kind}!")
            .order_by(*_sorted(sort, listed, on, early or (on, ()), optional))
            .limit(limit)
            .offset(offset)
        )
        if find:
            has = func.lower(step.text).contains(find.lower(), autoescape=True)
            rows = rows.where(or_(step.kind == find.lower(), has))
        found += named(session, rows, WorkRow)
    return found


def is_office(session: Session, whose: str) -> bool:
    """Whether the number is an office's."""
    office = TABLES[Office].c
    return session.connection().scalar(select(office.code).where(office.code == whose)) is not None


def _waits_at(session: Session, whose: str, covered: Sequence[str] = ()) -> Any:
    """The steps of workers, or of an office by its workers, which are indexed."""
    step, worker = TABLES[NextStep].c, TABLES[Worker].c
    if is_office(session, whose):
        return step.worker.in_(select(worker.number).where(worker.office == whose))
    return step.worker.in_((whose, *covered))


def _sorted(
    sort: Sorting,
    listed: SubjectColumns,
    on: date,
    early: tuple[date, Collection[str]],
    optional: Collection[str],
) -> Sequence[Any]:
    step = TABLES[NextStep].c
    due = (step.due.is_(None), step.due)
    if sort == "due":
        return (*due, step.urgency, step.subject)
    if sort == "key":
        return (step.subject,)
    if sort == "name":
        return (func.upper(listed.last), func.upper(listed.first), step.subject)
    until, kinds = early
    late = and_(step.due < on, step.urgency <= WAITS, step.kind.not_in(optional))
    today = or_(step.urgency == 1, step.due == on, and_(step.due <= until, step.kind.in_(kinds)))
    group = case_when((late, 0), (today, 1), else_=2)
    first = step.worker if sort == "worker" else group
    return first, step.urgency, *due, step.text, step.subject


class WorkerLoad(msgspec.Struct, frozen=True):
    """What waits at one worker: subjects with a step due today or this month, and all with an open step."""

    worker: str
    name: str
    urgent: int
    open: int


def office_load(session: Session, office: str) -> list[WorkerLoad]:
    """What waits at each worker of an office, by number; a worker without subjects has zeros."""
    step, worker = TABLES[NextStep].c, TABLES[Worker].c
    urgent = func.sum(case_when((step.urgency <= 2, 1), else_=0))
    waits = func.sum(case_when((step.urgency <= 8, 1), else_=0))
    rows = (
        select(worker.number, worker.name, func.coalesce(urgent, 0), func.coalesce(waits, 0))
        .outerjoin(TABLES[NextStep], step.worker == worker.number)
        .where(worker.office == office)
        .group_by(worker.number, worker.name)
        .order_by(worker.number)
    )
    return [WorkerLoad(*row) for row in session.connection().execute(rows)]


def worklist_counts(
    session: Session, whose: str, on: date, *, covered: Sequence[str] = ()
) -> list[WorkCount]:
    """How many subjects of a worker or an office wait at each urgency and kind of step, most urgent first.

    Those of the workers `covered` are counted with the worker's own.
    """
    step = TABLES[NextStep].c
    rows = (
        select(step.urgency, step.kind, func.count())
        .where(_waits_at(session, whose, covered))
        .group_by(step.urgency, step.kind)
        .order_by(step.urgency, step.kind)
    )
    return [WorkCount(*row) for row in session.connection().execute(rows)]


def workers(session: Session, office: str | None = None) -> list[Worker]:
    """The workers of an office, or all that the viewer is shown, by number."""
    connection = session.connection()
    shape = codec(Worker, connection.dialect.name)
    if office is not None:
        return shape.select_where(connection, "office = ? ORDER BY number", (office,))
    codes = tuple(one.code for one in offices(session))
    marks = ", ".join("?" * len(codes)) or "NULL"
    return shape.select_where(connection, f"office IN ({marks}) ORDER BY number", codes)


def offices(session: Session) -> list[Office]:
    """The offices that the viewer is shown, by code."""
    connection = session.connection()
    names = tuple(agency.name for agency in agencies_here(session))
    marks = ", ".join("?" * len(names)) or "NULL"
    return codec(Office, connection.dialect.name).select_where(
        connection, f"agency IN ({marks}) ORDER BY code", names
    )


def viewer_of(session: Session, number: str) -> Viewer | None:
    """A worker as a viewer, with the role and the office that the store has now; None where there is none."""
    worker, office = TABLES[Worker].c, TABLES[Office].c
    rows = (
        select(worker.role, worker.office, office.agency)
        .join(TABLES[Office], office.code == worker.office)
        .where(worker.number == number)
    )
    found = session.connection().execute(rows).first()
    if found is None:
        return None
    return Viewer(number=number, role=found.role, agency=found.agency, office=found.office)


def named(session: Session, rows: Select[Any], shape: type[S], field: str = "name") -> list[S]:
    """Rows with last, first, middle made into rows of `shape` with the whole name in `field`."""
    found = []
    for row in session.connection().execute(rows).mappings():
        values = dict(row)
        values[field] = full_name(values.pop("last"), values.pop("first"), values.pop("middle"))
        found.append(shape(**values))
    return found


class OwnReminder(msgspec.Struct, frozen=True, kw_only=True):
    """A reminder of a worker's own that is not done; `name` is LAST, FIRST, `version` the subject's."""

    key: str
    seq: int
    due: date
    text: str
    worker: str
    status: str
    name: str
    version: int


def own_reminders(
    session: Session, facts: type[SubjectFacts], workers: Sequence[str], limit: int, offset: int
) -> list[OwnReminder]:
    """The reminders of these workers on the subjects of an agency, due first."""
    mine = TABLES[Reminder].c
    listed = SubjectColumns(facts, mine.subject)
    rows = (
        listed.select(
            listed.key.label("key"), mine.seq, mine.due, mine.text, mine.worker, listed.head.version
        )
        .where(mine.worker.in_(workers), mine.done_on.is_(None))
        .where(mine.subject.startswith(f"{facts.kind} "))
        .order_by(mine.due, mine.subject, mine.seq)
        .limit(limit)
        .offset(offset)
    )
    return named(session, rows, OwnReminder)


class Recent(OnSubject, frozen=True, kw_only=True):
    """A subject that a worker had in hand or entered something on; `name` is LAST, FIRST."""

    name: str
    status: str


def recent(
    session: Session, worker: str, *, had: Sequence[str] = (), limit: int = 10, back: int = 2_000
) -> list[Recent]:
    """The subjects of a worker: those that the desk `had` in hand, in their order, then those entered on.

    The log says what was entered, newest first, among its last `back` activities of the worker.
    """
    row = ACTIVITY.c
    latest = select(row.subject).where(row.actor == worker).order_by(row.id.desc()).limit(back)
    entered = session.connection().scalars(latest).all()
    found: dict[str, Recent] = {}
    for agency in agencies_here(session):
        facts = agency.load("facts")
        mine = [one for one in dict.fromkeys([*had, *entered]) if one.startswith(f"{facts.kind} ")][:limit]
        if not mine:
            continue
        wanted = union_all(*(select(literal(one).label("subject")) for one in mine)).subquery().c
        rows = SubjectColumns(facts, wanted.subject).select(wanted.subject)
        by = {one.subject: one for one in named(session, rows, Recent)}
        found |= {one: by[one] for one in mine if one in by}
    return list(found.values())[:limit]


def booked(session: Session, worker: str, *, lock: bool) -> str | None:
    """The office of a worker, None where there is none of the number.

    With `lock` nobody else books on the worker until the transaction ends, so that what is read of his or her
    appointments now stays so (on SQLite the write door has seen to it).
    """
    row = TABLES[Worker].c
    rows = select(row.office).where(row.number == worker)
    return session.connection().scalar(rows.with_for_update(key_share=True) if lock else rows)
