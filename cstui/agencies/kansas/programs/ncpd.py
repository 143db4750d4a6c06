"""NCPD: the noncustodial parents of a person in KEES, the household, and what became of referrals."""

from __future__ import annotations

import msgspec

from cstui.agencies.kansas.acts.referrals import (
    KsAddNoncustodialParent,
    KsChangeNoncustodialParent,
    KsNameChildren,
    KsRemoveNoncustodialParent,
    KsSetHousehold,
)
from cstui.agencies.kansas.policy import referrals
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.programs.of_consumer import ConsumerInHand, ConsumerPage, Keyed
from cstui.agencies.kansas.records import NoncustodialParent, Referral
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING

ADDED = (
    "last",
    "first",
    "born",
    "name_type",
    "relationship",
    "absence",
    "expedited",
    "good_cause",
    "children",
)
SAID = {"A": "registered", "D": "deactivated"}


class Ncpd(ConsumerPage):
    """F5 adds a parent; PARENTS AT HOME and Enter says who is in the home; X, N and C before a line."""

    name = "NCPD"
    answers = PAGING | {"ADD"}

    def paint(self, desk: DeskContext, hand: ConsumerInHand, rest: str, state: object) -> Answer:
        page, file = self.at(desk, state), hand.facts.file
        household = file.households[-1] if file.households else None
        rows = [_row(hand.facts, ncp) for ncp in referrals.standing(file)]
        values = {
            "parents": str(household.parents) if household is not None else "",
            "override": household.override if household is not None else "",
            "why": household.why if household is not None else "",
            **dict.fromkeys(ADDED, ""),
        }
        return self.listed(desk, page, rows, values, _said(hand.facts))

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        facts: ConsumerFacts | None = desk.facts(desk.case)
        entry = self.entry(desk, request)
        marks = self.marks(desk, request, entry.found)
        household = facts.file.households[-1] if facts is not None and facts.file.households else None
        why, children = entry.text("why"), _names(entry.text("children"))
        keyed: list[Keyed] = []
        for index, row, letter in marks:
            place = {"ncp": f"action.{index}", "why": "why", "children": "children"}
            if letter == "X":
                own = household.why if household is not None else ""
                act = KsRemoveNoncustodialParent(
                    consumer=desk.case, ncp=int(row.key), why="" if why == own else why
                )
                keyed.append(Keyed(act, place))
            elif letter == "C":
                inputs: dict[str, object] = {name: entry.text(name) for name in ("last", "first")}
                inputs |= {name: entry.code(name) for name in ("name_type", "absence", "good_cause")}
                inputs |= {"consumer": desk.case, "ncp": int(row.key), "born": entry.date("born")}
                if not entry.found:
                    change = msgspec.convert(inputs, KsChangeNoncustodialParent)
                    keyed.append(Keyed(change, {**place, "last": "last", "absence": "absence"}))
            else:
                named = KsNameChildren(consumer=desk.case, ncp=int(row.key), children=children)
                keyed.append(Keyed(named, place))
        if not marks and any(request.values.get(name) for name in ADDED):
            entry.found.append(desk.finding("CS-701", "last", label="A noncustodial parent", key="F5"))
        if entry.found:
            return self.refused(request, entry.found)
        if keyed:
            return self.do_all(desk, request, keyed)
        stored = (household.parents, household.override, household.why) if household is not None else None
        parents, override = entry.text("parents"), entry.code("override")
        if not parents and not override and not why:
            return self.again(desk, request.state)
        if parents not in ("0", "1", "2"):
            said = {"label": "PARENTS AT HOME", "value": parents or "(blank)", "shape": "0, 1 or 2"}
            entry.found.append(desk.finding("CS-116", "parents", **said))
        if entry.found:
            return self.refused(request, entry.found)
        if stored == (int(parents), override, why):
            return self.again(desk, request.state)
        household_now = {"consumer": desk.case, "parents": int(parents), "override": override, "why": why}
        return self.do(desk, request, msgspec.convert(household_now, KsSetHousehold))

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        entry = self.entry(desk, request)
        inputs = {
            "last": entry.text("last"),
            "first": entry.text("first"),
            "born": entry.date("born"),
            "name_type": entry.code("name_type"),
            "relationship": entry.code("relationship") or referrals.PARENT,
            "absence": entry.code("absence"),
            "expedited": entry.flag("expedited"),
            "good_cause": entry.code("good_cause"),
            "children": _names(entry.text("children")),
        }
        if entry.found:
            return self.refused(request, entry.found)
        if not any(request.values.get(name) for name in ADDED):
            return self.refused(request, [desk.finding("CS-105", "last", label="LAST or CHILDREN")])
        act = msgspec.convert({"consumer": desk.case, **inputs}, KsAddNoncustodialParent)
        return self.do(desk, request, act)


def _names(typed: str) -> tuple[str, ...]:
    """The children as keyed: `LAST, FIRST; LAST, FIRST`."""
    return tuple(name.strip() for name in typed.split(";") if name.strip())


def _row(facts: ConsumerFacts, ncp: NoncustodialParent) -> Row:
    referral = referrals.of_ncp(facts.file, ncp.seq)
    return Row(
        key=str(ncp.seq),
        values={
            "action": "",
            "seq": str(ncp.seq),
            "parent": referrals.said_of(ncp),
            "rel": ncp.relationship,
            "abs": ncp.absence,
            "exp": "Y" if ncp.expedited else "",
            "of": "; ".join(ncp.children),
            "referral": _state(facts, ncp, referral),
        },
    )


def _state(facts: ConsumerFacts, ncp: NoncustodialParent, referral: Referral | None) -> str:
    """What became of the referral of a parent."""
    if referral is None:
        return "tonight" if ncp in referrals.to_refer(facts.file) else "after an approval"
    if ncp in referrals.to_refer(facts.file):
        return f"{referrals.type_of(facts.file, ncp.seq)} tonight"
    if referral.outcome:
        return f"{SAID[referral.outcome]} {shown_date(referral.worked_on)}"
    if referral.received_on is not None:
        return f"at CSS {shown_date(referral.received_on)}"
    return f"lacks {referral.failed}" if referral.failed else f"sent {shown_date(referral.created_on)}"


def _said(facts: ConsumerFacts) -> str:
    """Whether EDBC may run for an application."""
    if not facts.file.households:
        return "Nobody has said who lives in the home: EDBC does not ask."
    if facts.file.households[-1].override:
        return "EDBC runs: the gate is overridden."
    if referrals.accounted(facts.file):
        return "EDBC runs: two parents are accounted for."
    return "EDBC does not run for an application: two parents are not accounted for."
