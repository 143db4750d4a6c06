"""Holding a class: begins or resumes it in its folder, serves it, and ends it in good order."""

from __future__ import annotations

import asyncio
import secrets
import signal
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from cstui.classroom.errors import ClassError
from cstui.classroom.files import replace
from cstui.classroom.hall import Hall
from cstui.classroom.lessons import Lesson
from cstui.classroom.protocol import Bounds
from cstui.classroom.room import FILE, Expected, Room
from cstui.classroom.server import ClassServer
from cstui.classroom.trainer import ADDRESS, new_token

Clock = Callable[[], datetime]


def open_room(
    folder: Path,
    lesson: Lesson | None,
    *,
    title: str,
    seats: int,
    bounds: Bounds,
    clock: Clock,
    roster: Sequence[Expected] = (),
    variants: Sequence[int] = (),
) -> Room:
    """The class in `folder`: as it was left, or begun on `lesson`. ClassError CS-407 for neither."""
    if (folder / FILE).exists() or lesson is None:
        return Room.resume(folder, clock=clock, secrets=secrets.token_bytes)
    return Room.begin(
        folder,
        title=title,
        lesson=lesson.scenario.path.resolve(),
        edition=lesson.edition,
        seats=seats,
        clock=clock,
        secrets=secrets.token_bytes,
        bounds=bounds,
        roster=roster,
        variants=variants,
    )


async def hold(room: Room, host: str, port: int, on_ready: Callable[[ClassServer], None]) -> None:
    """Serve a class until a signal or the trainer stops it. ClassError where it cannot be served."""
    stopping = asyncio.Event()
    hall = Hall(room)
    await hall.open()
    loop = asyncio.get_running_loop()

    def told(trouble: str) -> None:
        hall.trouble = trouble
        for seat in room.seats:
            hall.tell(seat.id)

    try:
        room.keeper.sweep()
        room.keeper.may_wait(loop.call_later, told)
        token = new_token(room.folder, secrets.token_bytes)
        server = ClassServer(hall, host, port, token=token, ended=stopping.set)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, stopping.set)
        try:
            await server.start()
        except OSError as fault:
            raise ClassError("CS-415", host=host, port=port, fault=fault.strerror) from fault
        try:
            replace(room.folder / ADDRESS, server.address.encode())
            on_ready(server)
            await stopping.wait()
        except OSError as fault:
            raise ClassError("CS-413", folder=room.folder, fault=fault.strerror) from fault
        finally:
            await server.stop()
    finally:
        await hall.close()
