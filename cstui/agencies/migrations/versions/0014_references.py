"""The number by which accounting knows a payment."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    sqlite = op.get_context().dialect.name == "sqlite"
    made: Any = {"recreate": "always" if sqlite else "never", "table_kwargs": {"sqlite_with_rowid": False}}
    with op.batch_alter_table("ledger_entry", **made) as batch:
        batch.add_column(sa.Column("reference", TEXT, nullable=False, server_default=sa.text("''")))
    with op.batch_alter_table("ledger_entry", **made) as batch:
        batch.alter_column("reference", server_default=None)
