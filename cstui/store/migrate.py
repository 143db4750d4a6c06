"""Bring a store of an older version up to date: backup, migrate, compare, or leave it as it was.

Alembic takes half a second to import, so it is imported only when a store is migrated.
`python -m cstui.store.migrate "What changes"` drafts the next revision from the tables; it sees
neither CHECKs nor indexes on expressions, so read what it wrote, and raise `SCHEMA` beside it.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, create_engine, func, inspect, select, table, text, update
from sqlalchemy.orm import Session

from cstui.agency import MIGRATIONS, Manifest, resolve
from cstui.store import engine as engines
from cstui.store import schema, seals
from cstui.store.engine import Store, lay_triggers, open_unchecked, schema_of, stamp
from cstui.store.errors import StoreError
from cstui.store.faults import translated
from cstui.store.keys import Keys
from cstui.store.log_tables import INFO
from cstui.store.triggers import SEARCH
from cstui.store.verify_guards import RULES, server_index

FOLDER = Path(str(resolve(MIGRATIONS).__file__)).parent


class Upgraded(msgspec.Struct, frozen=True, kw_only=True):
    """What an upgrade did; `backup` is the copy made before, None where there was nothing to do."""

    before: int
    after: int
    backup: Path | None = None


def upgrade(
    target: str | Path,
    *,
    folder: Path = FOLDER,
    keys: Keys | None = None,
    then: Callable[[Session], None] | None = None,
) -> Upgraded:
    """Bring the store up to the schema of this cstui, after a backup beside it.

    All or nothing, with what is to be done `then`: row counts and references are compared before anything is
    committed. A PostgreSQL store is migrated in one transaction without a backup of ours: `pg_dump` does it.
    Raises StoreError, CS-204 for a newer store, CS-214 where the comparison fails.
    """
    with open_unchecked(target, keys=keys) as store:
        before = schema_of(store)
        if before > engines.SCHEMA:
            raise StoreError("CS-204", name=store.place.name, found=str(before), needed=str(engines.SCHEMA))
        if before == engines.SCHEMA:
            store.know_agencies()
            if store.behind() is None:
                _make_anew(store, then)
                return Upgraded(before=before, after=before)
        store.be_writable()
        backup = _backup(store, before)
        with translated(store.place.name, server=store.place.server):
            migrate(store, folder, then)
        return Upgraded(before=before, after=engines.SCHEMA, backup=backup)


def migrate(store: Store, folder: Path = FOLDER, then: Callable[[Session], None] | None = None) -> None:
    """Run the revisions that the store lacks, and `then` what is to be done, in one transaction."""
    with store.connect_to_write() as connection:
        if store.dialect == "sqlite":
            # Off before the transaction begins; else remaking a table would take its children along.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        try:
            with connection.begin():
                _migrate(connection, folder, store.place.name)
                _do(then, connection)
            store.note_change()
        finally:
            if store.dialect == "sqlite":
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def _do(then: Callable[[Session], None] | None, connection: Connection) -> None:
    """Do what is to be done in the transaction of a migration, on the store as it is now."""
    if then is not None:
        with Session(connection, autoflush=False) as session:
            session.info["agencies"] = engines.agencies_named(connection, "")
            then(session)


def _make_anew(store: Store, then: Callable[[Session], None] | None) -> None:
    """Make triggers, text search and missing indexes of a store of this version, whatever became of them."""
    with translated(store.place.name, server=store.place.server), store.connect_to_write() as connection:
        with connection.begin():
            for statement in _without_triggers(connection):
                connection.exec_driver_sql(statement)
            lay_triggers(connection, store.agencies)
            with _no_word_of_expressions():
                for table in schema.tables_of(store.agencies):
                    for index in table.indexes:
                        index.create(connection, checkfirst=True)
            _do(then, connection)
        store.note_change()


def _migrate(connection: Connection, folder: Path, place: str) -> None:
    counts = _counts(connection)
    for statement in _without_triggers(connection) if counts else ():
        connection.exec_driver_sql(statement)
    renamed = _run(connection, folder)
    held = engines.agencies_named(connection, "") if inspect(connection).has_table("agency") else ()
    for agency in held:
        if agency.migrations:
            renamed |= _run(connection, Path(str(resolve(agency.migrations).__file__)).parent, agency)
    after = _counts(connection)
    lost = [
        f"{name} {count} -> {after.get(renamed.get(name, name), 0)}"
        for name, count in counts.items()
        if count not in (after.get(name), after.get(renamed.get(name, name)))
    ]
    if lost:
        raise StoreError("CS-214", name=place, what=f"rows were lost ({', '.join(lost)})")
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise StoreError("CS-214", name=place, what=f"{len(broken)} references lead nowhere")
    lay_triggers(connection, held)
    stamp(connection, engines.SCHEMA)
    for agency in held:
        engines.stamp_agency(connection, agency)
    connection.execute(update(INFO).where(INFO.c.key == "schema").values(value=str(engines.SCHEMA)))
    if values := engines.read_values(connection):
        seals.seal_given(connection, engines.day_kept(values, "business_date"))


def _without_triggers(connection: Connection) -> list[str]:
    """The statements that take away the triggers, rules and text search, whatever there is now.

    PostgreSQL keeps the index of its text search by itself, so there only one that is another goes.
    """
    if connection.dialect.name == "sqlite":
        names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        return [*(f"DROP TRIGGER {name}" for name in names), f"DROP TABLE IF EXISTS {SEARCH}"]
    found = text(
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE NOT tgisinternal"
    )
    gone = [f'DROP TRIGGER {name} ON "{table}"' for name, table in connection.execute(found)]
    gone += [f'DROP RULE "{name}" ON "{table}"' for table, name in connection.exec_driver_sql(RULES)]
    return [*gone, *(f"DROP INDEX IF EXISTS {SEARCH}" for _ in server_index(connection))]


def _backup(store: Store, schema: int) -> Path | None:
    path = store.place.path
    if path is None:
        return None
    backup = path.with_name(f"{path.name}.schema-{schema}.backup")
    number = 1
    while backup.exists():
        number += 1
        backup = path.with_name(f"{path.name}.schema-{schema}.backup-{number}")
    store.save_to(backup)
    return backup


def _counts(connection: Connection) -> dict[str, int]:
    kept = [name for name in inspect(connection).get_table_names() if not name.startswith("activity_text")]
    return {
        name: int(connection.scalar(select(func.count()).select_from(table(name))) or 0)
        for name in kept
        if not name.startswith("alembic_version")
    }


def _config(connection: Connection, folder: Path, agency: Manifest | None = None) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["agency"] = agency
    return config


def _run(connection: Connection, folder: Path, agency: Manifest | None = None) -> dict[str, str]:
    """Run the revisions of a chain that the store lacks; which tables the chain gives another name."""
    from alembic import command
    from alembic.script import ScriptDirectory

    config = _config(connection, folder, agency)
    with _no_word_of_expressions():
        command.upgrade(config, "head")
    chain = ScriptDirectory.from_config(config).walk_revisions()
    return {old: new for one in chain for old, new in getattr(one.module, "RENAMED", {}).items()}


@contextmanager
def _no_word_of_expressions() -> Iterator[None]:
    """Without a warning of each index on an expression, which SQLAlchemy does not see; SQL makes them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
        yield


def draft(message: str, folder: Path = FOLDER) -> Path:
    """Write the next revision: what the tables have now and the revisions do not make yet."""
    from alembic import command

    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        _run(connection, folder)
        connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32))"))
        number = len(list((folder / "versions").glob("[0-9]*.py"))) + 1
        made: Any = command.revision(
            _config(connection, folder), message, autogenerate=True, rev_id=f"{number:04d}"
        )
    path = Path(made.path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")
    return path


if __name__ == "__main__":
    print(draft(sys.argv[1]))
