"""Ctrl-C while the desk line by line works on something: asked to stop, never torn out of an act."""

from __future__ import annotations

import signal

import pytest

from cstui.desk.linear.run import _taken


class Working:
    """A desk that is interrupted in the middle of its work, `times` times."""

    def __init__(self, times: int) -> None:
        self.times, self.asked, self.done = times, 0, False

    def take(self, line: str) -> list[str]:
        for _ in range(self.times):
            signal.raise_signal(signal.SIGINT)
        self.done = True
        return [line]

    def cancel(self) -> None:
        self.asked += 1


def test_the_first_asks_to_stop_and_the_answer_is_still_said() -> None:
    desk, before = Working(1), signal.getsignal(signal.SIGINT)
    assert _taken(desk, "said") == ["said"]
    assert (desk.asked, desk.done) == (1, True)
    assert signal.getsignal(signal.SIGINT) is before


def test_the_second_leaves() -> None:
    desk, before = Working(2), signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        _taken(desk, "said")
    assert (desk.asked, desk.done) == (1, False)
    assert signal.getsignal(signal.SIGINT) is before
