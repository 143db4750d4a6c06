"""Ranges of a night prepared ahead: a second process reads and decides while the night writes those before.

Policy is pure, so a range can be worked over a moment of the store by the same code (`ranges`), on a
connection that notes what it is told to write (`store.noting`). The night then writes what was noted, in its
own transaction, unless something has moved that the range may have been worked on. Then it works the range
itself, as it does all of them where there is no second process: on one core, on a server or in memory, where
few are due, where no process may be started, when it has died or is late. So a second process changes nothing
but time.

What moves under a range:

- What anybody else commits. The night's connection tells of other connections (`data_version`), and the store
  counts its own writing doors; after either, all that was asked for is dropped.
- The ranges of this night. Acts of a range change its subjects' own files only, which another range reads
  where a subject belongs to the same center. A range that read a subject which the second process may have
  seen as it was before the night worked it is not written.
- What nobody has thought of: a changed row that is not there as it was read, or a key that is there already.
  Then the transaction is undone, the process is given up, and the slice is worked without it.
"""

from __future__ import annotations

import marshal
import os
import queue
import signal
import sys
import threading
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from cstui.clock import steady_clock
from cstui.policy.rulebook import Rulebook
from cstui.store import nights
from cstui.store.engine import Store
from cstui.store.noting import Write

WORTH = 4_000
"""From so many subjects due on a second process is started."""
TOGETHER = 500
"""How many subjects a range has that is prepared, at most."""
ASKED, DEPTH = 3, 8
"""How many ranges are asked for and not answered, and how many not worked yet, at most."""
_SIZE = 8


class RangeAsked(msgspec.Struct, frozen=True, array_like=True):
    """A range to prepare: the night, the agency, the names of the jobs, the keys.

    `due` has a byte for each key, 1 where the subject is due in the job.
    """

    night: str
    agency: str
    jobs: tuple[str, ...]
    keys: tuple[str, ...]
    due: dict[str, bytes]


class RangePrepared(msgspec.Struct, frozen=True, array_like=True):
    """A prepared range: the statements that write it, and what `RangeDone` says, as plain values.

    `logged` are the lines of the log and the number of the last.
    """

    writes: list[Write]
    counts: dict[str, int]
    aside: list[tuple[str, str, str]]
    beside: frozenset[str]
    logged: tuple[int, str]


class Coming:
    """A range that was asked for at `sent`, and `prepared` where it could be.

    What was worked from number `since` on the second process may not have seen.
    """

    def __init__(self, asked: RangeAsked, since: int) -> None:
        self.asked, self.since, self.sent = asked, since, steady_clock()
        self.prepared: RangePrepared | None = None


def framed(values: Any) -> bytes:
    """Plain values as one process sends them to the other."""
    data = marshal.dumps(values)
    return len(data).to_bytes(_SIZE, "big") + data


def read_frame(stream: Any) -> bytes | None:
    """The next of what was sent; None where the other process has ended."""
    head = stream.read(_SIZE)
    data = stream.read(int.from_bytes(head, "big")) if len(head) == _SIZE else b""
    return data if data and len(data) == int.from_bytes(head, "big") else None


