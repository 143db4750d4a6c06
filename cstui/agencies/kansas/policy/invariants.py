"""What the documents forbid, said of the facts themselves: no sequence of acts may reach such a state.

These sentences repeat in another form what rules and tables hold at each act. Tests walk through acts and
nights and ask after each of them; `broken` names what is broken, with its citation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from cstui.agencies.kansas.policy import alerts, cads, kees_calendar, non_compliance, programs
from cstui.agencies.kansas.policy.facts import ConsumerFacts, ConsumerFile
from cstui.agencies.kansas.policy.programs import CHILD_CARE, FOOD, TANF
from cstui.agencies.kansas.records import NonCompliance
from cstui.policy.invariants import Broken, Invariants
from cstui.policy.months import first_of_month, month_end
from cstui.policy.rulebook import Rulebook

LISTS = (
    "cases",
    "aps",
    "marks",
    "good_cause",
    "alerts",
    "programs",
    "applications",
    "records",
    "changes",
    "runs",
    "notices",
    "tasks",
    "households",
    "ncps",
    "referrals",
    "participants",
)


def _rows(file: ConsumerFile, rules: Rulebook) -> Iterator[str]:
    for case in file.cases:
        rows = [mark for mark in file.marks if mark.case == case.number]
        if any(mark.ended_on is None for mark in rows[:-1]):
            yield "an older row is in force beside the newest"
        if rows and rows[-1].ended_on is not None:
            yield "the newest row by creation is not in force"
    for mark in file.marks:
        if mark.ended_on is not None and mark.ended_on < mark.on:
            yield "a row ends before it begins"
        if mark.on > mark.created_on:
            yield "a row was dated in the future"
        if mark.code == cads.NOT_COOPERATING and not mark.reason:
            yield "not cooperating was marked without a reason"


def _order_of_alerts(file: ConsumerFile, rules: Rulebook) -> Iterator[str]:
    taken = [alert.handled_on is not None for alert in file.alerts]
    if taken != sorted(taken, reverse=True):
        yield "an alert was taken before an older one"
    if any(alert.handled_on is not None and alert.sent_on is None for alert in file.alerts):
        yield "an alert was taken that was not sent"
    if len({alert.mark for alert in file.alerts}) < len(file.alerts):
        yield "a row wrote two alerts"


def _records_of_alerts(file: ConsumerFile, rules: Rulebook) -> Iterator[str]:
    by_alert: dict[int, list[NonCompliance]] = {}
    for record in file.records:
        if record.alert is not None:
            by_alert.setdefault(record.alert, []).append(record)
    for alert in file.alerts:
        made = by_alert.pop(alert.seq, [])
        counts = Counter(record.program for record in made)
        if bool(made) != (alert.outcome == alerts.MADE):
            yield "records and outcome of an alert do not fit"
        if made and (counts[TANF], counts[CHILD_CARE]) != (1, 1):
            yield "an alert made other than one record each for TANF and Child Care"
        if counts[FOOD] > 1:
            yield "an alert made two records for Food Assistance"
        pair = {record.program: record.reason for record in made}
        linked = not rules.value("ks_programs_apart", alert.created_on)
        if linked and pair.get(TANF) != pair.get(CHILD_CARE):
            yield "the tiers of TANF and Child Care are not level"
        if any(record.created_on != alert.created_on for record in made):
            yield "a record has another creation date than its alert"
    if by_alert:
        yield "a record names an alert that there is not"


def _fields(file: ConsumerFile, rules: Rulebook) -> Iterator[str]:
    for record in file.records:
        of_kees = record.alert is not None
        if record.tiered and of_kees:
            if record.begins != kees_calendar.penalty_month(record.created_on, rules):
                yield "a penalty begins otherwise than with the come-up month considering timely notice"
            if record.ends != non_compliance.penalty_end(record.begins, record.reason, rules):
                yield "a penalty has another length than its tier"
        if record.program == FOOD and of_kees and record.begins != record.created_on:
            yield "a record for Food Assistance begins otherwise than with the creation date"
        if not record.tiered and record.ends is not None:
            yield "a record without tier has an end date"
        if record.complied_on is not None and record.override_ends is None:
            yield "a compliance date is there without an override end date"
        if of_kees and record.complied_on is None and record.removed_on is not None:
            yield "a record was removed before its compliance date"
        by_hand = any(change.record == record.seq and change.by != "KEES" for change in file.changes)
        if of_kees and record.complied_on is not None and not by_hand:
            yield from _cured(file, record, rules)


def _cured(file: ConsumerFile, record: NonCompliance, rules: Rulebook) -> Iterator[str]:
    said = [alert.created_on for alert in file.alerts if alert.outcome == alerts.UPDATED]
    assert record.complied_on is not None
    if record.complied_on not in said:
        yield "the compliance date is not the creation date of an alert of cooperation"
    late = record.ends is not None and record.complied_on > record.ends
    wanted = month_end(record.complied_on) if not record.tiered or late else record.ends
    if record.override_ends != wanted:
        yield "cooperation set another override end date than the table's"


def _one_open(file: ConsumerFile, rules: Rulebook) -> Iterator[str]:
    made = [record.program for record in non_compliance.open_records(file) if record.alert is not None]
    if max(Counter(made).values(), default=0) > 1:
        yield "two records of a program made by KEES are open together"


def _runs(file: ConsumerFile, rules: Rulebook) -> Iterator[str]:
    planned = Counter((run.program, run.month, run.run_on) for run in file.runs if run.status == "planned")
    if max(planned.values(), default=0) > 1:
        yield "a run is planned twice for one night"
    causes = Counter((run.program, run.month, run.alert) for run in file.runs if run.alert is not None)
    if max(causes.values(), default=0) > 1:
        yield "an alert planned two runs for one program and month"
    told = Counter(notice.run for notice in file.notices)
    for run in file.runs:
        if run.month != first_of_month(run.month):
            yield "a run is for no month"
        wanted = run.status == "run" and run.kind == "regular" and run.result not in ("", "none")
        if told[run.seq] != int(wanted):
            yield "a run has other than one notice where it changed something, or one where it did not"
        less = run.result in ("out", "closed") and run.kind == "regular"
        if less and run.application is None and run.month < kees_calendar.penalty_month(run.run_on, rules):
            yield "a reduction took effect without timely notice"
        if run.listed_on is not None and run.listed_on <= run.run_on:
            yield "a run was on the list before the next day"


def _tasks(file: ConsumerFile, rules: Rulebook) -> Iterator[str]:
    causes = Counter((task.queue, task.alert, task.run) for task in file.tasks if task.queue != "INBOX")
    if max(causes.values(), default=0) > 1:
        yield "one cause made two tasks of a queue"
    for alert in file.alerts:
        purple = [task for task in file.tasks if task.queue == "PURPLE" and task.alert == alert.seq]
        if bool(purple) != (alert.outcome == alerts.FAILED):
            yield "an alert that was not handled has no Purple task, or one that was has one"
    for task in file.tasks:
        if task.closed_on is not None and task.worked_on is None:
            yield "a task was closed that was not worked"


def _referrals(file: ConsumerFile, rules: Rulebook) -> Iterator[str]:
    waiting = [referral.ncp for referral in file.referrals if not referral.outcome]
    if len(waiting) > len(set(waiting)):
        yield "two referrals of one parent wait together"


def _spells(file: ConsumerFile, rules: Rulebook) -> Iterator[str]:
    for program in programs.PROGRAMS:
        open_now = [spell for spell in file.programs if spell.program == program and spell.ends is None]
        if len(open_now) > 1:
            yield "a program is open twice"


def _forbidden(before: ConsumerFacts, after: ConsumerFacts, on: date) -> tuple[Broken, ...]:
    old, new = before.file, after.file
    fewer = [name for name in LISTS if len(getattr(new, name)) < len(getattr(old, name))]
    found = [f"a record of {name} was erased" for name in fewer]
    for was, now in zip(old.marks, new.marks, strict=False):
        if (was.code, was.on, was.created_on, was.reason) != (now.code, now.on, now.created_on, now.reason):
            found.append("a stored row of CADS was changed")
    for sent, now_sent in zip(old.alerts, new.alerts, strict=False):
        if sent.handled_on is not None and now_sent != sent:
            found.append("an alert was taken twice")
    for run, now_run in zip(old.runs, new.runs, strict=False):
        if run.status == "run" and now_run != run:
            found.append("a run was run twice")
    for record, now_record in zip(old.records, new.records, strict=False):
        if record.complied_on is not None and now_record.complied_on != record.complied_on:
            found.append("a compliance date was changed")
    if new != old and new.version <= old.version:
        found.append("the consumer changed without a new version")
    for case, now_case in zip(old.cases, new.cases, strict=False):
        if case.closed_on is None and now_case.closed_on is not None and case.holds:
            found.append("a case was closed that something keeps open")
    return tuple(Broken(new.key, said, "Non-Compliance 1; CADS facts 3") for said in found)


INVARIANTS = Invariants(
    sentences=(
        (_rows, "CADS facts 3.4"),
        (_order_of_alerts, "CADS facts 4"),
        (_records_of_alerts, "Non-Compliance 1 B"),
        (_fields, "Non-Compliance 1 B, Tables A and B"),
        (_one_open, "CADS facts 11"),
        (_runs, "Non-Compliance 1 A"),
        (_tasks, "CSS interface: Purple queue"),
        (_spells, "CSS interface: process"),
        (_referrals, "CSS interface: referral"),
    ),
    reads=lambda facts: (),
    forbidden=_forbidden,
)
