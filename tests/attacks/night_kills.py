"""Kills with -9 in the middle of nights of every agency: each cause does its work once."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.agencies.killed_nights import BEGUN, KilledNights
from tests.attacks.attack import Tally, attack


@attack("night kills", loss="a row that a night without a kill has not, or has otherwise", tries=60, short=1)
def night_kills(chance: Random, tries: int, folder: Path) -> Tally:
    tally = Tally()
    agencies = sorted(BEGUN)
    chance.shuffle(agencies)
    nights = {agency: KilledNights(agency, folder) for agency in agencies[:tries]}
    for turn in range(tries):
        agency = agencies[turn % len(agencies)]
        if lost := nights[agency].lost(chance.randint(1, nights[agency].writes)):
            tally.lost(f"{agency}: {lost}")
        tally.tries += 1
    tally.counts = {f"writes of {agency}": one.writes for agency, one in nights.items()}
    return tally
