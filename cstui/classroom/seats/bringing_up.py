"""A store that an older version made for a class, brought up to date, the next steps kept in it too."""

from __future__ import annotations

from pathlib import Path

from cstui.acts.kept_steps import renew_steps
from cstui.policy.rulebook import load_rulebook
from cstui.store.engine import open_store
from cstui.store.migrate import upgrade


def bring_up(path: Path) -> None:
    """Bring the store at `path` up to date; a backup is beside it. StoreError where it cannot be."""
    upgrade(path)
    with open_store(path) as store:
        for agency in store.agencies:
            renew_steps(store, load_rulebook(agency.name), store.info().business_date)
