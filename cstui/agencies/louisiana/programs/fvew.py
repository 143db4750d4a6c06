"""FVEW: one form or letter as it reads, or the evidence sheet of a report, page by page."""

from __future__ import annotations

import msgspec

from cstui.agencies.louisiana.acts.mail import MailForm
from cstui.agencies.louisiana.programs.form import SHEET, when_mailed
from cstui.agencies.louisiana.programs.of_case import CaseInHand, CasePage
from cstui.agencies.louisiana.programs.printing import evidence_of, evidence_printed, printed, text_of
from cstui.desk.conversation import Answer, Request
from cstui.desk.programs.base import DeskContext, Page
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.paper import page_rows
from cstui.forms.pages import as_text


class Fvew(CasePage):
    """The argument is the case and the form's number, or the sheet: `17000123 3`, `17000123 EVIDENCE`."""

    name = "FVEW"
    of_subject = False
    answers = PAGING | {"MAIL", "PRINT"}

    def paint(self, desk: DeskContext, hand: CaseInHand, rest: str, state: object) -> Answer:
        page = self.at(desk, state, rest)
        if page.subject == SHEET:
            return self._sheet(desk, hand, page)
        form = next((f for f in hand.facts.file.forms if str(f.seq) == page.subject), None)
        if form is None:
            missing = desk.finding("CS-123", "command", case=hand.key, what="form", value=page.subject)
            return Answer(screen=self.name, findings=(missing,))
        values = {
            "form": form.form,
            "made": f"{form.made_on:%m/%d/%Y}",
            "mailed": when_mailed(hand.facts, form),
        }
        return self.listed(desk, page, page_rows(text_of(desk, form)), values)

    def _sheet(self, desk: DeskContext, hand: CaseInHand, page: Page) -> Answer:
        found = evidence_of(desk, hand.facts)
        if found is None:
            value = "of non-cooperation"
            missing = desk.finding("CS-123", "command", case=hand.key, what="report", value=value)
            return Answer(screen=self.name, findings=(missing,))
        values = {"form": SHEET, "made": f"{desk.on:%m/%d/%Y}", "mailed": ""}
        return self.listed(desk, page, page_rows(as_text(found.pages)), values)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        return self.again(desk, request.state)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        page = self.at(desk, request.state)
        if word == "MAIL" and page.subject == SHEET:
            return self.refused(request, [desk.finding("CS-141", "", value=word)])
        if word == "PRINT":
            facts = desk.facts(desk.case)
            if page.subject == SHEET and facts is not None:
                said = evidence_printed(desk, facts, rest)
            else:
                said = printed(desk, desk.case, int(page.subject), rest)
            if not isinstance(said, str):
                return self.refused(request, [said])
            return msgspec.structs.replace(self.again(desk, page), message=said)
        return self.do(desk, request, MailForm(case=desk.case, form=int(page.subject)))
