"""INTW: the interest worksheet, month by month; federal tax information is shown by REVEAL alone, logged."""

from __future__ import annotations

import msgspec

from cstui.agencies.utah.acts.prefiling import UtMakeWorksheet
from cstui.agencies.utah.policy import interest
from cstui.agencies.utah.programs.of_ncp import REVEAL, FtiPage, NcpInHand
from cstui.agencies.utah.worksheet import worksheet_lines
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.policy.months import first_of_month
from cstui.policy.protected import FTI, amount


class Intw(FtiPage):
    """MAKE keeps the worksheet; REVEAL shows federal tax information and logs that."""

    name = "INTW"
    answers = FtiPage.answers | {"MAKE"}

    def painted(self, desk: DeskContext, hand: NcpInHand, rest: str, state: object, *, fti: bool) -> Answer:
        file, matter = hand.facts.file, hand.facts.file.prosecution
        filed = matter.filed_on if matter is not None else None
        rate = interest.rate_on(desk.rules, filed or desk.on)
        page = self.at(desk, state)
        last = file.worksheets[-1].made_on if file.worksheets else None
        values = {
            "by": f"filing {filed:%m/%d/%Y}" if filed else f"today {desk.on:%m/%d/%Y}",
            "made": shown_date(last),
            "rate": f"{rate / 100:g}%" if rate is not None else "none",
        }
        if rate is None:
            wrong = desk.finding("UT-INT-01", "command", on=filed or desk.on)
            return msgspec.structs.replace(self.listed(desk, page, [], values), findings=(wrong,))
        through = first_of_month(desk.on, -1)
        made = interest.calculated(file, interest.cases_of(file), through, rate)
        hides = made.fti and not fti
        values |= {
            "through": f"{through:%m/%Y}",
            "principal": amount(made.principal, hides=hides).rjust(14),
            "interest": amount(made.interest, hides=hides).rjust(14),
            "label": FTI.label if made.fti else "",
        }
        lines = reversed([*worksheet_lines(made, hides=hides)])
        rows = [
            Row(
                key=f"{one.month:%Y-%m}",
                values={
                    "month": f"{one.month:%m/%Y}",
                    "charged": one.charged.rjust(13),
                    "paid": one.paid.rjust(13),
                    "balance": one.balance.rjust(13),
                    "exact": one.exact.rjust(17),
                },
            )
            for one in lines
        ]
        message = REVEAL if hides else ""
        return self.listed(desk, page, rows, values, message if rows else "Nothing was charged yet.")

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        if word == "MAKE":
            return self.do(desk, request, UtMakeWorksheet(ncp=desk.case))
        return super().does(desk, request, word, rest)
