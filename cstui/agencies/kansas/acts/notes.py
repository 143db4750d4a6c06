"""Notes in the log of a consumer."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.acts.base import Act, entered
from cstui.agencies.kansas.acts.base import ConsumerAct, check_said
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.policy.effects import Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook


class KsAddNote(ConsumerAct, frozen=True, kw_only=True):
    """Add a note to the log of a consumer."""

    label: ClassVar[str] = "note"
    way_out: ClassVar[str] = "Add another note."

    text: str

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        text = check_said(checks, self.text, "text", "NOTE")
        return entered(checks, self, "NT", [], text)

    @classmethod
    def about(cls, key: str, text: str) -> Act:
        """A note on a consumer."""
        return cls(consumer=key, text=text)
