"""Perform an act: the only way in which case data is written.

One transaction: take the business date, read the facts that the act needs, compare the versions that the
actor had seen, decide, write effects, activities and forms, put the next step of every touched subject
beside it, commit, give a receipt. What policy refuses, what somebody else changed meanwhile, and what was
meant for a business date that is over, comes back as Refused with nothing written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias, TypeVar

import msgspec
from sqlalchemy.orm import Session

from cstui.acts.audit import REFUSED, log_of
from cstui.acts.base import STORE, Act, PersonAct, StoreAct, SubjectAct, WorkerAct, called, name_of
from cstui.acts.bounds import too_long
from cstui.acts.ivd_base import IvdAct
from cstui.acts.kept_steps import renew_steps
from cstui.acts.undoing import packed
from cstui.agency import find
from cstui.clock import day_in, time_in
from cstui.policy import guide
from cstui.policy.business_days import days_off_of
from cstui.policy.effects import Add, Change, Effects, Log, Refused
from cstui.policy.facts import MergeFacts, PersonFacts, StoreFacts, SubjectFacts, WorkerFacts
from cstui.policy.findings import Finding
from cstui.policy.ivd import IvdFacts
from cstui.policy.records import NextStep, Person
from cstui.policy.roles import SYSTEM
from cstui.policy.rulebook import Rulebook
from cstui.policy.viewer import Viewer
from cstui.progress import Progress
from cstui.store import (
    aside_reads,
    chain,
    cover_reads,
    facts,
    ivd_reads,
    log_reads,
    nights,
    protected_reads,
    receipts,
    site_reads,
    work_reads,
    writing,
)
from cstui.store.engine import Store
from cstui.store.errors import StaleRecord, StoreError
from cstui.store.family_reads import merge_facts, with_family
from cstui.store.person_reads import namesakes, read_person
from cstui.store.receipts import Asked

CALENDAR_DAYS = 400
"""How far ahead appointments are made; an act that makes one reads so many days of the calendar."""

F = TypeVar("F", bound=SubjectFacts)
Actor: TypeAlias = str | Viewer
"""Who acts: a viewer, or a worker's number, or the name of a system (`NIGHT`)."""
AnyFacts: TypeAlias = SubjectFacts | PersonFacts | WorkerFacts | StoreFacts | IvdFacts
Choose: TypeAlias = Callable[[Any], Iterable[SubjectAct]]
Turn: TypeAlias = tuple[Iterable[str], Choose]
"""What is chosen for a subject's facts, and for which subjects by their keys; both are asked when the turns
before are done."""
_encode = msgspec.json.Encoder(order="deterministic").encode

Clock = Callable[[], datetime]
"""Wall time, aware UTC; given from outside, so that nothing here reads a clock."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a performed act leaves behind for its user.

    `number` names the first activity that it wrote; `message` is one line for the screen;
    `findings` warn; `steps` are the next steps of the subjects touched.
    """

    number: str
    act: str
    message: str
    findings: tuple[Finding, ...] = ()
    steps: tuple[NextStep, ...] = ()
    undoable: bool = False


class Aside(msgspec.Struct, frozen=True, kw_only=True):
    """A subject on which one of many acts was not done: it was refused, or could not be decided."""

    key: str
    why: str


class _Decided(msgspec.Struct, frozen=True):
    """A permitted act before it is written: what it read, what it changes, the steps that follow."""

    act: Act
    read: AnyFacts
    effects: Effects
    steps: tuple[NextStep, ...]
    undo: str | None = None


DENIALS = frozenset({"CS-197", "CS-198"})
"""What refuses an act for who asks for it, whatever it is done to; it is logged."""
OVERTAKEN = "CS-188"
"""What refuses an act whose business date is over."""
NUL = b"\\u0000"
CASE_FAULTS = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
"""What pure decisions raise on data that they were not made for; one such case stops no other."""


class _Undone(Exception):  # noqa: N818  (a refusal that undoes the transaction, not a fault)
    """An act was refused; what its transaction wrote before is undone."""


