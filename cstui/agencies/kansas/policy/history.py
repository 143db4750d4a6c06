"""What happened on a consumer, on CADS and in KEES, and which dates are set (`cstui.nightly.timeline`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.agencies.kansas.policy import cads, closing, non_compliance, programs
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.records import NonCompliance
from cstui.policy import reminders
from cstui.policy.moments import Moment
from cstui.policy.rulebook import Rulebook


def history(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterator[Moment]:
    """What was done and told, each on its day; `on` is today."""
    yield from _on_cads(facts, rules)
    yield from _on_kees(facts, rules, on)


def _on_cads(facts: ConsumerFacts, rules: Rulebook) -> Iterator[Moment]:
    file = facts.file
    for case in file.cases:
        yield Moment(on=case.opened, kind="done", text=f"CADS: case {case.number} opened")
        if case.letter_on is not None:
            text = f"CADS: closure letter {case.closing_reason} on case {case.number}"
            yield Moment(on=case.letter_on, kind="done", text=text, rule="KS-CADS-38")
        if case.closed_on is not None:
            text = f"CADS: case {case.number} closed, {case.closing_reason}"
            yield Moment(on=case.closed_on, kind="done", text=text, rule="KS-CADS-38")
    for mark in file.marks:
        dated = f", dated {mark.on:%m/%d/%Y}" if mark.on != mark.created_on else ""
        text = f"CADS: {cads.SAID[mark.code]} on case {mark.case}{dated}"
        yield Moment(on=mark.created_on, kind="done", text=text, rule="KS-CADS-08")
    for row in file.good_cause:
        text = f"CADS: good cause {row.code} on case {row.case}"
        yield Moment(on=row.on, kind="done", text=text, rule="KS-CADS-05")
    for alert in file.alerts:
        if alert.sent_on is not None:
            text = f"Alert {alert.code} sent to KEES"
            text += f", copy {alert.copied_as} to Work Programs" if alert.copied_as else ""
            yield Moment(on=alert.sent_on, kind="done", text=text, rule="KS-IF-03")


def _on_kees(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterator[Moment]:
    file = facts.file
    for alert in file.alerts:
        if alert.handled_on is not None and alert.outcome not in ("made", "updated"):
            text = f"KEES: alert {alert.code}, {rules.said('ks_outcome', alert.outcome)}"
            yield Moment(on=alert.handled_on, kind="done", text=text, rule="KS-IF-10")
    for spell in file.programs:
        full = programs.IN_FULL[spell.program]
        yield Moment(on=spell.begins, kind="done", text=f"KEES: {full} open")
        if spell.ends is not None and spell.ends <= on:
            yield Moment(on=spell.ends, kind="done", text=f"KEES: {full} ended: {spell.ended_why}")
    for record in file.records:
        full, said = programs.IN_FULL[record.program], rules.meaning("ks_reason", record.reason)
        made = record.created_on
        text = f"KEES: {full}, {said} from {record.begins:%m/%d/%Y}"
        yield Moment(on=made, kind="done", text=text, rule=_rule_of(record))
        if record.complied_on is not None:
            text = f"KEES: {full} complied, ends {non_compliance.last_day(record):%m/%d/%Y}"
            yield Moment(on=record.complied_on, kind="done", text=text, rule="KS-IF-08")
        if record.removed_on is not None:
            text = f"KEES: record of {full} removed"
            yield Moment(on=record.removed_on, kind="done", text=text, rule="KS-NC-24")
    for application in file.applications:
        names = ", ".join(programs.IN_FULL[one] for one in application.programs)
        text = f"KEES: {application.kind} for {names}"
        yield Moment(on=application.received_on, kind="done", text=text, rule="KS-NC-20")
    for run in file.runs:
        if run.status == "run":
            read_only = ", Read Only" if run.kind == "readonly" else ""
            full, result = programs.IN_FULL[run.program], rules.said("ks_result", run.result)
            text = f"EDBC {full} {run.month:%m/%Y}: {result}{read_only}"
            yield Moment(on=run.run_on, kind="done", text=text, rule="KS-NC-04")
    for referral in file.referrals:
        text = f"KEES: referral {referral.number} sent"
        yield Moment(on=referral.created_on, kind="done", text=text, rule="KS-REF-04")
        if referral.received_on is not None:
            text = f"CSS: referral {referral.number} received"
            yield Moment(on=referral.received_on, kind="done", text=text, rule="KS-REF-06")
        if referral.worked_on is not None:
            how = f"registered as case {referral.case}" if referral.case else "deactivated"
            text = f"CSS: referral {referral.number} {how}"
            yield Moment(on=referral.worked_on, kind="done", text=text, rule="KS-REF-09")
    for notice in file.notices:
        yield Moment(on=notice.sent_on, kind="done", text=f"NOA: {notice.text}", rule="KS-NC-03")
    for task in file.tasks:
        name = rules.meaning("ks_task", task.name)
        yield Moment(on=task.made_on, kind="done", text=f"Task: {name}", rule="KS-IF-42")
        if task.closed_on is not None:
            yield Moment(on=task.closed_on, kind="done", text=f"Task closed: {name}", rule="KS-IF-42")


def _rule_of(record: NonCompliance) -> str:
    """The rule by which a record is as it is."""
    return non_compliance.why(record)["reason"]


def ahead(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterator[Moment]:
    """The dates after `on` that are set: ends of penalties, the sixty days of a letter, reminders."""
    for record in non_compliance.standing(facts.file):
        last = non_compliance.last_day(record)
        if record.tiered and on < last < non_compliance.FOREVER:
            full = programs.IN_FULL[record.program]
            text = f"{full}: {rules.meaning('ks_reason', record.reason)} ends"
            yield Moment(on=last, kind="coming", text=text, rule="KS-IF-05")
    for case in facts.file.cases:
        if case.letter_on is not None and case.closed_on is None:
            day = closing.closes_from(case.letter_on, rules)
            if day > on:
                text = f"Case {case.number} may close"
                yield Moment(on=day, kind="coming", text=text, rule="KS-CADS-38")
    yield from reminders.ahead(facts, on)
