"""The names of the people of a report's items, and where a State's desk opens them; items keep numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from cstui.agencies.federal.reads.items import Kept
from cstui.agency import find
from cstui.policy.records import Person
from cstui.store.ivd import relation
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


def subjects_of(session: Session, agency: str, cases: Collection[str]) -> dict[str, str]:
    """Under which number the desk of an agency opens each case, as it is now: its own, or a person's."""
    case = relation("case", (find(agency),)).c
    rows = session.execute(select(case.case, case.subject).where(case.case.in_(cases)))
    return {row.case: row.subject.partition(" ")[2] for row in rows}


def is_there(session: Session, agency: str, key: str) -> bool:
    """Whether the State has a case, or a child on one, of that number now."""
    agencies = (find(agency),)
    case = relation("case", agencies).c
    asked = [select(case.case).where(case.case == key)]
    if key.isdecimal():
        child = relation("child", agencies).c
        asked.append(select(child.case).where(child.person == int(key)))
    return any(session.execute(rows.limit(1)).first() is not None for rows in asked)
