"""Kansas: the time of an alert, its copy, and who takes part in the employment program."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    sqlite = op.get_context().dialect.name == "sqlite"
    made: Any = {"recreate": "always" if sqlite else "never", "table_kwargs": {"sqlite_with_rowid": False}}
    added: dict[str, list[sa.Column[Any]]] = {
        "ks_consumer": [sa.Column("work_program", sa.Boolean(), nullable=False, server_default=sa.false())],
        "ks_alert": [
            sa.Column(name, TEXT, nullable=False, server_default=sa.text("''"))
            for name in ("created_at", "copied_as")
        ],
    }
    for table, columns in added.items():
        with op.batch_alter_table(table, **made) as batch:
            for column in columns:
                batch.add_column(column)
            if table == "ks_alert":
                batch.create_check_constraint(op.f("ck_ks_alert_copied_as"), "copied_as IN ('', '60', '61')")
        with op.batch_alter_table(table, **made) as batch:
            for column in columns:
                batch.alter_column(column.name, server_default=None)
