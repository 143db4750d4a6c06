"""Where a command's input and output are not a terminal, full, closed early, or of an old encoding.

Each command runs in a process of its own, as a shell runs it.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cstui import files
from cstui.commandline.faults import CommandError
from cstui.commandline.paper import Paper
from cstui.commandline.reporting import written
from cstui.store.engine import open_store
from cstui.store.verify import verify
from tests.kernel.commandline.conftest import CASE, Run

pytestmark = pytest.mark.slow

CSTUI = (sys.executable, "-m", "cstui")


def shell(command: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
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
    done = shell(f"$CSTUI {command}", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "CS-326 The desk needs a terminal, and standard input is not one",
        "  Run it in a terminal window, or work line by line: `cstui --linear`.",
    ]


@pytest.mark.parametrize("command", ["rules", "acts --json", "--help", "--version", "rules louisiana"])
def test_a_reader_that_leaves_ends_a_command_quietly(tmp_path: Path, command: str) -> None:
    done = shell(f"$CSTUI {command} | exec true", tmp_path)
    assert done.stderr == ""
    assert done.returncode in (0, 141)


def test_a_desk_line_by_line_whose_reader_leaves_ends_quietly(tmp_path: Path) -> None:
    done = shell("yes HELP | head -400 | $CSTUI --linear | head -1", tmp_path)
    assert done.stderr == ""


@pytest.mark.parametrize("command", ["acts", "--help", "rules --json"])
def test_a_full_disk_is_said_in_one_line(tmp_path: Path, command: str) -> None:
    done = shell(f"$CSTUI {command} > /dev/full", tmp_path)
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
    done = shell(f"cd {tmp_path}; $CSTUI --store {path} {command} {output}", tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("CS-328 Done, but what was to be said of it cannot be written")
    assert len(done.stderr.splitlines()) == 2
    assert "Nothing was written" not in done.stderr
    if "nightly" not in command:
        assert entries(path) == before + 1
        assert f"1 entry is in the log, under {CASE}-000" in done.stderr


def test_an_act_that_is_asked_for_once_is_not_done_again(path: Path, tmp_path: Path) -> None:
    asked = f"$CSTUI --store {path} do add-note case={CASE} text=hello --once"
    assert shell(f"{asked} > /dev/full", tmp_path).returncode == 3
    before = entries(path)
    again = shell(asked, tmp_path)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.startswith(f"Done before, as {CASE}-0002: nothing was written.")
    assert entries(path) == before
    assert shell(f"{asked.replace('hello', 'another')}", tmp_path).returncode == 0
    assert entries(path) == before + 1


@pytest.mark.parametrize("output", [CLOSED, FULL])
def test_a_command_that_did_nothing_says_that_nothing_was_written(
    path: Path, tmp_path: Path, output: str
) -> None:
    done = shell(f"$CSTUI --store {path} show case {CASE} {output}", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("CS-327 Standard output cannot be written")
    assert "Nothing was written" in done.stderr


def test_every_stream_may_be_closed(path: Path, tmp_path: Path) -> None:
    """No file of ours is opened as standard output; what was asked is done."""
    before = entries(path)
    done = shell(f"$CSTUI --store {path} do add-note case={CASE} text=hello <&- >&- 2>&-", tmp_path)
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
    assert done.stderr.startswith("CS-334 The command failed (ValueError). Done before it: 1 entry")
    assert "Nothing was written" not in done.stderr


@pytest.mark.parametrize("typed", ["do add-note case=17000123 text=", "learn ", "--store ", "show case "])
def test_an_argument_that_is_not_utf_8_is_one_line(tmp_path: Path, typed: str) -> None:
    done = shell(f"$CSTUI {typed}$(printf '\\xff\\xe9')", tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("CS-329 What was typed is not UTF-8")
    assert len(done.stderr.splitlines()) == 2


def test_an_argument_that_is_far_too_long_is_said_shortly_and_not_logged(path: Path, tmp_path: Path) -> None:
    done = shell(f"$CSTUI --store {path} show case $(printf 'x%.0s' {{1..100000}})", tmp_path)
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
    assert done.stderr.startswith("CS-333 ")
    assert "Traceback" not in done.stderr
    (log,) = tmp_path.glob("cstui-*.log")
    assert f"{log}" in done.stderr
    assert "ValueError: broken" in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


BROKEN = (
    "import cstui.cli, cstui.commandline.work\n"
    "def fails(options, paper): raise ValueError(options.name * 50_000)\n"
    "cstui.commandline.work.settings = fails\n"
    "raise SystemExit(cstui.cli.main(['settings', 'set', 'SECRETIVE', 'x']))"
)


def broken(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BROKEN],
        capture_output=True,
        text=True,
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
    )


def test_a_fault_does_not_copy_all_that_was_typed_into_the_log(tmp_path: Path) -> None:
    assert broken(tmp_path).returncode == 1
    said = (tmp_path / "cstui" / "cstui.log").read_text()
    assert "ValueError" in said
    assert len(said) < 5_000


def test_a_log_that_others_could_read_is_private_again(tmp_path: Path) -> None:
    log = tmp_path / "cstui" / "cstui.log"
    log.parent.mkdir()
    log.write_text("before\n")
    log.chmod(0o644)
    broken(tmp_path)
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert log.read_text().startswith("before\n")


@pytest.mark.parametrize("kind", ["a pipe", "a link", "a store"])
def test_a_log_is_written_into_nothing_else(path: Path, tmp_path: Path, kind: str) -> None:
    """The trace is in a private file of its own then; no pipe is waited for."""
    log, mine = tmp_path / "cstui" / "cstui.log", tmp_path / "mine.txt"
    log.parent.mkdir()
    mine.write_text("mine")
    if kind == "a store":
        log.write_bytes(path.read_bytes())
    elif kind == "a link":
        log.symlink_to(mine)
    else:
        os.mkfifo(log)
    before = log.lstat().st_size
    assert broken(tmp_path).stderr.startswith("CS-333")
    assert (log.lstat().st_size, mine.read_text()) == (before, "mine")
    (other,) = tmp_path.glob("cstui-*.log")
    assert "ValueError" in other.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="ulimit -v is Linux's")
@pytest.mark.parametrize(
    "command", [f"do add-note case={CASE} text=hello", "nightly", "report LEM4145R1 --format pdf"]
)
def test_a_gigabyte_of_addresses_is_enough(path: Path, tmp_path: Path, command: str) -> None:
    done = shell(f"ulimit -v 1048576; $CSTUI --store {path} {command} > /dev/null", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_line_by_line_any_bytes_are_taken(path: Path, tmp_path: Path) -> None:
    """Latin-1, half a character, a NUL: none ends the desk, and what can be read is kept."""
    script = f"17001\\nNOTE {CASE}\\nNOTE=caf\\xe9 \\xff\\0\\xc3\\x1b[1114112u x\\nSEND\\nSIGNOFF\\n"
    done = shell(f"printf '{script}' | $CSTUI --linear --store {path}", tmp_path)
    assert done.returncode == 0
    assert "Signed off." in done.stdout
    assert "CS-099" not in done.stdout


def test_line_by_line_a_signal_keeps_what_was_keyed(path: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [*CSTUI, "--linear", "--store", str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path)},
    ) as linear:
        assert linear.stdin is not None
        assert linear.stdout is not None
        linear.stdin.write(f"17001\nNOTE {CASE}\nNOTE=HALF TYPED\n")
        linear.stdin.flush()
        while not linear.stdout.readline().startswith("NOTE: HALF TYPED"):
            pass
        linear.terminate()
        assert linear.wait(20) == 128 + signal.SIGTERM
    (draft,) = tmp_path.rglob("drafts/*/*.json")
    assert "HALF TYPED" in draft.read_text()
    assert stat.S_IMODE(draft.stat().st_mode) == 0o600


# --- files named with --out ---------------------------------------------------------------------


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
    done = shell(f"$CSTUI --store {path} {command} {out} | head -c 8", tmp_path)
    assert (done.stdout[: len(begins)], done.stderr) == (begins, "")
    assert not (tmp_path / "-").exists()


Makes = Callable[[Path], None]


def _database(path: Path) -> None:
    sqlite3.connect(path).executescript("CREATE TABLE a (b)").close()


REFUSED: dict[str, tuple[Makes, str]] = {
    "a pipe": (os.mkfifo, "it is a pipe"),
    "a link": (lambda out: out.symlink_to("real.txt"), "it is a link"),
    "a link to nothing": (lambda out: out.symlink_to("nothing.txt"), "it is a link"),
    "a link in a circle": (lambda out: out.symlink_to(out.name), "it is a link"),
    "a folder": (Path.mkdir, "it is a folder"),
    "a database": (
        lambda out: sqlite3.connect(out).executescript("CREATE TABLE a (b)").close(),
        "a store or",
    ),
    "another name of one": (lambda out: out.hardlink_to(out.parent / "other.db"), "a store or another"),
    "a part of one": (lambda out: out.with_name("other.db-wal").symlink_to(out.name), "it is a link"),
}


@pytest.mark.parametrize(("make", "said"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_no_plain_file_is_refused_and_stays(tmp_path: Path, make: Makes, said: str) -> None:
    """Nothing is written into it or in its place, nor where it leads; nothing is left beside it."""
    (tmp_path / "real.txt").write_text("mine")
    _database(tmp_path / "other.db")
    out = tmp_path / "out"
    make(out)
    out = out if os.path.lexists(out) else tmp_path / "other.db-wal"
    before = {path.name: path.lstat() for path in tmp_path.iterdir()}
    with pytest.raises(CommandError, match=f"CS-314 .*{said}") as fault:
        written(out, "a report")
    assert "--out -" in fault.value.remedy
    assert {path.name: path.lstat().st_mtime_ns for path in tmp_path.iterdir()} == {
        name: found.st_mtime_ns for name, found in before.items()
    }
    assert (tmp_path / "real.txt").read_text() == "mine"


@pytest.mark.parametrize("device", ["/dev/null", "/dev/full", "/dev/fd/2"])
def test_a_device_is_refused(device: str) -> None:
    with pytest.raises(CommandError, match="CS-314"):
        written(Path(device), "a report")


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal"])
@pytest.mark.parametrize("command", ["report LEM4145R1", "print case 17000123", "interface out"])
def test_the_open_store_is_never_written_over(run: Run, path: Path, command: str, ending: str) -> None:
    before = entries(path)
    ran = run(*command.split(), "--out", f"{path}{ending}")
    assert ran.status == 1
    assert ran.err.startswith("CS-314")
    assert entries(path) == before
    with open_store(path) as store:
        assert verify(store) == []


def test_the_open_store_under_another_name_is_never_written_over(run: Run, path: Path) -> None:
    path.with_name("alias").hardlink_to(path)
    for name in ("alias", "../store/practice.db"):
        assert run("report", "LEM4145R1", "--out", str(path.parent / name)).err.startswith("CS-314")
    with open_store(path) as store:
        assert verify(store) == []


def test_an_open_store_is_not_even_read(path: Path) -> None:
    """Closing the file would end SQLite's locks on it in this process."""
    with open_store(path), pytest.raises(OSError, match="it is the open store"):
        files.read(path)


