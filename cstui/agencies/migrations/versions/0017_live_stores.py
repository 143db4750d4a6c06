"""Live stores: further roles, accounts, what a site says for itself, prints of protected data."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROLES = "('worker', 'supervisor', 'trainer', 'analyst', 'interface', 'auditor', 'administrator')"


def upgrade() -> None:
    sqlite = op.get_context().dialect.name == "sqlite"
    made: Any = {"recreate": "always" if sqlite else "never", "table_kwargs": {"sqlite_with_rowid": False}}
    with op.batch_alter_table("worker", **made) as batch:
        batch.drop_constraint(op.f("ck_worker_role"), type_="check")
        batch.create_check_constraint(op.f("ck_worker_role"), f"role IN {ROLES}")
    op.create_table(
        "site_file",
        sa.Column("agency", TEXT, autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, autoincrement=False, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('calendar', 'codes', 'parameters')", name=op.f("ck_site_file_kind")),
        sa.ForeignKeyConstraint(
            ["agency"], ["agency.name"], name=op.f("fk_site_file_agency"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("agency", "kind", "name", name=op.f("pk_site_file")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "account",
        sa.Column("worker", TEXT, autoincrement=False, nullable=False),
        sa.Column("password", TEXT, nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("former", TEXT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_secret", TEXT, nullable=False),
        sa.Column("code_step", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_account_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_account")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "protected_print",
        sa.Column("number", BIG, autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("receipt", TEXT, nullable=False),
        sa.Column("destroyed_on", sa.Date(), nullable=True),
        sa.Column("destroyed_by", TEXT, nullable=False),
        sa.Column("destroyed_how", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_protected_print")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_protected_print_destroyed_on"), "protected_print", ["destroyed_on"])
