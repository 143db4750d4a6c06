"""Bad input at a real terminal: a store that cannot be used, a busy one, somebody else's change, and a
window that is too small. What programs find wrong is tested in
`tests/agencies/louisiana/programs/test_bad_input.py`."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cstui.agencies.louisiana.acts.contacts import AddNote, RecordContact
from cstui.store import reads
from cstui.store.engine import open_store
from cstui.store.verify import verify
from cstui.workplace import Workplace
from tests.kernel.terminal.conftest import START, Locked, clock
from tests.kernel.terminal.typist import DESK, Typist, signed_on

pytestmark = [pytest.mark.terminal, pytest.mark.slow]

CASE = "17000229"


def log(path: Path) -> list[str]:
    """The case's log as the store has it; the store's chains hold."""
    with open_store(path) as store:
        assert verify(store) == []
        with store.read() as session:
            found = reads.activities(session, f"case {CASE}", limit=50)
            return [f"{entry.action} {entry.text}" for entry in found]


# --- the window ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(79, 24), (80, 23), (40, 10), (12, 3)])
def test_a_window_that_gets_too_small_and_large_again(practice: Path, size: tuple[int, int]) -> None:
    """It says what it needs; keys pressed meanwhile do nothing; what was typed stands there again."""
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        worker.type("home", f"APPT {CASE}", "enter")
        worker.wait("APPOINTMENTS", CASE)
        worker.type("SI", "t+8")
        typed = worker.wait("PURPOSE SI", "T+8")
        worker.resize(*size)
        worker.wait_until(lambda shown: "CS-001" in shown and "PURPOSE" not in shown, "CS-001 alone")
        if size[0] >= 40:
            said = " ".join(worker.shown.split())
            columns, rows = size
            assert f"needs 80 columns and 24 rows; this terminal has {columns} and {rows}." in said
            assert "What you typed is kept; keys typed now are ignored." in said
        worker.type("x", "enter", "f3")
        worker.resize(80, 24)
        worker.wait_until(lambda shown: shown == typed, f"what stood there before:\n{typed}")
        worker.type("tab", "0900", "enter")
        worker.wait("Scheduled: signature and interview")


def test_a_window_too_small_from_the_start(practice: Path) -> None:
    with Typist([*DESK, "--store", str(practice)], columns=60, rows=20) as worker:
        worker.wait("CS-001")
        worker.resize(100, 30)
        signed_on(worker)


@pytest.mark.skipif(sys.platform != "linux", reason="ulimit -v is Linux's")
def test_a_gigabyte_of_addresses_is_enough(practice: Path) -> None:
    """Also for a terminal that says it is as large as a terminal can be."""
    limited = f"ulimit -v 1048576; exec {' '.join(DESK)} --store {practice}"
    with Typist(["bash", "-c", limited]) as worker:
        signed_on(worker)
        worker.type("home", f"TIME {CASE}", "enter")
        worker.wait("TIMELINE")
        worker.send(b"\x1b[200~" + b"p" * 100_000 + b"\x1b[201~\x1b[48;99999;99999;9;9t")
        worker.type("f3")
        worker.wait("WORKLIST")


# --- the store at the start ---------------------------------------------------------------------


def _text(path: Path) -> None:
    path.write_text("Not a store, only a text.\n")


def _other_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def _version(number: str) -> Callable[[Path], None]:
    def stamped(path: Path) -> None:
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (number,))
        connection.close()

    return stamped


SPOILED: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "not a store": (_text, "CS-205", "This is not a cstui store"),
    "another database": (_other_database, "CS-205", "This is not a cstui store"),
    "an older version": (_version("0000"), "CS-203", "The store is of an older version (0"),
    "a newer version": (_version("0999"), "CS-204", "The store is of a newer version (999"),
}


@pytest.mark.parametrize(("spoil", "rule", "said"), SPOILED.values(), ids=list(SPOILED))
def test_a_store_that_cannot_be_used(
    practice: Path, spoil: Callable[[Path], None], rule: str, said: str
) -> None:
    """The sign-on says it in one line, F1 says the way out, F3 leaves; no traceback, the file as it was."""
    spoil(practice)
    before = practice.read_bytes()
    with Typist([*DESK, "--store", str(practice)]) as worker:
        worker.wait("SIGN", "WORKER")
        worker.type("17001", "enter")
        worker.wait(f"!{rule} {said}", "WORKER  17001")
        worker.type("f1")
        worker.wait("HELP", rule, "Way out:")
        worker.type("f3")
        worker.wait(f"!{rule} {said}", "WORKER  17001", gone="Way out:")
        worker.type("f3")
        assert worker.ends() == 0
        assert "Traceback" not in worker.shown
    assert practice.read_bytes() == before


@pytest.mark.parametrize(("spoil", "rule", "said"), SPOILED.values(), ids=list(SPOILED))
def test_a_command_on_such_a_store(
    practice: Path, spoil: Callable[[Path], None], rule: str, said: str
) -> None:
    """Two lines on stderr, the message with its id and the way out; exit status 1."""
    spoil(practice)
    ran = subprocess.run(
        [*DESK, "--store", str(practice), "show", "case", CASE], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert ran.stdout == ""
    first, second = ran.stderr.splitlines()
    assert first.startswith(f"{rule} {said}")
    assert second.startswith("  ")


@pytest.mark.skipif(
    os.geteuid() == 0, reason="root may write everywhere; tests/agencies/louisiana/programs acts as nobody"
)
def test_a_read_only_folder(practice: Path) -> None:
    practice.parent.chmod(0o555)
    try:
        with Typist([*DESK, "--store", str(practice)]) as worker:
            worker.wait("SIGN", "WORKER")
            worker.type("17001", "enter")
            worker.wait("?CS-292 Read-only")
            worker.type("f3")
            assert worker.ends() == 0
    finally:
        practice.parent.chmod(0o755)


# --- others at the same store -------------------------------------------------------------------


def test_a_store_that_another_process_holds(practice: Path, locked: Locked) -> None:
    """After the time that the desk waits: CS-201, the note still there, nothing written; then it is taken."""
    before = log(practice)
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        worker.type("home", f"CALO {CASE}", "enter")
        worker.wait("ACTIVITY LOG", CASE)
        worker.type("f6")
        worker.wait("ENTRY AND NOTE")
        with locked(practice) as release:
            worker.type("She called about the letter", "enter")
            worker.wait("X SYSTEM")
            worker.wait("!CS-201 The store is busy, another entry is being saved", gone="X SYSTEM")
            worker.wait("She called about the letter")
            worker.type("f1")
            worker.wait("Another desk, or the nightly run", "Way out: Wait a moment")
            worker.type("f3")
            worker.wait("!CS-201", "She called about the letter")
            release()
        assert log(practice) == before
        worker.type("enter")
        worker.wait("Note added to CALO", "ACTIVITY LOG")
    assert log(practice) == ["NT She called about the letter", *before]


def test_a_case_that_another_desk_changed(practice: Path) -> None:
    """Between paint and Enter: both are shown, what was typed is there again, nothing was overwritten."""
    with Typist([*DESK, "--store", str(practice)]) as worker:
        signed_on(worker)
        worker.type("home", f"APPT {CASE}", "enter")
        worker.wait("APPOINTMENTS", CASE)
        worker.type("SI", "t+8", "tab", "0900")
        worker.wait("PURPOSE SI", "T+8", "0900")
        with open_store(practice) as store:
            performer = Workplace(store, clock).performer
            performer.perform(
                RecordContact(case=CASE, how="C", about="AP", on=START, text="Next door"),
                actor="17002",
                on=START,
            )
            performer.perform(AddNote(case=CASE, text="Next door"), actor="17002", on=START)
        between = log(practice)
        worker.type("enter")
        worker.wait("TWO PEOPLE, ONE CASE", f"Case {CASE} was changed", "THEIRS", "MINE", "PURPOSE")
        assert log(practice) == between
        worker.type("enter")
        worker.wait("APPOINTMENTS", "PURPOSE SI", "T+8", "0900")
        assert log(practice) == between
        worker.type("enter")
        worker.wait("Scheduled: signature and interview")
    assert len(log(practice)) == len(between) + 1
