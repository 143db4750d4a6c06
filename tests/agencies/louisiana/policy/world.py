"""A custodial parent's cases in memory: acts are decided and applied, nights pass, nothing is stored.

The same decisions as the store makes, without a store, so that many thousand steps take seconds. That
both agree is a test of its own (`test_machine`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import msgspec

from cstui.acts.base import Act
from cstui.acts.registry import acts_of
from cstui.agencies.louisiana.jobs import JOBS, close, is_meant, next_update
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts, OfficeCalendar
from cstui.agencies.louisiana.records import BenefitSpell, Case, Child, Session
from cstui.policy.effects import Effects, Refused
from cstui.policy.records import OfficeHours, Person
from cstui.policy.rulebook import load_rulebook

START = date(2026, 3, 2)
RULES = load_rulebook()
OWN, OTHER = "17000123", "26000124"
DAY = timedelta(days=1)
CALENDAR = OfficeCalendar(
    office="17",
    hours=tuple(OfficeHours(office="17", weekday=d, opens="08:00", closes="16:30") for d in range(1, 8)),
    sessions=tuple(
        Session(office="17", seq=2 * n + at, kind=kind, on=START + 10 * n * DAY, at=f"{9 + at:02d}:00")
        for n in range(1, 400)
        for at, kind in enumerate(("CH", "GT"))
    ),
)


def given(*, order: bool = False) -> Facts:
    """A CP on FITAP with two cases in two offices, neither signed for.

    `order`: the first case has an order for its first child, and a second child without one.
    """
    opened = date(2026, 2, 2)
    spell = BenefitSpell(
        person=1, seq=1, program="FITAP", iva_number="9", applied=date(2026, 1, 5), begins=date(2026, 2, 1)
    )
    children = [Child(case=OWN, seq=1, person=2, added_on=opened)]
    if order:
        ordered = Child(case=OWN, seq=1, person=2, added_on=opened, order_on=date(2024, 5, 6))
        children = [ordered, Child(case=OWN, seq=2, person=4, added_on=opened)]
    own = Case(number=OWN, office="17", worker="17001", cp=1, opened=opened)
    other = Case(number=OTHER, office="26", worker="26001", cp=1, opened=opened)
    return Facts(
        file=CaseFile(case=own, children=tuple(children)),
        others=(CaseFile(case=other, children=(Child(case=OTHER, seq=1, person=3, added_on=opened),)),),
        cp=Person(number=1, last="PRACTICE-DOE", first="JANE"),
        spells=(spell,),
        next_person=9,
    )


def act(name: str, **inputs: Any) -> Act:
    """The act of that name with its inputs, for one of the cases."""
    made = acts_of()[name](**inputs)
    assert isinstance(made, Act)
    return made


_seen_last: list[tuple[Facts, Facts]] = []


def seen_from(facts: Facts, number: str) -> Facts:
    """The facts with the case of `number` in hand; the same again for the facts asked last.

    Most acts that are tried on a state look at it from the same second case.
    """
    if facts.file.case.number == number:
        return facts
    if _seen_last:
        asked, seen = _seen_last[0]
        if asked is facts and seen.file.case.number == number:
            return seen
    seen = facts.with_in_hand(number)
    _seen_last[:] = [(facts, seen)]
    return seen


def decide(facts: Facts, one: Act, on: date) -> Effects | Refused:
    """What the act decides on its own case."""
    seen = seen_from(facts, one.case)
    if one.needs_calendar:
        seen = msgspec.structs.replace(seen, calendar=CALENDAR)
    return one.decide(seen, RULES, on, f"{seen.case.office}001")


def done(facts: Facts, one: Act, on: date) -> Facts | None:
    """The facts after the act, with the first case in hand; None where it is refused."""
    decided = decide(facts, one, on)
    return None if isinstance(decided, Refused) else facts.after(decided.changes)


def night(facts: Facts, on: date) -> Facts:
    """The facts after the night of `on`: IV-A, mail, LAIN 2IP, closing, each case in order."""
    numbers = sorted(file.case.number for file in facts.files)
    for job in JOBS:
        chosen = [one for number in numbers for one in job.choose(seen_from(facts, number), RULES, on)]
        for one in chosen:
            facts = done(facts, one, on) or facts
    return facts


def next_night(facts: Facts, today: date) -> date | None:
    """The first night from `today` on that may have something to do; None where none will have.

    Quick, and tested against `night`: the nights before it change nothing.
    """
    nights = []
    for file in facts.files:
        if any(f.mailed_on is None and f.stopped_on is None and is_meant(file, f) for f in file.forms):
            return today
        if any(i.status == "waiting" for i in file.interface):
            return today
        pend = case_position.pend(file)
        if pend is not None and pend.closes_on is not None:
            closes = max(today, pend.closes_on)
            if any(True for _ in close(seen_from(facts, file.case.number), RULES, closes)):
                nights.append(closes)
    update = next_update(facts, RULES, today)
    if update is not None:
        nights.append(max(today, update.night))
    return min(nights, default=None)


def passed(facts: Facts, today: date, until: date) -> Facts:
    """The facts on the morning of `until`, after every night from `today` on."""
    while (due := next_night(facts, today)) is not None and due < until:
        facts, today = night(facts, due), due + DAY
    return facts


def deadlines(facts: Facts, today: date) -> Iterator[date]:
    """The open deadlines of the cases: what is due, runs out, ends or closes on a date to come."""
    for spell in facts.spells:
        if spell.closed is not None:
            yield spell.closed
        elif spell.notice_on is not None and spell.answered_on is None:
            yield case_position.notice_runs_out(spell.notice_on, RULES)
    for agreement in facts.agreements:
        if agreement.completed_on is None and agreement.applied_on is not None:
            yield agreement.applied_on + RULES.days("reapplication_days", today) * DAY
    for file in facts.files:
        if file.case.status == "closed":
            continue
        yield from (a.on for a in case_position.open_appointments(file))
        yield from (f.due_on for f in file.forms if f.due_on is not None and f.received_on is None)
        entry = case_position.noncooperation(file)
        if entry is not None:
            reported = entry.reported_on or today
            if all(s.notice_on is None or s.notice_on < reported for s in facts.spells):
                yield case_position.notice_due(reported, RULES)
            if not file.escalations:
                yield case_position.escalation_due(reported, RULES)
        pend = case_position.pend(file)
        if pend is not None and pend.closes_on is not None:
            yield pend.closes_on


def days_to_try(facts: Facts, today: date) -> list[date]:
    """The day before, on and after each open deadline that is still to come."""
    days = {due + offset * DAY for due in deadlines(facts, today) for offset in (-1, 0, 1)}
    return sorted(day for day in days if day > today)
