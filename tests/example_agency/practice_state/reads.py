"""What screens and the report show of households."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cstui.policy.facts import Role
from cstui.policy.records import Person
from cstui.store.reads import full_name
from cstui.store.tables import TABLES
from practice_state.facts import HouseholdFacts
from practice_state.records import HomeVisit, Household


def roles(session: Session, numbers: Sequence[int]) -> dict[int, list[Role]]:
    """The households of each person."""
    household = TABLES[Household].c
    rows = select(household.person, household.number, household.office, household.worker)
    found: dict[int, list[Role]] = defaultdict(list)
    for row in session.connection().execute(rows.where(household.person.in_(numbers))):
        subject = HouseholdFacts.subject_of(row.number)
        role = Role(subject=subject, role="HH", status="open", office=row.office, worker=row.worker)
        found[row.person].append(role)
    return found


class PlannedVisit(NamedTuple):
    """A visit to come; `name` is LAST, FIRST of the household's person."""

    on: date
    household: str
    name: str


def planned_visits(session: Session, worker: str, offset: int, limit: int) -> list[PlannedVisit]:
    """The planned visits of a worker, the next one first."""
    visit, household, person = (TABLES[record].c for record in (HomeVisit, Household, Person))
    rows = (
        select(visit.on, visit.household, person.last, person.first, person.middle)
        .join(TABLES[Household], household.number == visit.household)
        .join(TABLES[Person], person.number == household.person)
        .where(household.worker == worker, visit.status == "planned")
        .order_by(visit.on, visit.household, visit.seq)
        .offset(offset)
        .limit(limit)
    )
    found = session.connection().execute(rows)
    return [PlannedVisit(row.on, row.household, full_name(row.last, row.first, row.middle)) for row in found]


def visits_by_status(session: Session, office: str | None, worker: str | None) -> dict[str, int]:
    """How many visits have each status: those of an office, of a worker, or all."""
    visit, household = TABLES[HomeVisit].c, TABLES[Household].c
    rows = (
        select(visit.status, func.count())
        .join(TABLES[Household], household.number == visit.household)
        .group_by(visit.status)
        .order_by(visit.status)
    )
    if office is not None:
        rows = rows.where(household.office == office)
    if worker is not None:
        rows = rows.where(household.worker == worker)
    return {row[0]: row[1] for row in session.connection().execute(rows)}
