"""The nights of Kansas: each cause does its work once, also where the night is killed and run again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from cstui.nightly.run import run_nights
from cstui.store.engine import open_store
from cstui.store.verify import verify
from tests.agencies.kansas.night import RULES, START, clock, everything, store_with

THROUGH = START + timedelta(days=4)


def test_a_mark_makes_its_records_runs_notices_and_task_once() -> None:
    with store_with(":memory:", 12) as store:
        nights = run_nights(store, RULES, clock, through=THROUGH)
        assert [night.counts["KS/send"] for night in nights] == [0] * 5  # KEES took them straight
        assert [night.counts["KS/kees"] for night in nights] == [16, 0, 0, 0, 0]
        assert [night.counts["KS/edbc"] for night in nights] == [0, 0, 0, 12, 12]
        assert [night.aside for night in nights] == [()] * 5
        held = everything(store)
        assert len(held["ks_non_compliance"]) == 3 * 12
        assert len(held["ks_edbc"]) == 4 * 12
        run_nights(store, RULES, clock, through=THROUGH)
        assert everything(store) == held
        assert list(verify(store)) == []


@pytest.mark.slow
def test_killed_at_any_write_it_goes_on_and_ends_alike(tmp_path: Path) -> None:
    path = tmp_path / "whole.db"
    store_with(path, 8).close()
    shutil.copy(path, tmp_path / "begun.db")
    writes = int(_child(path, 0).stdout)
    assert writes > 60
    with open_store(path) as store:
        whole = everything(store)
    for kill_at in (1, writes // 5, writes // 3, writes // 2, writes * 3 // 4, writes - 1):
        killed = tmp_path / f"killed-{kill_at}.db"
        shutil.copy(tmp_path / "begun.db", killed)
        assert _child(killed, kill_at).returncode == -9
        assert _child(killed, 0).returncode == 0
        with open_store(killed) as store:
            assert everything(store) == whole, f"killed at {kill_at} of {writes} writes"


def _child(path: Path, kill_at: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.agencies.kansas.night", str(path), f"{THROUGH}", str(kill_at)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_a_live_store_sends_alerts_and_does_nothing_of_kees(tmp_path: Path) -> None:
    """What stands in for KEES is for practice: a live store has the file, and no more."""
    with store_with(":memory:", 3) as store:
        with store.write() as session:
            session.connection().exec_driver_sql("UPDATE store_info SET value = 'live' WHERE key = 'kind'")
        [night] = run_nights(store, RULES, clock, through=START, out_folder=tmp_path)
        assert {name: count for name, count in night.counts.items() if count} == {"KS/send": 4}
        assert everything(store)["ks_non_compliance"] == []
        assert [path.name for path in tmp_path.iterdir()] == [f"css-alerts-{START:%Y%m%d}.txt"]


def test_the_months_after_end_the_penalties_where_they_stand() -> None:
    with store_with(":memory:", 3) as store:
        run_nights(store, RULES, clock, through=date(2019, 1, 31))
        assert list(verify(store)) == []
