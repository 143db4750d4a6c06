"""What a class of thirty costs, beside thirty bare Textual apps that textual-serve serves.

The learners are in a process of their own and speak to the real server, as browsers do. A class and
the bare apps are served in turns, a new one each time; every figure is taken from the same turns.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import rmtree

import msgspec

from bench._figures import Samples, figure
from bench._folder import folder
from bench._practice import WORKER
from bench._seats import SetBack, Task, Typed
from bench._terminal import CHECKOUT
from cstui.desk.drawing import load_drawing

SEATS = int(os.environ.get("CSTUI_BENCH_SEATS", "30"))
TURNS, SECONDS = 2, 10.0
AGAINST = f"{SEATS} bare apps"
BESIDE_A_FLOOD = 6


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One serving: MB of all processes but the learners', and what the learners saw."""

    memory: float
    typed: Typed
    back: SetBack

    @property
    def p95(self) -> float:
        """Milliseconds within which 95 of 100 echoes came."""
        return sorted(self.typed.echo)[int(len(self.typed.echo) * 0.95)]


@cache
def turns() -> tuple[list[Turn], list[Turn]]:
    """Every serving of a class and of bare apps, in turns."""
    pairs = [(of_class(number), of_bare()) for number in range(TURNS)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


@cache
def flooded() -> tuple[list[Turn], list[Turn]]:
    """Servings of a class of two banks and of as many bare apps, in turns; one seat of each is flooded."""
    pairs = [
        (of_class(number, BESIDE_A_FLOOD, floods=True), of_bare(BESIDE_A_FLOOD, floods=True))
        for number in range(TURNS)
    ]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def of_class(number: int, seats: int = SEATS, *, floods: bool = False) -> Turn:
    """Serve a class, let it be joined, typed at and set back."""
    kept = folder() / f"class-{number}"
    rmtree(kept, ignore_errors=True)
    command = [
        sys.executable, "-m", "cstui", "classroom", "serve", "--lesson", "1", "--seats", str(seats),
        "--port", "0", "--folder", str(kept),
    ]  # fmt: skip
    with serving(command) as process:
        address = kept / "address"
        wait(lambda: address.exists() and bool(address.read_text()), process)
        codes = [seat["code"] for seat in json.loads((kept / "class.json").read_text())["seats"]]
        first = load_drawing("SIGN").field("worker")
        task = Task(
            address=address.read_text(),
            seats=seats,
            seconds=SECONDS,
            floods=floods,
            codes=tuple(codes),
            worker=WORKER,
            behind=f"{first.row:02}/{first.column + 1:02}",
            work=load_drawing("WORK").title,
        )
        return learn(task, process)


def of_bare(seats: int = SEATS, *, floods: bool = False) -> Turn:
    """Serve bare apps with textual-serve as it comes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve = (
        "import sys; from textual_serve.server import Server; "
        f"Server(f'exec {{sys.executable}} -m bench._apps input', host='127.0.0.1', port={port}).serve()"
    )
    with serving([sys.executable, "-c", serve]) as process:
        wait(lambda: answers(port), process)
        task = Task(address=f"http://127.0.0.1:{port}/", seats=seats, seconds=SECONDS, floods=floods)
        return learn(task, process)


def learn(task: Task, server: subprocess.Popen[bytes]) -> Turn:
    """Run the learners; memory is measured when all have typed."""
    learners = subprocess.Popen(
        [sys.executable, "-m", "bench._seats"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
    )
    assert learners.stdin is not None
    assert learners.stdout is not None
    with learners:
        learners.stdin.write(msgspec.json.encode(task) + b"\n")
        learners.stdin.flush()
        typed = msgspec.json.decode(learners.stdout.readline(), type=Typed)
        memory = sum(map(shares, family(server.pid)))
        learners.stdin.write(b"\n")
        learners.stdin.flush()
        back = msgspec.json.decode(learners.stdout.readline(), type=SetBack)
    return Turn(memory=memory, typed=typed, back=back)


@contextmanager
def serving(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A server with everything that it starts, ended afterwards."""
    environment = {**os.environ, "XDG_DATA_HOME": str(folder()), "CSTUI_SETTINGS": os.devnull}
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd=CHECKOUT, env=environment
    )
    try:
        yield process
    finally:
        started = family(process.pid)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pid in started[1:]:
            if Path(f"/proc/{pid}").exists() and parent(pid) == 1:  # left behind by its server
                os.kill(pid, signal.SIGKILL)


def wait(done, process: subprocess.Popen[bytes], longest: float = 60) -> None:  # type: ignore[no-untyped-def]
    """Wait until a server stands; RuntimeError where it ended, TimeoutError where it does not."""
    end = time.perf_counter() + longest
    while not done():
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode}")
        if time.perf_counter() > end:
            raise TimeoutError("the server does not stand")
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            children.setdefault(parent(int(entry.name)), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def parent(pid: int) -> int:
    """The process that started one; 0 where it is gone."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(status.rpartition(")")[2].split()[1])


def shares(pid: int) -> float:
    """MB that a process answers for: its own pages, and its share of those it shares (PSS)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))) / 1000


@figure("class, memory of all", unit="MB", budget=1, against=AGAINST)
def memory(runs: int) -> Samples:
    """Server, nursery and every seat, each process's share, when all have signed on and typed."""
    ours, floor = turns()
    return [turn.memory for turn in ours], [turn.memory for turn in floor]


@figure("class, memory of a seat", unit="MB", budget=1, against=AGAINST)
def memory_of_a_seat(runs: int) -> Samples:
    """The same, divided by the seats."""
    ours, floor = turns()
    return [turn.memory / SEATS for turn in ours], [turn.memory / SEATS for turn in floor]


@figure("class, last seat usable", unit="s", budget=1, against=AGAINST)
def last_usable(runs: int) -> Samples:
    """All join at once: seconds until the last learner's first character is on the screen."""
    ours, floor = turns()
    return [turn.typed.usable for turn in ours], [turn.typed.usable for turn in floor]


@figure("class, echo at p95", unit="ms", budget=1.5, against=AGAINST)
def echo(runs: int) -> Samples:
    """All type three keys a second: key sent until its character comes back."""
    ours, floor = turns()
    return [turn.p95 for turn in ours], [turn.p95 for turn in floor]


@figure(
    "class, echo beside a flood",
    unit="ms",
    budget=1.5,
    against=f"{BESIDE_A_FLOOD} bare apps, one flooded alike",
)
def echo_beside_a_flood(runs: int) -> Samples:
    """One seat sends keys as fast as they are taken; the others, two of them in its process, type on."""
    ours, floor = flooded()
    return [turn.p95 for turn in ours], [turn.p95 for turn in floor]


@figure(
    "class, reset of a seat",
    unit="s",
    budget=2,
    absolute=True,
    against="a bare app left, a new one until a key echoes",
)
def reset(runs: int) -> Samples:
    """RESET until the brief stands: one seat after the other, the others idle."""
    ours, floor = ([one for turn in of_kind for one in turn.back.each] for of_kind in turns())
    return ours, floor


@figure(
    "class, all reset at once",
    unit="s",
    budget=2,
    absolute=True,
    against="all left and opened, until the last",
)
def reset_all(runs: int) -> Samples:
    """Every seat at the same moment, until the last brief stands."""
    ours, floor = ([turn.back.last for turn in of_kind] for of_kind in turns())
    return ours, floor
