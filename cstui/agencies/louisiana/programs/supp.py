"""SUPP: support that the CP got from the NCP and did not turn over, for NON COOP SP (E-520 I)."""

from __future__ import annotations

import msgspec

from cstui.agencies.louisiana.acts.followup import CorrectRetained, RecordRetained, TurnOver
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.programs.of_case import CaseInHand, CasePage, Keyed
from cstui.agencies.louisiana.records import Retained
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.pages import marked

ENTRIES = ("paid", "amount", "assigned")


class Supp(CasePage):
    """PAID, AMOUNT and ASSIGNED record a payment; T before a line says that it was turned over.

    C before a line sets it aside as recorded by mistake; WHY says why.
    """

    name = "SUPP"

    def paint(self, desk: DeskContext, hand: CaseInHand, rest: str, state: object) -> Answer:
        kept = tuple(one for one in hand.facts.file.retained if one.standing)
        owed = sum(payment.amount for payment in kept if payment.turned_over_on is None)
        entry = case_position.noncooperation(hand.facts.file)
        values = {
            **dict.fromkeys((*ENTRIES, "why"), ""),
            "owed": _money(owed),
            "noncoop": f"{entry.ground} DT {entry.failed_on:%m/%d/%Y}" if entry else "none",
        }
        rows = [_row(payment) for payment in reversed(kept)]
        message = "" if rows else "No payment is on record."
        return self.listed(desk, self.at(desk, state), rows, values, message)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry, keyed = self.entry(desk, request), list[Keyed]()
        if any(request.values.get(name, "").strip() for name in ENTRIES):
            inputs = {
                "case": desk.case,
                "paid_on": entry.date("paid", required=True),
                "amount": entry.money("amount", required=True),
                "assigned_on": entry.date("assigned", required=True),
            }
            if not entry.found:
                keyed.append(Keyed(msgspec.convert(inputs, RecordRetained)))
        chosen = marked(request)
        corrects = any(letter == "C" for _, _, letter in chosen)
        why = entry.text("why", required=corrects)
        if why and not corrects:
            choices = "key C before the payment it is about"
            entry.found.append(desk.finding("CS-130", "why", value="WHY", choices=choices))
        for index, row, letter in chosen:
            number = int(row.key)
            if letter == "T":
                turned_over = TurnOver(case=desk.case, retained=number)
                keyed.append(Keyed(turned_over, {"paid": f"action.{index}"}))
            elif letter == "C":
                set_aside = CorrectRetained(case=desk.case, retained=number, reason=why)
                keyed.append(Keyed(set_aside, {"action": f"action.{index}"}))
            else:
                entry.found.append(self.wrong(desk, index, letter))
        if entry.found:
            return self.refused(request, entry.found)
        return self.do_all(desk, request, keyed) if keyed else self.again(desk, request.state)


def _row(payment: Retained) -> Row:
    turned_over = f"{payment.turned_over_on:%m/%d/%Y}" if payment.turned_over_on else "no"
    covered = payment.assigned_on <= payment.paid_on
    return Row(
        key=str(payment.seq),
        values={
            "seq": str(payment.seq),
            "paid_on": f"{payment.paid_on:%m/%d/%Y}",
            "sum": _money(payment.amount).rjust(13),
            "since": f"{payment.assigned_on:%m/%d/%Y}",
            "covered": "yes" if covered else "no",
            "turned": turned_over,
            "found": f"{payment.found_on:%m/%d/%Y}",
        },
        style="" if payment.turned_over_on else "intensified",
    )


def _money(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02}"
