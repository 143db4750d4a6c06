"""A hand at a desk without a terminal: fills fields by their names, presses keys, sees the screen.

It works on the same buffer that a terminal shows, so that a field which may not be typed into
refuses here too. Solutions are keyed with it, and what a seat did is replayed with it.
"""

from __future__ import annotations

from typing import Protocol

from cstui.classroom.lesson.shapes import DeedText
from cstui.desk.buffer import Buffer
from cstui.desk.conversation import Aid, Answer, Request, Status
from cstui.desk.drawing import load_drawing
from cstui.desk.layout import COMMAND
from cstui.desk.painter import Painter


class ScreenHost(Protocol):
    """What answers the screens: a session, or a lesson around one."""

    def start(self) -> Answer: ...
    def handle(self, request: Request) -> Answer: ...
    def status(self) -> Status: ...


class Astray(Exception):  # noqa: N818  (the deed went astray, no fault of the program)
    """A deed could not be done on the screen in hand; the text says why."""


class ScriptedUser:
    """Types on the screens of a host."""

    def __init__(self, host: ScreenHost, columns: int = 80, rows: int = 24) -> None:
        self.host = host
        self.buffer = Buffer(columns, rows)
        self.ended = False
        self.see(host.start())

    def see(self, answer: Answer) -> None:
        """Take an answer as the screen in hand."""
        self.ended = answer.ends
        if not answer.ends:
            self.buffer.show(load_drawing(answer.screen, answer.agency), answer, self.host.status())

    @property
    def answer(self) -> Answer:
        return self.buffer.answer

    @property
    def screen(self) -> str:
        return self.buffer.answer.screen

    def picture(self) -> list[str]:
        """The rows of the screen in hand as plain text."""
        return Painter(self.buffer).screen()

    def fill(self, name: str, text: str, row: int | None = None) -> None:
        """Type `text` over a field; Astray where the screen has none such or it refuses."""
        buffer = self.buffer
        try:
            place = buffer.slot(name, row).place(0)
        except KeyError as error:
            raise Astray(f"{self.screen} has no field {name} to fill") from error
        buffer.cursor = place
        buffer.erase_eof()
        buffer.type(text)
        if buffer.inhibited:
            raise Astray(f"{self.screen} {name} does not take {text!r}: {buffer.inhibited}")
        buffer.cursor = place

    def press(self, key: str) -> None:
        """Press Enter, a PF key or Clear."""
        self.see(self.host.handle(self.buffer.request(Aid(key))))

    def do(self, deed: DeedText) -> None:
        """Do one deed that is a key, not nights; Astray where it cannot be done."""
        if deed.on_screen and deed.on_screen != self.screen:
            said = "; ".join(map(str, self.answer.findings)) or self.answer.message
            raise Astray(f"this is {self.screen}, not {deed.on_screen}. {said}".strip())
        for name, text in deed.fill.items():
            self.fill(name, text)
        for row in deed.rows:
            at = row.row if isinstance(row.row, int) else self._row_with(row.row)
            for name, text in row.fill.items():
                self.fill(name, text, at)
        if deed.type:
            self.fill(COMMAND, deed.type)
        if deed.cursor:
            name, _, number = deed.cursor.partition(".")
            try:
                self.buffer.cursor = self.buffer.slot(name, int(number) if number else None).place(0)
            except (KeyError, ValueError) as error:
                raise Astray(f"{self.screen} has no field {deed.cursor} for the cursor") from error
        self.press(deed.press)

    def _row_with(self, text: str) -> int:
        for at, row in enumerate(self.buffer.list_values):
            if any(text in value for value in row.values.values()):
                return at
        raise Astray(f"no line of {self.screen} shows {text!r}")
