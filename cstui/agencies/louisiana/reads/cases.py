"""Cases, forms and appointments as screens show them, in pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.reads.sql_predicates import is_meant
from cstui.agencies.louisiana.records import Appointment, Case, Child, Form, Interface
from cstui.policy import records
from cstui.policy.records import NextStep, Person
from cstui.store.person_reads import masked, name_of
from cstui.store.rows import codec
from cstui.store.tables import TABLES
from cstui.store.work_reads import named

R = TypeVar("R", bound=records.Record)
S = TypeVar("S", bound=msgspec.Struct)


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

    @property
    def key(self) -> str:
        return f"{self.case} {self.seq}"

    @property
    def open(self) -> bool:
        """Whether its outcome is missing."""
        return self.status == "open"


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
    return named(session, rows, DocketRow, "cp")


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
        next_step=next(iter(of(NextStep, "subject", [Facts.subject_of(number)])), None),
    )


def forms(session: Session, case: str) -> list[Form]:
    """The forms made for a case, newest first."""
    connection = session.connection()
    return codec(Form, connection.dialect.name).select_where(
        connection, '"case" = ? ORDER BY seq DESC', (case,)
    )


def forms_made(session: Session, on: date, *, office: str | None = None) -> list[Form]:
    """The forms made on a day and not stopped, of an office or of all, by case."""
    connection = session.connection()
    condition, values = "made_on = ? AND stopped_on IS NULL", list[Any]([on])
    if office is not None:
        condition += ' AND "case" IN (SELECT number FROM la_case WHERE office = ?)'
        values.append(office)
    return codec(Form, connection.dialect.name).select_where(
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
    form, case, person = TABLES[Form].c, TABLES[Case].c, TABLES[Person].c
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
    return named(session, rows, LetterRow, "cp")


def interface_records(
    session: Session,
    *,
    status: str | None = None,
    office: str | None = None,
    case: str | None = None,
    limit: int = 20,
    offset: int = 0,
) -> list[Interface]:
    """The LAIN 2IP records of a status (waiting, sent, withdrawn), an office or a case, newest first."""
    conditions, values = ["1 = 1"], list[Any]()
    for condition, value in (
        ("status = ?", status),
        ('"case" IN (SELECT number FROM la_case WHERE office = ?)', office),
        ('"case" = ?', case),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    connection = session.connection()
    return codec(Interface, connection.dialect.name).select_where(
        connection,
        f'{" AND ".join(conditions)} ORDER BY made_on DESC, "case", seq DESC LIMIT ? OFFSET ?',
        (*values, limit, offset),
    )


def _of(office_or_worker: str, worker: Any, office: Any) -> Any:
    return worker == office_or_worker if len(office_or_worker) == 5 else office == office_or_worker
