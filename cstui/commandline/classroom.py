"""`cstui classroom`: a class is served, joined and shown to its trainer."""

from __future__ import annotations

import asyncio
import re
import sys
from argparse import Namespace
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from cstui.classroom.enrollment.class_state import FILE, MOST_SEATS
from cstui.classroom.errors import ClassError
from cstui.commandline.faults import CommandError, needs_terminal
from cstui.commandline.paper import Paper
from cstui.settings import data_folder

if TYPE_CHECKING:
    from cstui.classroom.enrollment.begin import ClassAsked

ELSEWHERE = (
    "With --host {host} other machines reach this class, and what they send is not encrypted: hold it so "
    "only on a network that you trust."
)


def serve(options: Namespace, paper: Paper) -> int:
    """Hold a class: its server in a process of its own, the trainer's board in this terminal.

    Without a terminal, or with --no-board, the server is this process and ends with Ctrl-C.
    """
    _needs_extra()
    from cstui.classroom.enrollment.begin import bounds_said, open_class
    from cstui.classroom.serving.confinement import offered
    from cstui.classroom.serving.holding import holder
    from cstui.classroom.serving.serve import hold
    from cstui.classroom.serving.server import ClassServer, is_loopback
    from cstui.commandline.class_server import start_server
    from cstui.commandline.logs import log_to_file
    from cstui.commandline.progressing import shown_progress
    from cstui.progress import Cancelled

    log_to_file()
    idle, port = _whole("--idle", options.idle, 600, least=1), _whole("--port", options.port, 65_535)
    assert idle is not None
    assert port is not None
    folder = _folder(options)
    if pid := holder(folder):
        raise ClassError("CS-608", folder=folder, pid=pid)
    try:
        with shown_progress(options.clock) as progress:
            opened = open_class(folder, _asked(options), options.clock, progress)
    except Cancelled:
        paper.line("No class was begun.")
        return 1
    room = opened.room
    for line in opened.said:
        paper.wrapped(line)
    if not is_loopback(options.host):
        paper.wrapped(ELSEWHERE.format(host=options.host), style="warning")
    if unconfined := offered():
        paper.wrapped(unconfined, style="warning")
    if not options.no_board and sys.stdin.isatty() and sys.stdout.isatty():
        address = start_server(folder, options.host, port, idle=idle)
        return _show_board(folder, paper, address)

    def ready(server: ClassServer) -> None:
        paper.line(f"{room.record.title}: {server.address}", "bold")
        lesson = server.runtime.lesson
        paper.wrapped(f"Lesson {lesson.number}, {lesson.title}: {bounds_said(room.bounds)}.")
        seats = [(one.id, one.code, str(one.variant), one.name) for one in room.seats]
        paper.table(("SEAT", "CODE", "VARIANT", "NAME"), seats)
        named = f" --folder {folder}" if options.folder else ""
        paper.line(f"The trainer's board: `cstui classroom board{named}`, or {server.address}trainer")
        paper.line(f"Ctrl-C ends it for today; `cstui classroom serve{named}` goes on with it.")

    asyncio.run(hold(room, options.host, port, ready, idle=idle))
    paper.line("The class has ended for today; everything that was done is kept.")
    return 0


def _asked(options: Namespace) -> ClassAsked:
    """What the options ask of a class. ClassError CS-619 for a number out of bounds."""
    from cstui.classroom.enrollment.begin import ClassAsked
    from cstui.classroom.enrollment.roster import MOST_VARIANT
    from cstui.classroom.lesson.read import read_lesson
    from cstui.commandline.learning import found_lesson

    return ClassAsked(
        lesson=read_lesson(found_lesson(options.lesson)) if options.lesson else None,
        title=options.title,
        seats=_whole("--seats", options.seats, MOST_SEATS, least=1),
        mode="exam" if options.exam else "sandbox" if options.sandbox else None,
        pass_mark=_whole("--pass-mark", options.pass_mark, 100),
        minutes=_whole("--minutes", options.minutes, 600),
        attempts=_whole("--attempts", options.attempts, 20),
        roster=Path(options.roster) if options.roster else None,
        variants=_whole("--variants", options.variants, MOST_VARIANT),
    )


