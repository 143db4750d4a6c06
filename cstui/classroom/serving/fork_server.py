"""The process that seats are born from: everything heavy is imported once, each bank of seats is a fork.

`python -m cstui.classroom.serving.fork_server FD AGENCY` serves requests on the socket FD: each `SeatRequest`
comes with the seat's stream as a descriptor, is given to a bank with room, and answered with that bank's
process number; the end of a seat is told with its status. One thread, no event loop, so that a fork is safe.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import select
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from cstui import content, files
from cstui.agency import installed
from cstui.classroom.serving.confinement import confine
from cstui.classroom.serving.seat_request import LARGEST, Lessons, SeatRequest
from cstui.classroom.serving.seat_worker import SeatWorker
from cstui.desk.drawing import drawing_names

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from cstui.classroom.serving.seated import SeatApp

TOGETHER = 3
"""Seats of a bank (docs/decisions.md 38)."""
LOG = "bank.log"
"""Beside the seats' folders: what a bank's process says of itself."""
KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ")
"""What of the environment a seat may see."""
CODE = Path(__file__).parents[3]
"""Where the nursery begins: it imports the program that runs here, and nothing from the trainer's folder."""
REHEARSED = ("WORK", "CHECK")
"""The last commands of the rehearsal."""


def preload(agency: str) -> list[SeatApp]:
    """Import what every seat needs, read screens and rules, and keep the collector off all of it.

    The answer are the apps of a bank, which have never run: each bank has them in shared pages.
    """
    from importlib import import_module

    from cstui.classroom.lesson.teaching import teaching_of
    from cstui.desk.drawing import load_drawing
    from cstui.desk.programs import registry
    from cstui.policy.rulebook import load_rulebook

    for module in (
        "cstui.classroom.serving.seated",
        "cstui.nightly.run",
        "cstui.store.engine",
        "textual.widget",
    ):
        import_module(module)
    registry.answered(agency)
    load_rulebook(agency)
    teaching_of(agency)
    for name in drawing_names(agency):
        load_drawing(name, agency)
    made = rehearse(agency)
    gc.collect()
    gc.freeze()
    return made


def rehearse(agency: str) -> list[SeatApp]:
    """Work a seat once, unseen: what is made at a first use is made here, and shared by every seat.

    The commands are those that the solution of the agency's first lesson types, put on the command line:
    typed key by key they would take three seconds. The answer are further apps, which have never run; their
    host is to be replaced. None where the agency has no lesson of its own.
    """
    from cstui.classroom.lesson.read import lesson_files, read_lesson
    from cstui.classroom.seats.seat import make_start
    from cstui.classroom.serving.seated import SeatApp, open_host

    path = next(iter(lesson_files(agency)), None)
    if path is None:
        return []
    lesson = read_lesson(path)
    typed = dict.fromkeys(deed.said.type for deed in lesson.deeds if deed.said.type)
    with tempfile.TemporaryDirectory(prefix="cstui-nursery-") as name:
        start = Path(name) / "start.cstui"
        make_start(lesson, start)
        sitting = SeatRequest(seat="s00", folder=f"{name}/seat", lesson=str(path), start=str(start))
        host = open_host(sitting, lesson)
        app = SeatApp(host, sitting)

        async def work(pilot: Pilot[object]) -> None:
            await pilot.press("enter", *lesson.worker, "enter")
            for command in (*typed, *REHEARSED):
                app.space.command(command)
                await app.settled()
            app.exit()

        app.run(headless=True, size=(80, 24), auto_pilot=work)
        host.seat.close()
        return [SeatApp(host, sitting) for _ in range(TOGETHER)]


class Ended(msgspec.Struct, frozen=True):
    """What a bank says of a seat that has ended."""

    ended: str
    status: int


@dataclass
class Forked:
    """A bank as the nursery knows it: its process, the line to it, the lesson it may read, who sits there."""

    pid: int
    line: socket.socket
    reads: tuple[str, int]
    seats: set[str] = field(default_factory=set)
    over: bool = False
    """Whether it has closed its line: its process has ended, and waits to be buried."""

    def has_room(self, reads: tuple[str, int]) -> bool:
        """Whether one more may sit there, on that lesson as it is now."""
        return not self.over and self.reads == reads and len(self.seats) < TOGETHER


