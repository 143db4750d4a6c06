"""Whether a SQLite store is still the file that was opened: not removed, replaced, or copied over.

SQLite writes on into a file that has no name any more, and what it acknowledges then is lost. So before
an act and after its commit the device and inode of the file and of its `-wal` are compared with those at
opening. A file that was copied over keeps its inode, and the pages that SQLite keeps hide it; so where
the file has changed, which is else a checkpoint, it is read again, past the log: it must be the same
store, with no fewer entries.

The file is never opened but by SQLite: closing any other descriptor of it would end SQLite's locks.
"""

from __future__ import annotations

import os
import threading
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cstui.store import drivers
from cstui.store.errors import StoreError
from cstui.store.keys import Secret

Inode = tuple[int, int]
Change = tuple[int, int]
"""When a file was changed last, in nanoseconds, and its bytes."""
SAYS = "SELECT key, value FROM store_info WHERE key IN ('created', 'generation', 'schema') ORDER BY key"
"""What makes a store this one and no other: when it was made, when it was last restored, its version."""
RESTORED = "it was restored, upgraded or created again meanwhile"


class FileWatch:
    """Watches the file of an open store. Known from before the first connection to it."""

    def __init__(self, path: Path, driver: str, secret: Secret | None = None) -> None:
        self._path, self._log = path, path.with_name(f"{path.name}-wal")
        self._driver, self._secret = driver, secret
        self._wal: Inode | None = None
        self._connections, self._alone = 0, threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._file, self._changed = _look(self._path)
        self._known: tuple[list[Any], int] | None = None
        with suppress(StoreError):  # what is not a store at all is said by what is asked first
            self._known = self._read()
        self._watching = True

    def end(self) -> None:
        """The store is closed; one that is used again is watched from then on."""
        self._watching = False

    def connected(self) -> None:
        """A connection has read the store, so that it has its log open, which stays while any has it."""
        with self._alone:
            self._connections += 1
            if self._connections == 1:
                self._wal, _ = _look(self._log)
                if not self._watching:
                    self._begin()

    def closed(self, *_: object) -> None:
        """A connection is closed; the last one takes the log along."""
        with self._alone:
            self._connections -= 1
            if not self._connections:
                self._wal = None

    def check(self, *, whole: bool = False) -> None:
        """StoreError CS-218 where it is not the store that was opened; `whole` looks into it too."""
        if not self._watching:
            return
        file, changed = _look(self._path)
        if file != self._file:
            raise self._lost("its file is gone" if file is None else "another file has taken its place")
        if self._wal is not None:
            wal, _ = _look(self._log)
            if wal != self._wal:
                raise self._lost(f"its log {self._log.name} is {'gone' if wal is None else 'another'}")
        if whole and changed != self._changed:
            self._check_content(changed)

    def _check_content(self, changed: Change) -> None:
        known, found = self._known, self._read()
        if changed[1] < self._changed[1]:  # a store's file never gets shorter
            raise self._lost("a part of it was cut off")
        if found is None:
            return  # in the middle of a checkpoint, perhaps: it is looked at again before the next act
        if known is not None and (found[0] != known[0] or found[1] < known[1]):
            raise self._lost("another store was copied over it")
        if _look(self._path)[1] == changed:
            self._changed, self._known = changed, found

    def _read(self) -> tuple[list[Any], int] | None:
        """What the file says without its log: which store it is, and its last entry; None for nothing."""
        where = f"file:{quote(str(self._path))}?immutable=1"
        try:
            with closing(drivers.connect(self._driver, where, self._secret, uri=True)) as raw:
                last = raw.execute("SELECT max(id) FROM activity").fetchone()[0]
                return raw.execute(SAYS).fetchall(), int(last or 0)
        except (ValueError, TypeError):
            return None
        except drivers.error_types() as error:
            if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
                raise self._lost("something else was written over it") from error
            return None

    def _lost(self, what: str) -> StoreError:
        return StoreError("CS-218", what=what, name=str(self._path))


def _look(path: Path) -> tuple[Inode | None, Change]:
    """Which file lies there, None for none, and its last change."""
    try:
        found = os.stat(path)  # noqa: PTH116 - before every act, and quicker than Path's
    except OSError:
        return None, (0, 0)
    return (found.st_dev, found.st_ino), (found.st_ctime_ns, found.st_size)
