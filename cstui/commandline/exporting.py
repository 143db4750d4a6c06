"""The log of what leaves the store as data: it is written before anything is given out, else nothing is."""

from __future__ import annotations

from pathlib import Path

from cstui.acts.audit import EXPORTED, log_of_store
from cstui.store.errors import StoreError
from cstui.workplace import Workplace

NOBODY = "COMMAND"
"""Who exports where nobody signed on: a practice store."""


def log_export(place: Workplace, what: str, out: str | None = None) -> None:
    """Log under `store` that `what` goes to the file `out`, else to standard output.

    A practice store that cannot be written is read without. StoreError for any other that cannot.
    """
    to = f"to file {Path(out).name}" if out else "to standard output"
    viewer, on, at = place.store.viewer, place.business_date(), place.clock()
    actor = viewer.number if viewer is not None else NOBODY
    try:
        with place.store.write() as session:
            log_of_store(session, [f"{what} exported {to}."], action=EXPORTED, actor=actor, on=on, at=at)
    except StoreError as error:
        if error.rule != "CS-202" or place.info().kind != "practice":
            raise
