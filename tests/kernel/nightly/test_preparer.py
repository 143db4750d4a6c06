"""Ranges of a night prepared by a second process: the same store as without, whatever happens meanwhile."""

from __future__ import annotations

import errno
import marshal
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.nightly import preparer, run
from cstui.nightly.preparer import Preparer, RangeAsked, RangePrepared, read_frame
from cstui.nightly.preparing import Preparing
from cstui.nightly.run import run_nights
from cstui.store.engine import Store, open_store
from cstui.store.noting import ReadBackError, Write, note_writes
from cstui.store.verify import verify
from tests.kernel.nightly.cases import AT_ONCE, RULES, START, clock, everything, given, store_with
from tests.kernel.nightly.killed import child
from tests.kernel.nightly.test_ranges import families

CASES = 60
THROUGH = START + timedelta(days=2)


class AtHand(Preparer):
    """Prepares in this process, at once: a range that was asked for is there when the night comes to it."""

    taken: int = 0
    pace = AT_ONCE  # type: ignore[assignment]

    def start(self, due: int) -> None:
        if not self._process and not self._gone:
            self._process = -1
            self._seen = open_store(self.store.place.path or "", driver=self.store.driver)
            self._preparing = Preparing(self._seen, self.books)

    def _send(self, data: bytes) -> None:
        at, *said = marshal.loads(data[8:])
        found = self._preparing.prepare(RangeAsked(*said), datetime.fromisoformat(at))
        self._answers.put((0.0, marshal.dumps(None if found is None else tuple(_fields(found)))))

    def take(self, asked: RangeAsked) -> RangePrepared | None:
        found = super().take(asked)
        if found is not None:
            AtHand.taken += len(asked.keys)
        return found

    def close(self) -> None:
        self.coming.clear()
        if self._process and not self._gone:
            self._seen.close()
        self._gone = True


def _fields(found: RangePrepared) -> Iterator[Any]:
    return (getattr(found, name) for name in found.__struct_fields__)


@pytest.fixture
def at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges of a few cases, prepared at hand; a slice is at most ten."""
    AtHand.taken = 0
    monkeypatch.setattr(run, "Preparer", AtHand)
    monkeypatch.setattr(preparer, "_cores", lambda: 2)
    monkeypatch.setattr(run, "TOGETHER", 4)
    monkeypatch.setattr(run, "FIRST", 4)
    monkeypatch.setattr(run, "SLICE", 10)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a store of families, and one of single cases, hold after three nights without a second process."""
    held = {}
    for name, records in (("families", families()), ("single", given(CASES))):
        with store_with(tmp_path_factory.mktemp(name) / "s.db", records) as store:
            run_nights(store, RULES, clock, through=THROUGH)
            held[name] = _held(store)
    return held


def _held(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything but where the ranges ended."""
    held = everything(store)
    assert list(verify(store)) == []
    return {**held, "nightly_job": [(row[0], row[1], row[2], row[4]) for row in held["nightly_job"]]}


@pytest.mark.usefixtures("at_hand")
@pytest.mark.parametrize("name", ["families", "single"])
def test_prepared_and_unprepared_nights_write_the_same(
    tmp_path: Path, plain: dict[str, Any], name: str
) -> None:
    records = families() if name == "families" else given(CASES)
    with store_with(tmp_path / "s.db", records) as store:
        run_nights(store, RULES, clock, through=THROUGH)
        assert _held(store) == plain[name]
    assert name == "families" or AtHand.taken >= 20


def _between(monkeypatch: pytest.MonkeyPatch, do: Callable[[AtHand], None]) -> None:
    """Do something once, when a range is prepared and the store is free."""
    look, done = run._Run._look_ahead, [False]

    def looked(held: run._Run) -> None:
        look(held)
        waits = isinstance(held.preparer, AtHand) and held.preparer.coming
        if waits and not done[0]:
            done[0] = True
            do(held.preparer)  # type: ignore[arg-type]

    monkeypatch.setattr(run._Run, "_look_ahead", looked)


@pytest.mark.usefixtures("at_hand")
@pytest.mark.parametrize("own", [False, True])
def test_what_is_done_between_preparing_and_writing_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: bool
) -> None:
    """A note written meanwhile is in the log, and the night's lines follow it: by any connection."""
    told: list[str] = []

    def meanwhile(held: AtHand) -> None:
        case = held.coming[0].asked.keys[0]
        store = held.store if own else open_store(tmp_path / "s.db")
        note = AddNote(case=case, text="Between the two.")
        assert isinstance(Performer(store, RULES, clock).perform(note, actor="17001", on=START), Receipt)
        if not own:
            store.close()
        told.append(case)

    _between(monkeypatch, meanwhile)
    with store_with(tmp_path / "s.db", given(CASES)) as store:
        run_nights(store, RULES, clock, through=START)
        assert list(verify(store)) == []
        with store.read() as session:
            rows = "SELECT text FROM activity WHERE subject = :case AND actor <> 'SYSTEM' ORDER BY seq"
            lines = list(session.scalars(text(rows), {"case": f"case {told[0]}"}))
    assert "Between the two." in lines
    assert AtHand.taken > 0


@pytest.mark.usefixtures("at_hand")
def test_a_range_that_is_not_on_the_store_as_it_is_is_worked_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plain: dict[str, Any]
) -> None:
    """Where the store's own mark fails to tell, the versions of the rows do, and the slice is undone."""
    write, closed = run.write_noted, list[int]()

    def spoiled(session: Any, writes: list[Write], logged: tuple[int, str]) -> None:
        closed.append(len(writes))
        write(session, [*writes, ("UPDATE la_case SET version = ? WHERE number = ''", (1,), 1)], logged)

    monkeypatch.setattr(run, "write_noted", spoiled)
    with store_with(tmp_path / "s.db", given(CASES)) as store:
        run_nights(store, RULES, clock, through=THROUGH)
        assert _held(store) == plain["single"]
    assert len(closed) == 1  # then the process was given up


