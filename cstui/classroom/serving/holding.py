"""Who holds a class: the process that serves it locks a file in the class's folder."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from cstui import files

LOCK = "served.pid"


def holder(folder: Path) -> str | None:
    """The number of the process that holds the class in `folder`; None where none does."""
    try:
        handle = files.lock_handle(folder / LOCK, make=False)
    except OSError:  # there is no such folder, or it is not one; who writes there is told
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return number_in(folder / LOCK)
    except OSError:
        return None
    else:
        return None
    finally:
        os.close(handle)


def number_in(path: Path) -> str:
    """The number of the process that a lock names; `another` where it names none."""
    try:
        said = files.text(path, files.SHORT, "ascii").strip()
    except (OSError, UnicodeDecodeError):
        return "another"
    return said if said.isdigit() else "another"
