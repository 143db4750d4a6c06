"""The timeline: what happened on a case, what is owed, and what will happen if nothing more is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from cstui.policy import closing, guide, standing
from cstui.policy.facts import Facts
from cstui.policy.rulebook import Rulebook

ARRANGE = 4
"""Steps of the guide up to this urgency wait for the worker; the others run by themselves."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One date on a case: something done, something owed, or something that will come by itself."""

    on: date
    kind: Literal["done", "owed", "coming"]
    text: str
    rule: str = ""
    cite: str = ""


def timeline(facts: Facts, rules: Rulebook, on: date) -> tuple[Moment, ...]:
    """The case along its dates, earliest first; `on` is today."""
    moments = [*_done(facts, rules, on), *_owed(facts, rules, on), *_coming(facts, rules, on)]
    cited = [msgspec.structs.replace(m, cite=rules.rules[m.rule].cite if m.rule else "") for m in moments]
    return tuple(sorted(cited, key=lambda m: (m.on, ("done", "owed", "coming").index(m.kind))))


def _done(facts: Facts, rules: Rulebook, on: date) -> Iterator[Moment]:
    yield Moment(on=facts.case.opened, kind="done", text="Case opened")
    yield from _asked(facts)
    for spell in facts.spells:
        yield Moment(on=spell.applied, kind="done", text=f"Applied for {spell.program}")
        if spell.begins:
            yield Moment(on=spell.begins, kind="done", text=f"{spell.program} certified")
        if spell.notice_on:
            yield Moment(
                on=spell.notice_on, kind="done", text="IV-A sent its advance notice", rule="LA-E522-04"
            )
        if spell.answered_on:
            yield Moment(on=spell.answered_on, kind="done", text="CP answered IV-A", rule="LA-E522-08")
        if spell.closed and spell.closed <= on:
            why = rules.said("ivareason", spell.closing_reason)
            text = f"{spell.program} ended: {why}" if spell.closing_reason else f"{spell.program} ended"
            yield Moment(on=spell.closed, kind="done", text=text, rule="LA-E522-04")
    for a in facts.file.appointments:
        what = rules.meaning("purpose", a.purpose)
        if a.status not in {"open", "moved", "cancelled"}:
            yield Moment(on=a.on, kind="done", text=f"{what}: {a.status}", rule="LA-E521-03")
    for e in facts.file.cooperation:
        struck = "" if e.standing else " (corrected)"
        if e.kind == "cooperating":
            yield Moment(on=e.entered_on, kind="done", text=f"Cooperation entered{struck}", rule="LA-E522-13")
        else:
            text = f"Non-cooperation {e.ground} {e.kind}, DT {e.failed_on:%m/%d/%Y}{struck}"
            yield Moment(on=e.entered_on, kind="done", text=text, rule="LA-E522-01")
        if e.reported_on and e.kind == "reported":
            yield Moment(on=e.reported_on, kind="done", text="LAIN 2IP sent to IV-A", rule="LA-E522-01")
    for g in facts.file.good_cause:
        yield Moment(on=g.on, kind="done", text=f"Good cause {g.standing}", rule="LA-E520-06")
    for c in facts.file.closures:
        yield Moment(on=c.pended_on, kind="done", text=f"Pended for closure, {c.reason}", rule="LA-E522-04")
        if c.notice_on:
            yield Moment(on=c.notice_on, kind="done", text="CSE 105 mailed", rule="LA-E522-06")
        if c.ended_on:
            ended = "Case closed" if c.status == "closed" else "Pend withdrawn"
            yield Moment(on=c.ended_on, kind="done", text=ended, rule="LA-E522-06")


