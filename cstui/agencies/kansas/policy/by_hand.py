"""What staff may do to non-compliance records by hand, and when the automation is to do it."""

from __future__ import annotations

from datetime import date

from cstui.agencies.kansas.policy import alerts, applications, cads, non_compliance, programs
from cstui.agencies.kansas.policy.facts import ConsumerFile
from cstui.agencies.kansas.policy.programs import CHILD_CARE, FOOD
from cstui.agencies.kansas.records import TIERS, NonCompliance
from cstui.policy.rulebook import Checks, Rulebook

REASONS = {FOOD: frozenset({"FA"})}
"""The reasons of a program; TANF and Child Care take the tiers and CSS Non-Cooperation."""
OF_LINKED = frozenset({*TIERS, "NC"})


def check_add(
    checks: Checks, file: ConsumerFile, program: str, reason: str, occurred: date, on: date
) -> None:
    """What stands in the way of a record by hand for what CADS dated `occurred`."""
    rules = checks.rules
    full, said = programs.IN_FULL[program], rules.meaning("ks_reason", reason)
    fits = reason in REASONS.get(program, OF_LINKED)
    checks.holds("KS-IF-11", fits, "reason", program=full, reason=said)
    checks.holds("KS-IF-19", occurred <= on, "occurred_on", on=occurred, today=on)
    if program == FOOD:
        mandated = bool(rules.value("ks_food_records", occurred))
        checks.holds("KS-NC-26", mandated, "occurred_on", on=occurred)
    tiered = reason in TIERS
    open_then = programs.active(file, program, occurred)
    review = next((a for a in applications.pending(file) if applications.wants_tier(file, a, rules)), None)
    of_review = tiered and program == CHILD_CARE and bool(rules.value("ks_programs_apart", on))
    if of_review:
        checks.holds("KS-IF-12", review is not None, "reason")
    else:
        checks.holds("KS-IF-13", not tiered or open_then, "reason", program=full, on=occurred)
    tier = non_compliance.next_tier(file, program, on, rules)
    paired = tiered and _paired(file, program, reason, occurred)
    expected = rules.meaning("ks_reason", tier)
    checks.holds("KS-NC-16", not tiered or paired or reason == tier, "reason", expected=expected)
    asked = alerts.tasks_open(file)
    automated = bool(rules.value("ks_automated", occurred))
    wanted = bool(asked.purple or asked.inbox) or file.consumer.converted or of_review
    checks.holds("KS-NC-22", not automated or wanted, "occurred_on", on=occurred)


def _paired(file: ConsumerFile, program: str, reason: str, occurred: date) -> bool:
    """Whether the linked program has a record by hand of the same tier for the same date."""
    return any(
        record.program != program and record.reason == reason and record.occurred_on == occurred
        for record in non_compliance.standing(file)
    )


def check_end(checks: Checks, record: NonCompliance, ends: date | None) -> None:
    """Whether an override end date does not lie before the begin date."""
    checks.holds("KS-IF-20", ends is None or ends >= record.begins, "ends", ends=ends, begins=record.begins)


def may_remove(file: ConsumerFile, record: NonCompliance, rules: Rulebook) -> bool:
    """Whether the record may go: CSS retracts it, or the person complied within an application's days."""
    if any(task.name == "IR" for task in file.tasks) or record.alert is None:
        return True
    asked = [a for a in file.applications if not a.outcome]
    return any(record in applications.to_remove(file, one, rules) for one in asked)


def retracted(file: ConsumerFile) -> bool:
    """Whether CSS says cooperating on every case, as a retraction needs first."""
    return not cads.not_cooperating(file)
