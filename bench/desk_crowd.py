"""Thirty desks and thirty bare apps at pseudo-terminals at the same time: what a key costs then."""

from __future__ import annotations

import os
import random
import time
from contextlib import ExitStack

from bench._figures import Samples, figure
from bench._practice import WORKER
from bench._terminal import Terminal
from bench.desk_keys import app
from cstui.desk.drawing import load_drawing

CROWD = int(os.environ.get("CSTUI_BENCH_SEATS", "30"))
RATE, SECONDS, TURNS = 3.0, 6.0, 2
"""Keys a second at each terminal, for so long, in so many turns."""


@figure("key echo at p95, a crowd", unit="ms", budget=1, against=f"bare Inputs; {CROWD} of each run")
def echo(runs: int) -> Samples:
    """All of a kind type three keys a second, the others rest: key sent until its character is back."""
    with ExitStack() as stack:
        ours = [stack.enter_context(app("desk")) for _ in range(CROWD)]
        floor = [stack.enter_context(app("input")) for _ in range(CROWD)]
        for terminal in (*ours, *floor):
            terminal.until(b"\x1b[", 60)
        for terminal in ours:
            terminal.settle(0.1)
            terminal.send(WORKER.encode() + b"\r")
            terminal.until(load_drawing("WORK").title.encode(), 60)
            terminal.send(b"\x1b[H\x05")
        for terminal in (*ours, *floor):
            terminal.settle(0.05)
        pairs = [(typed(ours), typed(floor)) for _ in range(TURNS)]
        return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def typed(terminals: list[Terminal]) -> float:
    """Milliseconds within which 95 of 100 letters came back, a letter and a backspace in turn."""
    chance = random.Random(len(terminals))
    start = time.perf_counter() + 0.2
    due = sorted(
        (start + (at + chance.random()) / RATE, number, at % 2 == 0)
        for number in range(len(terminals))
        for at in range(round(SECONDS * RATE))
    )
    sent: dict[int, float] = {}
    times: list[float] = []
    for moment, number, letter in due:
        while (left := moment - time.perf_counter()) > 0:
            times += echoed(terminals, sent, left)
        times += echoed(terminals, sent, 0)
        terminals[number].send(b"Q" if letter else b"\x7f")
        if letter:
            sent[number] = time.perf_counter()
    end = time.perf_counter() + 2
    while sent and time.perf_counter() < end:
        times += echoed(terminals, sent, 0.1)
    if sent:
        raise TimeoutError(f"{len(sent)} letters never came back")
    return sorted(times)[int(len(times) * 0.95)]


def echoed(terminals: list[Terminal], sent: dict[int, float], longest: float) -> list[float]:
    """Read what is there, or comes first within `longest` seconds: milliseconds of the letters in it."""
    times = []
    for number in Terminal.ready(terminals, longest):
        piece = terminals[number].read(0)
        if number in sent and b"Q" in piece:
            times.append((time.perf_counter() - sent.pop(number)) * 1000)
    return times
