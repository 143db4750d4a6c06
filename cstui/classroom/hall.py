"""The class as it is held: the room, the seats' processes, the trainer's hand, and who listens.

One event loop holds it. A seat's process begins when somebody joins, is begun again when it died,
and ends when nobody was there for a while; what was done is in its folder all the time.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from cstui.classroom.errors import ClassError
from cstui.classroom.files import replace
from cstui.classroom.journal import JOURNAL_FILE, read, refusals
from cstui.classroom.lessons import Lesson, read_lesson
from cstui.classroom.links import Nursery, SeatLink, Viewer
from cstui.classroom.protocol import Control, Finish, Picture, Report, Watch
from cstui.classroom.room import Room, SeatRecord
from cstui.classroom.seat import make_start
from cstui.classroom.seated import Sitting

log = logging.getLogger("cstui.class")
LOCK = "served.pid"
LOOKED_AFTER = 20.0
"""Seconds between two looks at who is idle and whose time is up."""


class Hall:
    """A class that is being held. `listeners` hear of every change, by the seat's id."""

    def __init__(self, room: Room, *, idle: timedelta = timedelta(minutes=30)) -> None:
        self.room = room
        self.lesson: Lesson = read_lesson(Path(room.record.lesson))
        self.pictures: dict[str, Picture] = {}
        self.listeners: list[Callable[[str], None]] = []
        self._idle = idle
        self._nursery = Nursery()
        self._links: dict[str, SeatLink] = {}
        self._opening: dict[str, asyncio.Lock] = {}
        self._keeper: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Make the starts, take the folder, start the nursery. ClassError CS-408 where it is held."""
        self._take()
        self.room.forget_names()
        for seat in self.room.seats:
            self._start(seat)
            journal = self.room.folder_of(seat) / JOURNAL_FILE
            if journal.exists():
                self.room.remember_refusals(seat, refusals(read(journal)).elements())
        await self._nursery.open()
        self._keeper = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """End every seat's process; the class can be resumed."""
        if self._keeper is not None:
            self._keeper.cancel()
        await asyncio.gather(*(link.close() for link in self._links.values()))
        self._nursery.close()
        self.room.keep()
        (self.room.folder / LOCK).unlink(missing_ok=True)

    # --- seats -----------------------------------------------------------------------------------

    async def link(self, seat: SeatRecord) -> SeatLink:
        """The running seat, begun where it is not."""
        async with self._opening.setdefault(seat.id, asyncio.Lock()):
            if seat.id not in self._links:
                self._links[seat.id] = await self._begin(seat)
            return self._links[seat.id]

    async def attach(self, seat: SeatRecord, viewer: Viewer, columns: int, rows: int) -> SeatLink:
        """Let a learner sit down; ClassError CS-405 where the seat was ended."""
        if seat.status == "ended":
            raise ClassError("CS-405", seat=seat.id)
        link = await self.link(seat)
        await link.attach(viewer, columns, rows)
        self.tell(seat.id)
        return link

    def sits(self, seat: SeatRecord) -> bool:
        """Whether the seat's learner is there now."""
        return seat.id in self._links and self._links[seat.id].watched

    def runs(self, seat: SeatRecord) -> bool:
        """Whether the seat's process runs."""
        return seat.id in self._links

    async def _begin(self, seat: SeatRecord) -> SeatLink:
        self._start(seat)
        sitting = Sitting(
            seat=seat.id,
            folder=str(self.room.folder_of(seat)),
            lesson=self.room.record.lesson,
            start=str(self.room.start_of(seat)),
            mode=self.room.record.mode,
        )
        link = SeatLink(
            self._nursery, sitting, lambda said: self._heard(seat, said), lambda _: self._gone(seat)
        )
        await link.open()
        return link

    def _start(self, seat: SeatRecord) -> None:
        start = self.room.start_of(seat)
        if not start.exists():
            start.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            make_start(self.lesson, start)

    def _heard(self, seat: SeatRecord, said: Report | Picture) -> None:
        if isinstance(said, Picture):
            self.pictures[seat.id] = said
        else:
            try:
                self.room.heard(seat, said)
            except ClassError as fault:
                log.warning("%s", fault)
        self.tell(seat.id)

    def _gone(self, seat: SeatRecord) -> None:
        self._links.pop(seat.id, None)
        self.tell(seat.id)

    # --- the trainer's hand ----------------------------------------------------------------------

    async def control(self, seats: Iterable[SeatRecord], control: Control) -> None:
        """Do something at seats; a seat that does not run is begun for it if somebody joined it."""
        for seat in seats:
            if seat.status == "joined":
                await (await self.link(seat)).control(control)

    async def picture_of(self, seat: SeatRecord) -> Picture:
        """The screen of a seat as it is now; it is not watched afterwards unless it was before."""
        arrived = asyncio.Event()

        def hears(changed: str) -> None:
            if changed == seat.id and seat.id in self.pictures:
                arrived.set()

        self.pictures.pop(seat.id, None)
        self.listeners.append(hears)
        try:
            await (await self.link(seat)).control(Watch(watched=True))
            await asyncio.wait_for(arrived.wait(), 10.0)
        finally:
            self.listeners.remove(hears)
        return self.pictures[seat.id]

    async def end(self, seat: SeatRecord) -> None:
        """End a seat: its learner sees that it is over, and nobody joins it again until reopened."""
        self.room.end(seat)
        if link := self._links.get(seat.id):
            await link.close()
        self.tell(seat.id)

    def tell(self, seat: str) -> None:
        """Tell the listeners that a seat has changed."""
        for listener in tuple(self.listeners):
            listener(seat)

    # --- looking after ---------------------------------------------------------------------------

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(LOOKED_AFTER)
            await self.look_after()

    async def look_after(self) -> None:
        """End the processes of seats at which nobody was for long, and exams whose time is up."""
        limit = timedelta(minutes=self.room.record.minutes)
        for seat in self.room.seats:
            if limit and seat.joined and self.room.age(seat) >= limit and not _finished(seat):
                await self.control([seat], Finish())
            if seat.id in self._links and not self.sits(seat) and self.room.idle(seat) > self._idle:
                await self._links[seat.id].close()

    def _take(self) -> None:
        lock = self.room.folder / LOCK
        with suppress(FileNotFoundError, ValueError):
            pid = int(lock.read_text())
            if pid != os.getpid() and _lives(pid):
                raise ClassError("CS-408", folder=self.room.folder, pid=pid)
        replace(lock, str(os.getpid()).encode())


def _finished(seat: SeatRecord) -> bool:
    return seat.last is not None and seat.last.finished


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
