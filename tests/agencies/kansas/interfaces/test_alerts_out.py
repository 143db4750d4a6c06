"""The alerts of a night as a file: every alert once, with control totals, the same bytes again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from cstui.agencies.kansas.interfaces.alerts_out import alerts_file
from cstui.nightly.run import run_nights
from tests.agencies.kansas.night import RULES, START, clock, store_with


def test_the_file_has_every_alert_of_the_night_and_adds_up(tmp_path: Path) -> None:
    with store_with(":memory:", 6) as store:
        run_nights(store, RULES, clock, through=START, out_folder=tmp_path)
        with store.read() as session:
            made = alerts_file(session, START)
        first, *details, last = made.text.splitlines()
        assert first.rstrip() == "HCSSALERTS   2018082000001"
        assert {len(line) for line in (first, *details, last)} == {80}
        assert [line[1:3] for line in details] == ["40", "40", "40", "41", "40", "40", "40", "41"]
        numbers = [int(line[3:13]) for line in details]
        assert numbers == sorted(numbers)
        assert {line[13:21] for line in details} == {f"{START:%Y%m%d}"}
        assert last.rstrip() == f"T{8:08d}{6:08d}{sum(numbers):018d}"
        assert details[0][27:34] == "UNKNOWN"
        assert details[3][58:60] == "  "
        assert (tmp_path / f"css-alerts-{START:%Y%m%d}.txt").read_text() == made.text


def test_a_night_without_alerts_has_an_empty_file_and_the_next_number() -> None:
    with store_with(":memory:", 2) as store:
        run_nights(store, RULES, clock, through=START + timedelta(days=1))
        with store.read() as session:
            made = alerts_file(session, START + timedelta(days=1))
        header, trailer = made.text.splitlines()
        assert header.rstrip().endswith("00002")
        assert trailer.rstrip() == f"T{0:08d}{0:08d}{0:018d}"
