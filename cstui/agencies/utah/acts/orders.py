"""Acts on the restitution order (the 410 screen), on a case's order, and on debt roll."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.acts.base import changed, decided, entered, next_seq
from cstui.agencies.utah.acts.base import NcpAct, check_case, check_past, check_phase
from cstui.agencies.utah.formats import CaseNumber
from cstui.agencies.utah.policy import orders, referral
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.records import OrderPart, PostingInstruction, RestitutionOrder
from cstui.policy.effects import Add, Effects, Refused
from cstui.policy.formats import Cents
from cstui.policy.money import said
from cstui.policy.months import first_of_month
from cstui.policy.rulebook import Checks, Rulebook


class UtEnterOrder(NcpAct, frozen=True, kw_only=True):
    """Enter the restitution order once it was received: what it asks a month, in all and by case, in cents.

    `cases`, `case_current` and `case_arrears` go together, one of each a case. The parts must add up to the
    order's totals. Payments count from the month of `ordered_on`.
    """

    label: ClassVar[str] = "restitution order"
    way_out: ClassVar[str] = "Enter the order again as it should be; the newest one is in force."

    ordered_on: date
    current: Cents
    arrears: Cents
    cases: list[CaseNumber]
    case_current: list[Cents]
    case_arrears: list[Cents]
    clause: bool = False
    terms: str = ""

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        check_phase(checks, facts, referral.SENTENCED)
        check_past(checks, self.ordered_on, on, "ordered_on")
        opened = facts.file.ncp.opened
        checks.holds("UT-RST-05", self.ordered_on >= opened, "ordered_on", on=self.ordered_on, opened=opened)
        for number in self.cases:
            check_case(checks, facts, number)
        once = len(set(self.cases)) == len(self.cases) > 0
        level = len(self.cases) == len(self.case_current) == len(self.case_arrears)
        checks.holds("UT-RST-01", once and level, "cases")
        amounts = (self.current, self.arrears, *self.case_current, *self.case_arrears)
        checks.holds("UT-RST-02", all(cents >= 0 for cents in amounts) and any(amounts), "current")
        for field, named, total, parts in (
            ("current", "CRS", self.current, self.case_current),
            ("arrears", "ARREARS", self.arrears, self.case_arrears),
        ):
            checks.holds(
                "UT-RST-03", sum(parts) == total, field, what=named, total=said(total), sum=said(sum(parts))
            )
        if checks.refused:
            return decided(checks)
        seq = next_seq(facts.file.orders)
        order = RestitutionOrder(
            ncp=self.ncp,
            seq=seq,
            ordered_on=self.ordered_on,
            entered_on=on,
            since=first_of_month(self.ordered_on),
            current=self.current,
            arrears=self.arrears,
            clause=self.clause,
            terms=self.terms.strip(),
        )
        first = next_seq(facts.file.parts)
        rows = zip(self.cases, self.case_current, self.case_arrears, strict=False)
        rows_of_cases = [
            OrderPart(
                ncp=self.ncp, seq=first + place, of_order=seq, case=case, current=current, arrears=arrears
            )
            for place, (case, current, arrears) in enumerate(rows)
        ]
        outside = [case.number for case in facts.file.open_cases if case.number not in self.cases]
        checks.holds("UT-RST-04", not outside, "cases", cases=", ".join(outside))
        text = f"Restitution order: {said(self.current)} CRS and {said(self.arrears)} arrears a month"
        text += f" on {', '.join(self.cases)}."
        return entered(checks, self, "RO", [Add(order), *map(Add, rows_of_cases)], text)


class UtModifyOrder(NcpAct, frozen=True, kw_only=True):
    """Record that the support order of a case was modified or established: its CRS a month, in cents.

    The regional CNS agent is notified the same day.
    """

    label: ClassVar[str] = "support order modified"
    way_out: ClassVar[str] = "Record the order again as it is."

    case: CaseNumber
    current: Cents

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        case = check_case(checks, facts, self.case)
        if case is None:
            return decided(checks)
        checks.holds("UT-RST-02", self.current >= 0, "current")
        matter = facts.file.prosecution
        open_matter = matter is not None and matter.phase != referral.ENDED
        checks.holds("UT-ENF-04", not open_matter, "case", worker=facts.file.ncp.worker)
        change = changed(
            case,
            current=self.current,
            rests_on=case.rests_on or "J",
            modified_on=on if open_matter else case.modified_on,
            coordinated_on=None if open_matter else case.coordinated_on,
        )
        text = f"Case {self.case}: order modified, CRS {said(self.current)} a month."
        return entered(checks, self, "MO", [change], text)


class UtCoordinateOrder(NcpAct, frozen=True, kw_only=True):
    """Record that the CNS agent has seen to a modified order with the AGO."""

    label: ClassVar[str] = "modified order coordinated"

    case: CaseNumber

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        case = check_case(checks, facts, self.case)
        waits = case is not None and case.modified_on is not None and case.coordinated_on is None
        checks.holds("UT-ENF-05", waits, "case", case=self.case)
        if case is None:
            return decided(checks)
        text = f"Case {self.case}: modified order coordinated with the AGO."
        return entered(checks, self, "MO", [changed(case, coordinated_on=on)], text)


class UtMarkDebtRoll(NcpAct, frozen=True, kw_only=True):
    """Mark whether debt roll occurs on a case."""

    label: ClassVar[str] = "debt roll"
    way_out: ClassVar[str] = "Mark it again as it is."

    case: CaseNumber
    occurs: bool

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        case = check_case(checks, facts, self.case)
        if case is None:
            return decided(checks)
        text = f"Case {self.case}: debt roll {'occurs' if self.occurs else 'does not occur'}."
        return entered(checks, self, "DR", [changed(case, debt_roll=self.occurs)], text)


class UtAddInstruction(NcpAct, frozen=True, kw_only=True):
    """Add a posting instruction to accounting: the arrears in cents that each case gets after all CRS is met.

    `cases` and `amounts` go together. It is needed where debt roll occurs, and stands until the next one.
    """

    label: ClassVar[str] = "posting instruction"
    way_out: ClassVar[str] = "Add another instruction; the newest one counts."

    cases: list[CaseNumber]
    amounts: list[Cents]

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        for number in self.cases:
            check_case(checks, facts, number)
        once = len(set(self.cases)) == len(self.cases) == len(self.amounts) > 0
        checks.holds("UT-RST-01", once, "cases")
        checks.holds("UT-RST-02", all(cents > 0 for cents in self.amounts), "amounts")
        order = orders.in_force(facts.file, first_of_month(on))
        checks.holds("UT-DST-07", order is not None, "command")
        if checks.refused:
            return decided(checks)
        parts = dict(zip(self.cases, self.amounts, strict=False))
        row = PostingInstruction(ncp=self.ncp, seq=next_seq(facts.file.instructions), on=on, parts=parts)
        named = ", ".join(f"{case} {said(cents)}" for case, cents in parts.items())
        return entered(
            checks, self, "PI", [Add(row)], f"Posting instruction: CRS of all cases, then {named}."
        )
