"""What is done to a household: a visit is planned and its outcome recorded; notes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.acts.base import LATER, Act, SubjectAct, added, changed, decided, entered, next_seq, numbered
from cstui.acts.notes import AddsNote
from cstui.policy.effects import Add, Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook
from practice_state.facts import HouseholdFacts
from practice_state.records import HomeVisit, HouseholdNumber


class HouseholdAct(SubjectAct, frozen=True, kw_only=True):
    """Base of the acts on a household."""

    agency: ClassVar[str] = "practice_state"
    subject_kind: ClassVar[str] = HouseholdFacts.kind
    keyed_by: ClassVar[str] = "household"

    household: HouseholdNumber


class PsPlanVisit(HouseholdAct, frozen=True, kw_only=True):
    """Plan a visit to a household (PS-1 section 2)."""

    label: ClassVar[str] = "visit planned"

    on: date

    def decide(self, facts: HouseholdFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        notice = rules.days("ps_notice_days", on)
        checks.holds("PS-2-01", (self.on - on).days >= notice, "on", on=self.on, days=notice)
        visit = HomeVisit(household=self.household, seq=next_seq(facts.file.visits), on=self.on)
        return entered(checks, self, "PV", [Add(visit)], f"Visit planned on {self.on:%m/%d/%Y}.")

    def taken_back(self, facts: HouseholdFacts, effects: Effects) -> tuple[Act, ...]:
        visit = added(effects, HomeVisit)[0]
        return (PsRecordVisit(household=self.household, visit=visit.seq, made=False, why=LATER),)


class PsRecordVisit(HouseholdAct, frozen=True, kw_only=True):
    """Record whether a visit was made (PS-1 section 3)."""

    label: ClassVar[str] = "outcome of a visit"
    way_out: ClassVar[str] = "Plan another visit."

    visit: int
    made: bool
    why: str = ""

    def decide(self, facts: HouseholdFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = numbered(checks, self.household, facts.file.visits, self.visit, "visit", "visit")
        if found is None:
            return decided(checks)
        said = "made" if self.made else "missed"
        checks.holds("PS-3-01", not self.made or found.on <= on, "visit", on=found.on)
        text = f"Visit of {found.on:%m/%d/%Y} {said}. {self.why.strip()}".rstrip()
        return entered(checks, self, "PO", [changed(found, status=said)], text)


class PsAddNote(AddsNote, HouseholdAct, frozen=True, kw_only=True):
    """Add a note to the log of a household."""

    text: str
