"""A practice store for the figures of the desk, and a worker's session in this process beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from bench._folder import folder
from cstui.desk.buffer import Buffer
from cstui.desk.conversation import Aid, Answer, Request
from cstui.desk.drawing import load_drawing

WORKER, CASE = "17001", "17000102"
STORE_VARIABLE = "CSTUI_STORE"
EDITING: dict[bytes, Callable[[Buffer], None]] = {
    b"\t": Buffer.tab,
    b"\x1b[Z": Buffer.backtab,
    b"\x1b[H": Buffer.home,
    b"\x7f": Buffer.backspace,
    b"\x1b[D": Buffer.left,
    b"\x1b[3~": Buffer.delete,
    b"\x05": Buffer.erase_eof,
}
PRESSED: dict[bytes, Aid] = {
    b"\r": Aid.ENTER,
    b"\x1bOP": Aid.PF1,
    b"\x1b[15~": Aid.PF5,
    b"\x1b[19~": Aid.PF8,
    b"\x1b[21~": Aid.PF10,
    b"\x1b[23~": Aid.PF11,
}
"""What a terminal sends for keys, and what the desk does on them."""


def clock() -> datetime:
    return datetime(2026, 3, 2, 15, tzinfo=UTC)


@cache
def practice() -> Path:
    """The file of a practice store, made once a run."""
    from cstui.scenario.practice import create_practice_store

    path = folder() / "practice.store"
    create_practice_store(path, clock=clock, start=date(2026, 3, 2)).close()
    return path


class Shadow:
    """The desk without a terminal: a buffer, a session, and the screens it answers with."""

    def __init__(self, store: Path | None = None, drafts: Path | None = None) -> None:
        from cstui.desk.session import DeskSession
        from cstui.workplace import open_workplace

        target = str(store or os.environ[STORE_VARIABLE])
        self.session = DeskSession(lambda: open_workplace(target, clock), drafts=drafts)
        self.buffer = Buffer()
        self.show(self.session.start())

    def press(self, aid: Aid) -> Request:
        """Hand the screen over as the desk does; what was asked."""
        request = self.buffer.request(aid)
        self.buffer.lock()
        answer = self.session.handle(request)
        if answer.ends:
            raise RuntimeError(f"{aid} on {request.screen} left the desk")
        self.show(answer)
        return request

    def key(self, key: bytes) -> Request | None:
        """Do what one key says; what was asked, where it hands the screen over."""
        if key in PRESSED:
            return self.press(PRESSED[key])
        if key in EDITING:
            EDITING[key](self.buffer)
        else:
            self.buffer.type(key.decode())
        return None

    @property
    def refused(self) -> bool:
        """Whether the last answer is an error or asks, before which nothing typed ahead goes on."""
        return self.buffer.answer.stops_typing

    def burst(self, keys: Sequence[bytes]) -> Iterator[Request]:
        """Do what keys typed at once say, up to the first answer with an error; what was asked."""
        for key in keys:
            if (request := self.key(key)) is not None:
                yield request
                if self.refused:
                    return

    def show(self, answer: Answer) -> None:
        self.buffer.show(load_drawing(answer.screen), answer, self.session.status())

    def go(self, command: str) -> None:
        """Type a command and press Enter; the first is the worker who signs on."""
        if self.buffer.drawing.transaction != "SIGN":
            self.buffer.home()
            self.buffer.erase_eof()
        self.buffer.type(command)
        self.press(Aid.ENTER)
