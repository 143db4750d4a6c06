"""Who is whose parent or child, and what names a person: for acts that correct or merge persons.

Which records of an agency name a person follows from the shape of its facts (`cstui.policy.facts`): the
persons of the head, those of the `peopled` records, and what a person owns by the center of the facts.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy.orm import Session

from cstui.policy.facts import FactsShape, MergeFacts, PersonFacts, SubjectFacts, shape_of
from cstui.policy.ivd import RECORDS
from cstui.policy.records import Person, PersonMerge, Record
from cstui.store.facts import grouped, read_many
from cstui.store.person_reads import all_roles, read_person
from cstui.store.rows import codec


def with_family(session: Session, facts: type[SubjectFacts], read: PersonFacts) -> PersonFacts:
    """The person with the parents and children with whom he or she shares a subject of the agency."""
    shape, number = shape_of(facts), read.person.number
    parents: dict[int, Person] = {}
    children: dict[int, Person] = {}
    for found in read_many(session, facts, [role.key for role in read.roles]).values():
        adults = [person for name in shape.persons if (person := getattr(found, name)) is not None]
        named = {row.person for row in _naming(shape, found.file)}
        if number in named:
            parents |= {person.number: person for person in adults}
        if any(person.number == number for person in adults):
            children |= {person.number: person for person in found.people if person.number in named}
    return msgspec.structs.replace(read, parents=tuple(parents.values()), children=tuple(children.values()))


def _naming(shape: FactsShape, file: Any) -> list[Any]:
    return [row for record in shape.peopled for row in getattr(file, shape.file.parts[record])]


def merge_facts(
    session: Session, facts: type[SubjectFacts], person: PersonFacts, into: PersonFacts | None = None
) -> MergeFacts:
    """What merging `person` into another entry reads, or taking the merge back where `into` is not given."""
    number = person.person.number
    merges = merges_of(session, number)
    if into is None and merges and merges[-1].undone_on is None:
        into = read_person(session, merges[-1].into)
    numbers = [number, *([into.person.number] if into else [])]
    shape, connection = shape_of(facts), session.connection()
    told = [(record, "person") for record in RECORDS if "person" in record.__struct_fields__]
    held: list[Record] = [
        row
        for record, column in [*naming(shape), *told]
        for row in codec(record, connection.dialect.name).select_in(connection, column, numbers)
    ]
    owned = [
        row
        for record in shape.common
        if record.owner is not None and record.owner.by == "person"
        for row in grouped(connection, record, "person", [number])[number]
    ]
    shown = {role.subject for one in (person, into) if one for role in one.roles}
    every = {role.subject for roles in all_roles(session, numbers).values() for role in roles}
    fields = msgspec.structs.asdict(person)
    return MergeFacts(
        **fields,
        into=into,
        merges=merges,
        held=tuple(held),
        owned=tuple(owned),
        elsewhere=bool(every - shown),
    )


def naming(shape: FactsShape) -> list[tuple[type[Record], str]]:
    """The records by which a subject names its persons, each with the field that has the number."""
    return [*((shape.file.head, name) for name in shape.persons), *((r, "person") for r in shape.peopled)]


def merges_of(session: Session, person: int) -> tuple[PersonMerge, ...]:
    """The merges of an entry into others, in order."""
    return tuple(grouped(session.connection(), PersonMerge, "person", [person])[person])


def merged_here(session: Session, into: int) -> tuple[PersonMerge, ...]:
    """The merges that are in force of other entries into this one, oldest first."""
    rows = grouped(session.connection(), PersonMerge, "into", [into])[into]
    return tuple(sorted((r for r in rows if r.undone_on is None), key=lambda r: (r.on, r.person)))
