"""The nightly interface: alerts go out to KEES, KEES takes them, batch EDBC runs. The night does it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from msgspec.structs import replace

from cstui.acts.base import changed, decided
from cstui.agencies.kansas.acts.base import ConsumerAct, found
from cstui.agencies.kansas.policy import alerts, edbc, kees_calendar, non_compliance, programs
from cstui.agencies.kansas.policy.facts import ConsumerFacts, ConsumerFile, following
from cstui.agencies.kansas.records import Alert, Edbc, FieldChange, NonCompliance, Task
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.roles import SYSTEM
from cstui.policy.rulebook import Checks, Rulebook

Changes = list[Add | Change]


class KsSendAlert(ConsumerAct, frozen=True, kw_only=True):
    """Send an alert of CADS to KEES in the night's file."""

    label: ClassVar[str] = "alert sent"
    roles: ClassVar[frozenset[str]] = frozenset({SYSTEM})
    leaves: ClassVar[bool] = True

    alert: int

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        alert = found(checks, self.consumer, facts.file.alerts, self.alert, "alert", "alert")
        if alert is None:
            return decided(checks)
        checks.holds("KS-IF-31", alert.sent_on is None, "alert", alert=self.alert, on=alert.sent_on)
        first = next((one.seq for one in alerts.unsent(facts.file)), self.alert)
        in_order = alert.sent_on is not None or first == self.alert
        checks.holds("KS-IF-37", in_order, "alert", alert=self.alert, next=first)
        text = f"Alert {alert.code} of {alert.created_on:%m/%d/%Y} on case {alert.case} sent to KEES."
        return decided(checks, [changed(alert, sent_on=on)], [self.log("AL", text)], text)


class KsTakeAlert(ConsumerAct, frozen=True, kw_only=True):
    """Take an alert at KEES: make or update the non-compliance records, and plan what EDBC runs for it.

    Alerts are taken in the order of their creation, each once. One that no file carried comes straight. What
    EDBC runs for non-cooperation the same evening runs with the last alert of the person.
    """

    label: ClassVar[str] = "alert at KEES"
    roles: ClassVar[frozenset[str]] = frozenset({SYSTEM})

    alert: int

    @property
    def sender(self) -> str:
        return "KEES"

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, file = Checks(rules), facts.file
        alert = found(checks, self.consumer, file.alerts, self.alert, "alert", "alert")
        if alert is None:
            return decided(checks)
        waiting = alerts.unhandled(file)
        first = bool(waiting) and waiting[0].seq == alert.seq
        if not checks.holds("KS-IF-32", first, "alert", alert=self.alert):
            return decided(checks)
        outcome = alerts.outcome_of(file, alert, checks)
        checks.holds(COMPLIED, outcome != alerts.UPDATED, "", on=alert.created_on)
        changes: Changes = [changed(alert, sent_on=alert.sent_on or on, handled_on=on, outcome=outcome)]
        made: list[NonCompliance] = []
        if outcome == alerts.MADE:
            made = list(non_compliance.made_by(file, alert, checks))
            changes += map(Add, made)
        elif outcome == alerts.UPDATED:
            changes += _cured(file, alert, on, checks)
        elif outcome in (alerts.FAILED, alerts.BY_HAND):
            changes.append(Add(_task(file, alert, outcome, on, rules)))
        text = f"Alert {alert.code} of {alert.created_on:%m/%d/%Y}: {rules.said('ks_outcome', outcome)}."
        came: list[edbc.RanEdbc] = []
        if outcome in (alerts.MADE, alerts.UPDATED):
            dated = any(record.begins != record.created_on for record in made)
            runs = _planned(file, alert, on, checks, dated)
            if made and len(waiting) == 1:
                came = _tonight(file, made, runs, on, rules)
            later = runs[len(came) :]
            changes += [*(Add(one.run) for one in came), *map(Add, later), *_following(file, came)]
            said = [
                f"{programs.IN_FULL[run.program]} {run.month:%m/%Y} on {run.run_on:%m/%d}" for run in later
            ]
            text += f" EDBC: {', '.join(said)}." if said else ""
        logs = [self.log("KR", text), *([self.log("ED", _said_of(came, rules))] if came else [])]
        return decided(checks, changes, logs, text)


def _tonight(
    file: ConsumerFile, made: list[NonCompliance], runs: list[Edbc], on: date, rules: Rulebook
) -> list[edbc.RanEdbc]:
    """What the new runs of tonight do, with the records that the alert made; they stand before later ones."""
    if not runs or runs[0].run_on > on or edbc.due(file, on):
        return []
    with_them = replace(file, records=(*file.records, *made), runs=(*file.runs, *runs))
    return list(edbc.runs_of(with_them, on, rules))


def _cured(file: ConsumerFile, alert: Alert, on: date, checks: Checks) -> Changes:
    """The open records with their compliance date, and what changed of each."""
    changes: Changes = []
    seq = following(file.changes)
    for record in non_compliance.open_records(file):
        now, rule = non_compliance.cured(record, alert.created_on, checks)
        changes.append(Change(record, now))
        for change in differing(record, now, on, non_compliance.KEES, seq, {"override_ends": rule}):
            changes.append(Add(change))
            seq += 1
    return changes


