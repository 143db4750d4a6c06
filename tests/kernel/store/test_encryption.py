"""Encrypted stores: a key opens one, nothing else does, and nothing of a case is in any of its files."""

from __future__ import annotations

import os
import pickle
from datetime import date
from pathlib import Path

import pytest

from cstui.scenario.practice import create_practice_store
from cstui.store import drivers, keys
from cstui.store.backup import backup, restore
from cstui.store.engine import Store, create_store, making_encrypted, open_store, place_of
from cstui.store.errors import StoreError
from cstui.store.keys import StoreKey, given
from cstui.store.verify import verify
from cstui.store.writing import bulk_load, set_business_date
from tests.kernel.store import given as records

DAY = date(2026, 1, 5)
PHRASE = "otter lantern gravel seventeen"
KEY, OTHER = StoreKey(PHRASE), StoreKey("otter lantern gravel eighteen")
pytestmark = pytest.mark.skipif(
    drivers.CIPHER not in drivers.available(), reason="sqlcipher3 (extra cipher) is not installed here"
)


def _made(path: Path, *, cases: int = 3) -> Path:
    with create_store(path, name="Office", business_date=DAY, key=KEY) as store:
        bulk_load(store, [*records.office(), *records.cases(cases)])
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed, encrypted store in a file."""
    return _made(tmp_path / "office.db")


def _opened(path: Path, key: StoreKey | None = KEY) -> Store:
    return open_store(path, keys=given(key))


def _fault(path: Path, key: StoreKey | None) -> str:
    with pytest.raises(StoreError) as caught:
        _opened(path, key)
    assert PHRASE not in str(caught.value)
    return caught.value.rule


def test_an_encrypted_store_opens_with_its_key_and_works(path: Path):
    with _opened(path) as store:
        info = store.info()
        assert info.encrypted
        assert info.driver == drivers.CIPHER
        with store.write() as session:
            set_business_date(session, date(2026, 2, 1))
        assert verify(store) == []
    with _opened(path) as store:
        assert store.info().business_date == date(2026, 2, 1)


def test_a_store_is_encrypted_from_its_first_byte(path: Path):
    assert not path.read_bytes().startswith(b"SQLite")
    with _opened(path) as store, store.read() as session:
        pragma = session.connection().exec_driver_sql
        assert pragma("PRAGMA journal_mode").scalar() == "wal"
        assert pragma("PRAGMA synchronous").scalar() == 2
        assert pragma("PRAGMA cipher_plaintext_header_size").scalar() == "0"
        assert pragma("PRAGMA cipher_use_hmac").scalar() == "1"


def test_without_a_key_or_with_another_one_it_says_so(path: Path):
    assert _fault(path, None) == "CS-224"
    assert _fault(path, OTHER) == "CS-225"
    with _opened(path), pytest.raises(StoreError) as caught:
        open_store(path)  # which this process has open
    assert caught.value.rule == "CS-224"


def test_without_sqlcipher_it_says_what_to_install(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(drivers, "available", lambda: (drivers.STANDARD,))
    assert _fault(path, KEY) == "CS-226"
    with pytest.raises(StoreError) as caught:
        create_store(tmp_path / "new.db", name="x", business_date=DAY, key=KEY)
    assert caught.value.rule == "CS-226"
    assert not (tmp_path / "new.db").exists()


def test_a_plain_store_is_opened_without_asking_for_a_key(tmp_path: Path):
    path = tmp_path / "plain.db"
    create_store(path, name="Plain", business_date=DAY).close()

    def ask(place: object) -> StoreKey:
        raise AssertionError("nobody is asked for the key of a plain store")

    with open_store(path, keys=ask) as store:
        assert not store.info().encrypted
        with open_store(path, keys=ask) as again:
            assert again.info().name == "Plain"


def test_the_passphrase_opens_the_file_in_sqlcipher_itself(path: Path):
    raw = drivers.module(drivers.CIPHER).connect(str(path))
    raw.execute(f"PRAGMA key = '{PHRASE}'")
    assert raw.execute("SELECT value FROM store_info WHERE key = 'name'").fetchone() == ("Office",)
    raw.close()


@pytest.mark.parametrize(
    "phrase", ["fourteen chars", "x" * 40, " otter lantern gravel", "otter\nlantern gravel", "o" * 1001]
)
def test_a_weak_passphrase_makes_no_store(tmp_path: Path, phrase: str):
    with pytest.raises(StoreError) as caught:
        create_store(tmp_path / "new.db", name="x", business_date=DAY, key=StoreKey(phrase))
    assert caught.value.rule == "CS-228"
    assert phrase not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_key_says_nothing_of_itself(path: Path):
    with _opened(path) as store:
        assert store.secret is not None
        for one in (KEY, store.secret):
            said = f"{one!r} {one} {vars(one) if hasattr(one, '__dict__') else ''}"
            assert PHRASE not in said
            assert "otter" not in said
            with pytest.raises(TypeError):
                pickle.dumps(one)
        assert store.secret.derived("drafts") != store.secret.derived("else")


def test_nothing_is_left_of_a_store_that_was_not_finished(tmp_path: Path):
    def stopped() -> None:
        with making_encrypted(tmp_path / "new.db", KEY, name="x", business_date=DAY) as store:
            bulk_load(store, records.office())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_written_over(path: Path):
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        create_store(path, name="x", business_date=DAY, key=KEY)
    assert caught.value.rule == "CS-209"
    assert path.read_bytes() == before


def test_the_practice_cases_can_be_encrypted(tmp_path: Path):
    with create_practice_store(tmp_path / "class.db", clock=lambda: records.MOMENT, key=KEY) as store:
        assert store.info().encrypted
        assert verify(store) == []


def test_a_backup_has_the_key_of_its_store_and_restores_it(path: Path, tmp_path: Path):
    with _opened(path) as store:
        made = backup(store, tmp_path / "copy.db")
        with store.write() as session:
            set_business_date(session, date(2026, 2, 1))
    assert _fault(made, None) == "CS-224"
    with _opened(made) as copy:
        assert copy.info().business_date == DAY
    path.write_bytes(os.urandom(8192))
    came = restore(made, path, at=records.MOMENT, keys=given(KEY))
    assert came.kept is not None
    with _opened(path) as store:
        assert store.info().business_date == DAY
        assert verify(store) == []


def test_a_restore_needs_the_key_of_the_backup(path: Path, tmp_path: Path):
    with _opened(path) as store:
        made = backup(store, tmp_path / "copy.db")
    for key, rule in ((None, "CS-224"), (StoreKey("otter lantern gravel eighteen"), "CS-225")):
        with pytest.raises(StoreError) as caught:
            restore(made, path, at=records.MOMENT, keys=given(key))
        assert caught.value.rule == rule


def test_no_name_is_readable_in_any_file_of_a_store_at_work(path: Path, tmp_path: Path):
    """Its file, its log, its index and its backup while it is open and written, and the file afterward."""
    with _opened(path) as store:
        with store.read() as session:
            names = session.connection().exec_driver_sql("SELECT last FROM person").scalars().all()
        with store.write() as session:
            session.connection().exec_driver_sql(
                "UPDATE store_info SET value = 'Winslow County' WHERE key = 'name'"
            )
        backup(store, tmp_path / "copy.db")
        beside = {one.name for one in tmp_path.iterdir()}
        assert "office.db-wal" in beside
        words = {word.encode() for word in {*names, "Winslow County", "store_info", "CREATE TABLE"}}
        assert len(words) > 4
        for one in tmp_path.iterdir():
            held = one.read_bytes() if one != path else b""  # which closing here would unlock
            assert [word for word in words if word in held] == [], one
    held = path.read_bytes()
    assert [word for word in words if word in held] == []


def test_a_key_file_is_private_and_one_line(tmp_path: Path):
    file = tmp_path / "key"
    file.write_text(PHRASE + "\n")
    file.chmod(0o600)
    path = _made(tmp_path / "office.db")
    with _opened(path, keys.from_file(file)) as store:
        assert store.info().encrypted

    def refused(fault: str) -> None:
        with pytest.raises(StoreError, match=fault) as caught:
            keys.from_file(file)
        assert caught.value.rule == "CS-227"
        assert "otter" not in str(caught.value)

    file.chmod(0o640)
    refused("others may read it")
    file.chmod(0o600)
    for held in (b"", b"otter\nlantern\n", b"\xff\xfe", b"otter\x00", b"x" * 5000):
        file.write_bytes(held)
        refused("UTF-8" if held.startswith(b"\xff") else "one line")
    file.unlink()
    refused("No such file")
    os.mkfifo(file, 0o600)
    refused("plain file")


def test_whether_a_key_opens_a_store_can_be_asked(path: Path, tmp_path: Path):
    place = place_of(path)
    assert keys.opens(place, KEY)
    assert not keys.opens(place, OTHER)
    with _opened(path):
        assert keys.opens(place, KEY)
        assert not keys.opens(place, OTHER)
