"""A seat: one learner's own store on one lesson, its journal, its hints and its date.

All of it lies in one folder: `seat.cstui` (the store, copied from the lesson's start), `journal.jsonl`
and `seat.json`. Nothing there holds a goal, a hint or the solution.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from cstui import files
from cstui.acts.perform import Performer
from cstui.acts.registry import act_named
from cstui.agency import Manifest, find
from cstui.classroom.files import copy, replace
from cstui.classroom.lesson.marking import Marks, mark
from cstui.classroom.lesson.read import Goal, Lesson, LessonEvent
from cstui.classroom.lesson.teaching import EventFill, facts_of, teaching_of
from cstui.classroom.seats.colleague import COLLEAGUE, colleague_of
from cstui.classroom.seats.journal import JOURNAL_FILE, Done, Journal, Kind, Reached, SeatMoment
from cstui.classroom.seats.protocol import Inject, Mode
from cstui.content import ContentError
from cstui.nightly.ranges import STEPS
from cstui.nightly.run import Night, run_nights
from cstui.policy.effects import Refused
from cstui.policy.rulebook import load_rulebook
from cstui.scenario import expect
from cstui.scenario.play import PlayedClock, Player, load
from cstui.store import reads
from cstui.store.engine import MEMORY, create_store, open_store
from cstui.store.errors import StoreError
from cstui.store.seeded import given, note_given
from cstui.workplace import Workplace

Clock = Callable[[], datetime]
STORE, STATE = "seat.cstui", "seat.json"
_TODAY = re.compile(r"today([+-]\d{1,3})?")
NO_FAULT_OF_THE_DISK = {"CS-201", "CS-210", "CS-213", "CS-216"}
"""What a store says that is busy, holds another version of a record, or has tables that refuse the entry."""
MOST_NIGHTS = 120
"""So many nights ahead NEXT EVENT looks for something that happens."""


class SeatState(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a seat must remember besides its store. `hints` counts them by the goal's id.

    `given` counts the resets that were the trainer's and cost no attempt; `closed` says that no
    attempt is left whatever the count: the trainer, or the end of the time, has finished the seat.
    `guided` are the goals for which the guide was opened where that costs; `exam` is when the exam began
    in which all this counts, None in a class that began as one.
    """

    lesson: str
    began: datetime
    hints: dict[str, int] = {}
    checks: int = 0
    resets: int = 0
    events: int = 0
    finished: datetime | None = None
    given: int = 0
    closed: bool = False
    guided: tuple[str, ...] = ()
    exam: datetime | None = None

    @property
    def taken(self) -> dict[str, int]:
        """The hints that count against each goal: the guide counts as the first of them, once."""
        return {**dict.fromkeys(self.guided, 1), **self.hints}

    @property
    def attempt(self) -> int:
        """Which attempt this is, from 1."""
        return 1 + self.resets - self.given


class NotPossible(Exception):  # noqa: N818  (what the trainer wanted cannot be, no fault of the program)
    """What the trainer injects cannot happen at this seat; the text says why."""


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """What came while time passed: the business date now, and what is to be told.

    `stayed` says that no night has passed, since nothing would come.
    """

    on: date
    tells: tuple[str, ...]
    stayed: bool = False


def make_start(lesson: Lesson, path: Path) -> None:
    """The store as the learner finds it, saved at `path`: what is given, and the past played.

    ContentError where a step of the past is refused.
    """
    scenario = lesson.scenario
    rules = load_rulebook(lesson.agency)
    clock = PlayedClock(scenario.starts)
    name, agencies = f"LESSON {lesson.number:02d}", (find(lesson.agency),)
    store = create_store(MEMORY, name=name, business_date=scenario.starts, agencies=agencies)
    with store:
        load(store, scenario.given, rules, scenario.starts, clock, f"Given by lesson {lesson.id}.")
        player = Player(Performer(store, rules, clock), clock)
        for step in scenario.steps:
            for check in player.play(step):
                if not check.passed:
                    raise ContentError(scenario.path, check.line, f"{check.what}: {check.found}")
        player.pass_to(lesson.opens)
        with store.write() as session:
            note_given(session)
        path.unlink(missing_ok=True)
        store.save_to(path)


