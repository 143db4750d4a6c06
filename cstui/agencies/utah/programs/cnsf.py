"""CNSF: the forms of pre-filing that were made for an NCP; CNFV: one of them as it reads."""

from __future__ import annotations

import msgspec

from cstui.agencies.utah.acts.prefiling import UtRecordPrint
from cstui.agencies.utah.letters import ATTORNEY, letter_of, pages_of
from cstui.agencies.utah.policy.paper import PaperForm, form_named, forms_of
from cstui.agencies.utah.programs.of_ncp import NcpInHand, NcpPage
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.pages import under_cursor
from cstui.desk.programs.paper import named, page_rows, written
from cstui.forms.pages import as_text, plain_key
from cstui.forms.templates import load_forms
from cstui.policy.findings import Finding


class Cnsf(NcpPage):
    """V before a line, or the cursor on it and Enter, shows the form; P writes it to a file."""

    name = "CNSF"
    answers = PAGING | {"PRINT"}

    def paint(self, desk: DeskContext, hand: NcpInHand, rest: str, state: object) -> Answer:
        rows = [
            Row(
                key=form.id,
                values={
                    "form": form.id,
                    "what": load_forms("utah")[form.form, form.edition].title,
                    "number": form.case,
                    "made": shown_date(form.made_on),
                    "to": form.values.get("cp") or form.postmaster or ATTORNEY,
                },
            )
            for form in forms_of(hand.facts, desk.rules)
        ]
        return self.listed(desk, self.at(desk, state), rows, {}, "" if rows else "No form was made yet.")

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        found: list[Finding] = []
        marks = self.marks(desk, request, found)
        found += [self.wrong(desk, index, letter, "one line at a time") for index, _, letter in marks[1:]]
        if found:
            return self.refused(request, found)
        row, letter = (marks[0][1], marks[0][2]) if marks else (under_cursor(request), "V")
        if row is None or not row.key:
            return self.again(desk, request.state)
        if letter == "P":
            return self._printed(desk, request, row.key, "")
        return desk.go("CNFV", f"{desk.case} {row.key}")

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        under = under_cursor(request)
        if under is None or not under.key:
            return self.refused(request, [desk.finding("CS-141", "", value=word)])
        return self._printed(desk, request, under.key, rest)

    def _printed(self, desk: DeskContext, request: Request, key: str, name: str) -> Answer:
        said = printed(desk, key, name)
        if not isinstance(said, str):
            return self.refused(request, [said])
        return msgspec.structs.replace(self.again(desk, request.state), message=said)


class Cnfv(NcpPage):
    """The argument is the NCP and the form: `UT/100003 NOTICE-2`, or `NOTICE` for the latest one."""

    name = "CNFV"
    of_subject = False
    answers = PAGING | {"PRINT"}

    def paint(self, desk: DeskContext, hand: NcpInHand, rest: str, state: object) -> Answer:
        page = self.at(desk, state, rest)
        form = form_named(hand.facts, desk.rules, page.subject)
        if form is None:
            missing = desk.finding("UT-REF-29", "command", form=page.subject or "without a name")
            return Answer(screen=self.name, findings=(missing,))
        values = {"form": form.id, "made": shown_date(form.made_on), "number": form.case}
        return self.listed(desk, page, page_rows(as_text(_pages(desk, hand, form))), values)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        return self.again(desk, request.state)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        page = self.at(desk, request.state)
        said = printed(desk, page.subject, rest)
        if not isinstance(said, str):
            return self.refused(request, [said])
        return msgspec.structs.replace(self.again(desk, page), message=said)


def _pages(desk: DeskContext, hand: NcpInHand, form: PaperForm) -> list[list[str]]:
    letter = desk.read(lambda session: letter_of(session, hand.facts, form))
    return pages_of(form, letter, pdf=False)[0]


def printed(desk: DeskContext, name: str, typed: str) -> str | Finding:
    """Write a form to a file in the folder of forms and log it; what to say of it, or what was wrong.

    A file name (`typed`) that ends in .PDF, or PDF alone, gives PDF; any other gives text.
    """
    facts = desk.facts(desk.case)
    form = form_named(facts, desk.rules, name)
    if form is None:
        return desk.finding("UT-REF-29", "command", form=name)
    as_pdf, file = named(typed, f"{plain_key(facts.key)}-{form.id}")
    letter = desk.read(lambda session: letter_of(session, facts, form))
    pages, bold = pages_of(form, letter, pdf=as_pdf)
    data = as_text(pages).encode()
    if as_pdf:
        from cstui.forms.pdf import pdf_of

        data = pdf_of(pages, title=f"{form.id}, NCP {facts.key}", made_on=form.made_on, bold=bold)
    return written(desk, data, file, UtRecordPrint(ncp=facts.key, form=form.id, to=""))
