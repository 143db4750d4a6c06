"""What a key costs on the desk: start, sign-on, echo, processor time, screen changes, type-ahead."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from bench._apps import FREED, REQUESTS_VARIABLE, said
from bench._figures import Samples, figure
from bench._folder import copy_of, folder
from bench._practice import CASE, EDITING, PRESSED, STORE_VARIABLE, WORKER, Shadow, practice
from bench._terminal import QUIET, Terminal
from cstui.desk.drawing import load_drawing

APPS = "bench._apps"
KEYS_IN_A_RUN = 20
FIELDS_IN_A_RUN = 5
PAUSE, ALONE = 0.01, 0.03
"""Seconds without output between two keys: a fast typist, and longer than a frame of Textual."""
PAUSE_AFTER_ERROR = "100"
"""Milliseconds: shorter than the desk's own, so that a thousand bursts do not take too long."""
BURSTS = int(os.environ.get("CSTUI_BENCH_BURSTS", "1000"))
NEXT, PREVIOUS = b"\x1b[23~", b"\x1b[21~"


def app(name: str, **more: str) -> Terminal:
    """One of the programs of `bench._apps` on the practice store."""
    return Terminal(APPS, name, environment={STORE_VARIABLE: str(practice()), **more})


def cstui() -> Terminal:
    """The command itself on the practice store."""
    return Terminal("cstui", environment={STORE_VARIABLE: str(practice()), "XDG_DATA_HOME": str(folder())})


@figure("start to usable", unit="s", budget=1.5, against="a bare app with one Static")
def start(runs: int) -> Samples:
    """Process start of `cstui` until a key that was typed at once is on the screen."""
    first = load_drawing("SIGN").field("worker")
    behind = f"{first.row:02}/{first.column + 1:02}".encode()

    def once(terminal: Terminal, key: bytes, shown: bytes) -> float:
        with terminal:
            terminal.send(key)
            return terminal.until(shown) - terminal.started

    def ours() -> float:  # the status line says that the cursor stands behind the digit
        return once(cstui(), b"1", behind)

    def floor() -> float:
        return once(app("static"), b"Q", b"Q")

    ours(), floor()
    return in_turns(runs, ours, floor)


@figure("sign-on to WORK shown", unit="s", budget=1.5, against="a bare app, SQLModel and one row")
def sign_on(runs: int) -> Samples:
    """Process start of `cstui`, a number and Enter typed at once, until the worklist stands."""

    def ours() -> float:
        with cstui() as terminal:
            terminal.send(WORKER.encode() + b"\r")
            return terminal.until(load_drawing("WORK").title.encode()) - terminal.started

    def floor() -> float:
        with app("row") as terminal:
            return terminal.until(f"CASE {CASE}".encode()) - terminal.started

    ours(), floor()
    return in_turns(runs, ours, floor)


