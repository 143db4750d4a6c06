"""What comes next on an NCP for the CNS agent (`cstui.policy.guide`): each phase with what it still owes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cstui.agencies.utah.policy import referral
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.policy.fti import has_fti
from cstui.agencies.utah.records import CpForms, Prosecution
from cstui.policy import reminders
from cstui.policy.guide import GuideBook, step
from cstui.policy.ledger import all_held
from cstui.policy.protected import amount
from cstui.policy.records import NextStep
from cstui.policy.rulebook import Checks, Rulebook


def _prefiling(facts: NcpFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    matter = facts.file.prosecution
    if matter is None or matter.phase != referral.PRE:
        return
    if matter.packet_on is not None:
        sent = f"{matter.packet_on:%m/%d/%Y}"
        yield step(facts, "filing", "UT-CRT-02", f"Packet sent {sent}: the attorney files", 6, None, "CNSP")
        return
    lacking = referral.missing(facts.file, matter)
    if not lacking:
        yield step(facts, "packet", "UT-REF-16", "The packet is complete: send it", 3, None, "CNSR")
    elif not referral.unanswered(facts.file) or not lacking[0].of_cps:
        yield step(facts, "prefiling", "UT-REF-16", f"Pre-filing: {lacking[0].name}", 3, None, "CNSR")


def _forms(facts: NcpFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    matter = facts.file.prosecution
    if matter is None or matter.phase != referral.PRE:
        return
    for forms in referral.unanswered(facts.file):
        yield from _for_one(facts, forms, rules, on)


def _for_one(facts: NcpFacts, forms: CpForms, rules: Rulebook, on: date) -> Iterator[NextStep]:
    """What follows for one CP whose forms are out."""
    case = facts.file.case(forms.case)
    if case is None or forms.iva_on is not None:
        return
    until, closes = referral.letter_until(forms, rules), referral.closes_from(forms, rules)
    if closes is not None:
        text, due = f"{forms.case}: may close from {closes:%m/%d/%Y}", closes
        yield step(facts, "close", "UT-REF-26", text, 3 if on >= closes else 7, due, "CNSR")
    elif until is not None:
        text = (
            f"{forms.case}: closure notice, if appropriate"
            if on > until
            else f"{forms.case}: determination sent"
        )
        yield step(facts, "notice", "UT-REF-25", text, 4 if on > until else 7, until, "CNSR")
    elif Checks(rules).holds("UT-REF-28", on <= forms.due_on, case=forms.case, due=forms.due_on):
        text = f"{forms.case}: forms of the CP due {forms.due_on:%m/%d/%Y}"
        yield step(facts, "forms", "UT-REF-24", text, 7, forms.due_on, "CNSR")
    else:
        what = "begin IV-A non-cooperation" if case.iva else "Non-Cooperation Determination"
        yield step(facts, "late", "UT-REF-28", f"{forms.case}: {what}", 2, forms.due_on, "CNSR")


def _postal(facts: NcpFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    last = facts.file.requests[-1]
    if last.outcome == "returned":
        text = "Postal request came back: find the right post office"
        yield step(facts, "postal", "UT-REF-13", text, 3, None, "CNSR")


def _active(facts: NcpFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    matter = facts.file.prosecution
    if matter is None or matter.phase != referral.ACTIVE:
        return
    until = referral.defense_until(matter, rules)
    if until is None or matter.trial_on is None:
        yield step(facts, "monitor", "UT-CRT-02", f"Monitor: {matter.status}", 6, None, "CNSP")
    elif matter.trial_on <= on:
        yield step(facts, "disposition", "UT-CRT-10", "Trial day: record the disposition", 2, None, "CNSP")
    elif matter.defense_on is None and on <= until:
        text = f"Affirmative defense until {until:%m/%d/%Y}, trial {matter.trial_on:%m/%d}"
        yield step(facts, "defense", "UT-CRT-08", text, 6, until, "CNSP")
    else:
        yield step(
            facts, "trial", "UT-CRT-08", f"Trial {matter.trial_on:%m/%d/%Y}", 6, matter.trial_on, "CNSP"
        )


def _sentenced(facts: NcpFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    matter = facts.file.prosecution
    if matter is None or matter.phase != referral.SENTENCED:
        return
    if not Checks(rules).holds("UT-CRT-12", not owes_order(facts, matter)):
        yield step(facts, "order", "UT-CRT-12", "Enter the restitution order", 2, None, "S410")
    until = matter.probation_until
    if until is None or on > until:
        yield step(facts, "end", "UT-CRT-11", "Probation is over: end the matter", 4, until, "CNSP")
    else:
        yield step(facts, "probation", "UT-CRT-11", f"Probation until {until:%m/%d/%Y}", 7, until, "CNSP")


def owes_order(facts: NcpFacts, matter: Prosecution) -> bool:
    """Whether restitution was ordered and no order of this matter is entered yet."""
    since = matter.concluded_on
    entered = any(since is not None and order.ordered_on >= since for order in facts.file.orders)
    return "REST" in matter.outcomes and not entered


def _show_cause(facts: NcpFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    for task in facts.file.show_causes:
        if task.closed_on is None:
            text = f"AGO notified {task.notified_on:%m/%d}: OSC for {task.month:%m/%Y}"
            yield step(facts, "osc", "UT-ENF-06", text, 2, None, "CNSP")


def _money(facts: NcpFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    if waits := all_held(facts.file.ledger):
        said = amount(waits, hides=has_fti(facts.file.ledger))
        yield step(facts, "held", "UT-DST-11", f"{said} held", 3, None, "PAYD")


def _modified(facts: NcpFacts, rules: Rulebook, on: date) -> Iterator[NextStep]:
    for case in facts.file.open_cases:
        if case.modified_on is not None and case.coordinated_on is None:
            text = f"{case.number}: order modified {case.modified_on:%m/%d}, tell the AGO"
            yield step(facts, "modified", "UT-ENF-04", text, 1, case.modified_on, "S410")


def _turning(facts: NcpFacts, rules: Rulebook, on: date) -> Iterator[date]:
    """The days on which a step changes although nobody does anything."""
    day = timedelta(days=1)
    for forms in referral.unanswered(facts.file):
        yield forms.due_on + day
        if (until := referral.letter_until(forms, rules)) is not None:
            yield until + day
        if (closes := referral.closes_from(forms, rules)) is not None:
            yield closes
    matter = facts.file.prosecution
    if matter is not None and matter.trial_on is not None and matter.phase == referral.ACTIVE:
        yield matter.trial_on
        yield matter.trial_on - timedelta(days=rules.days("ut_defense_days", matter.trial_on)) + day
    if matter is not None and matter.probation_until is not None:
        yield matter.probation_until + day
    yield from reminders.turning_dates(facts.file)


GUIDE = GuideBook(
    questions=(
        (lambda file: file.prosecutions, _prefiling),
        (lambda file: file.forms, _forms),
        (lambda file: file.requests, _postal),
        (lambda file: file.prosecutions, _active),
        (lambda file: file.prosecutions, _sentenced),
        (lambda file: file.show_causes, _show_cause),
        (lambda file: file.ledger, _money),
        (lambda file: file.cases, _modified),
        (reminders.waiting, reminders.steps),
    ),
    turning_dates=_turning,
    ended=lambda facts, rules, on: (),
    nothing="Nothing to do",
)
