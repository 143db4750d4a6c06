"""What acts on the facts of an IV-D case read, and what IVDF shows of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from cstui.agency import Manifest
from cstui.policy.facts import SubjectFacts
from cstui.policy.ivd import (
    RECORDS,
    IvdAssistance,
    IvdCase,
    IvdChild,
    IvdFacts,
    IvdRecord,
    IvdSpell,
)
from cstui.policy.records import Person
from cstui.store.ivd import arms_of, mapped, relation
from cstui.store.rows import codec

R = TypeVar("R", bound=IvdRecord)


def read_ivd(
    session: Session, agency: Manifest, case: str, person: int | None = None, other: str = ""
) -> IvdFacts | None:
    """The facts of an IV-D case of the agency; None where it has no such case.

    `person` and `other` are a person and another case that an act names.
    """
    connection = session.connection()
    found = _case(session, agency, case)
    if found is None:
        return None
    dialect = connection.dialect.name
    kept: list[IvdRecord] = []
    for record in RECORDS:
        kept += codec(record, dialect).select_in(connection, "case", [case])
    children = _held(session, agency, IvdChild, kept, "case", [case])
    numbers = sorted({one.person for one in children})
    for record in RECORDS:
        if record.of_person:
            theirs = codec(record, dialect).select_in(connection, "person", numbers)
            kept += [one for one in theirs if one.case != case]
    named = [*numbers, *([person] if person is not None else [])]
    return IvdFacts(
        case=found,
        spells=_held(session, agency, IvdSpell, kept, "case", [case]),
        children=children,
        assistance=_held(session, agency, IvdAssistance, kept, "person", numbers),
        kept=tuple(kept),
        people={one.number: one for one in codec(Person, dialect).select_in(connection, "number", named)},
        beside=frozenset({other} if other and _case(session, agency, other) is not None else ()),
        own=frozenset(mapped(agency)),
    )


def subjects(session: Session, agency: Manifest, found: IvdFacts) -> list[str]:
    """The subjects that an act on the case locks: those of every case that one of its children is on."""
    child, case = relation("child", [agency]), relation("case", [agency])
    numbers = {one.person for one in found.children}
    rows = select(case.c.subject).distinct().join(child, child.c.case == case.c.case)
    theirs = session.connection().scalars(rows.where(child.c.person.in_(numbers))) if numbers else ()
    return sorted({found.case.subject, *theirs})


def cases_of(session: Session, agency: Manifest, key: str) -> list[str]:
    """The IV-D cases of a number: that case, or those of the subject of that key, in order."""
    if not key:
        return []
    kind: type[SubjectFacts] = agency.load("facts")
    rows = relation("case", [agency])
    connection = session.connection()
    if connection.scalar(select(rows.c.case).where(rows.c.case == key)) is not None:
        return [key]
    theirs = select(rows.c.case).where(rows.c.subject == kind.subject_of(key)).order_by(rows.c.case)
    return list(connection.scalars(theirs))


def _case(session: Session, agency: Manifest, case: str) -> IvdCase | None:
    rows = relation("case", [agency])
    found = session.connection().execute(select(rows).where(rows.c.case == case)).mappings().first()
    return IvdCase(**found) if found is not None else None


def _held(
    session: Session,
    agency: Manifest,
    record: type[R],
    kept: Sequence[IvdRecord],
    column: str,
    wanted: Sequence[Any],
) -> tuple[R, ...]:
    """The facts of a kind that hold, the kernel's and those of the agency's records, by their dates."""
    found = [one for one in kept if type(one) is record and one.standing]
    for own in arms_of(agency, record.relation) if wanted else ():
        rows = own.where(own.selected_columns[column].in_(wanted))
        told = session.connection().execute(rows).mappings()
        found += [record(**{"case": "", "seq": 0, **row}) for row in told]
    return tuple(sorted(found, key=lambda one: (one.dated, one.seq)))