@pytest.mark.usefixtures("at_hand")
def test_a_range_that_read_what_the_night_worked_meanwhile_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two cases of one parent, in two ranges: the later one was read before the other was worked."""
    refused: list[str] = []
    take = AtHand.take

    def told(held: AtHand, asked: RangeAsked) -> RangePrepared | None:
        coming = held.coming[0]
        found = take(held, asked)
        since = {key for keys in held._worked[coming.since :] for key in keys}
        assert found is None or found.beside.isdisjoint(since)
        if found is None and coming.prepared is not None and since & coming.prepared.beside:
            refused.extend(asked.keys)
        return found

    monkeypatch.setattr(AtHand, "take", told)
    with store_with(tmp_path / "s.db", families()) as store:
        run_nights(store, RULES, clock, through=START)
    assert refused


@pytest.mark.parametrize("why", ["few", "one core", "no process", "threads", "in memory"])
def test_without_a_second_process_the_night_goes_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    """Where few are due, on one core, where none may be started, beside threads, and in memory."""
    started: list[str] = []

    def forks() -> int:
        started.append(why)
        raise BlockingIOError(errno.EAGAIN, "as many as this user may have")

    monkeypatch.setattr(os, "fork", forks)
    monkeypatch.setattr(preparer, "_cores", lambda: 1 if why == "one core" else 2)
    if why == "no process":
        monkeypatch.setattr(preparer, "_may_fork", lambda _: True)
    if why != "few":
        monkeypatch.setattr(preparer, "WORTH", 0)
    over = threading.Event()
    beside = threading.Thread(target=over.wait)
    beside.start()
    with store_with(":memory:" if why == "in memory" else tmp_path / "s.db", given(12)) as store:
        [night] = run_nights(store, RULES, clock, through=START)
    over.set()
    beside.join()
    assert sum(night.counts.values()) == 12
    assert started == (["no process"] if why == "no process" else [])


@pytest.mark.slow
@pytest.mark.parametrize("dies", ["prepared", "dies"])
def test_a_second_process_prepares_and_one_that_dies_costs_time_only(
    tmp_path: Path, plain: dict[str, Any], dies: str
) -> None:
    store_with(tmp_path / "s.db", given(CASES)).close()
    done = child(tmp_path / "s.db", THROUGH, size=10, how=dies)
    assert done.returncode == 0, done.stderr
    second, statements = map(int, done.stdout.split())
    assert second > 1
    assert statements > 10
    assert not _runs(second)
    with open_store(tmp_path / "s.db") as store:
        assert _held(store) == plain["single"]


@pytest.mark.slow
def test_a_prepared_night_killed_at_any_write_goes_on_and_ends_alike(
    tmp_path: Path, plain: dict[str, Any]
) -> None:
    """Killed with -9 twice in the middle of writing what was prepared. The second process ends with it."""
    path = tmp_path / "s.db"
    store_with(path, given(CASES)).close()
    for kill_at in (4, 9):
        dead = child(path, THROUGH, size=10, kill_at=kill_at, how="prepared")
        assert dead.returncode == -signal.SIGKILL, dead.stderr
        until = time.monotonic() + 30
        while _runs(int(dead.stdout)) and time.monotonic() < until:
            time.sleep(0.02)
        assert not _runs(int(dead.stdout))
    with open_store(path) as store:
        run_nights(store, RULES, clock, through=THROUGH)
        assert _held(store) == plain["single"]


def _runs(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked for does not."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_no_process_is_forked_that_has_the_store_open(tmp_path: Path) -> None:
    """In a process of its own, since a runner of tests has threads: before, open, closed, in two threads."""
    store_with(tmp_path / "s.db", given(3)).close()
    told = (
        "import sys, threading; from pathlib import Path\n"
        "from cstui.nightly.preparer import _may_fork; from cstui.store.engine import open_store\n"
        "path = Path(sys.argv[1]); said = [_may_fork(path)]\n"
        "with open_store(path) as store:\n"
        "    said.append(_may_fork(path))\n"
        "    store.engine.dispose()\n"
        "    said.append(_may_fork(path))\n"
        "over = threading.Event(); threading.Thread(target=over.wait).start()\n"
        "said.append(_may_fork(path)); over.set(); print(*said)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", told, str(tmp_path / "s.db")], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["True", "False", "True", "False"]


def test_frames_are_whole_or_nothing() -> None:
    read, write = os.pipe()
    os.write(write, preparer.framed(("a", 1)) + preparer.framed("cut off")[:-1])
    os.close(write)
    with os.fdopen(read, "rb") as stream:
        data = read_frame(stream)
        assert data is not None
        assert marshal.loads(data) == ("a", 1)
        assert read_frame(stream) is None


def test_a_noting_connection_writes_nothing_and_reads_nothing_back(tmp_path: Path) -> None:
    store_with(tmp_path / "s.db", given(3)).close()
    with open_store(tmp_path / "s.db") as store:
        notes = note_writes(store)
        with store.read() as session:
            connection = session.connection()
            update = "UPDATE la_case SET version = ? WHERE number = ?"
            assert connection.exec_driver_sql(update, [(7, "1")] * 2).rowcount == 2
            assert connection.exec_driver_sql(update, [(7, "1")]).rowcount == 1
            connection.exec_driver_sql("UPDATE la_case SET version = ? WHERE number IN (?)", (7, "1")).close()
            connection.exec_driver_sql("SELECT count(*) FROM person").close()
            with pytest.raises(ReadBackError, match="la_case"):
                connection.exec_driver_sql("SELECT number FROM la_case")
            assert [told for _, _, told in notes.writes] == [2, 1, -1]
            notes.begin()
            assert connection.exec_driver_sql("SELECT max(version) FROM la_case").scalar_one() == 1


class NotThere(Preparer):
    """Has asked a process for ranges that is only thought of: nothing is sent to it, nothing killed."""

    def __init__(self, store: Store, *ranges: str) -> None:
        super().__init__(store, [RULES])
        self._process, self._gone = -1, False
        for key in ranges:
            asked = RangeAsked(night=START.isoformat(), agency="louisiana", jobs=(), keys=(key,), due={})
            self.coming.append(preparer.Coming(asked, 0))
        self._unanswered.extend(self.coming)

    def close(self) -> None:
        self.coming.clear()
        self._gone = True


def _answer() -> bytes:
    said = RangePrepared(writes=[], counts={}, aside=[], beside=frozenset(), logged=(0, ""))
    return marshal.dumps(tuple(_fields(said)))


@pytest.mark.parametrize(("plain", "comes"), [(60.0, True), (1e-6, False)])
def test_a_range_that_is_late_is_waited_for_as_long_as_the_night_would_take_for_it(
    tmp_path: Path, plain: float, comes: bool
) -> None:
    """The answer is sent once the night asks for the range; a night that is faster alone gives it up."""
    with store_with(tmp_path / "s.db", given(1)) as store:
        held = NotThere(store, "17000001")
        sends = threading.Timer(0.2, held._answers.put, [(0.0, _answer())])
        sends.start()
        assert held.next(["17000001"], plain) == ((1, True) if comes else (0, False))
        sends.join()


def test_a_range_that_was_declined_is_worked_by_the_night(tmp_path: Path) -> None:
    """The process answers that the range touches more than itself; nothing else is waited for."""
    with store_with(tmp_path / "s.db", given(1)) as store:
        held = NotThere(store, "17000001")
        held._answers.put((0.0, marshal.dumps(None)))
        assert held.next(["17000001"], 60.0) == (0, False)


def test_a_process_that_dies_while_it_is_waited_for_costs_its_ranges(tmp_path: Path) -> None:
    """What was asked for is dropped at once, and the night goes on alone."""
    with store_with(tmp_path / "s.db", given(1)) as store:
        held = NotThere(store, "17000001", "17000002")
        dies = threading.Timer(0.2, held._answers.put, [(0.0, None)])
        dies.start()
        assert held.next(["17000001", "17000002"], 60.0) == (0, False)
        dies.join()
