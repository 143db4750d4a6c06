"""The timeline: what happened on a subject, what is owed, and what will come if nobody does anything.

What happened is the agency's history of its records; what is owed is the guide; what will come is the forecast.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from cstui.agency import find
from cstui.nightly.forecast import Forecast, if_nothing
from cstui.policy import guide
from cstui.policy.facts import SubjectFacts
from cstui.policy.moments import Moment
from cstui.policy.rulebook import Rulebook

ARRANGE = 4
"""Steps of the guide up to this urgency wait for the worker; the others run by themselves."""
KINDS = ("done", "owed", "coming")


def timeline(
    facts: SubjectFacts, rules: Rulebook, on: date, *, live: bool = False, ahead: Forecast | None = None
) -> tuple[Moment, ...]:
    """The subject along its dates, earliest first; `on` is today.

    `ahead` is the forecast if nothing is done, where it is known already.
    """
    history = find(rules.agency).load("history")
    moments = [
        *(history(facts, rules, on) if history else ()),
        *_owed(facts, rules, on),
        *_coming(ahead or if_nothing(facts, rules, on, live=live), facts.key, on),
    ]
    cited = [msgspec.structs.replace(m, cite=rules.rules[m.rule].cite if m.rule else "") for m in moments]
    return tuple(sorted(cited, key=lambda m: (m.on, KINDS.index(m.kind))))


def _owed(facts: SubjectFacts, rules: Rulebook, on: date) -> Iterator[Moment]:
    """What waits for the worker, as the guide says it; a step without a date is at today."""
    for step in guide.steps(facts, rules, on):
        if step.urgency <= ARRANGE:
            yield Moment(on=step.due or on, kind="owed", text=step.text, rule=step.rule)


def _coming(ahead: Forecast, key: str, on: date) -> Iterator[Moment]:
    """What is done by others and by the night, and the steps that will wait for the worker.

    A step is told on its due date where that lies ahead: an appointment on its day.
    """
    for event in ahead.of(key):
        if event.kind == "act":
            yield Moment(on=event.on, kind="coming", text=event.text, assumed=event.assumed)
        elif event.on > on + timedelta(days=0):
            yield Moment(on=event.on, kind="coming", text=event.text, rule=event.rule)
