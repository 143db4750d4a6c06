"""The alerts of a night as a file: every alert once, with control totals, the same bytes again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.kansas.acts.cads import KsMarkCooperating, KsMarkNotCooperating
from cstui.agencies.kansas.acts.eligibility import KsSetParticipation
from cstui.agencies.kansas.interfaces.alerts_out import alerts_file
from cstui.nightly.run import run_nights
from tests.agencies.kansas import given
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
        assert last.rstrip() == f"T{8:08d}{6:08d}{sum(numbers):018d}{0:08d}"
        assert {line[60:69] for line in details} == {"KAE170000"}
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
        assert trailer.rstrip() == f"T{0:08d}{0:08d}{0:018d}{0:08d}"


def test_who_takes_part_in_work_programs_has_each_alert_copied_to_them() -> None:
    """60 copies 40 and 61 copies 41, each behind its alert; the totals count the copies too."""
    own = {"consumer": "0000000002", "case": "0000500002"}
    with store_with(":memory:", 2) as store:
        acts = (
            KsSetParticipation(consumer=own["consumer"], work_program=True),
            KsMarkCooperating(**own),
            KsMarkNotCooperating(reason="IN", **own),
        )
        done = Performer(store, RULES, clock).perform_all(acts, actor=given.CSS, on=START)
        assert [one.message for one in done if isinstance(one, Receipt)][1:] == [
            "Cooperating from 08/20/2018. Alert 41 goes to KEES tonight; copied as 61.",
            "Not cooperating from 08/20/2018. Alert 40 goes to KEES tonight; copied as 60.",
        ]
        run_nights(store, RULES, clock, through=START)
        with store.read() as session:
            made = alerts_file(session, START)
    _, *details, last = made.text.splitlines()
    assert [(line[1:3], line[60:63]) for line in details] == [
        ("40", "KAE"),
        ("40", "KAE"),
        ("41", "KAE"),
        ("61", "KSC"),
        ("40", "KAE"),
        ("60", "KSC"),
    ]
    assert details[4][3:60] == details[5][3:60]
    assert last.rstrip() == f"T{6:08d}{3:08d}{1 + 5 * 2:018d}{2:08d}"
    assert (made.count, made.total) == (6, 11)
