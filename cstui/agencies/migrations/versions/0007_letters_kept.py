"""What letters say of their office, and letters and templates kept as they went out.

An office has no address until one is entered. Letters mailed before have nothing kept: what they said of
address and office is not known any more.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    sqlite = op.get_context().dialect.name == "sqlite"
    said: Any = {"recreate": "always" if sqlite else "never", "table_kwargs": {"sqlite_with_rowid": False}}
    with op.batch_alter_table("office", **said) as batch:
        for name in ("address", "phone"):
            batch.add_column(sa.Column(name, TEXT, nullable=False, server_default=sa.text("''")))
    with op.batch_alter_table("office", **said) as batch:
        for name in ("address", "phone"):
            batch.alter_column(name, server_default=None)
    op.create_table(
        "form_template",
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_form_template")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mailed_form",
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("form", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("template", TEXT, nullable=False),
        sa.Column("letter", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["template"], ["form_template.digest"], name=op.f("fk_mailed_form_template"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("subject", "form", "since", name=op.f("pk_mailed_form")),
        sqlite_with_rowid=False,
    )
