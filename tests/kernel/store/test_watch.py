"""A store that is no longer the one that was opened is noticed before an act is acknowledged."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from cstui.store.chain import append
from cstui.store.engine import Store, create_store, open_store
from cstui.store.errors import StoreError
from cstui.store.writing import bulk_load
from tests.kernel.store import given

CHECKPOINT = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA wal_checkpoint').fetchone()"
LOCKED = """
import sqlite3, sys
raw = sqlite3.connect(sys.argv[1], timeout=0)
raw.isolation_level = None
try:
    raw.execute("PRAGMA locking_mode=EXCLUSIVE")
    raw.execute("BEGIN EXCLUSIVE")
except sqlite3.OperationalError as error:
    print(error)
"""


def elsewhere(*command: object) -> str:
    """Done by another process: this one opens the file of its store by SQLite alone."""
    return subprocess.run(map(str, command), check=True, capture_output=True, text=True).stdout


@pytest.fixture
def path(file_store: Store) -> Path:
    bulk_load(file_store, [*given.office(), *given.cases(3)])
    assert file_store.place.path is not None
    write(file_store)
    return file_store.place.path


def write(store: Store) -> None:
    with store.write() as session:
        append(session, [given.entry()])


def removed(path: Path) -> None:
    elsewhere("rm", path)


def replaced(path: Path) -> None:
    elsewhere("cp", path, f"{path}.new")
    elsewhere("mv", f"{path}.new", path)


def without_log(path: Path) -> None:
    elsewhere("rm", f"{path}-wal")


def with_another_log(path: Path) -> None:
    elsewhere("cp", f"{path}-wal", f"{path}-new")
    elsewhere("mv", f"{path}-new", f"{path}-wal")


def cut(path: Path) -> None:
    elsewhere("truncate", "-s", "8192", path)


def garbled(path: Path) -> None:
    elsewhere("dd", "if=/dev/zero", f"of={path}", "bs=4096", "count=4", "conv=notrunc")


WAYS = {
    removed: "its file is gone",
    replaced: "another file has taken its place",
    without_log: "its log practice.db-wal is gone",
    with_another_log: "its log practice.db-wal is another",
    cut: "a part of it was cut off",
    garbled: "something else was written over it",
}


@pytest.mark.parametrize("way", WAYS)
def test_no_act_is_acknowledged_by_a_store_that_is_another(
    file_store: Store, path: Path, way: Callable[[Path], None]
):
    way(path)
    with pytest.raises(StoreError) as caught:
        write(file_store)
    assert caught.value.rule == "CS-218"
    assert WAYS[way] in caught.value.message


def test_it_is_noticed_that_an_older_copy_was_put_over_it(file_store: Store, path: Path, tmp_path: Path):
    older = tmp_path / "older.db"
    file_store.save_to(older)
    write(file_store)
    elsewhere(sys.executable, "-c", CHECKPOINT, path)
    write(file_store)
    elsewhere("cp", older, path)
    with pytest.raises(StoreError, match="another store was copied over it"):
        write(file_store)


def test_what_vanished_while_an_act_was_saved_is_not_acknowledged(file_store: Store, path: Path):
    with ExitStack() as stack:
        append(stack.enter_context(file_store.write()), [given.entry()])
        removed(path)
        with pytest.raises(StoreError, match="CS-218"):
            stack.close()


def test_checkpoints_and_other_desks_are_no_change_of_the_store(file_store: Store, path: Path):
    for _ in range(3):
        write(file_store)
        elsewhere(sys.executable, "-c", CHECKPOINT, path)
        with open_store(path) as other:
            write(other)
    file_store.close()
    write(file_store)


def test_looking_into_the_file_keeps_the_locks_of_the_store(file_store: Store, path: Path):
    """Whoever closed the file outside SQLite would end them, and another could take the store for itself."""
    elsewhere(sys.executable, "-c", CHECKPOINT, path)
    write(file_store)
    open_store(path).close()
    assert "locked" in elsewhere(sys.executable, "-c", LOCKED, path)


def test_a_store_that_was_restored_meanwhile_is_noticed_by_what_it_says(lasting_url: str):
    with create_store(lasting_url, name="x", business_date=given.DAY) as store:
        with open_store(lasting_url) as other, other.write() as session:
            session.connection().exec_driver_sql("INSERT INTO store_info VALUES ('generation', 'another')")
        with pytest.raises(StoreError, match="it was restored"):
            write(store)
