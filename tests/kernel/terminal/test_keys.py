"""Keys at a real pseudo-terminal: what terminals eat, chords byte by byte, KEYTEST, the two locks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kernel.terminal.typist import DESK, Typist, signed_on

pytestmark = [pytest.mark.terminal, pytest.mark.slow]

CASE = "17000203"
PATIENT = {"ESCDELAY": "10000"}
"""A desk that waits ten seconds for what belongs to an Esc: a busy machine may part two writes."""


def test_esc_and_a_digit_at_a_pseudo_terminal(practice: Path) -> None:
    """Esc 1 is help, Esc 3 leaves it; Esc and 1 in two writes, read one after the other, are help too.

    Esc - and Esc 0 go through the family of CAS1 and back; a burst of chords keeps its order.
    """
    with Typist([*DESK, "--store", str(practice)], environment=PATIENT) as worker:
        signed_on(worker)
        worker.type("\x1b1")
        worker.wait(" HELP ")
        worker.type("\x1b3")
        worker.wait("WORKLIST")
        worker.type("home", "\x1b")
        worker.type("1")
        worker.wait(" HELP ")
        worker.type("f3", "home", f"CAS1 {CASE}", "enter", "\x1b-")
        worker.wait("CASE SCREEN 2", CASE)
        worker.type("\x1b0")
        worker.wait("CASE SCREEN 1", CASE)
        worker.type("\x1b-\x1b0\x1b-")
        worker.wait("CASE SCREEN 2", CASE)


def test_esc_alone_cancels_and_f12_does_so_inside_a_burst(practice: Path) -> None:
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        worker.type("f1")
        worker.wait(" HELP ")
        worker.type("\x1b")
        worker.wait("WORKLIST")
        worker.type("f1", "f12", "home", f"CAS1 {CASE}", "enter")
        worker.wait("CASE SCREEN 1", CASE)


def test_shift_and_a_function_key_mean_the_same_as_without(practice: Path) -> None:
    """As xterm, the Linux console and rxvt send them; Shift+F3 of xterm looks like a cursor report."""
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        for help_, leave in (
            ("\x1b[1;2P", "\x1b[1;2R"),
            ("\x1b[25~", "\x1b[28~"),
            ("\x1b[11;2~", "\x1b[24;2~"),
        ):
            worker.type(help_)
            worker.wait(" HELP ")
            worker.type(leave)
            worker.wait("WORKLIST")


def test_an_error_drops_the_rest_of_the_burst_and_counts_it(practice: Path) -> None:
    """A word that is none, then a note: nothing of the note reaches the screen or the store."""
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        worker.type("home", "NOSUCHWORD", "enter", "home", "MENU", "enter")
        shown = worker.wait("CS-113", "6 DROPPED")
        assert "WORKLIST" in shown
        worker.type("home", "erase-eof", "MENU", "enter")
        worker.wait("MENU", gone="DROPPED")


def test_keytest_shows_the_bytes_of_each_key(practice: Path) -> None:
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        worker.type("home", "KEYTEST", "enter")
        worker.wait("YOU PRESSED", "NOT YET", "Shift+F12")
        for sent, name, spelled, does in (
            ("\x1b[15~", "F5", "Esc [ 1 5 ~", "PF5: REFRESH"),
            ("\x1b7", "Esc 7", "Esc 7", "PF7: UP"),
            ("\x1b[1;2R", "Shift+F3", "Esc [ 1 ; 2 R", "PF15: EXIT"),
            ("\x05", "Ctrl+E", "^E", "Blanks the field"),
            ("\x19", "Ctrl+Y", "^Y", "Nothing"),
            ("q", "Q", "q", "Types q"),
            ("\x1b", "Esc", "Esc", "PF12: CANCEL"),
        ):
            worker.type(sent)
            worker.wait(f"YOU PRESSED  {name} ", f"IT SENT  {spelled}", does)
        worker.type("enter")
        worker.wait("YOU PRESSED  Enter")
        worker.type("enter")
        worker.wait("WORKLIST")


@pytest.mark.parametrize("lock", ["soft", "strict"])
def test_the_lock_of_the_settings(practice: Path, lock: str) -> None:
    """A letter on protected text, then Home and a word: soft goes on, strict waits for Reset."""
    with Typist([*DESK, "--store", str(practice)], environment={"CSTUI_LOCK": lock}) as worker:
        signed_on(worker)
        worker.type("up", "up", "up", "up", "x")
        worker.wait("X PROTECTED")
        worker.type("home", f"CAS1 {CASE}", "enter")
        if lock == "strict":
            worker.type("\x12")
            worker.wait("WORKLIST", gone="X PROTECTED")
            worker.type("home", f"CAS1 {CASE}", "enter")
        worker.wait("CASE SCREEN 1", CASE)


def test_the_laptop_keymap_shows_and_takes_its_own_keys(practice: Path) -> None:
    with Typist([*DESK, "--store", str(practice)], environment={"CSTUI_KEYMAP": "laptop"}) as worker:
        worker.wait("SIGN", "Esc1 Help")
        signed_on(worker)
        worker.type("\x1bh", f"CAS1 {CASE}", "enter")
        worker.wait("CASE SCREEN 1", CASE, "Esc3 Exit")
        worker.type("\x1b3")
        worker.wait("WORKLIST")
