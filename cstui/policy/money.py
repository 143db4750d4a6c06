"""Arithmetic on cents that loses none: shares, even splits, simple interest.

Amounts are whole cents. Shares go by key (a case number), so that the order in which they are given never
matters. Interest stays an exact fraction of a cent until it is rounded once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

MONTHS = 12
WHOLE = 10_000
"""A rate of 100 percent a year, in hundredths of a percent."""


def shared(total: int, wanted: Mapping[str, int]) -> dict[str, int]:
    """`total` in proportion to what each key wants, never more than that, by largest remainder.

    Cents that are left over go to the largest remainders, then to the lower key. What exceeds everything
    wanted is not shared: the answer then is `wanted`. ValueError for an amount below zero.
    """
    _not_negative(total, wanted)
    owed = sum(wanted.values())
    if total >= owed:
        return dict(sorted(wanted.items()))
    whole = {key: total * wanted[key] // owed for key in sorted(wanted)}
    left = total - sum(whole.values())
    for key in sorted(wanted, key=lambda key: (-(total * wanted[key] % owed), key))[:left]:
        whole[key] += 1
    return whole


def split_evenly(total: int, limits: Mapping[str, int]) -> dict[str, int]:
    """`total` in equal parts over the keys, none above its limit; what one cannot take goes to the others.

    A cent that does not divide goes to the lower keys. What exceeds all limits is not given: the answer then
    is `limits`. ValueError for an amount below zero.
    """
    _not_negative(total, limits)
    given, left = dict.fromkeys(sorted(limits), 0), min(total, sum(limits.values()))
    while left:
        takers = [key for key in given if given[key] < limits[key]]
        part, over = divmod(left, len(takers))
        for place, key in enumerate(takers):
            more = min(part + (place < over), limits[key] - given[key])
            given[key] += more
            left -= more
    return given


def simple_interest(balances: Iterable[int], rate: int) -> Fraction:
    """The interest in cents on balances that each stood a month, at `rate` hundredths of a percent a year."""
    return Fraction(sum(balances) * rate, MONTHS * WHOLE)


def rounded(exact: Fraction) -> int:
    """The cents of an exact amount; half a cent counts as one, away from zero."""
    size = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return size if exact >= 0 else -size


def said(cents: int) -> str:
    """An amount as people read it: `1,234.56`, `-0.05`."""
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}.{part:02}"


def _not_negative(total: int, amounts: Mapping[str, int]) -> None:
    if total < 0 or any(amount < 0 for amount in amounts.values()):
        raise ValueError(f"an amount to share is below zero: {total} over {dict(amounts)}")
