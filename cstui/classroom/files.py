"""Files of the classroom: written whole or not at all, readable by their owner alone.

What is replaced stands on the disk when that is answered, also where the power fails then.
"""

from __future__ import annotations

from pathlib import Path

from cstui.files import copy as copy
from cstui.files import replace as replace


def sweep(path: Path) -> None:
    """Remove halves of `path` that a killed process left; only for who alone writes it."""
    for half in path.parent.glob(f".{path.name}.*"):
        half.unlink(missing_ok=True)
