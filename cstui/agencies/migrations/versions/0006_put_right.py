"""What use has shown to be missing: new facts of cases, persons, offices and letters.

New columns stand last, in their class as here, with the meaning that rows had before.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

NEW: dict[str, tuple[tuple[str, Any, str | None], ...]] = {}
"""By table: each new column, its type, and in SQL what rows have that are there already; None: nothing."""


def upgrade() -> None:
    for table, columns in NEW.items():
        with _remade(table) as batch:
            for name, kind, was in columns:
                default = None if was is None else sa.text(was)
                batch.add_column(sa.Column(name, kind, nullable=was is None, server_default=default))
        filled = [name for name, _, was in columns if was is not None]
        if filled:
            with _remade(table) as batch:
                for name in filled:
                    batch.alter_column(name, server_default=None)


def _remade(table: str) -> Any:
    """A table made anew on SQLite: Alembic does not carry WITHOUT ROWID over by itself."""
    return op.batch_alter_table(
        table,
        recreate="always" if op.get_context().dialect.name == "sqlite" else "never",
        table_kwargs={"sqlite_with_rowid": False},
    )
