"""The guide: what comes next on a subject, why, by when, and where it is done.

An agency asks its questions; each is one small function, and the most urgent answer is the next step.
Urgency: 1 today, 2 this benefit month, 3 can be done now, 4 should be arranged, 6 and 7 runs by itself, 9
nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from cstui.agency import find
from cstui.policy.facts import SubjectFacts
from cstui.policy.records import NextStep
from cstui.policy.rulebook import Rulebook

About = Callable[[Any], object]
"""Reads a file: whether there is anything in it that a question is about."""
WAITS = 5
"""Steps up to this urgency wait for the worker; the others run by themselves."""
Question = Callable[[Any, Rulebook, date], Iterator[NextStep]]


class GuideBook(msgspec.Struct, frozen=True, kw_only=True):
    """What an agency asks of its subjects.

    `questions` are asked where their `about` finds something; `turning_dates` are those on which the next
    step may change although nobody does anything; `ended` gives the steps of a subject that is closed, none
    of one that is not; `nothing` is the text where nothing is to be done, which no rule says. `said` gives
    the steps found as the circumstances of the subject make them say it. `beside` gives what the questions on
    the other subjects of a center read of a file: where it changes, their steps may be others too.

    By kind of step: `optional` are those that may be done and are not owed; `waiting` those that wait for the
    worker although others are more urgent; `deadlines` those whose day is the office's own deadline.
    """

    questions: tuple[tuple[About | None, Question], ...]
    turning_dates: Callable[[Any, Rulebook, date], Iterable[date]]
    ended: Callable[[Any, Rulebook, date], tuple[NextStep, ...]]
    nothing: str
    said: Callable[[Any, list[NextStep]], list[NextStep]] = lambda facts, found: found
    beside: Callable[[Any], object] = lambda file: None
    optional: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    deadlines: frozenset[str] = frozenset()

    def waits(self, kind: str, urgency: int) -> bool:
        """Whether such a step waits for the worker; the others run by themselves."""
        return urgency <= WAITS or kind in self.waiting


def book_of(rules: Rulebook) -> GuideBook:
    """The questions of the rulebook's agency."""
    found: GuideBook = find(rules.agency).load("guide")
    return found


def next_step(facts: SubjectFacts, rules: Rulebook, on: date) -> NextStep:
    """The most urgent step of the subject on `on`, with the date on which it changes by itself."""
    book = book_of(rules)
    if ended := book.ended(facts, rules, on):
        return ended[0]
    found = _open(book, facts, rules, on)
    first = min(found, key=_urgent) if found else _nothing(book, facts)
    return replace(first, changes_on=_changes(book, facts, rules, on))


def steps(facts: SubjectFacts, rules: Rulebook, on: date) -> tuple[NextStep, ...]:
    """Every open step of the subject on `on`, most urgent first; at least one."""
    book = book_of(rules)
    if ended := book.ended(facts, rules, on):
        return ended
    found = _open(book, facts, rules, on)
    changes = _changes(book, facts, rules, on)
    ordered = sorted(found, key=_urgent) or [_nothing(book, facts)]
    return tuple(replace(one, changes_on=changes) for one in ordered)


def step(
    facts: SubjectFacts,
    kind: str,
    rule: str,
    text: str,
    urgency: int,
    due: date | None = None,
    command: str = "",
) -> NextStep:
    """A step of the subject in hand; its key is put behind the first word of the command."""
    head = facts.file.head
    return NextStep(
        subject=facts.subject,
        worker=head.worker,
        office=head.office,
        kind=kind,
        rule=rule,
        text=text,
        due=due,
        urgency=urgency,
        command=_filled(command, facts.key) if command else "",
    )


def _filled(command: str, key: str) -> str:
    word, _, rest = command.partition(" ")
    return f"{word} {key} {rest}" if rest else f"{word} {key}"


def _open(book: GuideBook, facts: SubjectFacts, rules: Rulebook, on: date) -> list[NextStep]:
    file = facts.file
    found: list[NextStep] = []
    for about, question in book.questions:
        if about is None or about(file):
            found += question(facts, rules, on)
    return book.said(facts, found)


def _urgent(one: NextStep) -> tuple[int, date]:
    return one.urgency, one.due or date.max


def _changes(book: GuideBook, facts: SubjectFacts, rules: Rulebook, on: date) -> date | None:
    """The first day after `on` on which the next step may be another one by itself, or None."""
    days = [day for day in book.turning_dates(facts, rules, on) if day > on]
    return min(days) if days else None


def _nothing(book: GuideBook, facts: SubjectFacts) -> NextStep:
    return step(facts, "none", "", book.nothing, 9)
