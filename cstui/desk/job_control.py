"""Stopping the desk as a job of the shell that started it, as Ctrl+Z does in other programs."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

STOPS_WITHIN = 0.1
"""Seconds in which the system stops a process that has sent itself SIGTSTP, whichever thread it takes."""


def can_be_resumed() -> bool:
    """Whether a shell with job control waits for this job: the parent of its first process is of its session.

    Otherwise the desk is a terminal's only program, and nobody could say `fg`.
    """
    with suppress(OSError, ValueError, IndexError):
        job, session = os.getpgrp(), os.getsid(0)
        return job != session and os.getsid(_parent_of(job)) == session
    return False


def _parent_of(process: int) -> int:
    """The parent of a process; OSError where the system tells only this one's own."""
    if process == os.getpid():
        return os.getppid()
    stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    return int(stat.rpartition(")")[2].split()[1])


def stop_job(said: str) -> None:
    """Say a line on the terminal and stop the whole job; comes back when the shell continues it."""
    with suppress(OSError):
        sys.__stderr__.write(f"{said}\n")  # type: ignore[union-attr]
        sys.__stderr__.flush()  # type: ignore[union-attr]
    handlers = {sign: signal.signal(sign, signal.SIG_DFL) for sign in (signal.SIGTSTP, signal.SIGCONT)}
    try:
        os.killpg(0, signal.SIGTSTP)
        time.sleep(STOPS_WITHIN)
    finally:
        for sign, handler in handlers.items():
            signal.signal(sign, handler)
