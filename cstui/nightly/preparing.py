"""What the second process of a night does (`preparer`): it works the ranges that it is asked for, and ends.

It is a fork of the night and has the store open once more, to read alone.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from cstui.acts.perform import Performer
from cstui.nightly.preparer import RangeAsked, RangePrepared, framed, read_frame
from cstui.nightly.ranges import RangeWork
from cstui.policy.rulebook import Rulebook
from cstui.store import chain
from cstui.store.engine import Store, open_store
from cstui.store.keys import given
from cstui.store.noting import ReadBackError, note_writes


class Preparing:
    """Prepares ranges by these rulebooks, each over the store as it is when it is asked for."""

    def __init__(self, store: Store, books: Iterable[Rulebook]) -> None:
        self.at = datetime.min.replace(tzinfo=UTC)
        self.notes = note_writes(store)
        self.performers = {book.agency: Performer(store, book, lambda: self.at) for book in books}

    def prepare(self, asked: RangeAsked, at: datetime) -> RangePrepared | None:
        """A range worked, with what is to be written; None where it touches more than the range."""
        self.at = at
        performer = self.performers[asked.agency]
        work = RangeWork(performer, date.fromisoformat(asked.night))
        due = {
            job: {key for key, is_due in zip(asked.keys, flags, strict=True) if is_due}
            for job, flags in asked.due.items()
        }
        self.notes.begin()
        with performer.store.read() as session:
            try:
                done = work.work(session, asked.jobs, list(asked.keys), due)
            except ReadBackError:
                return None
            own = {work.facts.subject_of(key) for key in asked.keys}
            if not own.issuperset(session.info.get(chain.LOCKED, ())):
                return None  # another range may log there too
            logged = session.info.get("logged", (0, ""))
        return RangePrepared(
            writes=self.notes.writes,
            counts=done.counts,
            aside=[(one.job, one.key, one.why) for one in done.aside],
            beside=done.beside,
            logged=logged,
        )


def serve(of: Store, books: Iterable[Rulebook], requests: int, answers: int) -> None:
    """Prepare what is asked on the descriptor `requests`, answer on `answers`, end with either.

    It opens the store `of` the night again. Of the process that was forked it keeps nothing open, so that
    neither a lock nor a pipe of it outlives it.
    """
    os.setsid()  # a Ctrl-C is the night's own
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    for descriptor in [int(one.name) for one in Path("/proc/self/fd").iterdir()]:
        if descriptor > 2 and descriptor not in (requests, answers):
            with suppress(OSError):
                os.close(descriptor)
    gc.disable()
    assert of.place.path is not None
    with (
        open_store(of.place.path, driver=of.driver, keys=given(of.key)) as store,
        os.fdopen(requests, "rb") as asks,
    ):
        preparing = Preparing(store, books)
        while (data := read_frame(asks)) is not None:
            at, *said = marshal.loads(data)
            found = preparing.prepare(RangeAsked(*said), datetime.fromisoformat(at))
            left = memoryview(framed(None if found is None else msgspec.structs.astuple(found)))
            while left:
                left = left[os.write(answers, left) :]
