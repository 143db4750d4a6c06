"""A private folder for the stores of one run."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    """The folder; it goes with this process."""
    made = Path(tempfile.mkdtemp(prefix="cstui-bench-"))
    made.chmod(0o700)
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def copy_of(path: Path, name: str) -> Path:
    """A copy of a closed store file, in the place of an earlier one of that name."""
    copy = folder() / name
    for suffix in ("-wal", "-shm"):
        Path(f"{copy}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(path, copy)
    copy.chmod(0o600)
    return copy
