"""What a key costs on the desk: start, echo, processor time, screen changes, type-ahead."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench._apps import said
from bench._figures import Samples, figure
from bench._terminal import Terminal

APPS = "bench._apps"
KEYS_IN_A_RUN = 20
FIELDS_IN_A_RUN = 5
BURSTS = int(os.environ.get("CSTUI_BENCH_BURSTS", "1000"))
OTHER = {"CSTUI_BENCH_FIRST": "OTHR"}
"""The desk begins on the screen with long entry fields, as a form of Inputs does."""


@figure("start to usable", unit="s", budget=1.5, against="a bare app with one Static")
def start(runs: int) -> Samples:
    """Process start to the echo of a key that was typed at once."""

    def once(name: str) -> float:
        with Terminal(APPS, name, environment=OTHER) as terminal:
            terminal.send(b"Q")
            return terminal.until(b"Q") - terminal.started

    once("desk"), once("static")
    return in_turns(runs, lambda: once("desk"), lambda: once("static"))


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
                terminal.settle(0.01)
        return sorted(times)[len(times) // 2] * 1000

    return beside("desk", "input", runs, once)


@figure("processor time of a key", unit="ms", budget=1 / 3, against="a form of 20 Inputs")
def cpu(runs: int) -> Samples:
    """Processor time of all threads while fields are filled: seven digits and Tab, a key."""

    def once(terminal: Terminal) -> float:
        before = terminal.cpu()
        for _ in range(FIELDS_IN_A_RUN):
            for key in b"1234567\t":
                terminal.send(bytes([key]))
                terminal.settle(0.01)
        return (terminal.cpu() - before) / (FIELDS_IN_A_RUN * 8) * 1000

    return beside("desk", "form", runs, once)


@figure("screen change", unit="ms", budget=3, against="one Static updated with the same text")
def change(runs: int) -> Samples:
    """Enter until the last byte of the next screen."""
    return beside("desk", "pages", runs, lambda terminal: _change(terminal)[0])


@figure("bytes of a screen change", unit="B", budget=1.2, against="one Static updated with the same text")
def change_bytes(runs: int) -> Samples:
    """Bytes that a screen change writes, the mean of there and back."""

    def once(terminal: Terminal) -> float:
        return (_change(terminal)[1] + _change(terminal)[1]) / 2

    return beside("desk", "pages", runs, once)


def _change(terminal: Terminal) -> tuple[float, int]:
    sent = time.perf_counter()
    terminal.send(b"\r")
    last, count = terminal.settle()
    return (last - sent) * 1000, count


@figure(
    "keys lost or out of order", unit="bursts", budget=0, against="1,000 random bursts, with screen changes"
)
def bursts(runs: int) -> Samples:
    """Bursts, of `BURSTS`, after which the host was asked anything else than key by key."""
    from demo import DemoHost, drawing

    from cstui.desk.buffer import Buffer
    from cstui.desk.conversation import Aid

    chance = random.Random(runs)
    keys: dict[bytes, Callable[[Buffer], None]] = {
        b"\t": Buffer.tab,
        b"\x1b[Z": Buffer.backtab,
        b"\x1b[H": Buffer.home,
        b"\x7f": Buffer.backspace,
        b"\x1b[D": Buffer.left,
        b"\x1b[3~": Buffer.delete,
    }
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "requests"
        log.touch()
        host, buffer = DemoHost(), Buffer()
        buffer.show(drawing("DEMO"), host.start(), host.status())
        with Terminal(APPS, "desk", environment={"CSTUI_BENCH_REQUESTS": str(log)}) as terminal:
            terminal.until(b"SCREEN FOR TESTS")
            terminal.settle(0.3)
            expected: list[str] = []
            for _ in range(BURSTS):
                burst = [_key(chance, list(keys)) for _ in range(chance.randint(10, 30))] + [b"\r"]
                terminal.send(b"".join(burst))
                for key in burst:
                    if key == b"\r":
                        request = buffer.request(Aid.ENTER)
                        expected.append(said(request))
                        reply = host.handle(request)
                        buffer.show(drawing(reply.screen), reply, host.status())
                    elif key in keys:
                        keys[key](buffer)
                    else:
                        buffer.type(key.decode())
                if not _asked(terminal, log, expected):
                    wrong += 1
                    expected = log.read_text(encoding="utf-8").splitlines()
    return [float(wrong)], []


def _key(chance: random.Random, special: list[bytes]) -> bytes:
    roll = chance.random()
    if roll < 0.08:
        return b"\r"
    return chance.choice(special) if roll < 0.3 else chance.choice("abcdefgh12345678").encode()


def _asked(terminal: Terminal, log: Path, expected: list[str], timeout: float = 10) -> bool:
    end = time.perf_counter() + timeout
    while time.perf_counter() < end:
        terminal.read(0.002)
        lines = log.read_text(encoding="utf-8").splitlines()
        if len(lines) >= len(expected):
            return lines == expected
    return False


def beside(ours: str, floor: str, runs: int, once: Callable[[Terminal], float]) -> Samples:
    """Two live programs measured in turns, after a warming run of each."""
    with Terminal(APPS, ours, environment=OTHER) as first, Terminal(APPS, floor) as second:
        for terminal in (first, second):
            terminal.settle(1.5)
            once(terminal)
        return in_turns(runs, lambda: once(first), lambda: once(second))


def in_turns(runs: int, ours: Callable[[], float], floor: Callable[[], float]) -> Samples:
    """Samples of both, one of each in turn."""
    pairs = [(ours(), floor()) for _ in range(runs)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]