class Seat:
    """One seat, open. `clock` is wall time."""

    def __init__(self, folder: Path, lesson: Lesson, start: Path, clock: Clock) -> None:
        self.folder, self.lesson, self.start, self.clock = folder, lesson, start, clock
        files.folder(folder, own=True)
        if not (folder / STORE).exists():
            copy(start, folder / STORE)
        self.state = read_state(folder, lesson.id) or self._nothing()
        self.journal = Journal(folder / JOURNAL_FILE)
        self._place: Workplace | None = None
        self.mode: Mode = "lesson"

    @property
    def place(self) -> Workplace:
        """The seat's store, opened when it is first needed."""
        if self._place is None:
            rules = load_rulebook(self.lesson.agency)
            self._place = Workplace(open_store(self.folder / STORE), self.clock, rules)
        return self._place

    @property
    def today(self) -> date:
        return self.place.business_date()

    def marks(self) -> Marks:
        """What has been reached by now."""
        place = self.place
        return mark(self.lesson, place.performer, self.today, self.journal.trail(), self.state.taken)

    def hint(self, goal: Goal) -> str:
        """The next hint of a goal, which then costs; the last one again where all were given."""
        taken = min(self.state.hints.get(goal.id, 0) + 1, len(goal.said.hints))
        self._keep(hints={**self.state.hints, goal.id: taken})
        self.note(kind="hint", about=goal.id)
        return goal.said.hints[taken - 1]

    def acts(self) -> frozenset[str]:
        """The acts that the learner has done since the start and not taken back, also with their case."""
        with self.place.store.read() as session:
            return reads.acts_done(session, self.lesson.worker, but=given(session))

    def checked(self) -> Marks:
        """The marks for CHECK, which is counted."""
        self._keep(checks=self.state.checks + 1)
        marks = self.marks()
        self.note(kind="check", met=marks.met)
        return marks

    def finish(self, *, close: bool = False) -> Marks:
        """The last marks; the seat is finished. `close` says that no attempt is left."""
        marks = self.marks()
        self._keep(finished=self.clock(), closed=close or self.state.closed)
        self.note(kind="finish", met=marks.met, reached=self._reached(marks))
        return marks

    def _reached(self, marks: Marks) -> Reached | None:
        """What an attempt that ends has come to; None in a sandbox, which is not judged."""
        if self.mode == "sandbox":
            return None
        return Reached(
            mode=self.mode,
            points=marks.points,
            met=tuple(one.id for one in marks.goals if one.happened),
            forbidden=tuple(one.id for one in marks.forbidden if one.happened),
        )

    def guide(self, goal: Goal) -> None:
        """Open the guide for a goal, which costs as its first hint does, where the lesson says so."""
        self._keep(guided=(*self.state.guided, goal.id))
        self.note(kind="guide", about=goal.id)

    def next_day(self) -> Passed:
        """Run tonight's jobs; the next day's events happen."""
        return self.pass_to(self.today + timedelta(days=1))

    def next_event(self) -> Passed:
        """Run nights until something happens: an event of the lesson, an act of the night, or the day of an
        appointment of the learner.

        Where nothing would happen in so many nights, none passes.
        """
        today = self.today
        if not self._something_comes(today):
            said = f"Nothing will happen in the next {MOST_NIGHTS} nights unless you do something."
            return Passed(on=today, tells=(said, "No night has passed."), stayed=True)
        tells: list[str] = []
        for count in range(1, MOST_NIGHTS + 1):
            passed = self.pass_to(today + timedelta(days=count))
            tells += [*passed.tells, *self._appointed(passed.on)]
            if tells:
                break
        return Passed(on=self.today, tells=tuple(tells))

    def _appointed(self, day: date) -> list[str]:
        """What the learner's day holds that has no outcome yet, as the agency tells it."""
        appointed = teaching_of(self.lesson.agency).appointed
        if appointed is None:
            return []
        with self.place.store.read() as session:
            return list(appointed(session, self.lesson.worker, day))

    def _something_comes(self, today: date) -> bool:
        """Whether an event or an appointment is near; else the nights are tried on a copy in memory."""
        last = today + timedelta(days=MOST_NIGHTS)
        ahead = self.lesson.events[self.state.events :][:1]
        if any(event.on <= last and self._may_happen(event) for event in ahead):
            return True
        if any(self._appointed(today + timedelta(days=count)) for count in range(1, MOST_NIGHTS + 1)):
            return True
        now = self.clock()
        with self.place.store.clone_memory() as copied:
            for count in range(MOST_NIGHTS):
                night = today + timedelta(days=count)
                if any(map(_done, run_nights(copied, self.place.rules, lambda: now, through=night))):
                    return True
        return False

    def pass_to(self, day: date) -> Passed:
        """Run the nights before `day`, with the events of the lesson in the mornings between."""
        place, tells = self.place, [*self.due_events()]
        while (today := place.business_date()) < day:
            nights = run_nights(place.store, place.rules, self.clock, through=today)
            tells += [
                f"Night of {night.night:%a %m/%d/%Y}: {_told_of(done, place.performer.agency)}."
                for night in nights
                if (done := _done(night))
            ]
            self.note(kind="night", through=today)
            tells += self.due_events()
        return Passed(on=place.business_date(), tells=tuple(tells))

    def due_events(self) -> list[str]:
        """Let the events of today and before happen that have not yet; what is told of them.

        One that waits for what does not hold yet keeps back those after it.
        """
        today, tells = self.today, []
        for event in self.lesson.events[self.state.events :]:
            if event.on > today or not self._may_happen(event):
                break
            tells.append(self._happen(event))
            self._keep(events=self.state.events + 1)
        return tells

    def _may_happen(self, event: LessonEvent) -> bool:
        """Whether what the event waits for holds now."""
        return all(expect.check(one, self.place.performer, self.today).passed for one in event.when)

    def happen(self, control: Inject, case: str = "") -> str:
        """Let what the trainer injects happen on `case` unless it names one; what is told of it.

        NotPossible where the act cannot be, and where policy refuses it: nothing is written then.
        """
        case = control.case or case or next(iter(self.lesson.keys), "")
        tells = control.tells.replace("{case}", case)
        done = self._injected(control, case) if control.act else None
        self.note(kind="event", about=tells, done=done)
        return tells

    def _injected(self, control: Inject, case: str) -> Done:
        inputs = {name: self._meant(value, case) for name, value in control.given.items()}
        kind = act_named(control.act, self.lesson.agency)
        if kind is None:
            raise NotPossible(f"there is no act {control.act}")
        try:
            act = msgspec.convert(inputs, kind, strict=False)
        except msgspec.ValidationError as fault:
            raise NotPossible(f"{control.act}: {fault}") from fault
        actor = control.actor
        if actor == COLLEAGUE:
            actor = colleague_of(self.lesson.worker, self.place)
        try:
            outcome = self.place.performer.perform(act, actor=actor, on=self.today)
        except StoreError as fault:
            if fault.rule not in NO_FAULT_OF_THE_DISK:
                raise
            raise NotPossible(str(fault)) from fault
        if isinstance(outcome, Refused):
            raise NotPossible("; ".join(map(str, outcome.findings)))
        self._given(outcome.number)
        return Done(act=control.act, given=inputs, actor=actor)

    def _meant(self, value: object, case: str) -> object:
        if not isinstance(value, str):
            return value
        if found := _TODAY.fullmatch(value):
            return self.today + timedelta(days=int(found[1] or 0))
        fill = teaching_of(self.lesson.agency).fills.get(value[1:-1]) if value[:1] == "{" else None
        return value.replace("{case}", case) if fill is None else self._filled(fill, case)

    def _filled(self, fill: EventFill, case: str) -> object:
        """What a place of an event is filled with on a case. NotPossible where there is nothing for it."""
        facts = self.place.performer.facts(case)
        if facts is None:
            raise NotPossible(f"there is no {facts_of(self.lesson.agency).called()} {case}")
        try:
            return fill.of(facts)
        except LookupError as fault:
            raise NotPossible(str(fault)) from fault

    def _happen(self, event: LessonEvent) -> str:
        outcome = self.place.performer.perform(event.act, actor=event.actor, on=self.today)
        self.note(kind="event", about=event.tells)
        if isinstance(outcome, Refused):
            return f"{event.tells} (not possible as things stand)"
        self._given(outcome.number)
        return event.tells

    def _given(self, receipt: str) -> None:
        """Let an act that was not the learner's not count as hers, whoever its actor is."""
        with self.place.store.write() as session:
            note_given(session, receipt)

    def reset(self, *, given: bool = False, changed: bool = False) -> None:
        """Back to the lesson's start; hints that were taken stay taken.

        `given` by the trainer: it costs no attempt, and a seat that was closed is open again. What the
        attempt came to that ends with it stays in the journal; not where the lesson has `changed` since.
        """
        reached = None
        if not (changed or self.state.finished) and any(o.kind == "key" for o in self.journal.since_reset()):
            with suppress(StoreError):
                reached = self._reached(self.marks())
        self.close()
        for extra in ("-wal", "-shm"):
            (self.folder / f"{STORE}{extra}").unlink(missing_ok=True)
        copy(self.start, self.folder / STORE)
        state = self.state
        self._keep(
            resets=state.resets + 1,
            given=state.given + given,
            closed=state.closed and not given,
            events=0,
            finished=None,
        )
        self.note(kind="reset", reached=reached)

    def begin_anew(self, exam: datetime | None) -> None:
        """Back to the lesson's start, and nothing counts that was taken: hints, checks, attempts."""
        self.reset(given=True)
        nothing = msgspec.structs.replace(self._nothing(), exam=exam)
        self._keep(**msgspec.structs.asdict(nothing))

    def _nothing(self) -> SeatState:
        return SeatState(lesson=self.lesson.id, began=self.clock())

    def close(self) -> None:
        """Close the store."""
        if self._place is not None:
            self._place.store.close()
            self._place = None

    def note(
        self,
        *,
        kind: Kind,
        about: str = "",
        through: date | None = None,
        met: int = 0,
        done: Done | None = None,
        reached: Reached | None = None,
    ) -> None:
        """Put a moment that is not a key into the journal."""
        at, on = self.clock(), self.today
        moment = SeatMoment(
            at=at, on=on, kind=kind, about=about, through=through, met=met, done=done, reached=reached
        )
        self.journal.add(moment)

    def _keep(self, **changed: Any) -> None:
        """Write the state with what changed. OSError where the disk does not take it: nothing changed."""
        state = msgspec.structs.replace(self.state, **changed)
        replace(self.folder / STATE, msgspec.json.encode(state))
        self.state = state


def read_state(folder: Path, lesson: str) -> SeatState | None:
    """What the seat in `folder` remembers; None where it has nothing of this lesson (its id).

    OSError, msgspec.DecodeError or UnicodeDecodeError where it cannot be read.
    """
    path = folder / STATE
    if not path.exists():
        return None
    state = files.decoded(files.read(path), SeatState)
    return state if state.lesson == lesson else None


def readable_state(folder: Path, lesson: str) -> SeatState | None:
    """What the seat in `folder` remembers of this lesson (its id); None also where it cannot be read."""
    try:
        return read_state(folder, lesson)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _done(night: Night) -> dict[str, int]:
    """What a night did that is told: all but next steps."""
    return {job: n for job, n in night.counts.items() if n and not job.endswith(STEPS)}


def _told_of(done: dict[str, int], agency: Manifest) -> str:
    """What a night did, in words: `2 letters mailed, 1 case closed`."""
    did = {f"{agency.prefix}{job.name}": job.did for job in agency.load("jobs") or ()}
    return ", ".join(f"{count} {did[job][count != 1]}" for job, count in done.items())
