"""The nightly run: the jobs of each night in order, then the business date moves on.

A slice of at most 10,000 cases is one transaction, and how far the job has come is kept in it. So a
night that was cut off goes on where it stopped, and one that is run again changes nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec

from cstui import progress as counting
from cstui.acts.perform import CASE_FAULTS, Aside, Performer, Receipt
from cstui.interfaces.lain_out import write_night
from cstui.nightly.jobs import JOBS, Job
from cstui.policy import guide
from cstui.policy.records import NextStep
from cstui.policy.rulebook import Rulebook
from cstui.store import chain, facts, nights, writing
from cstui.store.engine import Store
from cstui.store.nights import JobState

SLICE = 10_000
"""How many cases one transaction of the night reads and writes at most."""
AT_ONCE = 2_500
"""How many of them are read together, decided, and written together."""

Chosen = TypeVar("Chosen")
Clock = Callable[[], datetime]
Progress = Callable[[date, str, int], None]
"""Told after each transaction: the night, the job, how much the job has done."""


class SetAside(msgspec.Struct, frozen=True, kw_only=True):
    """A case that a job could not work: the night went on without it."""

    job: str
    case: str
    why: str


class Night(msgspec.Struct, frozen=True, kw_only=True):
    """What one night did: how many acts (or next steps) each job, and the cases set aside."""

    night: date
    counts: dict[str, int]
    aside: tuple[SetAside, ...] = ()


def run_nights(
    store: Store,
    rules: Rulebook,
    clock: Clock,
    *,
    through: date,
    on_progress: Progress | None = None,
    out_folder: Path | None = None,
    progress: counting.Progress | None = None,
) -> tuple[Night, ...]:
    """Run every night from the store's business date through that of `through`, inclusive.

    The business date is then the day after `through`; a store that is further already stays as it
    is. Into `out_folder` goes the LAIN 2IP file of each night, once the night is over; one that could
    not be written, or was cut off, is written by the next call. `progress` counts the nights and may
    stop between two cases (Cancelled): the nights that are over stay, the slice in hand is undone, and
    the next call goes on there. StoreError where the store cannot be
    written, FolderError where a file cannot.
    """
    done: list[Night] = []
    performer = Performer(store, rules, clock)
    with store.read() as session:
        night, _ = nights.store_state(session)
    if out_folder is not None:
        _write_file(store, night - timedelta(days=1), out_folder)
    if progress is not None:
        progress.begin("Nights", (through - night).days + 1, "nights")
    while night <= through:
        done.append(_Run(performer, night, on_progress, out_folder is not None, progress).run())
        if out_folder is not None:
            _write_file(store, night, out_folder)
        night += timedelta(days=1)
        if progress is not None:
            progress.step()
    return tuple(done)


FILE = "file"
"""The job that is left when a night is over and its file is still to be written."""


def _write_file(store: Store, night: date, folder: Path) -> None:
    """Write the file of a night that is over, unless it was written: never one of a night undone."""
    with store.read() as session:
        left = nights.job_states(session, night).get(FILE)
        if left is None or left.done:
            return
        made = write_night(session, night, folder)
    with store.write() as session:
        nights.keep_jobs(session, night, [JobState(job=FILE, done=True, count=made.count)])


class _Run:
    """One night of one store."""

    def __init__(
        self,
        performer: Performer,
        night: date,
        on_progress: Progress | None,
        leaves_file: bool = False,
        progress: counting.Progress | None = None,
    ) -> None:
        self.progress = progress
        self.performer, self.night, self.on_progress = performer, night, on_progress
        self.leaves_file = leaves_file
        self.counts: dict[str, int] = {}
        self.aside: list[SetAside] = []
        self.kept: list[JobState] = []

    def run(self) -> Night:
        with _uncollected():
            while not self._transaction():
                pass
        return Night(night=self.night, counts=self.counts, aside=tuple(self.aside))

    def _transaction(self) -> bool:
        """Work up to a slice of cases; True when the night is over."""
        with self.performer.store.write() as session:
            today, practice = nights.store_state(session)
            if today != self.night:
                return True  # somebody else ran this night meanwhile
            nights.make_room(session)
            states = nights.job_states(session, self.night)
            self.kept = []
            left, job = SLICE, "date"
            for job in (j.name for j in JOBS if practice or not j.practice_only):
                left -= self._work(session, states.get(job, JobState(job=job)), left)
                if left <= 0:
                    break
            else:
                job = "steps"
                left -= self._work(session, states.get(job, JobState(job=job)), left)
            over = left > 0
            if over and self.leaves_file:
                self.kept.append(JobState(job=FILE))
            nights.keep_jobs(session, self.night, self.kept)
            if over:
                writing.set_business_date(session, self.night + timedelta(days=1))
                nights.make_room(session, over=True)
        if self.on_progress is not None:
            self.on_progress(self.night, job, self.counts[job])
        return over

    def _work(self, session: nights.Session, state: JobState, limit: int) -> int:
        """Do up to `limit` cases of a job; how many were read."""
        if state.done:
            self.counts[state.job] = state.count
            return 0
        numbers = nights.due_cases(session, state.job, self.night, state.cursor, limit)
        job = next((job for job in JOBS if job.name == state.job), None)
        done = 0
        for start in range(0, len(numbers), AT_ONCE):
            part = numbers[start : start + AT_ONCE]
            done += self._acts(session, job, part) if job else self._steps(session, part)
        kept = JobState(
            job=state.job,
            done=len(numbers) < limit,
            cursor=numbers[-1] if numbers else state.cursor,
            count=state.count + done,
        )
        self.kept.append(kept)
        self.counts[state.job] = kept.count
        return len(numbers)

    def _acts(self, session: nights.Session, job: Job, numbers: list[str]) -> int:
        rules = self.performer.rules
        outcomes = self.performer.perform_chosen(
            session,
            numbers,
            lambda found: self._counted(job.choose(found, rules, self.night)),
            actor=job.actor,
            on=self.night,
        )
        aside = [SetAside(job=job.name, case=o.case, why=o.why) for o in outcomes if isinstance(o, Aside)]
        self._set_aside(session, aside)
        return sum(isinstance(outcome, Receipt) for outcome in outcomes)

    def _counted(self, acts: Chosen) -> Chosen:
        """What was chosen for one more case; Cancelled where the night is to stop before the next."""
        if self.progress is not None:
            self.progress.what = f"Night of {self.night:%m/%d/%Y}"
            self.progress.step(0)
        return acts

    def _steps(self, session: nights.Session, numbers: list[str]) -> int:
        """Recompute the next steps that change by themselves tomorrow or have changed already."""
        tomorrow = self.night + timedelta(days=1)
        steps: list[NextStep] = []
        aside = []
        for number, found in facts.read_many(session, numbers).items():
            try:
                steps.append(self._counted(guide.next_step(found, self.performer.rules, tomorrow)))
            except CASE_FAULTS as fault:
                aside.append(SetAside(job="steps", case=number, why=f"{type(fault).__name__}: {fault}"))
        writing.set_next_steps(session, steps)
        self._set_aside(session, aside)
        return len(steps)

    def _set_aside(self, session: nights.Session, aside: list[SetAside]) -> None:
        at = self.performer.clock()
        chain.append(
            session,
            [
                chain.Entry(
                    subject="store",
                    action="NT",
                    on=self.night,
                    at=at,
                    actor="NIGHT",
                    text=f"Case {one.case} set aside in job {one.job}: {one.why}",
                )
                for one in aside
            ],
        )
        self.aside += aside


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: facts of thousands of cases hold no cycle, only time to walk them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
