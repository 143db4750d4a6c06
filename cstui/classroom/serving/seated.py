"""One seat: the desk of a lesson, its keys and its screen going over a stream.

Beside them go the controls of the trainer in, and reports and pictures out. Several seats may run in
one event loop: a seat keeps nothing in its process's standard streams, folder or signals.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from textual.events import Resize
from textual.geometry import Size

from cstui import files
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.protocol import Control, Picture, Says, Watch
from cstui.classroom.seats.seat import Seat
from cstui.classroom.serving.giving_up import without_memory
from cstui.classroom.serving.linear import converse
from cstui.classroom.serving.seat_driver import CLEARED, WHOLE, SeatDriver
from cstui.classroom.serving.seat_request import CONTROL, SAYS, Lessons, SeatRequest
from cstui.clock import system_clock
from cstui.desk.app import DeskApp

LOG = "seat.log"
CLOCK_SECONDS = 5.0
"""Seconds between two looks at the clock."""
_controls: msgspec.json.Decoder[Control] = msgspec.json.Decoder(Control)


class SeatApp(DeskApp):
    """The desk of one seat, or of one that is yet to be born."""

    def __init__(self, host: LessonHost, sitting: SeatRequest) -> None:
        super().__init__(host, logger=log_of(sitting))
        self.lesson_host = host
        self.driver_class = SeatDriver
        self.driver_of_seat: SeatDriver | None = None
        self.stream: socket.socket | None = None
        self._watched = sitting.watched
        self._pictured: Picture | None = None
        self._sized: Size | None = None

    def seat_at(self, host: LessonHost, sitting: SeatRequest) -> None:
        """Serve another host: that of the seat which this app, made before the fork, is now."""
        self.lesson_host = self.host = self.space.host = host
        self.space.logger = log_of(sitting)
        self._watched = sitting.watched

    def take_signals(self) -> None:
        """None: the process is not this seat's alone."""

    def said_beside(self, kind: str, said: dict[str, object]) -> None:
        """Take what comes beside the keys and is a class's own."""
        if kind == CONTROL:
            self.obey(_controls.decode(str(said["control"])))

    def obey(self, control: Control) -> None:
        """Take what the trainer does: pictures at once, all else between two keys."""
        if isinstance(control, Watch):
            self._watched, self._pictured = control.watched, None
            self.picture()
            return
        self.lesson_host.take(control)
        self.space.notice()

    def on_mount(self) -> None:
        """A seat whose time is bounded has a clock."""
        self.set_interval(CLOCK_SECONDS, self.space.look_again)

    def on_resize(self, event: Resize) -> None:
        """A larger window than the seat's screen keeps nothing of what stood there before."""
        before, self._sized = self._sized, event.size
        if before is not None and before != event.size:
            self.call_after_refresh(self.repaint_whole)

    def repaint_whole(self) -> None:
        """Send the whole screen again: somebody else looks at it now."""
        driver = self.driver_of_seat
        if driver is not None:
            driver.write(WHOLE + CLEARED)
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


def open_host(sitting: SeatRequest, lesson: Lesson) -> LessonHost:
    """The host of a seat, whose store is opened when it is first needed."""
    seat = Seat(Path(sitting.folder), lesson, Path(sitting.start), system_clock)
    return LessonHost(
        seat, bounds=sitting.bounds, in_class=True, frozen=sitting.frozen, hand=sitting.hand,
        ends=sitting.ends, exam=sitting.exam,
    )  # fmt: skip


def log_of(sitting: SeatRequest) -> logging.Logger:
    """Where what goes wrong at a seat is written."""
    return logging.getLogger(f"cstui.seat.{sitting.seat}")


@contextmanager
def logged(sitting: SeatRequest) -> Iterator[logging.Logger]:
    """The seat's log, in its folder; the file is made when there is something to say."""
    logger = log_of(sitting)
    handler = files.PrivateLog(Path(sitting.folder) / LOG)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield logger
    finally:
        logger.removeHandler(handler)
        handler.close()


async def sit(
    sitting: SeatRequest,
    stream: socket.socket,
    lessons: Lessons,
    *,
    made: SeatApp | None = None,
    begun: Callable[[SeatApp], None] = lambda _: None,
) -> int:
    """Run a seat on its stream until it ends; its exit status, 1 where a fault ended it.

    `made` is an app that has never run; its pages are shared with other processes.
    `begun` is given the app that runs; a seat line by line has none, it has a thread instead.
    """
    files.folder(Path(sitting.folder), own=True)
    with logged(sitting) as logger:
        try:
            host = open_host(sitting, lessons.of(sitting))
            if sitting.linear:
                return await asyncio.to_thread(_by_lines, host, stream)
            return await _at_a_screen(sitting, stream, host, made, begun)
        except Exception as fault:  # the seat's outermost edge: its neighbors in this process go on
            without_memory(fault)
            logger.exception("the seat ended with a fault")
            return 1


def _by_lines(host: LessonHost, stream: socket.socket) -> int:
    try:
        converse(host, stream.fileno(), stream.fileno())
    finally:
        host.seat.close()
    return 0


async def _at_a_screen(
    sitting: SeatRequest,
    stream: socket.socket,
    host: LessonHost,
    made: SeatApp | None,
    begun: Callable[[SeatApp], None],
) -> int:
    if made is not None:
        app = made
        app.seat_at(host, sitting)
    else:
        app = SeatApp(host, sitting)
    app.stream = stream
    host.hears(app.says)
    begun(app)
    try:
        await app.run_async(size=(sitting.columns, sitting.rows))
    finally:
        host.seat.close()
    if app._exception is not None:
        raise app._exception
    return app.return_code or 0
