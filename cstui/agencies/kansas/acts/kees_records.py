"""Acts of eligibility workers on non-compliance records: made by hand, edited, removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal

from msgspec.structs import replace

from cstui.acts.base import changed, check_said, decided, entered, next_seq
from cstui.agencies.kansas.acts.base import ConsumerAct, found
from cstui.agencies.kansas.acts.interface import differing
from cstui.agencies.kansas.policy import alerts, by_hand, non_compliance, programs
from cstui.agencies.kansas.policy.facts import ConsumerFacts, following
from cstui.agencies.kansas.records import TIERS, NonCompliance
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.roles import LEADING
from cstui.policy.rulebook import Checks, Rulebook


class KsAddRecord(ConsumerAct, frozen=True, kw_only=True):
    """Add a non-compliance record by hand (KEES): what came before the automation, or what it did not make.

    `reason` is 1 to 4 (1st to 4th Penalty), FA, NC; the type and the end date follow from it. `begins` is the
    begin date; `occurred_on` the date on CADS, by which the thresholds of July 2015 and August 2018 go.
    """

    label: ClassVar[str] = "record by hand"
    way_out: ClassVar[str] = "Remove the record on ENCD."

    program: Literal["TANF", "CC", "FA"]
    reason: Literal["1", "2", "3", "4", "FA", "NC"]
    begins: date
    occurred_on: date
    comments: str = ""

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks, file = Checks(rules), facts.file
        by_hand.check_add(checks, file, self.program, self.reason, self.occurred_on, on)
        tiered = self.reason in TIERS
        record = NonCompliance(
            consumer=self.consumer,
            seq=next_seq(file.records),
            program=self.program,
            type=non_compliance.NON_COOPERATION if self.reason == "NC" else non_compliance.CHILD_SUPPORT,
            reason=self.reason,
            begins=self.begins,
            ends=non_compliance.penalty_end(self.begins, self.reason, rules) if tiered else None,
            override_ends=non_compliance.FOREVER if tiered else None,
            created_on=on,
            occurred_on=self.occurred_on,
            made_by=actor,
            comments=self.comments.strip(),
        )
        full, said = programs.IN_FULL[self.program], rules.meaning("ks_reason", self.reason)
        text = f"Record {record.seq} by hand: {full}, {said}, from {self.begins:%m/%d/%Y}."
        return entered(checks, self, "KR", [Add(record)], text)


class _RecordAct(ConsumerAct, frozen=True, kw_only=True):
    """Base of the acts on one record of the person."""

    record: int

    def on_record(self, checks: Checks, facts: ConsumerFacts) -> NonCompliance | None:
        """The record, where there is one that was not removed."""
        rows = non_compliance.standing(facts.file)
        return found(checks, self.consumer, rows, self.record, "record", "record")

    def edit(
        self,
        facts: ConsumerFacts,
        checks: Checks,
        record: NonCompliance,
        on: date,
        actor: str,
        **said: object,
    ) -> Effects | Refused:
        """The record with other fields, and the change of each field.

        An edit before the compliance date makes the automation fail, unless it answers a Purple task.
        """
        file = facts.file
        answers = bool(alerts.tasks_open(file).purple)
        early = record.complied_on is None and not answers
        checks.holds("KS-IF-09", not early, "record", record=self.record)
        edited = on if early else None if answers else record.edited_on
        now = replace(record, edited_on=edited, **said)
        history = differing(record, now, on, actor, following(file.changes), {})
        what = ", ".join(f"{_LABELS[c.field]} {c.before or 'blank'} to {c.after or 'blank'}" for c in history)
        text = f"Record {self.record} ({programs.IN_FULL[record.program]}): {what or 'no change'}."
        return entered(checks, self, "KR", [Change(record, now), *map(Add, history)], text)


_LABELS: Mapping[str, str] = {
    "begins": "begin",
    "ends": "end",
    "override_ends": "override end",
    "complied_on": "compliance",
    "comments": "comments",
}


class KsSetOverrideEnd(_RecordAct, frozen=True, kw_only=True):
    """Set the override end date of a record whose end date is empty (KEES)."""

    label: ClassVar[str] = "override end date"
    way_out: ClassVar[str] = "Set the override end date to what it was."

    ends: date | None

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        record = self.on_record(checks, facts)
        if record is None:
            return decided(checks)
        checks.holds("KS-IF-14", record.ends is None, "ends", record=self.record, ends=record.ends)
        by_hand.check_end(checks, record, self.ends)
        return self.edit(facts, checks, record, on, actor, override_ends=self.ends)


class KsOverridePenalty(_RecordAct, frozen=True, kw_only=True):
    """Set the override end date of a penalty that has an end date (KEES): a supervisor does."""

    label: ClassVar[str] = "override of a penalty"
    way_out: ClassVar[str] = "Set the override end date to what it was."
    roles: ClassVar[frozenset[str]] = LEADING

    ends: date
    why: str

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        record = self.on_record(checks, facts)
        why = check_said(checks, self.why, "why", "WHY")
        if record is None:
            return decided(checks)
        by_hand.check_end(checks, record, self.ends)
        return self.edit(facts, checks, record, on, actor, override_ends=self.ends, comments=why)


class KsSetCompliance(_RecordAct, frozen=True, kw_only=True):
    """Enter the compliance date of a record by hand, with the override end date that follows (KEES).

    The automation does so by itself the night after CADS says cooperating; by hand it is for what a Purple
    task asks.
    """

    label: ClassVar[str] = "compliance date by hand"
    way_out: ClassVar[str] = "A compliance date stays; its change is in the history of the record."

    complied_on: date

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        record = self.on_record(checks, facts)
        if record is None:
            return decided(checks)
        checks.holds("KS-IF-15", self.complied_on <= on, "complied_on", on=self.complied_on, today=on)
        checks.holds("KS-IF-16", record.complied_on is None, "complied_on", on=record.complied_on)
        now, _ = non_compliance.cured(record, self.complied_on, Checks(rules))
        ends = now.override_ends
        return self.edit(facts, checks, record, on, actor, complied_on=self.complied_on, override_ends=ends)


class KsRemoveRecord(_RecordAct, frozen=True, kw_only=True):
    """Remove a record and say why (KEES): a retraction of CSS, or compliance within an application's days.

    The compliance date has to be there first, where the automation made the record.
    """

    label: ClassVar[str] = "record removed"
    way_out: ClassVar[str] = "Add the record again by hand."

    why: str

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        record = self.on_record(checks, facts)
        why = check_said(checks, self.why, "why", "WHY")
        if record is None:
            return decided(checks)
        came = record.complied_on is not None or record.alert is None
        checks.holds("KS-NC-24", came, "record", record=self.record)
        told = by_hand.may_remove(facts.file, record, rules)
        checks.holds("KS-NC-25", told, "record", record=self.record)
        text = f"Record {self.record} ({programs.IN_FULL[record.program]}) removed. {why}"
        now = [changed(record, removed_on=on, comments=why)]
        return entered(checks, self, "KR", now, text)
