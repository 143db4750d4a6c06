"""What prompts list: cases by the beginning of their number, and who is on them. Names only."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from cstui.agencies.louisiana.records import Case
from cstui.policy.records import Person
from cstui.store.person_reads import full_name
from cstui.store.tables import TABLES


class PartiesRow(msgspec.Struct, frozen=True, kw_only=True):
    """A case as a prompt shows it: its parties by name, status, worker; `ncp` is empty where unknown."""

    case: str
    cp: str
    ncp: str
    status: str
    worker: str


def cases_from(session: Session, beginning: str, *, limit: int, offset: int = 0) -> list[str]:
    """The numbers of cases that begin so, in order; all of them for an empty beginning."""
    case = TABLES[Case].c
    rows = select(case.number).order_by(case.number).limit(limit).offset(offset)
    if beginning:
        rows = rows.where(case.number >= beginning, case.number < beginning + ":")  # behind the digits
    return list(session.connection().scalars(rows))


def parties(session: Session, numbers: Iterable[str]) -> dict[str, PartiesRow]:
    """Who is on each of these cases, by case number; unknown numbers are left out."""
    case, cp, ncp = TABLES[Case].c, TABLES[Person].alias("cp").c, TABLES[Person].alias("ncp").c
    rows = (
        select(
            case.number,
            cp.last,
            cp.first,
            cp.middle,
            ncp.last,
            ncp.first,
            ncp.middle,
            case.status,
            case.worker,
        )
        .join(cp.last.table, cp.number == case.cp)
        .join(ncp.last.table, ncp.number == case.ncp, isouter=True)
        .where(case.number.in_(list(numbers)))
    )
    return {
        row[0]: PartiesRow(
            case=row[0],
            cp=full_name(*row[1:4]),
            ncp=full_name(*row[4:7]) if row[4] is not None else "",
            status=row[7],
            worker=row[8],
        )
        for row in session.connection().execute(rows)
    }
