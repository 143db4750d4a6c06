"""`store verify` finds what was done behind the store's back, and is silent about a sound store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cstui.store import drivers, triggers
from cstui.store.chain import append
from cstui.store.engine import Store, create_store, open_store
from cstui.store.errors import StoreError
from cstui.store.migrate import upgrade
from cstui.store.nights import JobState, keep_jobs
from cstui.store.receipts import Asked, add_receipts
from cstui.store.store_fault import StoreFault
from cstui.store.verify import contents, verify
from cstui.store.verify_guards import search
from cstui.store.writing import bulk_load
from tests.conftest import new_database
from tests.kernel.store import given

DRIVER = drivers.module(drivers.available()[0])
"""The SQLite of the stores: another one in this process would take their locks from them."""


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with everything on one case, and a logged act with its receipt."""
    bulk_load(store, [*given.office(), *given.cases(3), *given.home(), *given.everything_on_a_case()])
    with store.write() as session:
        given.acted(session)
    return store


def test_a_sound_store_has_no_faults(filled: Store):
    assert verify(filled) == []


def test_the_caller_can_bring_checks_of_its_own(filled: Store):
    def check(session: Session) -> Iterator[StoreFault]:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM next_step").scalar()
        yield StoreFault("next steps", "case 1", f"{count} found")

    assert [str(fault) for fault in verify(filled, [check])] == ["next steps: case 1: 1 found"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE la_case SET version = 0 WHERE number = '17000002'",
            "versions: Case 17000002: has a version below 1",
        ),
        (
            "UPDATE la_child SET seq = 2 WHERE \"case\" = '17000002'",
            "sequence: Child 17000002: has 1 rows, but the last is number 2",
        ),
    ],
)
def test_versions_and_sequence_numbers_are_checked(filled: Store, statement: str, said: str):
    with filled.write() as session:
        session.connection().exec_driver_sql(statement)
    assert [str(fault) for fault in verify(filled)] == [said]


@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        ("UPDATE person SET last = 'OTHER' WHERE number = 5", ["Person 5"]),
        ("DELETE FROM person_name WHERE person = 5", ["Person 5"]),
        ("INSERT INTO person_name (last, first, person) VALUES ('OTHER', 'ANN', 5)", ["person_name"]),
    ],
)
def test_a_name_that_is_not_looked_for_is_found(filled: Store, statement: str, faults: list[str]):
    with filled.write() as session:
        session.connection().exec_driver_sql(statement)
    assert [(fault.check, fault.where) for fault in verify(filled)] == [("names", where) for where in faults]


def test_a_line_without_its_receipt_is_found(filled: Store):
    with filled.write() as session:
        append(session, [given.entry(receipt="R2")])
    assert [str(fault) for fault in verify(filled)] == [
        f"receipts: {given.entry().subject} line 2: receipt R2 is not there"
    ]


def test_a_definition_with_a_flipped_bit_is_found(tmp_path: Path) -> None:
    path = tmp_path / "flipped.db"
    create_store(path, name="Practice", business_date=given.DAY).close()
    content = path.read_bytes()
    at = content.index(b"CREATE TABLE la_retained") + 40
    path.write_bytes(content[:at] + bytes([content[at] | 0x80]) + content[at + 1 :])
    with open_store(path) as store:
        assert ("file", "la_retained") in [(fault.check, fault.where) for fault in verify(store)]


def test_a_missing_trigger_is_found(filled: Store):
    where = "" if filled.dialect == "sqlite" else " ON activity"
    with filled.write() as session:
        session.connection().exec_driver_sql(f"DROP TRIGGER activity_no_update{where}")
    assert [(fault.check, fault.where) for fault in verify(filled)] == [("guards", "activity_no_update")]


