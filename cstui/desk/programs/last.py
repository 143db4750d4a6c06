"""LAST: the last ten cases on which the worker entered something."""

from __future__ import annotations

from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.programs.base import DeskContext, Program
from cstui.desk.programs.pages import marked, under_cursor
from cstui.store import reads

MOST = 10


class Last(Program):
    """S before a line, or the cursor on it and Enter, opens the case."""

    name = "LAST"

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        found = desk.read(lambda session: reads.recent_cases(session, desk.worker.number, limit=MOST))
        rows = tuple(
            Row(
                key=case.case,
                values={"action": "", "case": case.case, "status": case.status.upper(), "cp": case.cp},
            )
            for case in found
        )
        message = "" if rows else "You have entered nothing on a case yet."
        return Answer(screen=self.name, rows=rows, message=message)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        for index, row, letter in marked(request):
            if letter == "S":
                return desk.go("CAS1", row.key)
            finding = desk.finding("CS-130", f"action.{index}", value=letter, choices="S opens the case")
            return self.refused(request, [finding])
        under = under_cursor(request)
        return desk.go("CAS1", under.key) if under and under.key else self.open(desk, "")
