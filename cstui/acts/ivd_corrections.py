"""Acts on facts of the IV-D vocabulary that are on record: ended, set aside, taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from cstui.acts.base import LATER, Act, before, changed, decided
from cstui.acts.ivd_base import CORRECTED, IvdAct, check_end, check_others, said
from cstui.policy.effects import Effects, Refused
from cstui.policy.ivd import IvdAssistance, IvdFacts, IvdMoney, IvdRecord
from cstui.policy.months import first_of_month
from cstui.policy.rulebook import Checks, Rulebook


class IvdEndFact(IvdAct, frozen=True, kw_only=True):
    """Enter the day on which a fact ended, or correct it; empty where it turns out to go on.

    `fact` is its kind, such as CH, and `number` the one that it has on the case. Of assistance, `told_on` is
    the day on which IV-A told of the end, today if left out.
    """

    label: ClassVar[str] = "end of an IV-D fact"

    fact: str
    number: int
    until: date | None = None
    told_on: date | None = None

    def decide(self, facts: IvdFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = _found(checks, facts, self.fact, self.number)
        if found is None:
            return decided(checks)
        what = rules.meaning("ivd_fact", self.fact)
        if not checks.holds("CS-806", bool(found.ended_by), "until", what=what) or not found.ended_by:
            return decided(checks)
        fields: dict[str, object] = {found.ended_by: self.until}
        if isinstance(found, IvdAssistance):
            ended = self.until is not None
            fields["last_grant"] = first_of_month(self.until) if self.until is not None else None
            fields["told_on"] = (self.told_on or on) if ended else None
        change = changed(found, **fields)
        assert isinstance(change.after, IvdRecord)
        check_end(checks, change.after, on)
        check_others(checks, facts, change.after)
        return self.done(checks, facts, [change], f"{said(change.after, rules, facts)}.")

    def taken_back(self, facts: Any, effects: Effects) -> tuple[Act, ...]:
        [was] = _changed_in(effects)
        told = was.told_on if isinstance(was, IvdAssistance) else None
        until = getattr(was, was.ended_by)
        return (IvdEndFact(case=self.case, fact=self.fact, number=self.number, until=until, told_on=told),)


class IvdSetAside(IvdAct, frozen=True, kw_only=True):
    """Set aside a fact that was entered by mistake: it stays on record, and counts no more."""

    label: ClassVar[str] = "IV-D fact set aside"

    fact: str
    number: int
    reason: str

    def decide(self, facts: IvdFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        return _marked(self, facts, rules, self.reason, standing=False)

    def taken_back(self, facts: Any, effects: Effects) -> tuple[Act, ...]:
        return (IvdTakeUp(case=self.case, fact=self.fact, number=self.number, reason=LATER),)


class IvdTakeUp(IvdAct, frozen=True, kw_only=True):
    """Take up a fact again that was set aside by mistake."""

    label: ClassVar[str] = "IV-D fact taken up again"

    fact: str
    number: int
    reason: str

    def decide(self, facts: IvdFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        return _marked(self, facts, rules, self.reason, standing=True)

    def taken_back(self, facts: Any, effects: Effects) -> tuple[Act, ...]:
        return (IvdSetAside(case=self.case, fact=self.fact, number=self.number, reason=LATER),)


def _marked(
    act: IvdSetAside | IvdTakeUp, facts: IvdFacts, rules: Rulebook, reason: str, *, standing: bool
) -> Effects | Refused:
    """The fact of an act set aside, or taken up again where no other stands in its place by now."""
    checks = Checks(rules)
    checks.holds("CS-105", bool(reason.strip()), "reason", label="WHY")
    found = _found(checks, facts, act.fact, act.number, standing=not standing)
    if found is None:
        return decided(checks)
    checks.holds("CS-808", not isinstance(found, IvdMoney), "number", value=act.number)
    if standing:
        check_others(checks, facts, found)
    how = "taken up again" if standing else "set aside"
    text = f"{said(found, rules, facts)}: {how}. {reason.strip()}"
    return act.done(checks, facts, [changed(found, standing=standing)], text, CORRECTED)


def _found(
    checks: Checks, facts: IvdFacts, fact: str, number: int, *, standing: bool = True
) -> IvdRecord | None:
    """The fact of that kind and number of the case, if it holds or not as asked; else the reason is noted."""
    what = checks.rules.meaning("ivd_fact", fact)
    rows: Sequence[IvdRecord] = [
        row for row in facts.kept if (row.case, row.fact, row.seq) == (facts.case.case, fact, number)
    ]
    if not checks.holds("CS-123", bool(rows), "number", case=facts.case.case, what=what, value=number):
        return None
    known = rows[0].standing is standing if rows else False
    said_so = "set aside before" if standing else "not set aside"
    checks.holds("CS-807", known, "number", what=what, value=number, how=said_so)
    return rows[0] if known else None


def _changed_in(effects: Effects) -> list[IvdRecord]:
    return before(effects, IvdRecord)
