"""Acts on the two lists of CADS: non-cooperation and good cause. Rows are added and never changed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from cstui.acts.base import decided, next_seq
from cstui.agencies.kansas.acts.base import ConsumerAct
from cstui.agencies.kansas.formats import ApNumber, CaseNumber
from cstui.agencies.kansas.policy import cads, non_compliance, programs
from cstui.agencies.kansas.policy.facts import ConsumerFacts, ConsumerFile
from cstui.agencies.kansas.records import Alert, CadsMark, Case
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook

CODES = {cads.NOT_COOPERATING: "40", cads.COOPERATING: "41"}
"""The alert that a row writes."""


COPIES = {"40": "60", "41": "61"}
"""The copy of an alert for the employment program."""


class KsMarkNotCooperating(ConsumerAct, frozen=True, kw_only=True):
    """Mark the AR as not cooperating on a case, with the reason (CADS).

    `on` is the effective date, today if empty; `ap` the AP whom it is about, for information. Alert 40 goes
    to KEES tonight with the day on which this is keyed, whatever `on` says.
    """

    label: ClassVar[str] = "not cooperating"
    needs_time: ClassVar[bool] = True
    way_out: ClassVar[str] = "CADS takes no row back. To retract it, mark the AR as now cooperating."

    case: CaseNumber
    reason: str
    on: date | None = None
    ap: ApNumber = ""

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        case = cads.check_case(checks, facts, self.case)
        known = rules.code("noncoopreason", self.reason)
        checks.holds("KS-CADS-02", known is not None, "reason", reason=self.reason)
        if case is None:
            return decided(checks)
        checks.holds("KS-CADS-03", case.closed_on is None, "case", case=self.case, closed=case.closed_on)
        _check_benefits(checks, facts.file, on)
        return _marked(self, checks, facts, case, cads.NOT_COOPERATING, self.reason, self.on or on, on, actor)


class KsMarkCooperating(ConsumerAct, frozen=True, kw_only=True):
    """Mark the AR as cooperating on a case (CADS): the only way to end or to retract non-cooperation.

    `on` is the effective date, today if empty; `ap` the AP whom it is about, for information. Alert 41 goes
    to KEES tonight; it ends the non-compliance there, also where another case still says not cooperating.
    """

    label: ClassVar[str] = "cooperating"
    needs_time: ClassVar[bool] = True
    way_out: ClassVar[str] = "CADS takes no row back. Mark the AR as not cooperating again if that is so."

    case: CaseNumber
    on: date | None = None
    ap: ApNumber = ""

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        case = cads.check_case(checks, facts, self.case)
        if case is None:
            return decided(checks)
        others = cads.not_cooperating(facts.file, but=self.case)
        said = ", ".join(mark.case for mark in others)
        checks.holds("KS-CADS-09", not others, "case", cases=said)
        return _marked(self, checks, facts, case, cads.COOPERATING, "", self.on or on, on, actor)


def _marked(
    act: KsMarkNotCooperating | KsMarkCooperating,
    checks: Checks,
    facts: ConsumerFacts,
    case: Case,
    code: str,
    reason: str,
    day: date,
    on: date,
    actor: str,
) -> Effects | Refused:
    """A row of the non-cooperation list, the end of the one before it, and the alert."""
    file = facts.file
    cads.check_date(checks, day, on)
    cads.check_ap(checks, facts, case, act.ap)
    checks.holds("KS-CADS-08", day >= on, "on", on=day, today=on)
    before = cads.in_force(file, case.number)
    again = before is not None and before.code == code
    checks.holds("KS-CADS-10", not again, "case", case=case.number, said=cads.SAID[code])
    known = file.consumer.known_since is not None and file.consumer.known_since <= on
    checks.holds("KS-CADS-11", known, "consumer", consumer=file.key)
    mark = CadsMark(
        consumer=file.key,
        seq=next_seq(file.marks),
        case=case.number,
        code=code,
        reason=reason,
        on=day,
        ap=act.ap,
        created_on=on,
        worker=actor,
    )
    changes: list[Add | Change] = [Add(mark), *cads.ended(before, day)]
    text = f"Case {case.number}: {cads.SAID[code]} from {day:%m/%d/%Y}"
    text += f", {checks.rules.said('noncoopreason', reason)}." if reason else "."
    message = f"{cads.SAID[code].capitalize()} from {day:%m/%d/%Y}."
    if known:
        alert = Alert(
            consumer=file.key,
            seq=next_seq(file.alerts),
            code=CODES[code],
            case=case.number,
            mark=mark.seq,
            created_on=on,
            created_at=facts.time,
            copied_as=COPIES[CODES[code]] if file.consumer.work_program else "",
            ap_name=cads.short_name(facts, act.ap),
            reason=reason,
            worker=case.worker,
        )
        changes.append(Add(alert))
        message += f" Alert {alert.code} goes to KEES tonight"
        message += f"; copied as {alert.copied_as}." if alert.copied_as else "."
    action = "NC" if code == cads.NOT_COOPERATING else "CO"
    return decided(checks, changes, [act.log(action, text)], message)


def _check_benefits(checks: Checks, file: ConsumerFile, on: date) -> None:
    """The worker verifies active benefits first; a mark without them makes records without tier."""
    active = programs.active_on(file, on)
    checks.holds("KS-IF-01", bool(active), "case")
    linked = {programs.TANF, programs.CHILD_CARE}
    tier = any(non_compliance.way_of(file, one, on, checks.rules) == non_compliance.TABLE_A for one in linked)
    checks.holds("KS-IF-02", tier or not active, "case", programs=", ".join(active))


class KsMarkGoodCause(ConsumerAct, frozen=True, kw_only=True):
    """Record good cause on a case (CADS): PD pending, GC determined, NO no good cause.

    It is dated today, and names an AP where the case has one. Nothing goes to KEES: eligibility decides good
    cause and tells CSS.
    """

    label: ClassVar[str] = "good cause"
    way_out: ClassVar[str] = "CADS takes no row back. Add the code that holds now."

    case: CaseNumber
    code: Literal["PD", "GC", "NO"]
    on: date | None = None
    ap: ApNumber = ""

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        case = cads.check_case(checks, facts, self.case)
        if case is None:
            return decided(checks)
        checks.holds("KS-CADS-05", self.on in (None, on), "on", on=self.on, today=on)
        aps = cads.aps_of(facts.file, case)
        named = any(ap.number == self.ap for ap in aps) if aps else not self.ap
        numbers = ", ".join(ap.number for ap in aps) or "none: leave AP empty"
        checks.holds("KS-CADS-07", named, "ap", case=self.case, aps=numbers)
        open_case = case.closed_on is None or self.code != "PD"
        checks.holds("KS-CADS-12", open_case, "code", case=self.case, closed=case.closed_on)
        changes = cads.good_cause(facts.file, self.case, self.ap, self.code, on, actor)
        text = f"Case {self.case}: good cause {self.code}, {rules.said('goodcause', self.code)}."
        return decided(checks, changes, [self.log("GC", text)], f"{text} Nothing goes to KEES.")
