"""What policy reads, from the store: a case or thousands of cases in the same few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from cstui.policy import records
from cstui.policy.facts import RECORDS_IN_FILE, Calendar, CaseFile, CaseRole, Facts, PersonFacts
from cstui.policy.followup_records import Agreement
from cstui.policy.records import Address, BenefitSpell, Case, Child, OfficeHours, Person, Phone, Record
from cstui.store import chain
from cstui.store.rows import BATCH, Codec, codec, tuples_of

R = TypeVar("R", bound=Record)
MANY = 50
"""From so many cases on it pays to ask first which tables hold anything at all."""


def read_facts(session: Session, case_number: str) -> Facts | None:
    """The facts of one case without a calendar; None where there is no such case."""
    return read_many(session, (case_number,)).get(case_number)


def read_many(session: Session, numbers: Iterable[str]) -> dict[str, Facts]:
    """The facts of each case that exists, in the order asked; a handful of statements a 5,000 cases."""
    wanted = list(dict.fromkeys(numbers))
    found: dict[str, Facts] = {}
    for start in range(0, len(wanted), BATCH):
        found.update(_read_batch(session.connection(), wanted[start : start + BATCH]))
    return found


def read_to_act(session: Session, numbers: Iterable[str]) -> dict[str, Facts]:
    """The same, for acts that this transaction will do on them: nobody else does one until it ends.

    On PostgreSQL the heads of their logs are locked; on SQLite the write door has seen to it.
    """
    read = read_many(session, numbers)
    if session.connection().dialect.name == "postgresql":
        files = [file for found in read.values() for file in found.files]
        chain.lock(session, (chain.case_subject(file.case.number) for file in files))
        read = read_many(session, read)
    return read


def _read_batch(connection: Connection, wanted: list[str]) -> dict[str, Facts]:
    numbers_of: dict[int, list[str]] = defaultdict(list)
    everything: dict[str, Case] = {}
    for case in _cases(connection, wanted):
        numbers_of[case.cp].append(case.number)
        everything[case.number] = case
    hand = {number: everything[number] for number in wanted if number in everything}
    if not hand:
        return {}
    cps = dict.fromkeys(case.cp for case in hand.values())
    ncps = [case.ncp for case in hand.values() if case.ncp is not None]
    persons = {p.number: p for p in _codec(connection, Person).select_in(connection, "number", [*cps, *ncps])}
    spells = _grouped(connection, BenefitSpell, "person", cps)
    kept = _kept(connection) if len(hand) >= MANY else {*RECORDS_IN_FILE, Agreement}
    agreements = _grouped(connection, Agreement, "person", cps) if Agreement in kept else {}
    parts: dict[str, dict[str, list[Any]]] = {
        name: _grouped(connection, record, "case", everything)
        for record, name in RECORDS_IN_FILE.items()
        if record in kept
    }
    files = {
        number: CaseFile(
            case=case, **{name: tuple(rows[number]) for name, rows in parts.items() if number in rows}
        )
        for number, case in everything.items()
    }
    return {
        case.number: Facts(
            file=files[case.number],
            cp=persons[case.cp],
            ncp=None if case.ncp is None else persons[case.ncp],
            spells=tuple(spells.get(case.cp, ())),
            agreements=tuple(agreements.get(case.cp, ())),
            others=tuple(files[other] for other in numbers_of[case.cp] if other != case.number),
        )
        for case in hand.values()
    }


def _cases(connection: Connection, wanted: list[str]) -> list[Case]:
    """The cases `wanted` and the others of their custodial parents, by number.

    Where many are asked for, most of their parents have no other: an index says so without the rows.
    """
    cases = _codec(connection, Case)
    if len(wanted) < MANY:
        marks = ", ".join("?" * len(wanted))
        of_the_cps = f'cp IN (SELECT cp FROM "case" WHERE number IN ({marks})) ORDER BY number'
        return cases.select_where(connection, of_the_cps, tuple(wanted))
    found = cases.select_in(connection, "number", wanted)
    cps = tuple(dict.fromkeys(case.cp for case in found))
    sql = f'SELECT number FROM "case" WHERE cp IN ({", ".join([cases.mark] * len(cps))})'
    theirs = {number for (number,) in tuples_of(connection.exec_driver_sql(sql, cps))} if cps else set()
    if more := theirs - {case.number for case in found}:
        found = sorted([*found, *cases.select_in(connection, "number", more)], key=attrgetter("number"))
    return found


def _kept(connection: Connection) -> set[type[Record]]:
    """The records in a case's file, and agreements, of which the store holds any."""
    records: list[type[Record]] = [*RECORDS_IN_FILE, Agreement]
    each = ", ".join(f"EXISTS (SELECT 1 FROM {_codec(connection, record).table})" for record in records)
    found = connection.exec_driver_sql(f"SELECT {each}").one()
    return {record for record, holds in zip(records, found, strict=True) if holds}


def read_calendar(session: Session, office: str, since: date, until: date) -> Calendar:
    """Hours, sessions from `since` on and taken slots (`since` to `until`, both inclusive) of an office.

    Days off are the caller's to fill in.
    """
    connection = session.connection()
    hours = _codec(connection, OfficeHours).select_where(connection, "office = ? ORDER BY weekday", (office,))
    sessions = _codec(connection, records.Session).select_where(
        connection, 'office = ? AND "on" >= ? ORDER BY "on", at, seq', (office, since)
    )
    taken = _codec(connection, records.Appointment).select_where(
        connection,
        "status = 'open' AND worker IN (SELECT number FROM worker WHERE office = ?)"
        ' AND "on" BETWEEN ? AND ?',
        (office, since, until),
    )
    return Calendar(
        office=office,
        hours=tuple(hours),
        sessions=tuple(sessions),
        taken=frozenset((row.worker, row.on, row.at) for row in taken),
        known_from=since,
        known_to=until,
    )


def read_person(session: Session, number: int) -> PersonFacts | None:
    """A person with everything known of her or him and every case; None where there is no such person."""
    connection = session.connection()
    found = _codec(connection, Person).select_in(connection, "number", [number])
    if not found:
        return None
    cases = _codec(connection, Case)
    roles = [
        CaseRole(case=case, role="CP" if case.cp == number else "NCP")
        for case in cases.select_where(connection, "cp = ? OR ncp = ? ORDER BY number", (number, number))
    ]
    in_case = _codec(connection, Child).select_in(connection, "person", [number])
    roles += [
        CaseRole(case=case, role="CH")
        for case in cases.select_in(connection, "number", [child.case for child in in_case])
    ]
    return PersonFacts(
        person=found[0],
        addresses=tuple(_grouped(connection, Address, "person", [number]).get(number, ())),
        phones=tuple(_grouped(connection, Phone, "person", [number]).get(number, ())),
        spells=tuple(_grouped(connection, BenefitSpell, "person", [number]).get(number, ())),
        cases=tuple(roles),
    )


def next_person(session: Session) -> int:
    """The number that a new person gets."""
    return int(
        session.connection().exec_driver_sql("SELECT coalesce(max(number), 0) + 1 FROM person").scalar_one()
    )


def _codec(connection: Connection, record: type[R]) -> Codec[R]:
    return codec(record, connection.dialect.name)


def _grouped(
    connection: Connection, record: type[R], column: str, wanted: Iterable[Any]
) -> dict[Any, list[R]]:
    rows: dict[Any, list[R]] = defaultdict(list)
    key = attrgetter(column)
    for row in _codec(connection, record).select_in(connection, column, wanted):
        rows[key(row)].append(row)
    return rows
