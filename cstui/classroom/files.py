"""Files of the classroom: written whole or not at all, readable by their owner alone.

What is replaced stands on the disk when that is answered, also where the power fails then.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from cstui.files import replace as replace


def copy(source: Path, to: Path) -> None:
    """Copy a file; `to` is there whole or not at all, unless the power fails before the disk has it."""
    half = to.with_name(f".{to.name}.{os.getpid()}")
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
