"""FORM: forms and letters of the case: view, note the mailing, write to a file (E-521, E-522)."""

from __future__ import annotations

import msgspec

from cstui.acts.mail import MailForm
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.programs.base import DeskContext, Page, turned
from cstui.desk.programs.of_case import InHand, OfCase
from cstui.desk.programs.pages import cut, marked, under_cursor, within
from cstui.desk.programs.printing import printed
from cstui.forms.templates import load_forms
from cstui.policy.facts import Facts
from cstui.policy.records import Form as FormRecord

ACTIONS = "V view, M mailed today, P print to a file"
_WORDS = {"MAIL": "M", "PRINT": "P"}


class Form(OfCase):
    """V before a line, or the cursor on it and Enter, views the form; M mails it, P prints it."""

    name = "FORM"
    answers = frozenset({"UP", "DOWN", "MAIL", "PRINT"})

    def paint(self, desk: DeskContext, hand: InHand, rest: str, state: object) -> Answer:
        page, shown = state if isinstance(state, Page) else Page(), self.shown(desk)
        forms = sorted(hand.facts.file.forms, key=lambda form: form.seq, reverse=True)
        page = msgspec.structs.replace(page, offset=within(page.offset, len(forms), shown))
        rows, above, below = cut([_row(hand.facts, form) for form in forms], page.offset, shown)
        return Answer(
            screen=self.name,
            rows=rows,
            more_above=above,
            more_below=below,
            state=page,
            message="" if rows else "No form was made for this case.",
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        chosen = marked(request)
        wrong = [
            desk.finding("CS-130", f"action.{index}", value=letter, choices=ACTIONS)
            for index, _, letter in chosen
            if letter not in {"V", "M", "P"}
        ]
        wrong += [
            desk.finding("CS-130", f"action.{index}", value="A second letter", choices="one line at a time")
            for index, _, _ in chosen[1:]
        ]
        if wrong:
            return self.refused(request, wrong)
        if chosen:
            index, row, letter = chosen[0]
            return self._act(desk, request, letter, int(row.key), f"action.{index}")
        under = under_cursor(request)
        if under is not None:
            return desk.go("FVEW", f"{desk.case} {under.key}")
        return self.open(desk, desk.case, request.state)

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        if word not in _WORDS:
            page = request.state if isinstance(request.state, Page) else Page()
            return self.open(desk, desk.case, turned(page, word, self.shown(desk)))
        chosen = [row for _, row, _ in marked(request)]
        under = under_cursor(request)
        rows = [under] if under else chosen or (request.rows if len(request.rows) == 1 else [])
        if len(rows) != 1:
            return self.refused(request, [desk.finding("CS-141", "", value=word)])
        return self._act(desk, request, _WORDS[word], int(rows[0].key), "", rest)

    def _act(
        self, desk: DeskContext, request: Request, letter: str, seq: int, place: str, name: str = ""
    ) -> Answer:
        if letter == "V":
            return desk.go("FVEW", f"{desk.case} {seq}")
        if letter == "M":
            return self.do(desk, request, MailForm(case=desk.case, form=seq), {"form": place})
        said = printed(desk, desk.case, seq, name)
        if not isinstance(said, str):
            return self.refused(request, [msgspec.structs.replace(said, field=place)])
        return msgspec.structs.replace(self.open(desk, desk.case, request.state), message=said)


def _row(facts: Facts, form: FormRecord) -> Row:
    about = next((a for a in facts.file.appointments if a.seq == form.appointment), None)
    edition = load_forms().get((form.form, form.edition))
    return Row(
        key=str(form.seq),
        values={
            "seq": str(form.seq),
            "form": form.form,
            "what": edition.title if edition else "",
            "made": f"{form.made_on:%m/%d/%y}",
            "mailed": f"{form.mailed_on:%m/%d/%y}" if form.mailed_on else "tonight",
            "about": f"{about.purpose} {about.on:%m/%d/%y}" if about else "",
        },
        style="" if form.mailed_on else "intensified",
    )
