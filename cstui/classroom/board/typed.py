"""What is typed on the board, in its order: each key is given only when all that the one before it opened or
closed stands, so that nobody who types fast talks to a board that has not opened its dialog yet.

Textual gives a key to whatever has the focus when it comes. Of `mRead the brief` in one burst the first
signs would be the board's own commands, or would reach nobody.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from textual.app import App
from textual.events import Key, Paste
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.widgets import Input

Typed = Key | Paste
MOST = 12
"""Looks after a key at most; a board that never rests gets the next key then."""


class TypedAhead:
    """The keys of an app that are still to be given; `give` gives one to whatever has the focus."""

    def __init__(self, app: App[None], give: Callable[[Typed], Awaitable[None]]) -> None:
        self._app, self._give = app, give
        self._waiting: deque[Typed] = deque()
        self.waits = False
        """Whether there is a key that was not given yet."""

    def take(self, typed: Typed) -> None:
        """Take a key or a paste: at once where nothing waits, else in its turn."""
        self._waiting.append(typed)
        if not self.waits:
            self.waits = True
            self._app.run_worker(self._give_all(), group="typed")

    def forget(self) -> None:
        """What was typed ahead was meant for a dialog that does not open: nobody gets it."""
        self._waiting.clear()

    async def _give_all(self) -> None:
        try:
            while self._waiting:
                typed = self._waiting.popleft()
                is_text = self._is_text(typed)
                await self._give(typed)
                if not is_text:
                    await self._settled()
        finally:
            self.waits = False

    def _is_text(self, typed: Typed) -> bool:
        """Whether it is but written into the line that has the focus: that opens and closes nothing."""
        return isinstance(self._app.focused, Input) and (isinstance(typed, Paste) or typed.is_printable)

    async def _settled(self) -> None:
        """Wait until a key has done all it does: twice in a row the same screen has the same focus."""
        before: object = None
        for _ in range(MOST):
            await self._passed()
            now = self._app.screen, self._app.focused
            if now == before:
                return
            before = now

    async def _passed(self) -> None:
        """Wait until what has the focus, all that it stands in, and the app have done what they were sent."""
        screen = self._app.screen
        path: list[MessagePump] = list((self._app.focused or screen).ancestors_with_self)
        path += [one for one in (screen, self._app) if one not in path]
        for one in path:
            done = asyncio.Event()
            if one.call_later(done.set):
                await _either(done, one)


async def _either(done: asyncio.Event, pump: MessagePump) -> None:
    """Wait until it is done, or whoever was to do it has been closed."""
    waiting = asyncio.ensure_future(done.wait())
    try:
        ends = {pump.task} if isinstance(pump, Widget) else set()
        await asyncio.wait({waiting, *ends}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
