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
  Where the guide of the other subjects reads what such an act changed, their next steps are made again with
  it, whether those subjects were worked before or not.
- Each subject has a log of its own, in which lines are in the order of the jobs. Only the order in which
  lines of different subjects came into the store depends on the ranges, and the seal with it.
- What was set aside is logged under the store itself: by subject, then by job, as the ranges follow each
  other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from cstui.acts.audit import log_of_store
from cstui.acts.perform import CASE_FAULTS, Performer
from cstui.acts.uncollected import uncollected
from cstui.agency import Manifest
from cstui.clock import steady_clock
from cstui.nightly.job import Job, WriteFile
from cstui.nightly.preparer import (
    TOGETHER,
    Preparer,
    RangeAsked,
    RangePrepared,
)
from cstui.nightly.ranges import STEPS, RangeDone, RangeWork, SubjectSetAside
from cstui.policy import guide
from cstui.policy.rulebook import Rulebook
from cstui.progress import Progress
from cstui.store import facts, nights, seals, writing
from cstui.store.engine import Store
from cstui.store.nights import JobState
from cstui.store.noting import MisnotedError, write_noted
from cstui.store.site_reads import rulebook_of
from cstui.store.turns import Turns, only_night

SLICE = 10_000
"""How many cases one transaction of the night reads and writes at most."""
AT_ONCE = 2_500
"""How many of them are read together, decided, and written together, at most."""
HELD = 0.15
"""Seconds that a transaction may hold the store: with what disturbs it, and the commit, less than a quarter
of a second."""
FIRST, LEAST, GROWTH = 100, 20, 4
"""How many are worked together first, how few at least, and how many times as many the next time at most."""
AHEAD = 50_000
"""How many due cases are asked for together, since each question looks at all there are. What falls due by
what somebody does between two ranges may wait for the next night, as what lies behind the cursor does."""
LEFT = 1_000_000
"""So many next steps may be left when a night is over; a night leaves a few of what was done beside it."""

Clock = Callable[[], datetime]


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
    with store.read() as session:
        books = [rules if one.name == rules.agency else rulebook_of(session, one) for one in store.agencies]
    performers = [Performer(store, book, clock) for book in books]
    with only_night(store) as turns, closing(Preparer(store, books)) as preparer:
        with store.read() as session:
            night, _ = nights.store_state(session)
        if out_folder is not None:
            _write_files(performers, night - timedelta(days=1), out_folder)
        if progress is not None:
            progress.begin("Nights", (through - night).days + 1, "nights")
        while night <= through:
            done.append(_night(performers, night, turns, preparer, out_folder is not None, progress))
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
    preparer: Preparer,
    leaves_file: bool,
    progress: Progress | None,
) -> Night:
    """The night of every agency, one after the other; then the business date moves on."""
    counts: dict[str, int] = {}
    aside: list[SubjectSetAside] = []
    for performer in performers:
        found = _Run(performer, night, turns, preparer, leaves_file, progress).run()
        counts |= found.counts
        aside += found.aside
    _move_on(performers, night)
    return Night(night=night, counts=counts, aside=tuple(aside))


