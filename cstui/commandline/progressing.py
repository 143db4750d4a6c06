"""Progress of a long command: one line that moves on a terminal, plain lines now and then elsewhere.

Written to standard error, so that what the command answers stays clean. Ctrl-C asks the work to stop
between two items; a second one breaks it off where it is, which the store undoes as well.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from types import FrameType
from typing import TextIO

from cstui.progress import Progress

MOVES, SAYS = timedelta(seconds=0.2), timedelta(seconds=10)
"""How often the line on a terminal moves, and how often a plain line is written elsewhere."""


class Teller:
    """Tells how far work has come on `err`."""

    def __init__(self, clock: Callable[[], datetime], err: TextIO) -> None:
        self._clock, self._err, self._moves = clock, err, err.isatty()
        self._last = clock()
        self._stands = False

    def __call__(self, progress: Progress) -> None:
        """Say it, unless it was said a moment ago."""
        now = self._clock()
        if now - self._last < (MOVES if self._moves else SAYS):
            return
        self._last = now
        self._err.write(f"\r\x1b[K{progress.text()}" if self._moves else f"{progress.text()}\n")
        self._err.flush()
        self._stands = self._moves

    def clear(self) -> None:
        """Take the moving line away."""
        if self._stands:
            self._err.write("\r\x1b[K")
            self._err.flush()
            self._stands = False


@contextmanager
def shown_progress(
    clock: Callable[[], datetime], *, quiet: bool = False, err: TextIO | None = None
) -> Iterator[Progress]:
    """Progress that tells itself on standard error unless `quiet`, and that Ctrl-C asks to stop."""
    teller = Teller(clock, err or sys.stderr)
    progress = Progress(clock, None if quiet else teller)

    def stop(_sign: int, _frame: FrameType | None) -> None:
        if progress.cancelled:
            raise KeyboardInterrupt
        progress.cancel()

    before = None
    with suppress(ValueError):  # not the main thread: whoever runs it there stops it otherwise
        before = signal.signal(signal.SIGINT, stop)
    try:
        yield progress
    finally:
        teller.clear()
        if before is not None:
            signal.signal(signal.SIGINT, before)
