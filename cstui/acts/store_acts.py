"""Acts on what is of no subject: prints, and interface records that were set aside."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.acts.base import StoreAct, decided, entered
from cstui.acts.revealing import check_print, printed
from cstui.policy.effects import Effects, Refused
from cstui.policy.facts import StoreFacts
from cstui.policy.roles import ANALYST, FILING, SYSTEM
from cstui.policy.rulebook import Checks, Rulebook


class RecordSheet(StoreAct, frozen=True, kw_only=True):
    """Record that something of no single case was printed, and where it went.

    Protected data on it is of a `kind` (`FTI`), printed for a `reason`, and `about` a subject.
    """

    roles: ClassVar[frozenset[str]] = FILING | {ANALYST, SYSTEM}

    what: str
    to: str
    kind: str = ""
    reason: str = ""
    about: str = ""

    def decide(self, facts: StoreFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        for label, value in (("WHAT", self.what), ("TO", self.to)):
            checks.holds("CS-105", bool(value.strip()), label.lower(), label=label)
        why = check_print(checks, self.kind, self.reason)
        text = f"{self.what.strip()} printed: {self.to.strip()}."
        text += f" With {self.kind}: {why}" if self.kind else ""
        made = entered(checks, self, "PR", [], text)
        return printed(made, self.kind, self.about, f"{self.what.strip()} {self.to.strip()}", why)


class SettleRecord(StoreAct, frozen=True, kw_only=True):
    """Say of an interface record that was set aside that it was seen to, and how. Nothing is erased.

    `entry` is its number in the log under `store`.
    """

    roles: ClassVar[frozenset[str]] = FILING | {SYSTEM}

    entry: int
    why: str

    def decide(self, facts: StoreFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        checks.holds("CS-105", bool(self.why.strip()), "why", label="WHY")
        waits = any(one.entry == self.entry for one in facts.waiting)
        checks.holds("CS-191", waits, "action", entry=self.entry)
        text = f"Entry {self.entry} settled: {self.why.strip()}"
        return decided(checks, [], [self.log("IS", text)], text)
