"""Closing for other reasons than FTC (45 CFR 303.11(b), reading 42): what each of them asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.agencies.louisiana.policy import case_position, orders, persons
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Child, Contact
from cstui.policy.guide import step
from cstui.policy.records import NextStep
from cstui.policy.rulebook import Checks, Rulebook

RULES = {
    "FTC": "LA-E522-04",
    "RQ": "LA-E525-06",
    "CL": "LA-E525-10",
    "AG": "LA-E525-11",
    "CD": "LA-E525-13",
    "DD": "LA-E525-09",
}
"""By reason, the rule that the case is pended by."""


def needs_notice(reason: str, rules: Rulebook, on: date) -> bool:
    """Whether a reason asks for CSE 105 and sixty days."""
    return reason in str(rules.value("closing_with_notice", on)).split()


def wish(facts: Facts) -> Contact | None:
    """The CP's word that he or she wants no more services, while nothing later speaks against it; or None."""
    asked = [r.received_on for r in facts.file.referrals if r.standing]
    for contact in reversed(facts.file.contacts):
        if contact.standing and contact.about in ("NS", "CO", "NI"):
            withdrawn = any(contact.on < day for day in asked)
            return contact if contact.about == "NS" and not withdrawn else None
    return None


def tries(facts: Facts) -> tuple[Contact, ...]:
    """The tries to reach the CP without an answer since the CP's last contact."""
    found: list[Contact] = []
    for contact in reversed(facts.file.contacts):
        if contact.standing and contact.about != "NA":
            break
        if contact.standing:
            found.append(contact)
    return tuple(reversed(found))


def not_of_age(facts: Facts, rules: Rulebook, on: date) -> Child | None:
    """The first child of the case who is not known to be of age or emancipated, or None.

    A child who has died counts only where no other is left.
    """
    lost = () if persons.living(facts, on) else case_position.children_of(facts.file)
    return next(iter(lost or persons.minors(facts, rules, on)), None)


def check(checks: Checks, facts: Facts, reason: str, why: str | None, on: date) -> None:
    """What stands in the way of pending the case for `reason` on `on`; None for `why`: not asked yet."""
    rules = checks.rules
    if reason in ("RQ", "CL"):
        spell = case_position.spell_on(facts.spells, on)
        checks.holds(
            "LA-E525-07",
            spell is None,
            "reason",
            reason=reason,
            program=spell.program if spell else "",
            since=spell.begins if spell else None,
        )
    if reason == "RQ":
        checks.holds("LA-E525-06", wish(facts) is not None, "reason")
        ordered = [c.order_on for c in facts.file.children if c.order_on is not None]
        assigned = any(
            s.begins is not None and (s.closed is None or day < s.closed)
            for day in ordered
            for s in facts.spells
        )
        checks.holds("LA-E525-08", not assigned, "reason")
    elif reason == "CL":
        ways = len({contact.how for contact in tries(facts)})
        need = rules.days("ways_to_reach", on)
        checks.holds("LA-E525-10", ways >= need, "reason", ways=ways, need=need)
    elif reason == "AG":
        young = not_of_age(facts, rules, on)
        checks.holds("LA-E525-11", young is None, "reason", child=young.seq if young else "")
    elif reason == "CD":
        left = persons.living(facts, on)
        lost = persons.childless(facts, on)
        checks.holds("LA-E525-13", lost, "reason", child=left[0].seq if left else "")
    elif reason == "DD":
        checks.holds("LA-E525-09", facts.cp.dead(on), "reason")
    else:
        checks.holds("CS-104", False, "reason", label="REASON", value=reason, table="closing")
    if reason in ("AG", "CD") and why is not None:
        checks.holds("LA-E525-12", bool(why.strip()), "why", reason=reason)


def fitting(facts: Facts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    """The reason to close the case that fits it, where one does."""
    if facts.case.status != "open" or facts.cp.dead(on):
        return
    if (wanted := wish(facts)) is not None:
        spell = case_position.spell_on(facts.spells, on)
        text = f"CP wants no services {wanted.on:%m/%d}: close with RQ"
        if spell is None:
            yield step(facts, "close", "LA-E525-06", text, 3, None, "CAS1 REASON=RQ")
        else:
            text = f"CP wants no services {wanted.on:%m/%d}; {spell.program} runs"
            yield step(facts, "wish", "LA-E525-07", text, 7, None, "CONT")
    if tries(facts) and fits(facts, rules, "CL", on):
        text = "CP was not reached: close with CL"
        yield step(facts, "close", "LA-E525-10", text, 4, None, "CAS1 REASON=CL")
    if not facts.file.children or persons.minors(facts, rules, on):
        return
    if persons.childless(facts, on):
        text = "No child is left. Nothing owed? Close with CD"
        yield step(facts, "close", "LA-E525-13", text, 4, None, "CAS1 REASON=CD")
    elif not orders.covered(facts, rules, on):
        text = "Children are of age. Nothing owed? Close with AG"
        yield step(facts, "close", "LA-E525-11", text, 4, None, "CAS1 REASON=AG")


def fits(facts: Facts, rules: Rulebook, reason: str, on: date) -> bool:
    """Whether nothing stands in the way of a reason, but what the worker is still to say."""
    checks = Checks(rules)
    check(checks, facts, reason, None, on)
    return not checks.refused


def turning_dates(facts: Facts, rules: Rulebook, on: date) -> Iterator[date]:
    """The days on which a child comes of age or is emancipated."""
    for child in facts.file.children:
        person = facts.person(child.person)
        if person is not None and (day := persons.of_age_on(person, rules, on)):
            yield day
        if child.emancipated_on is not None:
            yield child.emancipated_on
