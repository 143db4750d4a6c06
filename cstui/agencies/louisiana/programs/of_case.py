"""What the screens of a case have in common: heading, guide, the version seen, the unknown case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import S
from cstui.desk.programs.of_subject import InHand, Keyed, OfSubject, PagedSubject, found_in

__all__ = ["CaseInHand", "CasePage", "Keyed", "OfCase", "benefits", "found_in", "in_hand"]


@dataclass(frozen=True)
class CaseInHand(InHand):
    """The case on the screen: its heading, its parties and its facts."""

    facts: Facts
    summary: reads.CaseSummary


def in_hand(desk: DeskContext, number: str) -> CaseInHand | None:
    """The case as its screens show it; None where there is none."""
    summary = desk.read(lambda session: reads.case_summary(session, number))
    facts = desk.facts(number)
    if summary is None or facts is None:
        return None
    return CaseInHand(facts=facts, heading=_heading(summary), summary=summary)


class OfCase(OfSubject[CaseInHand, S]):
    """Base of the screens of a case."""


class CasePage(PagedSubject[CaseInHand]):
    """Base of the screens of a case with a list and nothing else to remember."""


def _heading(summary: reads.CaseSummary) -> dict[str, str]:
    case, ncp = summary.case, summary.ncp
    return {
        "case": case.number,
        "status": case.status.upper(),
        "office": f"{case.office} {summary.office_name}",
        "worker": case.worker,
        "cp": reads.name_of(summary.cp),
        "ncp": reads.name_of(ncp) if ncp else "",
    }


def benefits(facts: Facts, on: date) -> str:
    """The CP's benefits in a line: `FITAP since 02/01/2026`."""
    spell = next((s for s in reversed(facts.spells) if s.begins is not None), None)
    if spell is None:
        asked = facts.spells[-1] if facts.spells else None
        if asked is None:
            return "No benefits on record"
        if asked.closed is None:
            return "Application pending"
        return (
            f"Application {case_position.OUTCOMES.get(asked.closing_reason, 'ended')} {asked.closed:%m/%d/%Y}"
        )
    if spell.closed is not None:
        verb = "ended" if spell.closed <= on else "ends"
        reason = f" {spell.closing_reason}" if spell.closing_reason else ""
        return f"{spell.program} {verb} {spell.closed:%m/%d/%Y}{reason}"
    return f"{spell.program} since {spell.begins:%m/%d/%Y}"
