"""Persons as screens show them, with family violence hidden.

A person under family violence has no address, telephone or place of work in any row made here,
from the start; whoever may see them asks for the record itself through an act of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select, union
from sqlalchemy.orm import Session

from cstui.names import plain
from cstui.policy.namesakes import Bearer, alike
from cstui.policy.records import Address, BenefitSpell, Case, Child, Person, Phone
from cstui.store.facts import read_person
from cstui.store.journal import NAME
from cstui.store.rows import codec
from cstui.store.tables import TABLES
from cstui.store.triggers import PHONE_DIGITS

HIDDEN = "** FAMILY VIOLENCE **"
"""What stands in the place of an address, a telephone or a place of work that is hidden."""

CANDIDATES = 200
"""Persons who are compared with one who is added, by name and by date of birth each."""

BEHIND = "~"
"""What sorts behind every plain letter."""

_UPPER = str.maketrans({chr(c): chr(c - 32) for c in range(ord("a"), ord("z") + 1)})
"""Folds what both databases fold by themselves: the letters a to z."""


class Number(msgspec.Struct, frozen=True):
    """A number as it was typed that is none of a person or case: docket, IV-A case, or telephone."""

    typed: str


class RoleRow(msgspec.Struct, frozen=True, kw_only=True):
    """A person's part in a case: CP, NCP or CH."""

    case: str
    role: str
    status: str
    office: str
    worker: str


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """A person found, with every case; `address` is the present home address on one line."""

    number: int
    last: str
    first: str
    middle: str
    born: date | None
    family_violence: bool
    employer: str
    address: str
    cases: tuple[RoleRow, ...]

    @property
    def name(self) -> str:
        return full_name(self.last, self.first, self.middle)


class PersonView(msgspec.Struct, frozen=True, kw_only=True):
    """A person with addresses and telephones (newest first, hidden under family violence) and cases."""

    person: Person
    addresses: tuple[Address, ...]
    phones: tuple[Phone, ...]
    spells: tuple[BenefitSpell, ...]
    cases: tuple[RoleRow, ...]


def full_name(last: str, first: str, middle: str = "") -> str:
    """LAST, FIRST MIDDLE as screens show it."""
    return f"{last}, {first} {middle}".rstrip(" ,")


def name_of(person: Person) -> str:
    """The person's name as screens show it."""
    return full_name(person.last, person.first, person.middle)


def search_people(
    session: Session, wanted: str | int | date | Number, *, limit: int = 20, offset: int = 0
) -> list[PersonRow]:
    """Persons by `LAST` or `LAST, FIRST` (beginnings as `cstui.names` has them), number, or birth, by name.

    A Number finds the CP of its docket or IV-A case, and whose telephone it is now; a person under
    family violence is not found by telephone.
    """
    person = TABLES[Person].c
    rows = select(person.number).order_by(func.upper(person.last), func.upper(person.first), person.number)
    if isinstance(wanted, int):
        rows = rows.where(person.number == wanted)
    elif isinstance(wanted, date):
        rows = rows.where(person.born == wanted)
    elif isinstance(wanted, Number):
        rows = rows.where(person.number.in_(_numbered(wanted)))
    else:
        last, _, first = (plain(part) for part in wanted.partition(","))
        if not last and not first:
            return []
        rows = _named(last, first)
    connection = session.connection()
    numbers = list(connection.scalars(rows.limit(limit).offset(offset)))
    found = {
        p.number: masked(p)
        for p in codec(Person, connection.dialect.name).select_in(connection, "number", numbers)
    }
    roles = _roles(session, numbers)
    homes = _homes(session, [number for number in numbers if not found[number].family_violence])
    return [
        PersonRow(
            number=number,
            last=found[number].last,
            first=found[number].first,
            middle=found[number].middle,
            born=found[number].born,
            family_violence=found[number].family_violence,
            employer=found[number].employer,
            address=HIDDEN if found[number].family_violence else homes.get(number, ""),
            cases=tuple(roles[number]),
        )
        for number in numbers
    ]


