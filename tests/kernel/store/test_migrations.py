"""A fresh store and an upgraded one are the same; an upgrade keeps every row or changes nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from sqlalchemy import inspect

from cstui.agencies.louisiana.records import Review
from cstui.policy.ivd import IvdRecord
from cstui.policy.records import (
    Agency,
    Cover,
    LedgerEntry,
    NextStep,
    PersonMerge,
    Record,
    Reminder,
    SiteFile,
    key_of,
)
from cstui.store import engine, schema, triggers
from cstui.store.engine import Store, create_store, open_store, place_of
from cstui.store.errors import StoreError
from cstui.store.log_tables import INFO
from cstui.store.migrate import FOLDER, migrate, upgrade
from cstui.store.person_reads import search_people
from cstui.store.rows import codec
from cstui.store.verify import verify
from cstui.store.writing import bulk_load
from tests.conftest import new_database
from tests.kernel.store import given

pytestmark = pytest.mark.slow

POSTGRES_SCHEMA = """
SELECT 'column', table_name || '.' || column_name,
    concat_ws(' ', ordinal_position, data_type, is_nullable, column_default, collation_name, is_identity)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1, 2
"""


def _schema(store: Store) -> set[tuple[str, str, str]]:
    """Every table, index, trigger and constraint with its text; the order of lines does not count."""
    with store.read() as session:
        connection = session.connection()
        if store.dialect == "postgresql":
            return {tuple(row) for row in connection.exec_driver_sql(POSTGRES_SCHEMA)}
        rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master").all()
    return {(row.type, row.name, _sorted(row.sql or "")) for row in rows}


def _sorted(sql: str) -> str:
    sql = re.sub(
        r'(^CREATE TABLE|REFERENCES|INDEX \w+ ON) "(\w+)"', r"\1 \2", sql
    )  # SQLite quotes what it renames
    sql = re.sub(r"NOT NULL, (?=\w+ [A-Z]+ )", "NOT NULL,\n", sql)  # and adds a column behind another
    lines = [re.sub(r"\s+", " ", line).strip(" ,") for line in sql.splitlines()]
    return "\n".join(sorted(line for line in lines if line))


def test_a_fresh_store_and_an_upgraded_one_are_the_same(store: Store, request: pytest.FixtureRequest):
    if store.place.server:
        place = place_of(new_database(request.getfixturevalue("postgres_server")))
    else:
        place = place_of(":memory:")
    with Store(place, engine._engine(place, 5)) as migrated:
        migrate(migrated)
        assert _schema(migrated) == _schema(store)


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of revisions with one more, which gives offices a pager; this cstui needs it."""
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder)
    newest, following = f"{engine.SCHEMA:04}", f"{engine.SCHEMA + 1:04}"
    (folder / "versions" / f"{following}_pager.py").write_text(
        '"""Pager."""\n'
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision = '{following}', '{newest}'\n"
        "def upgrade():\n"
        "    with op.batch_alter_table('office', recreate='auto') as batch:\n"
        "        batch.add_column(sa.Column('pager', sa.Text(), nullable=True))\n"
        "    with op.batch_alter_table('worker', recreate='auto') as batch:\n"
        "        batch.alter_column('name', new_column_name='full_name')\n"
    )
    monkeypatch.setattr(engine, "SCHEMA", engine.SCHEMA + 1)
    return folder


@pytest.fixture
def older(lasting_url: str) -> str:
    """The URL of a store of this version with cases in it, one less than the next."""
    with create_store(lasting_url, name="Practice", business_date=given.DAY) as store:
        bulk_load(store, [*given.office(), *given.cases(5), *given.everything_on_a_case()])
    return lasting_url


