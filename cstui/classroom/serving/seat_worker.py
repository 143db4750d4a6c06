"""A bank: a process in which a few seats sit side by side, forked from the nursery.

Half of what a seat has in memory of its own it has only because its process counts references to
what it shares with all others: seats in one process do that once. Each seat has its own stream,
store, log and app; what goes wrong at one does not reach the others. Where the process itself is
killed, all of its seats begin again where they were.

The nursery sends a `SeatRequest` with the seat's stream as a descriptor, and hears when the seat ends.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import socket
from typing import TYPE_CHECKING

import msgspec

from cstui.classroom.serving.giving_up import FaultsCounted
from cstui.classroom.serving.seat_request import LARGEST, Lessons, SeatRequest

if TYPE_CHECKING:
    from cstui.classroom.serving.seated import SeatApp

log = logging.getLogger("cstui.bank")


class SeatWorker:
    """Holds the seats that are asked for on `line`; `made` are apps that have never run."""

    def __init__(self, line: socket.socket, made: list[SeatApp], lessons: Lessons) -> None:
        self._line, self._made, self._lessons = line, made, lessons
        self._seats: dict[str, asyncio.Task[None]] = {}
        self._apps: dict[str, SeatApp] = {}
        self._streams: dict[str, socket.socket] = {}
        self._over = asyncio.Event()

    async def hold(self) -> None:
        """Hold seats until no more are asked for and the last has ended."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(FaultsCounted())
        for sign in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(sign, self._hang_up, sign)
        loop.add_reader(self._line, self._asked)
        await self._over.wait()
        await asyncio.gather(*self._seats.values())

    def _hang_up(self, sign: signal.Signals) -> None:
        """The process is told to end: desks keep what is typed, conversations hear the end of their lines."""
        for seat, stream in self._streams.items():
            if seat in self._apps:
                self._apps[seat].hang_up(sign)
            else:
                stream.shutdown(socket.SHUT_RD)
        self._over.set()

    def _asked(self) -> None:
        data, descriptors, _, _ = socket.recv_fds(self._line, LARGEST, 1)
        if not data:
            asyncio.get_running_loop().remove_reader(self._line)
            self._over.set()
            return
        sitting = msgspec.json.decode(data, type=SeatRequest)
        stream = self._streams[sitting.seat] = socket.socket(fileno=descriptors[0])
        self._seats[sitting.seat] = asyncio.create_task(self._sit(sitting, stream))

    async def _sit(self, sitting: SeatRequest, stream: socket.socket) -> None:
        from cstui.classroom.serving.seated import sit

        def begun(app: SeatApp) -> None:
            self._apps[sitting.seat] = app

        made = None if sitting.linear or not self._made else self._made.pop()
        status = 1
        try:
            status = await sit(sitting, stream, self._lessons, made=made, begun=begun)
        except OSError:
            log.exception("%s could not begin", sitting.seat)
        finally:
            self._streams.pop(sitting.seat).close()
            self._apps.pop(sitting.seat, None)
            self._seats.pop(sitting.seat, None)
            self._tell(sitting.seat, status)

    def _tell(self, seat: str, status: int) -> None:
        try:
            self._line.send(json.dumps({"ended": seat, "status": status}).encode())
        except (BrokenPipeError, ConnectionResetError):
            log.warning("%s ended when the nursery had gone", seat)
