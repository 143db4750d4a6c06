"""Where a store file may lie and who may read it."""

from __future__ import annotations

import errno
import fcntl
import glob
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cstui import files
from cstui.clock import steady_clock

_NETWORK = re.compile(
    r"9p|afs|beegfs|ceph|cifs|coda|davfs|glusterfs|gpfs|lustre|ncpfs|nfs4?|ocfs2|orangefs|prl_fs|smb[23]|smbfs"
    r"|fuse\.(cephfs|davfs2|glusterfs|rclone|s3fs|sshfs)"
)
LOGS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a store."""
REPLACED = ".replaced-"
"""Between the name of a store and the moment until which it was the store."""
UNFINISHED = ".unfinished"
MADE_WITHIN, AGAIN = 60.0, 0.05
"""Seconds within which a store is made even on a busy machine, and between two looks whether it is."""


@contextmanager
def only_maker(path: Path, seconds: float = MADE_WITHIN) -> Iterator[None]:
    """Be the only process that makes a store in the folder of `path`; who comes meanwhile waits for it.

    After so many seconds the wait is over, in case that process has been stopped.
    """
    files.folder(path.parent)
    handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    until = steady_clock() + seconds
    try:
        while not _locked(handle) and steady_clock() < until:
            time.sleep(AGAIN)
        yield
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A file to be filled that appears as `path` when it is complete, and not at all when that fails.

    Only its owner may read it, and folders made for it are of the same kind. Raises
    FileExistsError where there is a file already; that one is left as it is.
    """
    if path.exists():
        raise FileExistsError(errno.EEXIST, "is there already", str(path))
    with beside(path) as unfinished:
        yield unfinished
        on_disk(unfinished)
        _publish(unfinished, path)
        on_disk(path.parent)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A private file beside `path`, to be filled and given its name; it is gone afterward if it was not.

    Its process holds a lock on it. What killed ones left in that folder is taken away.
    """
    files.folder(path.parent)
    for left in unfinished_in(path.parent):
        _take_away(left)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    handle = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield unfinished
    finally:
        _take_away(unfinished)
        os.close(handle)


def unfinished_in(folder: Path, of: str = "", *, held: bool = False) -> list[Path]:
    """The files that were begun in a folder, to be named `of` or anything, and not finished.

    Those of killed processes, or those that are `held` by processes that are at work.
    """
    begun = re.compile(rf"\.{re.escape(of) if of else '.+'}\.[0-9]+{re.escape(UNFINISHED)}")
    named = (one for one in sorted(folder.iterdir()) if begun.fullmatch(one.name))
    return [one for one in named if one.is_file() and not one.is_symlink() and _is_held(one) == held]


def _is_held(unfinished: Path) -> bool:
    try:
        handle = os.open(unfinished, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _take_away(unfinished: Path) -> None:
    for end in (*LOGS, ""):  # the file last: whoever is killed here has the rest found by it
        unfinished.with_name(f"{unfinished.name}{end}").unlink(missing_ok=True)


def undo_killed_restore(store: Path) -> None:
    """Where a restore was killed before the backup took the place of a store: let the store have one name.

    Its logs went to the name under which it was to be kept, and come back.
    """
    try:
        if store.stat().st_nlink < 2 or unfinished_in(store.parent, store.name, held=True):
            return
        for kept in store.parent.glob(f"{glob.escape(store.name)}{REPLACED}*"):
            if kept.is_symlink() or not kept.samefile(store):
                continue
            for end in LOGS:
                log = kept.with_name(f"{kept.name}{end}")
                if log.exists() and not store.with_name(f"{store.name}{end}").exists():
                    log.rename(store.with_name(f"{store.name}{end}"))
            kept.unlink()
    except OSError:
        return  # whoever may not do that may only read it, and does it no harm


def close_to_others(store: Path) -> None:
    """Make a store, its log, index and journal, and copies beside it private, as far as this user owns them.

    Earlier versions, and whoever copied the files, may have left them open to others.
    """
    beside = [f"{store.name}{end}" for end in ("", *LOGS, "-night")]
    copies = tuple(f"{store.name}{end}" for end in (".schema-", REPLACED))
    with suppress(OSError), os.scandir(store.parent) as held:
        for one in held:
            if one.name in beside or (one.name.startswith(copies) and one.is_file(follow_symlinks=False)):
                files.private(Path(one.path))


def on_disk(path: Path) -> None:
    """Wait until a file, or what a folder lists, is on the disk; some file systems know no such thing."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _publish(unfinished: Path, path: Path) -> None:
    """Give the file its name unless another was quicker; a link, because renaming would write over."""
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links, such as a memory stick.
        if path.exists():
            raise FileExistsError(errno.EEXIST, "is there already", str(path)) from None
        unfinished.rename(path)


def network_file_system(path: Path, mounts: Path = Path("/proc/mounts")) -> str | None:
    """The kind of network file system that `path` lies on, else None.

    Locks are not to be trusted there, and two computers can ruin a store. A system whose root
    is of such a kind (a sandbox) counts as local. Where mounts are not listed, None.
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    resolved = path.resolve()
    best, kind = Path("/"), ""
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = Path(parts[1].replace("\\040", " ").replace("\\011", "\t"))
        if point != Path("/") and resolved.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, parts[2]
    return kind if _NETWORK.fullmatch(kind) else None
