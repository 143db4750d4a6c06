"""Learning alone at a real terminal: a lesson is picked and passed by typing, and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.classroom.alone.progress import read_progress
from tests.kernel.terminal.typist import DESK, Typist

pytestmark = [pytest.mark.terminal, pytest.mark.slow]


def at_lesson(home: Path, *options: str) -> Typist:
    """`cstui learn` with a data folder of the test's own."""
    return Typist([*DESK, "learn", *options], environment={"XDG_DATA_HOME": str(home), "TZ": "UTC"})


def solved(worker: Typist) -> None:
    """Key the first lesson, from its brief on."""
    worker.wait("BRIEF", "Sign on as worker 17001")
    worker.type("enter")
    worker.wait("SIGN", "WORKER")
    worker.type("17001", "enter")
    worker.wait("WORKLIST")
    worker.type("home", "/PRACTICE-DOE", "enter")
    worker.wait("Goal met (2 of 5)")
    worker.type("home", "CAS1 17000123", "enter")
    worker.wait("Goal met (3 of 5)")
    worker.type("home", "CAS2", "enter")
    worker.wait("Goal met (4 of 5)")
    worker.type("home", "CALO", "enter")
    worker.wait("ACTIVITY LOG")
    worker.type("f6")
    worker.wait("ENTRY AND NOTE")
    worker.type("CP called.", "enter")
    worker.wait("CALO", "CP called.")


def test_a_lesson_is_picked_passed_and_stands_in_the_list(tmp_path: Path) -> None:
    with at_lesson(tmp_path) as worker:
        worker.wait("LESSONS", "Sign on and find a case")
        worker.type("s", "enter")
        solved(worker)
        worker.type("home", "FINISH", "enter")
        worker.wait("Enter does it")
        worker.type("enter")
        worker.wait("100 of 100 points, 70 are needed: PASSED")
        worker.type("enter")
        worker.wait("LESSONS", "100 PASSED")
        worker.type("f3")
        assert worker.ends() == 0
    (kept,) = read_progress(tmp_path / "cstui" / "learn").reached.values()
    assert (kept.tried, kept.best, kept.passed) == (1, 100, True)
