"""What the screens of an NCP have in common: heading, guide, the version seen, pages of lists."""

from __future__ import annotations

from dataclasses import dataclass

from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.of_subject import InHand, Keyed, PagedSubject
from cstui.store.reads import name_of

PHASES = {
    "pre": "Phase 1 pre-filing",
    "active": "Phase 2 active",
    "sentenced": "Phase 3 sentenced",
    "ended": "ended",
}
"""The phases as a heading has room for them."""

__all__ = ["Keyed", "NcpInHand", "NcpPage", "in_hand"]


@dataclass(frozen=True)
class NcpInHand(InHand):
    """The NCP on the screen."""

    facts: NcpFacts


def in_hand(desk: DeskContext, number: str) -> NcpInHand | None:
    """The NCP as the screens show it; None where there is none."""
    facts: NcpFacts | None = desk.facts(number)
    if facts is None:
        return None
    ncp, matter = facts.file.ncp, facts.file.prosecution
    phase = PHASES[matter.phase] if matter is not None else "not referred"
    heading = {
        "case": ncp.number,
        "name": name_of(facts.parent),
        "office": ncp.office,
        "worker": ncp.worker,
        "phase": phase,
    }
    return NcpInHand(facts=facts, heading=heading)


class NcpPage(PagedSubject[NcpInHand]):
    """Base of the screens of an NCP with a list and nothing else to remember."""
