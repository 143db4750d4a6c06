"""PAR1: a referral and its participants: name search, match, registration, deactivation. PAR2: more of it."""

from __future__ import annotations

from functools import partial

import msgspec

from cstui.agencies.kansas.acts.referrals import (
    KsDeactivateReferral,
    KsRegisterReferral,
    KsSearchParticipant,
)
from cstui.agencies.kansas.policy import referrals
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.programs.of_consumer import ConsumerInHand, ConsumerPage
from cstui.agencies.kansas.records import NoncustodialParent, Participant, Referral
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING
from cstui.store import reads as store_reads

MOST = 12
"""Persons whom a name search lists."""
STATES = {"": "to work", "A": "registered", "D": "deactivated"}


class OfReferral(ConsumerPage):
    """Base of the pages of one referral; the argument is the person and the referral's number there."""

    takes_more = True

    def referral(self, facts: ConsumerFacts, wanted: str) -> Referral | None:
        """The referral that is meant: the newest to work where none is named."""
        rows = facts.file.referrals
        if not wanted:
            waiting = referrals.to_work(facts.file)
            return waiting[-1] if waiting else rows[-1] if rows else None
        return next((one for one in rows if str(one.seq) == wanted), None)

    def missing(self, desk: DeskContext, facts: ConsumerFacts, wanted: str) -> Answer:
        said = {"consumer": facts.key, "what": "referral", "number": wanted or "yet"}
        return Answer(screen=self.name, findings=(desk.finding("KS-IF-30", "command", **said),))


class Par1(OfReferral):
    """N before a participant searches the name; F18 registers, F22 deactivates, F15 shows PAR2."""

    name = "PAR1"
    answers = PAGING | {"PAR2", "REGISTER", "DEACTIVATE"}

    def paint(self, desk: DeskContext, hand: ConsumerInHand, rest: str, state: object) -> Answer:
        page, facts = self.at(desk, state, rest), hand.facts
        held = self.referral(facts, page.subject)
        if held is None:
            return self.missing(desk, facts, page.subject)
        page = msgspec.structs.replace(page, subject=str(held.seq))
        ncp = ncp_of(facts, held)
        values = {
            "cases": f"{len(facts.file.cases)} on record" if facts.file.cases else "none",
            "number": held.number,
            "type": held.type,
            "prog": held.program,
            "approved": shown_date(held.approved_on),
            "state": STATES[held.outcome],
            "ap": referrals.said_of(ncp) if ncp is not None else "",
            "ap_born": shown_date(ncp.born) if ncp is not None else "",
            "ap_type": desk.rules.meaning("ks_name_type", ncp.name_type) if ncp and ncp.name_type else "",
            "match": "",
            "why": "",
        }
        rows = [_row(one) for one in referrals.participants_of(facts.file, held.seq)]
        return self.listed(desk, page, rows, values)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        marks = self.marks(desk, request, entry.found)
        typed = entry.text("match")
        if typed and len(marks) != 1:
            entry.found.append(desk.finding("CS-171", "match", what="N"))
        if len(marks) > 1:
            entry.found.append(self.wrong(desk, marks[1][0], "N", "one name at a time"))
        if entry.found:
            return self.refused(request, entry.found)
        if not marks:
            return self.again(desk, request.state)
        index, row, _ = marks[0]
        facts: ConsumerFacts | None = desk.facts(desk.case)
        assert facts is not None
        participant = next(one for one in facts.file.participants if str(one.seq) == row.key)
        found = _found(desk, participant)
        act = KsSearchParticipant(
            consumer=desk.case, participant=participant.seq, matched=int(typed) if typed else None
        )
        answer = self.do(desk, request, act, {"matched": "match", "participant": f"action.{index}"})
        if answer.findings:
            return answer
        lines = [GuideLine(text=f"NAME SEARCH: {participant.last}, {participant.first}", style="heading")]
        lines += [GuideLine(text=one) for one in found] or [
            GuideLine(text="Nobody of that name is on record.")
        ]
        lines.append(
            GuideLine(text="Key a number under MATCH and N again where one is the same.", style="key")
        )
        said = f"{len(found)} found: {'; '.join(found)}" if found else "Nobody of that name is on record."
        guide = (*lines, GuideLine(text=""), *answer.guide)
        message = answer.message if typed else said
        return msgspec.structs.replace(answer, message=message, guide=guide)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        facts: ConsumerFacts | None = desk.facts(desk.case)
        page = self.at(desk, request.state)
        held = self.referral(facts, page.subject) if facts is not None else None
        if facts is None or held is None:
            return self.again(desk, request.state)
        if word == "PAR2":
            return desk.go("PAR2", f"{desk.case} {held.seq}")
        if word == "DEACTIVATE":
            why = rest or request.values.get("why", "")
            act = KsDeactivateReferral(consumer=desk.case, referral=held.seq, why=why)
            return self.do(desk, request, act, {"why": "why"})
        ap = next((p for p in referrals.participants_of(facts.file, held.seq) if p.role == "AP"), None)
        new = ap if held.type == referrals.NEW and ap is not None and ap.matched is None else None
        register = KsRegisterReferral(
            consumer=desk.case,
            referral=held.seq,
            new_last=(new.last or "UNKNOWN") if new is not None else "",
            new_first=new.first if new is not None else "",
            born=new.born if new is not None else None,
        )
        return self.do(desk, request, register)


