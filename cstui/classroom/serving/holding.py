"""Who holds a class: the process that serves it locks a file in the class's folder."""

from __future__ import annotations

import fcntl
from pathlib import Path

LOCK = "served.pid"


def holder(folder: Path) -> str | None:
    """The number of the process that holds the class in `folder`; None where none does."""
    try:
        with (folder / LOCK).open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return None
    except BlockingIOError:
        return (folder / LOCK).read_text(encoding="ascii") or "another"
    except OSError:  # there is no such folder, or it is none; who writes there is told
        return None