IDLE = {
    "memory": (
        "CREATE TRIGGER activity_no_update BEFORE UPDATE ON activity BEGIN SELECT 1; END",
        'CREATE TRIGGER activity_no_update BEFORE UPDATE ON "activity" WHEN 0'
        " BEGIN SELECT RAISE(ABORT, 'activity only grows'); END",
        'CREATE TRIGGER activity_no_update BEFORE UPDATE ON "la_child"'
        " BEGIN SELECT RAISE(ABORT, 'activity only grows'); END",
    ),
    "postgres": (
        "CREATE TRIGGER activity_no_update AFTER UPDATE ON activity"
        " FOR EACH ROW EXECUTE FUNCTION cstui_forbid('activity only grows')",
        "CREATE TRIGGER activity_no_update BEFORE UPDATE ON activity FOR EACH ROW WHEN (false)"
        " EXECUTE FUNCTION cstui_forbid('activity only grows')",
        "CREATE TRIGGER activity_no_update BEFORE UPDATE ON la_child"
        " FOR EACH ROW EXECUTE FUNCTION cstui_forbid('activity only grows')",
    ),
}
"""Triggers of the right name that do nothing, or nothing there."""


@pytest.mark.parametrize("which", range(3))
def test_a_trigger_that_does_nothing_under_the_right_name_is_found(filled: Store, which: int):
    sqlite = filled.dialect == "sqlite"
    with filled.write() as session:
        connection = session.connection()
        connection.exec_driver_sql(f"DROP TRIGGER activity_no_update{'' if sqlite else ' ON activity'}")
        connection.exec_driver_sql(IDLE["memory" if sqlite else "postgres"][which])
    assert [str(fault) for fault in verify(filled)] == [
        "guards: activity_no_update: the trigger is not the one that cstui lays; run `cstui store upgrade`"
    ]


