"""FVEW: one form or letter as it reads, page by page."""

from __future__ import annotations

import msgspec

from cstui.agencies.louisiana.acts.mail import MailForm
from cstui.agencies.louisiana.programs.form import when_mailed
from cstui.agencies.louisiana.programs.of_case import InHand, OfCase
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.programs.base import DeskContext, Page, turned
from cstui.desk.programs.pages import cut, within
from cstui.desk.programs.printing import printed, text_of
from cstui.policy.effects import Refused


class Fvew(OfCase):
    """The argument is the case and the form's number: `17000123 3`."""

    name = "FVEW"
    of_case = False
    answers = frozenset({"UP", "DOWN", "MAIL", "PRINT"})

    def paint(self, desk: DeskContext, hand: InHand, rest: str, state: object) -> Answer:
        page = state if isinstance(state, Page) else Page(subject=rest)
        form = next((f for f in hand.facts.file.forms if str(f.seq) == page.subject), None)
        if form is None:
            missing = desk.finding("CS-123", "command", case=hand.number, what="form", value=page.subject)
            return Answer(screen=self.name, findings=(missing,))
        lines = [
            Row(key=str(at), values={"text": line}) for at, line in enumerate(_closed_up(text_of(desk, form)))
        ]
        shown = self.shown(desk)
        page = msgspec.structs.replace(page, offset=within(page.offset, len(lines), shown))
        rows, above, below = cut(lines, page.offset, shown)
        return Answer(
            screen=self.name,
            values={
                "form": form.form,
                "made": f"{form.made_on:%m/%d/%Y}",
                "mailed": when_mailed(hand.facts, form, "%m/%d/%Y"),
            },
            rows=rows,
            more_above=above,
            more_below=below,
            state=page,
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        return self._again(desk, request)

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        page = request.state if isinstance(request.state, Page) else Page()
        if word in {"UP", "DOWN"}:
            return self.open(desk, desk.case, turned(page, word, self.shown(desk)))
        if word == "PRINT":
            said = printed(desk, desk.case, int(page.subject), rest)
            if not isinstance(said, str):
                return self.refused(request, [said])
            return msgspec.structs.replace(self._again(desk, request), message=said)
        outcome = desk.perform(MailForm(case=desk.case, form=int(page.subject)), request)
        if isinstance(outcome, Refused):
            return self.refused(request, outcome.findings)
        return self.done(desk, outcome, desk.case, page)

    def _again(self, desk: DeskContext, request: Request) -> Answer:
        return self.open(desk, desk.case, request.state)


def _closed_up(text: str) -> list[str]:
    """The lines of the pages without the runs of blank lines that fill the paper."""
    lines: list[str] = []
    for line in text.replace("\f", "").splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.removeprefix("  ").rstrip())
    return lines
