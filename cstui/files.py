"""The doors by which files are read and written that people, settings or other programs name.

What is read is a plain file, so many bytes of it at most; no pipe or device is waited for. What is written
is there whole or not at all, on the disk when that is answered, readable by its owner alone. Nothing is
written into a link, a pipe or a device, nor in the place of a store or of what SQLite keeps beside one.
What is refused is an OSError whose text says what is there and the way out.

A store that this process has open is never opened here: closing it would end SQLite's locks.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TypeVar

import msgspec

MOST = 4 * 1024 * 1024
"""Bytes of the largest file that is read where nobody says otherwise."""
SHORT = 4096
"""Bytes of a file that holds a number, an address or a token."""
_SQLITE = b"SQLite format 3\x00"
_BESIDE = ("-wal", "-shm", "-journal")
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISLNK, "a link"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)
_opened: set[Path] = set()
T = TypeVar("T")


def opened_store(path: Path) -> None:
    """Never open that file here, nor write in its place: this process has it open as a store."""
    _opened.add(path)


def read(path: Path, most: int = MOST) -> bytes:
    """What a plain file holds. OSError for anything else, and for more than `most` bytes."""
    _be_plain(path, path.stat())
    if is_open(path):
        raise _unfit(path, "it is the open store; name another file")
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        _be_plain(path, os.fstat(handle))
        held = file.read(most + 1)
    if len(held) > most:
        raise _unfit(path, f"it has more than {most:,} bytes", errno.EFBIG)
    return held


def text(path: Path, most: int = MOST, encoding: str = "utf-8") -> str:
    """The text of a plain file, its lines ended by line feeds. OSError as `read`, UnicodeDecodeError."""
    return read(path, most).decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


def expanded(path: str | Path) -> Path:
    """The path with `~` replaced; as it is where nobody knows whose home is meant."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - Path's own raises there


def unfit(path: Path) -> str:
    """Why nothing can be read at a path, as messages say it; empty for a plain file."""
    try:
        _be_plain(path, path.stat())
    except (FileNotFoundError, NotADirectoryError):
        return "no such file"
    except OSError as error:
        return error.strerror or str(error)
    except ValueError:  # a character NUL
        return "no such file"
    return ""


def decoded(held: bytes, shape: type[T]) -> T:
    """JSON as `shape`. msgspec.DecodeError for anything else, however deep it is nested."""
    try:
        return msgspec.json.decode(held, type=shape)
    except RecursionError as error:
        raise msgspec.DecodeError("is nested too deeply") from error


class Begun(msgspec.Struct, frozen=True):
    """A file written beside its place: `keep` gives it its name, `drop` takes it away."""

    path: Path
    waiting: Path

    def keep(self) -> None:
        """Take the place of what is there. OSError where that cannot be; nothing is left behind then."""
        try:
            self.waiting.replace(self.path)
        except OSError:
            self.drop()
            raise
        with suppress(OSError):  # some file systems know no such thing
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def drop(self) -> None:
        """Take it away; what is in its place stays."""
        self.waiting.unlink(missing_ok=True)


