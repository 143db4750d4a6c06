"""PSHH: a household, its visits; one is planned, and the outcomes are recorded."""

from __future__ import annotations

from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.programs.base import DeskContext, Page
from cstui.desk.programs.of_subject import InHand, Keyed, OfSubject
from cstui.desk.programs.pages import cut
from practice_state.acts import PsPlanVisit, PsRecordVisit
from practice_state.facts import HouseholdFacts


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
        "person": f"{person.last}, {person.first}",
    }
    return InHand(facts=facts, heading=heading)


class HouseholdScreen(OfSubject[InHand, Page]):
    """ON plans a visit; M before a line says that it was made."""

    name = "PSHH"
    state = Page
    letters = "M"
    actions = "M the visit was made"

    def paint(self, desk: DeskContext, hand: InHand, rest: str, state: object) -> Answer:
        page = self.at(desk, state)
        visits = [
            Row(key=str(visit.seq), values={"day": f"{visit.on:%m/%d/%Y}", "what": visit.status})
            for visit in hand.facts.file.visits
        ]
        rows, above, below = cut(visits, page.offset, self.shown(desk))
        return Answer(
            screen=self.name,
            values={"on": ""},
            rows=rows,
            more_above=above,
            more_below=below,
            state=page,
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        on = entry.date("on")
        keyed = [
            Keyed(
                PsRecordVisit(household=desk.case, visit=int(row.key), made=True),
                {"visit": f"action.{index}"},
            )
            for index, row, _ in self.marks(desk, request, entry.found)
        ]
        if entry.found:
            return self.refused(request, entry.found)
        if on is not None:
            keyed.append(Keyed(PsPlanVisit(household=desk.case, on=on)))
        return self.do_all(desk, request, keyed) if keyed else self.again(desk, request.state)
