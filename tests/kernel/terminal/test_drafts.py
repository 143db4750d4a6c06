"""Drafts at a real terminal: killed, hung up, told to end, and two workers on one case."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from cstui.store.engine import open_store
from cstui.store.verify import verify
from tests.kernel.terminal.conftest import START
from tests.kernel.terminal.typist import DESK, PATIENCE, Typist, signed_on

pytestmark = [pytest.mark.terminal, pytest.mark.slow]

CASE = "17000101"
ATTENTION = "\x01"
"""Ctrl-A, PA1 of the classic keymap."""


def desk(store: Path, home: Path) -> Typist:
    """The desk on a store, with a data folder of the test's own."""
    command = [*DESK, "--store", str(store)]
    return Typist(command, environment={"XDG_DATA_HOME": str(home), "TZ": "UTC"})


def at_person(worker: Typist, number: str = "17001") -> None:
    signed_on(worker, number=number)
    worker.type("home", f"PERS {CASE}", "enter")
    worker.wait("EMPLOYER")


def kept(home: Path) -> list[Path]:
    return sorted(home.rglob("drafts/*/*.json"))


def wait_for_draft(worker: Typist, home: Path, text: str, column: int) -> None:
    """Until the draft holds the text; meanwhile the typist moves to and fro in the field in hand."""
    for _ in range(500):
        if any(text in path.read_text() for path in kept(home)):
            return
        worker.type("\x1b[D")
        worker.wait(f"/{column - 1}")
        worker.type("\x1b[C")
        worker.wait(f"/{column}")
    raise AssertionError(f"no draft holds {text}")


def test_killed_in_a_field_the_one_before_is_kept(practice: Path, tmp_path: Path) -> None:
    """kill -9 after the cursor left a field: what stood there is offered at the next sign-on."""
    home = tmp_path / "home"
    with desk(practice, home) as worker:
        at_person(worker)
        worker.type("9 LOST RD", "erase-eof", "tab", "\x1b[C")
        worker.wait("9 LOST RD", "06/49")
        wait_for_draft(worker, home, "9 LOST RD", 49)
        worker.type("in hand")
        worker.wait("IN HAND")
        worker.kill(signal.SIGKILL)
    assert [oct(path.stat().st_mode & 0o777) for path in kept(home)] == ["0o600"]
    with desk(practice, home) as worker:
        worker.wait("SIGN", "WORKER")
        worker.type("17001", "enter")
        worker.wait("1 draft waits: DRAFTS")
        worker.type("home", "DRAFTS", "enter")
        worker.wait("PERS", "ADDRESS")
        worker.type("S", "enter")
        worker.wait("EMPLOYER", "RESTORE it or DROP it")
        worker.type("home", "RESTORE", "enter")
        worker.wait("9 LOST RD", "Restored")
        worker.type("f12")
        worker.wait("EMPLOYER", gone="9 LOST RD")
    assert kept(home) == []


def test_killed_after_a_pause_in_the_middle_of_a_field(practice: Path, tmp_path: Path) -> None:
    """Whoever stops to think in a field, and then loses the machine, finds all that she had typed."""
    home = tmp_path / "home"
    with desk(practice, home) as worker:
        at_person(worker)
        worker.type("12 HALF TYP")
        worker.wait("12 HALF TYP")
        until = time.monotonic() + PATIENCE
        while not any("12 HALF TYP" in path.read_text() for path in kept(home)):
            assert time.monotonic() < until, "no draft was written in the pause"
            worker.quiet(0.05)
        worker.kill(signal.SIGKILL)
    with desk(practice, home) as worker:
        worker.wait("SIGN", "WORKER")
        worker.type("17001", "enter")
        worker.wait("1 draft waits: DRAFTS")


