"""Persons as screens show them, with family violence hidden.

A person under family violence has no address, telephone or place of work in any row made here,
from the start; whoever may see them asks for the record itself through an act of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, false, func, literal_column, select, union
from sqlalchemy.orm import Session

from cstui.agency import Manifest
from cstui.name_folding import plain
from cstui.policy.facts import PersonFacts, Role
from cstui.policy.namesakes import Bearer, alike
from cstui.policy.records import Address, Person, Phone
from cstui.store import name_search
from cstui.store.engine import agencies_here
from cstui.store.facts import grouped
from cstui.store.rows import codec
from cstui.store.tables import TABLES
from cstui.store.triggers import PHONE_DIGITS

HIDDEN = "** FAMILY VIOLENCE **"
"""What stands in the place of an address, a telephone or a place of work that is hidden."""

CANDIDATES = 200
"""Persons who are compared with one who is added, by name and by date of birth each."""

LOCAL = 7
"""Digits of a telephone number without its area code."""
_NEXT = f"(SELECT {PHONE_DIGITS} FROM phone WHERE {PHONE_DIGITS} > {{}} ORDER BY {PHONE_DIGITS} LIMIT 1)"
AREAS = f"""
WITH RECURSIVE found(digits) AS (
    SELECT {_NEXT.format("''")}
    UNION SELECT {_NEXT.format("substr(found.digits, 1, 3) || '999999999999'")} FROM found
    WHERE found.digits IS NOT NULL)
SELECT DISTINCT substr(digits, 1, 3) FROM found WHERE digits IS NOT NULL"""
"""The area codes of the telephones on record: the index is asked once for each, not for each number."""

_UPPER = str.maketrans({chr(c): chr(c - 32) for c in range(ord("a"), ord("z") + 1)})
"""Folds what both databases fold by themselves: the letters a to z."""


class Number(msgspec.Struct, frozen=True):
    """A number as it was typed, neither a person's nor a case's: of a docket, a telephone, another system."""

    typed: str


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """A person found, with every subject; `address` is the present home address on one line.

    `alike` says that the name only sounds like the one that was looked for.
    """

    number: int
    last: str
    first: str
    middle: str
    born: date | None
    family_violence: bool
    employer: str
    address: str
    roles: tuple[Role, ...]
    alike: bool = False

    @property
    def name(self) -> str:
        return full_name(self.last, self.first, self.middle)


def full_name(last: str, first: str, middle: str = "") -> str:
    """LAST, FIRST MIDDLE as screens show it."""
    return f"{last}, {first} {middle}".rstrip(" ,")


def name_of(person: Person) -> str:
    """The person's name as screens show it."""
    return full_name(person.last, person.first, person.middle)


def search_people(
    session: Session, wanted: str | int | date | Number, *, limit: int = 20, offset: int = 0
) -> list[PersonRow]:
    """Persons by name (`cstui.store.name_search`), number, or birth, in order of their names.

    A Number finds whom the agency's numbers stand for, and whose telephone it is now; a person under
    family violence is not found by telephone.
    """
    person = TABLES[Person].c
    rows = select(person.number).order_by(func.upper(person.last), func.upper(person.first), person.number)
    if isinstance(wanted, int):
        rows = rows.where(person.number == in_force(session, wanted))
    elif isinstance(wanted, date):
        rows = rows.where(person.born == wanted)
    elif isinstance(wanted, Number):
        rows = rows.where(person.number.in_(_numbered(session, wanted)))
    merged = select(person.number).where(person.merged_into.is_not(None))
    rows = rows.where(rows.selected_columns[0].not_in(merged))
    connection = session.connection()
    alike: set[int] = set()
    if isinstance(wanted, str):
        numbers = _page(session, partial(_named, session, wanted, alike), limit, offset)
    else:
        numbers = _page(session, lambda most: list(connection.scalars(rows.limit(most))), limit, offset)
    found = {
        p.number: masked(p)
        for p in codec(Person, connection.dialect.name).select_in(connection, "number", numbers)
    }
    roles = roles_of(session, numbers)
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
            roles=tuple(roles.get(number, ())),
            alike=number in alike,
        )
        for number in numbers
    ]


def _named(session: Session, typed: str, alike: set[int], most: int) -> list[int]:
    """The first persons of a search for a name; those who only sound alike are put into `alike`."""
    found = name_search.named(session, typed, most)
    alike |= found.alike
    return found.numbers


