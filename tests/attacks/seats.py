"""A seat of a class keeps to its folder, whatever is keyed there, in a lesson and in an exam."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

from tests.attacks.attack import Tally, attack

SECRET = "theme = 'classic'\n"


@attack("what a seat reaches", loss="anything read, made or begun outside of the seat", tries=10, short=1)
def seat_reaches(chance: Random, tries: int, folder: Path) -> Tally:
    """`tries` texts on each word and field; counted is each that is keyed."""
    tally = Tally()
    for mode in ("exam",) if tries == 1 else ("lesson", "exam"):
        place = folder / mode
        outside = place / "outside"
        outside.mkdir(parents=True)
        for name in ("secret.toml", "settings.toml"):
            (outside / name).write_text(SECRET)
        command = [sys.executable, "-m", "tests.attacks._seat_reach", str(place), mode]
        home = {"HOME": str(outside), "CSTUI_SETTINGS": str(outside / "settings.toml")}
        done = subprocess.run(
            [*command, str(tries), str(chance.random())],
            env={**os.environ, **home}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            tally.lost(f"{mode}: the seat ended: {done.stderr[-300:]}")
            continue
        said = json.loads(done.stdout)
        tally.tries += said["keyed"]
        tally.losses += said["found"]
        if sorted(one.name for one in outside.iterdir()) != ["secret.toml", "settings.toml"] or any(
            one.read_text() != SECRET for one in outside.iterdir()
        ):
            tally.lost(f"{mode}: what lies outside of the seat has changed")
    return tally
