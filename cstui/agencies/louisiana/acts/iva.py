"""What IV-A tells: benefit updates and good cause. They come through the interface, not from a worker."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from cstui.acts.base import changed, decided, entered, next_seq
from cstui.agencies.louisiana.acts.base import CaseAct, logged
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import BenefitNews, BenefitSpell, GoodCause
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.formats import Line
from cstui.policy.roles import SYSTEM
from cstui.policy.rulebook import Checks, Rulebook

Event = Literal["applied", "denied", "withdrew", "opened", "noticed", "answered", "closed"]
NOT_CERTIFIED = {"denied": "DN", "withdrew": "WD"}
"""The closing reason of an application that came to nothing."""


class ReceiveBenefitUpdate(CaseAct, frozen=True, kw_only=True):
    """Take in what IV-A says of the CP's benefits: applied, denied, withdrew, opened, noticed, answered
    or closed.

    `on` is the date that the update speaks of; for closed the first day without benefits. Denied and
    withdrew end an application that was not certified.
    """

    label: ClassVar[str] = "IV-A's update"
    roles: ClassVar[frozenset[str]] = frozenset({SYSTEM})

    event: Event
    on: date
    program: Literal["FITAP", "KCSP"] = "FITAP"
    iva_number: Line = ""
    reason: Literal["", "NC", "IN", "RQ", "OT"] = ""

    @property
    def sender(self) -> str:
        return "IV-A"

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        change, why = self._change(facts)
        if change is None:
            rule = "CS-134" if self.event == "answered" else "CS-126"
            checks.holds(rule, False, "event", event=self.event, why=why)
            return Refused(tuple(checks.found))
        what = rules.said("ivaevent", self.event)
        text = f"IV-A: {self.program} {what}, {self.on:%m/%d/%Y}"
        text += f" ({rules.said('ivareason', self.reason)})." if self.reason else "."
        told = [f for f in facts.files if f.case.status != "closed" or f is facts.file]
        news = [
            Add(
                BenefitNews(
                    case=file.case.number,
                    seq=next_seq(file.news),
                    event=self.event,
                    on=self.on,
                    text=text,
                    received_on=on,
                )
            )
            for file in told
        ]
        logs = [logged(file, "IV", text) for file in told]
        return decided(checks, [change, *news], logs, text)

    def _change(self, facts: Facts) -> tuple[Add | Change | None, str]:
        spells = [s for s in facts.spells if s.program == self.program]
        running = next((s for s in reversed(spells) if s.closed is None), None)
        if self.event == "applied":
            if running is not None:
                return None, f"{self.program} of {running.applied:%m/%d/%Y} has not ended"
            return Add(self._new(facts, begins=None)), ""
        if self.event == "opened":
            if running is None:
                return Add(self._new(facts, begins=self.on)), ""
            if running.begins is not None:
                return None, f"{self.program} has been certified since {running.begins:%m/%d/%Y}"
            return changed(running, begins=self.on), ""
        if self.event in NOT_CERTIFIED:
            if running is None:
                return None, f"no application for {self.program} is pending"
            if running.begins is not None:
                return None, f"{self.program} has been certified since {running.begins:%m/%d/%Y}"
            if self.on < running.applied:
                return None, f"{self.program} was applied for on {running.applied:%m/%d/%Y}"
            return changed(running, closed=self.on, closing_reason=NOT_CERTIFIED[self.event]), ""
        if self.event == "closed":
            if running is None:
                return None, f"no {self.program} spell runs"
            since = running.begins or running.applied
            if self.on < since:
                return None, f"{self.program} runs since {since:%m/%d/%Y}"
            return changed(running, closed=self.on, closing_reason=self.reason or "OT"), ""
        active = next((s for s in reversed(spells) if s is case_position.spell_on([s], self.on)), None)
        if active is None:
            return None, f"no {self.program} benefits on {self.on:%m/%d/%Y}"
        if self.event == "noticed":
            return changed(active, notice_on=self.on, answered_on=None), ""
        if active.notice_on is None or self.on < active.notice_on:
            return None, "no notice runs"
        return changed(active, answered_on=self.on), ""

    def _new(self, facts: Facts, begins: date | None) -> BenefitSpell:
        return BenefitSpell(
            person=facts.cp.number,
            seq=next_seq(facts.spells),
            program=self.program,
            iva_number=self.iva_number or facts.case.iva_number,
            applied=self.on,
            begins=begins,
        )


class ReceiveGoodCause(CaseAct, frozen=True, kw_only=True):
    """Take in what IV-A says of good cause: GC REASON, DT and its standing (E-520 I).

    `reason` 0, 00 or none says that good cause is not claimed and needs no standing; any other needs one.
    """

    label: ClassVar[str] = "IV-A's word on good cause"
    roles: ClassVar[frozenset[str]] = frozenset({SYSTEM})

    reason: str
    standing: Literal["", "claimed", "determined", "denied", "ended"] = ""
    on: date

    @property
    def sender(self) -> str:
        return "IV-A"

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        known = rules.code("gcreason", self.reason) is not None or self.reason == ""
        checks.holds("CS-104", known, "reason", label="GC REASON", value=self.reason, table="gcreason")
        said = bool(self.standing) or self.reason in case_position.NOT_CLAIMED
        checks.holds("CS-105", said, "standing", label="STANDING")
        entry = GoodCause(
            case=self.case,
            seq=next_seq(facts.file.good_cause),
            reason=self.reason,
            standing=self.standing,
            on=self.on,
            received_on=on,
        )
        text = f"Good cause {self.reason or '0'} {self.standing or 'not claimed'}, {self.on:%m/%d/%Y}."
        return entered(checks, self, "GC", [Add(entry)], text)