def test_a_file_that_is_replaced_is_private_then(tmp_path: Path) -> None:
    out = tmp_path / "report.txt"
    out.write_text("the old one")
    out.chmod(0o644)
    written(out, "the new one")
    assert out.read_text() == "the new one"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [out]


def test_a_print_that_cannot_be_logged_leaves_the_file_that_was_there(
    run: Run, path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "printed.txt"
    out.write_text("the old one")
    with sqlite3.connect(path) as other:
        other.execute("CREATE TRIGGER no_print BEFORE INSERT ON receipt BEGIN SELECT RAISE(ABORT, 'no'); END")
    other.close()
    assert run("print", "case", CASE, "--out", str(out)).status == 1
    assert out.read_text() == "the old one"
    assert [one.name for one in tmp_path.iterdir() if "printed" in one.name] == ["printed.txt"]


# --- files that are read ------------------------------------------------------------------------


def _deep(path: Path) -> None:
    path.write_text("a = " + "[" * 100_000 + "]" * 100_000)


def _dotted(path: Path) -> None:
    path.write_text(".".join(["a"] * 400_000) + " = 1")


def _tables(path: Path) -> None:
    path.write_text("".join(f"[[a{number}.b{number}]]\n" for number in range(10_000)))


def _blanks(path: Path) -> None:
    path.write_text(f"x = [\n['{' ' * 900_000}', 2]\n]\nunknown = 1\n")


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10_000_000_000)


