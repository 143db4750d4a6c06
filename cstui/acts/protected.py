"""The act that ends a print of protected data (`cstui.policy.protected`)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.acts.base import StoreAct, changed, check_said, decided, entered
from cstui.policy.effects import Effects, Refused
from cstui.policy.facts import StoreFacts
from cstui.policy.roles import STAFF
from cstui.policy.rulebook import Checks, Rulebook


class DestroyPrint(StoreAct, frozen=True, kw_only=True):
    """Record that a print of protected data was destroyed, and how: shredded, burned, erased."""

    label: ClassVar[str] = "print destroyed"
    way_out: ClassVar[str] = "What is destroyed is gone. Say in a note what was wrong with the entry."
    roles: ClassVar[frozenset[str]] = STAFF
    needs_prints: ClassVar[bool] = True

    print: int
    how: str

    def decide(self, facts: StoreFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        how = check_said(checks, self.how, "how", "HOW")
        found = next((one for one in facts.prints if one.number == self.print), None)
        if not checks.holds("CS-751", found is not None, "print", value=self.print) or found is None:
            return decided(checks)
        gone = found.destroyed_on
        checks.holds("CS-752", gone is None, "print", value=self.print, on=gone, by=found.destroyed_by)
        change = changed(found, destroyed_on=on, destroyed_by=actor, destroyed_how=how)
        text = f"Print {self.print} ({found.kind}, {found.what}) destroyed: {how}."
        return entered(checks, self, "DE", [change], text)
