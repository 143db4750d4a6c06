"""Turns what the file system and the drivers say of a store into a StoreError with its id."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError

from cstui.store import drivers, keys
from cstui.store.errors import StoreError

NO_TEXT = "a name in it is no longer text"
NO_HEADER = "its header cannot be read"


class Damaged(Exception):  # noqa: N818  (said of a store, whose name the door adds)
    """What a store holds cannot be: said as CS-208 with its name by the door through which it was read."""


@contextmanager
def file_faults(name: str) -> Iterator[None]:
    """What the file system refuses, as a StoreError about the store `name`."""
    try:
        yield
    except FileExistsError as error:
        raise StoreError("CS-209", name=name) from error
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise StoreError("CS-202", name=name, what=str(error.filename)) from error
        raise StoreError("CS-211", name=name, what=str(error.strerror)) from error


def refuse_strange_file(name: str, path: Path) -> bytes | None:
    """The salt of a file that may be an encrypted store, None for a plain database; else CS-205."""
    if not path.is_file():  # nor is a pipe waited for
        raise StoreError("CS-205", name=name)
    with file_faults(name):
        return keys.salt_of(name, path)


@contextmanager
def translated(
    name: str, *, server: bool = False, reading: bool = False, keyed: bool = False
) -> Iterator[None]:
    """What a driver says of the store `name`, as a StoreError. `keyed`: it was just given a key.

    A write through the reading door is a fault of the program, not of the store, and stays as it is.
    """
    try:
        yield
    except Damaged as error:
        raise StoreError("CS-208", name=name, what=str(error)) from error
    except DBAPIError as error:
        cause = error.orig
        found: StoreError | None
        if isinstance(error, IntegrityError):
            found = StoreError("CS-213", what=str(cause).splitlines()[0])
        elif isinstance(cause, drivers.error_types()):
            found = _of_sqlite(name, cause, reading, keyed)
        else:
            found = _of_postgresql(name, cause) if server else None
        if found is None:
            raise
        raise found from error
    except drivers.error_types() as error:
        found = _of_sqlite(name, error, reading, keyed)
        if found is None:
            raise
        raise found from error
    except UnicodeEncodeError as error:  # of a driver, that is given what it cannot send
        raise StoreError("CS-213", what=str(error)) from error


def is_busy(error: BaseException) -> bool:
    """Whether SQLite says that somebody else holds the store."""
    return _code(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _code(error: BaseException) -> str:
    """The name of what SQLite says; that of a backup comes in its words alone."""
    return getattr(error, "sqlite_errorname", "") or _SAID.get(str(error), "")


_SAID = {
    "database is locked": "SQLITE_BUSY",
    "database table is locked": "SQLITE_LOCKED",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "disk I/O error": "SQLITE_IOERR",
    "database disk image is malformed": "SQLITE_CORRUPT",
    "database or disk is full": "SQLITE_FULL",
    "unable to open database file": "SQLITE_CANTOPEN",
    "file is not a database": "SQLITE_NOTADB",
}


def _of_sqlite(name: str, error: BaseException, reading: bool, keyed: bool) -> StoreError | None:
    code, said = _code(error), str(error)
    if said.startswith(("no such table", "no such column", "Could not decode", "no such module")):
        return StoreError("CS-208", name=name, what=" ".join(said.split()))
    if is_busy(error):
        return StoreError("CS-201", name=name)
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
        ours = reading and code == "SQLITE_READONLY" and _writable(name)
        return None if ours else StoreError("CS-202", name=name, what=name)
    if code.startswith("SQLITE_NOTADB"):
        if keyed:
            return StoreError("CS-225", name=name)
        return StoreError("CS-208", name=name, what=NO_HEADER)
    if code.startswith("SQLITE_CORRUPT"):
        return StoreError("CS-208", name=name, what=said)
    if code.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return StoreError("CS-211", name=name, what=str(error))
    return None


def _writable(name: str) -> bool:
    """Whether the file of a store could be written: then it is its door that refused."""
    from cstui.store.unwritable import not_writable

    return not Path(name).exists() or not_writable(Path(name)) is None


def _of_postgresql(name: str, error: BaseException | None) -> StoreError | None:
    state = getattr(error, "sqlstate", None)
    if state in ("55P03", "40001", "40P01"):
        return StoreError("CS-201", name=name)
    if type(error).__name__ == "DataError" or (state or "")[:2] in ("22", "54"):
        return StoreError("CS-213", what=str(error).splitlines()[0])
    if state is None or state[:2] in ("08", "28", "3D", "57"):
        return StoreError("CS-212", name=name, what=str(error).splitlines()[0])
    if state in ("42P01", "42703", "XX001", "XX002"):  # no table or column, a damaged page or index
        return StoreError("CS-208", name=name, what=str(error).splitlines()[0])
    return None
