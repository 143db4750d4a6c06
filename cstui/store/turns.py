"""Whose turn it is to write: one night at a time, and desks that wait get in between two of its slices.

SQLite gives its lock to whoever asks next, in no order, and the night would ask at once. So whoever waits for
the lock touches the file that the night has beside the store, and the night, when it was touched, waits
until nobody has touched it for a moment. On PostgreSQL those who wait for a row get it in their order.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cstui.store.errors import StoreError
from cstui.store.faults import file_faults

if TYPE_CHECKING:
    from cstui.store.engine import Store

AGAIN = 0.01
"""Seconds between two tries to get the lock of a SQLite store."""
QUIET = 0.03
"""Seconds without a touch after which nobody waits any more: a few tries of a busy machine."""
LONGEST = 0.25
"""Seconds that the night stands back at most, where ever others come."""
ADVISORY, TRIES, BETWEEN = 0x4E49474854, 20, 0.1
"""The key of PostgreSQL's lock for the night, how often it is tried, and the seconds after each try: a server
takes a moment to see that a process has died."""


class Turns:
    """The night's turns at a store; the night takes one with each slice."""

    def __init__(self, file: Path | None = None) -> None:
        self._file, self._seen = file, 0

    def begin(self) -> None:
        """The lock is taken: from now on a touch means that somebody waits."""
        self._seen = self._touched()

    def give_way(self) -> None:
        """Let in who has waited since the turn began, until nobody does."""
        left = LONGEST
        while left > 0 and (touched := self._touched()) != self._seen:
            self._seen = touched
            time.sleep(QUIET)
            left -= QUIET

    def _touched(self) -> int:
        if self._file is not None:
            with suppress(OSError):
                return self._file.stat().st_mtime_ns
        return 0


def night_file(store: Path) -> Path:
    """The file beside a SQLite store that is there, and locked, while a night runs."""
    return store.with_name(f"{store.name}-night")


def wait_a_moment(store: Path | None) -> None:
    """Let a moment pass before the next try, and let the night know."""
    if store is not None:
        with suppress(OSError):
            os.utime(night_file(store))
    time.sleep(AGAIN)


@contextmanager
def only_night(store: Store) -> Iterator[Turns]:
    """Be the only night of a store; StoreError CS-216 where another runs. One that died does not count."""
    store.be_writable()
    if store.place.server:
        with store.raw() as raw:
            raw.autocommit = True
            try:
                if not any(_advised(raw) for _ in range(TRIES)):
                    raise StoreError("CS-216", name=store.place.name)
                try:
                    yield Turns()
                finally:
                    raw.execute("SELECT pg_advisory_unlock(%s)", (ADVISORY,))
            finally:
                raw.autocommit = False
    elif store.place.path is not None:
        file = night_file(store.place.path)
        descriptor = _locked(store.place.path, file)
        try:
            yield Turns(file)
        finally:
            with suppress(OSError):  # its lock ends with the process; the file may lie where it is
                file.unlink()
            os.close(descriptor)
    elif store.night.acquire(blocking=False):
        try:
            yield Turns()
        finally:
            store.night.release()
    else:
        raise StoreError("CS-216", name=store.place.name)


def _advised(raw: Any) -> bool:
    """Whether this connection got the night's lock of a server."""
    if raw.execute("SELECT pg_try_advisory_lock(%s)", (ADVISORY,)).fetchone()[0]:
        return True
    time.sleep(BETWEEN)
    return False


def _locked(store: Path, file: Path) -> int:
    """A descriptor of the night's file, locked: for whoever may write the store, as the store itself."""
    while True:
        with file_faults(str(file)):
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with file_faults(str(file)):
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    raise FileExistsError(errno.EEXIST, "is not a file", str(file))
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    raise StoreError("CS-216", name=str(store)) from None
                with suppress(PermissionError):
                    os.fchmod(descriptor, stat.S_IMODE(store.stat().st_mode))
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(descriptor), file.stat()):
                    return descriptor  # else the night before took its file away meanwhile
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
