"""Another key for a store: whatever stops it, the store opens with one of both keys, and is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from cstui.store import drivers
from cstui.store.backup import backup, change_key, restore
from cstui.store.engine import create_store, open_store, place_of
from cstui.store.errors import StoreError
from cstui.store.files import LOGS
from cstui.store.keys import StoreKey, given, opens
from cstui.store.verify import verify
from cstui.store.writing import bulk_load, set_business_date
from tests.kernel.store import given as records

DAY = date(2026, 1, 5)
OLD, NEW = StoreKey("otter lantern gravel seventeen"), StoreKey("mustard harbor violin eleven")
pytestmark = pytest.mark.skipif(
    drivers.CIPHER not in drivers.available(), reason="sqlcipher3 (extra cipher) is not installed here"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "office.db"
    with create_store(path, name="Office", business_date=DAY, key=OLD) as store:
        bulk_load(store, [*records.office(), *records.cases(20)])
    return path


def _opens(path: Path, key: StoreKey) -> bool:
    if not opens(place_of(path), key):
        return False
    with open_store(path, keys=given(key)) as store:
        assert verify(store) == []
    return True


def test_a_store_with_another_key_opens_with_that_alone(path: Path):
    came = change_key(path, given(OLD), NEW, at=records.MOMENT)
    assert _opens(path, NEW)
    assert not _opens(path, OLD)
    assert came.kept is not None
    assert _opens(came.kept, OLD)
    with open_store(path, keys=given(NEW)) as store, store.write() as session:
        set_business_date(session, date(2026, 2, 1))


def test_a_plain_store_can_be_encrypted(tmp_path: Path):
    path = tmp_path / "plain.db"
    with create_store(path, name="Office", business_date=DAY) as store:
        bulk_load(store, [*records.office(), *records.cases(20)])
        with store.read() as session:
            before = session.connection().exec_driver_sql("SELECT * FROM activity").all()
    came = change_key(path, given(None), NEW, at=records.MOMENT)
    assert _opens(path, NEW)
    assert came.kept is not None
    assert came.kept.read_bytes().startswith(b"SQLite format 3")
    with open_store(path, keys=given(NEW)) as store, store.read() as session:
        pragma = session.connection().exec_driver_sql
        assert pragma("SELECT * FROM activity").all() == before
        assert pragma("PRAGMA journal_mode").scalar() == "wal"


def test_a_store_that_is_open_keeps_its_key(path: Path):
    with open_store(path, keys=given(OLD)) as store:
        store.info()
        with pytest.raises(StoreError) as caught:
            change_key(path, given(OLD), NEW, at=records.MOMENT)
        assert caught.value.rule == "CS-221"
    assert _opens(path, OLD)


def test_a_desk_elsewhere_keeps_the_key_too(path: Path):
    desk = _in_another_process(path, "store.info(); print('open', flush=True); time.sleep(60)")
    try:
        assert desk.stdout is not None
        assert desk.stdout.readline() == "open\n"
        for refused in (
            lambda: change_key(path, given(OLD), NEW, at=records.MOMENT),
            lambda: restore(path.with_name("plain.db"), path, at=records.MOMENT),
        ):
            create_store(path.with_name("plain.db"), name="Other", business_date=DAY).close()
            with pytest.raises(StoreError) as caught:
                refused()
            assert caught.value.rule == "CS-221"
            path.with_name("plain.db").unlink()
    finally:
        desk.kill()
        desk.wait()


def test_the_wrong_key_or_a_weak_one_changes_nothing(path: Path):
    before = path.read_bytes()
    for old, new, rule in ((NEW, OLD, "CS-225"), (OLD, StoreKey("short"), "CS-228"), (None, NEW, "CS-224")):
        with pytest.raises(StoreError) as caught:
            change_key(path, given(old), new, at=records.MOMENT)
        assert caught.value.rule == rule
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_damaged_store_keeps_its_key(path: Path):
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)
    with pytest.raises(StoreError) as caught:
        change_key(path, given(OLD), NEW, at=records.MOMENT)
    assert caught.value.rule in ("CS-208", "CS-220", "CS-225")
    assert path.read_bytes() == held


@pytest.mark.parametrize("after", [0.0, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3])
def test_killed_at_any_moment_it_opens_with_one_of_both_keys(path: Path, after: float):
    child = _in_another_process(path, "print('at it', flush=True); change()")
    assert child.stdout is not None
    assert child.stdout.readline() == "at it\n"
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert _opens(path, OLD) != _opens(path, NEW)
    key = OLD if _opens(path, OLD) else NEW
    with open_store(path, keys=given(key)) as store:
        copy = backup(store, path.with_name("copy.db"))
    assert _opens(copy, key)
    left = {one.name for one in path.parent.iterdir() if not one.name.endswith(LOGS)}
    assert {one for one in left if one.endswith(".unfinished")} == set(), "the next one takes it away"


def _in_another_process(path: Path, does: str) -> subprocess.Popen[str]:
    code = (
        "import sys, time\nfrom tests.kernel.store.test_rekey import *\n"
        "path = Path(sys.argv[1])\n"
        "change = lambda: change_key(path, given(OLD), NEW, at=records.MOMENT)\n"
        f"if {'store' in does}: store = open_store(path, keys=given(OLD))\n"
        f"{does}"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )


def test_the_key_of_drafts_outlasts_the_key_of_the_store(path: Path, tmp_path: Path):
    with open_store(path, keys=given(OLD)) as store:
        before = store.draft_key()
    change_key(path, given(OLD), NEW, at=records.MOMENT)
    with open_store(path, keys=given(NEW)) as store:
        assert store.draft_key() == before is not None
    plain = tmp_path / "plain.db"
    with create_store(plain, name="Other", business_date=DAY) as store:
        assert store.draft_key() is None
    change_key(plain, given(None), NEW, at=records.MOMENT)
    with open_store(plain, keys=given(NEW)) as store:
        assert store.draft_key() not in (None, before)