class Preparer:
    """The second process, as the night sees it.

    The night waits for it only at a range that it arrives at while it is being prepared, and no longer than
    it would take to work the range itself.
    """

    def __init__(self, store: Store, books: Sequence[Rulebook]) -> None:
        self.store, self.books = store, books
        self.coming: deque[Coming] = deque()
        self._answers: queue.SimpleQueue[tuple[float, bytes | None]] = queue.SimpleQueue()
        self._answered = 0.0
        self._unanswered: deque[Coming] = deque()
        self._process = self._requests = 0
        self._listener: threading.Thread | None = None
        self._gone = store.place.path is None or _cores() < 2
        self._mark: tuple[Any, int, int] = (None, 0, 0)
        self._worked: list[Sequence[str]] = []
        self._since = 0
        self.pace = 0.0
        """Seconds a subject takes it, until the night has the answer; 0 before the first range."""

    def start(self, due: int) -> None:
        """Start the process, if `due` subjects are worth it, and it was not started before.

        No connection to the store may be in use.
        """
        if self._gone or self._process or due < WORTH:
            return
        self._gone = True
        self.store.engine.dispose()
        if self.store.place.path is None or not _may_fork(self.store.place.path):
            return
        try:
            requests, self._requests = os.pipe()
            listens, answers = os.pipe()
            os.set_blocking(self._requests, False)
            self._process = os.fork()
        except OSError:
            return
        if not self._process:
            try:
                from cstui.nightly.preparing import serve

                serve(self.store, self.books, requests, answers)
            finally:
                os._exit(0)
        os.close(requests)
        os.close(answers)
        self._gone = False
        self._listener = threading.Thread(target=self._listen, args=(os.fdopen(listens, "rb"),), daemon=True)
        try:
            self._listener.start()
        except RuntimeError:
            self._listener = None
            self.close()

    def _listen(self, stream: BinaryIO) -> None:
        """Take what the process sends as it comes, so that it goes on with the next range."""
        with stream:
            while (answer := read_frame(stream)) is not None:
                self._answers.put((steady_clock(), answer))
        self._answers.put((steady_clock(), None))

    def close(self) -> None:
        """End the process: it only reads, so it may end anywhere."""
        self.coming.clear()
        if self._process and not self._gone:
            with suppress(OSError):
                os.kill(self._process, signal.SIGKILL)
                os.waitpid(self._process, 0)
            os.close(self._requests)
            if self._listener is not None:
                self._listener.join()
        self._gone = True

    def begin(self, session: nights.Session) -> None:
        """A transaction of the night begins: what was asked for is dropped if anybody else wrote since."""
        if self._gone or not self._process:
            return
        mark = (*nights.version_seen(session), self.store.written)
        if mark[:2] != self._mark[:2] or mark[2] != self._mark[2] + 1:
            self.coming.clear()
        self._mark = mark
        if not self.coming:
            self._worked.clear()
        self._since = len(self._worked)

    def worked(self, keys: Sequence[str]) -> None:
        """The night has worked these subjects; the second process sees it once the transaction is over."""
        self._worked.append(keys)

    def ask(
        self,
        keys: Sequence[str],
        make: Callable[[Sequence[str]], RangeAsked],
        clock: Callable[[], datetime],
        *,
        size: int,
        plain: float,
        written: float,
    ) -> None:
        """Ask for ranges of the coming keys, `size` each, while there is room.

        They begin where the night arrives when they are prepared: it takes `plain` seconds a subject, and
        `written` to write one that was prepared.
        """
        self._hear()
        while self._process and not self._gone and len(self._unanswered) < ASKED and len(self.coming) < DEPTH:
            pace = self.pace or 2 * plain  # the first range finds nothing in memory
            end = bisect_right(keys, self.coming[-1].asked.keys[-1]) if self.coming else 0
            light = sum(len(coming.asked.keys) for coming in self.coming)
            arrives = (end - light) * plain + light * written
            prepared = (len(self._unanswered) + 1) * size * pace
            gap = int((prepared - arrives) / plain) if prepared > arrives else 0
            start = end + max(gap, size // 4) if gap else end
            if not (part := keys[start : start + size]):
                break
            coming = Coming(make(part), self._since)
            self.coming.append(coming)
            self._unanswered.append(coming)
            self._send(framed((clock().isoformat(), *msgspec.structs.astuple(coming.asked))))

    def _send(self, data: bytes) -> None:
        try:
            sent = os.write(self._requests, data)
        except OSError:
            sent = 0
        if sent < len(data):  # it takes nothing more, or is gone
            self.close()

    def _hear(self, patience: float = 0.0) -> None:
        """Take the answers that have come; for the first wait as many seconds as `patience`."""
        while self._process and not self._gone:
            try:
                came, answer = self._answers.get(patience > 0, patience)
            except queue.Empty:
                return
            patience = 0.0
            if answer is None:
                self.close()
            else:
                coming, said = self._unanswered.popleft(), marshal.loads(answer)
                if said is not None:
                    coming.prepared = RangePrepared(*said)
                    self.pace = (came - max(coming.sent, self._answered)) / len(coming.asked.keys)
                self._answered = came

    def next(self, keys: Sequence[str], plain: float = 0.0) -> tuple[int, bool]:
        """How many of these keys are one range, and whether it is prepared: else the night works it itself.

        0 where the night works as many as it likes. A range that begins them and is not there is given up,
        once it was waited for as long as the night would take for it at `plain` seconds a subject.
        """
        self._hear()
        while self.coming and keys and self.coming[0].asked.keys[0] <= keys[0]:
            first = self.coming[0]
            if first.asked.keys[0] == keys[0]:
                if self._unanswered and first is self._unanswered[0]:
                    self._hear(plain * len(first.asked.keys))
                if first.prepared is not None:
                    return len(first.asked.keys), True
            if self.coming:  # nothing is, once the process was found to have ended
                self.coming.popleft()
        return (bisect_left(keys, self.coming[0].asked.keys[0]) if self.coming else 0), False

    def take(self, asked: RangeAsked) -> RangePrepared | None:
        """This range as it was prepared; None where it was not, or something has moved since."""
        if not self.next(asked.keys)[1]:
            return None
        coming = self.coming.popleft()
        since = self._worked[coming.since :]
        prepared = coming.prepared
        if prepared is None or coming.asked != asked or not all(map(prepared.beside.isdisjoint, since)):
            return None
        return prepared


def _may_fork(store: Path) -> bool:
    """Whether this process may fork and its child open the store: it has one thread, and the store not open.

    SQLite keeps in a process what locks it has on a file, which a child would take for its own. Nobody else's
    connection is touched there: its descriptors are closed, and the child ends without a word.
    """
    if not sys.platform.startswith("linux"):
        return False
    if len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208 - names are wanted, not paths
        return False
    files = {_inode(os.stat, f"{store}{ending}") for ending in ("", "-wal", "-shm")}
    mine = {_inode(os.fstat, int(one)) for one in os.listdir("/proc/self/fd")}  # noqa: PTH208
    return not (files & mine) - {None}


def _inode(look: Callable[[Any], os.stat_result], at: object) -> tuple[int, int] | None:
    with suppress(OSError):
        found = look(at)
        return found.st_dev, found.st_ino
    return None


def _cores() -> int:
    """How many cores this process may use; one where the machine has more to do than all of them can."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError):
        return 1 if os.getloadavg()[0] > cores else cores
    return cores