class Performer:
    """Performs acts on one store."""

    def __init__(self, store: Store, rules: Rulebook, clock: Clock) -> None:
        self.store, self.rules, self.clock = store, rules, clock
        self.agency = find(rules.agency)
        self._live: bool | None = None
        """Whether the store is a live one, once that was asked: it is for good."""
        self.progress: Progress | None = None
        """Told of each of several acts; may stop them between two, with nothing written."""

    @property
    def facts_class(self) -> type[SubjectFacts]:
        """What the agency's policy reads of a subject."""
        found: type[SubjectFacts] = self.agency.load("facts")
        return found

    def perform(
        self, act: Act, *, actor: Actor, on: date, once: bool = False, current: bool = False
    ) -> Receipt | Refused:
        """Do the act as `actor` on business date `on`. StoreError where the store cannot be written."""
        return self.perform_all((act,), actor=actor, on=on, once=once, current=current)[0]

    def perform_made(
        self, make: Callable[[Session, date], Act | None], *, actor: Actor
    ) -> Receipt | Refused | None:
        """Do the act that `make` makes of the store as it is, on its business date; None where it makes none.

        It is asked in the transaction, once nobody else can be in such a one.
        """
        came: tuple[Receipt | Refused, ...] | None = None

        def made(session: Session, today: date) -> Sequence[Act]:
            chain.lock(session, (STORE,))
            act = make(session, today)
            return () if act is None else (act,)

        came = self._performed(made, actor=actor)
        return came[0] if came else None

    def perform_all(
        self,
        acts: Sequence[Act],
        *,
        actor: Actor,
        on: date,
        seen: Mapping[str, int] | None = None,
        undoable: bool = True,
        once: bool = False,
        current: bool = False,
    ) -> tuple[Receipt | Refused, ...]:
        """Do several acts in one transaction, each on what those before it did: all of them, or none.

        One outcome an act, in order. Where one is refused nothing is written, and those that would
        have been permitted are Refused without a finding. `seen` are the versions on which the actor
        decided (`case 17000123`: 4). `undoable` keeps what takes each act back. With `once`
        an act that the actor did that day with the same inputs is not done again: its receipt is the outcome.
        Where `on` is meant to be the `current` business date, Refused once it no longer is.
        """
        return self._performed(
            lambda _, today: acts,
            actor=actor,
            on=on,
            seen=seen,
            undoable=undoable,
            once=once,
            current=current,
        )

    def _performed(
        self,
        make: Callable[[Session, date], Sequence[Act]],
        *,
        actor: Actor,
        on: date | None = None,
        seen: Mapping[str, int] | None = None,
        undoable: bool = True,
        once: bool = False,
        current: bool = False,
    ) -> tuple[Receipt | Refused, ...]:
        """Do the acts that are made in the transaction; without `on` on its business date."""
        outcomes: list[Receipt | Refused] = []
        acts: Sequence[Act] = ()
        viewer = None
        try:
            with self.store.write(self.progress.check if self.progress is not None else None) as session:
                today = self.today(session)
                acts = make(session, today)
                outcomes = [Refused(())] * len(acts)
                on = today if on is None else on
                if current and on != today and acts:
                    outcomes[0] = Refused((self.rules.finding(OVERTAKEN, "", today=today, on=on),))
                    raise _Undone
                viewer = self._acting(session, actor)
                # In the order of their targets, so that locks are too.
                order = sorted(range(len(acts)), key=lambda at: acts[at].target)
                first = {at: self._read(session, acts[at], on) for at in order}
                told: set[Finding] = set()
                for at, act in enumerate(acts):
                    written = any(isinstance(outcome, Receipt) for outcome in outcomes)
                    read = self._read(session, act, on) if written else first[at]
                    moved = self._moved(first[at], seen or {})
                    if moved and told.issuperset(moved):
                        continue  # said already, for another act on subjects of the same center
                    told.update(moved)
                    before = self._done_before(session, act, viewer.number, on) if once else None
                    outcomes[at] = before or self._perform_one(
                        session, act, read, moved, viewer, on, undoable, today
                    )
                    if self.progress is not None and len(acts) > 1:
                        self.progress.step()
                if any(isinstance(outcome, Refused) for outcome in outcomes):
                    raise _Undone
        except _Undone:
            if viewer is not None:
                self._log_denied(viewer, acts, outcomes)
            return tuple(o if isinstance(o, Refused) else Refused(()) for o in outcomes)
        except StaleRecord as stale:
            what = stale.values["what"]
            newer = self.rules.finding("CS-110", what=what, seen="read", now="newer")
            return (Refused((newer,)), *[Refused(())] * (len(acts) - 1))
        return tuple(outcomes)

    def _log_denied(self, viewer: Viewer, acts: Sequence[Act], outcomes: Sequence[Receipt | Refused]) -> None:
        """Log what was refused for who asked for it: under the worker, under `store` for who is none."""
        texts = [
            f"Refused on {act.target}: {found.message}"
            for act, outcome in zip(acts, outcomes, strict=True)
            for found in (outcome.findings if isinstance(outcome, Refused) else ())
            if found.rule in DENIALS
        ]
        if not texts:
            return
        subject = STORE if viewer.role == SYSTEM else chain.worker_subject(viewer.number)
        with self.store.write() as session:
            today, at = self.today(session), self.clock()
            log_of(session, subject, texts, action=REFUSED, actor=viewer.number, on=today, at=at)

    def today(self, session: Session) -> date:
        """The business date, which cannot move before the transaction ends."""
        nights.hold_date(session)
        day, practice = nights.store_state(session)
        return day if practice else day_in(self.clock(), self.agency.zone)

    def _done_before(self, session: Session, act: Act, actor: str, on: date) -> Receipt | None:
        name = name_of(type(act))
        number = log_reads.receipt_of(session, actor=actor, act=name, on=on, inputs=_encode(act).decode())
        said = f"Done before, as {number}: nothing was written."
        return Receipt(number=number, act=name, message=said) if number else None

    def _perform_one(
        self,
        session: Session,
        act: Act,
        read: AnyFacts | Finding,
        moved: tuple[Finding, ...],
        viewer: Viewer,
        on: date,
        undoable: bool,
        today: date,
    ) -> Receipt | Refused:
        if denied := self.denied(type(act), viewer):
            return Refused((denied,))
        if isinstance(read, Finding):
            return Refused((read,))
        if moved:
            return Refused(moved)
        if far := self._elsewhere(session, act, read, viewer, on):
            return Refused((far,))
        decision = self._decide(act, read, on, viewer.number)
        if isinstance(decision, Refused):
            return decision
        steps: tuple[NextStep, ...] = ()
        if isinstance(read, SubjectFacts) and not (isinstance(act, SubjectAct) and act.recenters):
            steps = next_steps(read, read.after(decision.changes), self.rules, today)
        undo = packed(act.taken_back(read, decision)) if undoable else None
        receipt = self._write(session, [_Decided(act, read, decision, steps, undo)], viewer.number, on)[0]
        if isinstance(act, StoreAct) and act.renews_steps:
            renew_steps(session, self.clock())
        if (keys := _touched_beside(act, read, decision.changes)) is not None:
            return msgspec.structs.replace(receipt, steps=self._read_steps(session, keys, today))
        return receipt

    def consider(self, act: Act, *, actor: Actor, on: date) -> Effects | Refused:
        """What the act would do, without doing it."""
        with self.store.read() as session:
            viewer = self._acting(session, actor)
            read = self.denied(type(act), viewer) or self._read(session, act, on, lock=False)
            if isinstance(read, Finding):
                return Refused((read,))
            if far := self._elsewhere(session, act, read, viewer, on):
                return Refused((far,))
            return self._decide(act, read, on, viewer.number)

    def _elsewhere(
        self, session: Session, act: Act, read: AnyFacts, viewer: Viewer, on: date
    ) -> Finding | None:
        """Why the act may not be done from the viewer's office; only people have one."""
        if viewer.role == SYSTEM or not isinstance(act, SubjectAct):
            return None
        if self._live is None:
            self._live = not nights.store_state(session)[1]
        return act.elsewhere(read, self.rules, on, viewer, live=self._live)

    def _decide(self, act: Act, read: AnyFacts, on: date, actor: str) -> Effects | Refused:
        """What the act changes, or why it may not be done; it is not asked with a text that is too long."""
        long = too_long(act, self.rules)
        return Refused(long) if long else act.decide(read, self.rules, on, actor)

    def _acting(self, session: Session, actor: Actor) -> Viewer:
        """Who acts: a worker as the store has him or her now; whoever is not a worker is a system.

        From now on the session shows what he or she is shown.
        """
        if not isinstance(actor, Viewer):
            system = Viewer(number=actor, role=SYSTEM, agency=self.agency.name)
            actor = work_reads.viewer_of(session, actor) or system
        session.info["viewer"] = actor
        return actor

    def denied(self, act: type[Act], viewer: Viewer) -> Finding | None:
        """Why the viewer may not do such an act at all; None where he or she may."""
        if viewer.agency != self.agency.name or act.agency not in ("", viewer.agency):
            whose = act.agency or self.agency.name
            return self.rules.finding("CS-198", "", worker=viewer.number, agency=whose)
        if viewer.role not in act.roles:
            what = called(act)
            what = f"{what[:1].upper()}{what[1:]}"
            return self.rules.finding("CS-197", "", what=what, role=viewer.role, worker=viewer.number)
        return None

    def facts(
        self, key: str, *, keeper: str | None = None, on: date | None = None, viewer: Viewer | None = None
    ) -> Any:
        """The facts of a subject as far as a viewer may see them, None where there is none.

        Where a worker `keeper` is named (empty: its own), with the calendar of that office from `on`.
        """
        with self.store.read(viewer) as session:
            found = facts.read_facts(session, self.facts_class, key)
            if found is None or keeper is None or on is None:
                return found
            head = found.file.head
            office = work_reads.booked(session, keeper or head.worker, lock=False) or head.office
            return self.with_calendar(session, found, on, office)

    def with_calendar(self, session: Session, found: F, since: date, office: str) -> F:
        """The facts with the calendar of an office from `since` on, days off filled in."""
        until = since + timedelta(days=CALENDAR_DAYS)
        calendar = self.agency.load("calendar")(session, office, since, until)
        closed = days_off_of(self.rules)(since, until)
        return msgspec.structs.replace(found, calendar=msgspec.structs.replace(calendar, days_off=closed))

    def _read(self, session: Session, act: Act, on: date, *, lock: bool = True) -> AnyFacts | Finding:
        """The facts of the act, its subjects locked until the transaction ends unless it only considers."""
        if isinstance(act, PersonAct):
            return self._read_person(session, act, lock)
        if isinstance(act, WorkerAct):
            if lock:
                chain.lock(session, cover_reads.subjects(session, act.worker))
            worker = cover_reads.read_worker(session, act.worker)
            return worker or self.rules.finding("CS-120", "worker", value=act.worker)
        if isinstance(act, StoreAct):
            if lock:
                chain.lock(session, (STORE,))
            staff = site_reads.staff_of(session, self.agency.name) if act.needs_staff else None
            prints = protected_reads.prints(session) if act.needs_prints else ()
            return StoreFacts(waiting=aside_reads.waiting(session), staff=staff, prints=prints)
        if isinstance(act, IvdAct):
            return self._read_ivd(session, act, lock)
        assert isinstance(act, SubjectAct)
        kind = self.facts_class
        found = facts.read_facts(session, kind, act.key)
        if found is None:
            return self.rules.finding("CS-101", "case", what=kind.called(), value=act.key)
        if lock and self.store.dialect == "postgresql":
            chain.lock(session, (kind.subject_of(file.key) for file in found.files))
            found = facts.read_facts(session, kind, act.key) or found
        if act.needs_calendar:
            booked = act.books(found) or found.file.head.worker
            office = work_reads.booked(session, booked, lock=lock)
            if office is None:
                return self.rules.finding("CS-120", "worker", value=booked)
            found = self.with_calendar(session, found, on, office)
        if act.needs_time:
            found = msgspec.structs.replace(found, time=time_in(self.clock(), self.agency.zone))
        if (number := act.brings()) is not None:
            brought = read_person(session, number)
            if brought is None:
                return self.rules.finding("CS-121", "person", value=number)
            if lock:
                chain.lock(session, (role.subject for role in brought.roles))
            found = msgspec.structs.replace(found, brought=brought)
        if (new := act.newcomer()) is not None:
            found = msgspec.structs.replace(
                found, next_person=facts.next_person(session), namesakes=namesakes(session, new)
            )
        return found

    def _read_ivd(self, session: Session, act: IvdAct, lock: bool) -> IvdFacts | Finding:
        asked = (self.agency, act.case, act.about, act.other_case)
        found = ivd_reads.read_ivd(session, *asked)
        if found is not None and lock and self.store.dialect == "postgresql":
            chain.lock(session, ivd_reads.subjects(session, self.agency, found))
            found = ivd_reads.read_ivd(session, *asked)
        if found is None:
            return self.rules.finding("CS-101", "case", what="IV-D case", value=act.case)
        if (new := act.newcomer()) is not None:
            found = msgspec.structs.replace(
                found, next_person=facts.next_person(session), namesakes=namesakes(session, new)
            )
        return found

    def _read_person(self, session: Session, act: PersonAct, lock: bool) -> PersonFacts | Finding:
        found = []
        for number in (act.person, act.other):
            if number is None:
                continue
            person = read_person(session, number)
            if person is None:
                return self.rules.finding(
                    "CS-121", "person" if number == act.person else "into", value=number
                )
            found.append(person)
        if found[0].person.merged_into is not None and not act.of_merged:
            into = found[0].person.merged_into
            return self.rules.finding("CS-286", "person", value=act.person, into=into)
        if lock:
            chain.lock(session, (role.subject for person in found for role in person.roles))
            found = [read_person(session, one.person.number) or one for one in found]
        if act.other is not None or act.of_merged:
            return merge_facts(session, self.facts_class, *found)
        return with_family(session, self.facts_class, found[0]) if act.needs_family else found[0]

    def _read_steps(self, session: Session, keys: Iterable[str], on: date) -> tuple[NextStep, ...]:
        """The next steps of subjects as the store has them now, put beside them."""
        found = facts.read_many(session, self.facts_class, keys)
        steps = tuple(guide.next_step(one, self.rules, on) for one in found.values())
        writing.set_next_steps(session, steps)
        return steps

    def _moved(self, read: AnyFacts | Finding, seen: Mapping[str, int]) -> tuple[Finding, ...]:
        if isinstance(read, Finding | StoreFacts | IvdFacts):
            return ()
        if isinstance(read, WorkerFacts):
            now = {f"cover {cover.worker} {cover.seq}": cover.version for cover in read.covers}
        elif isinstance(read, PersonFacts):
            now = {f"person {read.person.number}": read.person.version}
        else:
            now = {read.subject_of(file.key): file.version for file in read.files}
        return tuple(
            self.rules.finding("CS-110", what=self.called(what), seen=version, now=now[what])
            for what, version in seen.items()
            if what in now and now[what] != version
        )

    def called(self, what: str) -> str:
        """What messages call a record that was seen: `Case 17000123`, `Person 100001`."""
        kind, _, key = what.partition(" ")
        return self.facts_class.named(key) if kind == self.facts_class.kind else what.capitalize()

    def perform_chosen(
        self, session: Session, read: dict[str, Any], turns: Sequence[Turn], *, actor: str, on: date
    ) -> list[list[Receipt | Aside]]:
        """Do what each turn chooses for its subjects, on what those before it did; a list of outcomes a turn.

        The same decisions as `perform`, over facts that `facts.read_to_act` gave in this transaction; what
        is done is put into `read`, and written together. What is refused, and a subject that cannot be
        decided, is left out; the others go on. Acts on subjects of one center follow each other.
        """
        outcomes: list[list[Receipt | Aside]] = []
        decided: list[tuple[_Decided, list[Receipt | Aside]]] = []
        groups: dict[object, int] = {}
        wave = 0

        def write() -> None:
            written = self._write(session, [one for one, _ in decided], actor, on)
            for receipt, (_, said) in zip(written, decided, strict=True):
                said.append(receipt)
            decided.clear()
            groups.clear()

        for numbers, choose in turns:
            said: list[Receipt | Aside] = []
            outcomes.append(said)
            acts, later = list[SubjectAct](), list[SubjectAct]()
            for number in numbers:
                try:
                    acts += choose(read[number]) if number in read else ()
                except CASE_FAULTS as fault:
                    said.append(Aside(key=number, why=f"{type(fault).__name__}: {fault}"))
            while acts:
                wave, later = wave + 1, []
                for act in acts:
                    group = read[act.key].group
                    if groups.get(group) == wave:
                        later.append(act)
                        continue
                    if group in groups:
                        write()
                    one = self._decided(read, act, actor, on)
                    if isinstance(one, Aside):
                        said.append(one)
                    else:
                        groups[group] = wave
                        decided.append((one, said))
                acts = later
        if decided:
            write()
        return outcomes

    def _decided(self, read: dict[str, Any], act: SubjectAct, actor: str, on: date) -> _Decided | Aside:
        """The act, if it is permitted, and done in `read`."""
        found = read[act.key]
        try:
            effects = self._decide(act, found, on, actor)
            if isinstance(effects, Refused):
                return Aside(key=act.key, why=str(effects.findings[0]))
            after = found.after(effects.changes)
            steps = next_steps(found, after, self.rules, on)
        except CASE_FAULTS as fault:
            return Aside(key=act.key, why=f"{type(fault).__name__}: {fault}")
        read[act.key] = after
        for file in found.others:
            if (number := file.key) in read:
                read[number] = read[number].after(effects.changes)
        return _Decided(act, found, effects, steps)

    def _write(self, session: Session, decided: Sequence[_Decided], actor: str, on: date) -> list[Receipt]:
        """Write what was decided on subjects that have no center in common."""
        at = self.clock()
        writing.apply(
            session, [change for one in decided for change in one.effects.changes], self.facts_class
        )
        if (keep_mailed := self.agency.load("mailed")) is not None:
            keep_mailed(session, ((one.read, one.effects.changes) for one in decided), on)
        logs = [
            one.effects.logs
            or (Log(subject=STORE, action="PE", text=one.effects.message),)  # no subject's log tells of it
            for one in decided
        ]
        subjects = [lines[0].subject for lines in logs]
        heads = chain.lock(session, subjects)
        done: list[Receipt] = []
        entries: list[chain.LogEntry] = []
        asked: list[Asked] = []
        for one, lines, subject in zip(decided, logs, subjects, strict=True):
            number = f"{chain.receipt_prefix(subject)}-{heads[subject][0] + 1:04d}"
            name = name_of(type(one.act))
            inputs = _encode(one.act)
            if NUL in inputs:  # PostgreSQL keeps none, and SQLite shows nothing behind it
                raise StoreError("CS-213", what="a character NUL")
            kept = Asked(number, name, actor, on, at, inputs.decode(), one.undo)
            asked.append(kept)
            proof = receipts.digest(kept)
            done.append(
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
                chain.LogEntry(
                    on=on,
                    at=at,
                    actor=actor,
                    act=name,
                    receipt=number,
                    receipt_digest=proof,
                    subject=log.subject,
                    action=log.action,
                    text=log.text,
                )
                for log in lines
            ]
        chain.append(session, entries)
        receipts.add_receipts(session, asked)
        for one, receipt in zip(decided, done, strict=True):
            if one.effects.prints:
                protected_reads.keep(session, one.effects.prints, receipt.number, actor, on, at)
        writing.set_next_steps(session, [step for one in decided for step in one.steps])
        return done


