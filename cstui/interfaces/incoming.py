"""Files that come in from another agency: checked whole, then taken record by record.

Each record is an act of its own, as the actor of the file. One that cannot be taken, or that the database
refuses, is set aside with its line and reason, in the log under `store`; the others go in. What was taken
before (the whole file by its digest, a record by its act) is not taken again, so a file that was cut off goes
on when it is given again. All of that is looked up in the transaction that writes, with the log of `store`
locked: two who take in the same file at once apply it once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

import msgspec

from cstui.acts.audit import log_of_store
from cstui.acts.base import STORE, Act, SubjectAct
from cstui.acts.perform import CASE_FAULTS, Aside, Performer
from cstui.acts.uncollected import uncollected
from cstui.cells import is_number
from cstui.interfaces.layouts import (
    BadRecordError,
    FileLayout,
    RecordLayout,
    load_layouts,
    mark_of,
    parse,
    raw,
)
from cstui.policy.effects import Refused
from cstui.policy.rulebook import Rulebook
from cstui.store import aside_reads, chain, facts
from cstui.store.errors import StoreError
from cstui.store.nights import Session

TAKEN, ASIDE = "IU", aside_reads.ASIDE
"""Codes in the log under `store`: a file taken in, a record set aside."""
EDGES = ("header", "trailer")
REFUSED = "CS-213"
"""What a record set aside says of a value that the tables refuse."""
LONGEST = 1_000
"""Characters of a record that is set aside which are kept; no layout is as wide."""

Fields = dict[str, str | int | date]
"""What a record says, by the names of its layout."""


ActOf = Callable[[RecordLayout, Fields], SubjectAct]
DoneBefore = Callable[[Any, Any], bool]
"""From the facts of a subject and an act on it."""
AT_ONCE = 500
"""How many records one transaction takes: a sixth of a second, since nobody else can write meanwhile."""


class RecordRefusedError(BadRecordError):
    """A record that reads well and that policy refuses; `findings` say why."""

    def __init__(self, refused: Refused) -> None:
        first = refused.findings[0]
        super().__init__(f"{first.rule} {first.message}")
        self.findings = refused.findings


class FileRefusedError(Exception):
    """A file that is not taken at all: what is wrong with it, in one line."""


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A file whose header and trailer hold: its digest, and its records with their lines in the file."""

    digest: str
    made_on: date
    run: int
    records: tuple[tuple[int, str], ...]


