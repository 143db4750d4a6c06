"""Applications and reviews: the days that a household gets, and what EDBC finds for them."""

from __future__ import annotations

from datetime import date, timedelta

from cstui.agencies.kansas.policy import non_compliance
from cstui.agencies.kansas.policy.edbc import APPROVED, DENIED
from cstui.agencies.kansas.policy.facts import ConsumerFile
from cstui.agencies.kansas.policy.programs import CHILD_CARE, FOOD, IN_FULL
from cstui.agencies.kansas.records import Application, NonCompliance
from cstui.policy.months import first_of_month
from cstui.policy.rulebook import Checks, Rulebook


def pending(file: ConsumerFile) -> list[Application]:
    """The applications and reviews without an outcome."""
    return [application for application in file.applications if not application.outcome]


def unresolved(file: ConsumerFile, application: Application) -> NonCompliance | None:
    """The record without tier for a program applied for, while the person does not cooperate."""
    return next(
        (
            record
            for record in non_compliance.open_records(file)
            if record.program in application.programs and record.program != FOOD and not record.tiered
        ),
        None,
    )


def due_on(application: Application, rules: Rulebook) -> date:
    """The last day on which the household may cooperate: ten days from the application."""
    received = application.received_on
    return application.due_on or received + timedelta(days=rules.days("ks_application_days", received))


def to_remove(file: ConsumerFile, application: Application, rules: Rulebook) -> list[NonCompliance]:
    """The records without tier that compliance within the application's days answers: they are removed."""
    since, until = application.received_on, due_on(application, rules)
    return [
        record
        for record in non_compliance.standing(file)
        if record.program in application.programs
        and record.program != FOOD
        and not record.tiered
        and record.complied_on is not None
        and since <= record.complied_on <= until
        and non_compliance.last_day(record) >= first_of_month(since)
    ]


def wants_tier(file: ConsumerFile, review: Application, rules: Rulebook) -> NonCompliance | None:
    """The Child Care record without tier to which staff add a penalty at the review; None where none is due.

    Since Child Care was parted from TANF: only where it was open on the creation date, and while cooperation
    is missing (readings 16 and 43).
    """
    if review.kind != "review" or CHILD_CARE not in review.programs:
        return None
    records = non_compliance.open_records(file)
    if any(record.program == CHILD_CARE and record.tiered for record in records):
        return None
    return next(
        (
            record
            for record in records
            if record.program == CHILD_CARE
            and bool(rules.value("ks_programs_apart", record.created_on))
            and record.override_ends is not None
        ),
        None,
    )


def check_opening(checks: Checks, file: ConsumerFile, program: str, day: date, rule: str) -> None:
    """Whether no spell of a program holds on `day` or later, so that one may begin; `rule` says so."""
    running = next(
        (s for s in file.programs if s.program == program and (s.ends is None or s.ends > day)), None
    )
    since = running.begins if running is not None else None
    checks.holds(rule, running is None, "program", program=IN_FULL[program], on=since)


def check_run(checks: Checks, file: ConsumerFile, application: Application, program: str, on: date) -> None:
    """What stands in the way of running EDBC for an application or a review on `on`."""
    rules = checks.rules
    until = due_on(application, rules)
    record = unresolved(file, application) if program != FOOD else None
    checks.holds("KS-NC-21", record is None or on > until, "month", until=until)
    removed = [one for one in to_remove(file, application, rules) if one.program == program]
    checks.holds("KS-IF-17", not removed, "month", record=removed[0].seq if removed else "")
    tier = wants_tier(file, application, rules) if program == CHILD_CARE else None
    checks.holds("KS-IF-18", tier is None or on <= until, "month", record=tier.seq if tier else "")


def outcome_of(file: ConsumerFile, program: str, month: date, rules: Rulebook) -> tuple[str, str]:
    """What EDBC finds for an application's month, and the status reason.

    Food Assistance is approved without a person who does not cooperate.
    """
    record = non_compliance.in_force(file, program, month)
    if record is None:
        return APPROVED, ""
    return (APPROVED if program == FOOD else DENIED), rules.meaning("ks_status_reason", record.reason)
