"""One run: a work, interrupted at a moment that follows from the seed; then looked at, and gone on with."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from cstui.cli import main
from cstui.store.errors import StoreError
from tests.faults import machine
from tests.faults.works import BACKUP, STORE, State, Step, Work, copied, state

SIGNALS = {"kill": signal.SIGKILL, "hup": signal.SIGHUP, "term": signal.SIGTERM}
KINDS = ("kill", "hup", "term", "terminal", "full", "readonly", "clock", "second", "power")
"""What may happen. `terminal`: the terminal is closed; `second`: the same is begun beside it."""
LONGEST = 60.0
"""Seconds after which a process that has not ended is a loss."""
OWN_FAULTS = ("CS-333", "CS-334")


class Ended(msgspec.Struct):
    """What a process that did steps left: how many it did, what it said, how it ended, what it touched."""

    done: int
    said: list[str]
    status: int
    touched: int = 0
    came: bool = False


@dataclass
class Tried:
    """A work in a folder, its beginning and the states after each step of a run that nothing interrupts."""

    work: Work
    folder: Path
    states: list[State] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    touched: int = 0

    @property
    def golden(self) -> Path:
        return self.folder / "golden"

    def lay(self) -> None:
        """Make what the work begins with, and do it once whole."""
        self.golden.mkdir(parents=True)
        self.work.lay(self.golden)
        whole = self.folder / "whole"
        copied(self.golden, whole)
        self.states = [_held(whole)]
        for at in range(len(self.work.steps)):
            ended = _Process(self.work, whole, [at], "none", 0, 0).ended()
            if ended.done != 1:
                raise RuntimeError(f"{self.work.name}, step {at}: {ended.said}")
            self.touched += ended.touched
            self.states.append(_held(whole))
        self.files = {name: (whole / name).read_bytes() for name in self.work.makes if name != BACKUP}


def one(tried: Tried, kind: str, chance: Random) -> tuple[list[str], Ended]:
    """Interrupt the work by a fault of a kind; what was lost, and how the interrupted process ended."""
    work, folder = tried.work, tried.folder / "run"
    copied(tried.golden, folder)
    point, seed = chance.randint(1, tried.touched), chance.randrange(1 << 31)
    steps = range(len(work.steps))
    process = _Process(work, folder, steps, kind, point, seed)
    ended = process.ended()
    lost = _ending(ended, kind, len(steps)) + process.beside_lost
    held = _held(folder)
    given = tried.states[0].get("faults", [])
    lost += [f"afterward verify finds {fault}" for fault in held.get("faults", ()) if fault not in given]
    same = _counted if kind == "clock" else _but_log if work.tells else _whole
    at = next((at for at in (ended.done, ended.done + 1) if _is_at(tried, at, held, same)), None)
    if kind == "second":
        pass  # two have worked: what comes of it at the end counts
    elif work.whole and at is None:
        lost.append(f"{ended.done} steps were acknowledged, the store is another ({_nearest(tried, held)})")
    if work.whole and kind != "second" and at is not None:
        todo = [step for step in steps if step >= at]
    else:
        todo = [step for step in steps if step >= ended.done]
    lost += _made(tried, folder, kind, whole=False)
    todo = [step for step in todo if not _is_there(work.steps[step], folder)]
    rest = _Process(work, folder, todo, "none", 0, 0).ended()
    if rest.done != len(todo):
        lost.append(f"going on fails: {rest.said[-1:]}")
    held = _held(folder)
    lost += [f"in the end verify finds {fault}" for fault in held.get("faults", ()) if fault not in given]
    if not same(tried.states[-1], held):
        lost.append(f"gone on with, the store is another ({_other(tried.states[-1], held)})")
    lost += _made(tried, folder, kind, whole=True)
    known = {STORE, *work.makes, *(one.name for one in tried.golden.iterdir())}
    lost += [f"{name} is left" for name in _left(folder, known)]
    return lost, ended


def _ending(ended: Ended, kind: str, steps: int) -> list[str]:
    """What is wrong with how an interrupted process ended."""
    lost = [f"a fault of our own: {said}" for said in ended.said if any(one in said for one in OWN_FAULTS)]
    if ended.status == -signal.SIGALRM:
        return [*lost, "it did not end"]
    if kind in ("clock", "second") and ended.done != steps:
        lost.append(f"{ended.done} steps of {steps} were done: {ended.said[-1:]}")
    if ended.status == 0 and ended.done != steps and not ended.said[-1:]:
        lost.append("it ended without a word")
    return lost


def _is_at(tried: Tried, at: int, held: State, same: Callable[[State, State], bool]) -> bool:
    """Whether a store has so many of the steps, and nothing else."""
    return at < len(tried.states) and same(tried.states[at], held)


def _whole(one: State, other: State) -> bool:
    return one == other


def _but_log(one: State, other: State) -> bool:
    """All but the words of the log, of which verify proves that nothing is missing."""
    log = ("log", "chain_head")
    return all(one[name] == other.get(name) for name in one if name not in log)


def _counted(one: State, other: State) -> bool:
    """By how much there is of everything: with another clock the moments are others."""
    return {name: len(rows) for name, rows in one.items()} == {
        name: len(rows) for name, rows in other.items()
    }


def _nearest(tried: Tried, held: State) -> str:
    return min((_other(wanted, held) for wanted in tried.states), key=len)


def _other(wanted: State, held: State) -> str:
    names = [name for name in sorted({*wanted, *held}) if wanted.get(name) != held.get(name)]
    return ", ".join(names[:6])


def is_act(step: Step) -> bool:
    """Whether a step is an act: two who do it have each done it."""
    return not callable(step) and step[0] in ("do", "undo")


def _is_there(step: Step, folder: Path) -> bool:
    """Whether a backup has its name already."""
    return not callable(step) and step[:2] == ["store", "backup"] and (folder / step[2]).exists()


def _made(tried: Tried, folder: Path, kind: str, *, whole: bool) -> Iterator[str]:
    """What is wrong with the files that the work makes: each is whole, or not there before the end."""
    for name in tried.work.makes:
        path = folder / name
        if not path.exists():
            if whole:
                yield f"{name} is not there"
        elif name == BACKUP:
            held = _held(path)
            known = tried.states if kind != "clock" else []
            if held.get("faults") or (known and held not in known):
                yield f"{name} is not the store as it was"
        elif kind != "clock" and path.read_bytes() != tried.files[name]:
            yield f"{name} is not whole"
    for kept in folder.glob(f"{STORE}.replaced-*"):
        of_one_run = kind not in ("clock", "second") and not kept.name.endswith(("-wal", "-shm"))
        if of_one_run and _held(kept) not in tried.states:
            yield f"{kept.name} is not the store as it was"


def _left(folder: Path, known: set[str]) -> list[str]:
    mine = (f"{STORE}.replaced-", f"{STORE}.schema-", f"{STORE}-", f"{BACKUP}-")
    return [one.name for one in folder.iterdir() if one.name not in known and not one.name.startswith(mine)]


def _held(path: Path) -> State:
    """What a store holds, read in a process of its own; `faults` say where it cannot be opened."""
    path = path / STORE if path.is_dir() else path

    def read() -> State:
        try:
            return state(path)
        except StoreError as error:
            return {"faults": [(f"{path.name} does not open: {error}",)]}

    return _in_a_process(read)


def _in_a_process(work: Callable[[], Any]) -> Any:
    """What a function answers in a fork of this process."""
    import pickle

    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        with os.fdopen(writing, "wb") as out:
            pickle.dump(work(), out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        held = answer.read()
    os.waitpid(pid, 0)
    return pickle.loads(held)


class _Process:
    """A fork that does steps of a work and meets a fault; it tells of each step that it has done."""

    def __init__(
        self, work: Work, folder: Path, steps: Sequence[int], kind: str, point: int, seed: int
    ) -> None:
        self.work, self.folder, self.steps = work, folder, steps
        self.kind, self.point, self.seed = kind, point, seed
        self.beside_lost: list[str] = []
        self._ours, theirs = socket.socketpair()
        self._said, said = os.pipe()
        self._master, slave = pty.openpty() if kind == "terminal" else (-1, -1)
        self.pid = os.fork()
        if self.pid == 0:
            self._ours.close()
            self._run(said, theirs, slave)
        theirs.close()
        os.close(said)
        if slave >= 0:
            os.close(slave)

    def ended(self) -> Ended:
        """Wait until it has ended; what it said."""
        heard, over = b"", time.monotonic() + LONGEST
        beside: _Process | None = None
        waits = [self._said, self._ours]
        while self._said in waits:
            ready, _, _ = select.select(waits, [], [], max(0, over - time.monotonic()))
            if not ready:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                return Ended(0, [*heard.decode().split("\n")], -signal.SIGALRM)
            if self._ours in ready:
                waits.remove(self._ours)
                if self._ours.recv(1):
                    if self.kind == "terminal":
                        os.close(self._master)
                        self._master = -1
                    if self.kind == "second":
                        steps = [at for at in self.steps if not is_act(self.work.steps[at])]
                        beside = _Process(self.work, self.folder, steps, "none", 0, 0)
                    with contextlib.suppress(OSError):
                        self._ours.send(b"T")
            if self._said in ready:
                piece = os.read(self._said, 65536)
                heard += piece
                if not piece:
                    waits.remove(self._said)
        _, status = os.waitpid(self.pid, 0)
        self._ours.close()
        os.close(self._said)
        if self._master >= 0:
            os.close(self._master)
        if beside is not None:
            self.beside_lost = [
                f"beside it: {said}" for said in beside.ended().said if any(one in said for one in OWN_FAULTS)
            ]
        return self._told(heard, os.waitstatus_to_exitcode(status))

    def _told(self, heard: bytes, status: int) -> Ended:
        ended = Ended(0, [], status)
        for line in heard.splitlines():
            what, value = msgspec.json.decode(line)
            if what == "done":
                ended.done += 1
            elif what == "said":
                ended.said.append(value)
            else:
                ended.touched, ended.came = value
        if status in (-signal.SIGKILL, -signal.SIGHUP, -signal.SIGTERM):
            ended.came = True
        return ended

    def _run(self, said: int, tell: socket.socket, slave: int) -> None:
        """In the fork: do the steps, and never come back."""
        try:
            if slave >= 0:
                os.login_tty(slave) if hasattr(os, "login_tty") else _login_tty(slave)
            else:
                quiet = os.open(os.devnull, os.O_RDWR)
                for standard in (0, 1, 2):
                    os.dup2(quiet, standard)
            os.chdir(self.folder)
            began = time.time()

            def clock() -> datetime:
                back = time.time() < began - 3600
                return self.work.moment - timedelta(days=2) if back else self.work.moment

            kind = {"terminal": "tell", "second": "tell"}.get(self.kind, self.kind)
            machine.arm(kind, self.point, self.folder, seed=self.seed, tell=tell.fileno())

            def word(what: str, value: object) -> None:
                os.write(said, msgspec.json.encode((what, value)) + b"\n")

            for at in self.steps:
                status, errors = self._step(self.work.steps[at], clock)
                if status:
                    word("said", f"step {at}, status {status}: {errors}")
                    break
                word("done", at)
            word("touched", (machine.touched(), machine.came()))
        except BaseException as fault:  # noqa: BLE001 - nothing may come out of the fork
            os.write(said, msgspec.json.encode(("said", f"CS-333 {type(fault).__name__}: {fault}")) + b"\n")
        os._exit(0)

    def _step(self, step: Step, clock: Callable[[], datetime]) -> tuple[int, str]:
        if callable(step):
            try:
                step(self.folder, clock)
            except StoreError as error:
                return 1, str(error)
            return 0, ""
        errors = io.StringIO()
        out = io.TextIOWrapper(io.BytesIO())
        with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(out):
            status = main(["--store", str(self.folder / STORE), *step], clock=clock)
        return status, errors.getvalue()


def _login_tty(slave: int) -> None:
    """Make a terminal that of this process, whose end sends it SIGHUP."""
    import fcntl
    import termios

    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for standard in (0, 1, 2):
        os.dup2(slave, standard)


sys.setswitchinterval(0.005)
