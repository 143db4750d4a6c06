"""REFM: referrals that child support received, of a worker or the office."""

from __future__ import annotations

from functools import partial

from cstui.agencies.kansas import reads
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PageProgram
from cstui.desk.programs.pages import under_cursor
from cstui.policy.findings import Finding

TYPES = ("NEW", "REOPEN", "CHANGE")
OFFICE, ALL = "OFFICE", "ALL"


class Refm(PageProgram):
    """S before a line, or the cursor on it and Enter, opens PAR1 of the referral."""

    name = "REFM"

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page = self.at(desk, state, argument.strip().upper())
        if page.subject.isdecimal():
            return self._one(desk, page.subject.zfill(10))
        said = set(page.subject.split())
        if said - {*TYPES, OFFICE, ALL}:
            choices = ", ".join((*TYPES, OFFICE, ALL, "a referral's number"))
            wrong = desk.finding("CS-130", "command", value=f"REFM {page.subject}", choices=choices)
            return Answer(screen=self.name, findings=(wrong,))
        kind = next((one for one in TYPES if one in said), "")
        of_office = OFFICE in said
        wanted = reads.WantedReferrals(
            worker="" if of_office else desk.worker.number,
            office=desk.worker.office if of_office else "",
            type=kind,
            worked=ALL in said,
        )
        shown = self.shown(desk)
        found = desk.read(partial(reads.referrals, wanted=wanted, limit=shown, offset=page.offset))
        whose = f"office {desk.worker.office}" if of_office else f"worker {desk.worker.number}"
        return Answer(
            screen=self.name,
            values={
                "shown": f"{whose}, {kind or 'all types'}{', worked ones too' if wanted.worked else ''}",
                "open": str(found.count),
            },
            rows=tuple(_row(row) for row in found.rows),
            more_above=page.offset > 0,
            more_below=page.offset + shown < found.count,
            state=page,
            message="" if found.rows else "No referral waits.",
        )

    def _one(self, desk: DeskContext, number: str) -> Answer:
        """PAR1 of the referral of that number, whoever works it."""
        found = desk.read(partial(reads.referral_of, number=number))
        if found is None:
            wrong = desk.finding("CS-128", "command", value=f"referral {number}")
            return Answer(screen=self.name, findings=(wrong,))
        return desk.go("PAR1", "{} {}".format(*found))

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        found: list[Finding] = []
        marks = self.marks(desk, request, found)
        if found:
            return self.refused(request, found)
        row = marks[0][1] if marks else under_cursor(request)
        return desk.go("PAR1", row.key) if row is not None and row.key else self.again(desk, request.state)


def _row(row: reads.ReferralRow) -> Row:
    return Row(
        key=f"{row.consumer} {row.seq}",
        values={
            "action": "",
            "number": row.number,
            "type": row.type,
            "ar": row.ar,
            "ap": row.ap,
            "prog": row.program,
            "approved": shown_date(row.approved_on),
            "received": shown_date(row.received_on),
            "state": row.outcome,
        },
        style="dim" if row.outcome else "",
    )
