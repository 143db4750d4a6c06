"""Which SQLite runs: `sqlcipher3` where it is installed (extra `cipher`), else Python's own.

Its wheels carry a newer SQLite than most systems; before 3.51.3 several writers could, rarely, ruin
a WAL. Practice stores are not encrypted, so either driver opens what the other made; but never both
in one process at the same time: they do not see each other's locks on a file.
"""

from __future__ import annotations

import importlib
import importlib.util
import sqlite3
from functools import cache
from typing import Any

STANDARD, CIPHER = "sqlite3", "sqlcipher3"


def available() -> tuple[str, ...]:
    """The drivers that can be used here, the preferred one first."""
    return (CIPHER, STANDARD) if importlib.util.find_spec(CIPHER) else (STANDARD,)


@cache
def module(name: str) -> Any:
    """The DB-API module of a driver."""
    return sqlite3 if name == STANDARD else importlib.import_module(f"{name}.dbapi2")


def error_types() -> tuple[type[Exception], ...]:
    """What the drivers raise."""
    return tuple(module(name).Error for name in available())
