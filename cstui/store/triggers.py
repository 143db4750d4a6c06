"""Triggers and searches, one text a dialect: what no statement may do, whoever sends it.

Activities, receipts and what was mailed only grow. Case data is corrected by a later row, never deleted. The
text of every activity goes into the search as it is written. Remade after each migration.
"""

from __future__ import annotations

from collections.abc import Sequence

GROWING = ("activity", "receipt", "seal", "form_template", "mailed_form", "ledger_entry")
SEARCH = "activity_text"
PHONE_DIGITS = "replace(replace(replace(replace(replace(phone.number,'-',''),'(',''),')',''),' ',''),'.','')"
"""A telephone number without what people write between its digits. The search must say it to the letter."""
INDEX = f"CREATE INDEX IF NOT EXISTS ix_phone_digits ON phone (({PHONE_DIGITS.replace('phone.', '')}))"
"""Telephones are searched however they are written; Alembic does not see an index on an expression."""


FORBID = "cstui_forbid"
"""The function of PostgreSQL's triggers, and what it does."""
BODY = " BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation'; END "
SEARCH_TABLE = (
    f"CREATE VIRTUAL TABLE {SEARCH} USING fts5("
    "text, content='activity', content_rowid='id', detail=full, tokenize='unicode61')"
)
SEARCH_INDEX = f"CREATE INDEX {SEARCH} ON activity USING gin (to_tsvector('simple', text))"
"""The search of SQLite and of PostgreSQL."""


def create(dialect: str, kept: Sequence[str], indexes: Sequence[str] = ()) -> list[str]:
    """The statements that make triggers and searches in a database that has the tables.

    Rows of the tables `kept` are never deleted; `indexes` are statements of the agencies.
    """
    laid = list(texts(dialect, kept).values())
    if dialect == "sqlite":
        made = [SEARCH_TABLE, *laid, f"INSERT INTO {SEARCH}({SEARCH}) VALUES ('rebuild')"]
    else:
        function = f"CREATE OR REPLACE FUNCTION {FORBID}() RETURNS trigger LANGUAGE plpgsql AS $${BODY}$$"
        made = [function, *laid, SEARCH_INDEX.replace("INDEX", "INDEX IF NOT EXISTS")]
    return [*made, INDEX, *indexes]


def texts(dialect: str, kept: Sequence[str]) -> dict[str, str]:
    """Every trigger by its name, with the statement that makes it."""
    why = dict.fromkeys(GROWING, "only grows") | dict.fromkeys(kept, "rows are kept")
    forbidden = [(table, "UPDATE", f"{table} only grows") for table in GROWING]
    forbidden += [(table, "DELETE", f"{table} {said}") for table, said in why.items()]
    if dialect != "sqlite":
        forbidden += [(table, "TRUNCATE", f"{table} rows are kept") for table in why]
    found = {
        f"{table}_no_{verb.lower()}": _forbid(dialect, table, verb, said) for table, verb, said in forbidden
    }
    if dialect == "sqlite":
        found[f"{SEARCH}_insert"] = (
            f"CREATE TRIGGER {SEARCH}_insert AFTER INSERT ON activity "
            f"BEGIN INSERT INTO {SEARCH}(rowid, text) VALUES (new.id, new.text); END"
        )
    return found


def _forbid(dialect: str, table: str, verb: str, why: str) -> str:
    begun = f'CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON "{table}"'
    if dialect == "sqlite":
        return f"{begun} BEGIN SELECT RAISE(ABORT, '{why}'); END"
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    return f"{begun} FOR EACH {each} EXECUTE FUNCTION {FORBID}('{why}')"
