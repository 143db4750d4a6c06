"""What this process has done that lasts: no message may say that nothing was written when something was.

The write door of a store that outlives the process notes here what it has committed, and whoever makes a
file notes the file. Counted for the process, and for each thread, since a process may serve several desks.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

Mark = tuple[int, int, int]
"""How much was done at a moment: changes, entries, things made."""


@dataclass
class _Done:
    changes: int = 0
    entries: int = 0
    last: str = ""
    made: list[str] = field(default_factory=list)

    def told(self, since: Mark) -> str:
        changes, entries, made = since
        said = []
        if (count := self.entries - entries) > 0:
            each = (
                "1 entry is in the log, under"
                if count == 1
                else f"{count:,} entries are in the log, the last"
            )
            said.append(f"{each} {self.last}")
        elif self.changes > changes:
            said.append("the store was changed")
        return "; ".join([*said, *dict.fromkeys(self.made[made:])])


class _Here(threading.local):
    def __init__(self) -> None:
        self.done = _Done()


_process, _here = _Done(), _Here()
NOTHING: Mark = (0, 0, 0)


def begin() -> None:
    """Forget what was done: another command begins in this process."""
    global _process
    _process, _here.done = _Done(), _Done()


def committed(entries: int = 0, last: str = "") -> None:
    """A store that outlives the process was changed: so many lines of its log, the `last` of that number."""
    for done in (_process, _here.done):
        done.changes += 1
        done.entries += entries
        done.last = last or done.last


def made(what: str) -> None:
    """Something was made, said as a sentence without its stop: `the file a.txt is written`."""
    for done in (_process, _here.done):
        done.made.append(what)


def mark() -> Mark:
    """How much this thread has done by now."""
    done = _here.done
    return done.changes, done.entries, len(done.made)


def told_since(since: Mark) -> str:
    """What this thread has done since that mark, in words; empty for nothing."""
    return _here.done.told(since)


def told() -> str:
    """What this process has done since `begin`, in words; empty for nothing."""
    return _process.told(NOTHING)


def is_logged() -> bool:
    """Whether this process has added to the log of a store since `begin`."""
    return _process.entries > 0
