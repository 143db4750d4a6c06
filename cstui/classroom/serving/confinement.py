"""What a bank gives up before its first seat begins, so that the system holds what code may have missed.

Limits on memory, files and processes, where the system has them; on Linux Landlock as well (kernel 5.13 and
later): files may be read where the program and the class are, and written in the seats' folder alone; no
program is started, no TCP line opened. Landlock holds for a process and all
that it begins; nothing lifts it again.
"""

from __future__ import annotations

import ctypes
import logging
import os
import resource
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

MEMORY = 1 << 29
"""Bytes of address space that a bank may take beside what it has at its start."""
LARGEST_FILE = 1 << 28
"""Bytes of a file that a bank writes, at most."""
OPEN_FILES = 256
MORE_PROCESSES = 4096
"""Threads and processes beside those of the user that are there. The system counts them for the user, not for
the bank: so many that what a trainer begins meanwhile leaves the seats theirs. For root it holds nothing."""
READ_ONLY = ("/usr", "/lib", "/lib64", "/lib32", "/etc", "/proc", "/sys/devices/system/cpu", "/dev/urandom")
"""What Python and the libraries read outside of their own folders."""
WRITTEN = ("/dev/null", "/dev/tty")

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH, _VERSION, _NO_NEW_PRIVS = 1, 1, 38
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_FIRST = (1 << 13) - 1
"""The rights that every Landlock knows; later ones came with versions 2, 3 and 5."""
_TCP, _SCOPED = 0b11, 0b11
"""Binding and connecting by TCP (version 4); abstract sockets and signals to others (version 6)."""

log = logging.getLogger("cstui.bank")


def landlock_version() -> int:
    """Which Landlock the kernel offers; 0 for none."""
    if not sys.platform.startswith("linux"):
        return 0
    found: int = _libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))
    return max(0, found)


def confine(writes: Path, reads: Iterable[Path]) -> None:
    """Give up all but reading `reads` and the program, and writing in the folder `writes`, for good.

    To be called before threads begin. What the system does not offer is left out: `offered` says it.
    """
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_FSIZE, LARGEST_FILE)
    if (size := _address_space()) is not None:
        _limit(resource.RLIMIT_AS, size + MEMORY)
    if (running := _threads_of_user()) is not None:
        _limit(resource.RLIMIT_NPROC, running + MORE_PROCESSES)
    if version := landlock_version():
        _landlock(version, writes, reads)


def offered() -> str:
    """What a trainer should know of how far the system confines seats; empty where it does all it can."""
    if landlock_version():
        return ""
    return "This system has no Landlock: seats are confined by the program, not by the system as well."


def _limit(what: int, most: int) -> None:
    """Lower a limit of this process; never above what it is, and not where the system has none such."""
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def _address_space() -> int | None:
    """The bytes of address space of this process; None where the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf(
            "SC_PAGE_SIZE"
        )
    return None


def _threads_of_user() -> int | None:
    """How many threads the user's processes have; None where the system does not tell."""
    own, count = os.getuid(), 0
    with suppress(OSError):
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it has ended
                if process.stat().st_uid == own:
                    count += sum(1 for _ in (process / "task").iterdir())
        return count or None
    return None


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _landlock(version: int, writes: Path, reads: Iterable[Path]) -> None:
    files = _FIRST | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    files |= _IOCTL if version >= 5 else 0
    handled = struct.pack("=QQQ", files, _TCP if version >= 4 else 0, _SCOPED if version >= 6 else 0)
    handled = handled[: 8 if version < 4 else 16 if version < 6 else 24]
    libc = _libc()
    rules = libc.syscall(_CREATE_RULESET, handled, ctypes.c_size_t(len(handled)), ctypes.c_uint32(0))
    if rules < 0:
        log.warning("Landlock is offered and refuses: %s", os.strerror(ctypes.get_errno()))
        return
    try:
        reading = _READ_FILE | _READ_DIR
        for path in (*map(Path, READ_ONLY), *reads):
            _permit(libc, rules, path, reading)
        for path in map(Path, WRITTEN):
            _permit(libc, rules, path, _READ_FILE | _WRITE_FILE | (files & (_TRUNCATE | _IOCTL)))
        _permit(libc, rules, writes, files & ~_EXECUTE)
        libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
        if libc.syscall(_RESTRICT_SELF, rules, ctypes.c_uint32(0)) < 0:
            log.warning("Landlock is offered and refuses: %s", os.strerror(ctypes.get_errno()))
    finally:
        os.close(rules)


def _permit(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    """Permit what is beneath a path; a file has no rights of a folder. Nothing where it is not there."""
    try:
        at = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not path.is_dir():
            rights &= _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
        rule = struct.pack("=Qi", rights, at)
        if libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, rule, ctypes.c_uint32(0)) < 0:
            log.warning("Landlock does not permit %s: %s", path, os.strerror(ctypes.get_errno()))
    finally:
        os.close(at)