class SetAside(msgspec.Struct, frozen=True, kw_only=True):
    """A record that was not taken: its line in the file, why not, and the record as it came."""

    line: int
    why: str
    record: str


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file. `before` is the day on which it was taken in already; then nothing was done.

    `taken` records went in now, `known` had gone in before, the others were set aside.
    """

    digest: str
    records: int
    taken: int = 0
    known: int = 0
    aside: tuple[SetAside, ...] = ()
    before: date | None = None


class FileIn(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of file that an agency takes in: its layout `name`, and as whom and how its records are taken.

    The log calls it `title`. A record's NUMBER adds to the control total. `act` is the act that a record asks
    for, None where it was done before; BadRecordError says why there is none. `subject` is the key of the
    subject that a record names, empty where it names one by another number.
    """

    agency: str
    name: str
    title: str
    actor: str
    act: Callable[[Session, RecordLayout, Fields, date], Act | None]
    subject: Callable[[RecordLayout, str], str]
    of_facts: tuple[ActOf, DoneBefore] | None = None

    @property
    def layout(self) -> FileLayout:
        return load_layouts(self.agency)[self.name]

    def read(self, data: bytes) -> Incoming:
        """The file checked as a whole; FileRefusedError where header, count or control total do not hold."""
        # Every byte is a character here, so that a bad one is a fault of its own record.
        lines = [
            (number, line.rstrip("\r"))
            for number, line in enumerate(data.decode("latin-1").split("\n"), start=1)
            if line.strip()
        ]
        if len(lines) < 2:
            raise FileRefusedError("it has no header and trailer")
        header = self._edge("header", *lines[0])
        trailer = self._edge("trailer", *lines[-1])
        records = tuple(lines[1:-1])
        count, total = len(records), sum(self._adds(line) for _, line in records)
        if (trailer["count"], trailer["total"]) != (count, total):
            raise FileRefusedError(
                f"its trailer says {trailer['count']} records with control total {trailer['total']}, "
                f"it has {count} with {total}"
            )
        made_on, run = header["date"], header["run"]
        assert isinstance(made_on, date)
        assert isinstance(run, int)
        return Incoming(digest=hashlib.sha256(data).hexdigest(), made_on=made_on, run=run, records=records)

    def _edge(self, name: str, number: int, line: str) -> Fields:
        record = mark_of(self.layout, line)
        if record is None or record.name != name:
            raise FileRefusedError(f"line {number} is not a {name}")
        try:
            return parse(self.layout, record, line)
        except BadRecordError as fault:
            raise FileRefusedError(f"line {number}, the {name}, {fault}") from fault

    def _adds(self, line: str) -> int:
        """What a record adds to the control total: its NUMBER, or nothing where that is not a number."""
        record = mark_of(self.layout, line)
        text = raw(record, "number", line) if record else ""
        return int(text) if is_number(text) else 0

    def take_in(
        self,
        performer: Performer,
        incoming: Incoming,
        progress: Callable[[int], None] | None = None,
    ) -> Taken:
        """Take the records of a file in; StoreError where it cannot be written."""
        with performer.store.read() as session:
            if before := aside_reads.store_entries(session, [TAKEN], incoming.digest):
                return Taken(digest=incoming.digest, records=len(incoming.records), before=before[0].on)
            told = {
                row.text.partition(": ")[0]
                for row in aside_reads.store_entries(session, [ASIDE], incoming.digest[:12])
            }
            since = aside_reads.last_entry(session)
        taken = known = 0
        aside: list[SetAside] = []
        for done, (number, line, came) in enumerate(self._each(performer, incoming.records), start=1):
            if isinstance(came, BadRecordError):
                one = SetAside(line=number, why=str(came), record=plainly(line.rstrip()))
                aside.append(one)
                place = f"{self.title} {incoming.digest[:12]} line {number}"
                if place not in told:
                    self._log(performer, ASIDE, f"{place}: ", f"{place}: {one.why} | {one.record}", since)
            else:
                taken, known = taken + came, known + (not came)
            if progress is not None:
                progress(done)
        meanwhile = self._log(
            performer,
            TAKEN,
            incoming.digest,
            f"{self.title} of {incoming.made_on:%m/%d/%Y}, run {incoming.run}: {taken} taken, {known} known, "
            f"{len(aside)} set aside. File {incoming.digest}",
            since,
        )
        return Taken(
            digest=incoming.digest,
            records=len(incoming.records),
            taken=taken,
            known=known,
            aside=tuple(aside),
            before=None if taken else meanwhile,
        )

    def _each(
        self, performer: Performer, records: Sequence[tuple[int, str]]
    ) -> Iterator[tuple[int, str, bool | BadRecordError]]:
        """Take the records; each with its line, and whether it went in now, or why it cannot be taken."""
        for start in range(0, len(records), AT_ONCE):
            part = records[start : start + AT_ONCE]
            came = self._together(performer, [line for _, line in part]) if self.of_facts else None
            for at, (number, line) in enumerate(part):
                yield number, line, came[at] if came is not None else self._came(performer, line)

    def _came(self, performer: Performer, line: str) -> bool | BadRecordError:
        try:
            return self.take(performer, line)
        except BadRecordError as fault:
            return fault

    def _together(self, performer: Performer, lines: Sequence[str]) -> list[bool | BadRecordError] | None:
        """Take some records in one transaction, by the same decisions; None where a value was refused by the
        tables, so that none of them went in."""
        assert self.of_facts is not None
        act_of, done_before = self.of_facts
        came: list[bool | BadRecordError] = [False] * len(lines)
        turns: dict[int, dict[str, tuple[int, SubjectAct]]] = {}
        seen: dict[str, int] = {}
        for at, line in enumerate(lines):
            try:
                act = act_of(*self._read_record(performer.rules, line))
            except BadRecordError as fault:
                came[at] = fault
                continue
            turn = seen[act.key] = seen.get(act.key, -1) + 1
            turns.setdefault(turn, {})[act.key] = (at, act)
        try:
            with uncollected(), performer.store.write() as session:
                today = performer.today(session)
                read = facts.read_to_act(session, performer.facts_class, seen)

                def chosen(acts: dict[str, tuple[int, SubjectAct]], found: Any) -> Sequence[SubjectAct]:
                    at, act = acts[found.key]
                    came[at] = not done_before(found, act)
                    return (act,) if came[at] else ()

                outcomes = performer.perform_chosen(
                    session,
                    read,
                    [(tuple(acts), partial(chosen, acts)) for acts in turns.values()],
                    actor=self.actor,
                    on=today,
                )
        except StoreError as fault:
            if fault.rule != REFUSED:
                raise
            return None
        for acts, said in zip(turns.values(), outcomes, strict=True):
            for one in said:
                if isinstance(one, Aside):
                    came[acts[one.key][0]] = BadRecordError(one.why)
            for key in acts.keys() - read.keys():
                unknown = performer.rules.finding(
                    "CS-101", "", what=performer.facts_class.called(), value=key
                )
                came[acts[key][0]] = BadRecordError(str(unknown))
        return came

    def _read_record(self, rules: Rulebook, line: str) -> tuple[RecordLayout, Fields]:
        record = mark_of(self.layout, line)
        if record is None or record.name in EDGES:
            raise BadRecordError(f"is of no known kind: {plainly(line[:1])}")
        values = parse(self.layout, record, line)
        _known_codes(rules, record, values)
        return record, values

    def take(self, performer: Performer, line: str) -> bool:
        """Take one record; False where it had gone in before. BadRecordError says why it cannot be taken."""
        record, values = self._read_record(performer.rules, line)
        try:
            outcome = performer.perform_made(
                lambda session, today: self.act(session, record, values, today), actor=self.actor
            )
        except BadRecordError:
            raise
        except CASE_FAULTS as fault:
            raise BadRecordError(f"cannot be decided: {type(fault).__name__}: {fault}") from fault
        except StoreError as fault:
            if fault.rule != REFUSED:
                raise
            raise BadRecordError(str(fault)) from fault
        if isinstance(outcome, Refused):
            raise RecordRefusedError(outcome)
        return outcome is not None

    def _log(self, performer: Performer, action: str, known_by: str, text: str, since: int) -> date | None:
        """Log it under `store`, unless an entry after `since` with `known_by` in it says so: its date."""
        with performer.store.write() as session:
            today = performer.today(session)
            chain.lock(session, (STORE,))
            if told := aside_reads.store_entries(session, [action], known_by, since):
                return told[0].on
            log_of_store(session, [text], action=action, actor=self.actor, on=today, at=performer.clock())
        return None


def plainly(record: str) -> str:
    """A record as it came, in characters that every database keeps and a screen shows, cut where long."""
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in record[:LONGEST])
    return shown if len(record) <= LONGEST else f"{shown}... ({len(record)} characters)"


def _known_codes(rules: Rulebook, record: RecordLayout, values: Fields) -> None:
    for field in record.field:
        value = str(values[field.name])
        if field.codes and value and rules.code(field.codes, value) is None:
            raise BadRecordError(f"{field.name.upper()} is {value}, no code of table {field.codes}")
