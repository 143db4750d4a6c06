"""Amounts are shared and split without losing a cent, whatever the order in which they are given."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstui.policy.money import rounded, said, shared, simple_interest, split_evenly

CENTS = st.integers(0, 10**9)
AMOUNTS = st.dictionaries(st.text("ABC0123", min_size=1, max_size=4), CENTS, max_size=8)


def test_the_documents_first_payment_to_the_cent():
    """400.00 over current support of 150, 220 and 100 (Utah, reading 26)."""
    assert shared(40_000, {"A": 15_000, "B": 22_000, "C": 10_000}) == {"A": 12_766, "B": 18_723, "C": 8_511}


def test_equal_remainders_go_to_the_lower_key():
    assert shared(1, {"B": 5, "A": 5}) == {"A": 1, "B": 0}
    assert shared(5, {"C": 3, "B": 3, "A": 3}) == {"A": 2, "B": 2, "C": 1}


def test_what_one_cannot_take_goes_to_the_others():
    assert split_evenly(3_000, {"A": 9_000, "B": 500, "C": 9_000}) == {"A": 1_250, "B": 500, "C": 1_250}
    assert split_evenly(100, {"C": 900, "B": 900, "A": 900}) == {"A": 34, "B": 33, "C": 33}


@given(CENTS, AMOUNTS)
def test_every_cent_is_shared_and_nobody_gets_more_than_wanted(total: int, wanted: dict[str, int]):
    for given_out in (shared(total, wanted), split_evenly(total, wanted)):
        assert sum(given_out.values()) == min(total, sum(wanted.values()))
        assert given_out.keys() == wanted.keys()
        assert all(0 <= given_out[key] <= wanted[key] for key in wanted)


@given(CENTS, AMOUNTS)
def test_the_order_in_which_amounts_are_given_does_not_matter(total: int, wanted: dict[str, int]):
    other = dict(reversed(wanted.items()))
    assert shared(total, wanted) == shared(total, other)
    assert split_evenly(total, wanted) == split_evenly(total, other)


@given(CENTS, AMOUNTS)
def test_a_share_is_within_a_cent_of_its_proportion(total: int, wanted: dict[str, int]):
    owed = sum(wanted.values())
    if total < owed:
        for key, cents in shared(total, wanted).items():
            assert abs(Fraction(total * wanted[key], owed) - cents) < 1


@pytest.mark.parametrize("split", [shared, split_evenly])
def test_an_amount_below_zero_is_an_error(split):
    with pytest.raises(ValueError, match="below zero"):
        split(-1, {"A": 1})
    with pytest.raises(ValueError, match="below zero"):
        split(1, {"A": -1})


def test_interest_is_exact_and_rounded_once():
    """Three percent of 100.00 for a month is a quarter of a dollar; a part of a cent is kept to the end."""
    assert simple_interest([10_000], 300) == 25
    assert simple_interest([10_001] * 12, 550) == Fraction(10_001 * 550, 10_000)
    each = [rounded(simple_interest([33], 550)) for _ in range(100)]
    assert sum(each) == 0
    assert rounded(simple_interest([33] * 100, 550)) == 15


@pytest.mark.parametrize(
    ("exact", "cents"), [(Fraction(1, 2), 1), (Fraction(49, 100), 0), (Fraction(-1, 2), -1), (Fraction(7), 7)]
)
def test_half_a_cent_counts_as_one(exact: Fraction, cents: int):
    assert rounded(exact) == cents


def test_an_amount_as_people_read_it():
    assert (said(123_456), said(-5), said(0)) == ("1,234.56", "-0.05", "0.00")
