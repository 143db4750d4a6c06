"""TIME: the case along its dates: what was done, what is owed, what will come by itself."""

from __future__ import annotations

import msgspec

from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.programs.base import DeskContext, Page, turned
from cstui.desk.programs.of_case import InHand, OfCase
from cstui.desk.programs.pages import cut, flowed, within
from cstui.policy.timeline import Moment, timeline

MARKS = {"done": "*", "owed": "!", "coming": ">"}
WORDS = {"done": "done", "owed": "OWED", "coming": "to come"}


class Time(OfCase):
    """The timeline as a list, with a line TODAY between what was and what will be."""

    name = "TIME"
    answers = frozenset({"UP", "DOWN"})

    def paint(self, desk: DeskContext, hand: InHand, rest: str, state: object) -> Answer:
        moments = timeline(hand.facts, desk.rules, desk.on)
        past = sum(
            moment.on < desk.on or (moment.on == desk.on and moment.kind == "done") for moment in moments
        )
        today = Row(
            key="today",
            values={"mark": "-", "on": f"{desk.on:%m/%d/%Y}", "kind": "TODAY", "text": "-" * 39, "cite": ""},
            style="intensified",
        )
        width = self.drawing.field("text").width
        before, after = (
            [line for at in part for line in flowed(_row(at, moments[at]), "text", width)]
            for part in (range(past), range(past, len(moments)))
        )
        rows = [*before, today, *after]
        shown = self.shown(desk)
        first = max(0, min(len(before) - shown // 2, len(rows) - shown))
        page = state if isinstance(state, Page) else Page(offset=first)
        page = msgspec.structs.replace(page, offset=within(page.offset, len(rows), shown))
        listed, above, below = cut(rows, page.offset, shown)
        return Answer(screen=self.name, rows=listed, more_above=above, more_below=below, state=page)

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        page = request.state if isinstance(request.state, Page) else Page()
        return self.open(desk, desk.case, turned(page, word, self.shown(desk)))


def _row(at: int, moment: Moment) -> Row:
    return Row(
        key=str(at),
        values={
            "mark": MARKS[moment.kind],
            "on": f"{moment.on:%m/%d/%Y}",
            "kind": WORDS[moment.kind],
            "text": moment.text,
            "cite": moment.cite,
        },
        style={"owed": "intensified", "coming": "", "done": "dim"}[moment.kind],
    )
