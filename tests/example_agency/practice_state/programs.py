"""PSHH: a household, where visits are planned and their outcomes recorded. PSVS: a worker's visits."""

from __future__ import annotations

from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.programs.base import DeskContext, Page
from cstui.desk.programs.listing import PageProgram
from cstui.desk.programs.of_subject import InHand, Keyed, OfSubject
from cstui.desk.programs.pages import cut, under_cursor
from cstui.policy.findings import Finding
from cstui.store.reads import full_name
from practice_state.acts import PsPlanVisit, PsRecordVisit
from practice_state.facts import HouseholdFacts
from practice_state.reads import planned_visits


def in_hand(desk: DeskContext, number: str) -> InHand | None:
    """The household as its screens show it; None where there is none."""
    facts: HouseholdFacts | None = desk.facts(number)
    if facts is None:
        return None
    household, person = facts.file.household, facts.person
    heading = {
        "case": household.number,
        "status": "OPEN",
        "office": household.office,
        "worker": household.worker,
        "person": full_name(person.last, person.first, person.middle),
    }
    return InHand(facts=facts, heading=heading)


class HouseholdScreen(OfSubject[InHand, Page]):
    """VISIT ON plans a visit; M or X before a line records its outcome."""

    name = "PSHH"
    state = Page

    def paint(self, desk: DeskContext, hand: InHand, rest: str, state: object) -> Answer:
        page = self.at(desk, state)
        visits = [
            Row(key=str(visit.seq), values={"day": f"{visit.on:%m/%d/%Y}", "what": visit.status})
            for visit in hand.facts.file.visits
        ]
        rows, above, below = cut(visits, page.offset, self.shown(desk))
        return Answer(screen=self.name, rows=rows, more_above=above, more_below=below, state=page)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        on = entry.date("on")
        keyed = [
            Keyed(
                PsRecordVisit(household=desk.case, visit=int(row.key), made=letter == "M"),
                {"visit": f"action.{index}"},
            )
            for index, row, letter in self.marks(desk, request, entry.found)
        ]
        if entry.found:
            return self.refused(request, entry.found)
        if on is not None:
            keyed.append(Keyed(PsPlanVisit(household=desk.case, on=on)))
        return self.do_all(desk, request, keyed) if keyed else self.again(desk, request.state)


class VisitsScreen(PageProgram):
    """S before a line, or the cursor on it and Enter, opens the household."""

    name = "PSVS"

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page, worker, shown = self.at(desk, state), desk.worker, self.shown(desk)
        visits = desk.read(lambda session: planned_visits(session, worker.number, page.offset, shown + 1))
        rows = [
            Row(
                key=visit.household,
                values={"day": f"{visit.on:%m/%d/%Y}", "case": visit.household, "person": visit.name},
            )
            for visit in visits
        ]
        return Answer(
            screen=self.name,
            values={"worker": worker.number, "name": worker.name},
            rows=tuple(rows[:shown]),
            more_above=page.offset > 0,
            more_below=len(rows) > shown,
            state=page,
            message="" if rows else "No visit is planned.",
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        found: list[Finding] = []
        marks = self.marks(desk, request, found)
        if found:
            return self.refused(request, found)
        row = marks[0][1] if marks else under_cursor(request)
        return desk.go("PSHH", row.key) if row else self.again(desk, request.state)
