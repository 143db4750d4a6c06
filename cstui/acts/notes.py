"""A note in the log of a subject; an agency's act derives from it as from those of `cstui.acts.reminders`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from cstui.acts.base import SubjectAct, check_said, entered
from cstui.policy.effects import Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook


class AddsNote(SubjectAct, frozen=True, kw_only=True):
    """Base of the act that adds a note: input `text`."""

    label: ClassVar[str] = "note"
    way_out: ClassVar[str] = "Add another note."

    if TYPE_CHECKING:
        text: str

    def decide(self, facts: Any, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        return entered(checks, self, "NT", [], check_said(checks, self.text, "text", "NOTE"))
