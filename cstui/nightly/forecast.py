"""What will come: the subjects of one center night by night ahead, in memory, nothing written.

The nights' own jobs choose acts and the acts' own `decide` permits them, over facts in memory, from today to
at most 400 days ahead; so "if nothing is done" is what the nightly run will do, and the timeline shows the
same. Jobs that stand in for another agency's system are taken to do as in a practice store; in a live store
what they do is marked as assumed. A visit is something that people may do on a day, to see what would come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal

import msgspec

from cstui.acts.base import SubjectAct
from cstui.agency import find
from cstui.nightly.job import Job
from cstui.policy import guide
from cstui.policy.effects import Refused
from cstui.policy.facts import SubjectFacts
from cstui.policy.findings import Finding
from cstui.policy.records import NextStep, OnSubject
from cstui.policy.rulebook import Rulebook

DAYS = 400
"""How many nights ahead a forecast runs at most."""
STOP = 200
"""How many nights in which something may happen it looks at, at most: no case needs so many."""


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """Something that people may do on a day, declared by an agency: its acts, on the facts of that day.

    `label` is what a screen calls it.
    """

    name: str
    label: str
    acts: Callable[[Any, date], Sequence[SubjectAct]]


class Event(OnSubject, frozen=True, kw_only=True):
    """One thing that will come on a subject: an act of the night or of a visit, or a new next step.

    `kind` is act (something is done) or step (from that day on this is the next step, if nothing is done
    about it); `cite`, `urgency` (1 today to 9), `due` and `step` (its kind) are a step's. `assumed` is what
    another agency's system is taken to do.
    """

    on: date
    kind: Literal["act", "step"]
    text: str
    by: str = ""
    rule: str = ""
    cite: str = ""
    urgency: int = 0
    step: str = ""
    due: date | None = None
    assumed: bool = False


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """What comes on the subjects of one center from a day on, and how they are at the end.

    `opened` are the steps that were not open the morning before, most urgent or not; one that goes on with
    another text is the same step. `refused` says why a visit would come to nothing; then the nights run on
    without it.
    """

    since: date
    until: date
    events: tuple[Event, ...]
    opened: tuple[Event, ...]
    facts: Any
    refused: tuple[Finding, ...] = ()

    def of(self, key: str) -> tuple[Event, ...]:
        """The events of one subject."""
        return tuple(event for event in self.events if event.key == key)


def if_nothing(
    facts: SubjectFacts,
    rules: Rulebook,
    on: date,
    *,
    nights: int = DAYS,
    live: bool = False,
    only: bool = False,
) -> Forecast:
    """What comes if nobody does anything from the morning of `on` on; steps `only` of the subject in hand."""
    return _Ahead(facts, rules, on, live, only).run({}, nights)


def if_visit(
    facts: SubjectFacts, rules: Rulebook, on: date, visit: Visit, comes: date, *, nights: int = DAYS
) -> Forecast:
    """What comes if on the day `comes` people do what `visit` says.

    ValueError where `comes` lies before `on` or not within `nights`.
    """
    if not 0 <= (comes - on).days < nights:
        raise ValueError(f"{comes} is not among the {nights} days from {on} on")
    return _Ahead(facts, rules, on, live=False).run({comes: visit}, nights)


class _Ahead:
    """One walk through the nights in which something may happen."""

    def __init__(
        self, facts: SubjectFacts, rules: Rulebook, on: date, live: bool, only: bool = False
    ) -> None:
        self.asks = [file.key for file in ((facts.file,) if only else facts.files)]
        self.facts, self.rules, self.since, self.live = facts, rules, on, live
        self.jobs: tuple[Job, ...] = find(rules.agency).load("jobs") or ()
        self.events: list[Event] = []
        self.refused: tuple[Finding, ...] = ()
        self.opened: list[Event] = []
        self.steps: dict[str, tuple[NextStep, ...]] = {}

    def run(self, visits: Mapping[date, Visit], nights: int) -> Forecast:
        until = self.since + timedelta(days=nights)
        self.steps = {key: self._asked(key, self.since) for key in self.asks}
        day = self.since
        for _ in range(STOP):
            if day in visits:
                self._visit(visits[day], day)
                self._next_steps(day)
            self._night(day)
            self._next_steps(day + timedelta(days=1))
            day = min((d for d in self._coming(day, visits) if d > day), default=until)
            if day >= until:
                break
        return Forecast(
            since=self.since,
            until=until,
            events=tuple(self.events),
            opened=tuple(self.opened),
            facts=self.facts,
            refused=self.refused,
        )

    def _coming(self, day: date, visits: Iterable[date]) -> Iterator[date]:
        """The nights after `day` in which a job may choose something, or before a step changes by itself."""
        yield from visits
        for step, *_ in self.steps.values():
            if step.changes_on is not None:
                yield step.changes_on - timedelta(days=1)
        tomorrow = day + timedelta(days=1)
        for file in self.facts.files:
            hand = self.facts.with_in_hand(file.key)
            for job in self.jobs:
                for night in job.when(hand, self.rules, tomorrow):
                    yield max(night, tomorrow)

    def _visit(self, visit: Visit, day: date) -> None:
        """People do what the visit says; where one act is refused, nothing of it is done."""
        before, kept = self.facts, len(self.events)
        for act in visit.acts(self.facts, day):
            refused = self._do(act, day, self.facts.with_in_hand(act.key).file.head.worker)
            if refused is not None:
                self.facts, self.refused = before, refused.findings
                del self.events[kept:]
                return

    def _night(self, night: date) -> None:
        """The jobs of a night in their order; each chooses on the facts as the job found them."""
        keys = sorted(file.key for file in self.facts.files)
        for job in self.jobs:
            chosen = [
                act for key in keys for act in job.choose(self.facts.with_in_hand(key), self.rules, night)
            ]
            for act in chosen:
                self._do(act, night, job.actor, job.rule, assumed=self.live and job.practice_only)

    def _do(
        self, act: SubjectAct, day: date, actor: str, rule: str = "", *, assumed: bool = False
    ) -> Refused | None:
        effects = act.decide(self.facts.with_in_hand(act.key), self.rules, day, actor)
        if isinstance(effects, Refused):
            return effects
        self.facts = self.facts.after(effects.changes)
        self.events += [
            Event(
                on=day, subject=log.subject, kind="act", text=log.text, by=actor, rule=rule, assumed=assumed
            )
            for log in effects.logs
        ]
        return None

    def _asked(self, key: str, day: date) -> tuple[NextStep, ...]:
        return guide.steps(self.facts.with_in_hand(key), self.rules, day)

    def _next_steps(self, day: date) -> None:
        """The steps of the morning of `day`, where they are others than before."""
        for key, known in self.steps.items():
            steps = self.steps[key] = self._asked(key, day)
            if (known[0].kind, known[0].text) != (steps[0].kind, steps[0].text) and steps[0].urgency < 9:
                self.events.append(self._of_step(steps[0], day))
            new = [step for step in steps if not any(_goes_on(step, before) for before in known)]
            self.opened += [self._of_step(step, day) for step in new]

    def _of_step(self, step: NextStep, day: date) -> Event:
        return Event(
            on=day,
            subject=step.subject,
            kind="step",
            text=step.text,
            rule=step.rule,
            cite=self.rules.rules[step.rule].cite if step.rule else "",
            urgency=step.urgency,
            step=step.kind,
            due=step.due,
        )


def _goes_on(step: NextStep, before: NextStep) -> bool:
    """Whether a step is the earlier one: by the same rule, at the same place, of a kind or of a day."""
    same = (step.rule, step.command) == (before.rule, before.command)
    return same and (step.kind == before.kind or (step.due is not None and step.due == before.due))


def merged(*forecasts: Sequence[Event]) -> Iterator[tuple[date, tuple[tuple[Event, ...], ...]]]:
    """Several forecasts side by side: each date on which one of them has something, with what each has."""
    days = sorted({event.on for events in forecasts for event in events})
    for day in days:
        yield day, tuple(tuple(event for event in events if event.on == day) for events in forecasts)
