"""Acts of the follow-up (E-520 I, E-524, E-525): support kept, PI Consultant, participation, reminders."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from cstui.acts.base import Act, changed, decided, made_form, next_seq
from cstui.policy import followup, standing
from cstui.policy.effects import Add, Effects, Log, Refused
from cstui.policy.facts import Facts
from cstui.policy.followup_records import Escalation, Reminder, Retained, Review
from cstui.policy.formats import OfficeCode, WorkerNumber
from cstui.policy.rulebook import Checks, Rulebook

Cents = Annotated[int, msgspec.Meta(gt=0, lt=10**9, description="an amount in cents")]


class RecordRetained(Act, frozen=True, kw_only=True):
    """Record support from the NCP that the CP received and did not turn over (E-520 I).

    `amount` in cents; `assigned_on` is the day from which support is assigned.
    """

    paid_on: date
    amount: Cents
    assigned_on: date

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        checks.holds("CS-118", self.paid_on <= on, "paid", label="PAID", on=self.paid_on)
        kept = Retained(
            case=self.case,
            seq=next_seq(facts.file.retained),
            paid_on=self.paid_on,
            amount=self.amount,
            assigned_on=self.assigned_on,
            found_on=on,
        )
        text = f"CP received {self.amount / 100:,.2f} on {self.paid_on:%m/%d/%Y} and did not turn it over."
        return decided(checks, [Add(kept)], [Log(case=self.case, action="SP", text=text)], text)


class TurnOver(Act, frozen=True, kw_only=True):
    """Record that the CP turned over support that she or he had kept."""

    retained: int

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        kept = next((r for r in facts.file.retained if r.seq == self.retained and r.standing), None)
        if kept is None:
            checks.holds("CS-123", False, "paid", case=self.case, what="payment", value=self.retained)
            return Refused(tuple(checks.found))
        done = kept.turned_over_on
        checks.holds("CS-156", done is None, "paid", what="Payment", value=kept.seq, on=done)
        text = f"Support of {kept.paid_on:%m/%d/%Y} was turned over."
        return decided(
            checks, [changed(kept, turned_over_on=on)], [Log(case=self.case, action="SP", text=text)], text
        )


class NotifyConsultant(Act, frozen=True, kw_only=True):
    """Tell the Program Integration Consultant: reported, two full months gone, benefits run (E-524)."""

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        why = followup.why_not_escalate(facts, rules, on)
        checks.holds("LA-E524-04", not why, "action", why=why)
        entry = standing.noncooperation(facts.file)
        spell = standing.spell_on(facts.spells, on)
        form = made_form(
            facts,
            "PI NOTICE",
            on,
            ground=rules.said("noncoop", entry.ground) if entry else "",
            failed=entry.failed_on if entry else "",
            reported=entry.reported_on if entry else "",
            program=spell.program if spell else "",
            since=spell.begins if spell else "",
            iva=facts.case.iva_number,
        )
        escalation = Escalation(case=self.case, seq=next_seq(facts.file.escalations), notified_on=on)
        text = "Program Integration Consultant notified: benefits run two full months after the report."
        return decided(checks, [Add(escalation), form], [Log(case=self.case, action="PI", text=text)], text)


class RecordConsultantAnswer(Act, frozen=True, kw_only=True):
    """Record what the Program Integration Consultant answered (E-524)."""

    answer: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        checks.holds("CS-105", bool(self.answer.strip()), "answer", label="ANSWER")
        waiting = next((e for e in reversed(facts.file.escalations) if e.answered_on is None), None)
        if waiting is None:
            checks.holds("CS-179", False, "answer", case=self.case)
            return Refused(tuple(checks.found))
        text = f"PI Consultant answered: {self.answer.strip()}"
        change = changed(waiting, answered_on=on, answer=self.answer.strip())
        return decided(checks, [change], [Log(case=self.case, action="PI", text=text)], "Answer recorded.")


class RecordReview(Act, frozen=True, kw_only=True):
    """Record the quarterly review of the non-cooperation on a case (E-524); `on` is today if left out."""

    on: date | None = None
    remark: str = ""

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        day = self.on or on
        stands = standing.noncooperation(facts.file) or standing.documented(facts.file)
        checks.holds("CS-146", stands is not None and facts.case.status != "closed", "action", case=self.case)
        checks.holds("CS-118", day <= on, "reviewed", label="REVIEWED", on=day)
        if stands is not None:
            checks.holds("CS-147", day >= stands.entered_on, "reviewed", on=day, entered=stands.entered_on)
        last = followup.last_review(facts)
        again = last is not None and last.on == day
        checks.holds("CS-156", not again, "action", what="Review of case", value=self.case, on=day)
        review = Review(
            case=self.case,
            seq=next_seq(facts.file.reviews),
            on=day,
            remark=self.remark.strip(),
            entered_on=on,
            worker=actor,
        )
        text = f"Quarterly review of {day:%m/%d/%Y}."
        said = f"{text} {review.remark}".strip()
        return decided(checks, [Add(review)], [Log(case=self.case, action="RV", text=said)], text)


class CorrectReview(Act, frozen=True, kw_only=True):
    """Set aside a review that was recorded by mistake, with the reason; it stays in CALO."""

    review: int
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = next((r for r in facts.file.reviews if r.seq == self.review and r.standing), None)
        if found is None:
            checks.holds("CS-123", False, "action", case=self.case, what="review", value=self.review)
            return Refused(tuple(checks.found))
        checks.holds("CS-105", bool(self.reason.strip()), "why", label="WHY")
        text = f"Review of {found.on:%m/%d/%Y} set aside: {self.reason.strip()}"
        change = changed(found, standing=False)
        return decided(checks, [change], [Log(case=self.case, action="CE", text=text)], text)


class SetParticipation(Act, frozen=True, kw_only=True):
    """Change a child's participation status after report and removal (E-525; C-140)."""

    child: int
    status: Literal["A", "N"]

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        child = next((c for c in facts.file.children if c.seq == self.child), None)
        if child is None:
            checks.holds("CS-123", False, "status", case=self.case, what="child", value=self.child)
            return Refused(tuple(checks.found))
        why = "" if self.status == "A" else followup.why_not_out(facts, child, on)
        checks.holds("LA-E525-02", not why, "status", why=why)
        text = f"Child {child.seq}: participation {rules.said('participation', self.status)}."
        change = changed(child, participation=self.status)
        return decided(checks, [change], [Log(case=self.case, action="PS", text=text)], text)


