"""Perform an act: the only way in which case data is written.

One transaction: read the facts that the act needs, compare the versions that the actor had seen,
decide, write effects, activities and forms, put the next step of every touched case beside it,
commit, give a receipt. What policy refuses, and what somebody else changed meanwhile, comes back as
Refused with nothing written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias

import msgspec
from sqlalchemy.orm import Session

from cstui.acts.base import Act, AnyAct, PersonAct, StoreAct, WorkerAct, name_of
from cstui.acts.undoing import packed, taking_back
from cstui.acts.workdays import days_off
from cstui.policy import guide
from cstui.policy.effects import Effects, Log, Refused
from cstui.policy.facts import Facts, PersonFacts, StoreFacts, WorkerFacts
from cstui.policy.findings import Finding
from cstui.policy.records import NextStep
from cstui.policy.rulebook import Rulebook
from cstui.progress import Progress
from cstui.store import chain, cover_reads, facts, interface_reads, writing
from cstui.store.engine import Store
from cstui.store.errors import StaleRecord
from cstui.store.person_reads import namesakes

CALENDAR_DAYS = 400
"""How far ahead appointments are made; an act that makes one reads so many days of the calendar."""

AnyFacts: TypeAlias = Facts | PersonFacts | WorkerFacts
Choose: TypeAlias = Callable[[Facts], Iterable[Act]]
Turn: TypeAlias = tuple[Iterable[str], Choose]
"""What is chosen for a case's facts, and for which cases; both are asked when the turns before are done."""
_encode = msgspec.json.Encoder(order="deterministic").encode

Clock = Callable[[], datetime]
"""Wall time, aware UTC; given from outside, so that nothing here reads a clock."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a performed act leaves behind for its user.

    `number` names the first activity that it wrote; `message` is one line for the screen;
    `findings` warn; `steps` are the next steps of the cases touched.
    """

    number: str
    act: str
    message: str
    findings: tuple[Finding, ...] = ()
    steps: tuple[NextStep, ...] = ()
    undoable: bool = False


class Aside(msgspec.Struct, frozen=True, kw_only=True):
    """A case on which one of many acts was not done: it was refused, or could not be decided."""

    case: str
    why: str


class _Decided(msgspec.Struct, frozen=True):
    """A permitted act before it is written: what it read, what it changes, the steps that follow."""

    act: AnyAct | StoreAct
    effects: Effects
    steps: tuple[NextStep, ...]
    undo: str | None = None


CASE_FAULTS = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
"""What pure decisions raise on data that they were not made for; one such case stops no other."""


class _Undone(Exception):  # noqa: N818  (a refusal that undoes the transaction, not a fault)
    """An act was refused; what its transaction wrote before is undone."""


