"""Triggers and searches, one text a dialect: what no statement may do, whoever sends it.

Activities, receipts and what was mailed only grow. Case data is corrected by a later row, never deleted. The
text of every activity goes into the search as it is written. Remade after each migration.
"""

from __future__ import annotations

from collections.abc import Sequence

GROWING = ("activity", "receipt", "form_template", "mailed_form")
SEARCH = "activity_text"
PHONE_DIGITS = "replace(replace(replace(replace(replace(phone.number,'-',''),'(',''),')',''),' ',''),'.','')"
"""A telephone number without what people write between its digits. The search must say it to the letter."""
INDEX = f"CREATE INDEX IF NOT EXISTS ix_phone_digits ON phone (({PHONE_DIGITS.replace('phone.', '')}))"
"""Telephones are searched however they are written; Alembic does not see an index on an expression."""


def create(dialect: str, kept: Sequence[str], indexes: Sequence[str] = ()) -> list[str]:
    """The statements that make triggers and searches in a database that has the tables.

    Rows of the tables `kept` are never deleted; `indexes` are statements of the agencies.
    """
    made = _sqlite(kept) if dialect == "sqlite" else _postgresql(kept)
    return [*made, INDEX, *indexes]


def names(dialect: str, kept: Sequence[str]) -> dict[str, str]:
    """Every trigger with the table that it guards."""
    found = {f"{table}_no_update": table for table in GROWING}
    found |= {f"{table}_no_delete": table for table in (*GROWING, *kept)}
    if dialect == "sqlite":
        return found | {f"{SEARCH}_insert": "activity"}
    return found | {f"{table}_no_truncate": table for table in (*GROWING, *kept)}


def _sqlite(kept: Sequence[str]) -> list[str]:
    def forbid(table: str, verb: str, why: str) -> str:
        return (
            f'CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
        )

    return [
        *(forbid(t, "UPDATE", f"{t} only grows") for t in GROWING),
        *(forbid(t, "DELETE", f"{t} only grows") for t in GROWING),
        *(forbid(t, "DELETE", f"{t} rows are kept") for t in kept),
        f"CREATE VIRTUAL TABLE {SEARCH} USING fts5("
        "text, content='activity', content_rowid='id', detail=full, tokenize='unicode61')",
        f"CREATE TRIGGER {SEARCH}_insert AFTER INSERT ON activity "
        f"BEGIN INSERT INTO {SEARCH}(rowid, text) VALUES (new.id, new.text); END",
        f"INSERT INTO {SEARCH}({SEARCH}) VALUES ('rebuild')",
    ]


def _postgresql(kept: Sequence[str]) -> list[str]:
    def forbid(table: str, verb: str, why: str) -> str:
        each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
        return (
            f'CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON "{table}" '
            f"FOR EACH {each} EXECUTE FUNCTION cstui_forbid('{why}')"
        )

    return [
        "CREATE OR REPLACE FUNCTION cstui_forbid() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation'; END $$",
        *(forbid(t, "UPDATE", f"{t} only grows") for t in GROWING),
        *(forbid(t, "DELETE", f"{t} only grows") for t in GROWING),
        *(forbid(t, "DELETE", f"{t} rows are kept") for t in kept),
        *(forbid(t, "TRUNCATE", f"{t} rows are kept") for t in (*GROWING, *kept)),
        f"CREATE INDEX IF NOT EXISTS {SEARCH} ON activity USING gin (to_tsvector('simple', text))",
    ]
