"""A class's server as a process of its own: it lives on when the board that started it is gone.

`python -m cstui.commandline.class_server FOLDER HOST PORT IDLE FD` serves the class in FOLDER and says
on FD, once, where, or why not. IDLE in minutes.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes
from typing import BinaryIO

import msgspec

from cstui.classroom.errors import ClassError
from cstui.clock import system_clock
from cstui.commandline.faults import CommandError
from cstui.commandline.logs import log_to_file
from cstui.content import ContentError
from cstui.files import append_handle
from cstui.settings import log_file


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """What the serving process says once: its address, or why it does not serve."""

    address: str = ""
    rule: str = ""
    message: str = ""
    remedy: str = ""


def start_server(folder: Path, host: str, port: int, *, idle: int = 30) -> str:
    """Serve the class in `folder` by a process of its own, which outlives this one; its address.

    ClassError where it cannot be served, as that process says.
    """
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as answer, _log() as log:
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "cstui.commandline.class_server",
                str(folder),
                host,
                str(port),
                str(idle),
                str(writing),
            ],
            pass_fds=[writing],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )
        os.close(writing)
        said = answer.readline()
    if not said:
        raise ClassError("CS-622", log=log_file())
    told = msgspec.json.decode(said, type=Serving)
    if told.rule:
        raise ClassError.as_said(told.rule, told.message, told.remedy)
    return told.address


def _log() -> BinaryIO:
    """Where the class's processes say what they say at their very end; nowhere, if it cannot be written."""
    try:
        return os.fdopen(append_handle(log_file()), "ab")
    except OSError:
        return Path(os.devnull).open("wb")


def main() -> int:
    """Serve a class for `start_server`, saying on a pipe how that went."""
    folder, host, port, idle, descriptor = sys.argv[1:]
    from cstui.classroom.enrollment.class_state import ClassState
    from cstui.classroom.serving.serve import hold
    from cstui.classroom.serving.server import ClassServer

    log_to_file()

    def say(told: Serving) -> None:
        with os.fdopen(int(descriptor), "wb") as answer:
            answer.write(msgspec.json.encode(told) + b"\n")

    try:
        room = ClassState.resume(Path(folder), clock=system_clock, secrets=token_bytes)

        def ready(server: ClassServer) -> None:
            say(Serving(address=server.address))

        asyncio.run(hold(room, host, int(port), ready, idle=int(idle)))
    except (ClassError, ContentError) as error:
        fault = CommandError("CS-307", fault=error) if isinstance(error, ContentError) else error
        with suppress(OSError):
            say(Serving(rule=fault.rule, message=fault.message, remedy=fault.remedy))
        logging.getLogger("cstui.class").error("%s", fault)
        return 1
    except Exception:  # the outermost edge of the class's server: who asked for it is told where this stands
        logging.getLogger("cstui.class").exception("the class's server ended with a fault")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