@figure("key echo", unit="ms", budget=1, against="one bare Input")
def echo(runs: int) -> Samples:
    """Key written to the terminal until its character comes back; the median of a run's keys."""

    def once(terminal: Terminal) -> float:
        times = []
        for _ in range(KEYS_IN_A_RUN):
            for key in (b"Q", b"\x7f"):
                sent = time.perf_counter()
                terminal.send(key)
                if key == b"Q":
                    times.append(terminal.until(b"Q") - sent)
                terminal.settle(ALONE)
        return sorted(times)[len(times) // 2] * 1000

    with app("fields") as ours, app("input") as floor:
        return beside(ours, floor, runs, once)


@figure("processor time of a key", unit="ms", budget=1 / 3, against="a form of 20 Inputs")
def cpu(runs: int) -> Samples:
    """Processor time of all threads while fields are filled: seven digits and Tab, a key."""

    def once(terminal: Terminal) -> float:
        before = terminal.cpu()
        for _ in range(FIELDS_IN_A_RUN):
            for key in b"1234567\t":
                terminal.send(bytes([key]))
                terminal.settle(PAUSE)
        return (terminal.cpu() - before) / (FIELDS_IN_A_RUN * 8) * 1000

    with app("fields") as ours, app("form") as floor:
        return beside(ours, floor, runs, once)


@figure("screen change, facts read", unit="ms", budget=3, against="one Static updated with the same text")
def change(runs: int) -> Samples:
    """CAS1 to CAS2 of a case, from the key until the last byte of the next screen."""

    def once(terminal: Terminal) -> float:
        there, _ = turn(terminal, NEXT)
        turn(terminal, PREVIOUS)
        return there

    with on_cas1() as ours, app("pages") as floor:
        return beside(ours, floor, runs, once)


@figure("bytes of a screen change", unit="B", budget=1.2, against="one Static updated with the same text")
def change_bytes(runs: int) -> Samples:
    """Bytes that CAS1 to CAS2 and back writes, the mean of the two."""

    def once(terminal: Terminal) -> float:
        return (turn(terminal, NEXT)[1] + turn(terminal, PREVIOUS)[1]) / 2

    with on_cas1() as ours, app("pages") as floor:
        return beside(ours, floor, runs, once)


@contextmanager
def on_cas1(**more: str) -> Iterator[Terminal]:
    """The desk with CAS1 of the case shown."""
    with app("desk", **more) as terminal:
        terminal.settle(1)
        terminal.send(WORKER.encode() + b"\r\x1b[HCAS1 " + CASE.encode() + b"\r")
        terminal.until(load_drawing("CAS1").title.encode())
        yield terminal


def turn(terminal: Terminal, key: bytes, quiet: float = QUIET) -> tuple[float, int]:
    """Milliseconds until the last byte, and the bytes, of what a key brings."""
    sent = time.perf_counter()
    terminal.send(key)
    last, count = terminal.settle(quiet)
    return (last - sent) * 1000, count


TYPED = "abcdfgh12345678"
COMMANDS = ("CAS1", "CAS2", "APPT", "CALO", "WORK", "SRCH", "TIME")


@figure("keys lost or out of order", unit="bursts", budget=0, against=f"{BURSTS:,} random bursts")
def bursts(runs: int) -> Samples:
    """Bursts after which the session was asked anything else than what the keys say one by one.

    After an answer with an error the rest of a burst is dropped, all of it and nothing else; the typist
    waits for the error as a person does, until the desk notes that keys count again.

    The desk in the terminal and a shadow of it in this process work on copies of one store.
    """
    chance = random.Random(runs)
    log = folder() / "requests"
    log.write_text("", encoding="utf-8")
    typed, beside_it = (copy_of(practice(), name) for name in ("typed.store", "shadow.store"))
    home = folder() / f"typed-{runs}"
    shadow = Shadow(beside_it, drafts=folder() / f"shadow-{runs}")
    variables = {STORE_VARIABLE: str(typed), REQUESTS_VARIABLE: str(log), "XDG_DATA_HOME": str(home)}
    variables["CSTUI_PAUSE"] = PAUSE_AFTER_ERROR
    wrong = 0
    with Terminal(APPS, "desk", environment=variables) as terminal, log.open(encoding="utf-8") as asked:
        terminal.settle(1)
        for number in range(BURSTS):
            burst = _burst(chance) if number else [*_letters(WORKER), b"\r"]
            terminal.send(b"".join(burst))
            expected = [said(request) for request in shadow.burst(burst)]
            expected += [FREED] * shadow.refused
            wrong += _asked(terminal, asked, len(expected)) != expected
    return [float(wrong)], []


def _burst(chance: random.Random) -> list[bytes]:
    """Ten to thirty keys, or a command, and Enter."""
    if chance.random() < 0.2:
        command = f"{chance.choice(COMMANDS)} {CASE}" if chance.random() < 0.7 else chance.choice(COMMANDS)
        return [b"\x1b[H", b"\x05", *_letters(command), b"\r"]
    return [*(_key(chance) for _ in range(chance.randint(10, 30))), b"\r"]


def _key(chance: random.Random) -> bytes:
    roll = chance.random()
    if roll < 0.08:
        return chance.choice(list(PRESSED))
    return chance.choice(list(EDITING) if roll < 0.3 else _letters(TYPED))


def _letters(text: str) -> list[bytes]:
    return [letter.encode() for letter in text]


def _asked(terminal: Terminal, log: TextIO, count: int, longest: float = 20) -> list[str]:
    """The next `count` lines that the desk noted, or those that came in `longest` seconds."""
    text = ""
    end = time.perf_counter() + longest
    while text.count("\n") < count and time.perf_counter() < end:
        terminal.read(0.002)
        text += log.read()
    return text.splitlines()


def beside(ours: Terminal, floor: Terminal, runs: int, once: Callable[[Terminal], float]) -> Samples:
    """Two live programs measured in turns, after a warming run of each."""
    for terminal in (ours, floor):
        terminal.settle(1.5)
        once(terminal)
    return in_turns(runs, lambda: once(ours), lambda: once(floor))


def in_turns(runs: int, ours: Callable[[], float], floor: Callable[[], float]) -> Samples:
    """Samples of both, one of each in turn."""
    pairs = [(ours(), floor()) for _ in range(runs)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]