class Performer:
    """Performs acts on one store."""

    def __init__(self, store: Store, rules: Rulebook, clock: Clock) -> None:
        self.store, self.rules, self.clock = store, rules, clock
        self.progress: Progress | None = None
        """Told of each of several acts; may stop them between two, with nothing written."""

    def perform(
        self, act: AnyAct, *, actor: str, on: date, seen: Mapping[str, int] | None = None
    ) -> Receipt | Refused:
        """Do the act as `actor` (a worker's number, or `IV-A`, `NIGHT`) on business date `on`.

        `seen` are the versions on which the actor decided (`case 17000123`: 4). StoreError where
        the store cannot be written.
        """
        return self.perform_all((act,), actor=actor, on=on, seen=seen)[0]

    def perform_all(
        self,
        acts: Sequence[AnyAct],
        *,
        actor: str,
        on: date,
        seen: Mapping[str, int] | None = None,
        undoable: bool = True,
    ) -> tuple[Receipt | Refused, ...]:
        """Do several acts in one transaction, each on what those before it did: all of them, or none.

        One outcome an act, in order. Where one is refused nothing is written, and those that would
        have been permitted are Refused without a finding. `undoable` keeps what takes each act back.
        """
        outcomes: list[Receipt | Refused] = [Refused(())] * len(acts)
        try:
            with self.store.write() as session:
                first = self._first_reads(session, acts, on)
                told: set[Finding] = set()
                for at, act in enumerate(acts):
                    written = any(isinstance(outcome, Receipt) for outcome in outcomes)
                    read = self._read(session, act, on) if written else first[at]
                    moved = self._moved(first[at], seen or {})
                    if moved and told.issuperset(moved):
                        continue  # said already, for another act on the same custodial parent's cases
                    told.update(moved)
                    outcomes[at] = self._perform_one(session, act, read, moved, actor, on, undoable)
                    if self.progress is not None and len(acts) > 1:
                        self.progress.step()
                if any(isinstance(outcome, Refused) for outcome in outcomes):
                    raise _Undone
        except _Undone:
            return tuple(o if isinstance(o, Refused) else Refused(()) for o in outcomes)
        except StaleRecord as stale:
            what = stale.values["what"]
            newer = self.rules.finding("CS-110", what=what, seen="read", now="newer")
            return (Refused((newer,)), *[Refused(())] * (len(acts) - 1))
        return tuple(outcomes)

    def perform_on_store(self, act: StoreAct, *, actor: str, on: date) -> Receipt | Refused:
        """Do an act on what is of no case, in one transaction; it is logged under `store`."""
        with self.store.write() as session:
            chain.lock(session, ("store",))
            read = StoreFacts(waiting=interface_reads.waiting(session))
            decision = act.decide(read, self.rules, on, actor)
            if isinstance(decision, Refused):
                return decision
            return self._write(session, [_Decided(act, decision, ())], actor, on)[0]

    def _first_reads(self, session: Session, acts: Sequence[AnyAct], on: date) -> list[AnyFacts | Finding]:
        """What each act reads before any was done; in the order of their cases, so that locks are too."""
        first: dict[int, AnyFacts | Finding] = {}
        for at in sorted(range(len(acts)), key=lambda at: _target(acts[at])):
            first[at] = self._read(session, acts[at], on)
        return [first[at] for at in range(len(acts))]

    def _perform_one(
        self,
        session: Session,
        act: AnyAct,
        read: AnyFacts | Finding,
        moved: tuple[Finding, ...],
        actor: str,
        on: date,
        undoable: bool,
    ) -> Receipt | Refused:
        if isinstance(read, Finding):
            return Refused((read,))
        if moved:
            return Refused(moved)
        decision = self._decide(act, read, on, actor)
        if isinstance(decision, Refused):
            return decision
        steps: tuple[NextStep, ...] = ()
        if isinstance(read, Facts):
            steps = next_steps(read, read.after(decision.changes), self.rules, on)
        undo = packed(taking_back(act, read, decision)) if undoable else None
        return self._write(session, [_Decided(act, decision, steps, undo)], actor, on)[0]

    def consider(self, act: AnyAct, *, actor: str, on: date) -> Effects | Refused:
        """What the act would do, without doing it."""
        with self.store.read() as session:
            read = self._read(session, act, on, lock=False)
            return Refused((read,)) if isinstance(read, Finding) else self._decide(act, read, on, actor)

    def facts(self, case: str, *, calendar: bool = False, on: date | None = None) -> Facts | None:
        """The facts of a case; with the calendar of its office where asked."""
        with self.store.read() as session:
            found = facts.read_facts(session, case)
            if found is None or not calendar or on is None:
                return found
            return with_calendar(session, found, on)

    def _read(self, session: Session, act: AnyAct, on: date, *, lock: bool = True) -> AnyFacts | Finding:
        """The facts of the act, its cases locked until the transaction ends unless it only considers."""
        if isinstance(act, PersonAct):
            person = facts.read_person(session, act.person)
            if person is None:
                return self.rules.finding("CS-121", "person", value=act.person)
            if not lock:
                return person
            chain.lock(session, (chain.case_subject(role.case.number) for role in person.cases))
            return facts.read_person(session, act.person) or person
        if isinstance(act, WorkerAct):
            if lock:
                chain.lock(session, cover_reads.subjects(session, act.worker))
            worker = cover_reads.read_worker(session, act.worker)
            return worker or self.rules.finding("CS-120", "worker", value=act.worker)
        found = facts.read_facts(session, act.case)
        if found is None:
            return self.rules.finding("CS-101", "case", value=act.case)
        if lock and self.store.dialect == "postgresql":
            chain.lock(session, (chain.case_subject(file.case.number) for file in found.files))
            found = facts.read_facts(session, act.case) or found
        if act.needs_calendar:
            found = with_calendar(session, found, on)
        if (new := act.newcomer()) is not None:
            found = msgspec.structs.replace(
                found, next_person=facts.next_person(session), namesakes=namesakes(session, new)
            )
        return found

    def _moved(self, read: AnyFacts | Finding, seen: Mapping[str, int]) -> tuple[Finding, ...]:
        if isinstance(read, Finding):
            return ()
        if isinstance(read, WorkerFacts):
            now = {f"cover {cover.worker} {cover.seq}": cover.version for cover in read.covers}
        elif isinstance(read, PersonFacts):
            now = {f"person {read.person.number}": read.person.version}
        else:
            now = {f"case {file.case.number}": file.case.version for file in read.files}
        return tuple(
            self.rules.finding("CS-110", what=what.capitalize(), seen=version, now=now[what])
            for what, version in seen.items()
            if what in now and now[what] != version
        )

    def _decide(self, act: AnyAct, read: AnyFacts, on: date, actor: str) -> Effects | Refused:
        if isinstance(act, PersonAct):
            assert isinstance(read, PersonFacts)
            return act.decide(read, self.rules, on, actor)
        if isinstance(act, WorkerAct):
            assert isinstance(read, WorkerFacts)
            return act.decide(read, self.rules, on, actor)
        assert isinstance(read, Facts)
        return act.decide(read, self.rules, on, actor)

    def perform_chosen(
        self, session: Session, read: dict[str, Facts], turns: Sequence[Turn], *, actor: str, on: date
    ) -> list[list[Receipt | Aside]]:
        """Do what each turn chooses for its cases, on what those before it did; one list of outcomes a turn.

        The same decisions as `perform`, over facts that `facts.read_to_act` gave in this transaction; what is
        done is put into `read`, and written together. What is refused, and a case that cannot be decided, is
        left out; the others go on. Acts on cases of one parent follow each other.
        """
        outcomes: list[list[Receipt | Aside]] = []
        decided: list[tuple[_Decided, list[Receipt | Aside]]] = []
        parents: dict[int, int] = {}
        wave = 0

        def write() -> None:
            receipts = self._write(session, [one for one, _ in decided], actor, on)
            for receipt, (_, said) in zip(receipts, decided, strict=True):
                said.append(receipt)
            decided.clear()
            parents.clear()

        for numbers, choose in turns:
            said: list[Receipt | Aside] = []
            outcomes.append(said)
            acts, later = list[Act](), list[Act]()
            for number in numbers:
                try:
                    acts += choose(read[number]) if number in read else ()
                except CASE_FAULTS as fault:
                    said.append(Aside(case=number, why=f"{type(fault).__name__}: {fault}"))
            while acts:
                wave, later = wave + 1, []
                for act in acts:
                    parent = read[act.case].cp.number
                    if parents.get(parent) == wave:
                        later.append(act)
                        continue
                    if parent in parents:
                        write()
                    one = self._decided(read, act, actor, on)
                    if isinstance(one, Aside):
                        said.append(one)
                    else:
                        parents[parent] = wave
                        decided.append((one, said))
                acts = later
        if decided:
            write()
        return outcomes

    def _decided(self, read: dict[str, Facts], act: Act, actor: str, on: date) -> _Decided | Aside:
        """The act, if it is permitted, and done in `read`."""
        found = read[act.case]
        try:
            effects = act.decide(found, self.rules, on, actor)
            if isinstance(effects, Refused):
                return Aside(case=act.case, why=str(effects.findings[0]))
            after = found.after(effects.changes)
            steps = next_steps(found, after, self.rules, on)
        except CASE_FAULTS as fault:
            return Aside(case=act.case, why=f"{type(fault).__name__}: {fault}")
        read[act.case] = after
        for file in found.others:
            if (number := file.case.number) in read:
                read[number] = read[number].after(effects.changes)
        return _Decided(act, effects, steps)

    def _write(self, session: Session, decided: Sequence[_Decided], actor: str, on: date) -> list[Receipt]:
        """Write what was decided on cases that have no custodial parent in common."""
        at = self.clock()
        writing.apply(session, [change for one in decided for change in one.effects.changes])
        logs = [one.effects.logs or (Log(case="", action="PE", text=one.effects.message),) for one in decided]
        subjects = [_subject(lines[0]) for lines in logs]
        heads = chain.lock(session, subjects)
        receipts: list[Receipt] = []
        entries: list[chain.Entry] = []
        asked: list[writing.Asked] = []
        for one, lines, subject in zip(decided, logs, subjects, strict=True):
            number = f"{_named(subject)}-{heads[subject][0] + 1:04d}"
            name = name_of(type(one.act))
            inputs = _encode(one.act)
            asked.append(writing.Asked(number, name, actor, on, at, inputs.decode(), one.undo))
            receipts.append(
                Receipt(
                    number=number,
                    act=name,
                    message=one.effects.message,
                    findings=one.effects.findings,
                    steps=one.steps,
                    undoable=one.undo is not None,
                )
            )
            entries += [
                chain.Entry(
                    subject=_subject(log),
                    action=log.action,
                    on=on,
                    at=at,
                    actor=actor,
                    act=name,
                    receipt=number,
                    text=log.text,
                )
                for log in lines
            ]
        chain.append(session, entries, heads)
        writing.add_receipts(session, asked)
        writing.set_next_steps(session, [step for one in decided for step in one.steps])
        return receipts


