"""The whole line of E-520, and OFS 53 over two offices, as scripts on standard input and output."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
import pytest

from cstui.agencies.louisiana.policy.facts import Facts
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.play import play
from cstui.scenario.read import read_scenario
from cstui.store.facts import read_facts
from tests.kernel.terminal.test_flow import CASE, LINE, facts_of, given_store, nights

pytestmark = [pytest.mark.terminal, pytest.mark.slow]

PATIENCE = 120
ESCAPE = 0x1B


class Worker:
    """Types lines into `cstui --linear` and hears what it says."""

    def __init__(self, store: Path, data: Path, *options: str) -> None:
        environment = {**os.environ, "XDG_DATA_HOME": str(data), "PYTHONIOENCODING": "ascii"}
        environment.pop("CSTUI_STORE", None)
        self.heard = b""
        self.desk = subprocess.Popen(
            [sys.executable, "-m", "cstui", "--store", str(store), "--linear", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )

    def type(self, *lines: str) -> str:
        """Type lines and hear everything up to a line of our own: a comment is only taken, never said."""
        assert self.desk.stdin is not None
        assert self.desk.stdout is not None
        self.desk.stdin.write("".join(f"{line}\n" for line in (*lines, "#end")).encode())
        self.desk.stdin.flush()
        said = b""
        while not said.endswith(b"#end\n"):
            line = self.desk.stdout.readline()
            assert line, said.decode()
            said += line
        self.heard += said
        return said.decode()

    def ends(self, *lines: str) -> int:
        """Type the last lines and wait for the end; the exit status."""
        said, _ = self.desk.communicate("".join(f"{line}\n" for line in lines).encode(), timeout=PATIENCE)
        self.heard += said
        return self.desk.returncode


def run(store: Path, data: Path, lines: Sequence[str], *options: str) -> tuple[int, str]:
    """A whole script at once; exit status and transcript."""
    worker = Worker(store, data, *options)
    return worker.ends(*lines), worker.heard.decode()


def test_from_the_first_appointment_to_the_closed_case(tmp_path: Path) -> None:
    """The line of E-520 with wrong entries in the middle leaves the case as the scenario does."""
    path = given_store(tmp_path)
    worker = Worker(path, tmp_path / "data")
    assert f"{CASE}; PRACTICE-DOE, JANE" in worker.type("17001")

    said = worker.type("SEND")  # the guide's step: APPT with PURPOSE filled in
    assert "APPT, APPOINTMENTS, case 17000123." in said
    assert "PURPOSE: SI" in said
    said = worker.type("DATE=t+5 TIME=0900", "")  # too little notice, and a Saturday
    assert "Error 1 of 2, field DATE: " in said
    assert "LA-E521-01. Way out: " in said
    said = worker.type("date t+8 ; send")
    assert "Scheduled: signature and interview, Tue 03/10/2026 09:00" in said

    nights(path, date(2026, 3, 9))
    worker.type("F5")
    assert "Tue 03/10/2026; 09:00; 17001; OPEN" in worker.type("APPT")
    assert "03/10/2026 09:00: failed" in worker.type("1 F; SEND")

    worker.type("CAS2")
    said = worker.type("NON COOP=MA DT=t", "SEND")  # a report before the second failure
    assert "LA-E520-01" in said
    assert "1 of 2 are on record" in said
    assert "NON COOP: empty" in worker.type("CANCEL")

    assert "APPT, APPOINTMENTS" in worker.type("F11")
    said = worker.type("FILL", "SI", "?", "t+10", "0900", ".", "SEND")
    assert "Takes a date, at most 10 characters" in said
    assert "Scheduled: signature and interview, Fri 03/20/2026 09:00" in said

    nights(path, date(2026, 3, 19))
    assert "Today 09:00" in worker.type("WORK")
    assert "03/20/2026 09:00: failed" in worker.type("SEND 1", "1 F", "")
    assert "Report MA, DT 03/20" in worker.type("WORK")
    said = worker.type("SEND")
    assert "NON COOP: MA" in said
    assert "DT: 03/20/2026" in said
    assert "nothing is sent" in worker.type("")  # the guide filled it in; nobody keyed anything
    assert "Report MA, DT 03/20, to IV-A?" in worker.type("SEND")
    assert "LAIN 2IP goes to IV-A tonight" in worker.type("SEND")

    nights(path, date(2026, 4, 30))
    assert "Pend for closure with FTC" in worker.type("WORK")
    assert "REASON: FTC" in worker.type("SEND")
    assert "Pend for closure? Enter does it" in worker.type("SEND")
    assert "Pended for closure, FTC. CSE 105 made." in worker.type("SEND")
    nights(path, date(2026, 6, 29))
    worker.type("F5")
    nights(path, date(2026, 6, 30))
    assert "CLOSED" in worker.type("F5")
    assert worker.ends("SIGNOFF") == 0
    assert all(byte >= 0x20 or byte == 0x0A for byte in worker.heard)
    assert ESCAPE not in worker.heard

    typed = facts_of(path)
    played = play(read_scenario(LINE), load_rulebook())
    assert played.passed
    with played.store.read() as session:
        expected = read_facts(session, Facts, CASE)
    assert expected is not None
    assert msgspec.to_builtins(typed) == msgspec.to_builtins(expected)


def test_ofs53_over_two_offices(practice: Path, tmp_path: Path) -> None:
    """All three cases are agreed on, this office's are entered, the other office is asked and sees it."""
    status, said = run(
        practice,
        tmp_path / "data",
        [
            "17001",
            "OFS3 17000241",
            "RECEIVED=T ; SEND",
            "1 Y 2 Y ; SEND",
            "COMPLETE",
            "3 Y ; SEND",
            "F6",
            "FORM",
            "SIGNOFF",
        ],
    )
    assert status == 0
    assert "CP brought OFS 53" in said
    assert "agrees to cooperate on 17000241, 17000242 (OFS 53)" in said
    assert "Error, row 3, AGREES: OFS 53: no agreement yet on 26000309. LA-E522-16." in said
    assert "OFS 53 completed: cooperation on 2, request on 1." in said
    assert "OFS 53, bottom portion" in said
    _, other = run(practice, tmp_path / "data", ["26001", "FIND 26000309", "OFS3 26000309", "SIGNOFF"])
    assert "request of 17" in other


