"""Where a command's input and output are no terminal, full, closed early, or of an old encoding.

Each command runs in a process of its own, as a shell runs it.
"""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper
from cstui.commandline.reporting import written
from tests.kernel.commandline.conftest import CASE

CSTUI = (sys.executable, "-m", "cstui")


def run(command: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of the shell, in which $CSTUI is the program; a status of a pipe is the program's."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "CSTUI": " ".join(CSTUI), "XDG_DATA_HOME": str(tmp_path), **environment},
    )


@pytest.mark.parametrize("command", ["desk", "", "desk < pyproject.toml"])
def test_the_desk_without_a_terminal_says_so_in_one_line(tmp_path: Path, command: str) -> None:
    done = run(f"$CSTUI {command}", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "CS-326 The desk needs a terminal, and standard input is not one",
        "  Run it in a terminal window, or work line by line: `cstui --linear`.",
    ]


@pytest.mark.parametrize("command", ["rules", "acts --json", "--help", "--version", "rules louisiana"])
def test_a_reader_that_leaves_ends_a_command_quietly(tmp_path: Path, command: str) -> None:
    done = run(f"$CSTUI {command} | exec true", tmp_path)
    assert done.stderr == ""
    assert done.returncode in (0, 141)


def test_a_desk_line_by_line_whose_reader_leaves_ends_quietly(tmp_path: Path) -> None:
    done = run("yes HELP | head -400 | $CSTUI --linear | head -1", tmp_path)
    assert done.stderr == ""


