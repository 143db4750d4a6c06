"""Acts that set an entry right which was made by mistake. Nothing is erased: the entry stays in CALO."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Literal, Protocol, TypeVar

from cstui.acts.base import Act, changed, decided, entered, numbered
from cstui.policy import appointments, standing
from cstui.policy.effects import Change, Effects, Refused
from cstui.policy.facts import Facts
from cstui.policy.records import Record
from cstui.policy.rulebook import Checks, Rulebook

R = TypeVar("R", bound=Record)


class Correction(Protocol):
    """An act that sets right an entry of a case, and says why."""

    @property
    def case(self) -> str: ...

    @property
    def reason(self) -> str: ...


def _found(checks: Checks, act: Correction, rows: Iterable[R], seq: int, what: str) -> R | None:
    """The entry to be set right; a correction needs a reason as well."""
    found = numbered(checks, act.case, rows, seq, what, "action")
    if found is not None:
        checks.holds("CS-105", bool(act.reason.strip()), "why", label="WHY")
    return found


class CorrectContact(Act, frozen=True, kw_only=True):
    """Set aside a contact that was recorded by mistake, with the reason; policy reads it no longer."""

    contact: int
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        rows = (contact for contact in facts.file.contacts if contact.standing)
        found = _found(checks, self, rows, self.contact, "contact")
        if found is None:
            return decided(checks)
        checks.holds("CS-105", bool(self.reason.strip()), "why", label="WHY")
        text = f"Contact of {found.on:%m/%d/%Y} set aside: {self.reason.strip()}"
        return entered(checks, self.case, "CE", [changed(found, standing=False)], text)


class CorrectRetained(Act, frozen=True, kw_only=True):
    """Set aside support recorded as kept by mistake, with the reason; policy reads it no longer."""

    retained: int
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        rows = (kept for kept in facts.file.retained if kept.standing)
        found = _found(checks, self, rows, self.retained, "payment")
        if found is None:
            return decided(checks)
        checks.holds("CS-105", bool(self.reason.strip()), "why", label="WHY")
        text = f"Payment of {found.paid_on:%m/%d/%Y} set aside: {self.reason.strip()}"
        return entered(checks, self.case, "CE", [changed(found, standing=False)], text)


class ReopenAppointment(Act, frozen=True, kw_only=True):
    """Open an appointment again whose outcome, move or cancelling was entered by mistake.

    Only where a new one could be made: the case is not closed, and no other of the kind is open.
    """

    needs_calendar: ClassVar[bool] = True

    appointment: int
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = _found(checks, self, facts.file.appointments, self.appointment, "appointment")
        if found is None:
            return decided(checks)
        checks.holds("CS-105", bool(self.reason.strip()), "why", label="WHY")
        taken = facts.calendar.taken if facts.calendar else frozenset()
        if found.status != "open":
            appointments.check_schedule(checks, facts, found.purpose)
        free = found.status != "open" and (found.worker, found.on, found.at) not in taken
        checks.holds("CS-148", free, "action", on=found.on, at=found.at, worker=found.worker)
        text = f"Appointment of {found.on:%m/%d/%Y} {found.at} open again (was {found.status}): "
        text += self.reason.strip()
        change = changed(found, status="open", outcome_on=None, refused=False, stopped=False, necessary=True)
        return entered(checks, self.case, "CE", [change], text)


class CorrectForm(Act, frozen=True, kw_only=True):
    """Set right a date of a form entered by mistake: mailed, returned, stopped or received.

    `to` is the date that holds instead; without it there is none. What was not mailed did not come
    back either; taking back the mailing of CSE 105 takes back the day on which the case closes.
    """

    form: int
    what: Literal["mailed", "returned", "stopped", "received"]
    to: date | None = None
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = _found(checks, self, facts.file.forms, self.form, "form")
        if found is None:
            return decided(checks)
        checks.holds("CS-105", bool(self.reason.strip()), "why", label="WHY")
        was = getattr(found, f"{self.what}_on")
        checks.holds("CS-149", was != self.to, "form", form=found.form, what=self.what)
        dates = {f"{self.what}_on": self.to}
        if self.what == "mailed" and self.to is None:
            dates["returned_on"] = None
        changes: list[Change] = [changed(found, **dates)]
        pend = standing.pend(facts.file)
        if found.form == "CSE 105" and self.what == "mailed" and pend is not None and pend.notice_on == was:
            changes.append(changed(pend, notice_on=None, closes_on=None))
        day = f"{self.to:%m/%d/%Y}" if self.to else "not"
        text = f"{found.form} of {found.made_on:%m/%d/%Y}: {self.what} {day}. {self.reason.strip()}"
        return entered(checks, self.case, "CE", changes, text)


class CorrectReminder(Act, frozen=True, kw_only=True):
    """Set a reminder back to the day on which it was due, also one that was marked done by mistake."""

    reminder: int
    due: date
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = _found(checks, self, facts.file.reminders, self.reminder, "reminder")
        if found is None:
            return decided(checks)
        checks.holds("CS-105", bool(self.reason.strip()), "why", label="WHY")
        text = f"Reminder is due {self.due:%m/%d/%Y} again: {found.text}. {self.reason.strip()}"
        return entered(checks, self.case, "CE", [changed(found, due=self.due, done_on=None)], text)
