"""A backup or a restore in a process of its own, which kills itself before something that it does to a file.

`python -m tests.attacks._copying backup|restore STORE FILE NUMBER`: before the so manieth thing; 0 for none.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from cstui.commandline.key_entry import KeyDoor
from cstui.store.backup import backup, restore
from cstui.store.engine import open_store

TOUCHES = ("open", "os.", "sqlite3.", "fcntl.")
"""Beginnings of the names of what Python tells auditors about files."""


def main(what: str, store: str, file: str, number: str) -> None:
    left, folder = int(number), str(Path(store).parent)

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event.startswith(TOUCHES) and any(folder in str(one) for one in arguments):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    print("begins", flush=True)
    sys.addaudithook(audit)
    if what == "backup":
        with open_store(store, keys=KeyDoor()) as opened:
            backup(opened, Path(file))
    else:
        restore(Path(file), store, at=datetime.now(UTC), keys=KeyDoor())
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
