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


def _held(path: Path) -> str:
    """Everything in a store, as SQL; nothing where SQLite cannot say it."""
    with contextlib.closing(sqlite3.connect(path)) as raw, contextlib.suppress(sqlite3.Error):
        return "".join(raw.iterdump())
    return ""
