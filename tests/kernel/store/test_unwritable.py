"""A store that may not be written here is read whole, and says so to who would write."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from cstui.store.backup import backup, restore
from cstui.store.engine import create_store, open_store
from cstui.store.errors import StoreError
from cstui.store.migrate import upgrade
from cstui.store.turns import only_night
from cstui.store.verify import verify
from cstui.store.writing import bulk_load, set_business_date
from tests.kernel.store import given

DAY, MOVED = date(2026, 1, 5), date(2026, 1, 6)


@contextmanager
def nobody() -> Iterator[None]:
    """Root may write everywhere, so these tests act as nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users of the computer can look into."""
    with tempfile.TemporaryDirectory(prefix="cstui") as made:
        Path(made).chmod(0o755)
        yield Path(made)
        Path(made).chmod(0o755)


@pytest.fixture(params=["no log", "log", "log and index"])
def copied(folder: Path, request: pytest.FixtureRequest) -> Path:
    """A store that was copied as it lay there, with its log and the log's index where it had them.

    Its business date was moved in the log alone.
    """
    kept, path = folder / "kept", folder / "copy" / "practice.db"
    ends = {"no log": [], "log": ["-wal"], "log and index": ["-wal", "-shm"]}[request.param]
    path.parent.mkdir()
    with create_store(kept / "practice.db", name="Practice", business_date=DAY) as store:
        bulk_load(store, [*given.office(), *given.cases(3)])
        if ends:
            with store.raw() as raw:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            with store.write() as session:
                set_business_date(session, MOVED)
        for end in ["", *ends]:
            shutil.copyfile(kept / f"practice.db{end}", f"{path}{end}")
    if not ends:
        shutil.copyfile(kept / "practice.db", path)
    return path


@pytest.fixture(params=["file", "folder"])
def read_only(copied: Path, request: pytest.FixtureRequest) -> Path:
    """That store with its files, or its folder, read-only."""
    for file in copied.parent.iterdir():
        file.chmod(0o444 if request.param == "file" else 0o666)
    copied.parent.chmod(0o777 if request.param == "file" else 0o555)
    return copied


def as_it_lies(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def test_a_read_only_store_is_read_whole_and_left_as_it_is(
    read_only: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What its log holds too; verified, and nothing is made beside it or left among temporary files."""
    temporary = read_only.parent.parent / "temporary"
    temporary.mkdir()
    temporary.chmod(0o777)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    before, moved = as_it_lies(read_only), read_only.with_name("practice.db-wal").exists()
    with nobody(), open_store(read_only) as store:
        assert verify(store) == []
        assert store.info().business_date == (MOVED if moved else DAY)
        assert store.info().read_only in (str(read_only), str(read_only.parent))
        with store.read() as session:
            assert session.connection().exec_driver_sql("SELECT count(*) FROM la_case").scalar() == 3
    assert as_it_lies(read_only) == before
    assert not list(temporary.iterdir())


def test_whoever_would_write_it_is_told_so(read_only: Path) -> None:
    """An act, a night and an upgrade; each names what may not be written."""
    before = as_it_lies(read_only)
    with nobody(), open_store(read_only) as store:
        for door in (store.write, lambda: only_night(store)):
            with pytest.raises(StoreError) as caught, door():
                pytest.fail("a door is open")
            assert caught.value.rule == "CS-202"
            assert caught.value.message.endswith(f"it is read-only: {store.info().read_only}")
    assert as_it_lies(read_only) == before


def test_an_older_one_is_not_upgraded_and_no_backup_is_begun(folder: Path) -> None:
    path = folder / "practice.db"
    create_store(path, name="Practice", business_date=DAY).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0001'")
    raw.close()
    path.chmod(0o444)
    folder.chmod(0o777)
    with nobody(), pytest.raises(StoreError) as caught:
        upgrade(path)
    assert caught.value.rule == "CS-202"
    assert "or name a copy of it" in caught.value.remedy
    assert [file.name for file in folder.iterdir()] == ["practice.db"]


def test_it_is_backed_up_and_is_a_backup_itself(read_only: Path, folder: Path) -> None:
    away = folder / "away"
    away.mkdir()
    away.chmod(0o777)
    with nobody():
        with open_store(read_only) as store:
            day = store.info().business_date
            backup(store, away / "backup.db")
        restore(read_only, away / "restored.db", at=given.MOMENT)
        for made in ("backup.db", "restored.db"):
            with open_store(away / made) as store:
                assert verify(store) == []
                assert (store.info().business_date, store.info().read_only) == (day, "")


def test_a_reader_beside_a_writer_sees_each_entry(folder: Path) -> None:
    """The store is open elsewhere, with a log and its index; who may only read follows it."""
    path = folder / "practice.db"
    with create_store(path, name="Practice", business_date=DAY) as store:
        for file in folder.iterdir():
            file.chmod(0o644)
        with nobody(), open_store(path) as reader:
            assert reader.info().business_date == DAY
            os.seteuid(os.getuid())
            with store.write() as session:
                set_business_date(session, MOVED)
            os.seteuid(65534 if os.getuid() == 0 else os.getuid())
            assert reader.info().business_date == MOVED


def test_a_change_while_it_is_read_without_locks_is_noticed(folder: Path) -> None:
    """A file without a log is read as it is; somebody who may write it does so meanwhile."""
    path = folder / "practice.db"
    create_store(path, name="Practice", business_date=DAY).close()
    path.chmod(0o644)

    def somebody_writes() -> None:
        os.seteuid(os.getuid())
        with closing(sqlite3.connect(path, isolation_level=None)) as writer:
            writer.execute("UPDATE store_info SET value = ? WHERE key = 'business_date'", (f"{MOVED}",))
        os.seteuid(65534 if os.getuid() == 0 else os.getuid())

    with nobody(), open_store(path) as reader:
        if not reader.info().read_only:
            pytest.skip("whoever runs this may write every file")
        with pytest.raises(StoreError) as caught, reader.read():
            somebody_writes()
        assert caught.value.rule == "CS-223"
        assert reader.info().business_date == MOVED
