"""MENU: the screens of the desk."""

from __future__ import annotations

from cstui.desk.conversation import Answer, Request
from cstui.desk.programs.base import DeskContext, Program


class Menu(Program):
    """The menu: a number or a word opens a screen."""

    name = "MENU"

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        worker = desk.worker
        return Answer(
            screen=self.name,
            values={"name": worker.name, "number": worker.number, "office": worker.office, "case": desk.case},
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        return self.open(desk, "")
