"""The nights of Utah: charges of the coming month, and the monitoring reports of the month's end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from cstui.nightly.run import run_nights
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.play import PlayedClock
from cstui.store import nights
from cstui.store.aside_reads import store_entries
from cstui.store.engine import Store
from cstui.store.nights import JobState, Session
from tests.agencies.utah.programs.desk import NCP, Desk, example_store

RULES = load_rulebook("utah")


@pytest.fixture
def store() -> Iterator[Store]:
    """The worked example on September 1, 2016, with a referral begun."""
    store, on, parameters = example_store("example")
    with store:
        Desk(store, on, parameters=parameters).command(f"CNSR {NCP}").command("BEGIN")
        yield store


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_last_night_of_a_month_writes_three_reports_also_empty_ones(store: Store, tmp_path: Path):
    folder = tmp_path / "out"
    folder.mkdir()
    run_nights(store, RULES, PlayedClock(date(2016, 9, 1)), through=date(2016, 9, 29), out_folder=folder)
    assert _names(folder) == []
    run_nights(store, RULES, PlayedClock(date(2016, 9, 30)), through=date(2016, 9, 30), out_folder=folder)
    names = [f"cnsm-201609-phase-{number}.{form}" for number in (1, 2, 3) for form in ("csv", "pdf", "txt")]
    assert _names(folder) == names
    first, third = (folder / f"cnsm-201609-phase-{number}.txt" for number in (1, 3))
    assert NCP in first.read_text(encoding="utf-8")
    assert "No matter is in this phase." in third.read_text(encoding="utf-8")
    assert (folder / "cnsm-201609-phase-2.csv").read_text(encoding="utf-8").count("\n") == 1


def test_to_whom_the_reports_went_is_logged_once_also_when_the_night_was_killed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The files are there and the night ends before it has noted so; the next call writes them again."""
    last, keep = date(2016, 9, 30), nights.keep_jobs

    def killed(session: Session, night: date, states: Sequence[JobState]) -> None:
        if any(state.job == "UT/file" and state.done for state in states) and night == last:
            raise KeyboardInterrupt
        keep(session, night, states)

    monkeypatch.setattr(nights, "keep_jobs", killed)
    with pytest.raises(KeyboardInterrupt):
        run_nights(store, RULES, PlayedClock(date(2016, 9, 1)), through=last, out_folder=tmp_path)
    assert _logged(store) == []
    assert len(_names(tmp_path)) == 9
    monkeypatch.setattr(nights, "keep_jobs", keep)
    for _ in range(2):
        run_nights(store, RULES, PlayedClock(last), through=last, out_folder=tmp_path)
    [said] = _logged(store)
    assert "reports of 09/2016 made: phase 1 1, phase 2 0, phase 3 0. TO: regional CNS contact" in said
    assert "TO: regional CNS contact" in (tmp_path / "cnsm-201609-phase-2.txt").read_text(encoding="utf-8")
    assert (tmp_path / "cnsm-201609-phase-2.pdf").read_bytes().startswith(b"%PDF-")


def _logged(store: Store) -> list[str]:
    with store.read() as session:
        return [row.text for row in store_entries(session, ["NT"], "CNS monitoring reports")]


def test_the_same_night_again_charges_nothing_twice(store: Store):
    for _ in range(2):
        run_nights(store, RULES, PlayedClock(date(2016, 9, 1)), through=date(2016, 9, 30))
    with store.read() as session:
        sums = session.connection().exec_driver_sql("SELECT count(*), sum(cents) FROM ledger_entry").one()
    assert tuple(sums) == (2, 37_000)
