"""A remedy names a command that there is, and following it to the letter ends the state it is said in."""

from __future__ import annotations

import re
import shlex
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cstui.commandline import faults
from cstui.commandline.parser import parser
from cstui.store.engine import open_store
from cstui.store.errors import StoreError
from cstui.store.nights import JobState, keep_jobs
from tests.kernel.commandline.conftest import Run

NAMED = re.compile(r"`(cstui [^`]*)`")
PATTERNS = {**faults.rules(), **StoreError.texts}
COMMANDS = sorted({(rule, command) for rule, (_, way) in PATTERNS.items() for command in NAMED.findall(way)})


@pytest.mark.parametrize(("rule", "command"), COMMANDS)
def test_every_command_that_a_remedy_names_is_one(rule: str, command: str) -> None:
    if "{command}" in command:
        return  # the command that was given, with --help
    words = shlex.split(re.sub(r"\{\w+\}", "1", command).replace("...", ""))[1:]
    try:
        parser(words).parse_args(words)
    except faults.CommandError as fault:  # a command that is only named lacks what it needs
        assert "are required" in fault.message, f"{rule}: {command}"  # noqa: PT017


def follow(run: Run, err: str, **places: str) -> list[str]:
    """Do every command that a remedy names, with the places that the reader fills in."""
    named = NAMED.findall(" ".join(err.split()))
    for command in named:
        words = [places.get(word, word) for word in shlex.split(command)[1:]]
        ran = run(*words)
        assert ran.status == 0, f"{command}: {ran.err}"
    return named


def spoil(path: Path, sql: str) -> None:
    with open_store(path) as store, store.write() as session:
        session.connection().exec_driver_sql(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE next_step SET text = 'Nothing' WHERE subject = 'case 17000123'",
        "DROP TRIGGER activity_no_update",
        "DROP TRIGGER activity_text_insert",
        "DROP INDEX ix_case_worker_status",
    ],
)
def test_what_an_upgrade_makes_anew(run: Run, path: Path, sql: str) -> None:
    spoil(path, sql)
    ran = run("store", "verify")
    assert ran.err.startswith("CS-330")
    assert follow(run, ran.err) == ["cstui store upgrade"]
    assert run("store", "verify").status == 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE la_case SET version = 0",
        "UPDATE store_info SET value = '2026-13-45' WHERE key = 'business_date'",
        "DELETE FROM store_info WHERE key = 'kind'",
        "DROP TABLE la_child",
    ],
)
def test_what_a_backup_mends(run: Run, path: Path, tmp_path: Path, sql: str) -> None:
    backup = str(tmp_path / "b.db")
    assert run("store", "backup", backup).status == 0
    spoil(path, sql)
    ran = run("store", "verify")
    assert ran.err.startswith("CS-312")
    assert follow(run, ran.err, BACKUP=backup) == ["cstui store restore BACKUP"]
    assert run("store", "verify").status == 0


def test_a_store_that_is_damaged_as_a_whole(run: Run, path: Path, tmp_path: Path) -> None:
    backup = str(tmp_path / "b.db")
    run("store", "backup", backup)
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 9000)
    ran = run("store", "verify")
    assert ran.err.startswith("CS-208")
    assert follow(run, ran.err, BACKUP=backup) == ["cstui store restore BACKUP"]
    assert run("store", "verify").status == 0


def test_a_night_that_was_cut_off(run: Run, path: Path, tmp_path: Path) -> None:
    """It is said; neither a backup nor an upgrade makes it worse; the next night goes on there."""
    with open_store(path) as store:
        night = store.info().business_date
        with store.write() as session:
            keep_jobs(session, night, [JobState(job="la.appointments")])
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE next_step SET text = 'Of the day after' WHERE subject = 'case 17000123'")
    raw.close()
    ran = run("store", "verify")
    assert ran.err.startswith("CS-331")
    assert run("store", "backup", str(tmp_path / "b.db")).status == 0
    assert run("store", "upgrade").status == 0
    with sqlite3.connect(path) as raw:
        (text,) = raw.execute("SELECT text FROM next_step WHERE subject = 'case 17000123'").fetchone()
    raw.close()
    assert text == "Of the day after"
    assert follow(run, run("store", "verify").err) == ["cstui nightly"]
    assert "middle of a night" not in run("store", "verify").err


def test_no_store_and_a_name_that_is_taken(run: Run, tmp_path: Path) -> None:
    target = str(tmp_path / "none.db")
    ran = run("--store", target, "store", "info")
    assert ran.err.startswith("CS-206")
    assert NAMED.findall(ran.err) == ["cstui store create"]
    assert run("--store", target, "store", "create", "--empty").status == 0
    assert run("--store", target, "store", "create", "--empty").err.startswith("CS-209")


@pytest.mark.parametrize(
    ("store", "said"),
    [
        ("", "--store is empty"),
        ("  ", "--store is empty"),
        ("sqlite:///x.db?mode=ro", "no parameter mode"),
        ("postgresql://h/d?sslmod=require", "no parameter sslmod"),
        ("postgresql://h:port/d", "it is not one"),
    ],
)
def test_a_store_that_is_not_named_is_refused(run: Run, store: str, said: str) -> None:
    for where in (("--store", store, "store", "info"), ("store", "info", "--store", store)):
        ran = run(*where)
        assert (ran.status in (1, 2), ran.out) == (True, "")
        assert said in ran.err
        assert "The command failed" not in ran.err


def test_several_commands_at_once_make_the_practice_store_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cstui", "guide"]
    env = {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "PYTHONPATH": ":".join(sys.path),
        "PATH": "/usr/bin:/bin",
    }
    made = [
        subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    assert [one.communicate()[1] for one in made] == [b""] * 3
