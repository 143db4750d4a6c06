"""Keys on their way to the screen: one stroke, those that wait, and an Esc that may begin a chord."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
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
