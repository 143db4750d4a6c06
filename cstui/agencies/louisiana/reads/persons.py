"""Persons in cases: their roles, the numbers that stand for them, their benefits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import BenefitSpell, Case, Child
from cstui.policy.facts import Role
from cstui.store.facts import grouped
from cstui.store.tables import TABLES


def people_numbered(typed: str) -> list[Select[Any]]:
    """The CPs that a docket number or an IV-A case number stands for."""
    case, spell = TABLES[Case].c, TABLES[BenefitSpell].c
    return [
        select(case.cp).where(func.upper(case.docket) == typed),
        select(case.cp).where(case.iva_number == typed),
        select(spell.person).where(spell.iva_number == typed),
    ]


def spells_of(session: Session, person: int) -> tuple[BenefitSpell, ...]:
    """A person's benefits, newest first."""
    return tuple(reversed(grouped(session.connection(), BenefitSpell, "person", [person])[person]))


def roles(session: Session, numbers: Sequence[int]) -> dict[int, list[Role]]:
    """Each person's parts in cases: CP, NCP or CH."""
    case, child = TABLES[Case].c, TABLES[Child].c
    wanted = (case.number, case.status, case.office, case.worker)
    own = select(case.cp, case.ncp, *wanted).where(or_(case.cp.in_(numbers), case.ncp.in_(numbers)))
    as_child = (
        select(child.person, *wanted)
        .join(TABLES[Child], child.case == case.number)
        .where(child.person.in_(numbers))
    )
    connection = session.connection()
    roles: dict[int, list[Role]] = defaultdict(list)

    def add(person: int | None, role: str, row: Any) -> None:
        if person is not None and person in numbers:
            subject = Facts.subject_of(row.number)
            roles[person].append(
                Role(subject=subject, role=role, status=row.status, office=row.office, worker=row.worker)
            )

    for row in connection.execute(own.order_by(case.number)):
        add(row.cp, "CP", row)
        add(row.ncp, "NCP", row)
    for found in connection.execute(as_child.order_by(case.number)):
        add(found.person, "CH", found)
    return roles
