"""The log only grows, and whatever is changed in it behind the store's back is found."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

import cstui
from cstui.store import schema, verify_log
from cstui.store.chain import ChainedEntry, append, digest, link, lock
from cstui.store.engine import Store, open_store
from cstui.store.errors import StoreError
from cstui.store.log_tables import ACCOUNT, PROTECTED
from cstui.store.receipts import Asked, add_receipts
from cstui.store.triggers import GROWING
from cstui.store.writing import bulk_load
from tests.conftest import new_database
from tests.kernel.store import given


def _unguarded(store: Store, *statements: str) -> None:
    """Do what only somebody with the file and no scruples could: take the triggers away first."""
    with store.write() as session:
        connection = session.connection()
        for table in GROWING:
            for verb in ("update", "delete"):
                where = "" if store.dialect == "sqlite" else f" ON {table}"
                connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{verb}{where}")
        for statement in statements:
            connection.exec_driver_sql(statement)


def broken(session: Session) -> list[tuple[str, int]]:
    """The lines at which a chain does not hold, by subject and number."""
    found = [fault.where.rpartition(" line ") for fault in verify_log.log(session) if fault.check == "log"]
    return [(subject, int(seq)) for subject, line, seq in found if line]


@pytest.fixture
def logged(store: Store) -> Store:
    """Three lines on one case, two on another, one of the store."""
    with store.write() as session:
        append(session, [given.entry(text="first"), given.entry("case 17000002", text="second")])
        append(session, [given.entry(text=f"line {n}") for n in (2, 3)])
        append(session, [given.entry("case 17000002"), given.entry("store", receipt="R1", act="add-note")])
    return store


def test_lines_are_numbered_and_chained_by_subject(logged: Store):
    with logged.read() as session:
        rows = session.execute(
            text("SELECT subject, seq, previous, digest FROM activity ORDER BY subject, seq")
        ).all()
        assert broken(session) == []
    assert [(row.subject, row.seq) for row in rows] == [
        ("case 17000001", 1),
        ("case 17000001", 2),
        ("case 17000001", 3),
        ("case 17000002", 1),
        ("case 17000002", 2),
        ("store", 1),
    ]
    assert rows[0].previous == ""
    assert rows[1].previous == rows[0].digest
    assert len({row.digest for row in rows}) == 6


def test_one_by_one_or_thousands_at_once_gives_the_same_chain(memory_store: Store):
    entries = [given.entry(f"case {17_000_000 + n % 7}", text=f"line {n}") for n in range(60)]
    with memory_store.clone_memory() as other:
        with memory_store.write() as session:
            together = append(session, entries)
        with other.write() as session:
            single = [line for entry in entries for line in append(session, [entry])]
    assert together == single


FLIPS = {
    "subject": "'case 17000009'",
    "seq": "77",
    "action": "'OTHER'",
    '"on"': "'2026-01-06'",
    "at": "'2026-01-05 14:30:15.250001+00:00'",
    "actor": "'17002'",
    "act": "'x'",
    "receipt": "'x'",
    "text": "'Line 2'",
    "receipt_digest": "'x'",
    "format": "1",
    "previous": "'0'",
    "digest": "'0'",
}


@pytest.mark.parametrize("column", FLIPS)
def test_each_column_that_is_changed_is_found(logged: Store, column: str):
    value = FLIPS[column].removesuffix("+00:00'") + ("'" if "+00" in FLIPS[column] else "")
    _unguarded(logged, f"UPDATE activity SET {column} = {value} WHERE subject = 'case 17000001' AND seq = 2")
    with logged.read() as session:
        breaks = broken(session)
    assert breaks
    assert "case 17000001" in {subject for subject, _ in breaks}
    assert "case 17000002" not in {subject for subject, _ in breaks}


def test_every_column_of_a_line_is_tried(logged: Store):
    assert {name.strip('"') for name in FLIPS} == set(ChainedEntry.__struct_fields__)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM activity WHERE subject = 'case 17000001' AND seq = 1",
        "DELETE FROM activity WHERE subject = 'case 17000001' AND seq = 2",
        "DELETE FROM activity WHERE subject = 'case 17000001' AND seq = 3",
        "DELETE FROM activity WHERE subject = 'case 17000001'",
        "DELETE FROM chain_head WHERE subject = 'case 17000001'",
        "UPDATE chain_head SET digest = '' WHERE subject = 'case 17000001'",
    ],
)
def test_lines_taken_out_are_found(logged: Store, statement: str):
    _unguarded(logged, statement)
    with logged.read() as session:
        assert {subject for subject, _ in broken(session)} == {"case 17000001"}


def test_a_line_written_over_with_its_own_new_digest_is_found(logged: Store):
    """Who knows the recipe can make one line look right, but then the next does not follow it."""
    entry = given.entry(text="forged")
    with logged.read() as session:
        previous = session.scalar(text("SELECT digest FROM activity WHERE subject LIKE '%01' AND seq = 1"))
    forged = link(entry, 2, previous)
    _unguarded(
        logged,
        f"UPDATE activity SET text = 'forged', digest = '{forged.digest}'"
        " WHERE subject = 'case 17000001' AND seq = 2",
    )
    with logged.read() as session:
        assert broken(session) == [("case 17000001", 3)]


def test_a_line_of_the_first_format_has_the_digest_that_it_got():
    """Stores from before schema 8 have such lines: nothing of their receipts is in them."""
    said = (
        '{"format":1,"subject":"case 17000001","seq":1,"previous":"","action":"NOTE","on":"2026-01-05",'
        '"at":"2026-01-05T14:30:15.250000Z","actor":"17001","act":"","receipt":"","text":"CP called",'
        '"digest":""}'
    )
    line = msgspec.structs.replace(link(given.entry(), 1, ""), format=1)
    assert digest(line) == hashlib.sha256(said.encode()).hexdigest()


def test_the_digest_depends_on_nothing_but_the_line():
    line = link(given.entry(), 1, "")
    assert digest(line) == line.digest
    assert digest(msgspec.structs.replace(line, digest="other")) == line.digest
    said = (
        '{"format":2,"subject":"case 17000001","seq":1,"previous":"","action":"NOTE","on":"2026-01-05",'
        '"at":"2026-01-05T14:30:15.250000Z","actor":"17001","act":"","receipt":"","text":"CP called",'
        '"receipt_digest":"","digest":""}'
    )
    assert line.digest == hashlib.sha256(said.encode()).hexdigest()


def test_heads_are_given_for_what_was_logged_and_what_was_not(logged: Store):
    with logged.write() as session:
        heads = lock(session, ["store", "case 17000001", "case 5", "store"])
    assert {name: seq for name, (seq, _) in heads.items()} == {"case 17000001": 3, "case 5": 0, "store": 1}
    with logged.read() as session:
        assert broken(session) == []


@pytest.mark.parametrize("verb", ["UPDATE activity SET text = 'x'", "DELETE FROM activity"])
def test_activities_only_grow(logged: Store, verb: str):
    with pytest.raises(StoreError) as caught, logged.write() as session:
        session.execute(text(verb))
    assert caught.value.rule == "CS-213"
    assert "activity only grows" in caught.value.message


@pytest.mark.parametrize("verb", ["UPDATE receipt SET actor = 'x'", "DELETE FROM receipt"])
def test_receipts_only_grow(store: Store, verb: str):
    with store.write() as session:
        add_receipts(session, [Asked("R1", "a", "17001", given.DAY, given.MOMENT, "{}")])
    with pytest.raises(StoreError), store.write() as session:
        session.execute(text(verb))


def test_an_activity_cannot_be_replaced(memory_store: Store):
    """INSERT OR REPLACE of SQLite would slip past a delete trigger without recursive triggers."""
    with memory_store.write() as session:
        append(session, [given.entry(), given.entry()])
    with pytest.raises(StoreError), memory_store.write() as session:
        session.execute(text("INSERT OR REPLACE INTO activity SELECT * FROM activity WHERE seq = 2"))


@pytest.mark.parametrize("table", schema.kept(schema.tables_of()))
def test_case_data_is_never_deleted(store: Store, table: str):
    loaded = [*given.office(), *given.cases(1), *given.home(), *given.everything_on_a_case()]
    bulk_load(store, [*loaded, *given.other_agencies()])
    with store.write() as session:
        session.execute(ACCOUNT.insert(), [given.ACCOUNT])
        session.execute(PROTECTED.insert(), [given.PROTECTED])
    with pytest.raises(StoreError) as caught, store.write() as session:
        session.execute(text(f'DELETE FROM "{table}"'))
    assert f"{table} rows are kept" in caught.value.message


@pytest.mark.postgres
@pytest.mark.parametrize("table", [*GROWING, "la_child"])
def test_no_table_can_be_emptied_at_one_stroke(postgres_server: str, golden_database: str, table: str):
    """TRUNCATE of PostgreSQL fires no row trigger."""
    with open_store(new_database(postgres_server, golden_database)) as store:
        with pytest.raises(StoreError) as caught, store.write() as session:
            session.execute(text(f"TRUNCATE {table} CASCADE"))
        assert caught.value.rule == "CS-213"


def test_only_acts_and_the_audit_append_to_the_log():
    """Beside them stands what loads given records in bulk (`writing.bulk_load`)."""
    root = Path(cstui.__file__).parent
    source = {path: path.read_text() for path in root.rglob("*.py")}
    appending = {
        path.relative_to(root).as_posix()
        for path, text in source.items()
        if re.search(r"\bchain\.append\(|from cstui\.store\.chain import [^\n]*\bappend\b", text)
    }
    assert appending == {"acts/perform.py", "acts/audit.py", "store/writing.py"}
