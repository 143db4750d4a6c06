"""Households and the visits to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ps_household",
        sa.Column("number", TEXT, autoincrement=False, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.number"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["office"], ["office.code"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["worker"], ["worker.number"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ps_household_person", "ps_household", ["person"])
    op.create_table(
        "ps_home_visit",
        sa.Column("household", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["household"], ["ps_household.number"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("household", "seq"),
        sqlite_with_rowid=False,
    )