@pytest.mark.parametrize("command", ["acts", "--help", "rules --json"])
def test_a_full_disk_is_said_in_one_line(tmp_path: Path, command: str) -> None:
    done = run(f"$CSTUI {command} > /dev/full", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("CS-327 Standard output cannot be written: No space left on device\n")
    assert len(done.stderr.splitlines()) == 2


def entries(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT count(*) FROM activity").fetchone()
    connection.close()
    return int(found[0])


CLOSED, FULL, GONE = ">&-", "> /dev/full", "| exec true"


@pytest.mark.parametrize("output", [CLOSED, FULL, GONE])
@pytest.mark.parametrize(
    "command",
    [
        f"do add-note case={CASE} text=hello",
        f"do add-note case={CASE} text=hello --json",
        "nightly",
        f"print case {CASE}",
        f"print case {CASE} --out printed.txt",
    ],
)
def test_an_act_whose_output_fails_is_said_to_be_done(
    path: Path, tmp_path: Path, command: str, output: str
) -> None:
    """It has a status of its own and names the activity; nothing claims that nothing was written."""
    before = entries(path)
    done = run(f"cd {tmp_path}; $CSTUI --store {path} {command} {output}", tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("CS-328 Done, but what was to be said of it cannot be written")
    assert len(done.stderr.splitlines()) == 2
    assert "Nothing was written" not in done.stderr
    if "nightly" not in command:
        assert entries(path) == before + 1
        assert f"1 entry is in the log, under {CASE}-000" in done.stderr


def test_an_act_that_is_asked_for_once_is_not_done_again(path: Path, tmp_path: Path) -> None:
    asked = f"$CSTUI --store {path} do add-note case={CASE} text=hello --once"
    assert run(f"{asked} > /dev/full", tmp_path).returncode == 3
    before = entries(path)
    again = run(asked, tmp_path)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.startswith(f"Done before, as {CASE}-0002: nothing was written.")
    assert entries(path) == before
    assert run(f"{asked.replace('hello', 'another')}", tmp_path).returncode == 0
    assert entries(path) == before + 1


@pytest.mark.parametrize("output", [CLOSED, FULL])
def test_a_command_that_did_nothing_says_that_nothing_was_written(
    path: Path, tmp_path: Path, output: str
) -> None:
    done = run(f"$CSTUI --store {path} show case {CASE} {output}", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("CS-327 Standard output cannot be written")
    assert "Nothing was written" in done.stderr


def test_every_stream_may_be_closed(path: Path, tmp_path: Path) -> None:
    """No file of ours is opened as standard output; what was asked is done."""
    before = entries(path)
    done = run(f"$CSTUI --store {path} do add-note case={CASE} text=hello <&- >&- 2>&-", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "")
    assert entries(path) == before + 1


def test_a_fault_after_an_act_never_says_that_nothing_was_written(path: Path, tmp_path: Path) -> None:
    script = (
        "import cstui.cli, cstui.commandline.acting as acting\n"
        "def fails(*_): raise ValueError('broken')\n"
        "acting.told = fails\n"
        f"raise SystemExit(cstui.cli.main(['--store', {str(path)!r}, 'do', 'add-note',"
        f" 'case={CASE}', 'text=hello']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path)},
    )
    assert done.returncode == 3
    assert done.stderr.startswith("CS-099 cstui met a fault of its own: ValueError. Done before it: 1 entry")
    assert "Nothing was written" not in done.stderr


@pytest.mark.parametrize("typed", ["do add-note case=17000123 text=", "learn ", "--store ", "show case "])
def test_an_argument_that_is_not_utf_8_is_one_line(tmp_path: Path, typed: str) -> None:
    done = run(f"$CSTUI {typed}$(printf '\\xff\\xe9')", tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("CS-329 What was typed is not UTF-8")
    assert len(done.stderr.splitlines()) == 2


def test_an_argument_that_is_far_too_long_is_said_shortly_and_not_logged(path: Path, tmp_path: Path) -> None:
    done = run(f"$CSTUI --store {path} show case $(printf 'x%.0s' {{1..100000}})", tmp_path)
    assert done.returncode in (1, 2)
    assert len(done.stderr) < 3_000


def test_an_old_encoding_takes_every_text(tmp_path: Path) -> None:
    """It is written plainly, and JSON stays JSON that says the same."""
    name = "José – Núñez 日"
    script = (
        "from cstui.commandline.paper import Paper, read_anywhere\n"
        f"read_anywhere(); Paper().line({name!r}); Paper().json({name!r})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    said, written_as = done.stdout.decode("ascii").splitlines()
    assert said == "Jose - Nunez ?"
    assert json.loads(written_as) == name


def test_columns_count_only_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    assert Paper().width == 300
    monkeypatch.setattr(os, "get_terminal_size", lambda _fd=1: os.terminal_size((120, 40)))
    monkeypatch.setattr(sys.stdout, "fileno", lambda: 1)
    assert Paper().width == 120


def test_a_log_that_cannot_be_in_its_place_is_elsewhere_and_private(tmp_path: Path) -> None:
    """A home where nothing can be written, and a fault: the trace is in a log, not on the terminal."""
    script = (
        "import cstui.cli, cstui.commandline.work\n"
        "def fails(options, paper): raise ValueError('broken')\n"
        "cstui.commandline.work.settings = fails\n"
        "raise SystemExit(cstui.cli.main(['settings']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, "XDG_DATA_HOME": "/proc/nowhere", "TMPDIR": str(tmp_path)},
    )
    assert done.stderr.startswith("CS-099 ")
    assert "Traceback" not in done.stderr
    (log,) = tmp_path.glob("cstui-*.log")
    assert f"{log}" in done.stderr
    assert "ValueError: broken" in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


# --- files named with --out ---------------------------------------------------------------------


def test_a_fifo_is_written_into_and_stays(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(fifo.read_bytes()))
    reader.start()
    written(fifo, "a report")
    reader.join(10)
    assert read == [b"a report"]
    assert stat.S_ISFIFO(fifo.stat().st_mode)


@pytest.mark.parametrize("out", ["--out -", "--out /dev/stdout"])
@pytest.mark.parametrize(
    ("command", "begins"),
    [
        ("report LEM4145R1 --format pdf", "%PDF"),
        ("print case 17000123 --pdf", "%PDF"),
        ("print docket --on t", "\n\n\n    C"),
        ("interface out", "HLAIN2IP"),
    ],
)
def test_a_name_of_standard_output_is_no_file_for_any_command(
    path: Path, tmp_path: Path, command: str, begins: str, out: str
) -> None:
    done = run(f"$CSTUI --store {path} {command} {out} | head -c 8", tmp_path)
    assert (done.stdout[: len(begins)], done.stderr) == (begins, "")
    assert not (tmp_path / "-").exists()


def test_a_pipe_whose_name_leads_nowhere_is_written_into() -> None:
    read, write = os.pipe()
    written(Path(f"/dev/fd/{write}"), "a report")
    assert os.read(read, 20) == b"a report"


def test_a_device_is_written_into(tmp_path: Path) -> None:
    written(Path(os.devnull), "a report")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_full_device_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="/dev/full cannot be written: No space left"):
        written(Path("/dev/full"), "a report")


def test_a_link_stays_and_its_file_is_replaced(tmp_path: Path) -> None:
    real, link = tmp_path / "shared" / "report.txt", tmp_path / "latest.txt"
    real.parent.mkdir()
    real.write_text("the old one")
    link.symlink_to(real)
    written(link, "the new one")
    assert link.is_symlink()
    assert real.read_text() == "the new one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["latest.txt", "shared"]
    assert [path.name for path in real.parent.iterdir()] == ["report.txt"]


def test_a_link_to_nothing_makes_the_file_it_names(tmp_path: Path) -> None:
    link = tmp_path / "latest.txt"
    link.symlink_to("report.txt")
    written(link, b"the first one")
    assert link.is_symlink()
    assert (tmp_path / "report.txt").read_bytes() == b"the first one"


@pytest.mark.parametrize("kind", ["folder", "loop"])
def test_what_cannot_be_written_is_said(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "out"
    if kind == "folder":
        target.mkdir()
    else:
        target.symlink_to("out")
    with pytest.raises(CommandError, match="CS-314"):
        written(target, "a report")
