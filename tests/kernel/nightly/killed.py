"""Runs the nights of a store in a process of its own and kills itself before a write or between two ranges.

`python -m tests.kernel.nightly.killed STORE THROUGH SLICE KILL_AT [RANGES] [HOW]`: the process dies, as
by `kill -9`, at the KILL_ATth statement that writes, or after RANGES transactions; with 0 it runs to the end
and prints how many such statements there were. HOW `prepared`: a second process, whose number is printed,
prepares what it can, and statements count from the first such range on; `dies`: that process is then killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from cstui.nightly import preparer, run
from cstui.policy.rulebook import load_rulebook
from cstui.store.engine import open_store
from tests.kernel.nightly.cases import clock, patient


def main(target: str, through: str, size: str, kill_at: str, ranges: str = "0", prepared: str = "") -> None:
    run.SLICE = run.AT_ONCE = int(size)
    taken: list[str] = []
    if prepared:
        run.TOGETHER = run.FIRST = int(size)
        preparer.WORTH, preparer._cores = 0, lambda: 2
        taken = patient(pytest.MonkeyPatch(), kill_after=prepared == "dies")
    store = open_store(target)
    count = begun = 0

    def begin(connection: Connection) -> None:
        nonlocal begun
        begun += connection.get_execution_options().get("cstui_door") == "write"
        if begun == int(ranges) + 1 and int(ranges):
            os.kill(os.getpid(), signal.SIGKILL)

    def before(connection: object, cursor: object, statement: str, *rest: object) -> None:
        nonlocal count
        if statement.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
            count += not prepared or bool(taken)
            if count and count == int(kill_at):
                os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store.engine, "before_cursor_execute", before)
    event.listen(store.engine, "begin", begin)
    [agency] = store.agencies
    run.run_nights(store, load_rulebook(agency.name), clock, through=date.fromisoformat(through))
    print(count)


def child(
    target: str | Path, through: date, *, size: int = 4, kill_at: int = 0, ranges: int = 0, how: str = ""
) -> subprocess.CompletedProcess[str]:
    """`main` in a process of its own."""
    numbers = map(str, (size, kill_at, ranges))
    command = [sys.executable, "-m", __name__, str(target), through.isoformat(), *numbers, how]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
