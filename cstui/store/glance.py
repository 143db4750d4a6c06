"""What a store file says of itself at a glance: before it is opened, and with nothing heavy imported."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cstui.agency import Manifest, UnknownAgencyError, find

if TYPE_CHECKING:
    from cstui.store.keys import StoreKey


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
        with closing(sqlite3.connect(_to_look_at(path), uri=True)) as connection:
            return _agencies(connection)
    except (sqlite3.Error, UnknownAgencyError, OSError, ValueError):
        return None


def _to_look_at(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def _agencies(connection: Any) -> tuple[Manifest, ...]:
    names = [str(name) for (name,) in connection.execute("SELECT name FROM agency")]
    return tuple(sorted((find(name) for name in names), key=lambda one: (one.rank, one.name)))


class Signing(NamedTuple):
    """How one signs on to a store: whether it asks for passwords, whether it is live, and what a practice
    store says its password is.
    """

    asks: bool = False
    live: bool = False
    practice: str = ""


PLAIN = Signing()


def signing_at(target: str | Path) -> Signing | None:
    """How one signs on to the store at a path; PLAIN where none is yet, None where only opening it tells."""
    if "://" in str(target):
        return None
    path = Path(target)
    if not path.exists():
        return PLAIN
    try:
        with closing(sqlite3.connect(_to_look_at(path), uri=True)) as connection:
            return _signing(connection)
    except (sqlite3.Error, OSError, ValueError):
        return None


def _signing(connection: Any) -> Signing:
    return signing_of(dict(connection.execute("SELECT key, value FROM store_info")))


def unlocked_at(path: Path, key: StoreKey) -> tuple[tuple[Manifest, ...] | None, Signing | None]:
    """Both of an encrypted store, whose key is known; None and None where only opening it tells."""
    from cstui.store import drivers, keys

    faults: tuple[type[Exception], ...] = (*drivers.error_types(), UnknownAgencyError, OSError, ValueError)
    try:
        salt = keys.salt_of(str(path), path)
        assert salt is not None
        secret = key.secret(salt)
        with closing(drivers.connect(drivers.CIPHER, _to_look_at(path), secret, uri=True)) as connection:
            return _agencies(connection), _signing(connection)
    except faults:
        return None, None


def signing_of(values: Mapping[str, str]) -> Signing:
    """The same of what a store says of itself."""
    live = values.get("kind") == "live"
    asks = live or values.get("sign_on") == "password"
    return Signing(asks, live, values.get("practice_password", "") if asks and not live else "")
