"""Making and opening stores: what a new one is, and each fault with its own id and way out."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from cstui.store import drivers, engine
from cstui.store.engine import Store, create_store, open_store
from cstui.store.errors import StoreError
from cstui.store.files import network_file_system
from cstui.store.verify import verify
from cstui.store.writing import bulk_load, set_business_date
from tests.kernel.store import given

DAY = date(2026, 1, 5)


def _fault(target: str | Path, **options: float) -> StoreError:
    with pytest.raises(StoreError) as caught:
        open_store(target, **options)
    assert caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.remedy
    assert str(caught.value).startswith(caught.value.rule)
    return caught.value


@contextmanager
def _not_root() -> Iterator[None]:
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
def path(tmp_path: Path) -> Path:
    """A closed practice store in a file."""
    path = tmp_path / "stores" / "practice.db"
    create_store(path, name="Practice", business_date=DAY).close()
    return path


def test_a_new_store_knows_what_it_is(store_url: str):
    with create_store(store_url, name="Class 3", business_date=DAY, at=given.MOMENT) as store:
        info = store.info()
        assert (info.kind, info.name, info.anchor, info.business_date) == ("practice", "Class 3", DAY, DAY)
        assert info.created == "2026-01-05T14:30:15.250000+00:00"
        assert info.schema == engine.SCHEMA
        assert info.database.startswith(("SQLite 3.", "PostgreSQL "))
        with store.write() as session:
            set_business_date(session, date(2026, 2, 1))
        assert store.info().business_date == date(2026, 2, 1)
        assert store.info().anchor == DAY


def test_a_store_is_opened_again_with_what_it_held(lasting_url: str):
    with create_store(lasting_url, name="Class 3", business_date=DAY) as store:
        bulk_load(store, given.office())
    with open_store(lasting_url) as store, store.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM worker").scalar() == 3


@pytest.mark.skipif(len(drivers.available()) < 2, reason="sqlcipher3 (extra cipher) is not installed here")
@pytest.mark.parametrize(
    ("first", "second"), [(drivers.STANDARD, drivers.CIPHER), (drivers.CIPHER, drivers.STANDARD)]
)
def test_either_driver_opens_what_the_other_made(tmp_path: Path, first: str, second: str):
    path = tmp_path / "practice.db"
    with create_store(path, name="Practice", business_date=DAY, driver=first) as store:
        bulk_load(store, [*given.office(), *given.cases(3)])
        assert store.info().driver == first
    with open_store(path, driver=second) as store:
        assert store.info().driver == second
        bulk_load(store, given.cases(3, first=4))
        assert verify(store) == []


def test_the_driver_is_named(file_store: Store):
    assert file_store.info().driver == drivers.available()[0]


def test_a_store_file_is_its_owner_s_alone(path: Path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with open_store(path) as store, store.write():
        for beside in path.parent.iterdir():
            assert stat.S_IMODE(beside.stat().st_mode) == 0o600


def test_a_connection_is_as_the_design_says(file_store: Store):
    with file_store.write() as session:
        connection = session.connection()

        def pragma(name: str) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

        assert [pragma(n) for n in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")] == [
            "wal",
            2,
            1,
            1,
        ]
        assert pragma("application_id") == engine.APPLICATION_ID
        assert pragma("user_version") == engine.SCHEMA
        assert pragma("query_only") == 0
        assert pragma("temp_store") == 2, "a page of a case could come to lie in a temporary file"
    with file_store.read() as session:
        assert session.connection().exec_driver_sql("PRAGMA query_only").scalar() == 1
    assert file_store.engine.hide_parameters


def test_what_is_there_is_not_written_over(path: Path, tmp_path: Path):
    other = tmp_path / "letter.txt"
    other.write_text("dear")
    for target in (path, other):
        with pytest.raises(StoreError) as caught:
            create_store(target, name="x", business_date=DAY)
        assert caught.value.rule == "CS-209"
    assert other.read_text() == "dear"
    open_store(path).close()


@pytest.mark.postgres
def test_a_database_that_holds_a_store_is_not_written_over(postgres_server: str):
    from tests.conftest import new_database

    url = new_database(postgres_server)
    create_store(url, name="x", business_date=DAY).close()
    with pytest.raises(StoreError) as caught:
        create_store(url, name="y", business_date=DAY)
    assert caught.value.rule == "CS-209"


def test_a_store_that_could_not_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engine.triggers, "create", lambda *_: ["NOT SQL"])
    with pytest.raises(Exception, match="NOT"):
        create_store(tmp_path / "new.db", name="x", business_date=DAY)
    assert not list(tmp_path.iterdir())


def test_a_saved_store_is_like_one_made_there(memory_store: Store, tmp_path: Path):
    bulk_load(memory_store, [*given.office(), *given.cases(3)])
    path = tmp_path / "new" / "copy.db"
    memory_store.save_to(path)
    assert [file.name for file in path.parent.iterdir()] == ["copy.db"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with open_store(path) as store:
        assert verify(store) == []
        with store.read() as session:
            assert session.connection().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    with pytest.raises(StoreError) as caught:
        memory_store.save_to(path)
    assert caught.value.rule == "CS-209"


def test_of_two_who_make_the_same_store_one_is_told(
    memory_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The other was quicker, after it was seen that there is none: its store stays."""
    path = tmp_path / "new.db"
    links = Path.hardlink_to

    def slower(self: Path, target: Path) -> None:
        self.write_text("the other's")
        links(self, target)

    monkeypatch.setattr(Path, "hardlink_to", slower)
    with pytest.raises(StoreError) as caught:
        memory_store.save_to(path)
    assert caught.value.rule == "CS-209"
    assert path.read_text() == "the other's"
    assert [file.name for file in tmp_path.iterdir()] == ["new.db"]