class SetReminder(Act, frozen=True, kw_only=True):
    """Set a reminder of one's own on a case."""

    due: date
    text: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        checks.holds("CS-105", bool(self.text.strip()), "text", label="TEXT")
        reminder = Reminder(
            case=self.case,
            seq=next_seq(facts.file.reminders),
            worker=actor,
            due=self.due,
            text=self.text.strip(),
        )
        text = f"Reminder for {self.due:%m/%d/%Y}: {reminder.text}"
        return decided(checks, [Add(reminder)], [Log(case=self.case, action="RM", text=text)], text)


class MoveReminder(Act, frozen=True, kw_only=True):
    """Snooze a reminder to another day, or, without a day, mark it done."""

    reminder: int
    due: date | None = None

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = next((r for r in facts.file.reminders if r.seq == self.reminder), None)
        if found is None:
            checks.holds("CS-123", False, "action", case=self.case, what="reminder", value=self.reminder)
            return Refused(tuple(checks.found))
        checks.holds(
            "CS-156", found.done_on is None, "action", what="Reminder", value=found.seq, on=found.done_on
        )
        if self.due is None:
            text, change = f"Reminder done: {found.text}", changed(found, done_on=on)
        else:
            text = f"Reminder moved to {self.due:%m/%d/%Y}: {found.text}"
            change = changed(found, due=self.due)
        return decided(checks, [change], [Log(case=self.case, action="RM", text=text)], text)


class AcknowledgeNews(Act, frozen=True, kw_only=True):
    """Acknowledge the benefit updates of IV-A on a case: one by its number, else all that wait."""

    update: int | None = None

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        waiting = [n for n in facts.file.news if n.acknowledged_on is None and self.update in (None, n.seq)]
        which = "to see" if self.update is None else self.update
        checks.holds("CS-123", bool(waiting), "action", case=self.case, what="update", value=which)
        text = f"{len(waiting)} update(s) of IV-A acknowledged."
        changes = [changed(n, acknowledged_on=on) for n in waiting]
        return decided(checks, changes, [Log(case=self.case, action="IV", text=text)], text)


class AssignCase(Act, frozen=True, kw_only=True):
    """Assign a case to another worker, of its own office or of the one it is transferred to."""

    worker: WorkerNumber
    office: OfficeCode | None = None

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        office = self.office or facts.case.office
        fits = self.worker.startswith(office)
        checks.holds("CS-116", fits, "worker", label="WORKER", value=self.worker, shape=f"of office {office}")
        moved = f" of office {office}" if office != facts.case.office else ""
        text = f"Case assigned to worker {self.worker}{moved} (was {facts.case.worker})."
        change = changed(facts.case, worker=self.worker, office=office)
        return decided(checks, [change], [Log(case=self.case, action="TR", text=text)], text)
