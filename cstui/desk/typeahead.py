"""Keys on their way to the screen: one stroke, those that wait, an Esc that may begin a chord, the pause."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from math import inf
from typing import NamedTuple

ESCAPE_HOLD = 0.4
"""Seconds in which a key after Esc makes a chord of it; then it is Esc alone. Textual waits 0.1 before."""


class Stroke(NamedTuple):
    """What a key asks for: an operation and its text; the key's name and bytes where it was a key."""

    operation: str
    text: str = ""
    key: str = ""
    sent: str = ""


class Waiting:
    """The strokes that wait for a program, in order; those that were dropped are counted."""

    def __init__(self) -> None:
        self._strokes: deque[Stroke] = deque()
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._strokes)

    def add(self, stroke: Stroke) -> None:
        self._strokes.append(stroke)

    def next(self) -> Stroke:
        """The first that waits; IndexError where none does."""
        return self._strokes.popleft()

    def drop(self) -> None:
        """Drop all that wait."""
        self.dropped += len(self._strokes)
        self._strokes.clear()

    def told(self) -> int:
        """How many were dropped since this was last asked."""
        count, self.dropped = self.dropped, 0
        return count

    def __iter__(self) -> Iterator[Stroke]:
        return iter(self._strokes)


class Pause:
    """The keyboard after a refusal: keys count again when the error is painted and nothing is typed any more.

    `seconds` without a key end it, counted from the painting or from the last key that was dropped. Moments
    are those of `steady_clock`, a key's that at which it was read; who types decides, not who is busy.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.waits = False
        self._painted = self._last = self._ends = -inf

    def begin(self) -> None:
        """An error is about to be shown."""
        self.waits, self._painted, self._ends = True, inf, inf

    def painted(self, now: float) -> None:
        """The error is on the screen."""
        if self.waits and self._painted == inf:
            self._painted = now
            self._ends = max(now, self._last) + self.seconds

    def drops(self, at: float, *, resets: bool = False) -> bool:
        """Whether a key read at that moment is dropped; then the pause begins again. Reset ends it."""
        if at > self._ends or (resets and at > self._painted):
            self.waits, self._ends = False, self._painted if resets else self._ends
            return False
        self.waits, self._last = True, max(self._last, at)
        if self._painted < inf:
            self._ends = max(self._ends, at + self.seconds)
        return True

    def left(self, now: float) -> float:
        """The seconds until keys count again, if none is typed; none left ends the pause."""
        left = self._ends - now
        if left <= 0:
            self.waits = False
        return left


class Held:
    """An Esc held back until the next key, or until its time is over."""

    def __init__(self, stroke: Stroke, over: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        self.stroke = stroke
        self.done: asyncio.Future[None] = loop.create_future()
        self._timer = loop.call_later(ESCAPE_HOLD, over)

    def end(self) -> Stroke:
        """Its stroke; it is held no longer."""
        self._timer.cancel()
        if not self.done.done():
            self.done.set_result(None)
        return self.stroke
