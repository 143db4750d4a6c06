"""A seat of a class at which every word and field is keyed with paths and addresses, in a process of its own.

`python -m tests.attacks._seat_reach FOLDER MODE TEXTS SEED` keys so many of the texts, chosen anew, on each.
It prints as JSON how much was keyed and what reached outside of the seat's folder: a file opened, made, moved
or removed there, a program begun, a name looked up, a line opened.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from cstui.classroom.lesson.read import find_lesson, read_lesson
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.protocol import Bounds
from cstui.classroom.seats.scripted_user import Astray, ScriptedUser
from cstui.classroom.seats.seat import Seat, make_start
from cstui.content import root
from cstui.desk.drawing import drawing_names, load_drawing

CASE, WORKER = "17000123", "17001"
CHANGES = {
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.truncate",
}
NEVER = {
    *("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork", "os.kill"),
    *("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "socket.sendto"),
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Watch:
    """Hears what the process asks of the system while a seat works; keeps what is not the seat's to ask."""

    def __init__(self, own: Path, start: Path) -> None:
        self.own, self.on, self.found = own, False, dict[str, str]()
        self.keyed = ""
        reads = [
            start,
            sys.prefix,
            sys.base_prefix,
            root(),
            *filter(None, sys.path),
            "/usr",
            "/etc",
            "/proc",
            "/dev",
        ]
        self._reads = [Path(one).resolve() for one in reads]
        sys.addaudithook(self._hear)

    def _hear(self, event: str, given: tuple[Any, ...]) -> None:
        if not self.on:
            return
        self.on = False
        try:
            if event in NEVER:
                self._lost(event, given)
            elif event == "open" and isinstance(given[0], str | bytes | os.PathLike):
                self._opened(os.fsdecode(given[0]), given[2] or 0)
            elif event in CHANGES or event == "sqlite3.connect":
                for path in given[: 2 if event == "os.rename" else 1]:
                    if isinstance(path, str | bytes | os.PathLike) and not self._inside(_whole(path, given)):
                        self._lost(event, given)
        finally:
            self.on = True

    def _opened(self, path: str, flags: int) -> None:
        if self._inside(path) or path == "/dev/null":
            return
        there = Path(path).resolve()
        if flags & WRITING or not any(there.is_relative_to(one) for one in self._reads):
            self._lost("open", (path, flags))

    def _inside(self, path: str) -> bool:
        path = path.removeprefix("file:").partition("?")[0]
        return path == ":memory:" or Path(path).resolve().is_relative_to(self.own)

    def _lost(self, event: str, given: tuple[Any, ...]) -> None:
        self.found.setdefault(
            f"{self.keyed.split()[0]} {event}", f"{self.keyed!r}: {event} {str(given)[:120]}"
        )


def _whole(path: str | bytes | os.PathLike[str], given: tuple[Any, ...]) -> str:
    """The path, under the open folder to which it is relative."""
    folder = given[-1] if isinstance(given[-1], int) and given[-1] > 2 else None
    text = os.fsdecode(path)
    return text if folder is None else str(Path(f"/proc/self/fd/{folder}").readlink() / text)


class Reach:
    """Keys at a seat, which begins again where a word ends it."""

    def __init__(self, folder: Path, mode: Any, texts: int, chance: Random) -> None:
        self.folder, self.mode, self.keyed = folder, mode, 0
        self.most, self.chance = texts, chance
        self.own = folder / "seats" / "s01"
        path = find_lesson("1")
        assert path is not None
        self.lesson, self.start = read_lesson(path), folder / "start.cstui"
        make_start(self.lesson, self.start)
        self.own.mkdir(mode=0o700, parents=True)
        os.chdir(self.own)
        self.watch = Watch(self.own, self.start)
        self.watch.keyed = "start"
        outside = folder / "outside"
        self.texts = (
            f"{outside}/x", f"{outside}/secret.toml", "~/settings.toml", f"file://{outside}/x", "/dev/zero",
            "postgresql://127.0.0.1:9/x", "../s02/x", "../../outside/secret.toml", "x/../../y", "..",
        )  # fmt: skip
        self.hand = self.sit()

    def some(self) -> list[str]:
        """Some of the texts, chosen anew."""
        return self.chance.sample(self.texts, min(self.most, len(self.texts)))

    def sit(self) -> ScriptedUser:
        """Sit down anew, sign on, and watch from then on."""
        self.watch.on = False
        seat = Seat(self.own, self.lesson, self.start, lambda: datetime(2026, 3, 3, 15, tzinfo=UTC))
        if seat.state.finished:
            seat.reset(given=True)
        hand = ScriptedUser(LessonHost(seat, bounds=Bounds(mode=self.mode), in_class=True))
        for _ in range(3):
            if hand.screen == "LESN":
                hand.press("enter")
        if hand.screen == "SIGN":
            hand.fill("worker", WORKER)
            hand.press("enter")
        self.watch.on = True
        return hand

    def key(self, said: str, fills: dict[str, str], press: str = "enter") -> None:
        """Fill fields and press a key; what cannot be keyed there is left."""
        self.watch.keyed = f"{said} {' '.join(fills.values())} {press}"
        self.keyed += 1
        try:
            for name, text in fills.items():
                self.hand.fill(name, text)
            self.hand.press(press)
        except Astray:
            return
        if self.hand.ended or self.hand.screen == "SIGN":
            self.hand = self.sit()

    def command(self, text: str) -> None:
        """Give a command from whatever is in hand; a page of the lesson is left first."""
        for _ in range(3):
            if self.hand.screen == "LESN":
                self.hand.press("enter")
        self.key(text.split()[0], {"command": text})

    def words(self) -> None:
        """Every word with every text, and with the case before it."""
        for word in sorted({word for word, _ in self.hand.host.words()}):  # type: ignore[attr-defined]
            for text in self.some():
                self.command(f"{word} {text}")
                self.command(f"{word} {CASE} {text}")

    def fields(self) -> None:
        """Every entry field of every screen that opens, with every text, submitted by Enter, PF5 and PF6."""
        for name in sorted(drawing_names(self.lesson.agency)):
            for field in self._entries(name):
                for text in self.some():
                    self.command(f"{name} {CASE}")
                    if self.hand.screen != name:
                        self.command(name)
                    if self.hand.screen == name:
                        self.key(name, {field: text}, "enter")
                        self.key(name, {}, "pf5")
                        self.key(name, {}, "pf6")

    def _entries(self, name: str) -> Iterator[str]:
        drawing = load_drawing(name, self.lesson.agency)
        yield from (field.name for field in drawing.entries)


def main(folder: str, mode: str, texts: str, seed: str) -> None:
    reach = Reach(Path(folder).resolve(), mode, int(texts), Random(seed))
    reach.words()
    reach.fields()
    reach.watch.on = False
    print(json.dumps({"keyed": reach.keyed, "found": sorted(reach.watch.found.values())}))


if __name__ == "__main__":
    main(*sys.argv[1:])