def _target(act: AnyAct) -> str:
    if isinstance(act, WorkerAct):
        return chain.worker_subject(act.worker)
    return f"person {act.person}" if isinstance(act, PersonAct) else chain.case_subject(act.case)


def _subject(log: Log) -> str:
    if log.worker:
        return chain.worker_subject(log.worker)
    return chain.case_subject(log.case) if log.case else "store"


def _named(subject: str) -> str:
    """A subject as the number of a receipt begins with it: `17000123`, `W17001`, `store`."""
    return subject.removeprefix("case ").replace("worker ", "W")


def with_calendar(session: Session, found: Facts, since: date) -> Facts:
    """The facts with the calendar of the case's office from `since` on, days off filled in."""
    until = since + timedelta(days=CALENDAR_DAYS)
    calendar = facts.read_calendar(session, found.case.office, since, until)
    closed = days_off(since, until)
    return msgspec.structs.replace(found, calendar=msgspec.structs.replace(calendar, days_off=closed))


def next_steps(read: Facts, after: Facts, rules: Rulebook, on: date) -> tuple[NextStep, ...]:
    """The next steps of every case of the custodial parent that an act touched between the two."""
    before = {file.case.number: file.case.version for file in read.files}
    touched = [f.case.number for f in after.files if f.case.version != before[f.case.number]]
    return tuple([guide.next_step(centred(after, number), rules, on) for number in touched])


def centred(found: Facts, number: str) -> Facts:
    """The same facts with another of the custodial parent's cases in hand."""
    if found.case.number == number:
        return found
    file = next(file for file in found.others if file.case.number == number)
    others = tuple(f for f in found.files if f.case.number != number)
    return msgspec.structs.replace(found, file=file, others=others, ncp=None, calendar=None)
