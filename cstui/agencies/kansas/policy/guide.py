"""What comes next on a consumer, for the CSS worker and for the eligibility worker (`cstui.policy.guide`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from cstui.agencies.kansas.policy import (
    alerts,
    applications,
    cads,
    closing,
    edbc,
    kees_calendar,
    non_compliance,
    programs,
    referrals,
)
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.records import Application, Task
from cstui.policy import reminders
from cstui.policy.guide import GuideBook, step
from cstui.policy.records import NextStep
from cstui.policy.rulebook import Checks, Rulebook


def _of_eligibility(facts: ConsumerFacts, one: NextStep) -> NextStep:
    """A step of the eligibility worker: it waits on that worker's list."""
    return replace(one, worker=facts.consumer.ees_worker, office=facts.consumer.ees_office)


def _alerts(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    waiting = alerts.unsent(facts.file)
    if not Checks(rules).holds("KS-IF-03", not waiting, alert=""):
        codes = " and ".join(alert.code for alert in waiting)
        yield step(facts, "alert", "KS-IF-03", f"Alert {codes} goes to KEES tonight", 6, on, "CADS")


def _runs(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    """What EDBC will run, and until when all is seen: up to seven days."""
    planned = [run for run in facts.file.runs if run.status == "planned"]
    if not planned:
        return
    last = max(run.run_on for run in planned)
    for run in planned:
        full = programs.IN_FULL[run.program]
        seen = kees_calendar.next_business_day(last, rules.site)
        text = f"EDBC {full} {run.month:%m/%Y} runs {run.run_on:%m/%d}, all seen {seen:%m/%d}"
        rule = "KS-NC-04" if last > on else "KS-NC-03"
        yield _of_eligibility(facts, step(facts, "edbc", rule, text, 6, run.run_on, "EDBC"))


URGENCY = {"PURPLE": 1, "INBOX": 2, "WORK": 4, "FAET": 4}
RULE = {"PURPLE": "KS-IF-10", "WORK": "KS-IF-42", "FAET": "KS-IF-42", "IE": "KS-NC-22", "IM": "KS-NC-02"}
"""The rule behind a task, by its queue; in the inbox by its name."""


def _tasks(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    for task in facts.file.tasks:
        if task.closed_on is None:
            text, rule, screen = _said_of(facts, task, rules)
            kind, urgency = f"{task.queue.lower()}", URGENCY[task.queue]
            yield _of_eligibility(facts, step(facts, kind, rule, text, urgency, task.made_on, screen))


def _said_of(facts: ConsumerFacts, task: Task, rules: Rulebook) -> tuple[str, str, str]:
    """What a task asks for, the rule behind it, the screen. A retraction is worked in its order."""
    if task.name != "IR":
        rule = RULE[task.name if task.queue == "INBOX" else task.queue]
        return f"Task {task.seq}: {rules.meaning('ks_task', task.name)}", rule, "TASK"
    if non_compliance.open_records(facts.file):
        return "Retraction: wait for the compliance date", "KS-NC-24", "ENCL"
    if left := [r for r in non_compliance.standing(facts.file) if r.complied_on is not None]:
        numbers = ", ".join(str(record.seq) for record in left)
        return f"Retraction: remove records {numbers}", "KS-NC-25", "ENCL"
    latest = {spell.program: spell for spell in facts.file.programs}
    said = {code.meaning for code in rules.codes["ks_status_reason"].code}
    if shut := [
        full for name, full in programs.IN_FULL.items() if name in latest and latest[name].ended_why in said
    ]:
        return f"Retraction: rescind {', '.join(shut)}", "KS-NC-27", "EDBC"
    if (food := latest.get(programs.FOOD)) is not None and food.out_from and not food.back_from:
        return "Retraction: run EDBC for Food Assistance", "KS-NC-28", "EDBC"
    return f"Retraction: EDBC again, then close task {task.seq}", "KS-IF-42", "TASK"


def _applications(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    for application in applications.pending(facts.file):
        yield from (_of_eligibility(facts, one) for one in _for_one(facts, application, rules, on))


def _for_one(facts: ConsumerFacts, application: Application, rules: Rulebook, on: date) -> Iterator[NextStep]:
    file, until = facts.file, applications.due_on(application, rules)
    received = f"{application.received_on:%m/%d}"
    if removed := applications.to_remove(file, application, rules):
        text = f"Complied in time: remove record {removed[0].seq}"
        yield step(facts, "remove", "KS-IF-17", text, 1, None, "ENCL")
    elif applications.unresolved(file, application) is not None and on <= until:
        text = f"Household has until {until:%m/%d} to cooperate"
        yield step(facts, "days", "KS-NC-20", text, 7, until, "ENCL")
    elif (record := applications.wants_tier(file, application, rules)) is not None:
        text = f"Review {received}: Child Care penalty for record {record.seq}"
        yield step(facts, "tier", "KS-IF-18", text, 2, None, "ENCL")
    elif not referrals.accounted(file):
        text = f"{application.kind.capitalize()} {received}: a parent is missing"
        yield step(facts, "parents", "KS-REF-01", text, 2, None, "NCPD")
    elif applications.unresolved(file, application) is not None:
        text = f"{application.kind.capitalize()} {received}: days are over, EDBC"
        yield step(facts, "application", "KS-NC-21", text, 2, None, "EDBC")
    else:
        text = f"{application.kind.capitalize()} {received}: ENCL, then EDBC"
        yield step(facts, "application", "KS-IF-28", text, 2, None, "EDBC")


def _closing(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    for case in facts.file.cases:
        if case.closed_on is not None or case.letter_on is None:
            continue
        day = closing.closes_from(case.letter_on, rules)
        if on < day:
            text = f"Case {case.number} may close from {day:%m/%d/%Y}"
            yield step(facts, "letter", "KS-CADS-38", text, 7, day, "CADS")
        elif case.holds:
            text = f"Cannot close: {closing.said_holds(case, rules)}"
            yield step(facts, "held", "KS-CADS-36", text, 4, day, "CADS")
        else:
            text = f"Sixty days are over: close case {case.number}"
            yield step(facts, "close", "KS-CADS-38", text, 3, day, "CADS")


def _cooperation(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    marked = cads.not_cooperating(facts.file)
    if not marked:
        return
    if facts.file.marks[-1].code == cads.COOPERATING:
        cases = ", ".join(mark.case for mark in marked)
        text = f"Cured in KEES; still not cooperating: {cases}"
        yield step(facts, "other", "KS-CADS-09", text, 4, None, "CADS")
        return
    penalty = next((r for r in non_compliance.open_records(facts.file) if r.tiered), None)
    since = f"{marked[0].on:%m/%d/%Y}"
    text = f"Not cooperating since {since}"
    if penalty is not None and penalty.ends is not None:
        text += f"; penalty to {penalty.ends:%m/%d/%Y} at least"
    yield step(facts, "noncoop", "KS-NC-10", text, 7, None, "CADS")


def _referrals(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    """What child support works, and what eligibility completes so that it can be taken in."""
    for referral in referrals.to_take(facts.file):
        if referral.failed:
            text = f"Referral not taken in: {referral.failed} is missing"
            yield _of_eligibility(facts, step(facts, "refused", "KS-REF-07", text, 2, None, "NCPD"))
    for referral in referrals.to_work(facts.file):
        left = referrals.unsearched(facts.file, referral.seq)
        text = f"Referral {referral.number}: search {len(left)} name{'' if len(left) == 1 else 's'}"
        text = text if left else f"Referral {referral.number}: register"
        yield step(facts, "referral", "KS-REF-10", text, 3, referral.received_on, "PAR1")


def _turning(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterator[date]:
    """The days on which a step changes although nobody does anything."""
    for application in applications.pending(facts.file):
        yield applications.due_on(application, rules) + timedelta(days=1)
    for case in facts.file.cases:
        if case.letter_on is not None and case.closed_on is None:
            yield closing.closes_from(case.letter_on, rules)
    yield from reminders.turning_dates(facts.file)
    if facts.file.runs and edbc.due(facts.file, date.max):
        yield on + timedelta(days=1)


GUIDE = GuideBook(
    questions=(
        (lambda file: file.alerts, _alerts),
        (lambda file: file.runs, _runs),
        (lambda file: file.tasks, _tasks),
        (lambda file: file.applications, _applications),
        (lambda file: file.cases, _closing),
        (lambda file: file.marks, _cooperation),
        (lambda file: file.referrals, _referrals),
        (reminders.waiting, reminders.steps),
    ),
    turning_dates=_turning,
    ended=lambda facts, rules, on: (),
    nothing="Nothing to do",
)