def namesakes(session: Session, new: Bearer) -> tuple[Person, ...]:
    """The persons on record who may be the one that is added, by number."""
    person, connection = TABLES[Person].c, session.connection()
    by = [_named(plain(new.last), plain(new.first[:1]))]
    if new.born is not None:
        by.append(select(person.number).where(person.born == new.born).order_by(person.number))
    numbers = {number for rows in by for number in connection.scalars(rows.limit(CANDIDATES))}
    found = codec(Person, connection.dialect.name).select_in(connection, "number", sorted(numbers))
    return tuple(p for p in found if alike(new, Bearer(last=p.last, first=p.first, born=p.born)))


def _named(last: str, first: str) -> Select[tuple[int]]:
    """The persons whose plain names begin so, by name."""
    name = NAME.c
    rows = select(name.person).order_by(name.last, name.first, name.person)
    for column, beginning in ((name.last, last), (name.first, first)):
        if beginning:
            rows = rows.where(column >= beginning, column < beginning + BEHIND)
    return rows


def _numbered(wanted: Number) -> Any:
    """The persons that a docket number, an IV-A case number or a telephone number stands for."""
    case, spell = TABLES[Case].c, TABLES[BenefitSpell].c
    phone, person = TABLES[Phone].c, TABLES[Person].c
    typed = wanted.typed.strip().translate(_UPPER)
    digits = "".join(char for char in typed if char.isdigit())
    plain: ColumnElement[str] = literal_column(PHONE_DIGITS)  # a bound mark would miss the index
    parts = [
        select(case.cp).where(func.upper(case.docket) == typed),
        select(case.cp).where(case.iva_number == typed),
        select(spell.person).where(spell.iva_number == typed),
    ]
    if len(digits) >= 7:
        parts.append(
            select(phone.person)
            .join(TABLES[Person], person.number == phone.person)
            .where(plain == digits, phone.until.is_(None), person.family_violence.is_(False))
        )
    return union(*parts)


def person_view(session: Session, number: int) -> PersonView | None:
    """A person with addresses, telephones, spells and cases; None where there is no such person."""
    facts = read_person(session, number)
    if facts is None:
        return None
    hidden = facts.person.family_violence
    return PersonView(
        person=masked(facts.person),
        addresses=tuple(
            msgspec.structs.replace(row, line1=HIDDEN, line2="", city="", state="", zip_code="")
            if hidden
            else row
            for row in reversed(facts.addresses)
        ),
        phones=tuple(
            msgspec.structs.replace(row, number=HIDDEN) if hidden else row for row in reversed(facts.phones)
        ),
        spells=tuple(reversed(facts.spells)),
        cases=tuple(
            RoleRow(
                case=part.case.number,
                role=part.role,
                status=part.case.status,
                office=part.case.office,
                worker=part.case.worker,
            )
            for part in facts.cases
        ),
    )


def masked(person: Person) -> Person:
    if not person.family_violence:
        return person
    return msgspec.structs.replace(person, employer=HIDDEN)


def _roles(session: Session, numbers: Sequence[int]) -> dict[int, list[RoleRow]]:
    case, child = TABLES[Case].c, TABLES[Child].c
    wanted = (case.number, case.status, case.office, case.worker)
    own = select(case.cp, case.ncp, *wanted).where(or_(case.cp.in_(numbers), case.ncp.in_(numbers)))
    as_child = (
        select(child.person, *wanted)
        .join(TABLES[Child], child.case == case.number)
        .where(child.person.in_(numbers))
    )
    connection = session.connection()
    roles: dict[int, list[RoleRow]] = defaultdict(list)

    def add(person: int | None, role: str, row: Any) -> None:
        if person is not None and person in numbers:
            roles[person].append(
                RoleRow(case=row.number, role=role, status=row.status, office=row.office, worker=row.worker)
            )

    for row in connection.execute(own.order_by(case.number)):
        add(row.cp, "CP", row)
        add(row.ncp, "NCP", row)
    for found in connection.execute(as_child.order_by(case.number)):
        add(found.person, "CH", found)
    return roles


def _homes(session: Session, numbers: Sequence[int]) -> dict[int, str]:
    row = TABLES[Address].c
    rows = (
        select(row.person, row.line1, row.line2, row.city, row.state, row.zip_code)
        .where(and_(row.person.in_(numbers), row.until.is_(None), row.kind == "home"))
        .order_by(row.person, row.seq)
    )
    return {
        found.person: " ".join(
            part for part in (found.line1, found.line2, found.city, found.state, found.zip_code) if part
        )
        for found in session.connection().execute(rows)
    }
