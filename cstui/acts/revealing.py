"""Acts that show protected data (`cstui.policy.protected`): a view, and what a print of it keeps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from cstui.acts.base import SubjectAct, check_said, decided
from cstui.policy.effects import Effects, Refused
from cstui.policy.protected import KINDS, ProtectedPrint
from cstui.policy.roles import STAFF
from cstui.policy.rulebook import Checks, Rulebook


class ViewsProtected(SubjectAct, frozen=True, kw_only=True):
    """Base of the act that logs a view before it is shown: inputs `screen` and `reason`.

    An agency's act derives from it and from its own base, and declares the inputs.
    """

    kind: ClassVar[str] = "FTI"
    label: ClassVar[str] = "FTI viewed"
    way_out: ClassVar[str] = "A view was logged and stays so."
    roles: ClassVar[frozenset[str]] = STAFF

    if TYPE_CHECKING:
        screen: str
        reason: str

    def check(self, checks: Checks, facts: Any) -> None:
        """Note where the subject has none of it, by a rule of the agency."""

    def decide(self, facts: Any, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        self.check(checks, facts)
        why = check_said(checks, self.reason, "command", "WHY")
        said = f"{self.kind} viewed on {self.screen}"
        return decided(checks, [], [self.log("FT", f"{said}: {why}")], f"{said}.")


def printed(effects: Effects | Refused, kind: str, subject: str, what: str, reason: str) -> Effects | Refused:
    """The effects of an act that records a print, with the print itself: it shows protected data."""
    if isinstance(effects, Refused) or not kind:
        return effects
    return msgspec.structs.replace(
        effects, prints=(ProtectedPrint(kind=kind, subject=subject, what=what, reason=reason),)
    )


def check_print(checks: Checks, kind: str, reason: str) -> str:
    """The reason of a print, which has to be given where it shows protected data (CS-105)."""
    return check_said(checks, reason, "why", "WHY") if kind in KINDS else reason.strip()
