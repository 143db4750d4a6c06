"""A store that an older version made for a class, brought up to date, the next steps kept in it too."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from cstui.acts.kept_steps import renew_steps
from cstui.clock import system_clock
from cstui.store.migrate import upgrade


def bring_up(path: Path) -> None:
    """Bring the store at `path` up to date; a backup is beside it. StoreError where it cannot be."""
    upgrade(path, then=partial(renew_steps, now=system_clock()))
