"""NOTE: one entry of CALO, or one contact, in full; a note keyed below it goes to CALO."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.agencies.louisiana.programs.of_case import CaseInHand, CasePage
from cstui.agencies.louisiana.records import Contact
from cstui.cells import is_number, wrap
from cstui.desk.conversation import Answer, Request, Row, Where
from cstui.desk.programs.base import DeskContext
from cstui.policy.effects import Refused
from cstui.store import reads

WIDTH = 76
LAST = 3
"""How many entries the form for a note shows, so that nothing is written down twice."""


class Note(CasePage):
    """`17000123 5` is line 5 of the log, `17000123 C2` contact 2; without either it is a new note."""

    name = "NOTE"
    of_subject = False

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        """Without an argument a new note for the case in hand; CS-122 where none is."""
        case = argument or desk.case
        if not case:
            return Answer(screen=self.name, findings=(desk.finding("CS-122", "command", value=self.name),))
        return super().open(desk, case, state)

    def paint(self, desk: DeskContext, hand: CaseInHand, rest: str, state: object) -> Answer:
        page = self.at(desk, state, rest)
        told = _told(desk, hand, page.subject)
        if told is None:
            what = desk.finding("CS-123", "command", case=hand.key, what="entry", value=page.subject)
            return Answer(screen=self.name, findings=(what,))
        heading, texts = told
        lines = [Row(key=str(at), values={"text": line}) for at, line in enumerate(_wrapped(texts, WIDTH))]
        values = {"heading": heading, "note": "", "to": "", "template": ""}
        return self.listed(desk, page, lines, values)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        page = self.at(desk, request.state)
        entry = self.entry(desk, request)
        text, to, template = entry.text("note"), entry.code("to"), entry.code("template")
        if entry.found:
            return self.refused(request, entry.found)
        if template and not text:
            filled = self.fills(desk, "template", template)
            return Answer(
                screen=self.name,
                values=filled,
                keep_typed=True,
                cursor=Where("note"),
                message="Complete the text, then press Enter.",
            )
        if not (text or to) and page.subject:
            return self.again(desk, page)
        act = msgspec.convert({"case": desk.case, "text": text, "to": to}, AddNote)
        # A note rests on nothing that was shown, so it is taken also where the case has moved on.
        outcome = desk.perform(act, msgspec.structs.replace(request, seen={}))
        if isinstance(outcome, Refused):
            return self.refused(request, outcome.findings)
        warned = tuple(msgspec.structs.replace(finding, field="") for finding in outcome.findings)
        return msgspec.structs.replace(desk.leave(outcome.message), findings=warned)

    def fills(self, desk: DeskContext, field: str, value: str) -> Mapping[str, str]:
        """A text that was picked fills the note."""
        found = desk.rules.code("notes", value) if field == "template" else None
        return {"note": found.help} if found is not None else {}


def _told(desk: DeskContext, hand: CaseInHand, subject: str) -> tuple[str, list[str]] | None:
    """The heading and the paragraphs of what is shown; None where the case has no such entry."""
    if not subject:
        last = desk.read(lambda s: reads.activities(s, f"case {hand.key}", limit=LAST))
        return "NEW NOTE.  The last entries:", [f"{e.on:%m/%d/%Y} {e.action} {e.text}" for e in last]
    if subject.startswith("C"):
        contact = next((c for c in hand.facts.file.contacts if f"C{c.seq}" == subject), None)
        return None if contact is None else _contact(desk, contact)
    if not is_number(subject):
        return None
    entry = desk.read(lambda session: reads.activity(session, f"case {hand.key}", int(subject)))
    if entry is None:
        return None
    what = desk.rules.meaning("calo", entry.action)
    heading = f"{entry.on:%m/%d/%Y}  {entry.action} {what}  by {entry.actor}  receipt {entry.receipt}"
    return heading, [entry.text]


def _contact(desk: DeskContext, contact: Contact) -> tuple[str, list[str]]:
    how = desk.rules.meaning("how", contact.how)
    who = "from the CP" if contact.initiative else "to the CP"
    about = desk.rules.meaning("about", contact.about)
    texts = [f"About: {about}"]
    if contact.appointment is not None:
        texts.append(f"Appointment {contact.appointment}")
    texts += [contact.text] if contact.text else []
    texts += [f"Promised: {contact.promised}"] if contact.promised else []
    aside = "" if contact.standing else "SET ASIDE: "
    return f"{aside}{contact.on:%m/%d/%Y}  {how} {who}  by {contact.worker}", texts


def _wrapped(texts: list[str], columns: int) -> list[str]:
    return [line for text in texts for line in wrap(text, columns)]
