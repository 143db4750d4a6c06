"""The nightly run: the jobs of every agency of the store, night by night; then the business date moves on.

First the jobs whose acts reach other subjects go through all of their own. Then the other jobs go together
through the keys: the next subjects that are due in any of them, each job over its own, in the order of the
night, then the next steps; so what is kept of a subject is read and changed once a night.

A transaction works as many subjects as those before tell that it can in a sixth of a second, since nobody
else can write meanwhile; who waited is let in before the next one. How far each job has come is kept in it.
So a night that was cut off goes on where it stopped, and one that is run again changes nothing. The result
is the same whatever the size of a range and wherever the night was cut off, since nothing in a range reaches
another:

- A job that is `across` changes what other subjects read, so that others fall due, with lower keys too; it is
  through before the first range begins.
- The other jobs read a subject's own file and what its center owns, and their acts change the own file only.
  Where the guide of the other subjects reads what such an act changed, their next steps are made anew with
  it, whether those subjects were worked before or not.
- Each subject has a log of its own, in which lines are in the order of the jobs. Only the order in which
  lines of different subjects came into the store depends on the ranges, and the seal with it.
- What was set aside is logged under the store itself: by subject, then by job, as the ranges follow each
  other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path

import msgspec

from cstui.acts.base import STORE, SubjectAct
from cstui.acts.perform import CASE_FAULTS, Aside, Performer
from cstui.acts.uncollected import uncollected
from cstui.agency import Manifest
from cstui.clock import steady_clock
from cstui.nightly.job import Job, WriteFile
from cstui.policy import guide
from cstui.policy.facts import SubjectFacts
from cstui.policy.records import NextStep, OnSubject
from cstui.policy.rulebook import Rulebook, load_rulebook
from cstui.progress import Progress
from cstui.store import chain, facts, nights, seals, writing
from cstui.store.engine import Store
from cstui.store.nights import JobState
from cstui.store.turns import Turns, only_night

SLICE = 10_000
"""How many cases one transaction of the night reads and writes at most."""
AT_ONCE = 2_500
"""How many of them are read together, decided, and written together, at most."""
HELD = 0.17
"""Seconds that a transaction may hold the store: with what disturbs it, and the commit, less than a quarter
of a second."""
FIRST, LEAST, GROWTH = 100, 20, 4
"""How many are worked together first, how few at least, and how many times as many the next time at most."""
AHEAD = 50_000
"""How many due cases are asked for together, since each question looks at all there are. What falls due by
what somebody does between two ranges may wait for the next night, as what lies behind the cursor does."""
LEFT = 1_000_000
"""So many next steps may be left when a night is over; a night leaves a few of what was done beside it."""
STEPS = "steps"
"""The last job: next steps that change by themselves tomorrow, or have changed already."""

Clock = Callable[[], datetime]


class SubjectSetAside(OnSubject, frozen=True, kw_only=True):
    """A subject that a job could not work: the night went on without it."""

    job: str
    why: str


class Night(msgspec.Struct, frozen=True, kw_only=True):
    """What one night did: how many acts (or next steps) each job, and the subjects set aside."""

    night: date
    counts: dict[str, int]
    aside: tuple[SubjectSetAside, ...] = ()


def run_nights(
    store: Store,
    rules: Rulebook,
    clock: Clock,
    *,
    through: date,
    out_folder: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Night, ...]:
    """Run every night from the store's business date through that of `through`, inclusive.

    `rules` is the book of its agency; the other agencies of the store run by theirs. The business date is
    then the day after `through`; a store that is further already stays as it is. Into `out_folder` go the
    files of each night, once the night is over; one that could not be written, or was cut off, is written by
    the next call. `progress` counts the nights and may stop between two subjects (Cancelled): the nights that
    are over stay, the slice in hand is undone, and the next call goes on there. StoreError where the store
    cannot be written, FolderError where a file cannot.
    """
    done: list[Night] = []
    books = [rules if one.name == rules.agency else load_rulebook(one.name) for one in store.agencies]
    performers = [Performer(store, book, clock) for book in books]
    with only_night(store) as turns:
        with store.read() as session:
            night, _ = nights.store_state(session)
        if out_folder is not None:
            _write_files(performers, night - timedelta(days=1), out_folder)
        if progress is not None:
            progress.begin("Nights", (through - night).days + 1, "nights")
        while night <= through:
            done.append(_night(performers, night, turns, out_folder is not None, progress))
            if out_folder is not None:
                _write_files(performers, night, out_folder)
            night += timedelta(days=1)
            if progress is not None:
                progress.step()
    return tuple(done)


def _night(
    performers: list[Performer],
    night: date,
    turns: Turns,
    leaves_file: bool,
    progress: Progress | None,
) -> Night:
    """The night of every agency, one after the other; then the business date moves on."""
    counts: dict[str, int] = {}
    aside: list[SubjectSetAside] = []
    for performer in performers:
        found = _Run(performer, night, turns, leaves_file, progress).run()
        counts |= found.counts
        aside += found.aside
    _move_on(performers, night)
    return Night(night=night, counts=counts, aside=tuple(aside))


def _move_on(performers: Sequence[Performer], night: date) -> None:
    """Move the business date on, once nobody is in the middle of an act of the day that ends.

    What was done in between the night's transactions may have left next steps of the old day: those are made
    anew here, so that none is there in the new one. The night's seal is made with it.
    """
    tomorrow = night + timedelta(days=1)
    store, clock, ahead = performers[0].store, performers[0].clock, None
    if not store.place.server:
        with store.read() as session:
            ahead = seals.unsealed(session.connection())
    with store.write() as session:
        nights.hold_date(session, to_move=True)
        if nights.store_state(session)[0] != night:
            return  # somebody else ran this night meanwhile
        for performer in performers:
            kind = performer.facts_class
            left = nights.due_in(session, night, {STEPS: ""}, {}, kind.kind, LEFT).keys
            for found in facts.read_to_act(session, kind, left).values():
                with suppress(*CASE_FAULTS):  # said of it already, when the night came to it
                    writing.set_next_steps(session, [guide.next_step(found, performer.rules, tomorrow)])
        seals.seal(session.connection(), night, clock(), ahead)
        writing.set_business_date(session, tomorrow)


FILE = "file"
"""The job that is left when a night is over and its file is still to be written."""


def _write_files(performers: Iterable[Performer], night: date, folder: Path) -> None:
    """Write the files of a night that is over, unless they were written: never of a night undone."""
    for performer in performers:
        store, name = performer.store, f"{performer.agency.prefix}{FILE}"
        with store.read() as session:
            left = nights.job_states(session, night).get(name)
            if left is None or left.done:
                continue
            count = sum(write(session, night, folder).count for write in _files(performer.agency))
        with store.write() as session:
            nights.keep_jobs(session, night, [JobState(job=name, done=True, count=count)])


def _files(agency: Manifest) -> list[WriteFile]:
    """What writes the files that the jobs of an agency leave."""
    jobs: tuple[Job, ...] = agency.load("jobs") or ()
    return [job.file for job in jobs if job.file is not None]


class _Run:
    """One night of one agency of a store. Names of jobs begin with the agency's prefix."""

    def __init__(
        self,
        performer: Performer,
        night: date,
        turns: Turns,
        leaves_file: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self.progress = progress
        self.performer, self.night, self.turns = performer, night, turns
        self.size, self.first = FIRST, True
        agency = performer.agency
        self.prefix, self.facts = agency.prefix, performer.facts_class
        self.jobs: tuple[Job, ...] = agency.load("jobs") or ()
        self.due = {self._name(job): job.due for job in self.jobs}
        self.steps = f"{self.prefix}{STEPS}"
        self.leaves_file = leaves_file and bool(_files(agency))
        self.states: dict[str, JobState] = {}
        self.aside: list[SubjectSetAside] = []
        self.ahead: tuple[dict[str, str], nights.Due] | None = None

    def _name(self, job: Job) -> str:
        return f"{self.prefix}{job.name}"

    def run(self) -> Night:
        with uncollected():
            while not self._transaction():
                self.turns.give_way()
        order = list(self.states)
        aside = sorted(self.aside, key=lambda one: (order.index(one.job), one.subject))
        return Night(
            night=self.night,
            counts={job: state.count for job, state in self.states.items()},
            aside=tuple(aside),
        )

    def _transaction(self) -> bool:
        """Work up to a slice of subjects; True when the night is over."""
        self._look_ahead()
        with self.performer.store.write() as session:
            self.turns.begin()
            began = steady_clock()
            today, practice = nights.store_state(session)
            if today != self.night:
                return True  # somebody else ran this night meanwhile
            nights.make_room(session)
            before = nights.job_states(session, self.night)
            across, others = self._begin(before, practice)
            left = SLICE
            for job in across:
                left -= self._ranges(session, [job], left, began)
            if left == SLICE:
                self._ranges(session, others, left, began, self.steps)
            else:
                self.ahead = None  # others fell due by what was done
            worked = [state for name, state in self.states.items() if state is not before.get(name)]
            over = self.states[self.steps].done
            left_over = [JobState(job=f"{self.prefix}{FILE}")] if over and self.leaves_file else []
            nights.keep_jobs(session, self.night, [*worked, *left_over])
            if over:
                nights.make_room(session, over=True)
        return over

    def _ranges(self, session: nights.Session, jobs: list[Job], limit: int, began: float, *then: str) -> int:
        """Work the next subjects, as many as can be in what is left of the time; how many were read."""
        left, now = limit, steady_clock()
        while left > 0 and self._after(jobs, *then):
            fit = int(self.size * (1 - (now - began) / HELD))
            if fit < self.size / GROWTH and left < SLICE:
                break
            wanted = min(max(LEAST, fit), AT_ONCE, left)
            read = self._range(session, jobs, wanted, *then)
            took, now = steady_clock() - now, steady_clock()
            if read == wanted or took > HELD:
                self.size = max(LEAST, min(int(read * HELD / took), read * GROWTH))
            left -= read
        return limit - left

    def _begin(self, before: Mapping[str, JobState], practice: bool) -> tuple[list[Job], list[Job]]:
        """Go on from how far each job has come: the jobs that are across and not through, and the others."""
        jobs = [job for job in self.jobs if practice or not job.practice_only]
        names = [*map(self._name, jobs), self.steps]
        self.states = {name: before.get(name, JobState(job=name)) for name in names}
        across = [job for job in jobs if job.across and not self.states[self._name(job)].done]
        return across, [job for job in jobs if not job.across]

    def _look_ahead(self) -> None:
        """Ask what is due next before the store is taken, since that looks at all there is."""
        if self.ahead is not None and (len(self.ahead[1].keys) >= self.size or self.ahead[1].last):
            return
        with self.performer.store.read() as session:
            today, practice = nights.store_state(session)
            across, others = self._begin(nights.job_states(session, self.night), practice)
            if today == self.night and (self.first or not across):
                after = self._after(others, self.steps)
                self.ahead = (after, self._due(session, after, AHEAD))
        self.first = False

    def _after(self, jobs: Iterable[Job], *then: str) -> dict[str, str]:
        """Where each of the jobs that are not done goes on."""
        names = (*map(self._name, jobs), *then)
        return {name: self.states[name].cursor for name in names if not self.states[name].done}

    def _range(self, session: nights.Session, jobs: list[Job], limit: int, *then: str) -> int:
        """Work the next subjects due in any of the jobs; how many were read.

        Each job has a cursor of its own, since a night that was begun job after job goes on here.
        """
        names = [*map(self._name, jobs), *then]
        after = self._after(jobs, *then)
        due = self._next(session, after, limit)
        done = dict.fromkeys(after, 0)
        aside: list[SubjectSetAside] = []
        if due.keys:
            worked = [job for job in jobs if self._name(job) in after]
            self._part(session, worked, due.keys, due.jobs, done, aside)
        self._set_aside(session, sorted(aside, key=lambda one: (one.subject, names.index(one.job))))
        for name, cursor in after.items():
            self.states[name] = JobState(
                job=name,
                done=due.last,
                cursor=max(cursor, due.keys[-1]) if due.keys else cursor,
                count=self.states[name].count + done[name],
            )
        if then and self.ahead is not None:
            self.ahead = ({name: self.states[name].cursor for name in after}, self.ahead[1])
        return len(due.keys)

    def _next(self, session: nights.Session, after: dict[str, str], limit: int) -> nights.Due:
        """The next subjects due in these jobs, `limit` at most; those behind them are kept for the next
        range, unless the jobs come to be others or somebody else worked on this night."""
        if self.steps not in after:
            return self._due(session, after, limit)
        due = self.ahead[1] if self.ahead is not None and self.ahead[0] == after else None
        if due is None or (len(due.keys) < limit and not due.last):
            due = self._due(session, after, max(limit, AHEAD))
        rest = due.keys[limit:]
        self.ahead = ({}, nights.Due(keys=rest, jobs=due.jobs, last=due.last))
        return nights.Due(keys=due.keys[:limit], jobs=due.jobs, last=due.last and not rest)

    def _due(self, session: nights.Session, after: dict[str, str], limit: int) -> nights.Due:
        return nights.due_in(session, self.night, after, self.due, self.facts.kind, limit)

    def _part(
        self,
        session: nights.Session,
        jobs: list[Job],
        numbers: list[str],
        due: Mapping[str, set[str]],
        done: dict[str, int],
        aside: list[SubjectSetAside],
    ) -> None:
        """Read some subjects and do the jobs on them, one after the other, each on what those before it did.

        `due` are the subjects of each job; what a job did is added to `done`, what it could not to `aside`.
        """
        tomorrow = self.night + timedelta(days=1)
        read = facts.read_to_act(session, self.facts, numbers)
        as_read = dict(read)
        turning = {number for number in numbers if number in due.get(self.steps, ())}
        for actor, same in groupby(jobs, lambda job: job.actor):
            group = list(same)
            turns = [
                (_due_by_now(read, as_read, due[self._name(job)]), partial(self._chosen, job))
                for job in group
            ]
            performed = self.performer.perform_chosen(session, read, turns, actor=actor, on=self.night)
            for job, outcomes in zip(group, performed, strict=True):
                for outcome in outcomes:
                    if isinstance(outcome, Aside):
                        aside.append(self._unable(self._name(job), outcome.key, outcome.why))
                        continue
                    done[self._name(job)] += 1
                    for step in outcome.steps:
                        soon = step.changes_on is not None and step.changes_on <= tomorrow
                        (turning.add if soon else turning.discard)(step.key)
        if self.steps in done:
            turned = {number: read[number] for number in numbers if number in turning and number in read}
            done[self.steps] += self._steps(session, turned, aside)
            if away := sorted(turning.difference(numbers)):
                self._steps(session, facts.read_to_act(session, self.facts, away), aside)

    def _unable(self, job: str, key: str, why: str) -> SubjectSetAside:
        return SubjectSetAside(job=job, subject=self.facts.subject_of(key), why=why)

    def _chosen(self, job: Job, found: SubjectFacts) -> Iterable[SubjectAct]:
        self._counted()
        return job.choose(found, self.performer.rules, self.night)

    def _counted(self) -> None:
        """One more case; Cancelled where the night is to stop before it."""
        if self.progress is not None:
            self.progress.what = f"Night of {self.night:%m/%d/%Y}"
            self.progress.step(0)

    def _steps(
        self, session: nights.Session, read: Mapping[str, SubjectFacts], aside: list[SubjectSetAside]
    ) -> int:
        """Put the next steps of tomorrow beside these cases; how many."""
        tomorrow = self.night + timedelta(days=1)
        steps: list[NextStep] = []
        for number, found in read.items():
            self._counted()
            try:
                steps.append(guide.next_step(found, self.performer.rules, tomorrow))
            except CASE_FAULTS as fault:
                aside.append(self._unable(self.steps, number, f"{type(fault).__name__}: {fault}"))
        writing.set_next_steps(session, steps)
        return len(steps)

    def _set_aside(self, session: nights.Session, aside: list[SubjectSetAside]) -> None:
        at = self.performer.clock()
        chain.append(
            session,
            [
                chain.LogEntry(
                    subject=STORE,
                    action="NT",
                    on=self.night,
                    at=at,
                    actor="NIGHT",
                    text=f"{self.facts.named(one.key)} set aside in job {one.job}: {one.why}",
                )
                for one in aside
            ],
        )
        self.aside += aside


def _due_by_now(
    read: Mapping[str, SubjectFacts], as_read: Mapping[str, SubjectFacts], due: set[str]
) -> Iterator[str]:
    """The cases due in a job, and those on which a job before it did something, which may be why they are."""
    for number, found in read.items():
        if number in due or found is not as_read[number]:
            yield number