@pytest.mark.parametrize("sign", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_hung_up_in_the_middle_of_a_field(practice: Path, tmp_path: Path, sign: signal.Signals) -> None:
    """The field in hand is kept as well, and the desk ends by itself."""
    home = tmp_path / "home"
    with desk(practice, home) as worker:
        at_person(worker)
        worker.type("12 HALF TYP")
        worker.wait("12 HALF TYP")
        os.kill(worker.pid, sign)
        assert worker.ends() == 128 + sign
    (path,) = kept(home)
    assert "12 HALF TYP" in path.read_text()


def test_a_signal_in_a_burst_of_keys_is_not_lost(practice: Path, tmp_path: Path) -> None:
    """Some hundred keys fill the pipe by which asyncio would be told of it."""
    home = tmp_path / "home"
    with desk(practice, home) as worker:
        at_person(worker)
        worker.type("12 HALF TYP")
        worker.wait("12 HALF TYP")
        for _ in range(20):
            worker.send(b"\x1b[D\x1b[C" * 100)
            worker.quiet(0)
        os.kill(worker.pid, signal.SIGTERM)
        assert worker.ends() == 128 + signal.SIGTERM
    (path,) = kept(home)
    assert "12 HALF TYP" in path.read_text()


@pytest.mark.parametrize("ignores", ["", "HUP"])
def test_a_terminal_that_is_gone(practice: Path, tmp_path: Path, ignores: str) -> None:
    """Also where nobody is told of it, as under nohup: what is typed is kept, and the desk ends."""
    home = tmp_path / "home"
    started = f"trap '' {ignores or 'USR1'}; exec {' '.join(DESK)} --store {practice}"
    worker = Typist(["bash", "-c", started], environment={"XDG_DATA_HOME": str(home), "TZ": "UTC"})
    at_person(worker)
    worker.type("12 HALF TYP")
    worker.wait("12 HALF TYP")
    assert worker.gone() == 128 + signal.SIGHUP
    (path,) = kept(home)
    assert "12 HALF TYP" in path.read_text()


BREAKS = """
import sys
from cstui.cli import main
from cstui.desk.terminal import PresentationSpace
keyed = PresentationSpace.press
def press(self, event):
    keyed(self, event)
    if event.character == "!":
        raise ZeroDivisionError("a fault")
PresentationSpace.press = press
sys.exit(main())
"""


def test_a_fault_that_ends_the_desk(practice: Path, tmp_path: Path) -> None:
    """What was typed is a draft, the status is not 0, the log has the trace, the terminal none of it."""
    home, script = tmp_path / "home", tmp_path / "broken.py"
    script.write_text(BREAKS)
    command = [DESK[0], str(script), "--store", str(practice)]
    with Typist(command, environment={"XDG_DATA_HOME": str(home), "TZ": "UTC"}) as worker:
        at_person(worker)
        worker.type("12 HALF TYP")
        worker.wait("12 HALF TYP")
        worker.type("!")
        assert worker.ends() == 1
        assert "CS-333 The command failed (ZeroDivisionError)" in worker.shown
        assert "Traceback" not in worker.shown
        assert "Goodbye" not in worker.shown
    (path,) = kept(home)
    assert "12 HALF TYP" in path.read_text()
    assert "ZeroDivisionError: a fault" in (home / "cstui" / "cstui.log").read_text()


def test_two_workers_on_one_case(practice: Path, tmp_path: Path) -> None:
    """The second submit is refused; was, theirs and mine stand side by side, and each can be taken."""
    with desk(practice, tmp_path / "one") as ada, desk(practice, tmp_path / "two") as ben:
        at_person(ada)
        at_person(ben, "17002")
        ben.type("5 BENS RD", "erase-eof", "enter")
        ben.wait("5 BENS RD", "address")
        ada.type("7 ADAS RD", "erase-eof", "enter")
        shown = ada.wait("TWO PEOPLE, ONE CASE", "CS-110", "5 BENS RD", "7 ADAS RD", "17002")
        assert "!" in shown
        ada.type("enter")
        ada.wait("CS-506")
        ada.type("M", "enter")
        ada.wait("EMPLOYER", "7 ADAS RD", "Taken: 1 of mine")
        ada.type("enter")
        ada.wait("7 ADAS RD", gone="Taken")
        ben.type("f5")
        ben.wait("7 ADAS RD")


def test_nights_show_a_bar_and_stop_between_two_cases(practice: Path, tmp_path: Path) -> None:
    """NIGHT over a year: the message line says how far it is; Attention stops it, and the store holds."""
    with desk(practice, tmp_path / "home") as worker:
        at_person(worker)
        worker.type("home", "NIGHT t+399", "enter")
        worker.wait("CS-515", "400 nights")
        worker.type("enter")
        worker.wait("X SYSTEM", "Night of", " of 400 nights", " left")
        worker.type(ATTENTION)
        worker.wait("CS-512", "Stopped:")
    with open_store(practice) as store:
        assert START < store.info().business_date < START + timedelta(days=400)
        assert [fault for fault in verify(store) if fault.check != "night"] == []  # it was cut off
