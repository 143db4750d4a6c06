"""What the acts of the federal report have in common: each is done to a State's program."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date
from typing import ClassVar

from cstui.acts.base import SubjectAct
from cstui.agencies.federal.formats import ProgramNumber
from cstui.agencies.federal.policy.facts import ProgramFacts
from cstui.agencies.federal.records import Report
from cstui.policy.effects import Effects, Refused
from cstui.policy.roles import REPORTING, SYSTEM
from cstui.policy.rulebook import Checks, Rulebook


class ProgramAct(SubjectAct, frozen=True, kw_only=True):
    """Base of all acts on a program."""

    agency: ClassVar[str] = "federal"
    subject_kind: ClassVar[str] = ProgramFacts.kind
    keyed_by: ClassVar[str] = "program"
    roles: ClassVar[frozenset[str]] = REPORTING | {SYSTEM}
    way_out: ClassVar[str] = "Add a note that says what was wrong."

    program: ProgramNumber

    @abstractmethod
    def decide(self, facts: ProgramFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        """What the act changes, or all the reasons why it may not be done on `on` by `actor`."""


def check_report(checks: Checks, facts: ProgramFacts, seq: int, *statuses: str) -> Report | None:
    """A report of the program in one of the statuses (FED-RPT-04); FED-RPT-05 where there is none."""
    report = facts.file.report(seq)
    if not checks.holds("FED-RPT-05", report is not None, "report", report=seq) or report is None:
        return None
    said = checks.rules.said("fed_status", report.status)
    wanted = " or ".join(checks.rules.said("fed_status", status) for status in statuses)
    ok = report.status in statuses
    return (
        report
        if checks.holds("FED-RPT-04", ok, "report", report=seq, status=said, wanted=wanted) and ok
        else None
    )
