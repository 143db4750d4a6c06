"""One seat's process: the desk of a lesson, its keys and its screen going over a stream.

The stream is that of Textual's web driver: packets `D` with what a terminal sends and shows, and
packets `M` with JSON beside it: controls of the trainer in, reports and pictures out.
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from textual.app import App

from cstui.classroom.driver import ServedDriver
from cstui.classroom.host import LessonHost
from cstui.classroom.lessons import Lesson, read_lesson
from cstui.classroom.linear import CONTROL, SAYS, converse
from cstui.classroom.protocol import Bounds, Control, Picture, Report, Says, Watch
from cstui.classroom.seat import Seat
from cstui.clock import system_clock
from cstui.desk.app import DeskApp

REPAINT = "repaint"
CLASSIC = "classic"
_controls: msgspec.json.Decoder[Control] = msgspec.json.Decoder(Control)


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """What a seat's process must know: where its folder is, the lesson and its start, how it looks."""

    seat: str
    folder: str
    lesson: str
    start: str
    variant: int = 0
    bounds: Bounds = Bounds()
    frozen: bool = False
    hand: bool = False
    theme: str = CLASSIC
    columns: int = 80
    rows: int = 24
    linear: bool = False


class SeatDriver(ServedDriver):
    """That driver, with the trainer's controls beside the keys."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        assert isinstance(app, SeatApp)
        self.seat_app = app
        app.driver_of_seat = self

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Take a packet beside the keys; runs in the driver's thread."""
        if packet_type == CONTROL:
            control = _controls.decode(str(payload["control"]))
            self.seat_app.call_from_thread(self.seat_app.obey, control)
        elif packet_type == REPAINT:
            self.seat_app.call_from_thread(self.seat_app.repaint_whole)
        else:
            super().on_meta(packet_type, payload)


class SeatApp(DeskApp):
    """The desk of one seat."""

    def __init__(self, host: LessonHost, sitting: Sitting) -> None:
        super().__init__(host, colours=sitting.theme, logger=logging.getLogger("cstui.seat"))
        self.lesson_host = host
        self.driver_class = SeatDriver
        self.driver_of_seat: SeatDriver | None = None
        self._watched = False
        self._pictured: Picture | None = None

    def seat_at(self, host: LessonHost) -> None:
        """Serve another host: that of the seat which this app, made before the fork, is now."""
        self.lesson_host = self.host = self.space.host = host

    def obey(self, control: Control) -> None:
        """Take what the trainer does: pictures at once, all else between two keys."""
        if isinstance(control, Watch):
            self._watched, self._pictured = control.watched, None
            self.picture()
            return
        self.lesson_host.take(control)
        self.space.notice()

    def repaint_whole(self) -> None:
        """Send the whole screen again: somebody else looks at it now."""
        driver = self.driver_of_seat
        if driver is not None:
            driver.write("\x1b[?1049h\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h\x1b[?25l\x1b[?2004h")
        self._display(self.screen, self.screen._compositor.render_update(full=True))

    def post_display_hook(self) -> None:
        """After each frame: a watched seat sends its picture."""
        if self._watched:
            self.picture()

    def picture(self) -> None:
        """Send the screen as runs, where it has changed since it was last sent."""
        space = self.space
        rows = tuple(
            tuple((run.text, run.style) for run in space.painter.row(y))
            for y in range(space.buffer.layout.rows)
        )
        now = Picture(rows=rows, cursor=space.buffer.cursor)
        if now != self._pictured:
            self._pictured = now
            self.says(now)

    def says(self, said: Says) -> None:
        """Tell the class."""
        if self.driver_of_seat is not None:
            self.driver_of_seat.write_meta({"type": SAYS, "says": msgspec.json.encode(said).decode()})


def open_host(sitting: Sitting, lesson: Lesson | None = None) -> LessonHost:
    """The host of a seat, whose store is opened when it is first needed."""
    lesson = lesson or read_lesson(Path(sitting.lesson), variant=sitting.variant)
    seat = Seat(Path(sitting.folder), lesson, Path(sitting.start), clock)
    return LessonHost(seat, bounds=sitting.bounds, in_class=True, frozen=sitting.frozen, hand=sitting.hand)


def clock() -> datetime:
    """Wall time of a seat."""
    return system_clock()


def run_seat(sitting: Sitting, lesson: Lesson | None = None, made: SeatApp | None = None) -> int:
    """Run the desk of a seat on standard input and output until it ends; the exit status.

    `made` is an app in the classic colours that has never run; its pages are shared with other seats.
    """
    host = open_host(sitting, lesson)
    if sitting.linear:
        converse(host, 0, 1)
        host.seat.close()
        return 0
    if made is not None and sitting.theme == CLASSIC:
        app = made
        app.seat_at(host)
    else:
        app = SeatApp(host, sitting)

    def told(report: Report) -> None:
        app.says(report)

    host.hears(told)
    app.run(size=(sitting.columns, sitting.rows))
    host.seat.close()
    return app.return_code or 0
