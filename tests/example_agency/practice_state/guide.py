"""What comes next on a household, and what happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cstui.policy.guide import GuideBook, step
from cstui.policy.moments import Moment
from cstui.policy.records import NextStep
from cstui.policy.rulebook import Rulebook
from practice_state.facts import HouseholdFacts


def _visits(facts: HouseholdFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    planned = [visit for visit in facts.file.visits if visit.status == "planned"]
    for visit in planned:
        due = visit.on <= on
        text = f"Visit today: {visit.on:%m/%d}" if due else f"Visit on {visit.on:%m/%d}"
        yield step(facts, "visit", "PS-3-01", text, 1 if due else 6, visit.on, "PSHH")
    if not planned:
        yield step(facts, "plan", "PS-2-01", "Plan the next visit", 4, None, "PSHH")


def _turning(facts: HouseholdFacts, rules: Rulebook, on: date) -> Iterator[date]:
    for visit in facts.file.visits:
        if visit.status == "planned":
            yield visit.on
            yield visit.on + timedelta(days=1)


def history(facts: HouseholdFacts, rules: Rulebook, on: date) -> Iterator[Moment]:
    """The visits that were made or missed."""
    yield Moment(on=facts.file.household.opened, kind="done", text="Household opened")
    for visit in facts.file.visits:
        if visit.status != "planned":
            yield Moment(on=visit.on, kind="done", text=f"Visit {visit.status}", rule="PS-3-01")


GUIDE = GuideBook(
    questions=((None, _visits),),
    turning_dates=_turning,
    ended=lambda facts, rules, on: (),
    nothing="Nothing to do",
)
