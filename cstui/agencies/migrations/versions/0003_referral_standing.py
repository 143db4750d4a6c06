"""A referral that was recorded by mistake is set aside and stays on record."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with _remade("referral") as batch:  # what is on record stands
        batch.add_column(sa.Column("standing", sa.Boolean(), nullable=False, server_default=sa.true()))
    with _remade("referral") as batch:
        batch.alter_column("standing", server_default=None)


def _remade(table: str) -> Any:
    """A table rebuilt on SQLite: Alembic does not carry WITHOUT ROWID over by itself."""
    return op.batch_alter_table(
        table,
        recreate="always" if op.get_context().dialect.name == "sqlite" else "never",
        table_kwargs={"sqlite_with_rowid": False},
    )
