"""Counts a report in a process of its own and kills itself after a statement that writes, before its commit.

`python -m tests.agencies.federal.killed_count STORE REPORT KILL_AT HELPERS`: the process dies, as by
`kill -9`, after the KILL_ATth statement that writes; with 0 it runs to the end and prints how many such
statements there were. With helpers, which write for it, it dies after so many ranges of cases.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import event

from cstui.agencies.federal import counting
from cstui.store.engine import open_store
from tests.agencies.federal import stored

SIZE = 25
"""Cases a range: the drawn caseloads fill several."""


class Dies:
    """Progress at which the process dies."""

    def __init__(self, after: int) -> None:
        self.left = after

    def begin(self, title: str, total: int, unit: str) -> None:
        pass

    def step(self, by: int = 1) -> None:
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)


def main(target: str, report: str, kill_at: str, helpers: str) -> None:
    writes = 0

    def wrote(connection: object, cursor: object, statement: str, *rest: object) -> None:
        nonlocal writes
        if any(word in statement for word in ("INSERT INTO", "UPDATE", "DELETE FROM")):
            writes += 1
            if writes == int(kill_at):
                os.kill(os.getpid(), signal.SIGKILL)

    with open_store(target) as store:
        event.listen(store.engine, "after_cursor_execute", wrote)
        counting.count(
            stored.performer(store),
            stored.PROGRAM,
            int(report),
            on=stored.ON,
            size=SIZE,
            helpers=int(helpers),
            progress=Dies(int(kill_at)) if int(helpers) else None,  # type: ignore[arg-type]
        )
    print(writes)


def child(
    target: Path, report: int, *, kill_at: int = 0, helpers: int = 0
) -> subprocess.CompletedProcess[str]:
    """`main` in a process of its own."""
    command = [sys.executable, "-m", __name__, str(target), str(report), str(kill_at), str(helpers)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
