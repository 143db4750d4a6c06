"""What a night does on a range of subjects of one agency: its jobs one after the other, then the next steps.

The same for whoever does it: the night in its transaction, or the second process that prepares ranges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import groupby

import msgspec

from cstui.acts.base import SubjectAct
from cstui.acts.perform import CASE_FAULTS, Aside, Performer
from cstui.nightly.job import Job
from cstui.policy import guide
from cstui.policy.facts import SubjectFacts
from cstui.policy.records import NextStep, OnSubject
from cstui.progress import Progress
from cstui.store import facts, nights, writing

STEPS = "steps"
"""The last job: next steps that change by themselves tomorrow, or have changed already."""


class SubjectSetAside(OnSubject, frozen=True, kw_only=True):
    """A subject that a job could not work: the night went on without it."""

    job: str
    why: str


class RangeDone(msgspec.Struct, frozen=True, kw_only=True):
    """What was done on a range: how many acts (or next steps) each job, and the subjects set aside.

    `beside` are the keys of subjects outside the range that were read with it.
    """

    counts: dict[str, int]
    aside: tuple[SubjectSetAside, ...]
    beside: frozenset[str] = frozenset()


class RangeWork:
    """The work of one night of one agency on ranges. Names of jobs begin with the agency's prefix."""

    def __init__(self, performer: Performer, night: date, progress: Progress | None = None) -> None:
        self.performer, self.night, self.progress = performer, night, progress
        agency = performer.agency
        self.prefix, self.facts = agency.prefix, performer.facts_class
        self.jobs: tuple[Job, ...] = agency.load("jobs") or ()
        self.steps = f"{self.prefix}{STEPS}"

    def name(self, job: Job) -> str:
        """What the store calls a job."""
        return f"{self.prefix}{job.name}"

    def work(
        self, session: nights.Session, names: Iterable[str], keys: list[str], due: Mapping[str, set[str]]
    ) -> RangeDone:
        """Read the subjects of `keys` and do the jobs of these names, each on what those before it did.

        `due` are the subjects of each job.
        """
        done = dict.fromkeys(names, 0)
        aside: list[SubjectSetAside] = []
        tomorrow = self.night + timedelta(days=1)
        read = facts.read_to_act(session, self.facts, keys)
        as_read = dict(read)
        turning = {key for key in keys if key in due.get(self.steps, ())}
        jobs = (job for job in self.jobs if self.name(job) in done)
        for actor, same in groupby(jobs, lambda job: job.actor):
            group = list(same)
            turns = [
                (_due_by_now(read, as_read, due[self.name(job)]), partial(self._chosen, job)) for job in group
            ]
            performed = self.performer.perform_chosen(session, read, turns, actor=actor, on=self.night)
            for job, outcomes in zip(group, performed, strict=True):
                for outcome in outcomes:
                    if isinstance(outcome, Aside):
                        aside.append(self.unable(self.name(job), outcome.key, outcome.why))
                        continue
                    done[self.name(job)] += 1
                    for step in outcome.steps:
                        soon = step.changes_on is not None and step.changes_on <= tomorrow
                        (turning.add if soon else turning.discard)(step.key)
        if self.steps in done:
            turned = {key: read[key] for key in keys if key in turning and key in read}
            done[self.steps] += self._steps(session, turned, aside)
            if away := sorted(turning.difference(keys)):
                self._steps(session, facts.read_to_act(session, self.facts, away), aside)
        beside = {file.key for found in as_read.values() for file in found.others}
        return RangeDone(counts=done, aside=tuple(aside), beside=frozenset(beside.difference(keys)))

    def unable(self, job: str, key: str, why: str) -> SubjectSetAside:
        """A subject set aside in a job."""
        return SubjectSetAside(job=job, subject=self.facts.subject_of(key), why=why)

    def counted(self) -> None:
        """One more case; Cancelled where the night is to stop before it."""
        if self.progress is not None:
            self.progress.what = f"Night of {self.night:%m/%d/%Y}"
            self.progress.step(0)

    def _chosen(self, job: Job, found: SubjectFacts) -> Iterable[SubjectAct]:
        self.counted()
        return job.choose(found, self.performer.rules, self.night)

    def _steps(
        self, session: nights.Session, read: Mapping[str, SubjectFacts], aside: list[SubjectSetAside]
    ) -> int:
        """Put the next steps of tomorrow beside these cases; how many."""
        tomorrow = self.night + timedelta(days=1)
        steps: list[NextStep] = []
        for key, found in read.items():
            self.counted()
            try:
                steps.append(guide.next_step(found, self.performer.rules, tomorrow))
            except CASE_FAULTS as fault:
                aside.append(self.unable(self.steps, key, f"{type(fault).__name__}: {fault}"))
        writing.set_next_steps(session, steps)
        return len(steps)


def _due_by_now(
    read: Mapping[str, SubjectFacts], as_read: Mapping[str, SubjectFacts], due: set[str]
) -> Iterator[str]:
    """The cases due in a job, and those on which a job before it did something, which may be why they are."""
    for key, found in read.items():
        if key in due or found is not as_read[key]:
            yield key
