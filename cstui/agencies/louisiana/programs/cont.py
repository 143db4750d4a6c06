"""CONT: contacts of the case: record a call, message or walk-in; the list shows them newest first."""

from __future__ import annotations

import msgspec

from cstui.agencies.louisiana.acts.contacts import CorrectContact, RecordContact
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.programs.of_case import CaseInHand, CasePage, Keyed
from cstui.agencies.louisiana.records import Contact
from cstui.cells import is_number
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.pages import marked, under_cursor

SET_ASIDE = "SET ASIDE"
TYPED = ("how", "about", "appointment", "initiative", "text", "promised")
"""The fields that say something of a contact; ON stands filled with today."""


class Cont(CasePage):
    """The upper fields record a contact; S before a line, or the cursor on it, shows it in full.

    C before a line sets it aside as recorded by mistake; TEXT says why.
    """

    name = "CONT"

    def paint(self, desk: DeskContext, hand: CaseInHand, rest: str, state: object) -> Answer:
        file = hand.facts.file
        contacts = sorted(file.contacts, key=lambda contact: (contact.on, contact.seq), reverse=True)
        waiting = [f"{a.seq} {a.purpose} {a.on:%m/%d} {a.at}" for a in case_position.open_appointments(file)]
        values = {
            **dict.fromkeys(TYPED, ""),
            "on": shown_date(desk.on),
            "waiting": "   ".join(waiting) or "none",
        }
        rows = [_row(desk, contact) for contact in contacts]
        return self.listed(desk, self.at(desk, state), rows, values)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        chosen = self.marks(desk, request, entry.found)
        if any(letter == "C" for _, _, letter in chosen):
            return self._set_aside(desk, request, entry)
        if "on" in request.modified or any(request.values.get(name, "").strip() for name in TYPED):
            return self._record(desk, request, entry)
        if entry.found:
            return self.refused(request, entry.found)
        under = under_cursor(request)
        if chosen or under is not None:
            key = chosen[0][1].key if chosen else under.key if under else ""
            return desk.go("NOTE", f"{desk.case} C{key}")
        return self.again(desk, request.state)

    def _set_aside(self, desk: DeskContext, request: Request, entry: Entry) -> Answer:
        """C before lines: nothing else is keyed with it, so that TEXT can only be the reason."""
        chosen = marked(request)
        why = entry.text("text", required=True)
        others = [name for name in TYPED if name != "text" and request.values.get(name, "").strip()]
        others += ["on"] if "on" in request.modified else []
        others += [f"action.{index}" for index, _, letter in chosen if letter == "S"]
        if others:
            found = desk.finding("CS-130", others[0], value="C", choices="key it with TEXT, nothing else")
            entry.found.append(found)
        if entry.found:
            return self.refused(request, entry.found)
        return self.do_all(
            desk,
            request,
            [
                Keyed(
                    CorrectContact(case=desk.case, contact=int(row.key), reason=why),
                    {"action": f"action.{index}", "why": "text"},
                )
                for index, row, _ in chosen
            ],
        )

    def _record(self, desk: DeskContext, request: Request, entry: Entry) -> Answer:
        inputs = {
            "case": desk.case,
            "how": entry.code("how", required=True),
            "about": entry.code("about", required=True),
            "on": entry.date("on") or desk.on,
            "initiative": entry.flag("initiative", default=True),
            "text": entry.text("text"),
            "promised": entry.text("promised"),
        }
        number = entry.text("appointment")
        if number and not is_number(number):
            shape = "the number of an appointment"
            entry.found.append(desk.finding("CS-116", "appointment", label="APPT", value=number, shape=shape))
        if entry.found:
            return self.refused(request, entry.found)
        inputs["appointment"] = int(number) if number else None
        return self.do(desk, request, msgspec.convert(inputs, RecordContact))


def _row(desk: DeskContext, contact: Contact) -> Row:
    said = f"{contact.text} Promised: {contact.promised}" if contact.promised else contact.text
    said = said if contact.standing else f"{SET_ASIDE}. {said}"
    return Row(
        key=str(contact.seq),
        values={
            "day": shown_date(contact.on),
            "came": desk.rules.meaning("how", contact.how),
            "subject": desk.rules.meaning("about", contact.about),
            "who": "CP" if contact.initiative else "CSE",
            "appt": str(contact.appointment or ""),
            "by": contact.worker,
            "said": said.strip(),
        },
        style="" if contact.standing else "dim",
    )
