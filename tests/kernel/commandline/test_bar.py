"""The line that long work shows: its bar, its count and the time left, from the first moment to the last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cstui.progress import Cancelled, Progress, minutes

MOMENT = datetime(2026, 3, 3, 15, tzinfo=UTC)


class Work:
    """Work of so many lines on a clock that stands until it is told to go on."""

    def __init__(self, total: int = 40) -> None:
        self.at = MOMENT
        self.progress = Progress(lambda: self.at)
        self.progress.begin("Acts", total, "lines")

    def done(self, count: int, seconds: float) -> str:
        """What is said when so many more are done after so many more seconds."""
        self.at += timedelta(seconds=seconds)
        self.progress.step(count)
        return self.progress.text()


def test_before_the_first_is_done_nobody_says_how_long_it_will_take() -> None:
    work = Work()
    work.at += timedelta(seconds=7)
    assert work.progress.text() == "Acts [....................] 0 of 40 lines"
    assert (work.progress.left, work.progress.seconds) == (None, 7)


def test_no_work_in_hand_says_nothing_and_counts_nothing() -> None:
    work = Work()
    work.done(10, 5)
    work.progress.idle()
    found = work.progress
    assert (found.text(), found.done, found.total, found.left, found.seconds) == ("", 0, 0, None, 0)
    assert not found.cancelled


def test_the_next_work_begins_at_nothing() -> None:
    work = Work()
    work.done(40, 5)
    work.progress.begin("Forms", 4, "forms")
    assert work.progress.text() == "Forms [....................] 0 of 4 forms"
    assert work.done(1, 3) == "Forms [#####...............] 1 of 4 forms, 0:09 left"


def test_more_than_was_expected_fills_the_bar_and_leaves_no_time() -> None:
    """A case opened by another worker meanwhile: the bar is no longer than it was, time does not run back."""
    assert Work().done(50, 100) == f"Acts [{'#' * 20}] 50 of 40 lines, 0:00 left"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0:00"), (9.4, "0:09"), (59, "0:59"), (59.6, "1:00"), (60, "1:00"), (125, "2:05"), (3_661, "61:01")],
)
def test_a_span_is_minutes_and_seconds(seconds: float, said: str) -> None:
    assert minutes(seconds) == said


def test_the_step_in_hand_is_counted_before_the_work_stops() -> None:
    work = Work()
    work.progress.cancel()
    with pytest.raises(Cancelled, match="Acts"):
        work.progress.step(3)
    assert work.progress.done == 3