def _move_on(performers: Sequence[Performer], night: date) -> None:
    """Move the business date on, once nobody is in the middle of an act of the day that ends.

    What was done in between the night's transactions may have left next steps of the old day: those are made
    again here, so that none is there in the new one. The night's seal is made with it.
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
            made = [write(session, night, folder) for write in _files(performer.agency)]
        with store.write() as session:
            done = JobState(job=name, done=True, count=sum(one.count for one in made))
            nights.keep_jobs(session, night, [done])
            told = [one.log for one in made if one.log]
            log_of_store(session, told, action="NT", actor="NIGHT", on=night, at=performer.clock())


def _files(agency: Manifest) -> list[WriteFile]:
    """What writes the files that the jobs of an agency leave."""
    jobs: tuple[Job, ...] = agency.load("jobs") or ()
    return [job.file for job in jobs if job.file is not None]


class _Run:
    """One night of one agency of a store."""

    def __init__(
        self,
        performer: Performer,
        night: date,
        turns: Turns,
        preparer: Preparer,
        leaves_file: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self.work = RangeWork(performer, night, progress)
        self.performer, self.night, self.turns, self.preparer = performer, night, turns, preparer
        self.size, self.first = FIRST, True
        self.light = 2 * FIRST
        self.plain, self.written = HELD / FIRST, HELD / self.light
        self.due = {self.work.name(job): job.due for job in self.work.jobs}
        self.steps = self.work.steps
        self.leaves_file = leaves_file and bool(_files(performer.agency))
        self.states: dict[str, JobState] = {}
        self.aside: list[SubjectSetAside] = []
        self.ahead: tuple[dict[str, str], nights.Due] | None = None
        self.apart = False

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
        aside = len(self.aside)
        try:
            return self._slice()
        except MisnotedError:
            self.preparer.close()
            self.ahead = None
            del self.aside[aside:]
            return self._slice()

    def _slice(self) -> bool:
        self._look_ahead()
        self._prepare()
        with self.performer.store.write() as session:
            self.turns.begin()
            began = steady_clock()
            self.preparer.begin(session)
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
                self.apart = True
                self._ranges(session, others, left, began, self.steps)
            else:
                self.ahead = None  # others fell due by what was done
            worked = [state for name, state in self.states.items() if state is not before.get(name)]
            over = self.states[self.steps].done
            left_over = [JobState(job=f"{self.work.prefix}{FILE}")] if over and self.leaves_file else []
            nights.keep_jobs(session, self.night, [*worked, *left_over])
            if over:
                nights.make_room(session, over=True)
        return over

    def _ranges(self, session: nights.Session, jobs: list[Job], limit: int, began: float, *then: str) -> int:
        """Work the next subjects, as many as can be in what is left of the time; how many were read."""
        left = limit
        while left > 0 and self._after(jobs, *then):
            own, prepared = self.preparer.next(self._coming() if then else (), self.plain)
            now = steady_clock()
            room = 1 - (now - began) / HELD
            fit = int(self.size * room)
            if prepared:
                wanted, too_long = own, own > min(left, self.light * room)
            else:
                wanted = min(max(LEAST, fit), AT_ONCE, left, own or left)
                too_long = fit < self.size / GROWTH
            if too_long and left < SLICE:
                break
            read, prepared = self._range(session, jobs, wanted, *then)
            took = steady_clock() - now
            if prepared:
                self.written = took / read
                self.light = max(LEAST, min(int(read * HELD / took), read * GROWTH))
                self.size = max(LEAST, min(self.size, int(HELD / (self.preparer.pace + HELD / self.light))))
            elif (read == wanted and read >= min(fit, FIRST)) or took > HELD:
                self.plain = took / max(read, 1)
                self.size = max(LEAST, min(int(read * HELD / took), max(self.size, read * GROWTH)))
            left -= read
            self._prepare()
        return limit - left

    def _coming(self) -> list[str]:
        """The keys of the subjects that come next in the jobs that are not across."""
        return self.ahead[1].keys if self.ahead is not None and self.ahead[0] else []

    def _prepare(self) -> None:
        """Have coming ranges prepared, once the jobs that are across are through."""
        if self.apart and self.ahead is not None and self.ahead[0]:
            after, due = self.ahead
            self.preparer.ask(
                due.keys,
                lambda keys: self._asked(after, keys, due.jobs),
                self.performer.clock,
                size=max(FIRST, min(TOGETHER, self.light // 2)),
                plain=self.plain,
                written=self.written,
            )

    def _asked(self, after: Iterable[str], keys: Sequence[str], due: Mapping[str, set[str]]) -> RangeAsked:
        """A range as it is prepared: the keys, with those due in each of the jobs."""
        return RangeAsked(
            night=self.night.isoformat(),
            agency=self.performer.agency.name,
            jobs=tuple(after),
            keys=tuple(keys),
            due={job: bytes(key in due[job] for key in keys) for job in after},
        )

    def _begin(self, before: Mapping[str, JobState], practice: bool) -> tuple[list[Job], list[Job]]:
        """Go on from how far each job has come: the jobs that are across and not through, and the others."""
        jobs = [job for job in self.work.jobs if practice or not job.practice_only]
        names = [*map(self.work.name, jobs), self.steps]
        self.states = {name: before.get(name, JobState(job=name)) for name in names}
        across = [job for job in jobs if job.across and not self.states[self.work.name(job)].done]
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
        if self.ahead is not None:
            self.preparer.start(len(self.ahead[1].keys))
        self.first = False

    def _after(self, jobs: Iterable[Job], *then: str) -> dict[str, str]:
        """Where each of the jobs that are not done goes on."""
        names = (*map(self.work.name, jobs), *then)
        return {name: self.states[name].cursor for name in names if not self.states[name].done}

    def _range(
        self,
        session: nights.Session,
        jobs: list[Job],
        limit: int,
        *then: str,
    ) -> tuple[int, bool]:
        """Work the next subjects due in any of the jobs; how many they were, and whether they were prepared.

        Each job has a cursor of its own, since a night that was begun job after job goes on here.
        """
        names = [*map(self.work.name, jobs), *then]
        after = self._after(jobs, *then)
        due = self._next(session, after, limit)
        done: dict[str, int] = {}
        prepared = None
        if due.keys:
            if then and self.preparer.next(due.keys)[1]:
                prepared = self.preparer.take(self._asked(after, due.keys, due.jobs))
            if prepared is not None:
                found = self._written(session, prepared)
            else:
                found = self.work.work(session, after, due.keys, due.jobs)
            self.preparer.worked(due.keys)
            self._set_aside(session, sorted(found.aside, key=lambda one: (one.subject, names.index(one.job))))
            done = found.counts
        for name, cursor in after.items():
            self.states[name] = JobState(
                job=name,
                done=due.last,
                cursor=max(cursor, due.keys[-1]) if due.keys else cursor,
                count=self.states[name].count + done.get(name, 0),
            )
        if then and self.ahead is not None:
            self.ahead = ({name: self.states[name].cursor for name in after}, self.ahead[1])
        return len(due.keys), prepared is not None

    def _written(self, session: nights.Session, prepared: RangePrepared) -> RangeDone:
        """What was prepared of a range, written."""
        self.work.counted()
        write_noted(session, prepared.writes, prepared.logged)
        aside = tuple(self.work.unable(*one) for one in prepared.aside)
        return RangeDone(counts=prepared.counts, aside=aside)

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
        return nights.due_in(session, self.night, after, self.due, self.work.facts.kind, limit)

    def _set_aside(self, session: nights.Session, aside: list[SubjectSetAside]) -> None:
        named = self.performer.facts_class.named
        said = [f"{named(one.key)} set aside in job {one.job}: {one.why}" for one in aside]
        log_of_store(session, said, action="NT", actor="NIGHT", on=self.night, at=self.performer.clock())
        self.aside += aside
