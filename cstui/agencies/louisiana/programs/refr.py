"""REFR: referrals of the case, OFS 4NCP, an added child and its participation (E-520 I, E-523, E-525)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import msgspec

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.acts.followup import SetParticipation
from cstui.agencies.louisiana.acts.referrals import (
    ClearReferral,
    CorrectReferral,
    EndApplication,
    Outcome,
    ReceiveReferral,
    RecordForm4ncp,
)
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.programs.of_case import CaseInHand, CasePage, Keyed
from cstui.agencies.louisiana.records import Child, Referral
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.pages import flowed
from cstui.policy.namesakes import Bearer

REFERRAL = ("source", "received", "form", "child_last", "child_first", "born")
FOUND = ("found", "found_is")
SET_ASIDE = "SET ASIDE"
CHILD, CLEARED, ASIDE = "K", "C", "T"
"""What the key of a line of a child begins with; the letters that clear a referral and set it aside."""
ENDED: dict[str, Outcome] = {"D": "denied", "W": "withdrawn"}
"""The letters that say what became of an application."""


class Refr(CasePage):
    """The upper fields take a referral in, or OFS 4NCP that was found; C before a line clears it, D and W
    say that it was denied or withdrawn, T sets it aside as entered by mistake."""

    name = "REFR"

    def paint(self, desk: DeskContext, hand: CaseInHand, rest: str, state: object) -> Answer:
        case = hand.facts.case
        on = f" {case.form_4ncp_on:%m/%d/%Y}" if case.form_4ncp_on else ""
        values = {
            **dict.fromkeys((*REFERRAL, *FOUND, "why"), ""),
            "form_4ncp": f"{case.form_4ncp.upper()}{on}",
        }
        return self.listed(desk, self.at(desk, state), list(self._rows(desk, hand)), values)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        facts, entry = desk.facts(desk.case), self.entry(desk, request)
        keyed = [*_referral(desk, request, entry), *_found(desk, request, entry)]
        children = {child.seq: child for child in facts.file.children} if facts else {}
        for at, row in enumerate(request.rows):
            keyed += _line(desk, entry, at, row, children)
        asides = any(row.values.get("action", "").strip() == ASIDE for row in request.rows)
        if request.values.get("why", "").strip() and not asides:
            entry.found.append(desk.finding("CS-141", "why", value="WHY"))
        if entry.found:
            return self.refused(request, entry.found)
        if not keyed:
            return self.again(desk, request.state)
        return self.do_all(desk, request, keyed)

    def _rows(self, desk: DeskContext, hand: CaseInHand) -> Iterator[Row]:
        both, columns = frozenset({"action", "participation"}), self.drawing.field("what").width
        file, children = hand.facts.file, {row.child.seq: row for row in hand.summary.children}
        likely = _likely(desk, file.referrals, children)
        listed = [_referral_row(desk, r, children, likely.get(r.seq, "")) for r in reversed(file.referrals)]
        counted = {child.seq for child in case_position.children_of(file)}
        listed += [_child_row(desk, row, row.child.seq in counted) for row in hand.summary.children]
        if not file.referrals:
            yield Row(key="none", values={"what": "No referral is on record."}, protected=both)
        for row in listed:
            first, *more = flowed(row, "what", columns)
            yield first
            for under in more:
                yield msgspec.structs.replace(under, protected=both)


def _referral(desk: DeskContext, request: Request, entry: Entry) -> Iterator[Keyed]:
    if not any(request.values.get(name, "").strip() for name in REFERRAL):
        return
    last, first = entry.text("child_last"), entry.text("child_first")
    inputs = {
        "case": desk.case,
        "source": entry.code("source", required=True),
        "received_on": entry.date("received", required=True),
        "form_4ncp": entry.code("form") or "N",
        "child_last": entry.text("child_last", required=bool(first)),
        "child_first": entry.text("child_first", required=bool(last)),
        "child_born": entry.date("born"),
    }
    if inputs["child_born"] and not last and not first:
        entry.text("child_last", required=True)
    if not entry.found:
        yield Keyed(msgspec.convert(inputs, ReceiveReferral))


def _found(desk: DeskContext, request: Request, entry: Entry) -> Iterator[Keyed]:
    if not any(request.values.get(name, "").strip() for name in FOUND):
        return
    on, how = entry.date("found", required=True), entry.code("found_is", required=True)
    if how == "N":
        entry.found.append(
            desk.finding("CS-104", "found_is", label="SIGNED", value="N", table="form4ncp, S or U")
        )
    if not entry.found:
        inputs = {"case": desk.case, "form_4ncp": how, "found_on": on}
        yield Keyed(msgspec.convert(inputs, RecordForm4ncp), {"received": "found"})


def _line(desk: DeskContext, entry: Entry, at: int, row: Row, children: dict[int, Child]) -> Iterator[Keyed]:
    """What was keyed on a line of the list: C before a referral, another status of a child."""
    letter = row.values.get("action", "").strip()
    if letter == ASIDE:
        why = entry.text("why", required=True)
        yield Keyed(
            CorrectReferral(case=desk.case, referral=int(row.key), reason=why),
            {"action": f"action.{at}"},
        )
    elif letter in ENDED and not row.key.startswith(CHILD):
        act = EndApplication(case=desk.case, referral=int(row.key), outcome=ENDED[letter])
        yield Keyed(act, {"action": f"action.{at}"})
    elif letter and letter != CLEARED:
        choices = entry.drawing.lists[0].choices
        entry.found.append(desk.finding("CS-130", f"action.{at}", value=letter, choices=choices))
    elif letter:
        yield Keyed(
            ClearReferral(case=desk.case, referral=int(row.key)),
            {"referral": f"action.{at}"},
        )
    if "participation" in row.protected or not row.key.startswith(CHILD):
        return
    number = int(row.key.removeprefix(CHILD))
    status = entry.code("participation", row=at, required=True)
    if status and number in children and status != children[number].participation:
        inputs = {"case": desk.case, "child": number, "status": status}
        yield Keyed(msgspec.convert(inputs, SetParticipation), {"status": f"participation.{at}"})


def _likely(
    desk: DeskContext, referrals: Iterable[Referral], children: dict[int, reads.ChildRow]
) -> dict[int, str]:
    """Who on record may be the child that a referral adds, by its number, while it is to be cleared."""
    said: dict[int, str] = {}
    for referral in referrals:
        row = children.get(referral.child) if referral.child is not None else None
        if row is None or not referral.standing or referral.cleared_on:
            continue
        last, _, first = row.name.partition(", ")
        new = Bearer(last=last, first=first, born=row.born)
        found = desk.read(partial(reads.namesakes, new=new))
        if others := [one for one in found if one.number != row.child.person]:
            named = ", ".join(f"{one.number} {reads.name_of(one)}" for one in others)
            said[referral.seq] = f"; may be person {named}: compare on PERS"
    return said


def _referral_row(
    desk: DeskContext, referral: Referral, children: dict[int, reads.ChildRow], likely: str
) -> Row:
    child = children.get(referral.child) if referral.child is not None else None
    what = f"{desk.rules.meaning('source', referral.source)}, OFS 4NCP {referral.form_4ncp}"
    if child is not None:
        what += f"; adds child {child.child.seq} {child.name}{likely}"
    return Row(
        key=str(referral.seq),
        values={
            "seq": str(referral.seq),
            "on": shown_date(referral.received_on),
            "what": what,
            "standing": _referral_standing(referral),
        },
        style=_style(referral),
        protected=frozenset({"participation"}),
    )


def _style(referral: Referral) -> str:
    if not referral.standing:
        return "dim"
    return "" if referral.cleared_on or referral.outcome else "intensified"


def _referral_standing(referral: Referral) -> str:
    if not referral.standing:
        return SET_ASIDE
    if referral.outcome:
        return f"{referral.outcome} {shown_date(referral.ended_on)}"
    return f"cleared {shown_date(referral.cleared_on)}" if referral.cleared_on else "to be cleared"


def _child_row(desk: DeskContext, row: reads.ChildRow, counts: bool) -> Row:
    child = row.child
    born = f", born {shown_date(row.born)}" if row.born else ""
    order = f", order {shown_date(child.order_on)}" if child.order_on else ", no order"
    return Row(
        key=f"{CHILD}{child.seq}",
        values={
            "seq": str(child.seq),
            "on": shown_date(child.added_on),
            "what": f"Child {row.name}{born}{order}",
            "standing": desk.rules.meaning("participation", child.participation) if counts else SET_ASIDE,
            "participation": child.participation,
        },
        style="" if counts else "dim",
        protected=frozenset({"action"}),
    )
