"""Flipped bytes in a store file: verify and every reader say what is damaged, and never fail themselves."""

from __future__ import annotations

import contextlib
import io
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from cstui.cli import main
from cstui.scenario.practice import create_practice_store
from cstui.store import drivers
from cstui.store.engine import open_to_verify
from cstui.store.errors import StoreError
from cstui.store.keys import StoreKey, given
from cstui.store.verify import verify as faults_of
from tests.attacks.attack import Tally, attack

MOMENT = datetime(2026, 3, 2, 15, tzinfo=UTC)


def said(*arguments: str) -> tuple[int, str]:
    """The status of a command and all that it printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        status = main(arguments, clock=lambda: MOMENT)
    return status, printed.getvalue()


@attack("flips", loss="a command that fails itself (CS-333, CS-334) on a damaged store", tries=600, short=4)
def flips(chance: Random, tries: int, folder: Path) -> Tally:
    whole, path = folder / "whole.db", folder / "flipped.db"
    create_practice_store(whole, clock=lambda: MOMENT, start=MOMENT.date()).close()
    content = whole.read_bytes()
    tally, found, unseen, held = Tally(), 0, 0, _held(whole)
    for turn in range(tries):
        at, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
        flipped = bytearray(content)
        flipped[at] ^= bit
        path.write_bytes(flipped)
        status, printed = said("--store", str(path), "store", "verify")
        if "The command failed" in printed or status not in (0, 1):
            tally.lost(f"flip {turn}, byte {at} bit {bit}: {printed.splitlines()[0]}")
        found += status == 1
        unseen += status == 0 and _held(path) != held
        for command in (("store", "info"), ("list",)):
            status, printed = said("--store", str(path), *command)
            if "The command failed" in printed:
                tally.lost(
                    f"flip {turn}, byte {at} bit {bit}, {' '.join(command)}: {printed.splitlines()[0]}"
                )
        for beside in folder.glob("flipped.db-*"):
            beside.unlink()
        tally.tries += 1
    tally.counts = {
        "found by verify": found,
        "in percent": round(100 * found / tries, 1),
        "not found though a value is another": unseen,
        "in bytes that hold nothing": tries - found - unseen,
    }
    return tally


@attack(
    "flips of an encrypted store",
    loss="a flipped bit that is not found, or a command that fails itself on it",
    tries=400,
    short=4,
)
def encrypted_flips(chance: Random, tries: int, folder: Path) -> Tally:
    """After a checkpoint: the salt, a page, its seal. Each is sealed, so each is found."""
    tally = Tally()
    if drivers.CIPHER not in drivers.available():
        return tally
    whole, path, file = folder / "whole.db", folder / "flipped.db", folder / "key"
    key = StoreKey("otter lantern gravel seventeen")
    file.touch(mode=0o600)
    file.write_text("otter lantern gravel seventeen\n")
    create_practice_store(whole, clock=lambda: MOMENT, start=MOMENT.date(), key=key).close()
    content = whole.read_bytes()
    with open_to_verify(whole, keys=given(key)) as store:
        tally.losses += [f"a whole store: {fault}" for fault in faults_of(store)]
    tally.counts = {"found at opening": 0, "found by verify": 0, "said by the command": 0}
    for turn in range(tries):
        at, bit = chance.randrange(16 if turn % 40 == 39 else len(content)), 1 << chance.randrange(8)
        flipped = bytearray(content)
        flipped[at] ^= bit
        path.write_bytes(flipped)
        try:
            with open_to_verify(path, keys=given(key)) as store:
                seen = "found by verify" if faults_of(store) else ""
        except StoreError as error:
            seen = "found at opening" if error.rule in ("CS-208", "CS-225") else ""
        if seen:
            tally.counts[seen] += 1
        else:
            tally.lost(f"flip {turn}, byte {at} bit {bit}: not found")
        if turn % 10 == 0:
            status, printed = said("--store", str(path), "--key-file", str(file), "store", "verify")
            tally.counts["said by the command"] += 1
            if "The command failed" in printed or status != 1:
                tally.lost(f"flip {turn}, byte {at} bit {bit}: {printed.splitlines()[0]}")
        for beside in folder.glob("flipped.db-*"):
            beside.unlink()
        tally.tries += 1
    return tally


def _held(path: Path) -> str:
    """Everything in a store, as SQL; nothing where SQLite cannot say it."""
    with contextlib.closing(sqlite3.connect(path)) as raw, contextlib.suppress(sqlite3.Error):
        return "".join(raw.iterdump())
    return ""
