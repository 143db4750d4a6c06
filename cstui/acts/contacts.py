"""Acts on contacts and notes: CONT and CALO."""

from __future__ import annotations

from datetime import date
from typing import Literal

from cstui.acts.base import Act, decided, next_seq
from cstui.acts.closing import withdrawal
from cstui.policy import standing
from cstui.policy.effects import Add, Change, Effects, Log, Refused
from cstui.policy.facts import Facts
from cstui.policy.records import Contact
from cstui.policy.rulebook import Checks, Rulebook


class RecordContact(Act, frozen=True, kw_only=True):
    """Record a call, message or walk-in: who, why, when, what was promised.

    `how` C, M or W; `about` AP, RE, CO, NI, NS or OT; `initiative` that the CP got in touch, not CSE;
    `appointment` the one it was about. New information (NI) withdraws a pend (45 CFR 303.11).
    """

    how: Literal["C", "M", "W"]
    about: Literal["AP", "RE", "CO", "NI", "NS", "OT"]
    on: date
    text: str = ""
    promised: str = ""
    initiative: bool = True
    appointment: int | None = None

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        checks.holds("CS-118", self.on <= on, "on", label="ON", on=self.on)
        known = self.appointment is None or any(a.seq == self.appointment for a in facts.file.appointments)
        checks.holds("CS-111", known, "appointment", case=self.case, value=self.appointment)
        contact = Contact(
            case=self.case,
            seq=next_seq(facts.file.contacts),
            person=facts.cp.number,
            on=self.on,
            how=self.how,
            about=self.about,
            initiative=self.initiative,
            appointment=self.appointment or self._made_today(facts, on),
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
        logs = [Log(case=self.case, action="CN", text=text)]
        message = "Contact recorded."
        if self.about == "NI" and (withdrawn := withdrawal(facts.file, on, "New information from the CP.")):
            changes += withdrawn.changes
            logs += withdrawn.logs
            message += " The pend is withdrawn: new information makes action possible."
        return decided(checks, changes, logs, message)

    def _made_today(self, facts: Facts, on: date) -> int | None:
        """The one open appointment that was made today already, where the CP calls about one today.

        So a call that led to the appointment is told from one that came after it (E-521).
        """
        if self.about != "AP" or not self.initiative or self.on != on:
            return None
        made = [a.seq for a in standing.open_appointments(facts.file) if a.made_on == on < a.on]
        return made[0] if len(made) == 1 else None


class AddNote(Act, frozen=True, kw_only=True):
    """Add a note to the activity log CALO. `to` says whom it is addressed to, if anybody."""

    text: str
    to: Literal["", "CP", "PI", "IV", "OF"] = ""

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        checks.holds("CS-105", bool(self.text.strip()), "note", label="NOTE")
        checks.holds("LA-E524-03", self.to != "IV", "to")
        text = self.text.strip()
        if self.to:
            text = f"To {rules.meaning('addressee', self.to)}: {text}"
        return decided(checks, (), [Log(case=self.case, action="NT", text=text)], "Note added to CALO.")
