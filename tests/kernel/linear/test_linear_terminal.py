"""The line-by-line desk typed by hand at a real terminal: plain text, Ctrl-C and the end of input."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.kernel.terminal.typist import Typist

pytestmark = [pytest.mark.terminal, pytest.mark.slow]


class Listener(Typist):
    """A typist who keeps every byte that the terminal was sent."""

    def __init__(self, store: Path, data: Path) -> None:
        command = [sys.executable, "-m", "cstui", "--store", str(store), "desk", "--linear"]
        super().__init__(command, columns=100, rows=60, environment={"XDG_DATA_HOME": str(data)})
        self.raw = b""
        feed = self._stream.feed

        def heard(data: bytes) -> None:
            self.raw += data
            feed(data)

        self._stream.feed = heard


def test_by_hand_the_walk_asks_field_by_field(practice: Path, tmp_path: Path) -> None:
    """An empty line walks through the fields; after an error the walk goes back to the field at fault."""
    with Listener(practice, tmp_path / "data") as worker:
        worker.wait("WORKER:")
        worker.type("17001", "enter")
        worker.wait("WORK>")
        worker.type("APPT 17000201", "enter")
        worker.wait("APPT>")
        worker.type("enter")
        worker.wait("PURPOSE:")
        worker.type("SI", "enter")
        worker.wait("DATE:")
        worker.type("02302026", "enter")
        worker.wait("TIME:")
        worker.type("0900", "enter", ".", "enter")
        worker.wait("Keyed: PURPOSE SI; DATE 02302026; TIME 0900. An empty line or SEND sends it")
        worker.type("enter")
        worker.wait("Error", "DATE, now 02302026:")
        worker.type(".", "enter", "CANCEL", "enter")
        worker.wait("PURPOSE: empty")
        worker.type("SIGNOFF", "enter")
        assert worker.ends() == 0
        assert b"\x1b" not in worker.raw
        assert set(worker.raw) & set(range(0x20)) <= set(b"\r\n")


def test_ctrl_c_drops_the_line_and_the_end_of_input_leaves(practice: Path, tmp_path: Path) -> None:
    """Nothing is sent by either; what was keyed and not sent is named."""
    with Listener(practice, tmp_path / "data") as worker:
        worker.wait("WORKER:")
        worker.type("17001", "enter")
        worker.wait("WORK>")
        worker.type("CAS1 17000203", "enter")
        worker.wait("CAS1>")
        worker.type("REASON=FTC", "enter")
        worker.wait("CAS1, 1 keyed>")
        worker.type("SEND")
        worker.wait("CAS1, 1 keyed> SEND")
        worker.type("\x03")
        worker.wait("What you were typing is dropped")
        worker.type("\x04")
        assert worker.ends() == 0
        assert "Not sent: REASON FTC." in worker.shown
        assert "LA-E522" not in worker.shown
        assert b"\x1b" not in worker.raw
