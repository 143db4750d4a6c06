"""Cases, work and appointments as screens show them, in pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, TypeVar

import msgspec
from sqlalchemy import Select, func, or_, select
from sqlalchemy import case as case_when
from sqlalchemy.orm import Session

from cstui.policy import records
from cstui.policy.records import Appointment, Case, Child, NextStep, Person
from cstui.store.conditions import is_meant, touched
from cstui.store.person_reads import full_name, masked, name_of
from cstui.store.rows import codec
from cstui.store.tables import TABLES

R = TypeVar("R", bound=records.Record)
S = TypeVar("S", bound=msgspec.Struct)


class WorkRow(msgspec.Struct, frozen=True, kw_only=True):
    """One case on a worker's list with its next step; `cp` is LAST, FIRST."""

    case: str
    worker: str
    office: str
    status: str
    cp: str
    kind: str
    rule: str
    text: str
    due: date | None
    urgency: int
    command: str


class WorkCount(msgspec.Struct, frozen=True):
    """How many cases of a worker have a next step of this urgency and kind."""

    urgency: int
    kind: str
    count: int


class DocketRow(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment of a day's docket; `version` is the appointment's, `case_version` the case's."""

    case: str
    seq: int
    on: date
    at: str
    purpose: str
    worker: str
    worker_name: str
    cp: str
    status: str
    version: int
    case_version: int
    touched: date | None = None
    """The CP's first call or message about it before its day, as `standing.initiative` finds it."""


class CaseSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A case with the names of everyone on it."""

    case: Case
    cp: Person
    ncp: Person | None
    children: tuple[ChildRow, ...]
    worker_name: str
    office_name: str
    next_step: NextStep | None


class ChildRow(msgspec.Struct, frozen=True, kw_only=True):
    """A child of a case with its name."""

    child: Child
    name: str
    born: date | None


Sorting = Literal["", "due", "case", "cp", "worker"]
"""How the worklist is sorted; empty is most urgent first."""


def worklist(
    session: Session,
    office_or_worker: str,
    on: date,
    *,
    limit: int = 20,
    offset: int = 0,
    most: int = 8,
    find: str = "",
    sort: Sorting = "",
    covered: Sequence[str] = (),
) -> list[WorkRow]:
    """The cases of a worker (5 digits) or an office (2) with something to do, most urgent first.

    `covered` are the workers for whom the worker stands in: their cases are on the list too.
    `most` is the highest urgency shown (9 shows also those with nothing to do). Steps due after
    `on` stand among the others of their urgency; the nightly run keeps the steps as of its date.
    `find` keeps the steps whose text has it anywhere (any case), or that are of that kind.
    """
    step, case, person = TABLES[NextStep].c, TABLES[Case].c, TABLES[Person].c
    rows = (
        select(
            step.case,
            step.worker,
            step.office,
            case.status,
            person.last,
            person.first,
            person.middle,
            step.kind,
            step.rule,
            step.text,
            step.due,
            step.urgency,
            step.command,
        )
        .join(TABLES[Case], case.number == step.case)
        .join(TABLES[Person], person.number == case.cp)
        .where(_waits_at(office_or_worker, covered), step.urgency <= most)
        .order_by(*_sorted(sort))
        .limit(limit)
        .offset(offset)
    )
    if find:
        has = func.lower(step.text).contains(find.lower(), autoescape=True)
        rows = rows.where(or_(step.kind == find.lower(), has))
    return named(session, rows, WorkRow)


def _waits_at(office_or_worker: str, covered: Sequence[str] = ()) -> Any:
    """The steps of workers, or of an office by its workers, which are indexed."""
    step, worker = TABLES[NextStep].c, TABLES[records.Worker].c
    if len(office_or_worker) == 5:
        return step.worker.in_((office_or_worker, *covered))
    return step.worker.in_(select(worker.number).where(worker.office == office_or_worker))


def _sorted(sort: Sorting) -> Sequence[Any]:
    step, person = TABLES[NextStep].c, TABLES[Person].c
    due = (step.due.is_(None), step.due)
    if sort == "due":
        return (*due, step.urgency, step.case)
    if sort == "case":
        return (step.case,)
    if sort == "cp":
        return (func.upper(person.last), func.upper(person.first), step.case)
    return (*((step.worker,) if sort == "worker" else ()), step.urgency, *due, step.text, step.case)


class WorkerLoad(msgspec.Struct, frozen=True):
    """What waits at one worker: cases with a step due today or this month, and all with an open step."""

    worker: str
    name: str
    urgent: int
    open: int


def office_load(session: Session, office: str) -> list[WorkerLoad]:
    """What waits at each worker of an office, by number; a worker without cases has zeros."""
    step, worker = TABLES[NextStep].c, TABLES[records.Worker].c
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
    session: Session, office_or_worker: str, on: date, *, covered: Sequence[str] = ()
) -> list[WorkCount]:
    """How many cases of a worker or an office wait at each urgency and kind of step, most urgent first.

    Those of the workers `covered` are counted with the worker's own.
    """
    step = TABLES[NextStep].c
    rows = (
        select(step.urgency, step.kind, func.count())
        .where(_waits_at(office_or_worker, covered))
        .group_by(step.urgency, step.kind)
        .order_by(step.urgency, step.kind)
    )
    return [WorkCount(*row) for row in session.connection().execute(rows)]


def docket(
    session: Session,
    office_or_worker: str,
    day: date,
    *,
    status: str | None = None,
    limit: int = 200,
    offset: int = 0,
) -> list[DocketRow]:
    """The appointments of a day of one worker (5 digits) or of all workers of an office (2 digits).

    Moved and cancelled appointments are left out unless `status` asks for them.
    """
    row, worker = TABLES[Appointment].c, TABLES[records.Worker].c
    case, person = TABLES[Case].c, TABLES[Person].c
    rows = (
        select(
            row.case,
            row.seq,
            row.on,
            row.at,
            row.purpose,
            row.worker,
            worker.name.label("worker_name"),
            person.last,
            person.first,
            person.middle,
            row.status,
            row.version,
            case.version.label("case_version"),
            touched(row).label("touched"),
        )
        .join(TABLES[records.Worker], worker.number == row.worker)
        .join(TABLES[Case], case.number == row.case)
        .join(TABLES[Person], person.number == case.cp)
        .where(row.on == day, _of(office_or_worker, worker.number, worker.office))
        .where(row.status == status if status else row.status.not_in(("moved", "cancelled")))
        .order_by(row.at, row.worker, row.case, row.seq)
        .limit(limit)
        .offset(offset)
    )
    return named(session, rows, DocketRow)


def case_summary(session: Session, number: str) -> CaseSummary | None:
    """A case with CP, NCP, children, worker, office and next step; None where there is no such case."""
    connection = session.connection()

    def of(kind: type[R], column: str, wanted: Sequence[Any]) -> list[R]:
        return codec(kind, connection.dialect.name).select_in(connection, column, wanted)

    cases = of(Case, "number", [number])
    if not cases:
        return None
    case = cases[0]
    children = of(Child, "case", [number])
    on_it = {case.cp, case.ncp, *(child.person for child in children)} - {None}
    persons = {p.number: masked(p) for p in of(Person, "number", sorted(n for n in on_it if n))}
    return CaseSummary(
        case=case,
        cp=persons[case.cp],
        ncp=None if case.ncp is None else persons[case.ncp],
        children=tuple(
            ChildRow(child=child, name=name_of(persons[child.person]), born=persons[child.person].born)
            for child in children
        ),
        worker_name=of(records.Worker, "number", [case.worker])[0].name,
        office_name=of(records.Office, "code", [case.office])[0].name,
        next_step=next(iter(of(NextStep, "case", [number])), None),
    )


def forms(session: Session, case: str) -> list[records.Form]:
    """The forms made for a case, newest first."""
    connection = session.connection()
    return codec(records.Form, connection.dialect.name).select_where(
        connection, '"case" = ? ORDER BY seq DESC', (case,)
    )


def forms_made(session: Session, on: date, *, office: str | None = None) -> list[records.Form]:
    """The forms made on a day and not stopped, of an office or of all, by case."""
    connection = session.connection()
    condition, values = "made_on = ? AND stopped_on IS NULL", list[Any]([on])
    if office is not None:
        condition += ' AND "case" IN (SELECT number FROM "case" WHERE office = ?)'
        values.append(office)
    return codec(records.Form, connection.dialect.name).select_where(
        connection, f'{condition} ORDER BY "case", seq', tuple(values)
    )


class LetterRow(msgspec.Struct, frozen=True, kw_only=True):
    """A form that is made and neither mailed nor stopped; `case_version` is the case's."""

    case: str
    seq: int
    form: str
    edition: int
    made_on: date
    cp: str
    case_version: int


def letters(session: Session, office: str, *, limit: int = 20, offset: int = 0) -> list[LetterRow]:
    """What the office has to mail, oldest first; not what an appointment or pend that fell left behind."""
    form, case, person = TABLES[records.Form].c, TABLES[Case].c, TABLES[Person].c
    rows = (
        select(
            form.case,
            form.seq,
            form.form,
            form.edition,
            form.made_on,
            person.last,
            person.first,
            person.middle,
            case.version.label("case_version"),
        )
        .join(TABLES[Case], case.number == form.case)
        .join(TABLES[Person], person.number == case.cp)
        .where(case.office == office, form.mailed_on.is_(None), form.stopped_on.is_(None))
        .where(is_meant(form, case))
        .order_by(form.made_on, form.case, form.seq)
        .limit(limit)
        .offset(offset)
    )
    return named(session, rows, LetterRow)


def interface_records(
    session: Session,
    *,
    status: str | None = None,
    office: str | None = None,
    case: str | None = None,
    limit: int = 20,
    offset: int = 0,
) -> list[records.Interface]:
    """The LAIN 2IP records of a status (waiting, sent, withdrawn), an office or a case, newest first."""
    conditions, values = ["1 = 1"], list[Any]()
    for condition, value in (
        ("status = ?", status),
        ('"case" IN (SELECT number FROM "case" WHERE office = ?)', office),
        ('"case" = ?', case),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    connection = session.connection()
    return codec(records.Interface, connection.dialect.name).select_where(
        connection,
        f'{" AND ".join(conditions)} ORDER BY made_on DESC, "case", seq DESC LIMIT ? OFFSET ?',
        (*values, limit, offset),
    )


def workers(session: Session, office: str | None = None) -> list[records.Worker]:
    """The workers of an office, or all, by number."""
    connection = session.connection()
    shape = codec(records.Worker, connection.dialect.name)
    if office is None:
        return shape.select_where(connection, "1 = 1 ORDER BY number")
    return shape.select_where(connection, "office = ? ORDER BY number", (office,))


def offices(session: Session) -> list[records.Office]:
    """The offices, by code."""
    connection = session.connection()
    return codec(records.Office, connection.dialect.name).select_where(connection, "1 = 1 ORDER BY code")


def _of(office_or_worker: str, worker: Any, office: Any) -> Any:
    return worker == office_or_worker if len(office_or_worker) == 5 else office == office_or_worker


def named(session: Session, rows: Select[Any], shape: type[S]) -> list[S]:
    """Rows with last, first, middle made into rows of `shape` with the name in `cp`."""
    found = []
    for row in session.connection().execute(rows).mappings():
        values = dict(row)
        values["cp"] = full_name(values.pop("last"), values.pop("first"), values.pop("middle"))
        found.append(shape(**values))
    return found