READ: dict[str, Makes] = {
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a folder": Path.mkdir,
    "Latin-1": lambda path: path.write_bytes(b"a = 'caf\xe9'\n") and None,
    "a NUL": lambda path: path.write_bytes(b"a = '\0'\n") and None,
    "nested": _deep,
    "dotted": _dotted,
    "tables": _tables,
    "blanks": _blanks,
    "huge": _huge,
}


@pytest.mark.parametrize("make", READ.values(), ids=list(READ))
@pytest.mark.parametrize(
    "command", ["learn --check {}", "play {}", "interface in {}", "settings set pause 10"]
)
def test_a_file_that_cannot_be_used_is_one_message(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, make: Makes
) -> None:
    """Whatever it is, the command neither waits for it nor takes the machine's memory."""
    named = tmp_path / "named.toml"
    make(named)
    if "settings" in command:
        monkeypatch.setenv("CSTUI_SETTINGS", str(named))
    ran = run(*command.format(named).split())
    if "settings" in command and make in (_dotted, _tables, _blanks):
        return  # a setting that nobody knows is a warning
    assert ran.status == 1
    assert ran.err.startswith("CS-")
    assert "The command failed" not in ran.err
    assert len(ran.err.splitlines()) == 2


LONG = "y" * 5_000
"""No file can be called so."""


