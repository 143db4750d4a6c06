"""Files of the classroom: written whole or not at all, readable by their owner alone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def replace(path: Path, data: bytes) -> None:
    """Write `data` as `path`; what was there stays until the new file is whole."""
    half = _half(path)
    try:
        half.touch(mode=0o600)
        half.write_bytes(data)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def copy(source: Path, to: Path) -> None:
    """Copy a file; `to` is there whole or not at all."""
    half = _half(to)
    try:
        half.touch(mode=0o600)
        shutil.copyfile(source, half)
        half.replace(to)
    finally:
        half.unlink(missing_ok=True)


def sweep(path: Path) -> None:
    """Remove halves of `path` that a killed process left; only for who alone writes it."""
    for half in path.parent.glob(f".{path.name}.*"):
        half.unlink(missing_ok=True)


def _half(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}")
