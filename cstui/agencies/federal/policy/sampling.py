"""A reliability check: how many cases to read, and what the answers say about the 95 percent standard.

The sample is simple random, without replacement. Its size is that of a proportion with finite-population
correction; the bounds of the result are exact (Clopper and Pearson), so that small samples are not flattered.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb
from statistics import NormalDist

import msgspec

STANDARD = 95
"""Percent of a line's items that must be right (45 CFR 305.1(i))."""


def size(population: int, *, confidence: int = 95, margin: int = 3, expected: int = STANDARD) -> int:
    """How many of a population to read, for a margin of so many points at a confidence in percent."""
    z = NormalDist().inv_cdf(0.5 + confidence / 200)
    share = expected / 100
    wanted = z * z * share * (1 - share) / (margin / 100) ** 2
    corrected = wanted / (1 + (wanted - 1) / population) if population else 0.0
    return min(population, -int(-corrected // 1))


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What a sample says: the share that was right, its bounds, and whether it meets the standard.

    `verdict` is reliable (the lower bound reaches the standard), unreliable (the upper bound does not), or
    open (the sample cannot tell).
    """

    right: int
    wrong: int
    share: Fraction
    lower: float
    upper: float
    verdict: str


def result(right: int, wrong: int, *, confidence: int = 95, standard: int = STANDARD) -> Result:
    """The result of a sample; ValueError where nothing was answered."""
    n = right + wrong
    if not n:
        raise ValueError("no case of the sample has an answer")
    tail = (1 - confidence / 100) / 2
    lower = 0.0 if not right else _bound(lambda p: _at_least(n, right, p) - tail)
    upper = 1.0 if not wrong else _bound(lambda p: tail - _at_most(n, right, p))
    wanted = standard / 100
    verdict = "reliable" if lower >= wanted else "unreliable" if upper < wanted else "open"
    return Result(
        right=right, wrong=wrong, share=Fraction(right, n), lower=lower, upper=upper, verdict=verdict
    )


def _at_least(n: int, k: int, p: float) -> float:
    return 1.0 - _at_most(n, k - 1, p)


def _at_most(n: int, k: int, p: float) -> float:
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))


def _bound(rises: Callable[[float], float]) -> float:
    """Where a function that rises over the shares from 0 to 1 crosses zero."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if rises(middle) < 0:
            low = middle
        else:
            high = middle
    return low
