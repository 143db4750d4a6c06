"""How far long work has come: counted by what does it, read by what shows it, stopped between two items.

The one who works calls `begin` and `step`; `step` raises Cancelled where somebody asked to stop, so the
transaction in hand is undone. `text` and `cancel` may be called from another thread.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

WIDTH = 20
"""Characters of the bar."""


class Cancelled(Exception):  # noqa: N818  (an order, not a fault)
    """The work was asked to stop; what its transaction wrote is undone."""


class Progress:
    """The work in hand. `clock` gives wall time; `tell` is called after each step."""

    def __init__(self, clock: Callable[[], datetime], tell: Callable[[Progress], None] | None = None) -> None:
        self._clock, self._tell = clock, tell
        self.idle()

    def idle(self) -> None:
        """No work is in hand; an order to stop that came too late is forgotten."""
        self.what, self.unit = "", ""
        self.done, self.total = 0, 0
        self.cancelled = False
        self._began: datetime | None = None

    def begin(self, what: str, total: int = 0, unit: str = "cases") -> None:
        """Work begins; `total` 0 where nobody knows how much there is."""
        self.what, self.total, self.unit, self.done = what, total, unit, 0
        self._began = self._clock()

    def step(self, count: int = 1) -> None:
        """So many more are done, and the next may begin; Cancelled where it may not."""
        self.done += count
        if self._tell is not None and self.what:
            self._tell(self)
        self.check()

    def check(self) -> None:
        """Cancelled where somebody asked to stop."""
        if self.cancelled:
            raise Cancelled(self.what)

    def cancel(self) -> None:
        """Ask the work to stop between two items."""
        self.cancelled = True

    @property
    def seconds(self) -> float:
        """How long the work has taken so far."""
        return (self._clock() - self._began).total_seconds() if self._began is not None else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that are left at the pace so far; None where that cannot be said."""
        if not self.done or not self.total:
            return None
        return self.seconds / self.done * max(0, self.total - self.done)

    def text(self) -> str:
        """One line: what, a bar, count, time left; empty where no work is in hand."""
        what, done, total = self.what, self.done, self.total
        if not what:
            return ""
        if not total:
            return f"{what}: {done:,} {self.unit}"
        filled = min(WIDTH, done * WIDTH // total)
        left = self.left
        said = f", {minutes(left)} left" if left is not None else ""
        bar = "#" * filled + "." * (WIDTH - filled)
        return f"{what} [{bar}] {done:,} of {total:,} {self.unit}{said}"


def minutes(seconds: float) -> str:
    """A span as minutes and seconds: `1:05`."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
