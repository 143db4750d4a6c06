"""Writing a class: at once who joins, soon what its seats say, within a second what their journals hold.

A file is written whole or not at all. Where the disk does not take it, that is said and tried again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from cstui.classroom.errors import ClassError
from cstui.classroom.files import replace, sweep

KEPT_EVERY = 1.0
"""Seconds within which what the seats' journals hold is written."""
TOGETHER = 0.05
"""Seconds within which all else that seats say is written: what the trainer does to all is one writing."""
TRIED_EVERY = 5.0
"""Seconds after which a disk that did not take the class is tried again."""


class Scheduled(Protocol):
    """Something that will be done later."""

    def cancel(self) -> None:
        """Let it be."""


Later = Callable[[float, Callable[[], None]], Scheduled]
"""Does something after so many seconds: the `call_later` of an event loop, or a test's own."""


class ClassKeeper:
    """Writes what `text` says then as the file at `path`. Without a scheduler nothing waits."""

    def __init__(self, path: Path, text: Callable[[], bytes]) -> None:
        self.path, self._text = path, text
        self._later: Later | None = None
        self._tells: Callable[[str], None] = lambda trouble: None
        self._due: Scheduled | None = None
        self._seconds = 0.0
        self._failed = False

    def may_wait(self, later: Later, tells: Callable[[str], None]) -> None:
        """From now on something may wait; `tells` hears what keeps a late writing from being done.

        It hears an empty text once it could be done after all.
        """
        self._later, self._tells = later, tells

    def write(self) -> None:
        """Write now. ClassError CS-613 where the disk does not take it."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        try:
            replace(self.path, self._text())
        except OSError as fault:
            self._failed = True
            self._within(TRIED_EVERY)
            raise ClassError("CS-613", folder=self.path.parent, fault=fault.strerror) from fault
        self._failed = False

    def write_soon(self, seconds: float = KEPT_EVERY) -> None:
        """Write within `seconds`; now, where nothing may wait or the disk did not take it before."""
        if self._later is None or self._failed:
            self.write()
        else:
            self._within(seconds)

    def sweep(self) -> None:
        """Remove what a killed process left half written; only for who alone holds the class."""
        sweep(self.path)

    def _within(self, seconds: float) -> None:
        if self._later is None or (self._due is not None and self._seconds <= seconds):
            return
        if self._due is not None:
            self._due.cancel()
        self._due, self._seconds = self._later(seconds, self._write_due), seconds

    def _write_due(self) -> None:
        self._due, failed = None, self._failed
        try:
            self.write()
        except ClassError as fault:
            self._tells(str(fault))
        else:
            if failed:
                self._tells("")
