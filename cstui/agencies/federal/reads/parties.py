"""The names of the people of a report's items; the items keep their numbers."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from cstui.agencies.federal.reads.items import Kept
from cstui.policy.records import Person
from cstui.store.person_reads import full_name
from cstui.store.tables import TABLES

PERSON = TABLES[Person].c


def names_of(session: Session, found: Iterable[Kept]) -> dict[int, str]:
    """The names of the parties and children of some items, by person number."""
    numbers = set[int]()
    for one in found:
        numbers |= {number for number in (one.parent, one.custodian) if number is not None}
        if one.unit == "K":
            numbers.add(int(one.key))
    rows = select(PERSON.number, PERSON.last, PERSON.first, PERSON.middle).where(PERSON.number.in_(numbers))
    return {row.number: full_name(row.last, row.first, row.middle or "") for row in session.execute(rows)}
