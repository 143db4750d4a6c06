"""The nights of Kansas: each cause does its work once, also where the night is run again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from cstui.nightly.run import run_nights
from cstui.store.verify import verify
from tests.agencies.kansas.night import RULES, START, clock, store_with
from tests.kernel.nightly.cases import everything

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
