"""The ledger: charges, payments, where their cents went, and reversals, for every agency."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("subject", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("bucket", TEXT, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("cents", BIG, nullable=False),
        sa.Column("of", sa.Integer(), nullable=True),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('charge', 'payment', 'placed', 'held')", name=op.f("ck_ledger_entry_kind")
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ledger_entry_seq_positive")),
        sa.CheckConstraint("cents <> 0", name=op.f("ck_ledger_entry_cents_some")),
        sa.PrimaryKeyConstraint("subject", "seq", name=op.f("pk_ledger_entry")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_ledger_entry_month_kind_bucket"), "ledger_entry", ["month", "kind", "bucket"], unique=False
    )
    op.create_index(
        op.f("ix_ledger_entry_subject_reverses"),
        "ledger_entry",
        ["subject", "reverses"],
        unique=True,
        sqlite_where=sa.text("reverses IS NOT NULL"),
        postgresql_where=sa.text("reverses IS NOT NULL"),
    )