class Par2(OfReferral):
    """What the referral says of good cause and of the AP; nothing is keyed."""

    name = "PAR2"

    def paint(self, desk: DeskContext, hand: ConsumerInHand, rest: str, state: object) -> Answer:
        page, facts = self.at(desk, state, rest), hand.facts
        held = self.referral(facts, page.subject)
        if held is None:
            return self.missing(desk, facts, page.subject)
        ncp, rules = ncp_of(facts, held), desk.rules
        of_ap = (
            {
                "ap": referrals.said_of(ncp),
                "ap_born": shown_date(ncp.born),
                "ap_type": rules.meaning("ks_name_type", ncp.name_type) if ncp.name_type else "current",
                "relationship": rules.meaning("ks_relationship", ncp.relationship),
                "absence": rules.meaning("ks_absence", ncp.absence) if ncp.absence else "",
                "expedited": "Y" if ncp.expedited else "N",
                "good_cause": rules.meaning("ks_referral_cause", ncp.good_cause)
                if ncp.good_cause
                else "none",
                "children": "; ".join(ncp.children),
            }
            if ncp is not None
            else {}
        )
        return Answer(
            screen=self.name,
            values={
                "number": held.number,
                "type": held.type,
                "origin": held.origin,
                "prog": held.program,
                "sent": shown_date(held.created_on),
                "received": shown_date(held.received_on),
                "tried": shown_date(held.tried_on),
                "lacks": held.failed,
                "outcome": STATES[held.outcome],
                "worked": shown_date(held.worked_on),
                "worked_by": held.worked_by,
                "registered": held.case,
                "why": held.why,
                **of_ap,
            },
            state=page,
        )


def ncp_of(facts: ConsumerFacts, held: Referral) -> NoncustodialParent | None:
    """The noncustodial parent whom a referral is about."""
    return next((one for one in facts.file.ncps if one.seq == held.ncp), None)


def _row(one: Participant) -> Row:
    matched = str(one.matched) if one.matched else "nobody" if one.searched_on else ""
    return Row(
        key=str(one.seq),
        values={
            "action": "",
            "seq": str(one.seq),
            "role": one.role,
            "person": f"{one.last}, {one.first}".strip(", ") or "UNKNOWN",
            "born": shown_date(one.born),
            "searched": shown_date(one.searched_on),
            "matched": matched,
        },
    )


def _found(desk: DeskContext, one: Participant) -> list[str]:
    """The persons on record whose names begin like the participant's: number, name, birth."""
    wanted = f"{one.last} {one.first}".strip()
    if not wanted:
        return []
    people = desk.read(partial(store_reads.search_people, wanted=wanted, limit=MOST))
    return [
        f"{person.number} {person.name}" + (f" {person.born:%m/%d/%Y}" if person.born else "")
        for person in people
    ]
