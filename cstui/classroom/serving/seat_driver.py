"""The driver of a seat's desk: keys and screens go over a stream that the event loop reads.

It speaks the web driver's protocol without that driver's thread, standard streams and signals, so
that several seats can share one process.
"""

from __future__ import annotations

import asyncio
import json
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from textual import constants, events, messages
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

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
        self._app.call_later(self._app.post_message, events.AppBlur())

    def disable_input(self) -> None:
        self._loop.remove_reader(self._stream)
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
                self._keys(self._parser.feed(self._decode(payload)))
            elif kind == META:
                self._beside(json.loads(payload))
        if self._lone is not None:
            self._lone.cancel()
        self._lone = self._loop.call_later(LONE_ESCAPE, lambda: self._keys(self._parser.tick()))

    def _keys(self, parsed: Any) -> None:
        for event in parsed:
            self.process_message(event)

    def _beside(self, said: dict[str, object]) -> None:
        kinds: dict[str, Callable[[], Message]] = {
            "focus": events.AppFocus,
            "blur": events.AppBlur,
            "quit": messages.ExitApp,
        }
        kind = str(said.get("type"))
        if kind in kinds:
            self._app.post_message(kinds[kind]())
        elif kind == "resize":
            self._size = cast(tuple[int, int], (said["width"], said["height"]))
            size = Size(*self._size)
            self._app.post_message(events.Resize(size, size))
        else:
            self._seated.said_beside(kind, said)
