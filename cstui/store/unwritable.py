"""Reading a SQLite store that may not be written here: a read-only file, folder or disk.

SQLite writes beside a store even to read it: the index of its log. Where it cannot, each connection is
one of these:

- The store has no log, or an empty one. The file is read as it is, without locks (`immutable`). Whoever may
  write it could do so meanwhile, so it is compared after each reading.
- The log lies there with its index. SQLite reads both, with its locks, beside whoever writes.
- The log lies there without its index, or there is a journal. A private copy of it all is read, which is made
  again where the store has changed, and taken away when the store is closed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cstui.store import drivers
from cstui.store.errors import StoreError
from cstui.store.faults import file_faults
from cstui.store.keys import Secret

BESIDE = ("-wal", "-journal")
INDEX = "-shm"
Look = tuple[tuple[int, int, int, int] | None, ...]
"""Of the store, its log and its journal: inode, bytes, and moments of the last changes; None for nothing."""


def not_writable(path: Path) -> Path | None:
    """Which of the file of a store and its folder may not be written; None where both may be."""
    as_acting = os.access in os.supports_effective_ids
    for what in (path, path.parent):
        if not os.access(what, os.W_OK, effective_ids=as_acting):
            return what
    return None


class Unwritable:
    """The file of a store, to be read alone; `what` may not be written."""

    def __init__(
        self, path: Path, what: Path, driver: str, seconds: float, secret: Secret | None = None
    ) -> None:
        self.path, self.what = path, what
        self._driver, self._seconds, self._secret = driver, seconds, secret
        self._copied: Look | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._alone = threading.Lock()

    def refuse(self) -> StoreError:
        """What is said to who would write."""
        return StoreError("CS-202", name=str(self.path), what=str(self.what))

    def connect(self) -> Any:
        """A connection of the driver. StoreError where a copy is needed and cannot be made."""
        log = self._beside("-wal")
        if log.exists() and self._beside(INDEX).exists() and os.access(self._beside(INDEX), os.R_OK):
            return self._opened(self.path, "mode=ro&readonly_shm=1")
        if any(_bytes(self._beside(end)) for end in BESIDE):
            return self._opened(self._copy(), "mode=rw")
        return self._opened(self.path, "immutable=1")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """StoreError CS-223 where the store changed while it was read without locks."""
        before = self._look() if not any(map(_bytes, map(self._beside, BESIDE))) else None
        try:
            yield
        finally:
            if before is not None and before != self._look():
                raise StoreError("CS-223", name=str(self.path))

    def close(self) -> None:
        """Take the private copy away."""
        with self._alone:
            if self._folder is not None:
                self._folder.cleanup()
            self._folder = self._copied = None

    def _opened(self, path: Path, how: str) -> Any:
        where = f"file:{quote(str(path))}?{how}"
        options = {"uri": True, "check_same_thread": False, "timeout": self._seconds}
        return drivers.connect(self._driver, where, self._secret, **options)

    def _copy(self) -> Path:
        """A private copy of the store with its log, as both are now."""
        with self._alone, file_faults(str(self.path)):
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="cstui-read-")
            copy, now = Path(self._folder.name) / self.path.name, self._look()
            if now != self._copied:
                for end in ("", *BESIDE):
                    to = copy.with_name(copy.name + end)
                    to.unlink(missing_ok=True)
                    if self._beside(end).exists():
                        to.touch(mode=0o600)
                        shutil.copyfile(self._beside(end), to)
                if now != self._look():
                    raise StoreError("CS-223", name=str(self.path))
                self._copied = now
        return copy

    def _look(self) -> Look:
        return tuple(map(_look, map(self._beside, ("", *BESIDE))))

    def _beside(self, end: str) -> Path:
        return self.path.with_name(f"{self.path.name}{end}")


def _look(path: Path) -> tuple[int, int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _bytes(path: Path) -> int:
    return (_look(path) or (0, 0))[1]