@pytest.fixture
def first(lasting_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a store as the first version left it, with every kind of record of that time in it."""
    folder = tmp_path / "first"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("000[2-9]*", "00[1-9]?*"))
    target = place_of(lasting_url)
    place = target if target.server else place_of(":memory:")
    with monkeypatch.context() as then, Store(place, engine._engine(place, 5)) as store:
        then.setattr(engine, "SCHEMA", 1)
        then.setattr(schema, "kept", lambda tables: OF_THE_FIRST)
        then.setattr(schema, "indexes", lambda agencies: ())
        then.setattr(triggers, "GROWING", ("activity", "receipt"))
        migrate(store, folder)
        info = {"kind": "practice", "name": "Old", "business_date": "2026-01-05", "schema": "1"}
        with store.connect_to_write() as connection, connection.begin():
            info |= {"anchor": "2026-01-05", "created": ""}
            connection.execute(INFO.insert(), [{"key": key, "value": value} for key, value in info.items()])
            held = inspect(connection)
            for record in _of_the_first_version():
                shape = codec(type(record), store.dialect)
                row = dict(zip(shape.fields, shape.to_row(record), strict=True))
                if isinstance(record, NextStep | Reminder):
                    row = {"case": key_of(row.pop("subject")), **row}
                table = shape.table.strip('"').removeprefix("la_")
                columns = {column["name"] for column in held.get_columns(table)}
                row = {name: value for name, value in row.items() if name in columns}
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join([shape.mark] * len(row))
                sql = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'
                connection.exec_driver_sql(sql, tuple(row.values()))
        if target.path is not None:
            store.save_to(target.path)
    return lasting_url


LATER = (Agency, Cover, LedgerEntry, Review, PersonMerge, IvdRecord, SiteFile)
"""Records that the first version did not have."""


def _of_the_first_version() -> list[Record]:
    every = [*given.office(), *given.cases(2), *given.home(), *given.everything_on_a_case()]
    return [record for record in every if not isinstance(record, LATER)]


OF_THE_FIRST = [
    name.removeprefix("la_")
    for name in schema.kept(schema.tables_of())
    if name not in {"agency", "la_review", "cover", "person_merge", "site_file", "account", "protected_print"}
    and not name.startswith(("ks_", "ut_", "fed_", "ivd_"))
]
"""The tables of the first version whose rows are never deleted."""


def test_a_store_of_the_first_version_is_told_so_and_upgraded(first: str):
    with pytest.raises(StoreError) as caught:
        open_store(first)
    assert caught.value.rule == "CS-203"
    assert "cstui store upgrade" in caught.value.remedy
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert (upgrade(first).before, engine.SCHEMA) == (1, engine.SCHEMA)
    with open_store(first) as store:
        assert verify(store) == []
        with store.read() as session:
            connection = session.connection()
            for kind in {type(record) for record in _of_the_first_version()}:
                mine = [record for record in _of_the_first_version() if type(record) is kind]
                assert codec(kind, store.dialect).select_where(connection, "1 = 1") == mine
            assert [row.first for row in search_people(session, "arceneaux-01")] == ["MARIE"]
        bulk_load(store, [next(r for r in given.office() if isinstance(r, Cover))])


def test_an_upgrade_keeps_every_row_and_reference(older: str, next_version: Path):
    with pytest.raises(StoreError) as caught:
        open_store(older)
    assert caught.value.rule == "CS-203"
    done = upgrade(older, folder=next_version)
    assert (done.before, done.after) == (engine.SCHEMA - 1, engine.SCHEMA)
    with open_store(older) as store:
        assert store.info().schema == engine.SCHEMA
        with store.read() as session:
            connection = session.connection()
            counts = [
                connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar()
                for name in ("worker", "la_case", "la_child", "la_appointment")
            ]
            assert (
                connection.exec_driver_sql("SELECT full_name FROM worker ORDER BY number").scalar()
                == "Ada Worker"
            )
            assert connection.exec_driver_sql("SELECT pager FROM office").all() == [(None,), (None,)]
        assert counts == [3, 5, 5, 2]
        if store.dialect == "sqlite":
            faults = verify(store)  # the columns of the future are not those of this version
            assert {(fault.check, fault.where) for fault in faults} == {("rows", "worker")}
            assert done.backup is not None
            with pytest.raises(StoreError) as caught:
                open_store(done.backup)
            assert caught.value.rule == "CS-203"
            assert done.backup.stat().st_mode & 0o777 == 0o600
    assert upgrade(older, folder=next_version).backup is None


@pytest.mark.parametrize(
    "damage",
    ['op.execute("DELETE FROM la_child")', "op.drop_table('la_interface')", "raise RuntimeError('half way')"],
)
def test_an_upgrade_that_loses_anything_leaves_the_store_as_it_was(
    older: str, next_version: Path, damage: str, monkeypatch: pytest.MonkeyPatch
):
    revision = next_version / "versions" / f"{engine.SCHEMA:04}_pager.py"
    revision.write_text(f"{revision.read_text()}    {damage}\n")
    with pytest.raises((StoreError, RuntimeError)) as caught:
        upgrade(older, folder=next_version)
    if isinstance(caught.value, StoreError):
        assert caught.value.rule == "CS-214"
    monkeypatch.setattr(engine, "SCHEMA", engine.SCHEMA - 1)
    with open_store(older) as store:
        assert verify(store) == []
        with store.read() as session:
            assert session.connection().exec_driver_sql("SELECT count(*) FROM la_child").scalar() == 5


def test_an_up_to_date_store_is_left_alone(file_store: Store):
    path = file_store.place.path
    assert path is not None
    done = upgrade(path)
    assert (done.before, done.after, done.backup) == (engine.SCHEMA, engine.SCHEMA, None)
    assert not list(path.parent.glob("*backup*"))


def test_a_newer_store_is_not_upgraded(file_store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engine, "SCHEMA", engine.SCHEMA - 1)
    assert file_store.place.path is not None
    with pytest.raises(StoreError) as caught:
        upgrade(file_store.place.path)
    assert caught.value.rule == "CS-204"


def test_the_schema_number_is_that_of_the_newest_revision():
    newest = max(path.name for path in (FOLDER / "versions").glob("[0-9]*.py"))
    assert int(newest[:4]) == engine.SCHEMA


def test_making_a_store_imports_no_alembic():
    code = (
        "import sys, datetime; from cstui.store.engine import create_store;"
        "create_store(':memory:', name='x', business_date=datetime.date(2026, 1, 5));"
        "from cstui.store import reads, writing, verify;"
        "sys.exit(any(name.split('.')[0] in ('alembic', 'textual', 'rich') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


def test_importing_the_package_costs_nothing():
    code = "import sys, cstui.store; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
