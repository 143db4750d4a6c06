"""The night's turns at a store: one night at a time, in short slices, with desks let in between."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cstui.nightly import run
from cstui.nightly.ranges import RangeDone, RangeWork
from cstui.nightly.run import run_nights
from cstui.progress import Cancelled
from cstui.store import turns
from cstui.store.engine import Store, open_store
from cstui.store.errors import StoreError
from cstui.store.turns import LONGEST, QUIET, Turns, night_file, only_night
from tests.kernel.nightly.cases import RULES, START, after_ranges, clock, given, store_with
from tests.kernel.nightly.killed import child


def _again(store: Store, busy_seconds: float = 1) -> Store:
    url = store.place.url.render_as_string(hide_password=False)
    return open_store(url, busy_seconds=busy_seconds, driver=store.driver)


def _today(store: Store) -> str:
    return store.info().business_date.isoformat()


def test_the_second_of_two_nights_says_that_one_runs(
    shared_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On both databases, in its own words; the first goes on, and afterwards another may run."""
    tonight = shared_store.info().business_date
    told: list[str] = []

    def meanwhile(held: run._Run) -> None:
        with _again(shared_store) as other, pytest.raises(StoreError) as caught:
            run_nights(other, RULES, clock, through=tonight)
        told.append(caught.value.rule)

    after_ranges(monkeypatch, meanwhile)
    run_nights(shared_store, RULES, clock, through=tonight)
    assert set(told) == {"CS-216"}
    monkeypatch.undo()
    assert shared_store.info().business_date == tonight + timedelta(days=1)
    run_nights(shared_store, RULES, clock, through=tonight + timedelta(days=1))
    assert shared_store.info().business_date == tonight + timedelta(days=2)


def test_two_nights_of_one_store_in_memory(memory_store: Store) -> None:
    with only_night(memory_store), pytest.raises(StoreError) as caught, only_night(memory_store):
        pass
    assert caught.value.rule == "CS-216"
    with only_night(memory_store):
        pass


def test_a_night_that_died_is_in_nobody_s_way(shared_store: Store) -> None:
    """Killed with -9 after its first range: the next one runs at once, on both databases."""
    tonight, url = shared_store.info().business_date, shared_store.place.url
    target = url.render_as_string(hide_password=False)
    through = tonight + timedelta(days=3)
    assert child(target, through, size=5, ranges=2).returncode == -9
    assert shared_store.place.path is None or night_file(shared_store.place.path).exists()
    run_nights(shared_store, RULES, clock, through=through)
    assert shared_store.info().business_date == through + timedelta(days=1)


def test_the_night_leaves_no_file_and_follows_no_link(file_store: Store, tmp_path: Path) -> None:
    path = file_store.place.path
    assert path is not None
    with only_night(file_store):
        assert night_file(path).stat().st_mode & 0o777 == path.stat().st_mode & 0o777
    assert not night_file(path).exists()
    other = tmp_path / "other"
    night_file(path).symlink_to(other)
    with pytest.raises(StoreError), only_night(file_store):
        pass
    assert not other.exists()


def test_a_slice_follows_the_time_that_the_one_before_took(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four milliseconds a case: as many are worked together as fit into the time of a slice."""
    now = 0.0
    work = RangeWork.work

    def slow(held: RangeWork, session: Any, names: Any, keys: list[str], due: Any) -> RangeDone:
        nonlocal now
        now += 0.004 * len(keys)
        return work(held, session, names, keys, due)

    sizes: list[int] = []
    held: list[float] = []
    monkeypatch.setattr(RangeWork, "work", slow)
    monkeypatch.setattr(run, "steady_clock", lambda: now)

    def told(night: run._Run) -> None:
        sizes.append(night.size)
        held.append(now - sum(held))

    after_ranges(monkeypatch, told)
    with store_with(":memory:", given(360)) as store:
        run_nights(store, RULES, clock, through=START)
    assert sizes[0] == sizes[-1] == int(run.HELD / 0.004)
    assert len(held) > 3
    assert max(held[1:]) == pytest.approx(sizes[0] * 0.004)


def test_the_night_gives_way_to_who_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands back while its file is touched, at most for a quarter of a second; else not at all."""
    file = tmp_path / "s.db-night"
    file.touch()
    stamp = file.stat().st_mtime_ns
    slept: list[float] = []
    monkeypatch.setattr(turns.time, "sleep", slept.append)
    night = Turns(file)
    night.begin()
    night.give_way()
    assert slept == []
    os.utime(file, ns=(stamp, stamp + 1_000_000_000))
    night.give_way()
    assert slept == [QUIET]

    def touched(seconds: float) -> None:
        slept.append(seconds)
        os.utime(file, ns=(stamp, stamp + len(slept)))

    slept.clear()
    monkeypatch.setattr(turns.time, "sleep", touched)
    night.begin()
    touched(0)
    night.give_way()
    assert LONGEST <= sum(slept) < LONGEST + QUIET


def test_who_waits_tries_every_ten_milliseconds_and_tells_the_night(
    file_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file_store.place.path
    assert path is not None
    file = night_file(path)
    file.touch()
    os.utime(file, ns=(0, 0))
    slept: list[float] = []
    holding = file_store.write()
    holding.__enter__()

    def let_go_at_last(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 30:
            holding.__exit__(None, None, None)

    monkeypatch.setattr(turns.time, "sleep", let_go_at_last)
    with _again(file_store, 60) as other, other.write():
        pass
    assert slept == [0.01] * 30
    assert file.stat().st_mtime_ns > 0


def test_who_waits_may_stop_waiting(file_store: Store) -> None:
    tries = 0

    def stop() -> None:
        nonlocal tries
        tries += 1
        if tries == 3:
            raise Cancelled("Waiting")

    with _again(file_store, 60) as other:
        with file_store.write(), pytest.raises(Cancelled), other.write(stop):
            pass
        assert tries == 3
        with other.write():  # nothing of it is left
            pass
