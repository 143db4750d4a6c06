"""Acts of the mail room and the interface: forms mailed, LAIN 2IP sent."""

from __future__ import annotations

from datetime import date

from cstui.acts.base import Act, changed, decided
from cstui.policy import closing, standing
from cstui.policy.effects import Change, Effects, Log, Refused
from cstui.policy.facts import Facts
from cstui.policy.rulebook import Checks, Rulebook


class MailForm(Act, frozen=True, kw_only=True):
    """Mail a form that was made. CSE 105 starts the sixty days of the pend (E-522)."""

    form: int

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = next((f for f in facts.file.forms if f.seq == self.form), None)
        if found is None:
            checks.holds("CS-123", False, "form", case=self.case, what="form", value=self.form)
            return Refused(tuple(checks.found))
        checks.holds(
            "CS-131",
            found.mailed_on is None,
            "form",
            form=found.form,
            on=found.made_on,
            mailed=found.mailed_on,
        )
        changes: list[Change] = [changed(found, mailed_on=on)]
        pend = standing.pend(facts.file)
        text = f"{found.form} mailed."
        if found.form == "CSE 105" and pend is not None and pend.notice_on is None:
            closes = closing.closes_on(pend.pended_on, on, rules)
            changes.append(changed(pend, notice_on=on, closes_on=closes))
            text += f" The case closes in the night of {closes:%m/%d/%Y}."
        return decided(checks, changes, [Log(case=self.case, action="ML", text=text)], text)


class SendInterfaceRecord(Act, frozen=True, kw_only=True):
    """Send a LAIN 2IP record to IV-A; sets the date of the report. The nightly run does this."""

    record: int

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = next((i for i in facts.file.interface if i.seq == self.record), None)
        if found is None or found.status != "waiting":
            checks.holds("CS-123", False, "record", case=self.case, what="waiting record", value=self.record)
            return Refused(tuple(checks.found))
        changes: list[Change] = [changed(found, status="sent", sent_on=on)]
        entry = next((e for e in facts.file.cooperation if e.seq == found.cooperation), None)
        if entry is not None and entry.standing:
            changes.append(changed(entry, reported_on=on))
        text = f"{found.kind} sent to IV-A: {found.says}."
        return decided(checks, changes, [Log(case=self.case, action="IF", text=text)], text)
