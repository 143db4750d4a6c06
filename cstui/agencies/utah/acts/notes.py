"""Notes in the log of an NCP."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.acts.base import Act, entered
from cstui.agencies.utah.acts.base import NcpAct, check_said
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.policy.effects import Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook


class UtAddNote(NcpAct, frozen=True, kw_only=True):
    """Add a note to the log of an NCP."""

    label: ClassVar[str] = "note"
    way_out: ClassVar[str] = "Add another note."

    text: str

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        text = check_said(checks, self.text, "text", "NOTE")
        return entered(checks, self, "NT", [], text)

    @classmethod
    def about(cls, key: str, text: str) -> Act:
        """A note on an NCP."""
        return cls(ncp=key, text=text)