@pytest.mark.parametrize(
    ("lines", "options", "expected"),
    [
        (["17001", "CAS1 17000203", "SIGNOFF"], [], 0),
        (["17001", "CAS1 17000203", "REASON=FTC ; SEND"], [], 1),
        (["17001", "CAS1 17000203", "REASON=FTC ; SEND", "CANCEL", "SIGNOFF"], [], 0),
        (["17001", "CAS1 17000203", "REASON=FTC"], [], 1),
        (["17001", "CAS1 17000203", "REASON=FTC ; SEND", "CANCEL", "SIGNOFF"], ["--strict"], 1),
        (["17001", "NONSENSE", "SIGNOFF"], ["--strict"], 1),
        ([], [], 0),
    ],
)
def test_the_exit_status_says_whether_a_script_came_through(
    practice: Path, tmp_path: Path, lines: list[str], options: list[str], expected: int
) -> None:
    """1 where the last thing asked was refused or entries were never sent; strict: at the first refusal."""
    status, said = run(practice, tmp_path / "data", lines, *options)
    assert status == expected, said
    assert ("Refused at line" in said) == bool(options)


def test_lines_are_cut_to_the_columns_that_are_asked_for(practice: Path, tmp_path: Path) -> None:
    """No line that the desk says is longer than `--columns`, and nothing is lost."""
    lines = ["17001", "CAS1 17000203", "REASON=FTC ; SEND", "HELP WORDS"]
    _, said = run(practice, tmp_path / "data", lines, "--columns", "40")
    _, whole = run(practice, tmp_path / "other", lines)
    assert max(len(line) for line in said.splitlines()) <= 40
    assert said.split() == whole.split()


def test_bytes_that_are_no_text_and_control_characters_do_no_harm(practice: Path, tmp_path: Path) -> None:
    """They are neither obeyed nor written out again, and the names of people come through whole."""
    worker = Worker(practice, tmp_path / "data")
    said, _ = worker.desk.communicate(b"17001\n\xff\xfe\x1b[2J\x07\nDOCK\nSIGNOFF\n", timeout=PATIENCE)
    assert worker.desk.returncode == 0
    assert all(byte >= 0x20 or byte == 0x0A for byte in said)
    assert "SIOBHÁN" in said.decode()
    assert said.decode().splitlines()[-1] == "Signed off."
