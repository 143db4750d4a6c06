"""`cstui classroom`: a class is served, joined and shown to its trainer."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from pathlib import Path
from secrets import token_bytes

from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper
from cstui.settings import data_folder


def serve(options: Namespace, paper: Paper) -> int:
    """Hold a class until Ctrl-C."""
    _needs_extra()
    from cstui.classroom.lessons import read_lesson
    from cstui.classroom.serve import hold, open_room
    from cstui.classroom.server import ClassServer
    from cstui.commandline.learning import found_lesson
    from cstui.commandline.logs import log_to_file

    log_to_file()
    lesson = read_lesson(found_lesson(options.lesson)) if options.lesson else None
    room = open_room(
        _folder(options),
        lesson,
        title=options.title,
        seats=options.seats,
        mode="exam" if options.exam else "sandbox" if options.sandbox else "lesson",
        clock=options.clock,
    )

    def ready(server: ClassServer) -> None:
        paper.line(f"{room.record.title}: {server.address}", "bold")
        paper.table(("SEAT", "CODE", "NAME"), [(one.id, one.code, one.name) for one in room.seats])
        paper.line("Ctrl-C ends the class; `cstui classroom serve --folder` goes on with it.")

    asyncio.run(hold(room, options.host, options.port, ready))
    return 0


def join(options: Namespace, paper: Paper) -> int:
    """Sit at a seat in this terminal."""
    _needs_extra()
    from cstui.classroom.join import join as sit

    kept = data_folder() / "learn" / "seat.token"
    return asyncio.run(sit(options.at, options.code or "", options.name or "", kept))


def replay(options: Namespace, paper: Paper) -> int:
    """Play what was done at a seat, key by key; with --text, print every screen."""
    from cstui.classroom.hand import Hand
    from cstui.classroom.lessons import read_lesson
    from cstui.classroom.replay import ReplayHost, caption, frames
    from cstui.classroom.room import Room

    room = Room.resume(_class_folder(options), clock=options.clock, secrets=token_bytes)
    seat = room.seat(options.seat)
    lesson = read_lesson(Path(room.record.lesson))
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
