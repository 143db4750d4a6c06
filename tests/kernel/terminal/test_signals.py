"""Bytes that are not characters, stale sizes, and job control, at a real terminal."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.kernel.terminal.typist import DESK, Typist, signed_on

pytestmark = [pytest.mark.terminal, pytest.mark.slow]

CASE = "17000229"


def on_contact_screen(worker: Typist) -> None:
    worker.type("home", f"CONT {CASE}", "enter")
    worker.wait("CONT", CASE)


def test_bytes_that_are_no_characters_end_nothing(practice: Path) -> None:
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        worker.type("home")
        worker.send(b"\xff")
        worker.wait("X NO KEY")
        worker.send(b"\xe9\x1b[M \xc3\xa9")
        worker.type("home", f"CONT {CASE}", "enter")
        assert "Traceback" not in worker.wait("CONT", CASE)


def test_the_window_counts_and_not_what_a_shell_exported(practice: Path) -> None:
    with Typist(["env", "COLUMNS=300", "LINES=5", *DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        on_contact_screen(worker)


def shell_with_desk(practice: Path) -> Typist:
    worker = Typist(["bash", "--norc", "--noprofile", "-i"], environment={"PS1": "prompt: "})
    worker.wait("prompt:")
    worker.type(f"{' '.join(DESK)} --store {practice}\r")
    signed_on(worker)
    on_contact_screen(worker)
    worker.type("home", "TYPED HERE")
    return worker


def test_ctrl_z_leaves_for_the_shell_and_fg_comes_back(practice: Path) -> None:
    """The shell has its terminal again, says what brings the desk back, and what was typed is still there."""
    with shell_with_desk(practice) as worker:
        before = worker.wait("TYPED HERE")
        worker.send(b"\x1a")
        worker.wait("fg brings it back", "Stopped", "prompt:")
        worker.type("echo $((6 * 7))\r")
        worker.wait("42")
        worker.type("fg\r")
        worker.wait_until(lambda shown: shown == before, f"what stood there before:\n{before}")
        worker.type(" AND GOES ON")
        worker.wait("TYPED HERE AND GOES ON")


def test_a_continued_desk_that_was_not_stopped_reads_each_key_once(practice: Path) -> None:
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        on_contact_screen(worker)
        os.kill(worker.pid, signal.SIGCONT)
        worker.quiet()
        worker.type("home", "EACH KEY ONCE")
        worker.wait("EACH KEY ONCE")


def test_ctrl_z_without_a_shell_is_no_key(practice: Path) -> None:
    """The desk is the terminal's first program: nobody could bring it back."""
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        worker.send(b"\x1a")
        worker.wait("X NO KEY")
        on_contact_screen(worker)


def test_a_desk_that_is_left_says_goodbye_on_the_terminal(practice: Path) -> None:
    with Typist([*DESK, "--store", str(practice)]) as worker:
        worker.wait("17001", "FIRST", "?", "Ctrl+P")
        worker.type("f3")
        assert worker.ends() == 0
        assert worker.written.rstrip().endswith(b"Goodbye; `cstui` opens the desk again.")