def _asked(facts: Facts) -> Iterator[Moment]:
    """What was referred, agreed, asked and answered (E-520 I, E-522 to E-524)."""
    file = facts.file
    for r in (referral for referral in file.referrals if referral.standing):
        what = "IV-A referral" if r.source == "iva" else "Application for CSE services"
        yield Moment(on=r.received_on, kind="done", text=f"{what} received", rule="LA-E523-02")
        if r.cleared_on:
            yield Moment(on=r.cleared_on, kind="done", text=f"{what} cleared", rule="LA-E523-02")
    for a in facts.agreements:
        yield Moment(on=a.received_on, kind="done", text="CP brought OFS 53", rule="LA-E522-16")
        if a.completed_on:
            yield Moment(on=a.completed_on, kind="done", text="OFS 53 completed", rule="LA-E522-16")
    for q in file.requests:
        text = f"Office {q.from_office} asks for cooperation"
        yield Moment(on=q.opened_on, kind="done", text=text, rule="LA-E522-19")
    for k in (kept for kept in file.retained if kept.standing):
        text = f"Support of {k.amount / 100:,.2f} kept by the CP"
        yield Moment(on=k.paid_on, kind="done", text=text, rule="LA-E520-05")
        if k.turned_over_on:
            yield Moment(on=k.turned_over_on, kind="done", text="Support turned over", rule="LA-E520-05")
    for e in file.escalations:
        yield Moment(on=e.notified_on, kind="done", text="PI Consultant told", rule="LA-E524-02")
        if e.answered_on:
            yield Moment(on=e.answered_on, kind="done", text="PI Consultant answered", rule="LA-E524-02")


def _owed(facts: Facts, rules: Rulebook, on: date) -> Iterator[Moment]:
    """What waits for the worker, as the guide says it; a step without a date stands at today."""
    for step in guide.steps(facts, rules, on):
        if step.urgency <= ARRANGE:
            yield Moment(on=step.due or on, kind="owed", text=step.text, rule=step.rule)


def _coming(facts: Facts, rules: Rulebook, on: date) -> Iterator[Moment]:
    for a in standing.open_appointments(facts.file):
        if a.on > on:
            what = rules.meaning("purpose", a.purpose)
            yield Moment(on=a.on, kind="coming", text=f"{what} at {a.at}", rule="LA-E521-04")
    for form in facts.file.forms:
        if form.due_on is not None and form.due_on > on and not (form.received_on or form.stopped_on):
            text = f"{form.form}: documents due back"
            yield Moment(on=form.due_on, kind="coming", text=text, rule="LA-E521-12")
    for reminder in facts.file.reminders:
        if reminder.done_on is None and reminder.due > on:
            text = f"Reminder: {reminder.text}"
            yield Moment(on=reminder.due, kind="coming", text=text, rule="CS-177")
    pend = standing.pend(facts.file)
    if pend is not None:
        held = standing.contact_since(facts.file, pend) is not None
        if pend.closes_on is not None and held:
            night, text = max(pend.closes_on, on), "Case closes if the CP's contact is decided on"
            yield Moment(on=night, kind="coming", text=text, rule="LA-E522-24")
        elif pend.closes_on is not None:
            night = max(pend.closes_on, on)
            yield Moment(on=night, kind="coming", text="Case closes", rule="LA-E522-06")
        return
    entry = standing.noncooperation(facts.file)
    if entry is None or facts.case.status != "open" or standing.determined_good_cause(facts.file):
        return
    spell = standing.spell_on(facts.spells, on)
    if spell is None:
        return
    reported = entry.reported_on or on
    escalate = standing.escalation_due(reported, rules)
    notice = spell.notice_on if spell.notice_on and spell.notice_on >= reported else None
    if spell.closed is None and notice is not None and standing.answered_in_time(spell, rules):
        if escalate > on:
            yield Moment(on=escalate, kind="coming", text="Tell the PI Consultant", rule="LA-E524-02")
        return
    if spell.closed is not None:
        removed = spell.closed
    else:
        if notice is None:
            notice = standing.notice_due(reported, rules)
            yield Moment(on=notice, kind="coming", text="IV-A sends its notice by now", rule="LA-E522-04")
        out = standing.notice_runs_out(notice, rules)
        yield Moment(on=out, kind="coming", text="IV-A's notice runs out", rule="LA-E522-04")
        removed = standing.removal(out)
    yield Moment(
        on=removed, kind="coming", text="CP removed from benefits; FTC can be pended", rule="LA-E522-04"
    )
    closes = closing.closes_on(removed, removed, rules)
    text = "Earliest automatic close, if pended and CSE 105 mailed that day"
    yield Moment(on=closes, kind="coming", text=text, rule="LA-E522-06")
    if removed > escalate:
        yield Moment(on=escalate, kind="coming", text="Tell the PI Consultant", rule="LA-E524-02")
