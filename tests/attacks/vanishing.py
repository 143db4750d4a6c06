"""A store that is removed, replaced or written over while a desk has it open: no act is lost unseen."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import text

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.practice import create_practice_store
from cstui.store.engine import Store, open_store
from cstui.store.errors import StoreError
from tests.attacks.attack import Tally, attack

MOMENT = datetime(2026, 3, 2, 15, tzinfo=UTC)
CHECKPOINT = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA wal_checkpoint').fetchone()"


def _run(*command: object) -> None:
    """Another process does it: this one never opens the store's file but by SQLite."""
    subprocess.run([str(one) for one in command], check=True)


def _removed(path: Path, _: Path) -> None:
    _run("rm", path)


def _all_removed(path: Path, _: Path) -> None:
    _run("rm", "-f", path, f"{path}-wal", f"{path}-shm")


def _moved(path: Path, _: Path) -> None:
    _run("mv", path, f"{path}.away")


def _replaced(path: Path, other: Path) -> None:
    _run("cp", other, f"{path}.new")
    _run("mv", f"{path}.new", path)


def _log_removed(path: Path, _: Path) -> None:
    _run("rm", f"{path}-wal")


def _logs_removed(path: Path, _: Path) -> None:
    _run("rm", f"{path}-wal", f"{path}-shm")


def _log_made_anew(path: Path, _: Path) -> None:
    _run("rm", f"{path}-wal")
    _run("touch", f"{path}-wal")


def _copied_over(path: Path, other: Path) -> None:
    _run("cp", other, path)


def _emptied(path: Path, _: Path) -> None:
    _run("truncate", "-s", "0", path)


def _garbled(path: Path, _: Path) -> None:
    _run("dd", "if=/dev/urandom", f"of={path}", "bs=64K", "count=20", "conv=notrunc", "status=none")


def _nothing(_: Path, __: Path) -> None:
    """For comparison: nothing is done, and the act is done."""


WAYS: tuple[Callable[[Path, Path], None], ...] = (
    _removed, _all_removed, _moved, _replaced, _log_removed, _logs_removed, _log_made_anew, _copied_over,
    _emptied, _garbled, _nothing,
)  # fmt: skip


@attack(
    "vanishing", loss="an act acknowledged that the store at its place has not", tries=220, short=len(WAYS)
)
def vanishing(chance: Random, tries: int, folder: Path) -> Tally:
    whole, other = folder / "whole.db", folder / "other.db"
    create_practice_store(whole, clock=lambda: MOMENT, start=MOMENT.date()).close()
    create_practice_store(other, clock=lambda: MOMENT.replace(hour=16), start=MOMENT.date()).close()
    tally, told = Tally(), Counter[str]()
    for turn in range(tries):
        way = WAYS[turn % len(WAYS)]
        path = folder / str(turn) / "s.db"
        path.parent.mkdir()
        _run("cp", whole, path)
        with open_store(path) as store:
            for before in range(chance.randrange(4)):
                _note(store, f"before {before}")
            older = path.with_name("older.db")
            store.save_to(older)
            for between in range(chance.randrange(1, 4)):
                _note(store, f"between {between}")
            if chance.random() < 0.5:
                _run(sys.executable, "-c", CHECKPOINT, path)
                if chance.random() < 0.5:
                    _note(store, "after the checkpoint")
            way(path, chance.choice((older, other)))
            acknowledged = False
            try:
                acknowledged = _note(store, "the act")
                told["acknowledged"] += 1
            except StoreError as fault:
                told[fault.rule] += 1
            if way is _nothing and not acknowledged:
                tally.lost(f"{turn}: refused though nothing was done")
        if acknowledged and not _is_there(path):
            tally.lost(f"{turn}, {way.__name__.strip('_')}: acknowledged and not there")
        tally.tries += 1
    tally.counts = dict(sorted(told.items()))
    return tally


def _note(store: Store, what: str) -> bool:
    with store.read() as session:
        case = session.connection().scalar(text("SELECT min(number) FROM la_case WHERE number LIKE '17%'"))
    desk = Performer(store, load_rulebook("louisiana"), lambda: MOMENT)
    done = desk.perform(AddNote(case=case, text=what), actor="17001", on=MOMENT.date())
    return isinstance(done, Receipt)


def _is_there(path: Path) -> bool:
    with suppress(StoreError), open_store(path) as store, store.read() as session:
        found = session.connection().scalar(text("SELECT count(*) FROM activity WHERE text LIKE '%the act%'"))
        return bool(found)
    return False
