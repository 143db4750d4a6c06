"""Follow-up of non-cooperation (E-524, E-525): what may be done now on a case that shows it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import msgspec

from cstui.agencies.louisiana.policy import case_position, closing, iva_position, orders
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Child, Contact, Escalation, Review
from cstui.policy.months import first_of_month
from cstui.policy.rulebook import Checks, Rulebook

Doing = Literal["correct", "decide", "pend", "escalate", "enforce", "wait"]
ORDER: tuple[Doing, ...] = ("correct", "decide", "pend", "escalate", "enforce", "wait")
"""In which order LEM4145R1 shows what may be done."""


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """What may be done now on a case with non-cooperation, why, and until when it has to wait."""

    doing: Doing
    why: str
    rule: str
    until: date | None = None


def follow_up(facts: Facts, rules: Rulebook, on: date) -> FollowUp | None:
    """What LEM4145R1 says of the case; None where no non-cooperation stands or the case is closed."""
    entry = case_position.noncooperation(facts.file) or case_position.documented(facts.file)
    if entry is None or entry.failed_on is None or facts.case.status == "closed":
        return None
    if case_position.determined_good_cause(facts.file):
        return FollowUp(doing="correct", why="Good cause determined: enter cooperation", rule="LA-E520-06")
    if request := case_position.open_request(facts.file):
        why = f"Office {request.from_office} asks: enter cooperation"
        return FollowUp(doing="correct", why=why, rule="LA-E522-19")
    if again := case_position.later_application(facts, entry):
        why = f"Applied again: {again[0]:%m/%d/%Y}, OFS 53"
        return FollowUp(doing="correct", why=why, rule="LA-E524-01")
    if pend := case_position.pend(facts.file):
        if came := case_position.contact_since(facts.file, pend):
            why = f"CP contact {came.on:%m/%d}: withdraw pend or STAND"
            return FollowUp(doing="decide", why=why, rule="LA-E522-06", until=pend.closes_on)
        why = "Pended, closes by itself" if pend.closes_on else "Pended: CSE 105 is to be mailed"
        return FollowUp(doing="wait", why=why, rule="LA-E522-06", until=pend.closes_on)
    checks = Checks(rules)
    closing.check_pend(checks, facts, on)
    if not checks.refused and (told := case_position.told_since(facts.file, entry)):
        return FollowUp(doing="decide", why=said_told(told), rule="LA-E522-06")
    if not checks.refused:
        return FollowUp(doing="pend", why="Benefits ended: FTC", rule="LA-E522-04")
    if is_for_consultant(facts, rules, on):
        return FollowUp(doing="escalate", why="Two full months, still on benefits", rule="LA-E524-02")
    if case_position.spell_on(facts.spells, on) is None:
        return FollowUp(doing="enforce", why=checks.refusals[0].message, rule=checks.refusals[0].rule)
    return _waiting(facts, rules, on)


def said_told(contact: Contact) -> str:
    """What the guide says of what the CP told before a pend is entered (E-522; 45 CFR 303.11)."""
    what = "gave news" if contact.about == "NI" else "contacted us"
    return f"CP {what} {contact.on:%m/%d}: act on it, or pend"


def why_not_escalate(facts: Facts, rules: Rulebook, on: date) -> str:
    """Why the PI Consultant is not to be told now; empty where he or she is (E-524)."""
    entry = case_position.noncooperation(facts.file)
    if entry is None or entry.reported_on is None:
        return "no report to IV-A stands"
    if case_position.spell_on(facts.spells, on) is None:
        return "the CP gets no benefits any more"
    due = case_position.escalation_due(entry.reported_on, rules)
    if on < due:
        return f"two full months end {due:%m/%d/%Y}"
    told = consultant_told(facts, rules)
    if told is None or _changed_nothing(facts, told) or on >= case_position.telling_again_due(told, rules):
        return ""
    again = case_position.telling_again_due(told, rules)
    return f"the PI Consultant was told on {told.notified_on:%m/%d/%Y}; again from {again:%m/%d/%Y}"


def _changed_nothing(facts: Facts, told: Escalation) -> bool:
    """Whether the PI Consultant answered a notice and IV-A has done nothing since it (reading 39)."""
    spell = case_position.spell_on(facts.spells, told.answered_on) if told.answered_on else None
    noticed = spell.notice_on if spell else None
    moved = spell is not None and (spell.closed is not None or (noticed or date.min) >= told.notified_on)
    return told.answered_on is not None and not moved


def is_for_consultant(facts: Facts, rules: Rulebook, on: date) -> bool:
    """Whether the PI Consultant is to be told now: two full months gone, still on benefits, and not told yet.

    A second notice may go, and is not owed (E-524).
    """
    entry = case_position.noncooperation(facts.file)
    due = consultant_told(facts, rules) is None and not why_not_escalate(facts, rules, on)
    return not Checks(rules).holds("LA-E524-02", not due, on=entry.reported_on if entry else None)


def last_review(facts: Facts) -> Review | None:
    """The last review of the case that stands; None where it was never reviewed."""
    return max((r for r in facts.file.reviews if r.standing), key=lambda r: (r.on, r.seq), default=None)


def review_due(facts: Facts, rules: Rulebook, on: date) -> date | None:
    """By when the non-cooperation on the case is to be reviewed in this quarter; None where it is not.

    E-524 has the report monitored at least each quarter so that its cases are worked: each case on
    which non-cooperation stood when the quarter began is due once in it, until it was reviewed. A
    pended case closes by itself and is not asked for.
    """
    stands = case_position.noncooperation(facts.file) or case_position.documented(facts.file)
    begins = first_of_month(on, -((on.month - 1) % 3))
    days = rules.days("quarterly_review_days", on)
    found = last_review(facts)
    known = stands is not None and stands.entered_on < begins and facts.case.status == "open"
    is_due = known and (found is None or found.on < begins)
    if Checks(rules).holds("LA-E524-05", not is_due):
        return None
    return begins + timedelta(days=days - 1)


def why_not_out(facts: Facts, child: Child, rules: Rulebook, on: date) -> str:
    """Why a child's participation may not end; empty where it may (E-525).

    The order that stands goes on being enforced: only a child without one is left out.
    """
    if child.order_on is not None and orders.is_in_force(facts, child, rules, on):
        return f"its order of {child.order_on:%m/%d/%Y} stands"
    if case_position.noncooperation(facts.file) is None:
        return "no non-cooperation is reported"
    if case_position.spell_on(facts.spells, on) is not None:
        return "the CP still gets benefits"
    return ""


def consultant_told(facts: Facts, rules: Rulebook) -> Escalation | None:
    """The last notice to the PI Consultant about the report that stands; None where none was given."""
    entry = case_position.noncooperation(facts.file) if facts.file.escalations else None
    if entry is None or entry.reported_on is None:
        return None
    due = case_position.escalation_due(entry.reported_on, rules)
    return next((e for e in reversed(facts.file.escalations) if e.notified_on >= due), None)


def consultant_answered(facts: Facts, rules: Rulebook) -> date | None:
    """When the PI Consultant answered about the report that stands; None where that is still to come."""
    told = consultant_told(facts, rules)
    return told.answered_on if told is not None else None


def _waiting(facts: Facts, rules: Rulebook, on: date) -> FollowUp:
    """What a case waits for while benefits run: the removal, the consultant, or IV-A and two full months."""
    position = iva_position.of_case(facts, rules, on)
    why = "IV-A's notice and removal"
    if position.state == "ending":
        return FollowUp(doing="wait", why=why, rule="LA-E522-04", until=position.removal)
    if told := consultant_told(facts, rules):
        why = f"PI told {told.notified_on:%m/%d}: record the answer when it comes"
        if told.answered_on is not None:
            why = f"PI replied {told.answered_on:%m/%d}: see CALO"
        return FollowUp(doing="wait", why=why, rule="LA-E524-02")
    entry = case_position.noncooperation(facts.file)
    due = case_position.escalation_due(entry.reported_on, rules) if entry and entry.reported_on else None
    until = due if due is not None and due > on else None
    return FollowUp(doing="wait", why=why, rule="LA-E522-04", until=until)
