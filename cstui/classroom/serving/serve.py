"""Holding a class: serves it, and ends it in good order."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
from collections.abc import Callable
from datetime import timedelta
from socket import gaierror

from cstui.classroom.enrollment.class_state import ClassState
from cstui.classroom.errors import ClassError
from cstui.classroom.files import replace
from cstui.classroom.serving.class_runtime import ClassRuntime
from cstui.classroom.serving.server import ClassServer
from cstui.classroom.serving.trainer import ADDRESS, new_token

IDLE = 30
"""Minutes after which a seat's desk rests where nobody sits."""


async def hold(
    room: ClassState, host: str, port: int, on_ready: Callable[[ClassServer], None], *, idle: int = IDLE
) -> None:
    """Serve a class until a signal or the trainer stops it. ClassError where it cannot be served.

    `port` 0 is any that is free. The desk of a seat at which nobody has sat for `idle` minutes ends, and
    begins again with its learner.
    """
    stopping = asyncio.Event()
    runtime = ClassRuntime(room, idle=timedelta(minutes=idle))
    await runtime.open()
    loop = asyncio.get_running_loop()

    def told(trouble: str) -> None:
        runtime.trouble = trouble
        for seat in room.seats:
            runtime.tell(seat.id)

    try:
        room.keeper.sweep()
        room.keeper.may_wait(loop.call_later, told)
        token = new_token(room.folder, secrets.token_bytes)
        server = ClassServer(runtime, host, port, token=token, ended=stopping.set)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, stopping.set)
        try:
            await server.start()
        except OSError as fault:
            raise ClassError("CS-615", host=host, port=port, fault=_said(fault)) from fault
        try:
            replace(room.folder / ADDRESS, server.here.encode())
            on_ready(server)
            await stopping.wait()
        except OSError as fault:
            raise ClassError("CS-613", folder=room.folder, fault=fault.strerror) from fault
        finally:
            await server.stop()
    finally:
        await runtime.close()


def _said(fault: OSError) -> str:
    """What the system says, without the words that an event loop puts around it."""
    if fault.errno is None or isinstance(fault, gaierror):
        return str(fault.strerror)
    return os.strerror(fault.errno)
