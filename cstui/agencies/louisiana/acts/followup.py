"""Acts of the follow-up (E-520 I, E-524, E-525): support kept, PI Consultant, participation, reminders."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

import msgspec

from cstui.acts.base import (
    LATER,
    Act,
    added,
    before,
    changed,
    decided,
    entered,
    next_seq,
    numbered,
    to_correct,
)
from cstui.agencies.louisiana.acts.appointments import taken_along
from cstui.agencies.louisiana.acts.base import CaseAct, check_day, made_form
from cstui.agencies.louisiana.acts.mail import stopped
from cstui.agencies.louisiana.formats import OfficeCode, WorkerNumber
from cstui.agencies.louisiana.policy import case_position, followup
from cstui.agencies.louisiana.policy.appointments import SESSIONS
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Appointment, Case, Child, Escalation, Retained, Review
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook

Cents = Annotated[int, msgspec.Meta(gt=0, lt=10**9, description="an amount in cents")]


class RecordRetained(CaseAct, frozen=True, kw_only=True):
    """Record support from the NCP that the CP received and did not turn over (E-520 I).

    `amount` in cents; `assigned_on` is the day from which support is assigned.
    """

    label: ClassVar[str] = "support kept"

    paid_on: date
    amount: Cents
    assigned_on: date

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        check_day(checks, facts, self.paid_on, on, "paid", "PAID")
        kept = Retained(
            case=self.case,
            seq=next_seq(facts.file.retained),
            paid_on=self.paid_on,
            amount=self.amount,
            assigned_on=self.assigned_on,
            found_on=on,
        )
        text = f"CP received {self.amount / 100:,.2f} on {self.paid_on:%m/%d/%Y} and did not turn it over."
        return entered(checks, self, "SP", [Add(kept)], text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        kept = added(effects, Retained)[0]
        return (CorrectRetained(case=self.case, retained=kept.seq, reason=LATER),)


class TurnOver(CaseAct, frozen=True, kw_only=True):
    """Record that the CP turned over support that he or she had kept."""

    label: ClassVar[str] = "support turned over"

    retained: int

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        rows = (kept for kept in facts.file.retained if kept.standing)
        kept = numbered(checks, self.case, rows, self.retained, "payment", "paid")
        if kept is None:
            return decided(checks)
        done = kept.turned_over_on
        checks.holds("CS-156", done is None, "paid", what="Payment", value=kept.seq, on=done)
        text = f"Support of {kept.paid_on:%m/%d/%Y} was turned over."
        return entered(checks, self, "SP", [changed(kept, turned_over_on=on)], text)


class NotifyConsultant(CaseAct, frozen=True, kw_only=True):
    """Tell the Program Integration Consultant: reported, two full months gone, benefits run (E-524)."""

    label: ClassVar[str] = "PI Consultant told"

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        why = followup.why_not_escalate(facts, rules, on)
        checks.holds("LA-E524-04", not why, "action", why=why)
        entry = case_position.noncooperation(facts.file)
        spell = case_position.spell_on(facts.spells, on)
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
        return entered(checks, self, "PI", [Add(escalation), form], text)


class RecordConsultantAnswer(CaseAct, frozen=True, kw_only=True):
    """Record what the Program Integration Consultant answered (E-524)."""

    label: ClassVar[str] = "PI Consultant's answer"

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
        return decided(checks, [change], [self.log("PI", text)], "Answer recorded.")


class RecordReview(CaseAct, frozen=True, kw_only=True):
    """Record the quarterly review of the non-cooperation on a case (E-524); `on` is today if left out."""

    label: ClassVar[str] = "quarterly review"

    on: date | None = None
    remark: str = ""

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        day = self.on or on
        stands = case_position.noncooperation(facts.file) or case_position.documented(facts.file)
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
        return decided(checks, [Add(review)], [self.log("RV", said)], text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        review = added(effects, Review)[0]
        return (CorrectReview(case=self.case, review=review.seq, reason=LATER),)


class CorrectReview(CaseAct, frozen=True, kw_only=True):
    """Set aside a review that was recorded by mistake, with the reason; it stays in CALO."""

    label: ClassVar[str] = "quarterly review set aside"

    review: int
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        rows = (review for review in facts.file.reviews if review.standing)
        found = to_correct(checks, self.case, rows, self.review, "review", self.reason)
        if found is None:
            return decided(checks)
        text = f"Review of {found.on:%m/%d/%Y} set aside: {self.reason.strip()}"
        return entered(checks, self, "CE", [changed(found, standing=False)], text)


class RecordOrder(CaseAct, frozen=True, kw_only=True):
    """Record a child's support order and its end (E-525): what is left out is taken away.

    `order_until` is the last day on which the order holds, `emancipated_on` the first day on which the child
    is emancipated.
    """

    label: ClassVar[str] = "child's order"

    child: int
    order_on: date | None = None
    order_until: date | None = None
    emancipated_on: date | None = None

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        child = numbered(checks, self.case, facts.file.children, self.child, "child", "command")
        if child is None:
            return decided(checks)
        if self.order_on is not None:
            checks.holds("CS-118", self.order_on <= on, "command", label="ORDER", on=self.order_on)
        person = facts.person(child.person)
        for label, day in (("ORDER", self.order_on), ("EMANCIPATED", self.emancipated_on)):
            if day is not None:
                born = person.born if person else None
                checks.holds("CS-281", born is None or day >= born, "command", label=label, on=day, born=born)
        ended = self.order_until is None or (self.order_on or date.max) <= self.order_until
        checks.holds("LA-E525-05", ended, "command", on=self.order_on, until=self.order_until)
        said = f"order of {self.order_on:%m/%d/%Y}" if self.order_on else "no order"
        said += f" until {self.order_until:%m/%d/%Y}" if self.order_until else ""
        said += f", emancipated {self.emancipated_on:%m/%d/%Y}" if self.emancipated_on else ""
        change = changed(
            child,
            order_on=self.order_on,
            order_until=self.order_until,
            emancipated_on=self.emancipated_on,
        )
        return entered(checks, self, "PS", [change], f"Child {child.seq}: {said}.")

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        was = before(effects, Child)[0]
        return (
            RecordOrder(
                case=self.case,
                child=self.child,
                order_on=was.order_on,
                order_until=was.order_until,
                emancipated_on=was.emancipated_on,
            ),
        )


class SetParticipation(CaseAct, frozen=True, kw_only=True):
    """Change a child's participation status after report and removal (E-525; C-140)."""

    label: ClassVar[str] = "child's participation"

    child: int
    status: Literal["A", "N"]

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        child = numbered(checks, self.case, facts.file.children, self.child, "child", "status")
        if child is None:
            return decided(checks)
        why = "" if self.status == "A" else followup.why_not_out(facts, child, rules, on)
        checks.holds("LA-E525-02", not why, "status", why=why)
        text = f"Child {child.seq}: participation {rules.said('participation', self.status)}."
        change = changed(child, participation=self.status)
        return entered(checks, self, "PS", [change], text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        child = before(effects, Child)[0]
        return (SetParticipation(case=self.case, child=self.child, status=child.participation),)  # type: ignore[arg-type]


class AcknowledgeNews(CaseAct, frozen=True, kw_only=True):
    """Acknowledge the benefit updates of IV-A on a case: one by its number, else all that wait."""

    label: ClassVar[str] = "update acknowledged"

    update: int | None = None

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        waiting = [n for n in facts.file.news if n.acknowledged_on is None and self.update in (None, n.seq)]
        which = "to see" if self.update is None else self.update
        checks.holds("CS-123", bool(waiting), "action", case=self.case, what="update", value=which)
        text = f"{len(waiting)} update(s) of IV-A acknowledged."
        changes = [changed(n, acknowledged_on=on) for n in waiting]
        return entered(checks, self, "IV", changes, text)


class AssignCase(CaseAct, frozen=True, kw_only=True):
    """Assign a case to another worker, of its own office or of the one it is transferred to.

    `appointments` says what becomes of open ones: T the new worker takes them along (to another office: the
    interviews, with a new letter that names the place; a hearing or test stays where it is), S they stay
    with the worker who has them.
    """

    label: ClassVar[str] = "case assigned"

    needs_calendar: ClassVar[bool] = True

    worker: WorkerNumber
    office: OfficeCode | None = None
    appointments: Literal["", "T", "S"] = ""

    def books(self, facts: Facts) -> str:
        return self.worker

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        office = self.office or facts.case.office
        fits = self.worker.startswith(office)
        checks.holds("CS-116", fits, "worker", label="WORKER", value=self.worker, shape=f"of office {office}")
        held = [a for a in case_position.open_appointments(facts.file) if a.worker != self.worker]
        checks.holds(
            "CS-298",
            not held or bool(self.appointments),
            "worker",
            count=len(held),
            worker=held[0].worker if held else "",
            on=held[0].on if held else None,
            to=self.worker,
        )
        far = office != facts.case.office
        moved = f" of office {office}" if far else ""
        text = f"Case assigned to worker {self.worker}{moved} (was {facts.case.worker})."
        changes: list[Add | Change] = [changed(facts.case, worker=self.worker, office=office)]
        taken = [a for a in held if self.appointments == "T" and not (far and a.purpose in SESSIONS)]
        for appointment in taken:
            changes += taken_along(checks, facts, appointment, self.worker, on, far=far)
        if taken:
            text += " Taken along: " + ", ".join(f"{a.purpose} {a.on:%m/%d/%Y}" for a in taken) + "."
        if left := [a for a in held if a not in taken]:
            stay = (f"{a.purpose} {a.on:%m/%d/%Y} with worker {a.worker}" for a in left)
            text += f" Not taken along: {', '.join(stay)}."
        return entered(checks, self, "TR", changes, text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        was = before(effects, Case)[0]
        along: Literal["T", "S"] = "T" if before(effects, Appointment) else "S"
        back = AssignCase(case=self.case, worker=was.worker, office=was.office, appointments=along)
        return (*stopped(self.case, effects), back)


class CorrectRetained(CaseAct, frozen=True, kw_only=True):
    """Set aside support recorded as kept by mistake, with the reason; policy reads it no longer."""

    label: ClassVar[str] = "support kept set aside"

    retained: int
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        rows = (kept for kept in facts.file.retained if kept.standing)
        found = to_correct(checks, self.case, rows, self.retained, "payment", self.reason)
        if found is None:
            return decided(checks)
        text = f"Payment of {found.paid_on:%m/%d/%Y} set aside: {self.reason.strip()}"
        return entered(checks, self, "CE", [changed(found, standing=False)], text)
