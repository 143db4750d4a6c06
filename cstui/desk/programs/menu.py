"""MENU: the screens of the desk."""

from __future__ import annotations

from cstui.desk.agency_desk import words_for
from cstui.desk.commands import Does
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PageProgram
from cstui.desk.programs.pages import cut, under_cursor, within
from cstui.policy.findings import Finding
from cstui.policy.roles import STAFF

MOST = 12
"""How many words one line of the screen says."""


def _for_role(role: str, words: list[str]) -> str:
    """What a menu that is drawn for those who work cases says to another role: which words are for it."""
    return f"For you: {' '.join(words)}" if len(words) <= MOST else f"KEYS lists the words of role {role}."


class Menu(PageProgram):
    """The menu: a word opens its screen. A drawing without a list says itself which words there are."""

    name = "MENU"

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        worker, page, shown = desk.worker, self.at(desk, state), self.shown(desk)
        words = [one for one in words_for(worker.role, self.agency) if one.does is Does.SCREEN]
        message = ""
        if not self.drawing.lists:
            message = "" if worker.role in STAFF else _for_role(worker.role, [one.word for one in words])
            words = []
        rows, above, below = cut(
            [Row(key=one.word, values={"word": one.word, "does": one.help}) for one in words],
            within(page.offset, len(words), shown),
            shown,
        )
        return Answer(
            screen=self.name,
            values={"name": worker.name, "number": worker.number, "office": worker.office, "case": desk.case},
            rows=rows,
            more_above=above,
            more_below=below,
            state=page,
            message=message,
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        found: list[Finding] = []
        marks = self.marks(desk, request, found)
        if found:
            return self.refused(request, found[:1])
        under = marks[0][1] if marks else under_cursor(request)
        word = request.picked or (under.key if under is not None else "")
        return desk.go(word) if word else self.again(desk, request.state)
