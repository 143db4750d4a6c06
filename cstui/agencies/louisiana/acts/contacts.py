"""Acts on contacts and notes: CONT and CALO."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from msgspec.structs import replace

from cstui.acts.base import LATER, Act, added, before, changed, decided, entered, next_seq, to_correct
from cstui.agencies.louisiana.acts.base import CaseAct, check_day
from cstui.agencies.louisiana.acts.closing import withdrawal
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Closure, Contact
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook


class RecordContact(CaseAct, frozen=True, kw_only=True):
    """Record a call, message or walk-in: who, why, when, what was promised.

    `how` C, M or W; `about` AP, IN, RE, CO, NI, FH, NS, NA or OT; `initiative` that the CP contacted us,
    not CSE; `appointment` the one it was about. New information (NI) withdraws a pend (45 CFR 303.11). A
    walk-in with IN, CO or RE is an interview (E-521). A CP who fears harm (FH) is sent to IV-A.
    """

    label: ClassVar[str] = "contact"
    way_out: ClassVar[str] = "It withdrew the pend. Pend the case again with FTC on CAS1 if it still may be."

    how: Literal["C", "M", "W"]
    about: Literal["AP", "IN", "RE", "CO", "NI", "FH", "NS", "NA", "OT"]
    on: date
    text: str = ""
    promised: str = ""
    initiative: bool = True
    appointment: int | None = None

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        check_day(checks, facts, self.on, on, "on", "ON")
        known = self.appointment is None or any(a.seq == self.appointment for a in facts.file.appointments)
        checks.holds("CS-111", known, "appointment", case=self.case, value=self.appointment)
        checks.holds("LA-E521-18", self.about != "IN" or self.how == "W", "how")
        checks.holds("LA-E520-11", self.about != "FH", "about")
        contact = Contact(
            case=self.case,
            seq=next_seq(facts.file.contacts),
            person=facts.cp.number,
            on=self.on,
            how=self.how,
            about=self.about,
            initiative=self.initiative,
            appointment=self.appointment,
            text=self.text.strip(),
            promised=self.promised.strip(),
            worker=actor,
        )
        how = rules.meaning("how", self.how)
        who = "from CP" if self.initiative else "to CP"
        text = f"{how} {who} {self.on:%m/%d/%Y}: {rules.said('about', self.about)}."
        text += f" {contact.text}" if contact.text else ""
        text += f" Promised: {contact.promised}" if contact.promised else ""
        changes: list[Add | Change] = [Add(contact)]
        logs = [self.log("CN", text)]
        message = "Contact recorded."
        if self.about == "FH":
            message += " Send the CP to IV-A."
        if self.about == "NI" and (withdrawn := withdrawal(facts.file, on, "New information from the CP.")):
            changes += withdrawn.changes
            logs += withdrawn.logs
            message += " The pend is withdrawn: new information makes action possible."
        return decided(checks, changes, logs, message)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        if before(effects, Closure):
            return ()
        contact = added(effects, Contact)[0]
        return (CorrectContact(case=self.case, contact=contact.seq, reason=LATER),)


class AddNote(CaseAct, frozen=True, kw_only=True):
    """Add a note to the activity log CALO. `to` says whom it is addressed to, if anybody."""

    label: ClassVar[str] = "note"

    text: str
    to: Literal["", "CP", "PI", "IV", "OF"] = ""

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        checks.holds("CS-105", bool(self.text.strip()), "note", label="NOTE")
        checks.holds("LA-E524-03", self.to != "IV", "to")
        text = self.text.strip()
        if self.to:
            text = f"To {rules.meaning('addressee', self.to)}: {text}"
        return decided(checks, (), [self.log("NT", text)], "Note added to CALO.")

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return (AddNote(case=self.case, text=f"Note taken back ({self.text.strip()[:40]}):"),)

    @property
    def wants_reason(self) -> bool:
        return True

    def explained(self, reason: str) -> Act:
        return replace(self, text=f"{self.text} {reason}")


class CorrectContact(CaseAct, frozen=True, kw_only=True):
    """Set aside a contact that was recorded by mistake, with the reason; policy reads it no longer."""

    label: ClassVar[str] = "contact set aside"

    contact: int
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        rows = (contact for contact in facts.file.contacts if contact.standing)
        found = to_correct(checks, self.case, rows, self.contact, "contact", self.reason)
        if found is None:
            return decided(checks)
        text = f"Contact of {found.on:%m/%d/%Y} set aside: {self.reason.strip()}"
        return entered(checks, self, "CE", [changed(found, standing=False)], text)
