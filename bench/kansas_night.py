"""What a night of Kansas costs: alerts, records, EDBC and notices of many marks."""

from __future__ import annotations

import time

from bench._consumers import NIGHT, clock, many_consumers
from bench._figures import Samples, figure
from bench._folder import copy_of
from bench.store_cases import NIGHTS, Statement, by_hand, written
from cstui.store.engine import open_store

CONSUMERS, MARKED = 100_000, 10_000


@figure(
    f"Kansas night, {MARKED:,} of {CONSUMERS:,}",
    unit="s",
    budget=2.5,
    against="the same rows, hand-written SQL, no digests",
)
def kansas_night(runs: int) -> Samples:
    """One night with half of the marks each way, and what it wrote written again by plain statements."""
    from cstui.nightly.run import run_nights
    from cstui.policy.rulebook import load_rulebook

    rules, before = load_rulebook("kansas"), many_consumers(CONSUMERS, MARKED)
    ours, floor = [], []
    statements: list[Statement] = []
    for _ in range(min(runs, NIGHTS)):
        after = copy_of(before, "kansas-night.store")
        with open_store(after) as store:
            started = time.perf_counter()
            done = run_nights(store, rules, clock, through=NIGHT)
            ours.append(time.perf_counter() - started)
        if done[0].counts["KS/kees"] != MARKED or done[0].aside:
            raise RuntimeError(f"the night did not take every alert: {done[0].counts}, {done[0].aside[:3]}")
        statements = statements or written(before, after)
        floor.append(by_hand(copy_of(before, "kansas-floor.store"), statements))
    return ours, floor
