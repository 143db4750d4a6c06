"""Forty-eight thousand random steps over all acts, deadlines and nights reach no forbidden state.

In memory, so that they are many; `test_machine` shows on fewer that the store agrees with memory.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest

from cstui.acts.base import Act, name_of
from cstui.agencies.louisiana.policy import followup
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.policy.invariants import broken_by
from cstui.policy import guide, invariants
from tests.agencies.louisiana.policy import world
from tests.agencies.louisiana.policy.moves import moves, on_case
from tests.agencies.louisiana.policy.world import (
    CALENDAR,
    DAY,
    OTHER,
    OWN,
    RULES,
    START,
    act,
    days_to_try,
    done,
    given,
    passed,
)

pytestmark = pytest.mark.slow

WALKS, STEPS = 400, 120
WATCHED = (
    "LA-E520-01", "LA-E520-02", "LA-E520-05", "LA-E520-06", "LA-E521-01", "LA-E521-02", "LA-E521-04",
    "LA-E522-03", "LA-E522-04", "LA-E522-05", "LA-E522-06", "LA-E522-07", "LA-E522-21",
    "LA-E522-12", "LA-E522-13", "LA-E522-16", "LA-E524-01", "LA-E524-04", "LA-E525-01", "LA-E525-02",
)  # fmt: skip
"""Rules that the sentences of `invariants` repeat."""
RARE = {"LA-E522-06": 1642, "LA-E522-12": 146, "LA-E524-01": 89}
"""Walks known to break a sentence that few others break without its rule: they are tried first."""


def chosen(facts: Facts, today: date, dice: random.Random) -> Act:
    """A random act on one of the cases; the other office's worker may do all that the first may."""
    kind = dice.random()
    if kind < 0.1:
        session = CALENDAR.next_session("GT", today + 7 * DAY)
        assert session is not None
        return act("schedule-appointment", case=OWN, purpose="GT", on=session.on, at=session.at)
    if kind < 0.4:
        return dice.choice(list(on_case(facts.with_in_hand(OTHER), today)))
    return dice.choice(list(moves(facts, today)))


def later(facts: Facts, today: date, dice: random.Random) -> date:
    near = [day for day in days_to_try(facts, today) if day <= today + 130 * DAY]
    return dice.choice([*near, today + DAY, today + 8 * DAY])


def walk(number: int, did: Counter[str]) -> str:
    """Walk number so-and-so, always the same; what was broken and the way there, empty where nothing."""
    dice = random.Random(number)
    facts, today = given(order=number % 3 == 0), START
    way: list[str] = []
    for _ in range(STEPS):
        before = facts
        if dice.random() < 0.2:
            until = later(facts, today, dice)
            facts, today = passed(facts, today, until), until
            did["pass"] += 1
            way.append(f"{today:%m/%d} pass")
        else:
            one = chosen(facts, today, dice)
            after = done(facts, one, today)
            did[f"{'refused ' if after is None else ''}{name_of(type(one))}"] += 1
            if after is None:
                continue
            way.append(f"{today:%m/%d} {name_of(type(one))} {one.case[:2]}")
            facts = after
            if broken := broken_by(before, facts, today):
                return f"{broken} {way}"
        if broken := invariants.broken(facts, RULES):
            return f"{broken} {way}"
        for case in (OWN, OTHER):
            seen = facts.with_in_hand(case)
            assert guide.steps(seen, RULES, today)
            follow = followup.follow_up(seen, RULES, today)
            assert follow is None or follow.doing in followup.ORDER
    return ""


@pytest.mark.parametrize("part", range(4))
def test_no_random_walk_reaches_a_forbidden_state(part: int) -> None:
    did: Counter[str] = Counter()
    for number in range(part, WALKS, 4):
        assert walk(number, did) == "", f"walk {number}"
    assert did.total() == WALKS // 4 * STEPS
    assert len([name for name in did if not name.startswith("refused")]) >= 30


@pytest.mark.parametrize("rule", WATCHED)
def test_without_the_rule_a_walk_reaches_a_forbidden_state(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentences see what they are for: with the rule switched off one of them is soon broken."""
    monkeypatch.setattr(world, "RULES", RULES.mutated(disabled=[rule]))
    did: Counter[str] = Counter()
    assert any(walk(number, did) for number in (RARE.get(rule, 0), *range(6 * WALKS)))
