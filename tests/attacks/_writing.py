"""A night, or a desk that writes beside it, in a process of its own.

`python -m tests.attacks._writing night STORE THROUGH` prints `begun` after its first slice, and at the end
how long each held the store. `... desk STORE PREFIX CASE...` writes a note on each case, and prints of each
its text, the seconds that it took, and what was said if it was not done.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.nightly.run import run_nights
from cstui.policy.rulebook import load_rulebook
from cstui.store.engine import Store, open_store
from cstui.store.errors import StoreError


def clock() -> datetime:
    return datetime.now(UTC)


def night(target: str, through: str) -> None:
    held: list[float] = []
    write = Store.write

    @contextmanager
    def timed(store: Store, *given: Any) -> Iterator[Any]:
        with write(store, *given) as session:
            began = time.monotonic()
            yield session
        held.append(time.monotonic() - began)
        if len(held) == 1:
            print("begun", flush=True)

    Store.write = timed  # type: ignore[method-assign, assignment]
    with open_store(target) as store:
        run_nights(store, load_rulebook(), clock, through=date.fromisoformat(through))
    print(json.dumps(held))


def desk(target: str, prefix: str, *cases: str) -> None:
    told: list[tuple[str, float, str]] = []
    with open_store(target) as store:
        performer = Performer(store, load_rulebook(), clock)
        for count, case in enumerate(cases):
            text, began = f"{prefix}-{count}", time.monotonic()
            try:
                note = AddNote(case=case, text=text)
                done = performer.perform(note, actor="17001", on=store.info().business_date)
                said = "" if isinstance(done, Receipt) else str(done.findings)
            except StoreError as error:
                said = str(error)
            told.append((text, time.monotonic() - began, said))
    print(json.dumps(told))


if __name__ == "__main__":
    {"night": night, "desk": desk}[sys.argv[1]](*sys.argv[2:])
