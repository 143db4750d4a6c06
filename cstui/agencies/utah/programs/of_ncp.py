"""What the screens of an NCP have in common: heading, guide, pages of lists, REVEAL of FTI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.desk.conversation import Request
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.of_subject import InHand, Keyed, PagedSubject
from cstui.desk.programs.revealing import REVEAL, Reveals
from cstui.policy.rulebook import Code, CodeTable
from cstui.store.reads import name_of

PHASES = {
    "pre": "Phase 1 pre-filing",
    "active": "Phase 2 active",
    "sentenced": "Phase 3 sentenced",
    "ended": "ended",
}
"""The phases as a heading has room for them."""


__all__ = ["REVEAL", "FtiPage", "Keyed", "NcpInHand", "NcpPage", "in_hand"]


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
    """Base of the screens of an NCP with a list and nothing else to remember.

    F4 in a field of `coded` lists the codes of its tables, in `number` the open cases of the NCP.
    """

    coded: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def choices(self, desk: DeskContext, request: Request, field: str) -> CodeTable | None:
        hand = self.in_hand(desk, desk.case) if field == "number" else None
        if hand is not None:
            people = {person.number: name_of(person) for person in hand.facts.people}
            cases = [
                Code(code=case.number, meaning=people.get(case.person, ""))
                for case in hand.facts.file.open_cases
            ]
            return CodeTable(name="cases", title="Open cases of the NCP", cite="CNSR", code=tuple(cases))
        tables = [desk.rules.codes[name] for name in self.coded.get(field, ())]
        if not tables:
            return None
        codes = tuple(code for table in tables for code in table.code)
        title = "; ".join(table.title for table in tables)
        return CodeTable(name=field, title=title, cite=tables[0].cite, code=codes)


class FtiPage(Reveals[NcpInHand], NcpPage):
    """Base of those that hide federal tax information (FTI)."""
