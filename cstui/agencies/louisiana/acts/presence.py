"""Whether the CP has to be at a hearing, corrected (E-520 I)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.acts.base import LATER, Act, changed, entered, to_correct
from cstui.agencies.louisiana.acts.base import CaseAct
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.policy.effects import Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook


class CorrectPresence(CaseAct, frozen=True, kw_only=True):
    """Correct whether the CP's presence at a hearing is required for the case to move, with the reason.

    A hearing that was missed without need can be no ground of non-cooperation (CT).
    """

    label: ClassVar[str] = "presence required corrected"

    appointment: int
    required: bool
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        hearings = [a for a in facts.file.appointments if a.purpose == "CH"]
        found = to_correct(checks, self.case, hearings, self.appointment, "hearing", self.reason)
        if found is None:
            return Refused(tuple(checks.found))
        same = found.presence_required == self.required
        checks.holds("CS-135", not same, "presence", label="PRESENCE REQUIRED")
        said = "is required" if self.required else "is not required"
        text = f"Hearing of {found.on:%m/%d/%Y}: the CP's presence {said}. {self.reason.strip()}"
        return entered(checks, self, "CE", [changed(found, presence_required=self.required)], text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return (
            CorrectPresence(
                case=self.case, appointment=self.appointment, required=not self.required, reason=LATER
            ),
        )
