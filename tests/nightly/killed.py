"""Runs the nights of a store in a process of its own and kills itself before a given write.

`python -m tests.nightly.killed STORE THROUGH SLICE KILL_AT`: the process dies, as by `kill -9`, at the
KILL_ATth statement that writes; with 0 it runs to the end and prints how many there were.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import date

from sqlalchemy import event

from cstui.nightly import run
from cstui.store.engine import open_store
from tests.nightly.cases import RULES, clock


def main(target: str, through: str, size: str, kill_at: str) -> None:
    run.SLICE = int(size)
    store = open_store(target)
    count = 0

    def before(connection: object, cursor: object, statement: str, *rest: object) -> None:
        nonlocal count
        if statement.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
            count += 1
            if count == int(kill_at):
                os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store.engine, "before_cursor_execute", before)
    run.run_nights(store, RULES, clock, through=date.fromisoformat(through))
    print(count)


if __name__ == "__main__":
    main(*sys.argv[1:])
