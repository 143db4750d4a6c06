"""The driver of a seat's desk: keys and screens go over a stream that the event loop reads.

It speaks the web driver's protocol without that driver's thread, standard streams and signals, so
that several seats can share one process. What is typed waits here for its turn: a seat that is sent more
than it may have of the process's time rests, and its neighbors are served meanwhile.
"""

from __future__ import annotations

import asyncio
import json
import logging
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import process_time
from typing import TYPE_CHECKING, Any, cast

from textual import constants, events, messages
from textual._xterm_parser import BRACKETED_PASTE_END, XTermParser
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from cstui.classroom.serving.bounds import share
from cstui.classroom.serving.giving_up import without_memory
from cstui.classroom.serving.seat_request import REPAINT, TOOK
from cstui.classroom.serving.stream import DATA, META, READY, Packets, packet

if TYPE_CHECKING:
    from cstui.classroom.serving.seated import SeatApp

ALTERNATE = "\x1b[?1049h"
MOUSE = "\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h"
HIDDEN_CURSOR = "\x1b[?25l"
PASTE = "\x1b[?2004h"
ASKS_SYNC = "\x1b[?2026$p"
WHOLE = ALTERNATE + MOUSE + HIDDEN_CURSOR + PASTE
"""What a terminal must be told before a seat's screen is painted on it."""
CLEARED = "\x1b[2J"
LONGEST = 65_536
LONGEST_PASTE = 32_768
"""Characters of a paste; the rest is dropped."""
TOGETHER = 2
"""Keys that are given to the desk before it is seen what they took."""
PAINTED = 0.001
"""Seconds that a key takes besides what is measured: its screen is painted later."""
SETTLES = 1.0
"""Seconds for which it is waited at most that the desk has done what it was given."""
log = logging.getLogger("cstui.bank")
LONE_ESCAPE = constants.ESCAPE_DELAY + 0.01
"""Seconds after which an Esc that nothing followed is the key itself."""


