"""Files that are not what they should be, named for output and input: no store, link or device is touched.

Commands run in this process, as `cstui` runs them; what they may name lies in a folder of its own.
"""

from __future__ import annotations

import contextlib
import io
import os
import socket
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from cstui.cli import main
from cstui.scenario.practice import create_practice_store
from cstui.store.engine import open_store
from cstui.store.verify import verify
from tests.attacks.attack import Tally, attack

MOMENT = datetime(2026, 3, 2, 15, tzinfo=UTC)
WRITES = ("report LEM4145R1 --out", "print case 17000101 --out", "interface out --out", "learn 1 --new")
READS = ("learn --check", "play", "interface in", "--store")


@attack(
    "hostile files",
    loss="a fault of our own, a store that fails verify, or something else that was changed",
    tries=600,
    short=12,
)
def hostile_files(chance: Random, tries: int, folder: Path) -> Tally:
    path, mine = folder / "s.db", folder / "mine.txt"
    create_practice_store(path, clock=lambda: MOMENT, start=MOMENT.date()).close()
    sqlite3.connect(folder / "other.db").executescript("CREATE TABLE a (b)").close()
    mine.write_text("mine")
    tally = Tally()
    said = {"refused": 0, "done": 0}
    os.environ.setdefault("CSTUI_SETTINGS", str(folder / "settings.toml"))
    for turn in range(tries):
        named = _named(chance, folder, turn)
        writes = chance.random() < 0.6
        words = chance.choice(WRITES if writes else READS).split()
        before, kept = _seen(folder), folder.joinpath("other.db").read_bytes()
        command = [*words, str(named), *(["store", "info"] if words == ["--store"] else [])]
        status, err = _run([*([] if words == ["--store"] else ["--store", str(path)]), *command])
        tally.tries += 1
        what = f"{' '.join(words)} {named.name} ({status})"
        said["done" if status == 0 else "refused"] += 1
        if "The command failed" in err or status not in (0, 1, 2):
            tally.lost(f"{what}: {err.strip()}")
        if status and not err.startswith("CS-"):
            tally.lost(f"{what}: not one message: {err[:200]}")
        if mine.read_text() != "mine" or folder.joinpath("other.db").read_bytes() != kept:
            tally.lost(f"{what}: another file was changed")
        if status and _seen(folder) - before:
            tally.lost(f"{what}: left {_seen(folder) - before}")
        if turn % 50 == 49 or turn == tries - 1:
            with open_store(path) as store:
                tally.losses += [f"{what}: verify: {fault}" for fault in verify(store)]
    tally.counts = dict(said)
    return tally


def _seen(folder: Path) -> set[str]:
    """What lies in the folder, but for what SQLite keeps beside an open store."""
    return {one.name for one in folder.iterdir() if not one.name.endswith(("-wal", "-shm"))}


def _named(chance: Random, folder: Path, turn: int) -> Path:
    """Something to be named: made anew, or one of what is always there."""
    made = folder / f"n{turn}.toml"
    there = ("s.db", "other.db", "mine.txt/x", "s.db-wal", "s.db-shm", "other.db-journal", "../nowhere/x")
    devices = ("/dev/zero", "/dev/full", "/dev/null", "/dev/random", "/dev/tty", "/proc/self/mem")
    makes: list[Callable[[], Path | None]] = [
        lambda: folder / chance.choice(there),
        lambda: Path(chance.choice(devices)),
        lambda: os.mkfifo(made),
        lambda: made.symlink_to(chance.choice(("mine.txt", "s.db", "nothing", made.name, "/dev/zero"))),
        lambda: made.hardlink_to(folder / chance.choice(("s.db", "other.db"))),
        lambda: made.mkdir(),
        lambda: _socket(made),
        lambda: made.write_bytes(_content(chance)) and None,
    ]
    return chance.choice(makes)() or made


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the address of a socket is short
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(here)


def _content(chance: Random) -> bytes:
    deep = chance.randrange(1, 60_000)
    return chance.choice(
        (
            chance.randbytes(chance.randrange(1, 5_000)),
            b"a = " + b"[" * deep,
            b"a." * deep + b"b = 1\n",
            b"a = " + b"{a=" * deep + b"1" + b"}" * deep,
            b"[[a]]\n" * deep,
            b"a = '" + b" " * deep + b"\n",
            b"id = '../../mine'\nnumber = 1\n",
            "a = '\ud800'".encode("utf-16", "surrogatepass"),
            b"\xef\xbb\xbfa = '\0'\n",
        )
    )


def _run(command: list[str]) -> tuple[int, str]:
    out, err = io.TextIOWrapper(io.BytesIO()), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main(command, clock=lambda: MOMENT)
        except BaseException as fault:  # noqa: BLE001 - nothing may come out
            return 99, f"{type(fault).__name__}: {fault}"
    sys.stdout.flush()
    return status, err.getvalue()