def test_a_store_is_made_where_files_cannot_be_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(self: Path, target: Path) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    create_store(tmp_path / "new.db", name="x", business_date=DAY).close()
    assert [file.name for file in tmp_path.iterdir()] == ["new.db"]


def test_only_practice_and_live_are_kinds():
    with pytest.raises(ValueError, match="practice or live"):
        create_store(":memory:", name="x", business_date=DAY, kind="toy")


def test_cs_201_busy(path: Path):
    with open_store(path) as one, one.write(), open_store(path, busy_seconds=0.01) as two:
        with pytest.raises(StoreError) as caught, two.write():
            pass
        assert caught.value.rule == "CS-201"
        with two.read():
            pass


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that other users of the computer can look into."""
    with tempfile.TemporaryDirectory(prefix="cstui") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


def test_cs_202_no_store_can_be_made_in_a_read_only_folder(reachable: Path):
    reachable.chmod(0o555)
    with _not_root(), pytest.raises(StoreError) as caught:
        create_store(reachable / "new.db", name="x", business_date=DAY)
    assert caught.value.rule == "CS-202"


@pytest.mark.parametrize(
    ("schema", "rule", "way_out"),
    [("0000", "CS-203", "cstui store upgrade"), ("0999", "CS-204", "newer cstui")],
)
def test_cs_203_and_cs_204_other_versions(path: Path, schema: str, rule: str, way_out: str):
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", (schema,))
    raw.close()
    error = _fault(path)
    assert error.rule == rule
    assert way_out in error.remedy
    assert str(int(schema)) in error.message


@pytest.mark.parametrize(
    "content",
    [b"", b"dear reader", b"\x89PNG\r\n\x1a\n" + bytes(200), b"PK\x03\x04" + b"zip" * 100],
    ids=["empty", "text", "picture", "zip"],
)
def test_cs_205_not_a_store(tmp_path: Path, content: bytes):
    path = tmp_path / "thing"
    path.write_bytes(content)
    assert _fault(path).rule == "CS-205"
    assert path.read_bytes() == content


def test_cs_205_a_folder_or_another_programs_database(tmp_path: Path):
    assert _fault(tmp_path).rule == "CS-205"
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as raw:
        raw.execute("CREATE TABLE store_info (key TEXT)")
    raw.close()
    before = other.read_bytes()
    assert _fault(other).rule == "CS-205"
    assert other.read_bytes() == before


@pytest.mark.postgres
def test_cs_205_an_empty_database(postgres_server: str):
    from tests.conftest import new_database

    assert _fault(new_database(postgres_server)).rule == "CS-205"


def test_cs_206_not_found(tmp_path: Path):
    error = _fault(tmp_path / "none.db")
    assert error.rule == "CS-206"
    assert "none.db" in error.message
    assert not (tmp_path / "none.db").exists()


def test_cs_207_network_file_systems(tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch):
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "overlay / overlay rw 0 0\n"
        "server:/home /home nfs4 rw 0 0\n"
        "tmpfs /home/local tmpfs rw 0 0\n"
        "//s/share /mnt/my\\040share cifs rw 0 0\n"
    )
    assert network_file_system(Path("/home/ada/x.db"), mounts) == "nfs4"
    assert network_file_system(Path("/home/local/x.db"), mounts) is None
    assert network_file_system(Path("/mnt/my share/x.db"), mounts) == "cifs"
    assert network_file_system(Path("/homes/x.db"), mounts) is None
    assert network_file_system(Path("/x.db"), tmp_path / "no-such-list") is None
    monkeypatch.setattr(engine, "network_file_system", lambda _: "nfs4")
    assert _fault(path).rule == "CS-207"
    with pytest.raises(StoreError) as caught:
        create_store(tmp_path / "new.db", name="x", business_date=DAY)
    assert caught.value.rule == "CS-207"
    assert not (tmp_path / "new.db").exists()


def test_cs_208_encrypted_or_damaged(tmp_path: Path, path: Path):
    scrambled = tmp_path / "cipher.db"
    scrambled.write_bytes(random.Random(1).randbytes(8192))
    assert _fault(scrambled).rule == ("CS-224" if drivers.CIPHER in drivers.available() else "CS-226")
    broken = tmp_path / "broken.db"
    broken.write_bytes(path.read_bytes()[:4096] + random.Random(2).randbytes(8192))
    assert _fault(broken).rule == "CS-208"


def test_cs_212_no_server(tmp_path: Path):
    error = _fault(f"postgresql+psycopg://nobody:SECRET@/none?host={tmp_path}", busy_seconds=1)
    assert error.rule == "CS-212"
    assert "SECRET" not in str(error)


def test_every_id_has_a_line_and_a_way_out():
    for rule, (message, remedy) in StoreError.texts.items():
        assert rule.startswith("CS-2")
        assert message
        assert "\n" not in message
        assert remedy.endswith(".")


KILLED = """
import os, signal, sys
from datetime import timedelta
from cstui.policy.effects import Add
from cstui.agencies.louisiana.records import Contact
from cstui.store.chain import append
from cstui.store.engine import open_store
from cstui.store.writing import apply
from tests.kernel.store import given
store = open_store(sys.argv[1])
n = 0
while True:
    n += 1
    with store.write() as session:
        contact = Contact(case=given.CASE, seq=n, person=3, on=given.DAY, how="phone", worker="17001")
        apply(session, [Add(contact)])
        if n == int(sys.argv[2]) and sys.argv[3] == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        append(session, [given.entry(text=str(n))])
        if n == int(sys.argv[2]) and sys.argv[3] == "after":
            os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("acts", "when"), [(1, "before"), (7, "after")])
def test_killed_in_the_middle_of_an_act_the_store_holds_all_of_it_or_nothing(
    path: Path, acts: int, when: str
):
    with open_store(path) as store:
        bulk_load(store, [*given.office(), *given.cases(1)])
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), str(acts), when],
        cwd=Path(__file__).parents[3],
        timeout=60,
        check=False,
    )
    assert done.returncode == -9
    with open_store(path) as store:
        assert verify(store) == []
        with store.read() as session:
            connection = session.connection()
            for table in ("la_contact", "activity"):
                count = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
                assert count == acts - 1
            version = connection.exec_driver_sql("SELECT version FROM la_case").scalar()
            assert version == acts
