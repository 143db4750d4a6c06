"""What will come: a case night by night ahead, in memory, nothing written.

The nights' own jobs choose acts and the acts' own `decide` permits them, over facts in memory, from
today to at most 200 days ahead; so "if nothing is done" is what the nightly run will do. IV-A is
taken to keep E-522's timetable, as in a practice store. `if_ofs53` lets the custodial parent come on
a day with form OFS 53 and agree on all of her or his cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from cstui.acts.agreements import AgreeOnCases, CompleteOfs53, ReceiveOfs53
from cstui.acts.base import Act
from cstui.acts.perform import centred
from cstui.nightly.jobs import JOBS
from cstui.policy import guide, standing
from cstui.policy.effects import Refused
from cstui.policy.facts import Facts
from cstui.policy.findings import Finding
from cstui.policy.rulebook import Rulebook

DAYS = 200
"""How many nights ahead a forecast runs at most."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that will come on a case: an act of the night or of the CP's visit, or a new next step.

    `kind` is act (something is done, by IV-A, the night or the worker) or step (from that day on
    this is the next step, if nothing is done about it); `rule`, `cite` and `urgency` (1 today to 9)
    are a step's.
    """

    on: date
    case: str
    kind: Literal["act", "step"]
    text: str
    by: str = ""
    rule: str = ""
    cite: str = ""
    urgency: int = 0


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """What comes on one custodial parent's cases from a day on, and how they stand at the end.

    `refused` says why the CP's visit would come to nothing; then the nights run on without it.
    """

    since: date
    until: date
    events: tuple[Event, ...]
    facts: Facts
    refused: tuple[Finding, ...] = ()

    def of(self, case: str) -> tuple[Event, ...]:
        """The events of one case."""
        return tuple(event for event in self.events if event.case == case)


def if_nothing(facts: Facts, rules: Rulebook, on: date, *, nights: int = DAYS) -> Forecast:
    """What comes if nobody does anything from the morning of `on` on."""
    return _Ahead(facts, rules, on).run({}, nights)


def if_ofs53(facts: Facts, rules: Rulebook, on: date, comes: date, *, nights: int = DAYS) -> Forecast:
    """What comes if the CP appears on the day `comes` with OFS 53 and agrees on all cases.

    ValueError where `comes` lies before `on` or not within `nights`.
    """
    if not 0 <= (comes - on).days < nights:
        raise ValueError(f"{comes} is not among the {nights} days from {on} on")
    return _Ahead(facts, rules, on).run({comes: facts.case.number}, nights)


class _Ahead:
    """One walk through the nights."""

    def __init__(self, facts: Facts, rules: Rulebook, on: date) -> None:
        self.facts, self.rules, self.since = facts, rules, on
        self.events: list[Event] = []
        self.refused: tuple[Finding, ...] = ()
        self.steps: dict[str, tuple[str, str]] = {}

    def run(self, visits: Mapping[date, str], nights: int) -> Forecast:
        self._next_steps(self.since, silent=True)
        for day in (self.since + timedelta(days=n) for n in range(nights)):
            if day in visits:
                self._visit(visits[day], day)
                self._next_steps(day)
            self._night(day)
            self._next_steps(day + timedelta(days=1))
        return Forecast(
            since=self.since,
            until=self.since + timedelta(days=nights),
            events=tuple(self.events),
            facts=self.facts,
            refused=self.refused,
        )

    def _visit(self, case: str, day: date) -> None:
        """The CP comes with OFS 53; the worker of the case takes it in and completes it."""
        before = self.facts
        hand = centred(self.facts, case)
        acts: list[Act] = [
            AgreeOnCases(case=case, cases=tuple(file.case.number for file in standing.to_review(hand))),
            CompleteOfs53(case=case),
        ]
        if standing.open_agreement(hand) is None:
            acts.insert(0, ReceiveOfs53(case=case, received_on=day))
        kept = len(self.events)
        for act in acts:
            if (refused := self._do(act, day, hand.case.worker)) is not None:
                self.facts, self.refused = before, refused.findings
                del self.events[kept:]
                return

    def _night(self, night: date) -> None:
        """The jobs of a night in their order; each chooses on the facts as the job found them."""
        numbers = sorted(file.case.number for file in self.facts.files)
        for job in JOBS:
            chosen = [
                act
                for number in numbers
                for act in job.choose(centred(self.facts, number), self.rules, night)
            ]
            for act in chosen:
                self._do(act, night, job.actor)

    def _do(self, act: Act, day: date, actor: str) -> Refused | None:
        effects = act.decide(centred(self.facts, act.case), self.rules, day, actor)
        if isinstance(effects, Refused):
            return effects
        self.facts = self.facts.after(effects.changes)
        self.events += [
            Event(on=day, case=log.case, kind="act", text=log.text, by=actor) for log in effects.logs
        ]
        return None

    def _next_steps(self, day: date, *, silent: bool = False) -> None:
        """The next steps of the morning of `day`, where they are others than the day before."""
        for file in self.facts.files:
            number = file.case.number
            step = guide.next_step(centred(self.facts, number), self.rules, day)
            now = (step.kind, step.text)
            if self.steps.get(number) == now:
                continue
            self.steps[number] = now
            if not silent and step.urgency < 9:
                self.events.append(
                    Event(
                        on=day,
                        case=number,
                        kind="step",
                        text=step.text,
                        rule=step.rule,
                        cite=self.rules.rules[step.rule].cite,
                        urgency=step.urgency,
                    )
                )


def merged(*forecasts: Sequence[Event]) -> Iterator[tuple[date, tuple[tuple[Event, ...], ...]]]:
    """Several forecasts side by side: each date on which one of them has something, with what each has."""
    days = sorted({event.on for events in forecasts for event in events})
    for day in days:
        yield day, tuple(tuple(event for event in events if event.on == day) for events in forecasts)
