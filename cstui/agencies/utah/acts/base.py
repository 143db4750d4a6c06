"""What Utah's acts have in common: each is done to a noncustodial parent (NCP)."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date
from typing import ClassVar

from cstui.acts.base import SubjectAct
from cstui.agencies.utah.formats import NcpNumber
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.records import Case, Prosecution
from cstui.policy.effects import Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook


class NcpAct(SubjectAct, frozen=True, kw_only=True):
    """Base of all acts on an NCP."""

    agency: ClassVar[str] = "utah"
    subject_kind: ClassVar[str] = NcpFacts.kind
    keyed_by: ClassVar[str] = "ncp"
    way_out: ClassVar[str] = "Nothing takes it back; add a note that says what was wrong."

    ncp: NcpNumber

    @abstractmethod
    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        """What the act changes, or all the reasons why it may not be done on `on` by `actor`."""


def check_case(checks: Checks, facts: NcpFacts, number: str) -> Case | None:
    """An open case of the NCP by its number; UT-REF-01 where there is none, UT-REF-02 where it is closed."""
    case = facts.file.case(number)
    if not checks.holds("UT-REF-01", case is not None, "case", ncp=facts.key, case=number) or case is None:
        return None
    closed = case.closed_on
    return case if checks.holds("UT-REF-02", closed is None, "case", case=number, on=closed) else None


def check_phase(checks: Checks, facts: NcpFacts, *phases: str) -> Prosecution | None:
    """The matter in hand, if it is in one of the phases; UT-CRT-01 says that no phase is skipped."""
    matter = facts.file.prosecution
    now = matter.phase if matter is not None else ""
    said = checks.rules.meaning("ut_phase", now) if now else "no referral is open"
    wanted = ", ".join(checks.rules.meaning("ut_phase", phase) for phase in phases)
    ok = checks.holds("UT-CRT-01", now in phases, "command", phase=said, wanted=wanted)
    return matter if ok and now in phases else None


def check_past(checks: Checks, day: date, on: date, field: str) -> None:
    """A day that is not in the future (UT-REF-03)."""
    checks.holds("UT-REF-03", day <= on, field, on=day, today=on)
