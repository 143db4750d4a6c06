"""The picture of a measure: whole columns that are reached, thresholds, last year."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cstui.agencies.federal.policy import measures
from cstui.agencies.federal.policy.measures import Measure
from cstui.agencies.federal.programs.o1me import percent_said, picture

ORDERS = next(text for text in measures.texts() if text.name == "orders")
COST = next(text for text in measures.texts() if text.ratio)


def drawn(percent: Fraction, text: measures.MeasureText = ORDERS) -> tuple[str, str]:
    measure = Measure(
        text=text,
        numerator=1,
        denominator=1,
        percent=percent,
        level=int(percent),
        applicable=0,
        last=Fraction(60),
    )
    return picture(measure, 100)


@pytest.mark.parametrize(
    ("percent", "full"), [(Fraction(0), 0), (Fraction(799, 10), 79), (Fraction(100), 100)]
)
def test_a_column_is_full_only_where_all_of_it_is_reached(percent: Fraction, full: int) -> None:
    bar, _ = drawn(percent)
    assert sum(sign != "." for sign in bar[:full]) == full
    assert set(bar[full:]) <= {".", "|"}


def test_thresholds_stand_in_the_bar_and_last_year_below_it() -> None:
    bar, scale = drawn(Fraction(65))
    assert [at for at, sign in enumerate(bar) if sign == "|"] == [50, 70, 80]
    assert (scale.index("50"), scale.index("70"), scale.index("80"), scale.index("L")) == (50, 70, 80, 60)


def test_a_ratio_is_drawn_up_to_six() -> None:
    bar, _ = drawn(Fraction(330), COST)
    assert bar.index(".") == 55


def test_a_percent_is_cut_and_never_rounded_up() -> None:
    assert percent_said(Fraction(79999, 1000), ratio=False) == "79.99 %"
    assert percent_said(Fraction(-1, 2), ratio=False) == "-0.50 %"
