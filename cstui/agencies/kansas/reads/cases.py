"""Case numbers of CADS: whose they are."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cstui.agencies.kansas.records import Case, Consumer
from cstui.policy.records import Person
from cstui.store.reads import full_name
from cstui.store.tables import TABLES


def ar_of_case(session: Session, number: str) -> str:
    """The AR of the case of that number: who was AR last where there were several. Empty where none is."""
    case, consumer = TABLES[Case].c, TABLES[Consumer].c
    if session.connection().execute(select(consumer.number).where(consumer.number == number)).first():
        return ""
    newest = (case.closed_on.is_(None).desc(), case.opened.desc(), case.consumer)
    found = select(case.consumer).where(case.number == number).order_by(*newest).limit(1)
    return str(session.connection().execute(found).scalar() or "")


def ars_of_case(session: Session, number: str) -> list[tuple[str, str]]:
    """The ARs that have, or had, a case of that number: person number and name."""
    case, consumer, person = TABLES[Case].c, TABLES[Consumer].c, TABLES[Person].c
    found = (
        select(consumer.number, person.last, person.first, person.middle)
        .join(TABLES[Case], case.consumer == consumer.number)
        .join(TABLES[Person], person.number == consumer.ar)
        .where(case.number == number)
        .order_by(case.closed_on.isnot(None), consumer.number)
    )
    rows = session.connection().execute(found)
    return [(row.number, full_name(row.last, row.first, row.middle)) for row in rows]