def test_a_trigger_that_cstui_does_not_lay_is_found(filled: Store):
    statement = "CREATE TRIGGER quiet BEFORE INSERT ON activity BEGIN SELECT RAISE(IGNORE); END"
    if filled.dialect == "postgresql":
        statement = (
            "CREATE TRIGGER quiet BEFORE INSERT ON activity FOR EACH ROW"
            " EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        )
    with filled.write() as session:
        session.connection().exec_driver_sql(statement)
    assert "guards: quiet: cstui lays no such trigger; run `cstui store upgrade`" in map(str, verify(filled))


SERVER = [
    (
        "CREATE OR REPLACE FUNCTION cstui_forbid() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN RETURN NEW; END'",
        "guards: cstui_forbid: the function of the triggers is not the one that cstui lays;"
        " run `cstui store upgrade`",
    ),
    (
        "ALTER TABLE activity DISABLE TRIGGER activity_no_update",
        "guards: activity_no_update: the trigger is switched off; run `cstui store upgrade`",
    ),
    (
        "ALTER TABLE activity ENABLE REPLICA TRIGGER activity_no_update",
        "guards: activity_no_update: the trigger is switched off; run `cstui store upgrade`",
    ),
    (
        "CREATE RULE quiet AS ON INSERT TO receipt DO INSTEAD NOTHING",
        "guards: quiet: is a rule on receipt, which cstui does not lay; run `cstui store upgrade`",
    ),
    (
        "DROP INDEX activity_text",
        "search: activity_text: the index of the text search is missing; run `cstui store upgrade`",
    ),
    (
        "DROP INDEX activity_text; CREATE INDEX activity_text ON activity"
        " USING gin (to_tsvector('simple', text)) WHERE id < 0",
        "search: activity_text: the index of the text search is not the one that cstui makes;"
        " run `cstui store upgrade`",
    ),
]


@pytest.mark.postgres
@pytest.mark.parametrize(("statement", "said"), SERVER, ids=[said for _, said in SERVER])
def test_what_a_server_can_have_in_the_way_of_a_guard_is_found_and_mended(
    postgres_server: str, golden_database: str, statement: str, said: str
):
    url = new_database(postgres_server, golden_database)
    with open_store(url) as store:
        with store.write() as session:
            session.connection().exec_driver_sql(statement)
        assert [str(fault) for fault in verify(store)] == [said]
    upgrade(url)
    with open_store(url) as store:
        assert verify(store) == []


SEARCHES = [
    ("INSERT INTO activity_text(activity_text) VALUES ('delete-all')", "lines of the log in it: 0 of 1;"),
    (
        "INSERT INTO activity_text(activity_text, rowid, text) VALUES ('delete', 1, 'CP called')",
        "lines of the log in it: 0 of 1;",
    ),
    (
        "INSERT INTO activity_text(rowid, text) VALUES (7, 'x')",
        "lines of the log in it: 1 of 1, others: 1;",
    ),
    ("INSERT INTO activity_text(rowid, text) VALUES (1, 'never')", "does not have the words of the log"),
    ("DROP TABLE activity_text", "the text search is missing"),
    (
        "DROP TABLE activity_text; CREATE VIRTUAL TABLE activity_text USING fts5(text)",
        "the text search is not the one that cstui makes",
    ),
]


@pytest.mark.parametrize(("statement", "said"), SEARCHES)
def test_a_text_search_that_lacks_words_of_the_log_is_found_and_mended(
    file_store: Store, statement: str, said: str
):
    with file_store.write() as session:
        given.acted(session)
        for one in statement.split("; "):
            session.connection().exec_driver_sql(one)
    found = [str(fault) for fault in verify(file_store)]
    assert len(found) == 1
    assert found[0].startswith(f"search: activity_text: {said}")
    assert found[0].endswith("run `cstui store upgrade`")
    path = file_store.place.path
    assert path is not None
    file_store.close()
    upgrade(path)
    with open_store(path) as store:
        assert verify(store) == []


def test_the_text_search_is_compared_while_others_write(file_store: Store):
    """The comparison is among the reader's own temporary tables, so nobody waits for it."""
    with file_store.write() as session:
        given.acted(session)
    path = file_store.place.path
    assert path is not None
    with open_store(path) as other, file_store.read() as session:
        assert list(search(session)) == []
        with other.write() as writing:
            append(writing, [given.entry()])
        assert list(search(session)) == []
        with pytest.raises(DBAPIError):
            session.connection().exec_driver_sql("UPDATE activity SET text = 'x'")


@pytest.mark.parametrize(
    "changed", ["act = 'b'", "actor = '17002'", "inputs = '[]'", "undo = '[]'", "\"on\" = '2026-01-06'"]
)
def test_a_receipt_that_says_something_else_is_found(filled: Store, changed: str):
    where = "" if filled.dialect == "sqlite" else " ON receipt"
    guard = triggers.texts(filled.dialect, [])["receipt_no_update"]
    with filled.write() as session:
        for statement in (f"DROP TRIGGER receipt_no_update{where}", f"UPDATE receipt SET {changed}", guard):
            session.connection().exec_driver_sql(statement)
    assert [str(fault) for fault in verify(filled)] == [
        f"receipts: {given.entry().subject} line 1: receipt R1 does not say what it said when it was made"
    ]


def test_a_receipt_without_its_lines_is_found(filled: Store):
    with filled.write() as session:
        add_receipts(session, [Asked("17000001-0002", "a", "17001", given.DAY, given.MOMENT, "{}")])
    assert [str(fault) for fault in verify(filled)] == [
        "receipts: 17000001-0002: no line of the log names this receipt: its lines are missing"
    ]


@pytest.mark.parametrize("table", ["activity", "receipt"])
def test_a_row_that_a_shell_replaced_is_found(file_store: Store, table: str):
    """REPLACE fires no trigger that forbids deleting where recursive triggers are off, as in a shell."""
    with file_store.write() as session:
        given.acted(session)
    assert file_store.place.path is not None
    with closing(DRIVER.connect(file_store.place.path)) as raw, raw:
        columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
        said = ", ".join("'36001'" if name == "actor" else f'"{name}"' for name in columns)
        raw.execute(f"REPLACE INTO {table} SELECT {said} FROM {table}")
    assert {"activity": "log", "receipt": "receipts"}[table] in {fault.check for fault in verify(file_store)}


def test_a_reference_to_nothing_is_found(file_store: Store):
    bulk_load(file_store, [*given.office(), *given.cases(1)])
    path = file_store.place.path
    assert path is not None
    with DRIVER.connect(path) as raw:
        raw.execute("UPDATE la_child SET person = 99")
    raw.close()
    assert [fault.check for fault in verify(file_store)] == ["references"]


def test_a_flipped_byte_in_the_file_does_not_go_unseen(file_store: Store):
    """Either the file's own check, the log's or the references' sees it; the store is never called sound."""
    bulk_load(file_store, [*given.office(), *given.cases(200)])
    with file_store.write() as session:
        append(session, [given.entry(text=f"a marked line {n}") for n in range(50)])
    path = file_store.place.path
    assert path is not None
    file_store.close()
    content = Path(path).read_bytes()
    Path(path).write_bytes(content.replace(b"a marked line 17", b"A marked line 17"))
    with open_store(path) as store:
        assert "log" in {fault.check for fault in verify(store)}


def test_a_damaged_index_is_found_by_the_files_own_check(file_store: Store):
    """An index that holds another worker than its row: what is looked for by it would not be found."""
    bulk_load(file_store, [*given.office(), *given.cases(20)])
    path = file_store.place.path
    assert path is not None
    file_store.close()
    with DRIVER.connect(path) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        found = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_case_worker_status'")
        (page,) = found.fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    raw.close()
    content = bytearray(path.read_bytes())
    at = content.index(b"17001", (page - 1) * size, page * size)
    content[at : at + 5] = b"17009"
    path.write_bytes(content)
    with open_store(path) as store:
        faults = verify(store)
    assert faults
    assert {(fault.check, fault.where) for fault in faults} == {("file", "database")}
    assert any("ix_case_worker_status" in fault.fault for fault in faults)


def test_contents_counts_what_is_there(filled: Store):
    held = contents(filled)
    assert (held.counts["la_case"], held.counts["person"], held.counts["activity"]) == (3, 9, 1)
    assert held.info.name == "Practice"
    assert held.bytes > 50_000


DAMAGE = [
    ("DROP TABLE la_child", "tables: la_child: the table is missing"),
    ("DROP TABLE person_word", "tables: person_word: the table is missing"),
    (
        "UPDATE store_info SET value = '2026-13-45' WHERE key = 'business_date'",
        "store: store_info: its business date reads '2026-13-45', which is not a date",
    ),
    ("DELETE FROM store_info WHERE key = 'kind'", "store: store_info: its kind is not there"),
    ("UPDATE store_info SET value = 'toy' WHERE key = 'kind'", "store: store_info: its kind reads 'toy'"),
    (
        "DROP INDEX ix_case_worker_status",
        "tables: la_case: its index ix_case_worker_status is missing; run `cstui store upgrade`",
    ),
]


@pytest.mark.parametrize(("statement", "said"), DAMAGE, ids=[said for _, said in DAMAGE])
def test_what_is_damaged_is_named_and_the_other_checks_are_made(filled: Store, statement: str, said: str):
    cascade = " CASCADE" if filled.dialect != "sqlite" and "DROP TABLE" in statement else ""
    with filled.write() as session:
        session.connection().exec_driver_sql(statement + cascade)
        session.connection().exec_driver_sql("UPDATE la_case SET version = 0 WHERE number = '17000002'")
    found = [str(fault) for fault in verify(filled)]
    if "INDEX" not in statement or filled.dialect == "sqlite":
        assert said in found
    assert "versions: Case 17000002: has a version below 1" in found


CELLS = [
    ("UPDATE la_case SET opened = '2026-02-30' WHERE number = '17000002'", "Case 17000002: opened"),
    ("UPDATE la_case SET opened = x'FF' WHERE number = '17000002'", "Case 17000002: opened"),
    ("UPDATE person SET last = x'4142' WHERE number = 5", "Person 5: last"),
    ("UPDATE activity SET at = 'yesterday'", "Activity 1: at"),
    ("UPDATE receipt SET inputs = x'00'", "Receipt R1: inputs"),
]


@pytest.mark.parametrize(("statement", "said"), CELLS, ids=[said for _, said in CELLS])
def test_a_value_that_cannot_be_read_is_named(file_store: Store, statement: str, said: str):
    bulk_load(file_store, [*given.office(), *given.cases(3)])
    with file_store.write() as session:
        given.acted(session)
    assert file_store.place.path is not None
    with DRIVER.connect(file_store.place.path) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA ignore_check_constraints=ON")
        raw.execute(statement)
    raw.close()
    found = [str(fault) for fault in verify(file_store)]
    assert f"rows: {said} cannot be read as what it must be" in found
    assert any(one.startswith("guards: ") for one in found)


def test_text_that_is_no_text_is_named_with_its_table(file_store: Store):
    bulk_load(file_store, [*given.office(), *given.cases(3)])
    assert file_store.place.path is not None
    with DRIVER.connect(file_store.place.path) as raw:
        raw.execute("UPDATE person SET last = CAST(x'C3' AS TEXT) WHERE number = 5")
    raw.close()
    found = [str(fault) for fault in verify(file_store)]
    assert any(one.startswith("rows: person: a row cannot be read: Could not decode") for one in found)


def test_a_check_that_fails_is_a_fault_and_those_after_it_are_made(filled: Store):
    def broken(_: Session) -> Iterator[StoreFault]:
        yield StoreFault("broken", "here", "found before")
        raise ValueError("no such thing")

    def after(session: Session) -> Iterator[StoreFault]:
        yield StoreFault("after", "here", str(session.connection().exec_driver_sql("SELECT 1").scalar()))

    assert [str(fault) for fault in verify(filled, [broken, after])] == [
        "broken: here: found before",
        "broken: database: cannot be checked to its end: ValueError, no such thing",
        "after: here: 1",
    ]


def test_a_night_that_was_cut_off_is_said(filled: Store):
    night = filled.info().business_date
    with filled.write() as session:
        keep_jobs(session, night, [JobState(job="steps", cursor="17000001")])
    assert [str(fault) for fault in verify(filled)] == [
        "night: The night of 01/05/2026: is not over; where none runs now it was cut off,"
        " and `cstui nightly` goes on there"
    ]


@pytest.mark.parametrize(
    ("moment", "sound"),
    [
        ("2026-03-02 09:00:00.999999", True),
        ("2026-03-02 23:59:59.999500", True),
        ("2026-03-02 09:00:00.000000", True),
        ("2026-02-30 09:00:00.000000", False),
        ("2026-03-02 09:00:00.99999x", False),
        ("2026-03-02 09:00:00", False),
        ("2026-03-02 09:00:00.0000000", False),
    ],
)
def test_a_moment_is_damaged_by_what_it_says_never_by_its_fraction(
    file_store: Store, moment: str, sound: bool
):
    with file_store.write() as session:
        append(session, [given.entry()])
    path = file_store.place.path
    assert path is not None
    with DRIVER.connect(path) as raw:
        raw.execute("DROP TRIGGER activity_no_update")
        raw.execute("UPDATE activity SET at = ?", (moment,))
    raw.close()
    unread = [fault for fault in verify(file_store) if "cannot be read" in str(fault)]
    assert bool(unread) is not sound


def test_a_name_in_its_definition_that_is_no_longer_text_is_damage(tmp_path: Path) -> None:
    """SQLite's own message names it, and cannot be read either."""
    path = tmp_path / "s.db"
    create_store(path, name="Practice", business_date=date(2026, 1, 5)).close()
    content = path.read_bytes()
    at = content.index(b"tableivd_paternity") + len(b"table")
    path.write_bytes(content[:at] + bytes([content[at] | 0x80]) + content[at + 1 :])
    with pytest.raises(StoreError, match=r"CS-208.*a name in it is no longer text"):
        open_store(path)
