"""Cases that an office worked elsewhere, taken over into its store from files.

The files are those of practice cases (docs/scenarios.md): people and records, each under a key of the file.
They are read strictly, must hold every sentence that policy says of a case, and are put in whole or not at
all; the log of each says who took it over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from pathlib import Path

import msgspec

from cstui.acts.perform import Performer
from cstui.acts.site import TakeOverCases
from cstui.agency import find
from cstui.content import Source
from cstui.policy import guide
from cstui.policy.effects import Refused
from cstui.policy.facts import SubjectFacts, shape_of
from cstui.policy.findings import Finding
from cstui.policy.invariants import broken
from cstui.policy.records import Person, Record
from cstui.policy.rulebook import Rulebook
from cstui.scenario.givens import Given
from cstui.scenario.shapes import GivenText, for_agency
from cstui.store import chain, facts, site_reads, writing
from cstui.store.reads import Reading


class TakenOver(msgspec.Struct, frozen=True):
    """How many cases and people were taken over."""

    subjects: int
    people: int
    records: int


class _NotKept(Exception):  # noqa: N818  (what was found undoes the transaction)
    def __init__(self, came: Refused | TakenOver) -> None:
        self.came = came


def take_over(
    performer: Performer, paths: Sequence[Path], *, actor: str, on: date, dry_run: bool = False
) -> TakenOver | Refused:
    """Put the cases of the files into a store that holds its offices and workers, all of them or none.

    ContentError with file and line where one cannot be read; Refused where the actor may not, where a case is
    in the store already (CS-911) or is not as policy has it (CS-912). With `dry_run` nothing is kept.
    """
    act = TakeOverCases(files=tuple(path.name for path in paths))
    if isinstance(performer.consider(act, actor=actor, on=on), Refused):
        refused = performer.perform(act, actor=actor, on=on)  # which the log tells
        return refused if isinstance(refused, Refused) else Refused(())
    sources = [Source(path) for path in paths]
    try:
        with performer.store.write() as session:
            came = _taken(session, sources, performer.rules, actor, on, performer.clock())
            if dry_run or isinstance(came, Refused):
                raise _NotKept(came)
    except _NotKept as undone:
        return undone.came
    performer.perform(act, actor=actor, on=on)
    return came


def _taken(
    session: Reading, sources: Sequence[Source], rules: Rulebook, actor: str, on: date, at: datetime
) -> TakenOver | Refused:
    agency = find(rules.agency)
    kind: type[SubjectFacts] = agency.load("facts")
    given = _read(session, sources, rules, on)
    head = shape_of(kind).file.head
    keys = [facts.head_key(record) for record in given if isinstance(record, head)]
    if known := facts.read_many(session, kind, keys):
        return Refused(tuple(rules.finding("CS-911", key, value=key, what=kind.called()) for key in known))
    why = f"Taken over from {', '.join(source.path.name for source in sources)}."
    entries = [
        chain.LogEntry(subject=kind.subject_of(key), action="LD", on=on, at=at, actor=actor, text=why)
        for key in keys
    ]
    writing.load(session, given, activities=entries)
    found: list[Finding] = []
    steps = []
    for one in facts.read_many(session, kind, keys).values():
        wrong = broken(one, rules)
        found += [rules.finding("CS-912", b.key, value=b.key, said=b.sentence, of=b.cite) for b in wrong]
        steps += [] if wrong else [guide.next_step(one, rules, on)]
    if found:
        return Refused(tuple(dict.fromkeys(found)))
    writing.set_next_steps(session, steps)
    people = sum(isinstance(record, Person) for record in given)
    return TakenOver(subjects=len(keys), people=people, records=len(given))


def _read(session: Reading, sources: Sequence[Source], rules: Rulebook, on: date) -> tuple[Record, ...]:
    """The people and records of the files, at the offices and with the workers of the store."""
    agency = find(rules.agency)
    staff = site_reads.staff_of(session, agency.name)
    given = Given(agency, count(facts.next_person(session)), staff)
    files: list[tuple[Source, GivenText]] = []
    for source in sources:
        said = source.read(for_agency(GivenText, agency))
        for name in ("office", "worker", "hours", "step"):
            if getattr(said, name):
                raise source.error(f"$.{name}", f"`{name}` has no place in cases to be taken over; remove it")
        files.append((source, said))
    days = given.days(on)
    for source, said in files:
        given.add_people(source, said, days)
    for source, said in files:
        given.add_records(source, said, days, starts=on)
    return tuple(given.records)
