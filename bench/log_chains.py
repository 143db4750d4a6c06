"""What the log that cannot be quietly changed costs: on an act, and to be verified."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy.orm import Session

from bench._cases import NIGHT, clock, many_cases, number
from bench._figures import LARGE_VARIABLE, Samples, figure
from bench._folder import copy_of
from cstui.store import chain
from cstui.store.engine import open_store
from cstui.store.rows import insert_together

LARGE = LARGE_VARIABLE in os.environ
CASES = 1_000_000 if LARGE else 100_000
FEW, ACTS = 1_000, 200
"""Cases of the store in which acts are done, and acts in a run."""


_NUMBERS = count(10_000_000)
"""Numbers of lines that stand in no chain."""


@figure("act: chain, seal, roles", unit="ms", budget=1.3, against="the same without digests, heads and roles")
def act(runs: int) -> Samples:
    """Mean time of a note, committed; the floor writes the same line and receipt and proves nothing."""
    from cstui.acts.perform import Performer, Receipt
    from cstui.agencies.louisiana.acts.contacts import AddNote
    from cstui.policy.rulebook import load_rulebook

    with open_store(copy_of(many_cases(FEW, FEW // 10), "acts")) as store:
        desk, chance = Performer(store, load_rulebook("louisiana"), clock), random.Random(1)

        def once() -> float:
            started = time.perf_counter()
            for _ in range(ACTS):
                note = AddNote(case=number(chance.randrange(FEW)), text="Called about the appointment.")
                assert isinstance(desk.perform(note, actor="17001", on=NIGHT), Receipt)
            return (time.perf_counter() - started) * 1000 / ACTS

        once()
        ours, floor = [], []
        for _ in range(runs):
            ours.append(once())
            with _unproven(desk):
                floor.append(once())
    return ours, floor


@contextmanager
def _unproven(desk: Any) -> Iterator[None]:
    """The performer without chain, digests of receipts, roles and offices: lines are inserted, no more."""
    from cstui.policy.viewer import Viewer

    viewer = Viewer(number="17001", role="system", agency="louisiana")

    def append(session: Session, entries: Sequence[chain.LogEntry]) -> list[chain.ChainedEntry]:
        lines = [_line(entry, next(_NUMBERS)) for entry in entries]
        columns = ", ".join(f'"{name}"' for name in chain.ChainedEntry.__struct_fields__)
        insert_together(session.connection(), f"activity ({columns})", chain._rows(lines, True))
        return lines

    with (
        patch.object(chain, "append", append),
        patch.object(chain, "lock", lambda _, subjects: {one: (next(_NUMBERS), "") for one in subjects}),
        patch("cstui.store.receipts.digest", lambda _: ""),
        patch.object(desk, "_acting", lambda *_: viewer),
        patch.object(desk, "denied", lambda *_: None),
    ):
        yield


def _line(entry: chain.LogEntry, seq: int) -> chain.ChainedEntry:
    said = {name: getattr(entry, name) for name in chain.LogEntry.__struct_fields__}
    return chain.ChainedEntry(format=chain.FORMAT, seq=seq, previous="", digest="", **said)


@figure(
    f"verify the log of {CASES:,}",
    unit="s",
    budget=3,
    against="each line and receipt read by a plain cursor",
)
def verify(runs: int) -> Samples:
    """Each line's digest, chain and receipt, every head and seal; the floor reads the same rows in order."""
    from cstui.store.verify_log import log

    path = Path(many_cases(CASES, CASES // 10))

    def ours() -> float:
        started = time.perf_counter()
        with open_store(path) as store, store.read() as session:
            assert list(log(session)) == []
        return time.perf_counter() - started

    def floor() -> float:
        started = time.perf_counter()
        with closing(sqlite3.connect(path)) as raw:
            for sql in (
                "SELECT a.*, r.* FROM activity a LEFT JOIN receipt r ON a.receipt <> '' AND r.id = a.receipt"
                " ORDER BY a.subject, a.seq",
                "SELECT * FROM chain_head",
                "SELECT id, digest FROM activity ORDER BY id",
            ):
                for _ in raw.execute(sql):
                    pass
        return time.perf_counter() - started

    floor()
    pairs = [(ours(), floor()) for _ in range(min(runs, 3 if LARGE else 5))]
    return [one for one, _ in pairs], [other for _, other in pairs]
