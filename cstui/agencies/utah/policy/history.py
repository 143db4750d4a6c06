"""What happened on an NCP, and which dates are set (`cstui.nightly.timeline`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.agencies.utah.policy import referral
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.policy.fti import INTERCEPT
from cstui.policy import reminders
from cstui.policy.ledger import PAYMENT
from cstui.policy.moments import Moment
from cstui.policy.money import said
from cstui.policy.protected import amount
from cstui.policy.rulebook import Rulebook


def history(facts: NcpFacts, rules: Rulebook, on: date) -> Iterator[Moment]:
    """What was done and told, each on its day; `on` is today."""
    file = facts.file
    for case in file.cases:
        yield Moment(on=case.opened, kind="done", text=f"Case {case.number} opened")
        if case.closed_on is not None:
            yield Moment(on=case.closed_on, kind="done", text=f"Case {case.number} closed", rule="UT-REF-26")
    for matter in file.prosecutions:
        told = (
            (matter.begun_on, "Phase 1: pre-filing begun", "UT-REF-05"),
            (matter.searched_on, "Other cases searched", "UT-REF-06"),
            (matter.packet_on, "Referral packet sent", "UT-REF-16"),
            (matter.filed_on, f"Phase 2: filed, {matter.charges}", "UT-CRT-02"),
            (matter.defense_on, "Notice of an affirmative defense", "UT-CRT-08"),
            (matter.concluded_on, f"Phase 3: {', '.join(matter.outcomes)}", "UT-CRT-10"),
            (matter.ended_on, f"Matter ended: {matter.ended_why}", "UT-CRT-11"),
        )
        yield from (
            Moment(on=day, kind="done", text=text, rule=rule) for day, text, rule in told if day is not None
        )
    for forms in file.forms:
        yield Moment(on=forms.sent_on, kind="done", text=f"{forms.case}: forms sent", rule="UT-REF-24")
        if forms.returned_on is not None:
            text = f"{forms.case}: forms came back"
            yield Moment(on=forms.returned_on, kind="done", text=text, rule="UT-REF-20")
    for order in file.orders:
        text = f"Restitution order: {said(order.current + order.arrears)} a month"
        yield Moment(on=order.ordered_on, kind="done", text=text, rule="UT-RST-03")
    for entry in file.ledger:
        if entry.kind == PAYMENT:
            cents = amount(entry.cents, hides=entry.source == INTERCEPT)
            text = f"Payment of {cents}" if entry.cents > 0 else f"Payment {entry.reverses} reversed"
            yield Moment(on=entry.on, kind="done", text=text, rule="UT-DST-02")
    for task in file.show_causes:
        text = f"Order to Show Cause requested for {task.month:%m/%Y}"
        yield Moment(on=task.notified_on, kind="done", text=text, rule="UT-ENF-06")


def ahead(facts: NcpFacts, rules: Rulebook, on: date) -> Iterator[Moment]:
    """The dates after `on` that are set: the CP's days, the defense, the trial, probation, reminders."""
    for forms in referral.unanswered(facts.file):
        closes = referral.closes_from(forms, rules)
        day = closes or referral.letter_until(forms, rules) or forms.due_on
        if day > on:
            said_so = "may close" if closes else "answer of the CP due"
            yield Moment(on=day, kind="coming", text=f"{forms.case}: {said_so}", rule="UT-REF-24")
    matter = facts.file.prosecution
    if matter is not None:
        until = referral.defense_until(matter, rules) if matter.phase == referral.ACTIVE else None
        trial = matter.trial_on if matter.phase == referral.ACTIVE else None
        probation = matter.probation_until if matter.phase == referral.SENTENCED else None
        for day_set, text, rule in (
            (until, "Last day for an affirmative defense", "UT-CRT-08"),
            (trial, "Trial", "UT-CRT-06"),
            (probation, "Last day of probation", "UT-CRT-11"),
        ):
            if day_set is not None and day_set > on:
                yield Moment(on=day_set, kind="coming", text=text, rule=rule)
    yield from reminders.ahead(facts, on)
