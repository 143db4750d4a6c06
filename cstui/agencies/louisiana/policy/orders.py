"""Support orders of a case's children: which are in force, and what they mean for FTC (E-525, reading 37)."""

from __future__ import annotations

from datetime import date, timedelta

from cstui.agencies.louisiana.policy import case_position, persons
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Child
from cstui.policy.rulebook import Checks, Rulebook


def ends_on(facts: Facts, child: Child, rules: Rulebook, on: date) -> date | None:
    """The first day on which a child's order does not hold any more; None while no end is known.

    It ends with its own date, and when the child is emancipated, comes of age or has died.
    """
    person = facts.person(child.person)
    ends = [
        child.order_until + timedelta(days=1) if child.order_until else None,
        child.emancipated_on,
        persons.of_age_on(person, rules, on) if person else None,
        person.died_on if person else None,
    ]
    return min((day for day in ends if day is not None), default=None)


def is_in_force(facts: Facts, child: Child, rules: Rulebook, on: date) -> bool:
    """Whether an order stands for a child on `on`."""
    if child.order_on is None:
        return False
    ends = ends_on(facts, child, rules, on)
    return ends is None or on < ends


def covered(facts: Facts, rules: Rulebook, on: date) -> tuple[Child, ...]:
    """The children of the case for whom an order is in force, the oldest order first."""
    children = (c for c in case_position.children_of(facts.file) if is_in_force(facts, c, rules, on))
    return tuple(sorted(children, key=lambda child: child.order_on or date.max))


def for_another_child(facts: Facts, rules: Rulebook, on: date) -> Child | None:
    """A child with an order in force whom the non-cooperation does not concern, or None (E-525).

    It concerns the minor children without an order in force, and those that a referral had added when the CP
    failed to cooperate. Where every minor child has an order in force, there is no other child.
    """
    ordered = covered(facts, rules, on)
    if not ordered or len(ordered) == len(persons.minors(facts, rules, on)):
        return None
    added = _added(facts)
    return next((child for child in ordered if child.seq not in added), None)


def check_orders(checks: Checks, facts: Facts, why: str | None, on: date) -> None:
    """Whether FTC may be pended beside the orders in force; `why` is the CP's action essential.

    None for `why` leaves out what the worker is still to say.
    """
    other = for_another_child(facts, checks.rules, on)
    checks.holds(
        "LA-E525-01",
        other is None,
        "reason",
        on=other.order_on if other else None,
        child=f"child {other.seq}" if other else "",
    )
    ordered = covered(facts, checks.rules, on) if other is None else ()
    checks.holds("LA-E525-03", not ordered, "reason", on=ordered[0].order_on if ordered else None)
    if why is not None:
        checks.holds("LA-E525-04", not ordered or bool(why.strip()), "why")


def _added(facts: Facts) -> frozenset[int]:
    """The children that referrals had added when the CP failed, since he or she last cooperated."""
    entry = case_position.uncooperative(facts.file)
    if entry is None or entry.failed_on is None:
        return frozenset()
    since = case_position.cooperated_since(facts.file)
    return frozenset(
        r.child
        for r in facts.file.referrals
        if r.standing and r.child is not None and since < r.received_on <= entry.failed_on
    )