def board(options: Namespace, paper: Paper) -> int:
    """The trainer's board of a class that is served."""
    _needs_extra()
    folder = class_folder(options)
    if not (folder / FILE).exists():
        raise ClassError("CS-607", folder=folder, fault=f"there is no {FILE}")
    return _show_board(folder, paper, "")


def _show_board(folder: Path, paper: Paper, address: str) -> int:
    from cstui.classroom.board.app import BoardApp
    from cstui.desk.sequences import install
    from cstui.settings import here

    needs_terminal("The board", "cstui classroom results")
    install()
    app = BoardApp(folder, colors=here().settings.theme)
    app.run()
    if app.farewell:
        paper.line(app.farewell)
    elif address:
        paper.line(f"The class goes on at {address}")
        paper.line("`cstui classroom board` shows it again; q there ends it.")
    return app.return_code or 0


def _whole(what: str, value: int | None, most: int, *, least: int = 0) -> int | None:
    if value is not None and not least <= value <= most:
        raise ClassError("CS-619", value=value, what=f"value for {what}", least=least, most=most)
    return value


def join(options: Namespace, paper: Paper) -> int:
    """Sit at a seat in this terminal."""
    _needs_extra()
    from cstui.classroom.serving.join import join as sit
    from cstui.settings import here

    kept = token_kept(options.at)
    code, name = options.code or "", options.name or ""
    linear = here(options={"linear": "on"} if options.linear else None).settings.linear
    return asyncio.run(sit(options.at, code, name, kept, linear=linear))


def token_kept(address: str) -> Path:
    """Where the token of one's seat is kept: one for each address at which a class is held."""
    named = re.sub(r"[^a-z0-9.-]+", "_", address.lower().rstrip("/").partition("://")[2] or address.lower())
    return data_folder() / "learn" / f"seat-{named[:80]}.token"


def replay(options: Namespace, paper: Paper) -> int:
    """Play what was done at a seat, key by key; with --text, print every screen."""
    from cstui.classroom.enrollment.class_state import ClassState
    from cstui.classroom.lesson.read import read_lesson
    from cstui.classroom.seats.journal import JOURNAL_FILE, read
    from cstui.classroom.seats.replay import ReplayHost, caption, frames
    from cstui.classroom.seats.scripted_user import ScriptedUser

    room = ClassState.resume(class_folder(options), clock=options.clock, secrets=token_bytes)
    seat = room.seat(options.seat)
    lesson = read_lesson(Path(room.record.lesson), variant=seat.variant)
    if not any(read(room.folder_of(seat) / JOURNAL_FILE)):
        paper.line(f"Nothing was done at seat {seat.id} yet.")
        return 0
    found = list(frames(room.folder_of(seat), lesson, room.start_of(seat)))
    host = ReplayHost(found, f"{seat.id.upper()} {seat.name}".strip())
    if not options.text:
        from cstui.desk.app import DeskApp
        from cstui.settings import here

        needs_terminal("A replay", "cstui classroom replay --text")
        app = DeskApp(host, colors=here().settings.theme)
        app.run()
        return app.return_code or 0
    hand = ScriptedUser(host)
    for frame in found:
        paper.line(caption(frame), "bold")
        for row in hand.picture():
            paper.line(row)
        hand.press("pf8")
    return 0


def class_folder(options: Namespace) -> Path:
    """The folder of --folder, else the one in which a class is kept unless told otherwise."""
    return Path(options.folder).resolve() if options.folder else data_folder() / "class"


def _folder(options: Namespace) -> Path:
    """The class's folder; CommandError where a new class has no lesson."""
    folder = class_folder(options)
    if not options.lesson and not (folder / FILE).exists():
        fault = f"{folder} holds no class yet, and --lesson is missing"
        raise CommandError("CS-301", fault=fault, command="cstui classroom serve")
    return folder


def _needs_extra() -> None:
    """CommandError where the libraries of the extra `classroom` are not installed."""
    from importlib.util import find_spec

    if find_spec("textual_serve") is None:
        raise CommandError("CS-319", extra="classroom")
