"""Who must not be reported, and which failures do not count: each limit on its day, the day before, after."""

from __future__ import annotations

import pytest

from cstui.policy.cooperation import failures
from cstui.policy.records import Contact, GoodCause
from tests.policy.test_limits import NUMBER, RULES, TODAY, TWO_MISSED, day, given, report


def refusal(offset: int) -> Contact:
    """A walk-in in which the CP refused, so many days from today."""
    return Contact(case=NUMBER, seq=1, person=1, on=day(offset), how="W", about="RE", worker="17001")


def cause(seq: int, said: str, offset: int, reason: str = "01") -> GoodCause:
    on = day(offset)
    return GoodCause(case=NUMBER, seq=seq, reason=reason, standing=said, on=on, received_on=on)


DETERMINED, ENDED = cause(1, "determined", -12), cause(2, "ended", -4)


@pytest.mark.parametrize(
    ("failed", "found"),
    [(-13, set()), (-12, {"LA-E520-06"}), (-5, {"LA-E520-06"}), (-4, set()), (-3, set())],
)
def test_good_cause_is_judged_on_the_day_of_the_failure(failed: int, found: set[str]) -> None:
    """Ended since, it still excuses what fell under it; the day of its end is the first without it."""
    facts = given(refusal(failed), DETERMINED, ENDED)
    assert report(facts, "RI", day(failed)) == found
    assert bool(failures(facts.file, RULES)) == (not found)


@pytest.mark.parametrize("said", ["claimed", "denied"])
def test_only_determined_good_cause_excuses(said: str) -> None:
    facts = given(refusal(-6), cause(1, said, -12), cause(2, "denied", -4))
    assert report(facts, "RI", day(-6)) == set()


def test_0_and_00_are_no_good_cause_whatever_stands_beside_them() -> None:
    for reason in ("", "0", "00"):
        facts = given(refusal(-6), cause(1, "determined", -12, reason))
        assert report(facts, "RI", day(-6)) == set()


@pytest.mark.parametrize(("ended", "found"), [(-1, set()), (0, set()), (1, {"LA-E520-06"})])
def test_two_misses_are_judged_on_the_day_of_the_second(ended: int, found: set[str]) -> None:
    facts = given(*TWO_MISSED, cause(1, "determined", -20), cause(2, "ended", ended))
    assert report(facts, "MA", TODAY, day(2)) == found
