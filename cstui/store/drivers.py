"""Which SQLite runs: `sqlcipher3` where it is installed (extra `cipher`), else Python's own.

Its wheels carry a newer SQLite than most systems; before 3.51.3 several writers could, rarely, ruin
a WAL. It alone opens encrypted stores; either opens a plain one that the other made, and it is as quick as
the other there. But never both in one process at the same time: they do not see each other's locks on a
file.
"""

from __future__ import annotations

import importlib
import importlib.util
import sqlite3
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cstui.store.keys import Secret

STANDARD, CIPHER = "sqlite3", "sqlcipher3"


def available() -> tuple[str, ...]:
    """The drivers that can be used here, the preferred one first."""
    return (CIPHER, STANDARD) if importlib.util.find_spec(CIPHER) else (STANDARD,)


@cache
def module(name: str) -> Any:
    """The DB-API module of a driver."""
    return sqlite3 if name == STANDARD else importlib.import_module(f"{name}.dbapi2")


def connect(driver: str, address: str, secret: Secret | None = None, **options: Any) -> Any:
    """A connection of a driver, unlocked with the `secret` of an encrypted file."""
    raw = module(driver).connect(address, **options)
    if secret is not None:
        secret.unlock(raw)
    return raw


def error_types() -> tuple[type[Exception], ...]:
    """What the drivers raise."""
    return tuple(module(name).Error for name in available())
