"""Referrals of Kansas: households, noncustodial parents, referrals and whom they name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ks_household",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("parents", sa.Integer(), nullable=False),
        sa.Column("override", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("parents BETWEEN 0 AND 2", name=op.f("ck_ks_household_parents")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_household_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"], ["ks_consumer.number"], name=op.f("fk_ks_household_consumer"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_ks_household_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_household")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ks_noncustodial_parent",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", TEXT, nullable=False),
        sa.Column("first", TEXT, nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("name_type", TEXT, nullable=False),
        sa.Column("relationship", TEXT, nullable=False),
        sa.Column("absence", TEXT, nullable=False),
        sa.Column("expedited", sa.Boolean(), nullable=False),
        sa.Column("good_cause", TEXT, nullable=False),
        sa.Column("children", sa.Text(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "good_cause IN ('', 'PD', 'GC', 'CO')", name=op.f("ck_ks_noncustodial_parent_good_cause")
        ),
        sa.CheckConstraint("name_type IN ('', 'LC', 'AL')", name=op.f("ck_ks_noncustodial_parent_name_type")),
        sa.CheckConstraint(
            "relationship IN ('PA', 'UN')", name=op.f("ck_ks_noncustodial_parent_relationship")
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_noncustodial_parent_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"],
            ["ks_consumer.number"],
            name=op.f("fk_ks_noncustodial_parent_consumer"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_ks_noncustodial_parent_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_noncustodial_parent")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_ks_noncustodial_parent_unreferred",
        "ks_noncustodial_parent",
        ["added_on"],
        unique=False,
        sqlite_where=sa.text("referred_on IS NULL"),
        postgresql_where=sa.text("referred_on IS NULL"),
    )
    op.create_table(
        "ks_participant",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("referral", sa.Integer(), nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("last", TEXT, nullable=False),
        sa.Column("first", TEXT, nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("name_type", TEXT, nullable=False),
        sa.Column("searched_on", sa.Date(), nullable=True),
        sa.Column("searched_by", TEXT, nullable=False),
        sa.Column("matched", BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("name_type IN ('', 'LC', 'AL')", name=op.f("ck_ks_participant_name_type")),
        sa.CheckConstraint("role IN ('AR', 'AP', 'CH')", name=op.f("ck_ks_participant_role")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_participant_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"], ["ks_consumer.number"], name=op.f("fk_ks_participant_consumer"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["matched"], ["person.number"], name=op.f("fk_ks_participant_matched"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_participant")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ks_referral",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("program", TEXT, nullable=False),
        sa.Column("ncp", sa.Integer(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("tried_on", sa.Date(), nullable=True),
        sa.Column("failed", TEXT, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("worked_on", sa.Date(), nullable=True),
        sa.Column("worked_by", TEXT, nullable=False),
        sa.Column("case", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("origin IN ('KAE', 'KSC')", name=op.f("ck_ks_referral_origin")),
        sa.CheckConstraint("outcome IN ('', 'A', 'D')", name=op.f("ck_ks_referral_outcome")),
        sa.CheckConstraint("type IN ('NEW', 'CHANGE', 'REOPEN')", name=op.f("ck_ks_referral_type")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_referral_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"], ["ks_consumer.number"], name=op.f("fk_ks_referral_consumer"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_referral")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_ks_referral_open",
        "ks_referral",
        ["received_on"],
        unique=False,
        sqlite_where=sa.text("outcome = ''"),
        postgresql_where=sa.text("outcome = ''"),
    )
    op.create_index(
        "ix_ks_referral_untaken",
        "ks_referral",
        ["created_on"],
        unique=False,
        sqlite_where=sa.text("received_on IS NULL"),
        postgresql_where=sa.text("received_on IS NULL"),
    )