FIELDS = ("begins", "ends", "override_ends", "complied_on", "comments")
"""The fields of a record that may change."""
COMPLIED = "KS-IF-08"
"""The rule of the compliance date."""


def differing(
    before: NonCompliance, after: NonCompliance, on: date, by: str, seq: int, rules: dict[str, str]
) -> list[FieldChange]:
    """What changed of a record, field by field; `rules` say why, the compliance date has its own."""
    why = {"complied_on": COMPLIED, **rules} if by == non_compliance.KEES else rules
    names = [name for name in FIELDS if getattr(before, name) != getattr(after, name)]
    return [
        FieldChange(
            consumer=before.consumer,
            seq=seq + at,
            record=before.seq,
            field=name,
            before=said(getattr(before, name)),
            after=said(getattr(after, name)),
            on=on,
            by=by,
            rule=why.get(name, ""),
        )
        for at, name in enumerate(names)
    ]


def said(value: date | str | None) -> str:
    """A field of a record as its history says it."""
    return f"{value:%m/%d/%Y}" if isinstance(value, date) else value or ""


def _task(file: ConsumerFile, alert: Alert, outcome: str, on: date, rules: Rulebook) -> Task:
    """The task of an alert that the automation did not handle: Purple, or by hand before it began."""
    failed = outcome == alerts.FAILED
    name = alerts.NAMES[alert.code] if failed else "IM"
    said_on = f"Alert {alert.code} created {alert.created_on:%m/%d/%Y}, case {alert.case}."
    return Task(
        consumer=file.key,
        seq=following(file.tasks),
        queue="PURPLE" if failed else "INBOX",
        name=name,
        details=f"{said_on} Verify CADS, update the records by hand, run EDBC.",
        made_on=on,
        alert=alert.seq,
    )


def _planned(file: ConsumerFile, alert: Alert, on: date, checks: Checks, dated: bool) -> list[Edbc]:
    """The runs that the alert asks for; the checks say which timeline it is on.

    `dated` says that a record begins by the calendar of KEES.
    """
    cure = alert.code == alerts.COOPERATING
    days = kees_calendar.batch_days(alert.created_on, cure, checks.rules)
    runs = edbc.planned(file, alert, days, on, checks.rules)
    before = days.second is None
    checks.holds("KS-NC-03", not (before and runs), "", on=days.first)
    checks.holds("KS-NC-04", before or not runs, "", on=days.first, seen=days.seen)
    second = any(run.run_on == days.second for run in runs)
    checks.holds("KS-NC-05", not second, "", month=f"{days.penalty:%m/%Y}", on=days.second)
    ruled = kees_calendar.month_of(alert.created_on, checks.rules).ruled
    by_rule = "timely_notice" in ruled and (dated or bool(runs))
    checks.holds("KS-NC-06", not by_rule, "", month=f"{alert.created_on:%m/%Y}")
    return runs


class KsRunBatchEdbc(ConsumerAct, frozen=True, kw_only=True):
    """Run batch EDBC on a consumer: all that is planned up to this night, with notices and tasks."""

    label: ClassVar[str] = "batch EDBC"
    roles: ClassVar[frozenset[str]] = frozenset({SYSTEM})

    @property
    def sender(self) -> str:
        return "KEES"

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, file = Checks(rules), facts.file
        runs = edbc.due(file, on)
        checks.holds("KS-IF-33", bool(runs), "")
        came = list(edbc.runs_of(file, on, rules))
        read_only = [one.run for one in came if one.run.kind == "readonly"]
        checks.holds("KS-NC-07", not read_only, "", month=f"{read_only[0].month:%m/%Y}" if read_only else "")
        text = _said_of(came, rules)
        changes: Changes = [Change(run, one.run) for run, one in zip(runs, came, strict=True)]
        return decided(checks, [*changes, *_following(file, came)], [self.log("ED", text)], text)


def _following(file: ConsumerFile, came: list[edbc.RanEdbc]) -> Changes:
    """What runs change beside themselves: each spell of a program once, notices and tasks."""
    last = {one.after.seq: one.after for one in came if one.after is not None}
    changes: Changes = [Change(spell, last[spell.seq]) for spell in file.programs if spell.seq in last]
    changes += [Add(one.notice) for one in came if one.notice is not None]
    changes += [Add(one.task) for one in came if one.task is not None]
    return changes


def _said_of(came: list[edbc.RanEdbc], rules: Rulebook) -> str:
    return "Batch EDBC: " + "; ".join(told(one, rules) for one in came) + "."


def told(one: edbc.RanEdbc, rules: Rulebook) -> str:
    """A run in words: the program, the month, what came of it, the notice."""
    run = one.run
    text = f"{programs.IN_FULL[run.program]} {run.month:%m/%Y} {rules.said('ks_result', run.result)}"
    if run.kind == "readonly":
        return f"{text}, Read Only, no notice"
    return f"{text}, notice sent" if one.notice is not None else text
