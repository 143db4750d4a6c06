"""Backups are made while desks work, proven before they have their name, and put back whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cstui.store.backup import backup, restore
from cstui.store.chain import append
from cstui.store.engine import Store, create_store, open_store
from cstui.store.errors import StoreError
from cstui.store.files import beside
from cstui.store.verify import verify
from cstui.store.writing import bulk_load
from tests.kernel.store import given

AT = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)
HOLDS_IT = """
import sqlite3, sys
raw = sqlite3.connect(sys.argv[1])
raw.execute("SELECT count(*) FROM person").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with one note, closed."""
    path = tmp_path / "stores" / "s.db"
    with create_store(path, name="x", business_date=given.DAY) as store:
        bulk_load(store, [*given.office(), *given.cases(3)])
        note(store, "first")
    return path


def note(store: Store, text: str) -> None:
    with store.write() as session:
        append(session, [given.entry(text=text)])


def notes(path: Path) -> list[str]:
    with open_store(path) as store, store.read() as session:
        assert verify(store) == []
        rows = session.connection().exec_driver_sql("SELECT text FROM activity ORDER BY id")
        return [text for (text,) in rows]


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_backup_has_what_was_entered_though_desks_work(path: Path, tmp_path: Path):
    file = tmp_path / "b.db"
    with open_store(path) as desk, open_store(path) as store:
        note(desk, "second")
        backup(store, file)
        note(desk, "third")
    assert notes(file) == ["first", "second"]
    assert notes(path) == ["first", "second", "third"]
    assert file.stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["b.db", "stores"]


def test_a_backup_takes_no_place_of_another_and_none_is_made_of_what_does_not_hold(
    path: Path, tmp_path: Path
):
    (tmp_path / "b.db").write_text("mine")
    with open_store(path) as store:
        with pytest.raises(StoreError, match="CS-209"):
            backup(store, tmp_path / "b.db")
        with store.write() as session:
            session.connection().exec_driver_sql("UPDATE la_case SET version = 0")
        with pytest.raises(StoreError, match="CS-220"):
            backup(store, tmp_path / "c.db")
    assert (tmp_path / "b.db").read_text() == "mine"
    assert names(tmp_path) == ["b.db", "stores"]


def test_a_restored_store_is_the_backup_and_the_former_is_kept(path: Path, tmp_path: Path):
    file = tmp_path / "b.db"
    with open_store(path) as store:
        backup(store, file)
        note(store, "second")
    done = restore(file, path, at=AT)
    assert done.kept == path.with_name("s.db.replaced-20260302-143000")
    assert (notes(path), notes(done.kept)) == (["first"], ["first", "second"])
    assert names(path.parent) == ["s.db", done.kept.name]
    again = restore(file, path, at=AT)
    assert again.kept == path.with_name("s.db.replaced-20260302-143000-2")


@pytest.mark.parametrize("log", [True, False])
def test_a_store_that_is_gone_is_restored_without_what_its_log_still_has(
    path: Path, tmp_path: Path, log: bool
):
    file, saved = tmp_path / "b.db", tmp_path / "wal"
    with open_store(path) as store:
        backup(store, file)
        note(store, "second")
        shutil.copy(f"{path}-wal", saved)
    path.unlink()
    if log:
        shutil.copy(saved, f"{path}-wal")
    assert restore(file, path, at=AT).kept is None
    assert notes(path) == ["first"]


@pytest.mark.parametrize("damage", ["pages", "header", "empty"])
def test_a_damaged_store_is_kept_with_its_log_and_restored(path: Path, tmp_path: Path, damage: str):
    file = tmp_path / "b.db"
    with open_store(path) as store:
        backup(store, file)
    whole = path.read_bytes()
    broken = {"pages": whole[:4096] + b"\xff" * (len(whole) - 4096), "header": b"x" * 9000, "empty": b""}
    path.write_bytes(broken[damage])
    path.with_name("s.db-wal").write_bytes(b"what it was")
    done = restore(file, path, at=AT)
    assert done.kept is not None
    assert notes(path) == ["first"]


def test_a_store_that_somebody_has_open_is_not_replaced(path: Path, tmp_path: Path):
    file = tmp_path / "b.db"
    with open_store(path) as store:
        backup(store, file)
    command = [sys.executable, "-c", HOLDS_IT, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        assert desk.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="CS-221"):
            restore(file, path, at=AT)
        desk.communicate()
    assert [one for one in names(path.parent) if "replaced" in one or "unfinished" in one] == []
    restore(file, path, at=AT)


def test_a_desk_of_this_process_is_no_exception(path: Path, tmp_path: Path):
    file = tmp_path / "b.db"
    with open_store(path) as desk:
        backup(desk, file)
        with pytest.raises(StoreError, match="CS-221"):
            restore(file, path, at=AT)
        note(desk, "second")
    assert notes(path) == ["first", "second"]


@pytest.mark.parametrize(
    ("what", "rule"), [("nothing", "CS-206"), ("text", "CS-205"), ("damaged", "CS-2"), ("itself", "CS-209")]
)
def test_what_is_no_backup_that_holds_replaces_nothing(path: Path, tmp_path: Path, what: str, rule: str):
    file = tmp_path / "b.db"
    if what == "text":
        file.write_text("a letter")
    if what == "damaged":
        whole = path.read_bytes()
        file.write_bytes(whole[: len(whole) // 2] + b"\xff" * (len(whole) - len(whole) // 2))
    with pytest.raises(StoreError, match=rule):
        restore(path if what == "itself" else file, path, at=AT)
    assert notes(path) == ["first"]
    assert names(path.parent) == ["s.db"]


def test_a_raw_copy_is_restored_with_its_log(path: Path, tmp_path: Path):
    with open_store(path) as store:
        note(store, "second")
        for end in ("", "-wal"):
            subprocess.run(["cp", f"{path}{end}", f"{tmp_path / 'b.db'}{end}"], check=True)
    restore(tmp_path / "b.db", path, at=AT)
    assert notes(path) == ["first", "second"]


def test_a_backup_is_restored_from_where_nothing_can_be_written(path: Path, tmp_path: Path):
    folder = tmp_path / "stick"
    with open_store(path) as store:
        backup(store, folder / "b.db")
    folder.chmod(0o500)
    (folder / "b.db").chmod(0o400)
    restore(folder / "b.db", path, at=AT)
    folder.chmod(0o700)
    assert names(folder) == ["b.db"]


@pytest.mark.postgres
def test_a_server_backs_up_its_own_stores(postgres_server: str, tmp_path: Path):
    from tests.conftest import new_database

    url = new_database(postgres_server)
    with create_store(url, name="x", business_date=given.DAY) as store:
        with pytest.raises(StoreError, match="CS-219") as caught:
            backup(store, tmp_path / "b.db")
        assert "pg_dump" in caught.value.remedy
    with pytest.raises(StoreError, match="CS-219"):
        restore(tmp_path / "b.db", url, at=AT)


def test_an_upgrade_makes_triggers_search_and_indexes_anew(path: Path):
    from cstui.store.migrate import upgrade

    with open_store(path) as store, store.write() as session:
        for sql in (
            "DROP TRIGGER activity_no_update",
            "DROP INDEX ix_case_worker_status",
            "INSERT INTO activity_text(activity_text) VALUES ('delete-all')",
        ):
            session.connection().exec_driver_sql(sql)
    with open_store(path) as store:
        assert {fault.check for fault in verify(store)} >= {"guards", "tables"}
    upgrade(path)
    assert notes(path) == ["first"]
    with sqlite3.connect(path) as raw:
        found = raw.execute("SELECT count(*) FROM activity_text WHERE activity_text MATCH 'first'").fetchone()
    raw.close()
    assert found == (1,)


def test_a_restore_that_was_killed_leaves_the_store_as_it_was(path: Path, tmp_path: Path):
    """Killed before the backup took the store's place: the store has two names, and its log the other one."""
    store = open_store(path)
    note(store, "in the log")
    for end in ("", "-wal"):
        shutil.copyfile(f"{path}{end}", tmp_path / f"copy{end}")
    store.close()
    (tmp_path / "copy").replace(path)
    kept = path.with_name("s.db.replaced-20260302-143000")
    kept.hardlink_to(path)
    (tmp_path / "copy-wal").replace(f"{kept}-wal")
    assert notes(path) == ["first", "in the log"]
    assert names(path.parent) == ["s.db"]


def test_a_store_that_is_just_being_restored_keeps_both_names(path: Path):
    kept = path.with_name("s.db.replaced-20260302-143000")
    with beside(path):
        kept.hardlink_to(path)
        assert notes(path) == ["first"]
        assert kept.samefile(path)


def test_what_killed_processes_had_begun_is_taken_away_by_the_next(path: Path, tmp_path: Path):
    """What others are at, and what only looks like it, stays."""
    here = path.parent
    left = [f".b.backup.123.unfinished{end}" for end in ("", "-journal")]
    stays = [".b.123.unfinished.txt", "b.123.unfinished", ".unfinished"]
    for name in (*left, *stays):
        (here / name).write_bytes(b"")
    with beside(here / "at.work") as at_work, open_store(path) as store:
        backup(store, here / "b2.backup")
        assert names(here) == sorted([*stays, at_work.name, "b2.backup", "s.db", "s.db-shm", "s.db-wal"])


def test_a_store_without_a_log_gets_it_back(path: Path):
    """A killed restore takes it away, and readers and writers would wait for each other."""
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)
    raw.close()
    with open_store(path) as store, store.read() as session:
        assert session.connection().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        note(store, "second")
    assert notes(path) == ["first", "second"]
