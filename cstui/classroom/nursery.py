"""The process that seats are born from: everything heavy is imported once, each seat is a fork.

`python -m cstui.classroom.nursery FD` serves requests on the socket FD: each `Sitting` comes with the
seat's stream as a descriptor and is answered with the process number; the end of a seat is told with
its status. One thread, no event loop, so that a fork is safe.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import select
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from cstui.classroom.lessons import Lesson
    from cstui.classroom.seated import SeatApp

LARGEST = 65_536
KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "HOME")
"""What of the environment a seat may see."""
KEYS = {" ": "space"}
REHEARSED = ("cas1 17000123", "cas2", "calo", "work", "check")
"""Commands of the rehearsal, typed on the command line."""


def preload() -> SeatApp:
    """Import what every seat needs, read screens and rules, and keep the collector off all of it.

    The answer is an app that has never run: each seat has its own after the fork, in shared pages.
    """
    from importlib import import_module

    from cstui.content import sources
    from cstui.desk.drawing import load_drawing
    from cstui.desk.programs import registry
    from cstui.policy.rulebook import load_rulebook

    for module in ("cstui.classroom.seated", "cstui.nightly.run", "cstui.store.engine", "textual.widget"):
        import_module(module)
    registry.answered()
    load_rulebook()
    for source in sources("screens"):
        load_drawing(source.path.stem.upper())
    made = rehearse()
    gc.collect()
    gc.freeze()
    return made


def rehearse() -> SeatApp:
    """Work a seat once, unseen: what is made at a first use is made here, and shared by every seat.

    The answer is a second app, which has never run; its host is to be replaced.
    """
    from cstui.classroom.lessons import lesson_files, read_lesson
    from cstui.classroom.seat import make_start
    from cstui.classroom.seated import SeatApp, Sitting, open_host

    path = lesson_files()[0]
    lesson = read_lesson(path)
    with tempfile.TemporaryDirectory(prefix="cstui-nursery-") as name:
        start = Path(name) / "start.cstui"
        make_start(lesson, start)
        sitting = Sitting(seat="s00", folder=f"{name}/seat", lesson=str(path), start=str(start))
        host = open_host(sitting, lesson)

        async def work(pilot: Pilot[object]) -> None:
            await pilot.press("enter", *lesson.worker, "enter")
            for command in REHEARSED:
                await pilot.press("home", *(KEYS.get(sign, sign) for sign in command), "enter")
            await pilot.pause()
            pilot.app.exit()

        SeatApp(host, sitting).run(headless=True, size=(80, 24), auto_pilot=work)
        host.seat.close()
        return SeatApp(host, sitting)


def serve(control: socket.socket, made: SeatApp) -> None:
    """Fork a seat for each request until the other side closes."""
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    lessons = Lessons()
    while True:
        ready, _, _ = select.select([control.fileno(), woken], [], [])
        if woken in ready:
            os.read(woken, 512)
            _bury(control)
        if control.fileno() in ready:
            data, descriptors, _, _ = socket.recv_fds(control, LARGEST, 1)
            if not data:
                return
            pid = _bear(data, descriptors[0], (control.fileno(), woken, wakes), lessons, made)
            os.close(descriptors[0])
            control.send(json.dumps({"born": pid, "of": json.loads(data)["seat"]}).encode())


class Lessons:
    """Lessons read once for all seats that work them; an edited file is read again."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int], Lesson] = {}

    def of(self, data: bytes) -> Lesson | None:
        """The lesson of a sitting; None where it cannot be read, which its seat then says."""
        from cstui.classroom.lessons import read_lesson
        from cstui.classroom.seated import Sitting
        from cstui.content import ContentError

        try:
            sitting = msgspec.json.decode(data, type=Sitting)
            key = (sitting.lesson, sitting.variant, os.stat(sitting.lesson).st_mtime_ns)  # noqa: PTH116
            if key not in self._known:
                self._known[key] = read_lesson(Path(sitting.lesson), variant=sitting.variant)
                gc.collect()
                gc.freeze()
            return self._known[key]
        except (OSError, ContentError, msgspec.MsgspecError):
            return None


def _bear(data: bytes, stream: int, others: tuple[int, ...], lessons: Lessons, made: SeatApp) -> int:
    lesson = lessons.of(data)
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for descriptor in others:
            os.close(descriptor)
        status = _sit(data, stream, lesson, made)
    except BaseException:  # the seat's outermost edge: logged in its folder, never the nursery's end
        logging.getLogger("cstui.seat").exception("the seat ended with a fault")
    finally:
        os._exit(status)


def _sit(data: bytes, stream: int, lesson: Lesson | None, made: SeatApp) -> int:
    from cstui.classroom.seated import Sitting, run_seat

    sitting = msgspec.json.decode(data, type=Sitting)
    folder = Path(sitting.folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = os.open(folder / "seat.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for descriptor, place in ((stream, 0), (stream, 1), (log, 2)):
        os.dup2(descriptor, place)
    os.setsid()
    os.chdir(folder)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    os.environ["COLUMNS"], os.environ["ROWS"] = str(sitting.columns), str(sitting.rows)
    return run_seat(sitting, lesson, made)


def _bury(control: socket.socket) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        control.send(json.dumps({"ended": pid, "status": os.waitstatus_to_exitcode(status)}).encode())


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
    made = preload()
    control.send(json.dumps({"ready": os.getpid()}).encode())
    serve(control, made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
