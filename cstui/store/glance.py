"""What a store file says of itself at a glance: before it is opened, and with nothing heavy imported."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from cstui.agency import Manifest, UnknownAgencyError, find


def agencies_at(target: str | Path) -> tuple[Manifest, ...] | None:
    """The agencies that the store at a path names, the first by rank first; empty where no store is there.

    None where only opening it tells: on a server, encrypted, damaged, or none. Takes no lock.
    """
    if "://" in str(target):
        return None
    path = Path(target)
    if not path.exists():
        return ()
    try:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            names = [str(name) for (name,) in connection.execute("SELECT name FROM agency")]
        return tuple(sorted((find(name) for name in names), key=lambda one: (one.rank, one.name)))
    except (sqlite3.Error, UnknownAgencyError, OSError, ValueError):
        return None