def begin(path: Path, data: bytes | Iterable[bytes]) -> Begun:
    """Write `data` beside `path`, which stays as it is until that is kept. OSError where it cannot be.

    Data in pieces are written one after the other; where their maker fails, nothing is left behind. What
    processes that were killed left beside `path` is taken away.
    """
    _be_replaceable(path)
    hidden = f".{path.name[:100]}."
    _take_away_left(path.parent, hidden)
    handle, waiting = tempfile.mkstemp(dir=path.parent, prefix=f"{hidden}{os.getpid()}-")  # it makes it 0600
    begun = Begun(path, Path(waiting))
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines((data,) if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        begun.drop()
        raise
    return begun


def _take_away_left(folder: Path, hidden: str) -> None:
    """Take away what was begun under such a name by processes that are no more."""
    begun = re.compile(rf"{re.escape(hidden)}(\d+)-\w{{8}}")
    with suppress(OSError), os.scandir(folder) as held:
        for one in held:
            if (found := begun.fullmatch(one.name)) and not _runs(int(found.group(1))):
                Path(one.path).unlink(missing_ok=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # of another user
        return True
    return True


def replace(path: Path, data: bytes) -> None:
    """Write `data` as `path`; what was there stays until the new file is whole and on the disk.

    It takes 5 to 10 ms on a common disk. OSError where the disk does not take it.
    """
    begin(path, data).keep()


def folder(path: Path, *, own: bool = False) -> None:
    """Make a folder, and those above it that are missing, for their owner alone. OSError where it cannot be.

    One that is there stays as it is, unless it is cstui's `own`: that is closed to others.
    """
    for missing in reversed([one for one in (path, *path.parents) if not one.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    if not path.is_dir():
        raise FileExistsError(errno.EEXIST, "is not a folder", str(path))
    if own:
        private(path)


def private(path: Path) -> None:
    """Take from a file or folder of this user what others may do; one of somebody else stays as it is."""
    with suppress(OSError):
        found = path.stat()
        if found.st_mode & 0o077 and found.st_uid == os.geteuid():
            path.chmod(found.st_mode & 0o700)


def copy(source: Path, to: Path) -> None:
    """Copy a plain file; `to` is private, and there whole or not at all, unless the power fails meanwhile."""
    half = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        half.touch(mode=0o600)
        shutil.copyfile(source, half)
        half.replace(to)
    finally:
        half.unlink(missing_ok=True)


def lock_handle(path: Path, *, make: bool = True) -> int:
    """A descriptor of a plain file to be locked; it is made private. OSError for another kind."""
    flags = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | (os.O_CREAT if make else 0)
    handle = os.open(path, flags, 0o600)
    try:
        _be_plain(path, os.fstat(handle))
    except OSError:
        os.close(handle)
        raise
    return handle


class PrivateLog(logging.FileHandler):
    """A log in a private plain file, made with its first entry."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, delay=True, encoding="utf-8", errors="backslashreplace")

    def _open(self) -> TextIOWrapper:
        handle = append_handle(Path(self.baseFilename))
        return TextIOWrapper(os.fdopen(handle, "ab"), encoding=self.encoding, errors=self.errors)


def append_handle(path: Path) -> int:
    """A descriptor that adds to a private plain file, made where it is missing. OSError for anything else."""
    flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    _be_replaceable(path)
    handle = os.open(path, flags, 0o600)
    try:
        _be_plain(path, os.fstat(handle))
        os.fchmod(handle, 0o600)
    except OSError:
        os.close(handle)
        raise
    return handle


def _be_plain(path: Path, found: os.stat_result) -> None:
    if stat.S_ISREG(found.st_mode):
        return
    kind = next((said for is_kind, said in _KINDS if is_kind(found.st_mode)), "a device")
    raise _unfit(path, f"it is {kind}; name a plain file")


def _be_replaceable(path: Path) -> None:
    """OSError where another file may not take this place."""
    with suppress(FileNotFoundError):
        _be_plain(path, path.lstat())
        if _is_store(path):
            raise _unfit(path, "it is a store or another database; name another file")
    for ending in _BESIDE:
        if path.name.endswith(ending) and _is_store(path.with_name(path.name.removesuffix(ending))):
            raise _unfit(path, "SQLite keeps a part of a store under this name; name another file")


def _is_store(path: Path) -> bool:
    """Whether a file is an open store or begins as SQLite's do."""
    if is_open(path):
        return True
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    with os.fdopen(handle, "rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def is_open(path: Path) -> bool:
    """Whether a file is a store that this process has open, under whichever name."""
    with suppress(OSError):
        found = path.stat()
        for store in _opened:
            with suppress(OSError):
                if os.path.samestat(found, store.stat()):
                    return True
    return False


def _unfit(path: Path, why: str, code: int = errno.EINVAL) -> OSError:
    return OSError(code, why, str(path))
