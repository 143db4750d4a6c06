"""Acts on the other fields of CADS: service and termination, the closure letter, closing and reopening."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from cstui.acts.base import changed, check_said, decided, entered
from cstui.agencies.kansas.acts.base import ConsumerAct
from cstui.agencies.kansas.formats import CaseNumber
from cstui.agencies.kansas.policy import cads, closing
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.policy.effects import Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook


class KsUpdateCase(ConsumerAct, frozen=True, kw_only=True):
    """Update the fields of CADS other than its rows and the closing; what is left out stays as it is.

    `service` is M full service with medical, N without, L locate only; `expedited` Y or N for Expedited
    Paternity. The termination date is today where a reason comes without one.
    """

    label: ClassVar[str] = "update on CADS"
    way_out: ClassVar[str] = "Update the field again on CADS with what it was."

    case: CaseNumber
    service: Literal["M", "N", "L"] | None = None
    expedited: Literal["", "Y", "N"] | None = None
    pa_med: Literal["", "MO", "MC"] | None = None
    no_jurisdiction: str | None = None
    termination_reason: str | None = None
    terminated_on: date | None = None

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        case = cads.check_case(checks, facts, self.case)
        if case is None:
            return decided(checks)
        said = {
            name: value
            for name in ("service", "expedited", "pa_med", "no_jurisdiction", "termination_reason")
            if (value := getattr(self, name)) is not None and value != getattr(case, name)
        }
        ended = self.terminated_on or (on if said.get("termination_reason") else None)
        if ended is not None and ended != case.terminated_on:
            said["terminated_on"] = ended
        elif said.get("termination_reason") == "":
            said["terminated_on"] = None
        closing.check_open(checks, case)
        checks.holds("KS-CADS-20", bool(said), "case")
        expedited = case.expedited == "Y" and "service" in said
        both = "service" in said and "expedited" in said
        checks.holds("KS-CADS-21", not (expedited or both), "service")
        medical = case.program == "NA" and case.medical_only
        checks.holds("KS-CADS-22", "pa_med" not in said or medical, "pa_med", program=case.program)
        for field, table in (("no_jurisdiction", "nojurisdiction"), ("termination_reason", "termination")):
            code = str(said.get(field) or "")
            known = not code or rules.code(table, code) is not None
            checks.holds("CS-104", known, field, label=LABELS[field], value=code, table=table)
        checks.holds("KS-CADS-23", said.get("expedited") != "Y", "expedited")
        what = ", ".join(f"{LABELS[name]} {value or 'none'}" for name, value in said.items())
        text = f"Case {self.case} updated: {what}."
        return entered(checks, self, "UP", [changed(case, **said)], text)


LABELS = {
    "service": "SERVICE",
    "expedited": "EXPEDITED PATERNITY",
    "pa_med": "PA MED SERVICE",
    "no_jurisdiction": "NO JURISDICTION",
    "termination_reason": "TERMINATION RSN",
    "terminated_on": "TERMINATION DATE",
}
"""The fields of CADS as the screen calls them."""


class KsSendClosureLetter(ConsumerAct, frozen=True, kw_only=True):
    """Enter the closure letter of a case on CADS: the sixty days before it may close begin today."""

    label: ClassVar[str] = "closure letter"
    way_out: ClassVar[str] = "Take the letter back with its reason."

    case: CaseNumber
    reason: str

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        case = cads.check_case(checks, facts, self.case)
        if case is None:
            return decided(checks)
        closing.check_open(checks, case)
        closing.check_reason(checks, facts, case, self.reason, on)
        wanted = self.reason not in closing.no_letter(rules)
        checks.holds("KS-CADS-31", wanted, "reason", reason=self.reason)
        checks.holds("KS-CADS-32", case.letter_on != on, "letter", on=on)
        checks.holds("KS-CADS-33", not case.interstate_in, "letter")
        until = closing.closes_from(on, rules)
        text = f"Case {self.case}: closure letter, {self.reason}. It may close from {until:%m/%d/%Y}."
        return entered(checks, self, "CL", [changed(case, letter_on=on, closing_reason=self.reason)], text)


class KsTakeBackLetter(ConsumerAct, frozen=True, kw_only=True):
    """Take back the closure letter of a case together with its reason, and say why."""

    label: ClassVar[str] = "closure letter taken back"
    way_out: ClassVar[str] = "Enter the closure letter again: the sixty days begin again."

    case: CaseNumber
    why: str

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        case = cads.check_case(checks, facts, self.case)
        why = check_said(checks, self.why, "why", "WHY")
        if case is None:
            return decided(checks)
        closing.check_open(checks, case)
        checks.holds("KS-CADS-34", case.letter_on is not None, "letter", case=self.case)
        text = f"Case {self.case}: closure letter taken back. {why}"
        return entered(checks, self, "CL", [changed(case, letter_on=None, closing_reason="")], text)


class KsCloseCase(ConsumerAct, frozen=True, kw_only=True):
    """Close a case on CADS, today, for the reason of its letter or one that needs no letter.

    Before sixty days from the letter it is refused; `override` says why it closes anyway, and is logged
    (45 CFR 303.11).
    """

    label: ClassVar[str] = "case closed"
    way_out: ClassVar[str] = "Reopen the case on CADS on a later day."

    case: CaseNumber
    reason: str = ""
    override: str = ""

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        case = cads.check_case(checks, facts, self.case)
        if case is None:
            return decided(checks)
        reason = self.reason or case.closing_reason
        closing.check_open(checks, case)
        closing.check_reason(checks, facts, case, reason, on)
        closing.check_close(checks, case, reason, self.override.strip(), on)
        text = f"Case {self.case} closed, {reason}."
        text += " A notice of it goes to the AR." if closing.sends_notice(case, reason, rules) else ""
        text += f" Override: {self.override.strip()}" if self.override.strip() else ""
        aps = [changed(ap, until=on) for ap in cads.aps_of(facts.file, case)]
        return entered(checks, self, "CC", [changed(case, closed_on=on, closing_reason=reason), *aps], text)


class KsReopenCase(ConsumerAct, frozen=True, kw_only=True):
    """Reopen a closed case on CADS; its letter and reason go, and the APs of the closing come back."""

    label: ClassVar[str] = "case reopened"
    way_out: ClassVar[str] = "Close the case again on CADS."

    case: CaseNumber

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        case = cads.check_case(checks, facts, self.case)
        if case is None:
            return decided(checks)
        changes = list(closing.reopened(checks, facts, case, on))
        return entered(checks, self, "RO", changes, f"Case {self.case} reopened.")
