"""What a desk weighs: bytes over a slow line in sixteen colors, and memory beside a bare Textual app."""

from __future__ import annotations

from collections.abc import Mapping

from bench._apps import PAGES_VARIABLE
from bench._figures import Samples, figure
from bench._practice import CASE, WORKER
from bench._terminal import Terminal
from bench.desk_keys import NEXT, PREVIOUS, app, cstui, on_cas1, turn
from cstui.desk.drawing import load_drawing

SIXTEEN: Mapping[str, str] = {"TERM": "xterm-16color", "COLORTERM": "", "CSTUI_BENCH_COLORS": "standard"}
WALK = ("WORK", f"CAS1 {CASE}", "CAS2", "APPT", "CALO", "PERS", "FORM", "DOCK", "LEM4", "KEYS", "MENU")
"""Screens that differ in nearly every row from the one before."""


@figure("bytes in 16 colors", unit="B", budget=1.2, against="one Static updated with the same text")
def sixteen_bytes(runs: int) -> Samples:
    """Bytes that CAS1 to CAS2 and back writes in sixteen colors, the mean of the two."""
    with on_cas1(**SIXTEEN) as ours, app("pages", **SIXTEEN) as floor:
        floor.settle(1.5)
        pairs = [[_there_and_back(one) for one in (ours, floor)] for _ in range(runs + 1)]
        return [pair[0] for pair in pairs[1:]], [pair[1] for pair in pairs[1:]]


def _there_and_back(terminal: Terminal) -> float:
    return (turn(terminal, NEXT)[1] + turn(terminal, PREVIOUS)[1]) / 2


@figure(
    "most bytes in 16 colors",
    unit="B",
    budget=4000,
    absolute=True,
    against="one Static, the heaviest of the same eleven changes",
)
def most_bytes(runs: int) -> Samples:
    """The bytes of the heaviest change on a walk through the main screens, 80 by 24."""
    walks = max(1, runs // 10)
    turned = {**SIXTEEN, PAGES_VARIABLE: "|".join((f"CAS1 {CASE}", *WALK))}
    with on_cas1(**SIXTEEN) as desk:
        ours = [float(max(_bytes_to(desk, command) for command in WALK)) for _ in range(walks)]
    with app("pages", **turned) as bare:
        bare.settle(3)
        floor = []
        for _ in range(walks):
            floor.append(float(max(turn(bare, b" ", quiet=0.2)[1] for _ in WALK)))
            turn(bare, b" ", quiet=0.2)
    return ours, floor


def _bytes_to(terminal: Terminal, command: str) -> int:
    terminal.send(b"\x1b[H\x05" + command.encode())
    terminal.settle(0.2)
    return turn(terminal, b"\r", quiet=0.2)[1]


@figure("memory at the sign-on", unit="MB", budget=3, against="a bare app with one Static")
def memory_at_start(runs: int) -> Samples:
    """Memory that the process alone answers for (PSS) once the first screen stands and all is loaded."""
    ours, floor = [], []
    for _ in range(max(1, runs // 4)):
        with cstui() as desk, app("static") as bare:
            for terminal, samples in ((desk, ours), (bare, floor)):
                terminal.settle(1.5)
                samples.append(terminal.memory())
    return ours, floor


@figure("memory with a case open", unit="MB", budget=1.5, against="a bare app, SQLModel and one row")
def memory_of_a_case(runs: int) -> Samples:
    """The same after the worklist, CAS1, CAS2 and the activity log were shown."""
    ours, floor = [], []
    for _ in range(max(1, runs // 4)):
        with cstui() as desk, app("row") as bare:
            desk.send(WORKER.encode() + b"\r")
            desk.until(load_drawing("WORK").title.encode())
            for command in (f"CAS1 {CASE}", "CAS2", "CALO"):
                _bytes_to(desk, command)
            bare.settle(1.5)
            ours.append(desk.memory())
            floor.append(bare.memory())
    return ours, floor
