"""Every file and folder that cstui makes is its owner's alone; a new place that makes one is found here."""

from __future__ import annotations

import ast
import os
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cstui import files
from cstui.store.engine import create_store, open_store
from tests.attacks._class import served, sits, stranger

ROOT = Path(__file__).parents[2]
MAKES = {
    "write_text", "write_bytes", "touch", "mkdir", "makedirs", "mkstemp", "mkdtemp", "mkfifo",
    "copyfile", "copy2", "copytree", "copy_file_range", "NamedTemporaryFile", "FileHandler",
    "RotatingFileHandler", "symlink_to",
}  # fmt: skip
"""Calls that make a file or a folder, whatever they are called on."""
MODE = re.compile(r"[rwaxbtU+]{1,4}")
SEEN = {
    "cstui/files.py": "the door itself: 0600 and 0700, or private copies",
    "cstui/store/files.py": "a new store: os.open with 0600",
    "cstui/store/keys.py": "a key file and a store, opened to read and to try a lock, never made",
    "cstui/store/turns.py": "the night's lock: os.open with 0600, then as the store",
    "cstui/store/unwritable.py": "a copy in a private temporary folder, touched with 0600",
    "cstui/store/rescue.py": "a copy in a private temporary folder, touched with 0600",
    "cstui/agencies/federal/reports/trail.py": "in a private temporary folder that is gone afterward",
    "cstui/store/migrate.py": "a revision that is drafted in the source",
    "cstui/commandline/reference.py": "pages of the documentation, which everybody reads",
    "cstui/commandline/logs.py": "mkstemp, which makes it 0600",
    "cstui/commandline/class_server.py": "/dev/null",
    "cstui/nightly/preparing.py": "/dev/null",
    "cstui/commandline/paper.py": "standard streams",
    "cstui/commandline/key_entry.py": "/dev/tty",
    "cstui/cli.py": "/dev/null",
    "cstui/classroom/alone/own_seat.py": "mkdir with 0700 in a seat's folder",
    "cstui/classroom/serving/confinement.py": "os.open to name a path, which makes nothing",
}
"""Where files are made otherwise than through `cstui.files`, and how they are private."""


def makers(tree: ast.AST) -> Iterator[int]:
    """The lines that make a file, or may."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        on = (
            called.value.id
            if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name)
            else ""
        )
        if name in MAKES or (name == "open" and (isinstance(called, ast.Name) or on == "os")):
            yield node.lineno
        elif name == "open" and node.args and isinstance(node.args[0], ast.Constant):
            mode = str(node.args[0].value)
            if MODE.fullmatch(mode) and set(mode) & set("wax+"):
                yield node.lineno


def test_every_place_that_makes_a_file_is_known() -> None:
    """Whoever adds one takes the door (`cstui.files`), or says here how its file is private."""
    found = {
        str(path.relative_to(ROOT)): lines
        for path in sorted((ROOT / "cstui").rglob("*.py"))
        if (lines := sorted(makers(ast.parse(path.read_text(encoding="utf-8")))))
    }
    assert {name: lines for name, lines in found.items() if name not in SEEN} == {}
    assert set(SEEN) - set(found) == set()


def open_to_others(folder: Path) -> list[str]:
    """What others than its owner may look at, below a folder."""
    return [
        f"{path.relative_to(folder)} {stat.S_IMODE(path.lstat().st_mode):o}"
        for path in sorted(folder.rglob("*"))
        if not path.is_symlink() and path.lstat().st_mode & 0o077
    ]


def test_whatever_the_umask_nothing_is_open_to_others(tmp_path: Path) -> None:
    """Settings, the practice store, a print, a report, a backup, a lesson, and the folders of them all."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    commands = [
        ["settings", "set", "theme", "light"],
        ["print", "docket", "--pdf"],
        ["report", "lem4145r1", "--out", str(home / "out" / "report.txt")],
        ["store", "backup", str(home / "backups" / "practice.backup")],
        ["learn", "--new", str(home / "lesson.toml")],
    ]
    environment = {
        "HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"
    }  # fmt: skip
    (home / "out").mkdir(mode=0o700)
    for command in commands:
        ran = subprocess.run(
            [sys.executable, "-m", "cstui", *command],
            env=environment, umask=0, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert ran.returncode == 0, (command, ran.stdout, ran.stderr)
    assert {one.suffix for one in home.rglob("*")} >= {".toml", ".db", ".pdf", ".txt", ".backup"}
    assert open_to_others(home) == []


@pytest.mark.terminal
async def test_nor_is_anything_of_a_class(tmp_path: Path) -> None:
    """Its folder, door and lock, and the seat at which somebody works: store, journal, log of its process."""
    before = os.umask(0)
    try:
        with served(tmp_path, seats=2) as held:
            async with stranger() as browser:
                learner = await sits(held, browser, held.codes[0], "Ann")
                await learner.signs_on()
                made = {one.name for one in tmp_path.rglob("*")}
                assert made >= {"class.json", "served.pid", "trainer.token", "seat.cstui", "journal.jsonl"}
                assert open_to_others(tmp_path) == []
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_what_was_made_open_to_others_is_closed_when_its_owner_opens_it(tmp_path: Path) -> None:
    """The store, its log and index, and the copies beside it; a stranger's file and another store's stay."""
    path = tmp_path / "practice.db"
    create_store(path, name="Practice", business_date=date(2026, 1, 5)).close()
    held = sqlite3.connect(path)
    held.execute("UPDATE store_info SET value = value")
    held.commit()
    copies = [tmp_path / f"practice.db{end}" for end in (".schema-6.backup", ".replaced-20260301-101500")]
    other = tmp_path / "practice.db2"
    for one in (*copies, other):
        one.write_bytes(b"")
    for one in tmp_path.iterdir():
        one.chmod(0o666)
    with open_store(path):
        assert open_to_others(tmp_path) == ["practice.db2 666"]
    held.close()


def test_a_read_only_file_is_closed_and_stays_read_only(tmp_path: Path) -> None:
    path = tmp_path / "practice.db"
    path.touch()
    path.chmod(0o444)
    files.private(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400


def test_folders_are_made_private_all_the_way_down(tmp_path: Path) -> None:
    """One that is there is its user's to open; cstui's own is closed."""
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    theirs.chmod(0o755)
    before = os.umask(0)
    try:
        files.folder(theirs / "a" / "b")
    finally:
        os.umask(before)
    assert open_to_others(tmp_path) == ["theirs 755"]
    files.folder(theirs, own=True)
    assert open_to_others(tmp_path) == []
    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError, match="is not a folder"):
        files.folder(tmp_path / "file")
