"""Acts of Phase 1, pre-filing: search, Children in Care, address, worksheet, referral form, packet."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from cstui.acts.base import changed, check_said, decided, entered, next_seq
from cstui.acts.revealing import ViewsProtected, check_print, printed
from cstui.agencies.utah.acts.base import NcpAct, check_case, check_phase
from cstui.agencies.utah.formats import CaseNumber
from cstui.agencies.utah.policy import fti, interest, referral
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.policy.paper import form_named
from cstui.agencies.utah.records import AddressRequest, Prosecution, Worksheet
from cstui.policy.effects import Add, Effects, Refused
from cstui.policy.months import first_of_month
from cstui.policy.protected import FTI, amount
from cstui.policy.rulebook import Checks, Rulebook


class UtBeginReferral(NcpAct, frozen=True, kw_only=True):
    """Take in an NCP for possible criminal prosecution: Phase 1 begins with the regional CNS agent.

    The referral criteria are shown; one that is not met warns.
    """

    label: ClassVar[str] = "referral begun"

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        matter = facts.file.prosecution
        checks.holds("UT-REF-04", matter is None or matter.phase == referral.ENDED, "command")
        for one in referral.criteria(facts.file, rules, on):
            checks.holds("UT-REF-05", one.met, "command", name=one.name, found=one.found)
        new = Prosecution(ncp=self.ncp, seq=next_seq(facts.file.prosecutions), begun_on=on)
        return entered(checks, self, "PF", [Add(new)], "Phase 1 begun: pre-filing.")


class UtSearchCases(NcpAct, frozen=True, kw_only=True):
    """Record that ORSIS was searched for other cases of the NCP.

    Every CSS case moves to the team of the CNS agent, whether or not it meets the criteria. A case of
    Children in Care stays where it is.
    """

    label: ClassVar[str] = "other cases searched"

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        matter = check_phase(checks, facts, referral.PRE)
        if matter is None:
            return decided(checks)
        moved = referral.to_transfer(facts.file)
        checks.holds("UT-REF-06", not moved, "command", cases=", ".join(case.number for case in moved))
        care = referral.in_care(facts.file)
        checks.holds("UT-REF-07", not care, "command", cases=", ".join(case.number for case in care))
        changes = [changed(case, team="CNS", transferred_on=on) for case in moved]
        text = f"Other cases searched: {len(moved)} moved to the CNS team, {len(care)} of Children in Care."
        return entered(checks, self, "SR", [changed(matter, searched_on=on), *changes], text)


class _CareAct(NcpAct, frozen=True, kw_only=True):
    """Base of the acts on a case of Children in Care (CIC)."""

    case: CaseNumber


class UtNotifyCicManager(_CareAct, frozen=True, kw_only=True):
    """Record that the manager of the CIC team was notified of the intention to pursue criminal charges."""

    label: ClassVar[str] = "CIC manager notified"

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        check_phase(checks, facts, referral.PRE)
        case = check_case(checks, facts, self.case)
        if case is None:
            return decided(checks)
        checks.holds("UT-REF-08", case.team == "CIC", "case", case=self.case, team=case.team)
        text = f"Case {self.case}: CIC manager notified of the intention to pursue charges."
        return entered(checks, self, "CI", [changed(case, notified_on=on)], text)


class UtAnswerCic(_CareAct, frozen=True, kw_only=True):
    """Record what came of the discussion whether to include a CIC case; the case is not moved."""

    label: ClassVar[str] = "CIC inclusion answered"

    include: bool

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        check_phase(checks, facts, referral.PRE)
        case = check_case(checks, facts, self.case)
        if case is None:
            return decided(checks)
        checks.holds("UT-REF-08", case.team == "CIC", "case", case=self.case, team=case.team)
        checks.holds("UT-REF-09", case.notified_on is not None, "case", case=self.case)
        text = (
            f"Case {self.case}: {'included' if self.include else 'not included'} after discussion with CIC."
        )
        change = changed(case, included="Y" if self.include else "N")
        return entered(checks, self, "CI", [change], text)


class UtRequestAddress(NcpAct, frozen=True, kw_only=True):
    """Send a Post Office Request for Address Information, where the address has to be verified again.

    It names the postmaster's street address, and never goes to Canada.
    """

    label: ClassVar[str] = "postal request sent"

    postmaster: str
    why: str
    country: Literal["US", "CA"] = "US"

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        check_phase(checks, facts, referral.PRE)
        street = self.postmaster.strip()
        checks.holds("UT-REF-10", any(sign.isdigit() for sign in street), "postmaster", street=street)
        checks.holds("UT-REF-11", self.country != "CA", "country")
        why = check_said(checks, self.why, "why", "WHY")
        request = AddressRequest(
            ncp=self.ncp, seq=next_seq(facts.file.requests), sent_on=on, postmaster=street, why=why
        )
        return entered(checks, self, "PO", [Add(request)], f"Postal request to {street}: {why}")


class UtAnswerAddress(NcpAct, frozen=True, kw_only=True):
    """Record what came of the postal request: verified, changed, or returned as insufficiently addressed."""

    label: ClassVar[str] = "postal request answered"

    outcome: Literal["verified", "changed", "returned"]

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        waiting = [one for one in facts.file.requests if not one.outcome]
        checks.holds("UT-REF-12", bool(waiting), "outcome")
        if not waiting:
            return decided(checks)
        checks.holds("UT-REF-13", self.outcome != "returned", "outcome")
        change = changed(waiting[-1], outcome=self.outcome, outcome_on=on)
        return entered(checks, self, "PO", [change], f"Postal request: {self.outcome}.")


class UtMakeWorksheet(NcpAct, frozen=True, kw_only=True):
    """Make the Criminal Interest Calculation Worksheet up to the month before this one.

    Until the case is filed the worksheet's own date gives the rate; filing makes it again.
    """

    label: ClassVar[str] = "interest worksheet"

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        matter = check_phase(checks, facts, referral.PRE, referral.ACTIVE)
        if matter is None:
            return decided(checks)
        sheet = worksheet_of(checks, facts, matter.filed_on, on)
        if sheet is None:
            return decided(checks)
        checks.holds("UT-INT-03", not sheet.fti, "command")
        principal, accrued = (amount(c, hides=sheet.fti) for c in (sheet.principal, sheet.interest))
        text = f"Worksheet through {sheet.through:%m/%Y}: principal {principal}"
        text += f", interest {accrued} at {sheet.rate / 100:g}%."
        return entered(checks, self, "IW", [Add(sheet)], text)


def worksheet_of(checks: Checks, facts: NcpFacts, filed_on: date | None, on: date) -> Worksheet | None:
    """A worksheet by the date that gives the rate; None, with UT-INT-01 or -02, where it cannot be made."""
    file, day = facts.file, filed_on or on
    rate = interest.rate_on(checks.rules, day)
    checks.holds("UT-INT-01", rate is not None, "command", on=day)
    through = first_of_month(on, -1)
    made = interest.calculated(file, interest.cases_of(file), through, rate or 0)
    checks.holds("UT-INT-02", bool(made.months), "command", through=through)
    if rate is None or not made.months:
        return None
    return Worksheet(
        ncp=facts.key,
        seq=next_seq(file.worksheets),
        made_on=on,
        through=through,
        rate=rate,
        by_filing=filed_on is not None,
        principal=made.principal,
        interest=made.interest,
        fti=made.fti,
    )


class UtCompleteReferral(NcpAct, frozen=True, kw_only=True):
    """Complete the Case Referral for Criminal Prosecution form; the worksheet comes first."""

    label: ClassVar[str] = "case referral form"

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        matter = check_phase(checks, facts, referral.PRE)
        if matter is None:
            return decided(checks)
        sheet = referral.worksheet_of(facts.file, matter)
        checks.holds("UT-REF-14", sheet is not None, "command")
        text = "Case Referral for Criminal Prosecution completed."
        return entered(checks, self, "RF", [changed(matter, referral_on=on)], text)


class UtSendPacket(NcpAct, frozen=True, kw_only=True):
    """Send the referral packet to the prosecuting attorney: from today the cases are referred."""

    label: ClassVar[str] = "referral packet sent"

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        matter = check_phase(checks, facts, referral.PRE)
        if matter is None:
            return decided(checks)
        sent = matter.packet_on
        checks.holds("UT-REF-15", sent is None, "command", on=sent)
        lacking = [step.name for step in referral.missing(facts.file, matter)]
        checks.holds("UT-REF-16", not lacking, "command", missing="; ".join(lacking))
        return entered(
            checks, self, "PK", [changed(matter, packet_on=on)], "Referral packet sent to the attorney."
        )


class UtViewFti(ViewsProtected, NcpAct, frozen=True, kw_only=True):
    """Log that federal tax information (FTI) is shown on a screen: INTW, PAYD, DIST or S410, and why."""

    screen: Literal["INTW", "PAYD", "DIST", "S410"] = "INTW"
    reason: str = ""

    def check(self, checks: Checks, facts: NcpFacts) -> None:
        checks.holds("UT-INT-04", fti.has_fti(facts.file.ledger), "command")


class UtRecordPrint(NcpAct, frozen=True, kw_only=True):
    """Record that the interest worksheet or a form of an NCP was printed, and where it went (`to`).

    `form` is a form by its name and number (`NOTICE-2`), empty for the worksheet. `fti` says that federal
    tax information stands on the print, which then carries its label and has a reason (`why`), `address`
    that an address does which is hidden for family violence.
    """

    label: ClassVar[str] = "print"
    way_out: ClassVar[str] = "The paper exists. Destroy it: `cstui protected destroy` with FTI, else a note."

    to: str
    fti: bool = False
    form: str = ""
    address: bool = False
    why: str = ""

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        to = check_said(checks, self.to, "to", "TO")
        checks.holds("UT-INT-04", fti.has_fti(facts.file.ledger) or not self.fti, "fti")
        made = form_named(facts, rules, self.form) if self.form else None
        checks.holds("UT-REF-29", made is not None or not self.form, "form", form=self.form)
        name = f"Form {made.id} of {made.made_on:%m/%d/%Y}" if made is not None else "Interest worksheet"
        text = f"{name} printed: {to}."
        kind = FTI.mark if self.fti else ""
        why = check_print(checks, kind, self.why)
        if self.fti:
            text += f" With federal tax information: {why}"
        if self.address:
            text += " With the address that is hidden elsewhere."
        effects = entered(checks, self, "PR", [], text)
        return printed(effects, kind, self.target, f"{name} {to}", why)
