"""What encryption costs an act: a note on an encrypted store beside the same on a plain one."""

from __future__ import annotations

import time

from bench._figures import Samples, figure
from bench._folder import folder
from bench._practice import CASE, WORKER, clock
from cstui.acts.perform import Performer
from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.policy.effects import Refused
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.practice import create_practice_store
from cstui.store import drivers
from cstui.store.engine import open_store
from cstui.store.keys import StoreKey, given

ACTS_IN_A_RUN = 30


@figure("an act, encrypted", unit="ms", budget=1.3, against="the same act on a plain store")
def encrypted_act(runs: int) -> Samples:
    """A note, saved, with its log line and next step; the median of a run. Plain twice without SQLCipher."""
    key = StoreKey("otter lantern gravel seventeen") if drivers.CIPHER in drivers.available() else None
    rules, start = load_rulebook(), clock().date()
    paths = folder() / "encrypted.store", folder() / "plain.store"
    for path, its in zip(paths, (key, None), strict=True):
        create_practice_store(path, clock=clock, start=start, key=its).close()

    def once(desk: Performer, run: int) -> float:
        times = []
        for number in range(ACTS_IN_A_RUN):
            act = AddNote(case=CASE, text=f"Note {run}-{number}")
            began = time.perf_counter()
            came = desk.perform(act, actor=WORKER, on=start)
            times.append(time.perf_counter() - began)
            assert not isinstance(came, Refused)
        return sorted(times)[len(times) // 2] * 1000

    with open_store(paths[0], keys=given(key)) as locked, open_store(paths[1]) as plain:
        ours, floor = (Performer(store, rules, clock) for store in (locked, plain))
        for desk in (ours, floor):
            once(desk, -1)
        pairs = [(once(ours, run), once(floor, run)) for run in range(runs)]
    return [one for one, _ in pairs], [one for _, one in pairs]
