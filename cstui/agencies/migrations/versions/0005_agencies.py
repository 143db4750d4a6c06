"""Offices belong to agencies, tables of an agency have its prefix, next steps and reminders go by subject."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.schema import SchemaItem

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
FIRST = ("louisiana", "Louisiana: FITAP and KCSP cooperation (LASES)")
"""Every store made before this revision is Louisiana's."""


RENAMED = {
    name: f"la_{name}"
    for name in (
        "agreement",
        "appointment",
        "benefit_news",
        "benefit_spell",
        "case",
        "child",
        "closure",
        "contact",
        "cooperation",
        "escalation",
        "form",
        "good_cause",
        "interface",
        "office_request",
        "referral",
        "retained",
        "review",
        "session",
    )
}


def upgrade() -> None:
    for former, name in RENAMED.items():
        op.rename_table(former, name)
    agency = op.create_table(
        "agency",
        sa.Column("name", TEXT, autoincrement=False, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_agency")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM store_info")):  # not where tables are only compared
        op.bulk_insert(agency, [{"name": FIRST[0], "title": FIRST[1], "version": 1}])
    (_sqlite if op.get_bind().dialect.name == "sqlite" else _postgresql)()


def _sqlite() -> None:
    """SQLite drops neither a constraint nor a column's reference: the four tables are written again."""
    name = FIRST[0]
    _anew(
        "office",
        f"code, name, version, '{name}'",
        "code, name, version, agency",
        sa.Column("code", TEXT, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agency", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["agency"], ["agency.name"], name=op.f("fk_office_agency"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_office")),
    )
    _anew(
        "worker",
        "number, name, office, role, version",
        "number, name, office, role, version",
        sa.Column("number", TEXT, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('worker', 'supervisor', 'trainer')", name=op.f("ck_worker_role")),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_worker_office"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_worker")),
    )
    _anew(
        "next_step",
        "'case ' || \"case\", worker, office, kind, rule, text, due, urgency, changes_on, command",
        "subject, worker, office, kind, rule, text, due, urgency, changes_on, command",
        sa.Column("subject", TEXT, autoincrement=False, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("changes_on", sa.Date(), nullable=True),
        sa.Column("command", TEXT, nullable=False),
        sa.CheckConstraint("urgency BETWEEN 1 AND 9", name=op.f("ck_next_step_urgency")),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_next_step_office"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_next_step_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_next_step")),
    )
    op.create_index(op.f("ix_next_step_changes_on"), "next_step", ["changes_on"])
    op.create_index(op.f("ix_next_step_worker_urgency_due"), "next_step", ["worker", "urgency", "due"])
    _anew(
        "reminder",
        "'case ' || \"case\", seq, worker, due, text, done_on, version",
        "subject, seq, worker, due, text, done_on, version",
        sa.Column("subject", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_reminder_seq_positive")),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_reminder_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("subject", "seq", name=op.f("pk_reminder")),
    )
    op.create_index(op.f("ix_reminder_worker_due"), "reminder", ["worker", "due"])


def _anew(table: str, values: str, columns: str, *parts: SchemaItem) -> None:
    """Rebuild a table with `parts`; `columns` are filled with `values` of the former one."""
    op.create_table(f"{table}_new", *parts, sqlite_with_rowid=False)
    op.execute(f"INSERT INTO {table}_new ({columns}) SELECT {values} FROM {table}")
    op.drop_table(table)
    op.rename_table(f"{table}_new", table)


def _postgresql() -> None:
    op.add_column("office", sa.Column("agency", TEXT, nullable=True))
    op.execute(f"UPDATE office SET agency = '{FIRST[0]}'")
    op.alter_column("office", "agency", nullable=False)
    op.create_foreign_key(
        op.f("fk_office_agency"), "office", "agency", ["agency"], ["name"], ondelete="RESTRICT"
    )
    op.drop_constraint("ck_office_code_digits", "office")
    op.drop_constraint("ck_worker_number_digits", "worker")
    for table in ("next_step", "reminder"):
        op.drop_constraint(f"fk_{table}_case", table)
        op.alter_column(table, "case", new_column_name="subject")
        op.execute(f"UPDATE {table} SET subject = 'case ' || subject")
