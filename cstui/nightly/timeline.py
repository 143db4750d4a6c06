"""The timeline: what happened on a subject, what is owed, and what will come if nobody does anything.

What happened is the agency's history of its records, what is owed is the guide, and what will come is the
forecast: what others and the night do, and what the worker will have to do. Dates that are set already (an
appointment, a reminder) come from the agency, and no step repeats them. What comes only if the worker does
something is not predicted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from cstui.acts.workdays import shown_due
from cstui.agency import find
from cstui.nightly.forecast import Forecast, if_nothing
from cstui.policy import guide
from cstui.policy.facts import SubjectFacts
from cstui.policy.moments import Moment
from cstui.policy.rulebook import Rulebook

KINDS = ("done", "owed", "may", "coming")


def timeline(
    facts: SubjectFacts, rules: Rulebook, on: date, *, live: bool = False, ahead: Forecast | None = None
) -> tuple[Moment, ...]:
    """The subject along its dates, earliest first; `on` is today.

    `ahead` is the forecast if nothing is done, where it is known already. In a `live` store what another
    agency's system does is assumed, and marked.
    """
    agency = find(rules.agency)
    history, known = agency.load("history"), agency.load("ahead")
    moments = [
        *(history(facts, rules, on) if history else ()),
        *_owed(facts, rules, on),
        *_coming(
            rules,
            ahead or if_nothing(facts, rules, on, live=live, only=True),
            facts.key,
            tuple(known(facts, rules, on) if known else ()),
        ),
    ]
    cited = [msgspec.structs.replace(m, cite=rules.rules[m.rule].cite if m.rule else "") for m in moments]
    return tuple(sorted(cited, key=lambda m: (m.on, KINDS.index(m.kind))))


def _owed(facts: SubjectFacts, rules: Rulebook, on: date) -> Iterator[Moment]:
    """What waits for the worker, as the guide says it; a step without a date is at today."""
    book = guide.book_of(rules)
    for step in guide.steps(facts, rules, on):
        if book.waits(step.kind, step.urgency):
            day = shown_due(step.kind, step.due, rules) or on
            law = f" (the law's day: {step.due:%m/%d})" if step.due and step.due != day else ""
            kind: Literal["may", "owed"] = "may" if step.kind in book.optional else "owed"
            yield Moment(on=day, kind=kind, text=f"{step.text}{law}", rule=step.rule)


def _coming(rules: Rulebook, ahead: Forecast, key: str, known: tuple[Moment, ...]) -> Iterator[Moment]:
    """The dates known already, the acts of others and of the night, the steps that will be the worker's.

    A step stands on the day on which it opens; where it is due later, it says so.
    """
    book = guide.book_of(rules)
    yield from known
    dated = {(moment.on, moment.rule) for moment in known}
    for event in ahead.of(key):
        if event.kind == "act":
            yield Moment(on=event.on, kind="coming", text=event.text, rule=event.rule, assumed=event.assumed)
    for event in ahead.opened:
        waits = event.key == key and book.waits(event.step, event.urgency)
        if waits and (event.due, event.rule) not in dated:
            due = shown_due(event.step, event.due, rules)
            by = f", due {due:%m/%d}" if due and due > event.on else ""
            yield Moment(on=event.on, kind="coming", text=f"{event.text}{by}", rule=event.rule)
