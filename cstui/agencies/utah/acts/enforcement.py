"""Acts on enforcement of a referred case, the AGO's consent, and the Order to Show Cause."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from cstui.acts.base import changed, check_said, decided, entered, next_seq
from cstui.agencies.utah.acts.base import NcpAct, check_case, check_phase
from cstui.agencies.utah.formats import CaseNumber
from cstui.agencies.utah.policy import orders, referral
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.records import Consent, Enforcement, ShowCause
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.formats import Line
from cstui.policy.rulebook import Checks, Rulebook


class UtRecordConsent(NcpAct, frozen=True, kw_only=True):
    """Record the AGO's consent to one enforcement action on one case; `by` is who gave it."""

    label: ClassVar[str] = "AGO consent"

    case: CaseNumber
    action: str
    by: Line

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        case = check_case(checks, facts, self.case)
        guarded = rules.code("ut_guarded", self.action) is not None
        checks.holds("UT-ENF-01", guarded, "action", action=self.action)
        by = check_said(checks, self.by, "by", "BY")
        if case is None:
            return decided(checks)
        row = Consent(
            ncp=self.ncp, seq=next_seq(facts.file.consents), case=self.case, action=self.action, on=on, by=by
        )
        text = f"Case {self.case}: {by} of the AGO consents to {rules.said('ut_guarded', self.action)}."
        return entered(checks, self, "CO", [Add(row)], text)


class UtEnforce(NcpAct, frozen=True, kw_only=True):
    """Record an enforcement action on a case.

    While a case is referred, or the NCP is on probation, only what CS 844-2 names goes without the AGO's
    consent: income withholding, automated notices, tax intercepts, medical support, review and adjust.
    """

    label: ClassVar[str] = "enforcement action"

    case: CaseNumber
    action: str

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        case = check_case(checks, facts, self.case)
        allowed = rules.code("ut_allowed", self.action) is not None
        known = allowed or rules.code("ut_guarded", self.action) is not None
        checks.holds("UT-ENF-02", known, "action", action=self.action)
        agreed = any(one.case == self.case and one.action == self.action for one in facts.file.consents)
        free = allowed or agreed or not referral.referred(facts.file, on)
        table = "ut_allowed" if allowed else "ut_guarded"
        name = rules.meaning(table, self.action)
        checks.holds("UT-ENF-03", free or not known, "action", action=name, case=self.case)
        if case is None:
            return decided(checks)
        row = Enforcement(
            ncp=self.ncp,
            seq=next_seq(facts.file.actions),
            case=self.case,
            action=self.action,
            on=on,
            worker=actor,
        )
        return entered(checks, self, "EA", [Add(row)], f"Case {self.case}: {name}.")


class UtNotifyAgo(NcpAct, frozen=True, kw_only=True):
    """Notify the AGO that the NCP is delinquent, and request an Order to Show Cause for the month.

    There is one for a month; a second ground is added to it. SHORT is a month that ended short of what the
    court ordered, LATE one that is delinquent for more than 30 days.
    """

    label: ClassVar[str] = "Order to Show Cause requested"

    month: date
    ground: Literal["SHORT", "LATE"]

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        check_phase(checks, facts, referral.SENTENCED)
        there = (self.month, self.ground) in orders.grounds(facts.file, rules, on)
        said = rules.said("ut_ground", self.ground)
        checks.holds("UT-ENF-06", there, "ground", month=f"{self.month:%m/%Y}", ground=said)
        ground = f"{self.ground} {on}"
        task = orders.show_cause(facts.file, self.month)
        change: Add | Change
        if task is None:
            change = Add(
                ShowCause(
                    ncp=self.ncp,
                    seq=next_seq(facts.file.show_causes),
                    month=self.month,
                    notified_on=on,
                    grounds=[ground],
                )
            )
        else:
            change = changed(task, grounds=[*task.grounds, ground])
        text = f"AGO notified, Order to Show Cause requested for {self.month:%m/%Y}: {said}."
        return entered(checks, self, "OS", [change], text)


class UtCloseShowCause(NcpAct, frozen=True, kw_only=True):
    """Close an Order to Show Cause task with its outcome."""

    label: ClassVar[str] = "Order to Show Cause closed"

    month: date
    outcome: Line

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        task = orders.show_cause(facts.file, self.month)
        waits = task is not None and task.closed_on is None
        checks.holds("UT-ENF-07", waits, "month", month=f"{self.month:%m/%Y}")
        outcome = check_said(checks, self.outcome, "outcome", "OUTCOME")
        if task is None:
            return decided(checks)
        text = f"Order to Show Cause for {self.month:%m/%Y} closed: {outcome}."
        return entered(checks, self, "OS", [changed(task, closed_on=on, outcome=outcome)], text)
