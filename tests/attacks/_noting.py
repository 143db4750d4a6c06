"""Notes upon notes on the cases of a store, in a process of its own that is killed.

`python -m tests.attacks._noting STORE DATE PREFIX CASE...` prints each note when its act is
acknowledged.
"""

from __future__ import annotations

import itertools
import sys
from datetime import UTC, date, datetime

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.commandline.key_entry import KeyDoor
from cstui.policy.rulebook import load_rulebook
from cstui.store.engine import open_store


def main(target: str, on: str, prefix: str, *cases: str) -> None:
    with open_store(target, keys=KeyDoor()) as store:
        desk = Performer(store, load_rulebook(), lambda: datetime.now(UTC))
        print("ready", flush=True)
        for count, case in enumerate(itertools.cycle(cases)):
            text = f"{prefix}-{count}"
            done = desk.perform(AddNote(case=case, text=text), actor="17001", on=date.fromisoformat(on))
            if not isinstance(done, Receipt):
                raise SystemExit(str(done))
            print(text, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
