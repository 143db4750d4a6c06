"""What the screens with a list have in common: where the page stands, turning it, letters before lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import msgspec

from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.programs.base import DeskContext, Page, Program
from cstui.desk.programs.pages import marked
from cstui.policy.findings import Finding

S = TypeVar("S", bound=msgspec.Struct)
PAGING = frozenset({"UP", "DOWN"})


class ListProgram(Program, Generic[S]):
    """Base of the programs of lists. `state` is what one remembers between two keys: where the page starts,
    what narrows the list.

    Its drawing says which letters may stand before a line.
    """

    answers = PAGING
    state: type[S]

    @property
    def letters(self) -> Mapping[str, str]:
        """The letters that may stand before a line, with what each does."""
        return self.drawing.lists[0].letters if self.drawing.lists else {}

    def at(self, desk: DeskContext, state: object, argument: str = "") -> S:
        """The state that came with the request, or where there is none the one that `argument` begins."""
        return state if isinstance(state, self.state) else self.begins(desk, argument)

    def begins(self, desk: DeskContext, argument: str) -> S:
        """The state with which the screen is opened for an argument."""
        return self.state()

    def again(self, desk: DeskContext, state: object) -> Answer:
        """The screen again, at the same place of its list."""
        return self.open(desk, desk.case if self.of_subject else "", state)

    def word(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        """UP and DOWN turn the page; any other of `answers` is for the program itself to do."""
        state = self.at(desk, request.state)
        if word in PAGING:
            return self.again(desk, self.turned(desk, state, word))
        return self.does(desk, request, word, rest)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        """What a word beside UP and DOWN does."""
        return super().word(desk, request, word, rest)

    def turned(self, desk: DeskContext, state: S, word: str) -> S:
        """The state one page up or down."""
        place: Any = state
        if not getattr(place, "taken", 0):
            step = self.shown(desk) * (1 if word == "DOWN" else -1)
            return msgspec.structs.replace(state, offset=max(0, (place.offset or 0) + step))
        if word == "DOWN":
            before, offset = (*place.before, place.offset), place.offset + place.taken
        else:
            before = place.before[:-1]
            offset = place.before[-1] if place.before else max(0, place.offset - self.shown(desk))
        turned: Any = {"offset": offset, "before": before}
        return msgspec.structs.replace(state, **turned)

    def marks(self, desk: DeskContext, request: Request, found: list[Finding]) -> list[tuple[int, Row, str]]:
        """The lines with one of `letters` before them: index, line, letter. Others go into `found`."""
        marks = marked(request)
        found += [self.wrong(desk, index, letter) for index, _, letter in marks if letter not in self.letters]
        return [mark for mark in marks if mark[2] in self.letters]

    def wrong(self, desk: DeskContext, index: int, letter: str, choices: str = "") -> Finding:
        """That a letter cannot stand before a line, and which can."""
        choices = choices or self.drawing.lists[0].choices
        return desk.finding("CS-130", f"action.{index}", value=letter, choices=choices)


class PageProgram(ListProgram[Page]):
    """Base of the lists that remember nothing but where their page starts."""

    state = Page

    def begins(self, desk: DeskContext, argument: str) -> Page:
        return Page(subject=argument)
