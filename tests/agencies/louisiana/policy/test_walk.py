"""No forbidden state within four steps of a case that stands in the middle; `make walk` goes deeper."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from cstui.acts.registry import acts_of
from cstui.agencies.louisiana.acts.base import CaseAct
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.policy.guide import GUIDE
from cstui.policy import guide, invariants
from tests.agencies.louisiana.policy import walk, world
from tests.agencies.louisiana.policy.canon import key
from tests.agencies.louisiana.policy.world import DAY, OTHER, OWN, START, act, done

pytestmark = pytest.mark.slow

OWN_ORDER = {"move-reminder", "correct-reminder", "acknowledge-news"}
SECONDS = 45.0
"""Where a machine is slower than this, the fourth layer is cut off and the test says so."""


def test_no_forbidden_state_to_depth_four() -> None:
    found = walk.walk(4, SECONDS, say=True)
    print(f"{found.states():,} states, {found.edges():,} edges{'' if found.whole else ', cut off'}")
    assert found.broken == []
    assert [layer.depth for layer in found.layers] == [1, 2, 3, 4]
    assert found.states() > 5_000
    assert {
        "report-non-cooperation",
        "complete-ofs53",
        "clear-referral",
        "pend-closure",
        walk.PASS,
    } <= found.acts


NOT_WALKED = {
    "change-payee": "the facts in memory cannot follow to another payee; test_machine.py does it",
    "record-order": "an order stands or not from the beginning; test_machine.py records it",
    "correct-presence": "it says of a hearing what scheduling it says; test_machine.py corrects it",
}
"""Acts that the walk leaves out, each with the reason."""


def test_every_act_on_a_case_is_tried() -> None:
    """At the root, or where an open OFS 53, a pend or a form gives it something to be about."""
    facts, today, _ = walk.root()
    tried = {name for name, _, _ in walk.steps((facts, today, ()))}
    for name, inputs in (
        (
            "schedule-appointment",
            {"purpose": "CH", "on": START + 20 * DAY, "at": "09:00", "presence_required": True},
        ),
        ("record-contact", {"how": "W", "about": "RE", "on": today}),
        ("report-non-cooperation", {"ground": "RI", "failed_on": today}),
    ):
        facts = done(facts, act(name, case=OWN, **inputs), today) or facts
        tried |= {name for name, _, _ in walk.steps((facts, today, ()))}
    on_cases = {name for name, kind in acts_of().items() if issubclass(kind, CaseAct)}
    assert on_cases - tried == set(NOT_WALKED)


def test_merged_states_permit_and_refuse_the_same() -> None:
    """What the key leaves out changes nothing: every seventh merge on the way to depth 3 is compared."""
    first: dict[object, tuple[Facts, date]] = {}
    frontier = [walk.root()[:2]]
    merges = 0
    for _ in range(3):
        following = []
        for facts, today in frontier[:250]:
            for name, after, day in walk.steps((facts, today, ())):
                if after is None:
                    continue
                place = key(after, day)
                if place not in first:
                    first[place] = (after, day)
                    following.append((after, day))
                    continue
                merges += 1
                if merges % 7 == 0:
                    assert outcomes(after, day) == outcomes(*first[place]), name
        frontier = following
    assert merges > 500


def outcomes(facts: Facts, today: date) -> list[tuple[str, date]]:
    """The steps permitted in a state, but for the worker's own reminders and IV-A's news."""
    steps = walk.steps((facts, today, ()))
    return [(name, day) for name, after, day in steps if after is not None and name not in OWN_ORDER]


def test_a_quiet_night_has_nothing_to_do() -> None:
    frontier = [walk.root()[:2]]
    quiet = 0
    for _ in range(2):
        after = [
            (reached, day)
            for facts, today in frontier[:40]
            for _, reached, day in walk.steps((facts, today, ()))
            if reached is not None
        ]
        for facts, day in after:
            due = world.next_night(facts, day)
            for night in (day, day + 10 * DAY, day + 13 * DAY, day + 60 * DAY):
                if due is None or night < due:
                    quiet += 1
                    assert world.night(facts, night) == facts
        frontier = after
    assert quiet > 500


def test_nights_that_are_skipped_change_nothing() -> None:
    """Passing from deadline to deadline ends where every single night ends."""
    facts, today, _ = walk.root()
    for name, inputs in (("record-contact", {"how": "W", "about": "RE", "on": today}),
                         ("report-non-cooperation", {"ground": "RI", "failed_on": today})):  # fmt: skip
        facts = done(facts, act(name, case=OWN, **inputs), today) or facts
    each, until = facts, today + 70 * DAY
    for day in range(70):
        each = world.night(each, today + day * DAY)
    assert each != facts
    assert world.passed(facts, today, until) == each
    half = world.passed(facts, today, today + 33 * DAY)
    assert world.passed(half, today + 33 * DAY, until) == each


def test_only_what_a_step_changed_is_judged_again() -> None:
    """A case that the step left alone was judged before; one that it changed is judged in full."""
    facts = world.given()
    closed = replace(facts.others[0], case=replace(facts.others[0].case, status="closed"))
    wrong = replace(facts, others=(closed,))
    assert invariants.broken_since(facts, wrong, world.RULES) == invariants.broken(wrong, world.RULES) != ()
    noted = replace(wrong, file=replace(wrong.file, case=replace(wrong.file.case, version=9)))
    assert invariants.broken_since(wrong, noted, world.RULES) == ()
    assert invariants.broken(noted, world.RULES) != ()


def test_the_walk_would_see_a_forbidden_state() -> None:
    """A case closed by hand is called forbidden, with the sentence that it breaks."""
    facts = world.given()
    assert invariants.broken(facts, world.RULES) == ()
    closed = replace(facts.file, case=replace(facts.case, status="closed"))
    [found] = invariants.broken(replace(facts, file=closed), world.RULES)
    assert found.sentence == "a closed case has no date of closing, or an open one has"


def test_a_question_about_nothing_has_no_step() -> None:
    """What the guide does not ask, because the case has nothing of it, would have no answer; and the
    next step is the first of all steps."""
    frontier = [walk.root()[:2]]
    spared = 0
    for _ in range(2):
        reached = [
            (after.with_in_hand(number), day)
            for facts, today in frontier[:30]
            for _, after, day in walk.steps((facts, today, ()))
            if after is not None
            for number in (OWN, OTHER)
        ]
        for facts, day in reached:
            assert guide.next_step(facts, world.RULES, day) == guide.steps(facts, world.RULES, day)[0]
            for about, question in GUIDE.questions:
                if about is not None and not about(facts.file):
                    spared += 1
                    assert list(question(facts, world.RULES, day)) == []
        frontier = [(facts.with_in_hand(OWN), day) for facts, day in reached]
    assert spared > 500