def namesakes(session: Session, new: Bearer) -> tuple[Person, ...]:
    """The persons on record who may be the one that is added, by number."""
    person, connection = TABLES[Person].c, session.connection()
    by: list[Any] = [name_search.by_beginnings(plain(new.last), plain(new.first[:1]))]
    if new.born is not None:
        by.append(select(person.number).where(person.born == new.born).order_by(person.number))
    numbers = {number for rows in by for number in connection.scalars(rows.limit(CANDIDATES))}
    found = codec(Person, connection.dialect.name).select_in(
        connection, "number", _shown(session, sorted(numbers))
    )
    return tuple(p for p in found if alike(new, Bearer(last=p.last, first=p.first, born=p.born)))


def _numbered(session: Session, wanted: Number) -> Any:
    """The persons that a number of the agency, or a telephone number, stands for."""
    phone, person = TABLES[Phone].c, TABLES[Person].c
    typed = wanted.typed.strip().translate(_UPPER)
    digits = "".join(char for char in typed if char.isdigit())
    asked = [agency.load("numbers") for agency in agencies_here(session)]
    parts: list[Select[Any]] = [part for of in asked if of for part in of(typed)]
    if len(digits) >= LOCAL:
        plain: ColumnElement[str] = literal_column(PHONE_DIGITS)  # a bound mark would miss the index
        areas = session.connection().exec_driver_sql(AREAS).scalars() if len(digits) == LOCAL else ()
        written = [digits, *(area + digits for area in areas)]
        parts.append(
            select(phone.person)
            .join(TABLES[Person], person.number == phone.person)
            .where(plain.in_(written), phone.until.is_(None), person.family_violence.is_(False))
        )
    return union(*parts) if parts else select(person.number).where(false())


def read_person(session: Session, number: int) -> PersonFacts | None:
    """A person with everything known of him or her and every subject that the viewer is shown.

    None where there is no such person, or only in the subjects of agencies that the viewer is not shown.
    """
    connection = session.connection()
    found = codec(Person, connection.dialect.name).select_in(connection, "number", [number])
    if not found or not _shown(session, [number]):
        return None
    return PersonFacts(
        person=found[0],
        addresses=tuple(grouped(connection, Address, "person", [number]).get(number, ())),
        phones=tuple(grouped(connection, Phone, "person", [number]).get(number, ())),
        roles=tuple(roles_of(session, [number]).get(number, ())),
    )


def roles_of(session: Session, numbers: Sequence[int]) -> dict[int, list[Role]]:
    """Each person's parts in the subjects of the agencies that the viewer is shown, by subject."""
    return _roles(session, numbers, agencies_here(session))


def all_roles(session: Session, numbers: Sequence[int]) -> dict[int, list[Role]]:
    """Each person's parts in the subjects of all agencies, whether the viewer is shown them or not."""
    return _roles(session, numbers, session.info["agencies"])


def in_force(session: Session, number: int) -> int:
    """The number of the entry that is used for a person: of a merged entry, the one it was merged into."""
    person = TABLES[Person].c
    seen = set[int]()
    while number not in seen:
        seen.add(number)
        into = session.connection().scalar(select(person.merged_into).where(person.number == number))
        number = number if into is None else into
    return number


def _shown(session: Session, numbers: Sequence[int]) -> Sequence[int]:
    """Those of the persons whom the viewer is shown: not those who are in other agencies' subjects alone."""
    here, held = agencies_here(session), session.info["agencies"]
    if here == held:
        return numbers
    own = _roles(session, numbers, here)
    others = _roles(session, numbers, [agency for agency in held if agency not in here])
    return [number for number in numbers if number in own or number not in others]


def _page(session: Session, first: Callable[[int], list[int]], limit: int, offset: int) -> list[int]:
    """The persons of a page whom the viewer is shown; `first` reads as many of all as are asked for."""
    if agencies_here(session) == session.info["agencies"]:
        return first(offset + limit)[offset:]
    most = CANDIDATES
    while True:
        found = first(most)
        shown = _shown(session, found)
        if len(found) < most or len(shown) >= offset + limit:
            return list(shown[offset : offset + limit])
        most *= 4


def _roles(session: Session, numbers: Sequence[int], agencies: Iterable[Manifest]) -> dict[int, list[Role]]:
    roles: dict[int, list[Role]] = defaultdict(list)
    for agency in agencies:
        if of := agency.load("roles"):
            for number, found in of(session, numbers).items():
                roles[number] += found
    return roles


def person_view(session: Session, number: int) -> PersonFacts | None:
    """What screens show of a person: newest first, hidden under family violence; None for nobody."""
    facts = read_person(session, number)
    if facts is None:
        return None
    hidden = facts.person.family_violence
    return msgspec.structs.replace(
        facts,
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
    )


def masked(person: Person) -> Person:
    if not person.family_violence:
        return person
    return msgspec.structs.replace(person, employer=HIDDEN)


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
