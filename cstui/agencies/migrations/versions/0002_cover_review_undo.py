"""Cover for an absent worker, quarterly reviews, what takes an act back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "review",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("remark", TEXT, nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_review_seq_positive")),
        sa.ForeignKeyConstraint(["case"], ["case.number"], name=op.f("fk_review_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_review_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_review")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cover",
        sa.Column("worker", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_by", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_cover_seq_positive")),
        sa.CheckConstraint("since <= until", name=op.f("ck_cover_since_until")),
        sa.CheckConstraint("worker <> by", name=op.f("ck_cover_by_another")),
        sa.ForeignKeyConstraint(["by"], ["worker.number"], name=op.f("fk_cover_by"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["worker.number"], name=op.f("fk_cover_entered_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_cover_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("worker", "seq", name=op.f("pk_cover")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_cover_by_until"), "cover", ["by", "until"], unique=False)
    for table in ("contact", "retained"):
        with _remade(table) as batch:  # what is on record stands
            batch.add_column(sa.Column("standing", sa.Boolean(), nullable=False, server_default=sa.true()))
        with _remade(table) as batch:
            batch.alter_column("standing", server_default=None)
    with _remade("receipt") as batch:
        batch.add_column(sa.Column("undo", TEXT, nullable=True))


def _remade(table: str) -> Any:
    """A table rebuilt on SQLite: Alembic does not carry WITHOUT ROWID over by itself."""
    return op.batch_alter_table(
        table,
        recreate="always" if op.get_context().dialect.name == "sqlite" else "never",
        table_kwargs={"sqlite_with_rowid": False},
    )
