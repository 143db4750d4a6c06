"""Acts on closing (E-522, E-524): pend with FTC, withdraw, let stand, close in the night."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

import msgspec

from cstui.acts.base import LATER, Act, changed, decided, entered, next_seq
from cstui.agencies.louisiana.acts.base import CaseAct, logged, made_form
from cstui.agencies.louisiana.acts.mail import stopped
from cstui.agencies.louisiana.policy import case_position, closing, other_closings
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import Closure, Cooperation
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook


def withdrawal(file: CaseFile, on: date, why: str) -> Effects | None:
    """What it takes to withdraw the pend that stands on a case; None where none does."""
    pend = case_position.pend(file)
    if pend is None:
        return None
    changes = changed(pend, status="withdrawn", ended_on=on, why=why), changed(file.case, status="open")
    text = f"Pend of {pend.pended_on:%m/%d/%Y} withdrawn. {why}"
    return Effects(changes=changes, logs=(logged(file, "PW", text),))


class PendClosure(CaseAct, frozen=True, kw_only=True):
    """Pend a case for closure on CAS1 with its reason, and make CSE 105 where that asks for notice.

    `reason`: FTC failure to cooperate (E-522, E-525), RQ the CP asks to end services, CL the CP cannot be
    reached, AG the children are of age and nothing is owed, CD no child is left after a death and nothing is
    owed, DD the CP has died (45 CFR 303.11). `why` says, with FTC where every child has an order in force,
    why the CP's action is essential to the next step; with AG and CD, how it is known that nothing is owed.
    """

    label: ClassVar[str] = "pend for closure"

    reason: Literal["FTC", "RQ", "CL", "AG", "CD", "DD"] = "FTC"
    why: str = ""

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        closing.check_pend(checks, facts, on, self.why, self.reason)
        entry = case_position.uncooperative(facts.file)
        closure = Closure(
            case=self.case,
            seq=next_seq(facts.file.closures),
            reason=self.reason,
            path=closing.path(facts) if self.reason == "FTC" else "",
            pended_on=on,
            essential=self.why.strip(),
        )
        if not other_closings.needs_notice(self.reason, rules, on):
            closure = msgspec.structs.replace(closure, closes_on=on)
            why = f" {closure.essential}" if closure.essential else ""
            text = f"Pended for closure, {self.reason}, without notice.{why}"
            return decided(
                checks,
                [Add(closure), changed(facts.case, status="pended")],
                [self.log("PD", text)],
                f"{text} Closes tonight.",
            )
        earliest = closing.closes_on(on, on, rules)
        days = rules.days("closure_wait_days", on)
        notice = made_form(
            facts,
            "CSE 105",
            on,
            reason=self.reason,
            closes=earliest,
            days=days,
            ground=rules.said("noncoop", entry.ground) if entry else "",
            failed=(entry.failed_on or "") if entry else "",
            why=rules.said("closing", self.reason),
            missed=_missed(facts.file, entry, rules),
        )
        text = f"Pended for closure, {self.reason}. CSE 105 made."
        if closure.essential:
            text += f" {'Essential' if self.reason == 'FTC' else 'Why'}: {closure.essential}"
        return decided(
            checks,
            [Add(closure), changed(facts.case, status="pended"), notice],
            [self.log("PD", text)],
            f"{text} Closes {earliest:%m/%d/%Y} if mailed today.",
        )

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return (WithdrawPend(case=self.case, why=LATER), *stopped(self.case, effects))


class WithdrawPend(CaseAct, frozen=True, kw_only=True):
    """Withdraw a pend for closure, with the reason; the case is open again."""

    label: ClassVar[str] = "pend withdrawn"
    way_out: ClassVar[str] = "Pend the case again with FTC on CAS1; CSE 105 and the sixty days begin again."

    why: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        checks.holds("CS-105", bool(self.why.strip()), "why", label="WHY")
        withdrawn = withdrawal(facts.file, on, self.why.strip())
        checks.holds("LA-E522-14", withdrawn is not None, "reason", status=facts.case.status)
        if withdrawn is None:
            return Refused(tuple(checks.found))
        return decided(checks, withdrawn.changes, withdrawn.logs, "The pend is withdrawn; the case is open.")


class ConfirmPend(CaseAct, frozen=True, kw_only=True):
    """Let a pend stand after a contact of the CP, with the reason (45 CFR 303.11)."""

    label: ClassVar[str] = "STAND on CAS1"
    way_out: ClassVar[str] = "Withdraw the pend on CAS1 if it shall not stand."

    why: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        checks.holds("CS-105", bool(self.why.strip()), "why", label="WHY")
        pend = _pend(checks, facts)
        if pend is None:
            return Refused(tuple(checks.found))
        text = f"CP contacted us; the pend stands. {self.why.strip()}"
        return entered(checks, self, "NT", [changed(pend, confirmed_on=on)], text)


class CloseCase(CaseAct, frozen=True, kw_only=True):
    """Close a pended case in the night of the 60th day (E-522). The nightly run does this."""

    label: ClassVar[str] = "case closed"

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        pend = _pend(checks, facts)
        if pend is None:
            return Refused(tuple(checks.found))
        closing.check_close(checks, facts, pend, on)
        text = f"Case closed, {pend.reason}: pended {pend.pended_on:%m/%d/%Y}."
        changes: list[Add | Change] = [
            changed(pend, status="closed", ended_on=on),
            changed(facts.case, status="closed", closed=on),
        ]
        changes += [
            changed(a, status="cancelled", outcome_on=on) for a in case_position.open_appointments(facts.file)
        ]
        return entered(checks, self, "CL", changes, text)


def _missed(file: CaseFile, entry: Cooperation | None, rules: Rulebook) -> str:
    """The days of the missed appointments behind an entry, as CSE 105 names them; empty on another ground."""
    if entry is None or entry.ground != "MA" or entry.failed_on is None:
        return ""
    missed = case_position.misses_since_cooperation(file, rules)
    return " and ".join(f"{a.on:%m/%d/%Y}" for a in missed if a.on <= entry.failed_on)


def _pend(checks: Checks, facts: Facts) -> Closure | None:
    """The pend that stands; where there is none, LA-E522-14 says so."""
    pend = case_position.pend(facts.file)
    checks.holds("LA-E522-14", pend is not None, "reason", status=facts.case.status)
    return pend
