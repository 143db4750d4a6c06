"""Kills with -9 in the middle of acts: what was acknowledged is there once, the rest at most once."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import text

from cstui.scenario.practice import create_practice_store
from cstui.store.engine import open_store
from cstui.store.verify import verify
from tests.attacks.attack import Tally, attack

LONGEST = 0.5
"""Seconds; so long a process writes, at most, before it is killed."""


@attack(
    "kills", loss="an act acknowledged and not there, or there twice, or a fault found", tries=200, short=4
)
def kills(chance: Random, tries: int, folder: Path) -> Tally:
    path = folder / "s.db"
    moment = datetime(2026, 3, 2, 15, tzinfo=UTC)
    with (
        create_practice_store(path, clock=lambda: moment, start=moment.date()) as store,
        store.read() as session,
    ):
        cases = sorted(
            session.connection().scalars(text("SELECT number FROM la_case WHERE number LIKE '17%'"))
        )
    tally, acknowledged = Tally(), set[str]()
    for turn in range(tries):
        command = [sys.executable, "-m", "tests.attacks._noting", str(path), "2026-03-02", f"K{turn}", *cases]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writing:
            assert writing.stdout is not None
            if writing.stdout.readline() != "ready\n":
                tally.lost(f"kill {turn}: the store did not open after the kill before")
                break
            time.sleep(chance.uniform(0, LONGEST))
            writing.send_signal(signal.SIGKILL)
            acknowledged.update(line.strip() for line in writing.stdout if line.endswith("\n"))
        tally.tries += 1
    with open_store(path) as store:
        with store.read() as session:
            rows = session.connection().execute(text("SELECT text FROM activity WHERE text LIKE 'K%-%'"))
            kept = Counter(str(row[0]) for row in rows)
        tally.losses += [f"{one}: acknowledged and not there" for one in sorted(acknowledged - set(kept))]
        tally.losses += [f"{one}: {count} times" for one, count in kept.items() if count > 1]
        tally.losses += [f"verify: {fault}" for fault in verify(store)]
    if not acknowledged:
        tally.lost("no act was acknowledged: nothing was tried")
    tally.counts = {"acts acknowledged": len(acknowledged), "acts kept": len(kept)}
    return tally
