"""A typist at a real pseudo-terminal: runs a command in it, types keys, reads the screen with pyte.

Nothing here sleeps for luck: the typist waits until the screen shows what a person would wait for,
and fails with the screen as it is when that does not come. A screen is looked at between frames, never
half painted: the terminal says that it holds back a frame until it is whole (private mode 2026).
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import pyte

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "backtab": "\x1b[Z",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f11": "\x1b[23~",
    "f12": "\x1b[24~",
    "erase-eof": "\x05",
}
DESK = (sys.executable, "-m", "cstui")
"""The command as it stands here; `--store` and more may follow."""
CAN_HOLD, IT_CAN = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""A program asks whether the terminal holds back half a frame; the answer."""
FRAME, FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
PAUSES = "X PAUSE"
"""What the bottom line says while no key counts after an error."""
PATIENCE = 20.0
"""Seconds until the typist gives up; a desk answers in milliseconds."""


class Typist:
    """Runs `command` in a pseudo-terminal of `columns` by `rows`.

    `strokes` counts keys pressed, `bytes` and `written` are what came back.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.strokes = 0
        self.bytes = 0
        self.written = b""
        self._painting = False
        self.status: int | None = None
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell ignores it for what runs behind
            os.environ.update({"TERM": "xterm-256color", "COLUMNS": "", "LINES": "", **(environment or {})})
            for name in ("COLUMNS", "LINES"):
                os.environ.pop(name, None)
            os.execvp(command[0], list(command))
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Typist:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._fd)

    def type(self, *keys: str) -> None:
        """Press keys at once: a name of KEYS is one key, else each character is.

        As a person does who has read an error, the typist waits until the keyboard takes keys again.
        """
        if PAUSES in self.shown:
            self.wait_until(lambda shown: PAUSES not in shown, "a keyboard that takes keys")
        data = ""
        for key in keys:
            data += KEYS.get(key, key)
            self.strokes += 1 if key in KEYS else len(key)
        os.write(self._fd, data.encode())

    def send(self, data: bytes) -> None:
        """Send bytes as they are: what no key of KEYS sends."""
        os.write(self._fd, data)

    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal another size, as a window manager does."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def wait(self, *texts: str, gone: str = "") -> str:
        """Wait until the screen shows all of `texts` (and not `gone`); what it shows then."""
        return self.wait_until(
            lambda shown: all(text in shown for text in texts) and (not gone or gone not in shown),
            f"{texts}{f' without {gone!r}' if gone else ''}",
        )

    def wait_until(self, holds: Callable[[str], bool], what: str) -> str:
        """Wait until `holds` of the screen; AssertionError with the screen where it does not come."""
        until = time.monotonic() + PATIENCE
        while self._painting or not holds(self.shown):
            if not self._comes(until) or not self._read():
                raise AssertionError(f"the screen never showed {what}:\n{self.shown}")
        return self.shown

    def quiet(self, seconds: float = 0.2) -> None:
        """Wait until nothing has come for so long: the screen stands."""
        while select.select([self._fd], [], [], seconds)[0] and self._read():
            pass

    def ends(self) -> int:
        """Wait until the program ends; its exit status. AssertionError with the screen where it does not."""
        until = time.monotonic() + PATIENCE
        while self._comes(until):
            if not self._read():
                break
        else:
            raise AssertionError(f"the program never ended:\n{self.shown}")
        _, status = os.waitpid(self.pid, 0)
        self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def gone(self) -> int:
        """Take the terminal away, as a closed window does; the program's exit status."""
        os.close(self._fd)
        until = time.monotonic() + PATIENCE
        while not (found := os.waitpid(self.pid, os.WNOHANG))[0]:
            assert time.monotonic() < until, "the program never ended without its terminal"
            time.sleep(0.02)
        self.status = os.waitstatus_to_exitcode(found[1])
        return self.status

    def kill(self, sign: int = signal.SIGKILL) -> None:
        """End the program by a signal."""
        os.kill(self.pid, sign)
        os.waitpid(self.pid, 0)
        self.status = -sign

    @property
    def shown(self) -> str:
        """The screen as text, a line a row."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def _comes(self, until: float) -> bool:
        """Whether something comes, or the program ends, before that moment."""
        return bool(select.select([self._fd], [], [], max(0.0, until - time.monotonic()))[0])

    def _read(self) -> bool:
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        seam = self.written[1 - len(CAN_HOLD) :]
        self.bytes += len(data)
        self.written += data
        self._stream.feed(data)
        if CAN_HOLD in seam + data:
            os.write(self._fd, IT_CAN)
        begun, ended = (seam + data).rfind(FRAME), (seam + data).rfind(FRAME_ENDS)
        if begun != ended:
            self._painting = begun > ended
        return bool(data)


def signed_on(worker: Typist, *shown: str, number: str = "17001") -> None:
    """Sign on at a desk that has just been started; the worklist stands, with all that is to be `shown`."""
    worker.wait("SIGN", "WORKER")
    worker.type(number, "enter")
    worker.wait("WORKLIST", *shown)
