"""What happened on a case and which dates are set, from its records (`cstui.nightly.timeline`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.policy.other_closings import RULES
from cstui.policy import reminders
from cstui.policy.moments import Moment
from cstui.policy.rulebook import Rulebook


def history(facts: Facts, rules: Rulebook, on: date) -> Iterator[Moment]:
    """What was done and what was told of the case, each on its day; `on` is today."""
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
            if spell.begins is None and spell.closing_reason in case_position.OUTCOMES:
                text = f"{spell.program} {why}"
            yield Moment(on=spell.closed, kind="done", text=text, rule="LA-E522-04")
    for a in facts.file.appointments:
        what = rules.meaning("purpose", a.purpose)
        if a.status not in {"open", "moved", "cancelled"}:
            yield Moment(on=a.on, kind="done", text=f"{what}: {a.status}", rule="LA-E521-03")
    for form in facts.file.forms:
        if form.returned_on is not None:
            text = f"{form.form} came back by mail"
            yield Moment(on=form.returned_on, kind="done", text=text, rule="LA-E521-17")
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
        yield Moment(
            on=g.on, kind="done", text=f"Good cause {g.standing or 'not claimed'}", rule="LA-E520-06"
        )
    for c in facts.file.closures:
        yield Moment(
            on=c.pended_on, kind="done", text=f"Pended for closure, {c.reason}", rule=RULES[c.reason]
        )
        if c.notice_on:
            yield Moment(on=c.notice_on, kind="done", text="CSE 105 mailed", rule="LA-E522-06")
        if c.ended_on:
            ended = "Case closed" if c.status == "closed" else "Pend withdrawn"
            yield Moment(on=c.ended_on, kind="done", text=ended, rule="LA-E522-06")


def ahead(facts: Facts, rules: Rulebook, on: date) -> Iterator[Moment]:
    """The dates after `on` that are set: appointments, documents due back, reminders."""
    for a in case_position.open_appointments(facts.file):
        if a.on > on:
            text = f"{rules.meaning('purpose', a.purpose)} at {a.at}"
            yield Moment(on=a.on, kind="coming", text=text, rule="LA-E521-04")
    for form in facts.file.forms:
        if form.due_on is not None and form.due_on > on and not (form.received_on or form.stopped_on):
            text = f"{form.form}: documents due back"
            yield Moment(on=form.due_on, kind="coming", text=text, rule="LA-E521-12")
    yield from reminders.ahead(facts, on)


def _asked(facts: Facts) -> Iterator[Moment]:
    """What was referred, agreed, asked and answered (E-520 I, E-522 to E-524)."""
    file = facts.file
    for r in (referral for referral in file.referrals if referral.standing):
        what = "IV-A referral" if r.source == "iva" else "Application for CSE services"
        yield Moment(on=r.received_on, kind="done", text=f"{what} received", rule="LA-E523-02")
        if r.cleared_on:
            yield Moment(on=r.cleared_on, kind="done", text=f"{what} cleared", rule="LA-E523-02")
        if r.ended_on:
            yield Moment(on=r.ended_on, kind="done", text=f"{what} {r.outcome}", rule="LA-E524-06")
    for a in (agreement for agreement in facts.agreements if agreement.standing):
        yield Moment(on=a.received_on, kind="done", text="CP brought OFS 53", rule="LA-E522-16")
        if a.completed_on:
            yield Moment(on=a.completed_on, kind="done", text="OFS 53 completed", rule="LA-E522-16")
    for q in file.requests:
        text = f"Office {q.from_office} asks for cooperation"
        yield Moment(on=q.opened_on, kind="done", text=text, rule="LA-E522-19")
    for case, q in case_position.asked_of_others(facts):
        text = f"Office {case.office} asked: cooperation on {case.number}"
        yield Moment(on=q.opened_on, kind="done", text=text, rule="LA-E522-19")
        if q.done_on:
            text = f"Office {case.office} answered: {case.number}"
            yield Moment(on=q.done_on, kind="done", text=text, rule="LA-E522-19")
    for k in (kept for kept in file.retained if kept.standing):
        text = f"Support of {k.amount / 100:,.2f} kept by the CP"
        yield Moment(on=k.paid_on, kind="done", text=text, rule="LA-E520-05")
        if k.turned_over_on:
            yield Moment(on=k.turned_over_on, kind="done", text="Support turned over", rule="LA-E520-05")
    for e in file.escalations:
        yield Moment(on=e.notified_on, kind="done", text="PI Consultant told", rule="LA-E524-02")
        if e.answered_on:
            yield Moment(on=e.answered_on, kind="done", text="PI Consultant answered", rule="LA-E524-02")
