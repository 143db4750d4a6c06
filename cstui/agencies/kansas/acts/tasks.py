"""Acts on the tasks of KEES, and what CSS writes to the inbox of the local office."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from cstui.acts.base import changed, check_said, decided, entered, next_seq
from cstui.agencies.kansas.acts.base import ConsumerAct, found
from cstui.agencies.kansas.policy import agreement, by_hand
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.records import Task
from cstui.policy.effects import Add, Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook


class _TaskAct(ConsumerAct, frozen=True, kw_only=True):
    """Base of the acts on a task that nobody has closed."""

    task: int

    def open_task(self, checks: Checks, facts: ConsumerFacts) -> Task | None:
        rows = [task for task in facts.file.tasks if task.closed_on is None]
        return found(checks, self.consumer, rows, self.task, "open task", "task")


class KsTakeTask(_TaskAct, frozen=True, kw_only=True):
    """Take a task of KEES to work it."""

    label: ClassVar[str] = "task taken"
    way_out: ClassVar[str] = "Another worker takes the task."

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        task = self.open_task(checks, facts)
        if task is None:
            return decided(checks)
        checks.holds("KS-IF-40", task.taken_by != actor, "task", task=self.task)
        text = f"Task {self.task} taken: {rules.meaning('ks_task', task.name)}"
        return entered(checks, self, "TK", [changed(task, taken_by=actor, taken_on=on)], text)


class KsWorkTask(_TaskAct, frozen=True, kw_only=True):
    """Record how a task was worked, before it is closed."""

    label: ClassVar[str] = "task worked"
    way_out: ClassVar[str] = "Record how it was worked again."

    outcome: str

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        task = self.open_task(checks, facts)
        said = check_said(checks, self.outcome, "outcome", "OUTCOME")
        if task is None:
            return decided(checks)
        checks.holds("KS-IF-41", bool(task.taken_by), "task", task=self.task)
        text = f"Task {self.task} worked: {said}"
        return entered(checks, self, "TK", [changed(task, worked_on=on, outcome=said)], text)


class KsCloseTask(_TaskAct, frozen=True, kw_only=True):
    """Close a task that was worked."""

    label: ClassVar[str] = "task closed"
    way_out: ClassVar[str] = "Add a note; a closed task stays closed."

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        task = self.open_task(checks, facts)
        if task is None:
            return decided(checks)
        checks.holds("KS-IF-42", task.worked_on is not None, "task", task=self.task)
        agrees = task.queue != "PURPLE" or agreement.agrees(facts.file)
        checks.holds("KS-IF-43", agrees, "task", task=self.task)
        text = f"Task {self.task} closed: {rules.meaning('ks_task', task.name)}"
        return entered(checks, self, "TK", [changed(task, closed_on=on)], text)


class KsWriteInbox(ConsumerAct, frozen=True, kw_only=True):
    """Write to the inbox of the local eligibility office, as CSS does by e-mail.

    `about` is IR a retraction, IE a non-cooperation from before the referral.
    """

    label: ClassVar[str] = "e-mail to the inbox"
    way_out: ClassVar[str] = "Write again; the office closes the task."

    about: Literal["IR", "IE"]
    text: str = ""

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        said_so = by_hand.retracted(facts.file)
        checks.holds("KS-NC-23", self.about != "IR" or said_so, "about")
        name = rules.meaning("ks_task", self.about)
        details = f"{name}. {self.text.strip()}".strip()
        task = Task(
            consumer=self.consumer,
            seq=next_seq(facts.file.tasks),
            queue="INBOX",
            name=self.about,
            details=details,
            made_on=on,
        )
        return entered(checks, self, "IN", [Add(task)], f"To the inbox of the local office: {details}")
