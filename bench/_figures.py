"""Figures: a name, what was measured, its floor in the same run, and the budget.

A module of this package adds figures with functions marked `@figure(...)`; each is called with the
number of runs and returns the samples of ours and of the floor, taken in turns.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median

import bench

LARGE_VARIABLE = "CSTUI_BENCH_LARGE"
"""In the environment: stores of 1,000,000 cases."""
Samples = tuple[list[float], list[float]]


@dataclass(frozen=True)
class Figure:
    """A measured figure.

    `budget` limits ours over floor; ours itself where there is no floor, or where the budget is
    `absolute` and the floor only stands beside it.
    """

    name: str
    unit: str
    ours: float
    floor: float | None
    budget: float
    against: str
    runs: int
    absolute: bool = False

    @property
    def ratio(self) -> float:
        return self.ours / self.floor if self.floor else self.ours

    @property
    def kept(self) -> bool:
        return (self.ours if self.absolute else self.ratio) <= self.budget

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "ratio": self.ratio, "kept": self.kept}


@dataclass(frozen=True)
class Measure:
    """How one figure is taken."""

    name: str
    unit: str
    budget: float
    against: str
    least: int
    absolute: bool
    take: Callable[[int], Samples]

    def run(self, runs: int) -> Figure:
        runs = max(runs, self.least)
        ours, floor = self.take(runs)
        return Figure(
            name=self.name,
            unit=self.unit,
            ours=median(ours),
            floor=median(floor) if floor else None,
            budget=self.budget,
            against=self.against,
            runs=len(ours),
            absolute=self.absolute,
        )


MEASURES: dict[str, Measure] = {}


def figure(
    name: str, *, unit: str, budget: float, against: str, least: int = 1, absolute: bool = False
) -> Callable[[Callable[[int], Samples]], Callable[[int], Samples]]:
    """Mark a function that takes the samples of a figure; an empty floor means an absolute budget.

    `absolute` says that the budget is ours' own although there is a floor.
    """

    def mark(take: Callable[[int], Samples]) -> Callable[[int], Samples]:
        MEASURES[name] = Measure(name, unit, budget, against, least, absolute, take)
        return take

    return mark


def measures() -> dict[str, Measure]:
    """Every figure of every module of this package."""
    for module in pkgutil.iter_modules(bench.__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"bench.{module.name}")
    return MEASURES