class ForkServer:
    """Gives seats to banks, forks a bank where none has room, and tells which seats have ended."""

    def __init__(self, control: socket.socket, made: list[SeatApp]) -> None:
        self._control, self._made = control, made
        self._banks: list[Forked] = []
        self._lessons = Lessons()
        self._woken, self._wakes = os.pipe()

    def serve(self) -> None:
        """Serve until the other side closes."""
        os.set_blocking(self._wakes, False)
        signal.set_wakeup_fd(self._wakes)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        while True:
            heard = {bank.line.fileno(): bank for bank in self._banks if not bank.over}
            ready, _, _ = select.select([self._control.fileno(), self._woken, *heard], [], [])
            for descriptor in ready:
                if descriptor in heard:
                    self._hear(heard[descriptor])
            if self._woken in ready:
                os.read(self._woken, 512)
                self._bury()
            if self._control.fileno() in ready:
                data, descriptors, _, _ = socket.recv_fds(self._control, LARGEST, 1)
                if not data:
                    return
                self._seat(data, descriptors[0])
                os.close(descriptors[0])

    def _seat(self, data: bytes, stream: int) -> None:
        sitting = msgspec.json.decode(data, type=SeatRequest)
        reads = lesson_file(sitting)
        while True:
            bank = next((one for one in self._banks if one.has_room(reads)), None)
            bank = bank or self._fork(sitting, stream, reads)
            try:
                socket.send_fds(bank.line, [data], [stream])
            except (BrokenPipeError, ConnectionResetError):  # it was killed just now
                bank.over = True
                continue
            bank.seats.add(sitting.seat)
            self._tell({"born": bank.pid, "of": sitting.seat})
            return

    def _fork(self, sitting: SeatRequest, stream: int, reads: tuple[str, int]) -> Forked:
        self._read(sitting)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if pid:
            theirs.close()
            bank = Forked(pid, ours, reads)
            self._banks.append(bank)
            return bank
        status = 1
        try:
            ours.close()
            os.close(stream)
            self._become(theirs, sitting)
            status = 0
        except BaseException:  # the bank's outermost edge: never the nursery's end
            logging.getLogger("cstui.bank").exception("a bank ended with a fault")
        finally:
            os._exit(status)

    def _read(self, sitting: SeatRequest) -> None:
        """Read a lesson before the fork, so that banks share it; where it cannot be, its seat says so."""
        from cstui.content import ContentError

        try:
            if not self._lessons.knows(sitting):
                self._lessons.of(sitting)
                gc.collect()
                gc.freeze()
        except (OSError, ContentError):
            return

    def _become(self, line: socket.socket, sitting: SeatRequest) -> None:
        """Be a bank until its last seat has ended. It writes in the seats' folder alone."""
        folder = Path(sitting.folder).parent
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for other in (self._control, *(bank.line for bank in self._banks)):
            other.close()
        os.close(self._woken)
        os.close(self._wakes)
        files.folder(folder, own=True)
        log = files.append_handle(folder / LOG)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.close(log)
        os.chdir(folder)
        os.setsid()
        logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
        confine(folder, _read_by(sitting))
        asyncio.run(SeatWorker(line, self._made, self._lessons).hold())

    def _hear(self, bank: Forked) -> None:
        """Hear all that a bank has to say now; an empty bank is let go."""
        while not bank.over:
            try:
                data = bank.line.recv(LARGEST, socket.MSG_DONTWAIT)
            except BlockingIOError:
                break
            except ConnectionResetError:
                data = b""
            if not data:
                bank.over = True
                return
            try:
                said = files.decoded(data, Ended)
            except ValueError:  # no bank of ours says that
                os.kill(bank.pid, signal.SIGKILL)
                bank.over = True
                return
            if said.ended in bank.seats:  # it speaks for its own alone
                bank.seats.discard(said.ended)
                self._tell({"ended": said.ended, "status": said.status})
        if not bank.seats:
            self._banks.remove(bank)
            bank.line.close()

    def _bury(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            for bank in [one for one in self._banks if one.pid == pid]:
                self._lost(bank, os.waitstatus_to_exitcode(status))

    def _lost(self, bank: Forked, status: int) -> None:
        """A bank's process has ended: the seats that it had not told of went down with it."""
        self._hear(bank)
        if bank in self._banks:
            self._banks.remove(bank)
            bank.line.close()
        for seat in sorted(bank.seats):
            self._tell({"ended": seat, "status": status or 1})

    def _tell(self, said: dict[str, object]) -> None:
        self._control.send(json.dumps(said).encode())


def _read_by(sitting: SeatRequest) -> Iterator[Path]:
    """What a bank reads: folders of Python, program, agencies and starts; of the lesson the file alone."""
    yield from map(Path, dict.fromkeys([sys.prefix, sys.base_prefix, *filter(None, sys.path)]))
    yield content.root()
    yield from (agency.root for agency in installed() if agency.root is not None)
    yield Path(sitting.lesson)
    yield Path(sitting.start).parent


def lesson_file(sitting: SeatRequest) -> tuple[str, int]:
    """The file of a sitting's lesson as it is now: its path, and when it changed, 0 where it is not there."""
    try:
        return sitting.lesson, Path(sitting.lesson).stat().st_mtime_ns
    except OSError:
        return sitting.lesson, 0


def scrubbed() -> dict[str, str]:
    """The environment that the nursery and its seats get."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {
        **kept,
        "MALLOC_ARENA_MAX": "1",
        "TEXTUAL_FPS": "60",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM": "xterm-256color",
    }


def main() -> int:
    control = socket.socket(fileno=int(sys.argv[1]))
    made = preload(sys.argv[2])
    control.send(json.dumps({"ready": os.getpid()}).encode())
    ForkServer(control, made).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
