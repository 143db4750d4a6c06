"""NCPs as lists show them, the parts of persons in their cases, and the matters of each phase."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm import Session as Reading  # the type of an open door, for reports

from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.records import Case, Ncp, Prosecution
from cstui.policy.facts import Role
from cstui.policy.records import Person
from cstui.store.tables import TABLES

__all__ = ["Monitored", "Reading", "monitored", "roles"]


def roles(session: Session, numbers: Sequence[int]) -> dict[int, list[Role]]:
    """Each person's parts: NCP, CP of an NCP's cases."""
    ncp, case = TABLES[Ncp].c, TABLES[Case].c
    wanted = (ncp.number, ncp.office, ncp.worker)
    as_ncp = select(ncp.parent.label("person"), *wanted).where(ncp.parent.in_(numbers))
    as_cp = (
        select(case.person, *wanted)
        .distinct()
        .join(TABLES[Ncp], ncp.number == case.ncp)
        .where(case.person.in_(numbers))
    )
    found: dict[int, list[Role]] = defaultdict(list)
    for role, rows in (("NCP", as_ncp), ("CP", as_cp)):
        for row in session.connection().execute(rows.order_by(ncp.number)):
            subject = NcpFacts.subject_of(row.number)
            one = Role(subject=subject, role=role, status="open", office=row.office, worker=row.worker)
            found[row.person].append(one)
    return found


class Monitored(msgspec.Struct, frozen=True, kw_only=True):
    """A matter on a monitoring report: from which day it is in its phase, when its packet was sent,
    and what the attorney's office said."""

    ncp: str
    last: str
    first: str
    office: str
    worker: str
    phase: str
    since: date
    packet_on: date | None
    attorney: str
    charges: str
    status: str
    probation_until: date | None

    @property
    def standing(self) -> str:
        """How long probation runs, when the packet was sent; else what the attorney's office said last."""
        if self.probation_until is not None:
            return f"probation {self.probation_until:%m/%d/%Y}"
        if self.phase == "pre":
            return f"packet {self.packet_on:%m/%d/%Y}" if self.packet_on is not None else "packet not sent"
        return self.status or self.charges


def monitored(
    session: Session,
    phase: str,
    offset: int = 0,
    limit: int | None = None,
    *,
    office: str | None = None,
    worker: str | None = None,
) -> list[Monitored]:
    """The matters in a phase, by NCP."""
    ncp, matter, person = TABLES[Ncp].c, TABLES[Prosecution].c, TABLES[Person].c
    rows = (
        select(
            ncp.number.label("ncp"),
            person.last,
            person.first,
            ncp.office,
            ncp.worker,
            matter.phase,
            func.coalesce(matter.concluded_on, matter.filed_on, matter.begun_on).label("since"),
            matter.packet_on,
            matter.attorney,
            matter.charges,
            matter.status,
            matter.probation_until,
        )
        .join(TABLES[Ncp], ncp.number == matter.ncp)
        .join(TABLES[Person], person.number == ncp.parent)
        .where(matter.phase == phase)
        .order_by(ncp.number, matter.seq)
        .offset(offset)
    )
    if limit is not None:
        rows = rows.limit(limit)
    if office is not None:
        rows = rows.where(ncp.office == office)
    if worker is not None:
        rows = rows.where(ncp.worker == worker)
    return [Monitored(**found) for found in session.connection().execute(rows).mappings()]
