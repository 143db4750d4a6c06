"""The preloaded machine that fails: built from `machine.c` where there is a compiler."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path

SOURCE = Path(__file__).with_name("machine.c")


def built() -> Path | None:
    """The library, built once for each content of its source; None where there is no C compiler."""
    source = SOURCE.read_bytes()
    made = Path(tempfile.gettempdir()) / f"cstui-machine-{os.getuid()}-{sha256(source).hexdigest()[:16]}.so"
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if made.exists() and made.stat().st_uid == os.getuid():
        return made
    if compiler is None:
        return None
    half = made.with_suffix(f".{os.getpid()}")
    command = [compiler, "-O1", "-shared", "-fPIC", "-o", half, SOURCE, "-lpthread"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        return None  # a compiler without the headers of Linux
    half.replace(made)
    return made


def is_loaded() -> bool:
    """Whether this process runs on it."""
    return hasattr(ctypes.CDLL(None), "fault_arm")


def arm(kind: str, point: int, folder: Path, *, seed: int = 0, tell: int = -1) -> None:
    """Fail at the so manieth thing done to files below `folder`, from now on."""
    ctypes.CDLL(None).fault_arm(f"{kind}:{point}:{seed}:{tell}:{folder}".encode())


def touched() -> int:
    """How many things were done to the files since it was armed."""
    return int(ctypes.CDLL(None).fault_count())


def came() -> bool:
    """Whether the fault came."""
    return bool(ctypes.CDLL(None).fault_came())
