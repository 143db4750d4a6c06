"""Closing, for failure to cooperate above all (E-522, E-524, E-525; 45 CFR 303.11)."""

from __future__ import annotations

from datetime import date, timedelta

from cstui.agencies.louisiana.policy import case_position, orders, other_closings
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.policy.good_cause import check_claim, check_good_cause
from cstui.agencies.louisiana.records import Closure, Cooperation
from cstui.policy.rulebook import Checks, Rulebook


def path(facts: Facts) -> str:
    """How the case came to FTC: `inactive` (documented in CALO only) or `removed`."""
    return "inactive" if case_position.documented(facts.file) is not None else "removed"


def check_pend(checks: Checks, facts: Facts, on: date, why: str | None = None, reason: str = "FTC") -> None:
    """Everything that stands in the way of pending the case for `reason` on `on`.

    `why` is what the worker says of what is not on record (an order in force, nothing owed); None where he or
    she has not been asked yet.
    """
    file, case = facts.file, facts.case
    stood = case_position.pend(file)
    checks.holds(
        "LA-E522-10",
        case.status == "open",
        "reason",
        status=case.status,
        on=stood.pended_on if stood else case.closed,
    )
    if reason != "FTC":
        other_closings.check(checks, facts, reason, why, on)
        return
    entry = case_position.noncooperation(file) or case_position.documented(file)
    checks.holds("LA-E522-05", entry is not None, "reason")
    active = case_position.spell_on(facts.spells, on)
    ending = f", ends {active.closed:%m/%d/%Y}" if active and active.closed else ""
    checks.holds(
        "LA-E522-04",
        active is None,
        "reason",
        program=active.program if active else "",
        since=active.begins if active else None,
        until=ending,
    )
    if entry is not None:
        _check_spells(checks, facts, on)
    check_good_cause(checks, "LA-E522-12", facts.file, "reason")
    check_claim(checks, facts.file, "reason")
    orders.check_orders(checks, facts, why, on)


def _check_spells(checks: Checks, facts: Facts, on: date) -> None:
    entry = case_position.noncooperation(facts.file) or case_position.documented(facts.file)
    if entry is None or entry.failed_on is None:
        return
    _check_application(checks, facts, entry)
    failed = case_position.failed_application(facts, entry)
    checks.holds(
        "LA-E524-06",
        failed is None,
        "reason",
        on=failed.on if failed else None,
        program=failed.program if failed else "",
        outcome=failed.outcome if failed else "",
        ended=failed.ended_on if failed else None,
    )
    if entry.kind != "reported":
        return
    spell = case_position.spell_on(facts.spells, entry.failed_on)
    if spell is not None and spell.closed is not None and spell.closed <= on:
        checks.holds(
            "LA-E522-11",
            spell.closing_reason == "NC",
            "reason",
            reason=checks.rules.said("ivareason", spell.closing_reason),
        )


def _check_application(checks: Checks, facts: Facts, entry: Cooperation) -> None:
    again = case_position.later_application(facts, entry)
    checks.holds(
        "LA-E524-01",
        again is None,
        "reason",
        on=again[0] if again else None,
        program=again[1] if again else "",
    )


def closes_on(pended_on: date, notice_on: date, rules: Rulebook) -> date:
    """The night of the automatic close: 60 days after the later of the pend and CSE 105's mailing."""
    start = max(pended_on, notice_on)
    return start + timedelta(days=rules.days("closure_wait_days", start))


def check_close(checks: Checks, facts: Facts, closure: Closure, on: date) -> None:
    """Whether the night of `on` may close the case; `closes_on` is None until CSE 105 is mailed.

    What would forbid the pend today, good cause determined or an application made since, forbids the
    close as well: the guide leads the worker to withdraw the pend. A contact that he or she has not looked
    at holds the close until it is decided on.
    """
    due = closure.closes_on
    checks.holds("LA-E522-06", due is not None and due <= on, "", on=due or "the 60th day after CSE 105")
    if closure.reason == "FTC":
        check_good_cause(checks, "LA-E522-12", facts.file, "reason")
    came = case_position.contact_since(facts.file, closure)
    checks.holds("LA-E522-24", came is None, "", on=came.on if came else None)
    entry = case_position.uncooperative(facts.file)
    if entry is not None and closure.reason == "FTC":
        _check_application(checks, facts, entry)
