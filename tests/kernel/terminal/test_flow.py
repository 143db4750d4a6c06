"""The whole line of E-520, typed by a worker into a real terminal, from sign-on to the closed case."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from cstui.agencies.louisiana.policy.facts import Facts
from cstui.content import root
from cstui.nightly.run import run_nights
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.play import PlayedClock, load, play
from cstui.scenario.read import read_scenario
from cstui.store.engine import create_store, open_store
from cstui.store.facts import read_facts
from cstui.store.verify import verify
from tests.kernel.terminal.typist import DESK, Typist

pytestmark = [pytest.mark.terminal, pytest.mark.slow]

LINE = root() / "data/louisiana/scenarios/ftc-on-the-60th-night.toml"
CASE = "17000123"
MOST_STROKES = 100
"""Keys for the whole line, sign-on included; more is a worse desk."""


def given_store(folder: Path) -> Path:
    """A store with the scenario's given case, on its first day."""
    scenario = read_scenario(LINE)
    path = folder / "store" / "line.db"
    store = create_store(path, name="LINE", business_date=scenario.starts)
    load(store, scenario.given, load_rulebook(), scenario.starts, PlayedClock(scenario.starts), "Given.")
    store.close()
    return path


def nights(path: Path, through: date) -> None:
    """What `cstui nightly --through` does, beside the open desk."""
    store = open_store(path)
    run_nights(
        store, load_rulebook(), lambda: datetime.combine(through, datetime.min.time(), UTC), through=through
    )
    store.close()


def facts_of(path: Path) -> Facts:
    store = open_store(path)
    with store.read() as session:
        found = read_facts(session, Facts, CASE)
    assert found is not None
    assert verify(store) == []
    store.close()
    return found


def test_from_sign_on_to_the_closed_case(tmp_path: Path) -> None:
    """A worker types the line with wrong entries in the middle; the case ends as the scenario says."""
    path = given_store(tmp_path)
    with Typist([*DESK, "--store", str(path)]) as worker:
        worker.wait("SIGN", "WORKER")
        worker.type("17001", "enter")
        worker.wait("WORKLIST", CASE, "no signature on OFS 4NCP")

        worker.type("enter")  # the guide's step: APPT with PURPOSE filled in
        worker.wait("APPOINTMENTS", "PURPOSE SI")
        worker.type("t+5", "tab", "0900", "enter")  # too little notice, and a Saturday
        worker.wait("LA-E521-01", "1 of 2")
        worker.type("t+8", "erase-eof", "enter")
        worker.wait("Scheduled: signature and interview, Tue 03/10/2026 09:00")

        nights(path, date(2026, 3, 9))
        worker.type("f5")
        worker.wait_until(lambda shown: shown.split("\n")[0].endswith("03/10/2026"), "the next day")
        worker.type("home", "APPT", "enter")
        worker.wait("Tue 03/10/2026 09:00 17001 OPEN")
        worker.type("F", "enter")
        worker.wait("03/10/2026 09:00: failed")

        worker.type("home", "CAS2", "enter")
        worker.wait("CASE SCREEN 2")
        worker.type("MA", "t", "enter")  # a report before the second failure
        worker.wait("LA-E520-01", "1 of 2 are on record")
        worker.type("f12")
        worker.wait("CASE SCREEN 2", gone="LA-E520-01")

        worker.type("f11")  # the next screen of the family: APPT of the same case
        worker.wait("APPOINTMENTS")
        worker.type("SI", "t+10", "tab", "0900", "enter")
        worker.wait("Scheduled: signature and interview, Fri 03/20/2026 09:00")

        nights(path, date(2026, 3, 19))
        worker.type("home", "WORK", "enter")
        worker.wait("WORKLIST", "Today 09:00")
        worker.type("enter")
        worker.wait("APPOINTMENTS")
        worker.type("F", "enter")
        worker.wait("03/20/2026 09:00: failed")
        worker.type("home", "WORK", "enter")
        worker.wait("WORKLIST", "Report MA, DT 03/20")
        worker.type("enter")
        worker.wait("CASE SCREEN 2", "MA", "03/20/2026")
        worker.type("enter")
        worker.wait("Report MA, DT 03/20, to IV-A?")
        worker.type("enter")
        worker.wait("NON COOP MA", "LAIN 2IP goes to IV-A tonight")

        nights(path, date(2026, 4, 30))
        worker.type("home", "WORK", "enter")
        worker.wait("WORKLIST", "Pend for closure with FTC")
        worker.type("enter")
        worker.wait("CASE SCREEN 1", "FTC")
        worker.type("enter")
        worker.wait("Pend for closure? Enter does it")
        worker.type("enter")
        worker.wait("Pended for closure, FTC. CSE 105 made.")

        nights(path, date(2026, 6, 29))
        worker.type("f5")
        worker.wait("PENDED", "06/30/2026")
        nights(path, date(2026, 6, 30))
        worker.type("f5")
        worker.wait("CLOSED", "07/01/2026")
        worker.type("home", "SIGNOFF", "enter")
        assert worker.ends() == 0
        print(f"\nkeys pressed from sign-on to the closed case: {worker.strokes}")
        assert worker.strokes <= MOST_STROKES

    typed = facts_of(path)
    played = play(read_scenario(LINE), load_rulebook())
    assert played.passed, [check for check in played.checks if not check.ok]
    with played.store.read() as session:
        expected = read_facts(session, Facts, CASE)
    assert expected is not None
    assert msgspec.to_builtins(typed) == msgspec.to_builtins(expected)