def _touched_beside(act: Act, read: Any, changes: Iterable[Add | Change]) -> list[str] | None:
    """The subjects whose next steps are to be read again after an act: those of a person who changed, or
    of the old and the new center; None for an act whose facts in memory say what follows.
    """
    if isinstance(read, PersonFacts):
        if not any(isinstance(change, Change) and type(change.after) is Person for change in changes):
            return None
        into = read.into if isinstance(read, MergeFacts) else None
        return [role.key for one in (read, into) if one for role in one.roles]
    if isinstance(read, SubjectFacts) and isinstance(act, SubjectAct) and act.recenters:
        brought = read.brought.roles if read.brought else ()
        return [*(file.key for file in read.files), *(role.key for role in brought)]
    return None


def next_steps(read: SubjectFacts, after: SubjectFacts, rules: Rulebook, on: date) -> tuple[NextStep, ...]:
    """The next steps of every subject that an act touched between the two, and of those it made others."""
    before = {file.key: file for file in read.files}
    touched = [file for file in after.files if file.version != before[file.key].version]
    steps = [guide.next_step(after.with_in_hand(file.key), rules, on) for file in touched]
    if len(touched) < len(before):
        beside = guide.book_of(rules).beside
        if any(beside(file) != beside(before[file.key]) for file in touched):
            for key in before.keys() - {file.key for file in touched}:
                step = guide.next_step(after.with_in_hand(key), rules, on)
                if step != guide.next_step(read.with_in_hand(key), rules, on):
                    steps.append(step)
    return tuple(steps)
