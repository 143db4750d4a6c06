"""SIGN: who works at the desk. A practice store takes a worker's number without a password."""

from __future__ import annotations

from cstui.desk.conversation import Answer, Request
from cstui.desk.drawing import load_drawing
from cstui.desk.entry import Entry
from cstui.policy.findings import Finding
from cstui.policy.records import Worker
from cstui.store import reads
from cstui.workplace import Workplace


class SignOn:
    """The sign-on screen; the session asks it before any other program."""

    name = "SIGN"

    def sign_on(self, place: Workplace, request: Request) -> tuple[Worker | None, Answer]:
        """The worker who signs on, or None and the screen with what is wrong."""
        entry = Entry(request, load_drawing(self.name), place.rules, place.business_date())
        number = entry.digits("worker", 5, "a worker number", required=True)
        if entry.found:
            return None, self._again(*entry.found)
        with place.store.read() as session:
            worker = next((w for w in reads.workers(session) if w.number == number), None)
        if worker is None:
            return None, self._again(place.rules.finding("CS-120", "worker", value=number))
        return worker, Answer(screen=self.name)

    def _again(self, *findings: Finding) -> Answer:
        return Answer(screen=self.name, findings=findings, keep_typed=True)
