"""The class as it is held: the room, the seats' processes, the trainer's hand, and who listens.

One event loop holds it. A seat's process begins when somebody joins, is begun again when it died,
and ends when nobody was there for a while; what was done is in its folder all the time.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

from cstui import files
from cstui.classroom.enrollment.class_state import ClassState, SeatRecord
from cstui.classroom.errors import ClassError, writing
from cstui.classroom.lesson.read import Lesson, read_lesson
from cstui.classroom.seats.protocol import (
    Bounds,
    Control,
    Finish,
    Message,
    Picture,
    SeatReport,
    SetBounds,
    Show,
    Watch,
)
from cstui.classroom.seats.seat import make_start
from cstui.classroom.serving.holding import LOCK, number_in
from cstui.classroom.serving.links import ForkClient, SeatLink, SeatViewer
from cstui.classroom.serving.seat_request import SeatRequest
from cstui.settings import log_file
from cstui.store.errors import StoreError

log = logging.getLogger("cstui.class")
LOOKED_AFTER = 20.0
"""Seconds between two looks at who is idle and whose time is up."""
SHOWN_EVERY = 0.25
"""Seconds between two pictures of a screen that is shown to all."""
REMINDED = (10, 5, 1)
"""Minutes before the end at which a learner is told how many are left."""


class ClassRuntime:
    """A class that is being held. `listeners` hear of every change, by the seat's id.

    `hearers` hear lines for the trainer. `trouble` is what keeps the class from being kept, else empty.
    """

    def __init__(self, room: ClassState, *, idle: timedelta = timedelta(minutes=30)) -> None:
        self.room = room
        self.lesson: Lesson = read_lesson(Path(room.record.lesson))
        self.pictures: dict[str, Picture] = {}
        self.listeners: list[Callable[[str], None]] = []
        self.hearers: list[Callable[[str], None]] = []
        self.trouble = ""
        self._idle = idle
        self._forks = ForkClient(self.lesson.agency)
        self._links: dict[str, SeatLink] = {}
        self._linear: dict[str, bool] = {}
        """Whether the learner of a seat works line by line."""
        self._opening: dict[str, asyncio.Lock] = {}
        self._keeper: asyncio.Task[None] | None = None
        self._watchers: Counter[str] = Counter()
        self._reminded: dict[str, set[int]] = defaultdict(set)
        self.shown = ""
        """The seat whose screen all others see, live; empty for none."""
        self._showing: asyncio.Task[None] | None = None
        self._lock = -1

    async def open(self) -> None:
        """Make the starts, take the folder, start the nursery.

        ClassError CS-608 where the folder is held, CS-622 where no seat can be born.
        """
        self._take()
        try:
            self.room.forget_names()
            for seat in self.room.seats:
                self._start(seat)
            await self._forks.open()
        except ConnectionError as fault:
            self._let_go()
            raise ClassError("CS-622", log=log_file()) from fault
        except BaseException:  # also when told to stop meanwhile: the folder is let go
            self._let_go()
            raise
        self._keeper = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """End every seat's process; the class can be resumed."""
        if self._keeper is not None:
            self._keeper.cancel()
        await asyncio.gather(*(link.close() for link in self._links.values()))
        self._forks.close()
        try:
            self.room.keep()
        finally:
            self._let_go()

    # --- seats -----------------------------------------------------------------------------------

    async def link(self, seat: SeatRecord) -> SeatLink:
        """The running seat, begun where it is not."""
        async with self._opening.setdefault(seat.id, asyncio.Lock()):
            if seat.id not in self._links:
                self._links[seat.id] = await self._begin(seat)
            return self._links[seat.id]

    async def attach(
        self, seat: SeatRecord, viewer: SeatViewer, columns: int, rows: int, *, linear: bool = False
    ) -> SeatLink:
        """Let a learner sit down; ClassError CS-605 where the seat was ended."""
        if seat.status == "ended":
            raise ClassError("CS-605", seat=seat.id)
        running = self._links.get(seat.id)
        if running is not None and running.sitting.linear != linear:
            if seat.pair and running.watched:
                desk = "desk line by line" if running.sitting.linear else "desk on a whole screen"
                raise ClassError("CS-624", seat=seat.id, desk=desk)
            await running.close()
        self._linear[seat.id] = linear
        link = await self.link(seat)
        await link.attach(viewer, columns, rows)
        self.tell(seat.id)
        return link

    async def again(self, seat: SeatRecord) -> None:
        """Show a seat's whole screen again to all who look at it."""
        if seat.id in self._links:
            await self._links[seat.id].again()

    def sits(self, seat: SeatRecord) -> bool:
        """Whether the seat's learner is there now."""
        return seat.id in self._links and self._links[seat.id].watched

    def runs(self, seat: SeatRecord) -> bool:
        """Whether the seat's process runs."""
        return seat.id in self._links

    async def _begin(self, seat: SeatRecord) -> SeatLink:
        self._start(seat)
        link = SeatLink(
            self._forks,
            lambda: self._sitting(seat),
            hears=lambda said: self._heard(seat, said),
            fell=lambda status: self._fell(seat, status),
            gone=lambda status: self._gone(seat, status),
        )
        await link.open()
        return link

    def _sitting(self, seat: SeatRecord) -> SeatRequest:
        return SeatRequest(
            seat=seat.id,
            folder=str(self.room.folder_of(seat).absolute()),
            lesson=self.room.record.lesson,
            start=str(self.room.start_of(seat).absolute()),
            variant=seat.variant,
            bounds=self.room.bounds,
            ends=self.room.ends(seat),
            exam=self.room.record.exam,
            frozen=seat.last is not None and seat.last.frozen,
            hand=seat.last is not None and seat.last.hand,
            linear=self._linear.get(seat.id, False),
            watched=bool(self._watchers[seat.id]),
        )

    def _start(self, seat: SeatRecord) -> None:
        start = self.room.start_of(seat)
        if not start.exists():
            try:
                with writing(start.parent):
                    files.folder(start.parent, own=True)
                    lesson = Path(self.room.record.lesson)
                    make_start(
                        read_lesson(lesson, variant=seat.variant) if seat.variant else self.lesson, start
                    )
            except StoreError as fault:
                raise ClassError("CS-613", folder=start.parent, fault=fault) from fault

    def _heard(self, seat: SeatRecord, said: SeatReport | Picture) -> None:
        if isinstance(said, Picture):
            self.pictures[seat.id] = said
            if seat.id == self.shown and self._showing is None:
                self._showing = asyncio.create_task(self._show_on())
        else:
            try:
                self.room.heard(seat, said)
                self.trouble = ""
            except ClassError as fault:
                log.warning("%s", fault)
                self.trouble = str(fault)
            if said.note:
                self.say(f"{seat.id} {seat.name}: {said.note}")
        self.tell(seat.id)

    def _fell(self, seat: SeatRecord, status: int, then: str = " and begins again") -> None:
        where = self.room.folder_of(seat).parent
        self.say(f"{seat.id} {seat.name}: its desk ended with status {status}{then}; logs: {where}")
        self.tell(seat.id)

    def _gone(self, seat: SeatRecord, status: int) -> None:
        self._links.pop(seat.id, None)
        if status:
            self._fell(seat, status, "")
        else:
            self.tell(seat.id)

    # --- the trainer's hand ----------------------------------------------------------------------

    async def control(self, seats: Iterable[SeatRecord], control: Control) -> None:
        """Do something at seats; a seat that does not run is begun for it if somebody joined it."""
        for seat in seats:
            if seat.status == "joined":
                await (await self.link(seat)).control(control)

    async def watch(self, seat: SeatRecord, watched: bool) -> None:
        """Let one more board see the seat's screen, or one less."""
        self._watchers[seat.id] += 1 if watched else -1
        if seat.status == "joined" and self._watchers[seat.id] == int(watched):
            await (await self.link(seat)).control(Watch(watched=watched))

    async def bound(self, bounds: Bounds, *, anew: bool = False) -> None:
        """Let the class work otherwise: an exam, a sandbox, other bounds; all are told."""
        self.room.bound(bounds, anew=anew)
        self._reminded.clear()
        exam = self.room.record.exam
        for seat in self.room.seats:
            ends = self.room.ends(seat)
            await self.control([seat], SetBounds(bounds=bounds, anew=anew, ends=ends, exam=exam))
            self.tell(seat.id)

    async def show(self, seat: SeatRecord) -> int:
        """Show a seat's screen to all others, as it goes on, until `show_no_more`; how many see it.

        ClassError CS-616 where nobody sits there; what was shown before is shown no more.
        """
        picture = await self.picture_of(seat)
        await self.show_no_more()
        self.shown = seat.id
        await self.watch(seat, True)
        others = [one for one in self.room.seats if one is not seat and one.status == "joined"]
        await self.control(others, _shown(seat, picture))
        self.tell(seat.id)
        return len(others)

    async def show_no_more(self) -> None:
        """End the view of the seat that is shown, if one is."""
        if not self.shown:
            return
        seat, self.shown = self.room.seat(self.shown), ""
        await self.watch(seat, False)
        await self._show_again(seat, Show(heading="", again=True))
        self.tell(seat.id)

    async def _show_on(self) -> None:
        """Show the newest of the pictures that have come by then."""
        await asyncio.sleep(SHOWN_EVERY)
        self._showing = None
        if self.shown:
            seat = self.room.seat(self.shown)
            await self._show_again(seat, _shown(seat, self.pictures[seat.id], again=True))

    async def _show_again(self, seat: SeatRecord, show: Show) -> None:
        running = [one for one in self.room.seats if one is not seat and one.id in self._links]
        await self.control(running, show)

    async def picture_of(self, seat: SeatRecord) -> Picture:
        """The screen of a seat as it is now; it is not watched afterward unless it was before.

        ClassError CS-616 where nobody sits there.
        """
        if seat.status != "joined":
            raise ClassError("CS-616", seat=seat.id)
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
            if not self._watchers[seat.id]:
                await self.control([seat], Watch(watched=False))
        return self.pictures[seat.id]

    async def end(self, seat: SeatRecord) -> None:
        """End a seat: its learner sees that it is over, and nobody joins it again until reopened."""
        self.room.end(seat)
        await self._leave(seat)

    async def new_code(self, seat: SeatRecord) -> str:
        """A new code for a seat; whoever sits there is led out, and has to join again."""
        code = self.room.new_code(seat)
        await self._leave(seat)
        return code

    async def _leave(self, seat: SeatRecord) -> None:
        if link := self._links.get(seat.id):
            await link.close()
        self.tell(seat.id)

    def tell(self, seat: str) -> None:
        """Tell the listeners that a seat has changed."""
        for listener in tuple(self.listeners):
            listener(seat)

    def say(self, text: str) -> None:
        """Tell the trainer something."""
        for hearer in tuple(self.hearers):
            hearer(text)

    # --- looking after ---------------------------------------------------------------------------

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(LOOKED_AFTER)
            await self.look_after()

    async def look_after(self) -> None:
        """End the processes of seats at which nobody was for long, and exams whose time is up."""
        for seat in self.room.seats:
            left = self.room.left(seat)
            finished = seat.last is not None and seat.last.finished
            if left is not None and seat.status == "joined" and not finished:
                await self._time(seat, left)
            seen = self.sits(seat) or self._watchers[seat.id]
            if seat.id in self._links and not seen and self.room.idle(seat) > self._idle:
                await self._links[seat.id].close()

    async def _time(self, seat: SeatRecord, left: timedelta) -> None:
        """Tell a learner how much time is left, once at each step; finish the seat where none is."""
        if left <= timedelta():
            await self.control([seat], Finish(why="The time is up."))
            return
        told = self._reminded[seat.id]
        due = {minutes for minutes in REMINDED if left <= timedelta(minutes=minutes)} - told
        if due and self.runs(seat):
            told |= due
            minutes = -(-int(left.total_seconds()) // 60)
            text = f"{minutes} minutes are left." if minutes > 1 else "One minute is left."
            await self.control([seat], Message(text=text, by="TIME"))

    def _let_go(self) -> None:
        """Let the folder go: somebody else may hold the class."""
        (self.room.folder / LOCK).unlink(missing_ok=True)
        os.close(self._lock)

    def _take(self) -> None:
        """Take the folder: the lock is the system's, and ends with this process however that ends."""
        path = self.room.folder / LOCK
        try:
            self._lock = files.lock_handle(path)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(self._lock, 0)
            os.write(self._lock, str(os.getpid()).encode())
        except BlockingIOError as fault:
            pid = number_in(path)
            os.close(self._lock)
            raise ClassError("CS-608", folder=self.room.folder, pid=pid) from fault
        except OSError as fault:
            raise ClassError("CS-613", folder=self.room.folder, fault=fault.strerror) from fault


def _shown(seat: SeatRecord, picture: Picture, *, again: bool = False) -> Show:
    """The picture of a seat for all others."""
    rows = tuple("".join(text for text, _ in row).rstrip() for row in picture.rows)
    return Show(heading=f"SCREEN OF SEAT {seat.id.upper()}, LIVE", rows=rows, again=again)
