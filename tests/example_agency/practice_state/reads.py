"""What screens show of households."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cstui.policy.facts import Role
from cstui.policy.records import Person
from cstui.store.tables import TABLES
from cstui.store.work_reads import WorklistColumns
from practice_state.facts import HouseholdFacts
from practice_state.records import Household


def listed(subject: Any) -> WorklistColumns:
    """The columns of a household on a worklist; `subject` is that of the step."""
    household, person = TABLES[Household].c, TABLES[Person].c
    number = func.substr(subject, len(HouseholdFacts.kind) + 2)
    return WorklistColumns(
        joined=(
            (TABLES[Household], household.number == number),
            (TABLES[Person], person.number == household.person),
        ),
        status=person.middle,
        last=person.last,
        first=person.first,
        middle=person.middle,
    )


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