class SeatDriver(Driver):
    """A seat's end of its stream. Where the class is gone, the seat ends."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        seated = cast("SeatApp", app)
        assert seated.stream is not None
        self._seated, self._stream = seated, seated.stream
        self._packets, self._parser = Packets(), XTermParser(self._debug)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._lone: asyncio.TimerHandle | None = None
        self._events: deque[Any] = deque()
        self._latest: dict[str, Callable[[], object]] = {}
        """What is to be done beside keys, the newest of each kind."""
        self._some = asyncio.Event()
        self._share = share()
        self._heard = self._silent = 0
        """Bytes heard and not yet taken; characters since the last key that was made of them."""
        self._skips: str | None = None
        """The end of what is skipped of a paste that is too long; None where none is."""
        self._giving: asyncio.Task[None] | None = None
        seated.driver_of_seat = self

    @property
    def is_web(self) -> bool:
        return True

    def write(self, data: str) -> None:
        """Show something on the terminals of whoever looks at the seat."""
        self._send(DATA, data.encode())

    def write_meta(self, said: dict[str, object]) -> None:
        """Say something beside the screen."""
        self._send(META, json.dumps(said).encode())

    def start_application_mode(self) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):
            self._stream.sendall(READY)
        self.write(WHOLE + ASKS_SYNC)
        size = Size(*(self._size or (80, 24)))
        self._app.post_message(events.Resize(size, size))
        self._loop.add_reader(self._stream, self._hear)
        self._giving = self._loop.create_task(self._give())
        self._app.call_later(self._app.post_message, events.AppBlur())

    def disable_input(self) -> None:
        self._loop.remove_reader(self._stream)
        if self._giving is not None:
            self._giving.cancel()
        if self._lone is not None:
            self._lone.cancel()

    def stop_application_mode(self) -> None:
        self.disable_input()
        self.write_meta({"type": "exit"})

    def send_message(self, message: Message) -> None:
        """Give the app an event; the event loop reads the stream, so it is given at once."""
        self._app.post_message(message)

    def _send(self, kind: bytes, payload: bytes) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):
            self._stream.sendall(packet(kind, payload))

    def _hear(self) -> None:
        try:
            data = self._stream.recv(LONGEST)
        except ConnectionResetError:
            data = b""
        if not data:
            self.disable_input()
            self._app.post_message(messages.ExitApp())
            return
        for kind, payload in self._packets.feed(data):
            if kind == DATA:
                self._heard += len(payload)
                self._keys(self._typed(self._decode(payload)))
            elif kind == META:
                self._beside(json.loads(payload))
        if self._lone is not None:
            self._lone.cancel()
        self._lone = self._loop.call_later(LONE_ESCAPE, lambda: self._keys(self._parser.tick()))

    def _typed(self, text: str) -> Iterator[Message]:
        """The keys and pastes of what was sent; a paste without an end ends when it is too long."""
        if self._skips is not None:
            _, end, after = (self._skips + text).partition(BRACKETED_PASTE_END)
            self._skips = None if end else (self._skips + text)[-len(BRACKETED_PASTE_END) :]
            text = after
        for event in self._parser.feed(text) if text else ():
            self._silent = 0
            yield event
        self._silent += len(text)
        if self._silent > LONGEST_PASTE:
            self._silent, self._skips = 0, ""
            yield from self._parser.feed(BRACKETED_PASTE_END)

    def _keys(self, parsed: Any) -> None:
        try:
            self._events.extend(parsed)
        except Exception as fault:  # the outermost edge of what is sent: the seat goes on with the next key
            without_memory(fault)
            log.exception("what was typed could not be read")
            self._afresh()
        self._some.set()

    def _afresh(self) -> None:
        self._parser, self._silent, self._skips = XTermParser(self._debug), 0, None

    async def _give(self) -> None:
        """Give the app what waits, a little at a time, and rest where that took more than its share."""
        while await self._some.wait():
            self._some.clear()
            while self._events or self._latest:
                began = process_time()
                try:
                    count = await self._some_given()
                except Exception as fault:  # as above: what cannot be given is dropped
                    without_memory(fault)
                    log.exception("what was typed could not be given")
                    count = 1
                if self._share.take(process_time() - began + count * PAINTED):
                    await self._rest()
            if self._heard:
                taken, self._heard = self._heard, 0
                self.write_meta({"type": TOOK, "bytes": taken})

    async def _some_given(self) -> int:
        """Give some, and wait until it is done; how much it was."""
        latest, self._latest = self._latest, {}
        given = [self._events.popleft() for _ in range(min(TOGETHER, len(self._events)))]
        for does in latest.values():
            does()
        for event in given:
            self.process_message(event)
        await self._done()
        return len(latest) + len(given)

    async def _done(self) -> None:
        """Wait until the app has got to what it was given."""
        done = self._loop.create_future()
        app = self._app

        def finish() -> None:
            if not done.done():
                done.set_result(None)

        app.call_later(app.screen.call_later, finish)
        await asyncio.wait({done}, timeout=SETTLES)

    async def _rest(self) -> None:
        """Let others have their turn: what was given is done and painted first, and counts."""
        began = process_time()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._seated.settled(), SETTLES)
        await asyncio.sleep(self._share.take(process_time() - began))

    def _beside(self, said: dict[str, object]) -> None:
        kind = str(said.get("type"))
        if kind == "quit":
            self._app.post_message(messages.ExitApp())
        elif kind in {"focus", "blur"}:
            self._later("focus", events.AppFocus() if kind == "focus" else events.AppBlur())
        elif kind == "resize":
            self._size = cast(tuple[int, int], (said["width"], said["height"]))
            size = Size(*self._size)
            self._later(kind, events.Resize(size, size))
        elif kind == REPAINT:
            self._latest[kind] = self._repaint
            self._some.set()
        else:
            self._seated.said_beside(kind, said)

    def _later(self, kind: str, message: Message) -> None:
        self._latest.pop(kind, None)
        self._latest[kind] = lambda: self._app.post_message(message)
        self._some.set()

    def _repaint(self) -> None:
        """Somebody else looks now, with a terminal in which no paste has begun."""
        self._afresh()
        self._seated.repaint_whole()
