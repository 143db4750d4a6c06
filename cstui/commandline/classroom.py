"""`cstui classroom`: a class is served, joined and shown to its trainer."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from cstui.classroom.errors import ClassError
from cstui.classroom.room import MOST_SEATS, Expected
from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper
from cstui.settings import data_folder

if TYPE_CHECKING:
    from cstui.classroom.lessons import Lesson


def serve(options: Namespace, paper: Paper) -> int:
    """Hold a class: its server in a process of its own, the trainer's board in this terminal.

    Without a terminal, or with --no-board, the server is this process and ends with Ctrl-C.
    """
    _needs_extra()
    from cstui.classroom.holding import holder
    from cstui.classroom.lessons import read_lesson
    from cstui.classroom.protocol import Bounds
    from cstui.classroom.serve import hold, open_room
    from cstui.classroom.server import ClassServer
    from cstui.commandline.class_server import start_server
    from cstui.commandline.learning import found_lesson
    from cstui.commandline.logs import log_to_file

    log_to_file()
    folder = _folder(options)
    if pid := holder(folder):
        raise ClassError("CS-408", folder=folder, pid=pid)
    lesson = read_lesson(found_lesson(options.lesson)) if options.lesson else None
    roster, variants = _expected(options, lesson)
    bounds = Bounds(
        mode="exam" if options.exam else "sandbox" if options.sandbox else "lesson",
        pass_mark=_whole("--pass-mark", options.pass_mark, 100),
        minutes=_whole("--minutes", options.minutes, 600),
        attempts=_whole("--attempts", options.attempts, 20),
    )
    room = open_room(
        folder,
        lesson,
        title=options.title,
        seats=_whole("--seats", options.seats, MOST_SEATS, least=1),
        bounds=bounds,
        clock=options.clock,
        roster=roster,
        variants=variants,
    )
    if not options.no_board and sys.stdin.isatty() and sys.stdout.isatty():
        address = start_server(folder, options.host, options.port)
        return _show_board(folder, paper, address)

    def ready(server: ClassServer) -> None:
        paper.line(f"{room.record.title}: {server.address}", "bold")
        seats = [(one.id, one.code, str(one.variant), one.name) for one in room.seats]
        paper.table(("SEAT", "CODE", "VARIANT", "NAME"), seats)
        paper.line(f"The trainer's board: cstui classroom board, or {server.address}trainer")
        paper.line("Ctrl-C ends the class; `cstui classroom serve --folder` goes on with it.")

    asyncio.run(hold(room, options.host, options.port, ready))
    return 0


def _expected(options: Namespace, lesson: Lesson | None) -> tuple[list[Expected], tuple[int, ...]]:
    """Who is expected at a new class, and the variants that its seats get in turn; each of them holds."""
    from cstui.classroom.roster import MOST_VARIANT, read_roster
    from cstui.classroom.settling import settle, why_not

    wanted = _whole("--variants", options.variants, MOST_VARIANT)
    begun = (_class_folder(options) / "class.json").exists()
    if lesson is None or begun or not (options.roster or wanted):
        return [], ()
    file = lesson.scenario.path
    held = settle(file, wanted).held
    lines = read_roster(Path(options.roster)) if options.roster else ()
    known: dict[int, str] = dict.fromkeys((0, *held), "")
    for one in lines:
        number = one.expected.variant or 0
        if number not in known:
            known[number] = why_not(file, number)
        if known[number]:
            fault = f"{options.roster}:{one.line}: variant {number} does not hold: {known[number]}"
            raise ClassError("CS-411", fault=fault)
    return [one.expected for one in lines], held


def board(options: Namespace, paper: Paper) -> int:
    """The trainer's board of a class that is served."""
    _needs_extra()
    folder = _class_folder(options)
    if not (folder / "class.json").exists():
        raise ClassError("CS-407", folder=folder, fault="there is no class.json")
    return _show_board(folder, paper, "")


def _show_board(folder: Path, paper: Paper, address: str) -> int:
    from cstui.classroom.board import BoardApp
    from cstui.settings import here

    app = BoardApp(folder, colours=here().settings.theme)
    app.run()
    if app.farewell:
        paper.line(app.farewell)
    elif address:
        paper.line(f"The class goes on at {address}")
        paper.line("`cstui classroom board` shows it again; q there ends it.")
    return app.return_code or 0


def _whole(what: str, value: int, most: int, *, least: int = 0) -> int:
    if not least <= value <= most:
        raise ClassError("CS-419", value=value, what=f"{what}", least=least, most=most)
    return value


def join(options: Namespace, paper: Paper) -> int:
    """Sit at a seat in this terminal."""
    _needs_extra()
    from cstui.classroom.join import join as sit

    kept = data_folder() / "learn" / "seat.token"
    code, name = options.code or "", options.name or ""
    return asyncio.run(sit(options.at, code, name, kept, linear=options.linear, pair=options.pair))


def replay(options: Namespace, paper: Paper) -> int:
    """Play what was done at a seat, key by key; with --text, print every screen."""
    from cstui.classroom.hand import Hand
    from cstui.classroom.lessons import read_lesson
    from cstui.classroom.replay import ReplayHost, caption, frames
    from cstui.classroom.room import Room

    room = Room.resume(_class_folder(options), clock=options.clock, secrets=token_bytes)
    seat = room.seat(options.seat)
    lesson = read_lesson(Path(room.record.lesson), variant=seat.variant)
    found = list(frames(room.folder_of(seat), lesson, room.start_of(seat)))
    host = ReplayHost(found, f"{seat.id.upper()} {seat.name}".strip())
    if not options.text:
        from cstui.desk.app import DeskApp
        from cstui.settings import here

        app = DeskApp(host, colours=here().settings.theme)
        app.run()
        return app.return_code or 0
    hand = Hand(host)
    for frame in found:
        paper.line(caption(frame), "bold")
        for row in hand.picture():
            paper.line(row)
        hand.press("pf8")
    return 0


def _class_folder(options: Namespace) -> Path:
    return Path(options.folder).resolve() if options.folder else data_folder() / "class"


def _folder(options: Namespace) -> Path:
    """The class's folder; CommandError where a new class has no lesson."""
    folder = _class_folder(options)
    if not options.lesson and not (folder / "class.json").exists():
        raise CommandError("CS-301", fault="--lesson is missing", command="cstui classroom serve")
    return folder


def _needs_extra() -> None:
    """CommandError where the libraries of the extra `classroom` are not installed."""
    from importlib.util import find_spec

    if find_spec("textual_serve") is None:
        raise CommandError("CS-319", extra="classroom")
