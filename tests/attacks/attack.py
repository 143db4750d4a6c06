"""An attack: what is tried how often, and what was lost.

A module of this package adds attacks with functions marked `@attack(...)`. Each takes its chance
(seeded), the number of tries and a folder of its own, and returns a `Tally`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import tests.attacks


@dataclass
class Tally:
    """What an attack did: its tries, what each loss was, and further counts to print."""

    tries: int = 0
    losses: list[str] = field(default_factory=list)
    counts: dict[str, int | float] = field(default_factory=dict)

    def lost(self, what: str) -> None:
        self.losses.append(what)


@dataclass(frozen=True)
class Attack:
    """One attack: how often it is tried whole and in the short form, and what counts as a loss."""

    name: str
    loss: str
    tries: int
    short: int
    run: Callable[[Random, int, Path], Tally]


ATTACKS: dict[str, Attack] = {}


def attack(
    name: str, *, loss: str, tries: int, short: int
) -> Callable[[Callable[[Random, int, Path], Tally]], Callable[[Random, int, Path], Tally]]:
    """Mark a function that attacks; `short` is how often the tests try it."""

    def mark(run: Callable[[Random, int, Path], Tally]) -> Callable[[Random, int, Path], Tally]:
        ATTACKS[name] = Attack(name, loss, tries, short, run)
        return run

    return mark


def attacks() -> dict[str, Attack]:
    """Every attack of every module of this package."""
    for module in pkgutil.iter_modules(tests.attacks.__path__):
        if not module.name.startswith(("test_", "_", "attack")):
            importlib.import_module(f"tests.attacks.{module.name}")
    return ATTACKS
