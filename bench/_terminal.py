"""A program in a pseudo-terminal of 80 by 24, fed with keys and timed from outside."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

CHECKOUT = Path(__file__).resolve().parent.parent
QUIET = 0.05
"""Seconds without output after which a screen counts as painted."""


class Terminal:
    """`python -m MODULE ARGUMENTS` in a pseudo-terminal; use as a context."""

    def __init__(self, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        self._arguments = arguments
        self._environment = environment or {}

    def __enter__(self) -> Self:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        modes = termios.tcgetattr(slave)
        modes[0] &= ~termios.ICRNL  # an Enter typed before the program is up stays an Enter
        modes[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(slave, termios.TCSANOW, modes)
        environment = {
            **{name: value for name, value in os.environ.items() if name != "NO_COLOR"},
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "CSTUI_SETTINGS": os.devnull,
            **self._environment,
        }
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", *self._arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=CHECKOUT,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        os.close(self._master)

    def send(self, keys: bytes) -> None:
        os.write(self._master, keys)

    def read(self, timeout: float) -> bytes:
        """What arrives next, or nothing within `timeout` seconds."""
        ready, _, _ = select.select([self._master], [], [], timeout)
        return os.read(self._master, 1 << 16) if ready else b""

    @staticmethod
    def ready(terminals: Sequence[Terminal], timeout: float) -> list[int]:
        """Which of the terminals have something to read, waiting at most `timeout` seconds for it."""
        places = {terminal._master: at for at, terminal in enumerate(terminals)}
        return [places[found] for found in select.select(list(places), [], [], timeout)[0]]

    def until(self, wanted: bytes, timeout: float = 30) -> float:
        """The moment at which output had held `wanted`; TimeoutError where it never came."""
        seen = b""
        end = time.perf_counter() + timeout
        while wanted not in seen:
            left = end - time.perf_counter()
            if left <= 0:
                raise TimeoutError(f"{wanted!r} did not come; last was {seen[-300:]!r}")
            seen += self.read(left)
        return time.perf_counter()

    def settle(self, quiet: float = QUIET, longest: float = 10) -> tuple[float, int]:
        """Read until nothing comes for `quiet` seconds: the moment of the last output, and the bytes."""
        last, count = time.perf_counter(), 0
        end = last + longest
        while piece := self.read(quiet):
            last, count = time.perf_counter(), count + len(piece)
            if last > end:
                raise TimeoutError("the program does not stop writing")
        return last, count

    def cpu(self) -> float:
        """Processor seconds that all threads of the program have taken."""
        tasks = Path(f"/proc/{self._process.pid}/task")
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9

    def memory(self) -> float:
        """Megabytes that the program answers for: its own pages, and its share of those it shares (PSS)."""
        rollup = Path(f"/proc/{self._process.pid}/smaps_rollup").read_text(encoding="ascii")
        kilobytes = next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))
        return int(kilobytes) / 1000
