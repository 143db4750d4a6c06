"""A seat line by line: the desk without a screen, over the same stream as a seat's terminal.

What comes in `D` packets are the learner's lines, what goes out are lines of text; the trainer's
controls come beside them, before lines that wait, and what they bring about is said at once.
"""

from __future__ import annotations

import json
import os
import select
import time
from collections.abc import Callable

import msgspec

from cstui.cells import clean
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.protocol import Control, SeatReport, Show, Watch
from cstui.classroom.serving.bounds import share
from cstui.classroom.serving.seat_request import CONTROL, QUIT, REPAINT, SAYS, TOOK
from cstui.classroom.serving.stream import DATA, META, READY, Packets, packet
from cstui.desk.linear.desk import LinearDesk

LONGEST = 65_536
LONGEST_LINE = 4096
"""Characters of a line; the rest is dropped."""
_controls: msgspec.json.Decoder[Control] = msgspec.json.Decoder(Control)


def converse(host: LessonHost, source: int, out: int) -> None:
    """Hold the conversation of a seat until its learner or the class ends it."""
    desk = LinearDesk(host)
    last: list[str] = []

    def send(kind: bytes, payload: bytes) -> None:
        os.write(out, packet(kind, payload))

    def say(lines: list[str]) -> None:
        nonlocal last
        last = lines
        text = "".join(f"{clean(line).rstrip()}\n" for line in lines) + ("" if desk.ended else desk.prompt)
        send(DATA, text.encode())

    def told(report: SeatReport) -> None:
        said = {"type": SAYS, "says": msgspec.json.encode(report).decode()}
        send(META, json.dumps(said).encode())

    os.write(out, READY)
    host.hears(told)
    last = desk.begin()
    _Lines(desk, host, source, send, say, lambda: say(last)).answer()
    desk.close()


class _Lines:
    """Answers lines until the end, one after the other, no more of them than is fair to the neighbors.

    `again` says the last answer to who begins to listen.
    """

    def __init__(
        self,
        desk: LinearDesk,
        host: LessonHost,
        source: int,
        send: Callable[[bytes, bytes], None],
        say: Callable[[list[str]], None],
        again: Callable[[], None],
    ) -> None:
        self._desk, self._host, self._source = desk, host, source
        self._send, self._say, self._again = send, say, again
        self._packets, self._typed = Packets(), ""
        self._heard = 0
        self._over = False
        self._share = share()

    def answer(self) -> None:
        """Take what comes until the desk, the class or the line ends."""
        until = 0.0
        while not (self._over or self._desk.ended):
            waits = "\n" in self._typed
            if not waits and self._heard:
                self._send(META, json.dumps({"type": TOOK, "bytes": self._heard}).encode())
                self._heard = 0
            rest = max(0.0, until - time.monotonic()) if waits else None
            if select.select([self._source], [], [], rest)[0]:
                self._hear()
            else:
                began = time.thread_time()
                line, _, self._typed = self._typed.partition("\n")
                self._say(self._desk.take(line))
                until = time.monotonic() + self._share.take(time.thread_time() - began)

    def _hear(self) -> None:
        data = os.read(self._source, LONGEST)
        self._over = self._over or not data
        for kind, payload in self._packets.feed(data):
            if kind == DATA:
                self._heard += len(payload)
                text = payload.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
                *whole, begun = f"{self._typed}{text}".split("\n")
                self._typed = "\n".join([*whole, begun[:LONGEST_LINE]])
            else:
                self._beside(json.loads(payload))

    def _beside(self, said: dict[str, str]) -> None:
        if said.get("type") == QUIT:
            self._over = True
        elif said.get("type") == REPAINT:
            self._again()
        elif said.get("type") == CONTROL:
            control = _controls.decode(said["control"])
            if not isinstance(control, Watch) and not (isinstance(control, Show) and control.again):
                self._host.take(control)
                self._say(["", *self._desk.notice()])
