"""Acts on the forms to the custodial parent (CP), and on what follows where they do not come back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Literal

from cstui.acts.base import changed, decided, entered, next_seq
from cstui.agencies.utah.acts.base import NcpAct, check_case, check_phase
from cstui.agencies.utah.formats import CaseNumber
from cstui.agencies.utah.policy import referral
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.records import Case, CpForms
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook


class _FormsAct(NcpAct, frozen=True, kw_only=True):
    """Base of the acts on the forms of one case."""

    case: CaseNumber

    def sent(self, checks: Checks, facts: NcpFacts) -> tuple[Case, CpForms] | None:
        """The case and its forms that are out; UT-REF-17 where none are."""
        case = check_case(checks, facts, self.case)
        forms = referral.forms_of(facts.file, self.case)
        out = forms if forms is not None and forms.returned_on is None else None
        checks.holds("UT-REF-17", out is not None, "case", case=self.case)
        return (case, out) if case is not None and out is not None else None


class UtSendForms(_FormsAct, frozen=True, kw_only=True):
    """Send the Criminal Referral Notice and Statement of Understanding/Waiver to the CP, with questionnaire
    and affidavit. The CP has ten days."""

    label: ClassVar[str] = "forms sent to the CP"

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        matter = check_phase(checks, facts, referral.PRE)
        case = check_case(checks, facts, self.case)
        if matter is None or case is None:
            return decided(checks)
        checks.holds("UT-REF-18", referral.is_searched(facts.file, matter), "case")
        last = referral.forms_of(facts.file, self.case)
        due = last.due_on if last is not None else None
        out = last is not None and last.returned_on is None
        checks.holds("UT-REF-19", not out, "case", case=self.case, due=due)
        days = rules.days("ut_form_days", on)
        forms = CpForms(
            ncp=self.ncp,
            seq=next_seq(facts.file.forms),
            case=self.case,
            sent_on=on,
            due_on=on + timedelta(days=days),
        )
        text = f"Case {self.case}: notice, questionnaire, affidavit sent, due {forms.due_on:%m/%d/%Y}."
        return entered(checks, self, "FS", [Add(forms)], text)


class UtReceiveForms(_FormsAct, frozen=True, kw_only=True):
    """Record the CP's forms: complete, signed, notarized; whether the CP cooperates, and waives interest.

    Every fault is told at once, and nothing is recorded until the forms are right. A "no" to the waiver does
    not stop the referral: the standard rate counts, and the CP may ask the court for the rest as restitution.
    """

    label: ClassVar[str] = "forms of the CP"

    complete: bool
    signed: bool
    notarized: bool
    cooperates: bool
    waives: Literal["Y", "N"]

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = self.sent(checks, facts)
        if found is None:
            return decided(checks)
        case, forms = found
        parts = {"complete": self.complete, "signed": self.signed, "notarized": self.notarized}
        faults = [name for name, ok in parts.items() if not ok]
        checks.holds("UT-REF-20", not faults, faults[0] if faults else "complete", faults=" or ".join(faults))
        checks.holds("UT-REF-21", self.waives == "Y", "waives")
        checks.holds("UT-REF-22", self.cooperates, "cooperates", case=self.case)
        withdrawn = referral.closes_from(forms, rules) is not None
        changes: list[Change] = [
            changed(
                forms,
                returned_on=on,
                cooperates=self.cooperates,
                waives=self.waives,
                withdrawn_on=on if withdrawn else forms.withdrawn_on,
            ),
            changed(case, included="Y" if self.cooperates else "N"),
        ]
        text = f"Case {self.case}: forms came back, waiver {self.waives}."
        if withdrawn:
            text += " The 60 Day Closure Notice is withdrawn."
        return entered(checks, self, "FR", changes, text)


class _LateAct(_FormsAct, frozen=True, kw_only=True):
    """Base of what follows for a CP whose forms did not come back in time."""

    def late(self, checks: Checks, facts: NcpFacts, rule: str, on: date, *, iva: bool) -> CpForms | None:
        """The forms, of a CP on IV-A or not (`rule`), after their last day (UT-REF-24)."""
        found = self.sent(checks, facts)
        if found is None:
            return None
        case, forms = found
        checks.holds(rule, case.iva == iva, "case", case=self.case)
        checks.holds("UT-REF-24", on > forms.due_on, "case", due=forms.due_on)
        return forms


class UtSendDetermination(_LateAct, frozen=True, kw_only=True):
    """Send the Non-Cooperation Determination to a Non-IV-A CP whose forms did not come back in ten days."""

    label: ClassVar[str] = "Non-Cooperation Determination"

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        forms = self.late(checks, facts, "UT-REF-23", on, iva=False)
        changes = [changed(forms, letter_on=on)] if forms is not None else []
        text = f"Case {self.case}: Non-Cooperation Determination sent."
        return entered(checks, self, "ND", changes, text)


class UtSendClosureNotice(_FormsAct, frozen=True, kw_only=True):
    """Send the 60 Day Closure Notice, when and if appropriate, after the determination's ten days."""

    label: ClassVar[str] = "60 Day Closure Notice"

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = self.sent(checks, facts)
        if found is None:
            return decided(checks)
        _, forms = found
        until = referral.letter_until(forms, rules)
        checks.holds("UT-REF-25", until is not None and on > until, "case", until=until or "the letter")
        text = f"Case {self.case}: 60 Day Closure Notice sent."
        return entered(checks, self, "CN", [changed(forms, closure_on=on)], text)


class UtCloseCase(_FormsAct, frozen=True, kw_only=True):
    """Close a case whose CP did not answer, from the sixtieth day of the closure notice on."""

    label: ClassVar[str] = "case closed"

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = self.sent(checks, facts)
        if found is None:
            return decided(checks)
        case, forms = found
        day = referral.closes_from(forms, rules)
        checks.holds("UT-REF-26", day is not None and on >= day, "case", on=day or "the closure notice")
        return entered(
            checks, self, "CL", [changed(case, closed_on=on, included="N")], f"Case {self.case} closed."
        )


class UtBeginNonCooperation(_LateAct, frozen=True, kw_only=True):
    """Begin the non-cooperation process of an IV-A CP whose forms did not come back in ten days."""

    label: ClassVar[str] = "IV-A non-cooperation begun"

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        forms = self.late(checks, facts, "UT-REF-27", on, iva=True)
        changes = [changed(forms, iva_on=on)] if forms is not None else []
        text = f"Case {self.case}: non-cooperation process of IV-A begun."
        return entered(checks, self, "NC", changes, text)
