"""Other processes that gather ranges of a report while one of them writes, in the order of the keys.

Each has the store open for itself (`helping`), and is told range after range. Where one is gone, or none may
be started, that costs time alone: the count goes on without them.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import msgspec

from cstui.agencies.federal.reads.range_work import ReportRanges
from cstui.nightly.preparer import framed, read_frame

MOST = 8
"""How many there are at most."""


def helpers_for(work: ReportRanges) -> int:
    """How many processes help to count: as many as there are cores, and one that waits for its turn.

    None on one core, on a server, where the store is this process's own memory, or where the machine has more
    to do than all of its cores can: helpers gain nothing there. None on an encrypted store, whose key goes to
    no other program.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError):
        if os.getloadavg()[0] > cores:
            return 0
    alone = work.store.place.path is None or work.store.key is not None or cores < 2
    return 0 if alone else min(cores + 1, MOST)


class Helpers:
    """So many processes that help with the work; they end with `close`, or with this process."""

    def __init__(self, work: ReportRanges, many: int) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        told = (str(work.store.place.path), work.store.driver, work.agency, work.program, work.report)
        with suppress(OSError):
            for _ in range(many):
                command = [sys.executable, "-m", "cstui.agencies.federal.reads.helping"]
                pipe = subprocess.PIPE
                self._processes.append(
                    subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
                )
                _tell(self._processes[-1], (*told, msgspec.json.encode(work.rules)))

    def ask(self, requests: Iterable[tuple[Any, ...]], then: str = "") -> Iterator[Any]:
        """The answer to each request, in their order; `then` is asked of each helper when its turn has come.

        It ends early where a helper is gone.
        """
        idle, asked = deque(self._processes), deque[subprocess.Popen[bytes]]()
        try:
            for request in requests if idle else ():
                if not idle:
                    yield self._answer(asked[0], then)
                    idle.append(asked.popleft())
                _tell(idle[0], request)
                asked.append(idle.popleft())
            while asked:
                yield self._answer(asked.popleft(), then)
        except OSError:
            self.close()

    def _answer(self, process: subprocess.Popen[bytes], then: str) -> Any:
        answer = _heard(process)
        if then:
            _tell(process, (then,))
            answer = _heard(process)
        return answer

    def close(self) -> None:
        """End them. One that writes has not committed, or has."""
        for process in self._processes:
            process.kill()
            for stream in (process.stdin, process.stdout):
                with suppress(OSError):
                    stream.close()  # type: ignore[union-attr]
            process.wait()
        self._processes = []


def _tell(process: subprocess.Popen[bytes], values: tuple[Any, ...]) -> None:
    assert process.stdin is not None
    process.stdin.write(framed(values))
    process.stdin.flush()


def _heard(process: subprocess.Popen[bytes]) -> Any:
    """The next answer of a process; OSError where it is gone."""
    data = read_frame(process.stdout)
    if data is None:
        raise BrokenPipeError
    return marshal.loads(data)
