"""S410, the 410 screen: the restitution order in force and the entry of a new one, case by case."""

from __future__ import annotations

from datetime import date

from cstui.agencies.utah.acts.orders import UtCoordinateOrder, UtEnterOrder, UtMarkDebtRoll
from cstui.agencies.utah.policy import orders
from cstui.agencies.utah.policy.fti import INTERCEPT
from cstui.agencies.utah.programs.of_ncp import FtiPage, Keyed, NcpInHand
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.policy.money import said
from cstui.policy.months import first_of_month
from cstui.policy.protected import amount
from cstui.store.reads import name_of

ENTER = ("ordered", "crs", "arrears", "clause", "terms")
FIELDS = {"ordered_on": "ordered", "current": "crs", "cases": "crs"}


class S410(FtiPage):
    """ENTER with the amounts before each case is a new order; letters mark debt roll on a case."""

    name = "S410"

    def painted(self, desk: DeskContext, hand: NcpInHand, rest: str, state: object, *, fti: bool) -> Answer:
        file, month = hand.facts.file, first_of_month(desk.on)
        order = orders.in_force(file, month)
        values = dict.fromkeys(ENTER, "")
        parts = {part.case: part for part in orders.parts_of(file, order)} if order is not None else {}
        if order is not None:
            hides = not fti and any(e.source == INTERCEPT and e.month == month for e in file.ledger)
            values |= {
                "ordered_on": shown_date(order.ordered_on),
                "since": f"{order.since:%m/%Y}",
                "was_crs": said(order.current).rjust(12),
                "was_arrears": said(order.arrears).rjust(12),
                "paid": amount(orders.paid(file, order, month), hides=hides).rjust(12),
                "outside": ", ".join(orders.left_out(file, order)) or "no case",
                "was_terms": order.terms,
                "was_clause": "yes" if order.clause else "no",
            }
        rows = []
        for case in file.open_cases:
            cp, part = hand.facts.person(case.person), parts.get(case.number)
            rows.append(
                Row(
                    key=case.number,
                    values={
                        "new_crs": "",
                        "new_arrears": "",
                        "number": case.number,
                        "cp": name_of(cp) if cp is not None else "",
                        "part_crs": said(part.current if part else case.current).rjust(9),
                        "part_arrears": said(part.arrears).rjust(8) if part else "-".rjust(8),
                        "roll": "yes" if case.debt_roll else "no",
                    },
                )
            )
        message = "" if order is not None else "No restitution order is on record."
        return self.listed(desk, self.at(desk, state), rows, values, message)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry, keyed = self.entry(desk, request), list[Keyed]()
        amounts = [
            (row.key, entry.money("new_crs", row=index), entry.money("new_arrears", row=index))
            for index, row in enumerate(request.rows)
            if row.key
            and (row.values.get("new_crs", "").strip() or row.values.get("new_arrears", "").strip())
        ]
        if amounts or any(entry.text(name) for name in ENTER):
            act = UtEnterOrder(
                ncp=desk.case,
                ordered_on=entry.date("ordered", required=True) or date.max,
                current=entry.money("crs"),
                arrears=entry.money("arrears"),
                cases=[case for case, _, _ in amounts],
                case_current=[current for _, current, _ in amounts],
                case_arrears=[arrears for _, _, arrears in amounts],
                clause=entry.flag("clause"),
                terms=entry.text("terms"),
            )
            keyed.append(Keyed(act, FIELDS))
        for index, row, letter in self.marks(desk, request, entry.found):
            fields = {"case": f"action.{index}"}
            if letter == "C":
                keyed.append(Keyed(UtCoordinateOrder(ncp=desk.case, case=row.key), fields))
            else:
                keyed.append(Keyed(UtMarkDebtRoll(ncp=desk.case, case=row.key, occurs=letter == "R"), fields))
        if entry.found:
            return self.refused(request, entry.found)
        return self.do_all(desk, request, keyed) if keyed else self.again(desk, request.state)
