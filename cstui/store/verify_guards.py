"""Whether what guards a store, and its text search, are what this version lays: their text, not their name.

What is wrong here was made by nobody's act; `cstui store upgrade` rebuilds all of it from the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cstui.store import schema, triggers
from cstui.store.log_tables import ACTIVITY
from cstui.store.store_fault import StoreFault
from cstui.store.triggers import SEARCH

ANEW = "run `cstui store upgrade`"
_TRIGGERS = """
SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true), tgenabled IN ('O', 'A')
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND pg_table_is_visible(pg_class.oid)
"""
_FUNCTIONS = """
SELECT DISTINCT prosrc, lanname FROM pg_trigger
JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_language ON pg_language.oid = prolang
JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND pg_table_is_visible(pg_class.oid)
"""
RULES = "SELECT tablename, rulename FROM pg_rules WHERE schemaname = current_schema()"
"""Rules of PostgreSQL, of which cstui makes none: each may let a statement do something else, or nothing."""
_INDEX = """
SELECT pg_get_indexdef(indexrelid, 0, true), indisvalid AND indisready AND indislive
FROM pg_index WHERE indexrelid = to_regclass(%s)
"""


def guards(session: Session) -> Iterable[StoreFault]:
    """The triggers that keep log and case data are all there, do what they should, and are the only ones."""
    connection = session.connection()
    dialect = connection.dialect.name
    laid = triggers.texts(dialect, schema.kept(schema.tables_of(session.info["agencies"])))
    found: dict[str, tuple[str, bool]]
    if dialect == "sqlite":
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = {name: (sql, True) for name, sql in rows}
    else:
        rows = connection.exec_driver_sql(_TRIGGERS)
        found = {name: (text, enabled) for name, text, enabled in rows}
    for name, text in laid.items():
        there, enabled = found.get(name, (None, True))
        if there is None:
            yield StoreFault("guards", name, f"the trigger is missing; {ANEW}")
        elif _plain(there) != _plain(text):
            yield StoreFault("guards", name, f"the trigger is not the one that cstui lays; {ANEW}")
        elif not enabled:
            yield StoreFault("guards", name, f"the trigger is switched off; {ANEW}")
    for name in sorted(found.keys() - laid.keys()):
        yield StoreFault("guards", name, f"cstui lays no such trigger; {ANEW}")
    if dialect != "sqlite":
        yield from _of_server(connection)


def _plain(text: str) -> str:
    """A statement without the quotes that a name need not have."""
    return text.replace('"', "")


def _of_server(connection: Connection) -> Iterator[StoreFault]:
    """What else a PostgreSQL server could have in the way of a trigger: its function, and rules."""
    for source, language in connection.exec_driver_sql(_FUNCTIONS):
        if (source, language) != (triggers.BODY, "plpgsql"):
            fault = f"the function of the triggers is not the one that cstui lays; {ANEW}"
            yield StoreFault("guards", triggers.FORBID, fault)
    for table, rule in connection.exec_driver_sql(RULES):
        yield StoreFault("guards", rule, f"is a rule on {table}, which cstui does not lay; {ANEW}")


def search(session: Session) -> Iterable[StoreFault]:
    """The text search has the words of every line of the log, and no others."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        yield from server_index(connection)
        return
    made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (SEARCH,)).scalar()
    if made != triggers.SEARCH_TABLE:
        what = "is missing" if made is None else "is not the one that cstui makes"
        yield StoreFault("search", SEARCH, f"the text search {what}; {ANEW}")
        return
    lines = connection.scalar(select(func.count()).select_from(ACTIVITY)) or 0
    docs = f"{SEARCH}_docsize"
    held = connection.exec_driver_sql(f"SELECT count(*) FROM {docs}").scalar() or 0
    same = f"SELECT count(*) FROM {docs} d JOIN activity a ON a.id = d.id"
    both = connection.exec_driver_sql(same).scalar() or 0
    if not lines == held == both:
        others = f", others: {held - both:,}" if held > both else ""
        fault = f"lines of the log in it: {both:,} of {lines:,}{others}; {ANEW}"
        yield StoreFault("search", SEARCH, fault)
    elif not _holds(connection):
        yield StoreFault("search", SEARCH, f"does not have the words of the log; {ANEW}")


def server_index(connection: Connection) -> Iterator[StoreFault]:
    """The index of PostgreSQL's text search is there and is the one that cstui makes."""
    found = connection.exec_driver_sql(_INDEX, (SEARCH,)).first()
    if found is None:
        yield StoreFault("search", SEARCH, f"the index of the text search is missing; {ANEW}")
        return
    text, usable = found
    if not usable or text != _as_server_says(triggers.SEARCH_INDEX):
        yield StoreFault(
            "search", SEARCH, f"the index of the text search is not the one that cstui makes; {ANEW}"
        )


def _as_server_says(statement: str) -> str:
    """An index's statement as PostgreSQL tells it."""
    return statement.replace("'simple'", "'simple'::regconfig")


def _holds(connection: Connection) -> bool:
    """Whether the index has the words that the lines have: SQLite's own comparison.

    SQLite makes it by a statement that would hold the store against all who write. So it is made on a copy
    of the index among the temporary tables of this connection, in its memory, beside the lines themselves.
    """
    copy, lines = "search_proof", "search_proof_lines"
    with _temporary(connection):
        connection.exec_driver_sql(f"CREATE TEMP VIEW {lines} AS SELECT id, text FROM main.activity")
        made = triggers.SEARCH_TABLE.replace(SEARCH, f"temp.{copy}").replace("'activity'", f"'{lines}'")
        connection.exec_driver_sql(made)
        for part in ("data", "idx", "docsize", "config"):
            connection.exec_driver_sql(f"DELETE FROM temp.{copy}_{part}")
            connection.exec_driver_sql(f"INSERT INTO temp.{copy}_{part} SELECT * FROM main.{SEARCH}_{part}")
        try:
            connection.exec_driver_sql(f"INSERT INTO temp.{copy}({copy}, rank) VALUES ('integrity-check', 1)")
        except DBAPIError as error:
            if not getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_CORRUPT"):
                raise
            return False
    return True


@contextmanager
def _temporary(connection: Connection) -> Iterator[None]:
    """Let the reading door make temporary tables, which are gone afterward; the store is not written."""
    connection.exec_driver_sql("PRAGMA query_only=OFF")
    connection.exec_driver_sql("SAVEPOINT proof")
    try:
        yield
    finally:
        connection.exec_driver_sql("ROLLBACK TO proof")
        connection.exec_driver_sql("RELEASE proof")
        connection.exec_driver_sql("PRAGMA query_only=ON")
