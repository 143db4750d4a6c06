"""Progress of commands: plain lines where the output is not a terminal, a moving line where it is, Ctrl-C."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from cstui.acts.kept_steps import next_steps_hold
from cstui.agencies.louisiana.reports.lem4145r1 import lem4145r1
from cstui.commandline.progressing import shown_progress
from cstui.policy.rulebook import load_rulebook
from cstui.progress import Cancelled, Progress
from cstui.scenario.practice import create_practice_store
from cstui.store.engine import open_store
from cstui.store.verify import contents, verify

START = date(2026, 3, 3)


def clock_of(seconds: float) -> Iterator[datetime]:
    at = datetime(2026, 3, 3, 15, tzinfo=UTC)
    while True:
        yield at
        at += timedelta(seconds=seconds)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_plain_lines_every_so_often():
    """A step takes four seconds: a line once ten are over since the last, no control character in any."""
    at, err = [datetime(2026, 3, 3, 15, tzinfo=UTC)], io.StringIO()
    with shown_progress(lambda: at[0], err=err) as progress:
        progress.begin("Nights", 8, "nights")
        for _ in range(8):
            at[0] += timedelta(seconds=4)
            progress.step()
    assert err.getvalue().splitlines() == [
        "Nights [#######.............] 3 of 8 nights, 0:20 left",
        "Nights [###############.....] 6 of 8 nights, 0:08 left",
    ]


def test_a_line_that_moves_does_so_five_times_a_second_at_most():
    at, err = [datetime(2026, 3, 3, 15, tzinfo=UTC)], Terminal()
    with shown_progress(lambda: at[0], err=err) as progress:
        progress.begin("Nights", 8, "nights")
        for _ in range(8):
            at[0] += timedelta(milliseconds=100)
            progress.step()
    assert [line.partition("]")[2].split(" nights")[0] for line in err.getvalue().split("\r")[1:-1]] == [
        " 2 of 8",
        " 4 of 8",
        " 6 of 8",
        " 8 of 8",
    ]


def test_a_line_that_moves_and_goes():
    times, err = clock_of(1), Terminal()
    with shown_progress(lambda: next(times), err=err) as progress:
        progress.begin("Nights", 2, "nights")
        progress.step()
    assert err.getvalue().startswith("\r\x1b[KNights [##########..........] 1 of 2 nights")
    assert err.getvalue().endswith("\r\x1b[K")


def test_ctrl_c_stops_at_the_next_step_and_is_given_back():
    times, before = clock_of(1), signal.getsignal(signal.SIGINT)
    with shown_progress(lambda: next(times), quiet=True) as progress:
        progress.begin("Nights", 2)
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(Cancelled):
            progress.step()
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.slow
def test_nightly_stopped_by_ctrl_c_says_what_was_done(tmp_path: Path):
    """A real process gets SIGINT in the middle of two years; the store holds and goes on."""
    path = tmp_path / "practice.db"
    moment = datetime(2026, 3, 3, 15, tzinfo=UTC)
    create_practice_store(path, clock=lambda: moment, start=START).close()
    through = (START + timedelta(days=700)).isoformat()
    command = [sys.executable, "-m", "cstui", "nightly", "--store", str(path), "--through", through]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        while True:
            with open_store(path) as store:
                if store.info().business_date > START + timedelta(days=1):
                    break
            assert run.poll() is None, run.communicate()
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "CS-320 Stopped as you asked:" in err
    with open_store(path) as store:
        assert START < store.info().business_date < START + timedelta(days=700)
        # It may have been stopped between two transactions of a night, which is then said to be not over.
        assert {fault.check for fault in verify(store)} <= {"night"}


def told(work: Callable[[Progress], object]) -> list[tuple[str, int, int]]:
    """What is being done, how much of it, and of how much, after each step of the work."""
    said: list[tuple[str, int, int]] = []

    def tell(progress: Progress) -> None:
        said.append((progress.what, progress.done, progress.total))

    work(Progress(lambda: datetime(2026, 3, 3, 15, tzinfo=UTC), tell))
    return said


def test_verify_and_the_report_know_how_many_cases_there_are(tmp_path: Path):
    """A bar and the time left need the total: every case for verify, the ones on it for LEM4145R1."""
    moment, rules = datetime(2026, 3, 3, 15, tzinfo=UTC), load_rulebook()
    with create_practice_store(tmp_path / "practice.db", clock=lambda: moment, start=START) as store:
        cases = contents(store).counts["la_case"]
        checked = told(
            lambda progress: verify(store, [partial(next_steps_hold, rules, START, progress=progress)])
        )
        assert checked[-1] == ("Checking next steps", cases, cases)
        with store.read() as session:
            on_it = len(lem4145r1(session, rules, START).lines)
            assert on_it
            read = told(lambda progress: lem4145r1(session, rules, START, progress=progress))
        assert read[-1] == ("LEM4145R1", on_it, on_it)