@pytest.mark.parametrize(
    "command",
    [
        ["--store", LONG, "store", "info"],
        ["--store", LONG, "store", "create"],
        ["--store", LONG, "store", "verify"],
        ["store", "backup", LONG],
        ["store", "restore", LONG],
        ["play", LONG],
        ["learn", LONG + ".toml"],
        ["learn", "1", "--new", LONG],
        ["interface", "in", LONG],
        ["print", "case", CASE, "--out", LONG],
        ["classroom", "serve", "--lesson", "1", "--folder", LONG, "--no-board"],
        ["--store", "~nobody-of-this-name/s.db", "store", "info"],
        ["store", "restore", "~nobody-of-this-name/s.db"],
        ["--store", "mysql://host/database", "store", "create"],
    ],
    ids=lambda command: " ".join(command).replace(LONG, "LONG"),
)
def test_what_no_file_is_called_is_one_message(run: Run, command: list[str]) -> None:
    """A name that is too long, a home that nobody knows, another kind of URL: no fault of our own."""
    ran = run(*command)
    assert (ran.status in (1, 2), ran.out) == (True, "")
    assert re.match(r"CS-[12346]\d\d ", ran.err), ran.err
    assert len(ran.err) < 2_000


@pytest.mark.parametrize("command", [["play"], ["learn"], ["learn", "--check"]])
def test_a_pipe_or_device_is_called_one(run: Run, tmp_path: Path, command: list[str]) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "zero.toml").symlink_to("/dev/zero")
    for name, said in (
        ("pipe", "it is a pipe; name a plain file"),
        ("zero", "it is a device; name a plain file"),
    ):
        ran = run(*command, str(tmp_path / f"{name}.toml"))
        assert (ran.status, ran.out) == (1, "")
        assert said in ran.err
