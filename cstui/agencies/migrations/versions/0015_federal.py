"""The federal report: programs, reports, kept items."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "fed_cell",
        sa.Column("program", TEXT, autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", TEXT, autoincrement=False, nullable=False),
        sa.Column("cell", BIG, autoincrement=False, nullable=False),
        sa.Column("items", BIG, nullable=False),
        sa.Column("due", BIG, nullable=False),
        sa.Column("voluntary", BIG, nullable=False),
        sa.Column("current", BIG, nullable=False),
        sa.Column("owed", BIG, nullable=False),
        sa.Column("arrears", BIG, nullable=False),
        sa.Column("collected", BIG, nullable=False),
        sa.Column("sent", BIG, nullable=False),
        sa.Column("received", BIG, nullable=False),
        sa.PrimaryKeyConstraint("program", "report", "unit", "cell", name=op.f("pk_fed_cell")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fed_item",
        sa.Column("program", TEXT, autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", TEXT, autoincrement=False, nullable=False),
        sa.Column("key", TEXT, autoincrement=False, nullable=False),
        sa.Column("cell", BIG, nullable=False),
        sa.Column("due", BIG, nullable=False),
        sa.Column("voluntary", BIG, nullable=False),
        sa.Column("current", BIG, nullable=False),
        sa.Column("owed", BIG, nullable=False),
        sa.Column("arrears", BIG, nullable=False),
        sa.Column("collected", BIG, nullable=False),
        sa.Column("sent", BIG, nullable=False),
        sa.Column("received", BIG, nullable=False),
        sa.Column("opened", sa.Date(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("parent", BIG, nullable=True),
        sa.Column("custodian", BIG, nullable=True),
        sa.Column("beside", TEXT, nullable=False),
        sa.CheckConstraint("unit IN ('C', 'K', 'Q')", name=op.f("ck_fed_item_unit")),
        sa.PrimaryKeyConstraint("program", "report", "unit", "key", name=op.f("pk_fed_item")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fed_state_program",
        sa.Column("number", TEXT, autoincrement=False, nullable=False),
        sa.Column("reports_on", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_fed_state_program_office"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["reports_on"], ["agency.name"], name=op.f("fk_fed_state_program_reports_on"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_fed_state_program_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_fed_state_program")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("fed_state_program", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fed_state_program_worker"), ["worker"], unique=False)

    op.create_table(
        "fed_entered",
        sa.Column("program", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("line", TEXT, nullable=False),
        sa.Column("column", TEXT, nullable=False),
        sa.Column("value", BIG, nullable=False),
        sa.Column("full_time", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_by", TEXT, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_fed_entered_seq_positive")),
        sa.ForeignKeyConstraint(
            ["program"],
            ["fed_state_program.number"],
            name=op.f("fk_fed_entered_program"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program", "seq", name=op.f("pk_fed_entered")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fed_quick_case",
        sa.Column("program", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("other", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("cents", BIG, nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('request', 'collection')", name=op.f("ck_fed_quick_case_kind")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_fed_quick_case_seq_positive")),
        sa.ForeignKeyConstraint(
            ["program"],
            ["fed_state_program.number"],
            name=op.f("fk_fed_quick_case_program"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program", "seq", name=op.f("pk_fed_quick_case")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fed_report",
        sa.Column("program", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("edition", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("lacking", sa.Text(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("director", TEXT, nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_by", TEXT, nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("revises", sa.Integer(), nullable=True),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('counting', 'draft', 'signed', 'submitted', 'replaced', 'dropped')",
            name=op.f("ck_fed_report_status"),
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_fed_report_seq_positive")),
        sa.ForeignKeyConstraint(
            ["program"],
            ["fed_state_program.number"],
            name=op.f("fk_fed_report_program"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program", "seq", name=op.f("pk_fed_report")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fed_sample",
        sa.Column("program", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("line", TEXT, nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_fed_sample_seq_positive")),
        sa.ForeignKeyConstraint(
            ["program"],
            ["fed_state_program.number"],
            name=op.f("fk_fed_sample_program"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program", "seq", name=op.f("pk_fed_sample")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fed_sample_case",
        sa.Column("program", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sample", sa.Integer(), nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("agrees", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("agrees IN ('', 'Y', 'N')", name=op.f("ck_fed_sample_case_agrees")),
        sa.CheckConstraint("unit IN ('C', 'K', 'Q')", name=op.f("ck_fed_sample_case_unit")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_fed_sample_case_seq_positive")),
        sa.ForeignKeyConstraint(
            ["program"],
            ["fed_state_program.number"],
            name=op.f("fk_fed_sample_case_program"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program", "seq", name=op.f("pk_fed_sample_case")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("fed_sample_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fed_sample_case_program_sample"), ["program", "sample"], unique=False
        )
