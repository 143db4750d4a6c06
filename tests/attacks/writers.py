"""Desks that write beside a night: none is told that the store is busy, and no entry is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import chain
from pathlib import Path
from random import Random

from sqlalchemy import text

from cstui.store.engine import open_store
from cstui.store.verify import verify
from tests.attacks.attack import Tally, attack
from tests.kernel.nightly.cases import START, given, store_with

WRITERS = 8
CASES_AN_ACT = 30
MODULE = (sys.executable, "-m", "tests.attacks._writing")


@attack("writers", loss="an act told that the store is busy, or lost, or a fault found", tries=800, short=6)
def writers(chance: Random, tries: int, folder: Path) -> Tally:
    """A night on thirty times as many cases as acts, and eight processes that do the acts meanwhile."""
    path = folder / "s.db"
    store_with(path, given(tries * CASES_AN_ACT, kinds=5)).close()
    return beside_a_night(str(path), chance, tries)


def beside_a_night(target: str, chance: Random, tries: int) -> Tally:
    """The attack on a store, file or server, of so many cases."""
    count = max(1, min(WRITERS, tries // 2))
    each = max(1, tries // count)
    numbers = [f"{17_000_001 + n}" for n in range(tries * CASES_AN_ACT)]
    night = subprocess.Popen([*MODULE, "night", target, START.isoformat()], stdout=subprocess.PIPE, text=True)
    assert night.stdout is not None
    begun = night.stdout.readline()
    desks = [
        subprocess.Popen([*MODULE, "desk", target, f"W{n}", *chance.sample(numbers, each)],
                         stdout=subprocess.PIPE, text=True)
        for n in range(count)
    ]  # fmt: skip
    told = [json.loads(desk.communicate()[0] or "[]") for desk in desks]
    held = json.loads(night.communicate()[0] or "[]")
    tally, acts = Tally(tries=count * each), list(chain.from_iterable(told))
    if begun != "begun\n" or not held:
        tally.lost("the night did not run")
    tally.losses += [f"{text}: {outcome}" for text, _, outcome in acts if outcome]
    if missing := tally.tries - len(acts):
        tally.lost(f"{missing} acts were not answered")
    with open_store(target) as store:
        with store.read() as session:
            rows = session.connection().execute(text("SELECT text FROM activity WHERE text LIKE 'W%-%'"))
            kept = [str(row[0]) for row in rows]
        written = [text for text, _, outcome in acts if not outcome]
        if sorted(kept) != sorted(written):
            tally.lost(f"{len(written)} acts were acknowledged, {len(kept)} are there")
        tally.losses += [f"verify: {fault}" for fault in verify(store)]
    waits = sorted(seconds for _, seconds, _ in acts) or [0.0]
    tally.counts = {
        "acts": len(acts),
        "told busy": sum("CS-201" in outcome for _, _, outcome in acts),
        "p95 ms": round(waits[len(waits) * 95 // 100] * 1000),
        "longest ms": round(waits[-1] * 1000),
        "slices": len(held),
        "held at most ms": round(max(held, default=0) * 1000),
    }
    return tally
