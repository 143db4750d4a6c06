"""SIGN: who works at the desk. A practice store takes a worker's number without a password."""

from __future__ import annotations

from cstui.agency import KERNEL, Manifest
from cstui.desk.agency_desk import desk_of
from cstui.desk.conversation import Answer, Request
from cstui.desk.drawing import load_drawing
from cstui.desk.entry import Entry
from cstui.desk.preferences import named_agencies
from cstui.policy.findings import Finding
from cstui.policy.records import Worker
from cstui.policy.viewer import Viewer
from cstui.store import reads
from cstui.workplace import Workplace

WHICH = "which"
"""The state of the screen that asks which of several workers is meant."""


class SignOn:
    """The sign-on screen; the session asks it before any other program."""

    name = "SIGN"

    def sign_on(self, place: Workplace, request: Request) -> tuple[tuple[Workplace, Worker] | None, Answer]:
        """The worker who signs on and where he or she works, or None and the screen with what is wrong.

        A number is that of a worker of any agency of the store, with or without the agency's prefix. Where it
        fits several, the kernel's own screen asks which: then it is taken to be whole.
        """
        drawing = load_drawing(self.name, request.agency)
        entry = Entry(request, drawing, place.rules, place.business_date())
        typed = entry.text("worker", required=True)
        if entry.found:
            return None, self._again(request, *entry.found)
        found = self._workers(place, typed, whole=request.state == WHICH)
        if len(found) == 1:
            agency, worker = found[0]
            return (place.at(agency.name), worker), Answer(screen=self.name)
        if found:
            choices = " or ".join(f"{worker.number} ({agency.name})" for agency, worker in found)
            which = place.rules.finding("CS-199", "worker", value=typed, choices=choices)
            return None, Answer(
                screen=self.name,
                values={"worker": typed},
                findings=(which,),
                rows=named_agencies(place.store.agencies),
                state=WHICH,
                agency=KERNEL,
            )
        if not any(self._fits(agency, typed) for agency in place.store.agencies):
            entry.number("worker", desk_of(place.agency.name).worker)
        unknown = place.rules.finding("CS-120", "worker", value=typed)
        return None, self._again(request, *(entry.found or (unknown,)))

    @staticmethod
    def _workers(place: Workplace, typed: str, *, whole: bool) -> list[tuple[Manifest, Worker]]:
        """Who has the number, also behind a prefix; with `whole` only who has all of it, if anybody has."""
        known: list[tuple[Manifest, Worker]] = []
        for agency in place.store.agencies:
            viewer = Viewer(number="", role="system", agency=agency.name)
            with place.store.read(viewer) as session:
                known += [(agency, worker) for worker in reads.workers(session)]
        exact = [(agency, worker) for agency, worker in known if worker.number.upper() == typed.upper()]
        behind = [
            (agency, worker)
            for agency, worker in known
            if worker.number.removeprefix(agency.prefix).upper() == typed.upper()
        ]
        return exact if exact and whole else behind or exact

    @staticmethod
    def _fits(agency: Manifest, typed: str) -> bool:
        """Whether the agency has workers with numbers of that shape."""
        shape = desk_of(agency.name).worker
        return shape.fits(typed) or shape.fits(typed.removeprefix(agency.prefix.upper()))

    def _again(self, request: Request, *findings: Finding) -> Answer:
        return Answer(screen=self.name, findings=findings, keep_typed=True, agency=request.agency)
