"""LAST: the last ten subjects that the worker opened at this desk, or entered something on.

What was opened is remembered while the desk is open and nowhere else: opening is not an act, and a file
of who looked at whom would be case data outside the store. What was entered, the log knows.
"""

from __future__ import annotations

from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.programs.base import DeskContext, Program
from cstui.desk.programs.pages import marked, under_cursor
from cstui.store import reads

MOST = 10


class Last(Program):
    """S before a line, or the cursor on it and Enter, opens it."""

    name = "LAST"

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        had = tuple(reversed(desk.worked))
        found = desk.read(
            lambda session: reads.recent(
                session, desk.worker.number, had=[desk.subject(one) for one in had], limit=MOST
            )
        )
        rows = tuple(
            Row(
                key=case.key,
                values={
                    "action": "",
                    "case": case.key,
                    "status": case.status.upper(),
                    "party": case.name,
                    "how": desk.worked.get(case.key, "entered"),
                },
            )
            for case in found
        )
        nothing = f"You have opened no {desk.own.called.lower()} yet, and entered nothing on one."
        message = "" if rows else nothing
        return Answer(screen=self.name, rows=rows, message=message)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        for index, row, letter in marked(request):
            if letter == "S":
                return desk.go(desk.own.opens, row.key)
            choices = self.drawing.lists[0].choices
            finding = desk.finding("CS-130", f"action.{index}", value=letter, choices=choices)
            return self.refused(request, [finding])
        under = under_cursor(request)
        return desk.go(desk.own.opens, under.key) if under and under.key else self.open(desk, "")
