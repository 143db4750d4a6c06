"""CNSM: the monitoring report of a phase, for the worker's office."""

from __future__ import annotations

from cstui.agencies.utah.policy.referral import ACTIVE, PRE, SENTENCED
from cstui.agencies.utah.reads.ncps import monitored
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PageProgram
from cstui.desk.programs.pages import under_cursor
from cstui.policy.findings import Finding
from cstui.store.reads import full_name

PHASES = {"1": PRE, "2": ACTIVE, "3": SENTENCED}


class Cnsm(PageProgram):
    """S before a line, or the cursor on it and Enter, opens the NCP."""

    name = "CNSM"

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page = self.at(desk, state, argument.strip() or "1")
        if page.subject not in PHASES:
            wrong = desk.finding("CS-130", "command", value=f"CNSM {page.subject}", choices="1, 2 or 3")
            return Answer(screen=self.name, findings=(wrong,))
        phase, shown, office = PHASES[page.subject], self.shown(desk), desk.worker.office
        found = desk.read(lambda session: monitored(session, phase, page.offset, shown + 1, office=office))
        rows = [
            Row(
                key=one.ncp,
                values={
                    "ncp": one.ncp,
                    "name": full_name(one.last, one.first, ""),
                    "worker": one.worker,
                    "since": shown_date(one.since),
                    "status": one.standing,
                },
            )
            for one in found
        ]
        return Answer(
            screen=self.name,
            values={
                "phase": desk.rules.meaning("ut_phase", phase),
                "office": office,
                "on": shown_date(desk.on),
            },
            rows=tuple(rows[:shown]),
            more_above=page.offset > 0,
            more_below=len(rows) > shown,
            state=page,
            message="" if rows else "No matter is in this phase.",
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        found: list[Finding] = []
        marks = self.marks(desk, request, found)
        if found:
            return self.refused(request, found)
        row = marks[0][1] if marks else under_cursor(request)
        opens = {PRE: "CNSR", ACTIVE: "CNSP", SENTENCED: "CNSP"}
        state = self.at(desk, request.state)
        if row is None or not row.key:
            return self.again(desk, request.state)
        return desk.go(opens[PHASES[state.subject]], row.key)
