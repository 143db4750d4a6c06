"""O1QC: requests of other States for administrative enforcement, and what was collected for them."""

from __future__ import annotations

from datetime import date

from cstui.agencies.federal.acts.figures import FedRecordQuickCase, FedSetAside
from cstui.agencies.federal.policy.year import year_of
from cstui.agencies.federal.programs.of_program import ProgramInHand
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.of_subject import Keyed, PagedSubject
from cstui.policy.money import said

ENTRIES = ("number", "other", "on", "cents")


class O1qc(PagedSubject[ProgramInHand]):
    """AMOUNT makes a collection of what is keyed; X before a line sets it aside."""

    name = "O1QC"

    def paint(self, desk: DeskContext, hand: ProgramInHand, rest: str, state: object) -> Answer:
        rows = [
            Row(
                key=str(one.seq),
                values={
                    "day": shown_date(one.on),
                    "item": one.number,
                    "state": one.other,
                    "what": one.kind,
                    "amount": said(one.cents).rjust(14) if one.cents else "",
                    "entered": shown_date(one.entered_on),
                },
            )
            for one in sorted(hand.file.quick, key=lambda one: (one.on, one.seq), reverse=True)
            if one.standing
        ]
        year = str(year_of(desk.on).number)
        values = {**dict.fromkeys((*ENTRIES, "why"), ""), "year": year, "of_report": ""}
        message = "" if rows else "No request is on record."
        return self.listed(desk, self.at(desk, state, rest), rows, values, message)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry, keyed = self.entry(desk, request), list[Keyed]()
        marks = self.marks(desk, request, entry.found)
        why = entry.text("why", required=bool(marks))
        if why and not marks:
            entry.found.append(desk.finding("CS-171", "why", what="X"))
        for index, row, _ in marks:
            aside = FedSetAside(program=desk.case, what="request", seq=int(row.key), why=why)
            keyed.append(Keyed(aside, {"action": f"action.{index}"}))
        if any(entry.text(name) for name in ENTRIES):
            number, cents = entry.text("number", required=True), entry.money("cents")
            on = entry.date("on", required=True) or date.min
            act = FedRecordQuickCase(
                program=desk.case,
                number=number,
                other=entry.text("other").upper(),
                kind="collection" if entry.text("cents") else "request",
                on=on,
                cents=cents,
            )
            keyed.append(Keyed(act))
        if entry.found:
            return self.refused(request, entry.found)
        return self.do_all(desk, request, keyed) if keyed else self.again(desk, request.state)
