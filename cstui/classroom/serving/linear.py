"""A seat line by line: the desk without a screen, over the same stream as a seat's terminal.

What comes in `D` packets are the learner's lines, what goes out are lines of text; the trainer's
controls come beside them, and what they bring about is said at once.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator

import msgspec

from cstui.cells import clean
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.protocol import Control, SeatReport, Show, Watch
from cstui.classroom.serving.seat_request import CONTROL, QUIT, REPAINT, SAYS
from cstui.classroom.serving.stream import DATA, META, READY, Packets, packet
from cstui.desk.linear.desk import LinearDesk

LONGEST = 65_536
_controls: msgspec.json.Decoder[Control] = msgspec.json.Decoder(Control)


def packets(descriptor: int) -> Iterator[tuple[bytes, bytes]]:
    """The packets of a stream, kind and payload, until it ends."""
    whole = Packets()
    while data := os.read(descriptor, LONGEST):
        yield from whole.feed(data)


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
    _answer(desk, host, source, say, lambda: say(last))
    desk.close()


def _answer(
    desk: LinearDesk,
    host: LessonHost,
    source: int,
    say: Callable[[list[str]], None],
    again: Callable[[], None],
) -> None:
    """Answer lines until the end; `again` says the last answer to who begins to listen."""
    typed = ""
    for kind, payload in packets(source):
        if kind == DATA:
            typed += payload.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
            while "\n" in typed and not desk.ended:
                line, _, typed = typed.partition("\n")
                say(desk.take(line))
        elif (said := json.loads(payload)).get("type") == QUIT:
            return
        elif said.get("type") == REPAINT:
            again()
        elif said.get("type") == CONTROL:
            control = _controls.decode(said["control"])
            if not isinstance(control, Watch) and not (isinstance(control, Show) and control.again):
                host.take(control)
                say(["", *desk.notice()])
        if desk.ended:
            return
