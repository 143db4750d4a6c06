"""A class of an older version: its stores are brought up to date when it goes on, and read as they are.

The journal of a seat holds what was keyed by the names of fields, and nothing of the tables; it stays.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cstui.classroom.enrollment.class_state import STARTS, ClassState
from cstui.classroom.errors import ClassError
from cstui.classroom.seats.bringing_up import bring_up
from cstui.classroom.seats.seat import STORE
from cstui.progress import Progress
from cstui.store.engine import Store, open_store, open_unchecked
from cstui.store.errors import StoreError

OLDER, NEWER = "CS-203", "CS-204"
"""What a store says that was made by an older version of cstui, and by a newer one."""


def renew(room: ClassState, progress: Progress | None = None) -> list[str]:
    """Bring the stores of a class up to date, each after a backup beside it; a line on what was done.

    ClassError CS-607 where a newer cstui has made them. A store that cannot be brought up to date, or is
    damaged, stays as it is: its seat says so, and the others go on.
    """
    seats = {f"seat {seat.id}": room.folder_of(seat) / STORE for seat in room.seats}
    starts = {f"the start {path.name}": path for path in sorted((room.folder / STARTS).glob("*.cstui"))}
    faults = {what: _fault(path) for what, path in (starts | seats).items() if path.exists()}
    if newer := next((one for one in faults.values() if one and one.rule == NEWER), None):
        raise ClassError("CS-607", folder=room.folder, fault=str(newer))
    older = [what for what, fault in faults.items() if fault and fault.rule == OLDER]
    if progress is not None and older:
        progress.begin("Bringing stores up to date", len(older), "stores")
    said = []
    for what in older:
        try:
            bring_up((starts | seats)[what])
        except StoreError as fault:
            said.append(f"{what.capitalize()} stays as an older version of cstui left it. {fault}")
        if progress is not None:
            progress.step()
    if done := len(older) - len(said):
        which = "its store was" if done == 1 else f"its {done} stores were"
        said.insert(0, f"An older version of cstui began this class: {which} brought up to date.")
    return said


def _fault(path: Path) -> StoreError | None:
    try:
        open_store(path).close()
    except StoreError as fault:
        return fault
    return None


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """The store at `path`; of one that an older version made a copy that is up to date: the file stays.

    StoreError where it cannot be read, or not be brought up to date.
    """
    try:
        store = open_store(path)
    except StoreError as fault:
        if fault.rule != OLDER:
            raise
    else:
        with store:
            yield store
        return
    with tempfile.TemporaryDirectory(prefix="cstui-older-") as folder:
        copied = Path(folder) / path.name
        with open_unchecked(path) as older:
            older.save_to(copied)
        bring_up(copied)
        with open_store(copied) as store:
            yield store
