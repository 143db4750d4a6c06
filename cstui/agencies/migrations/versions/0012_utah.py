"""Utah's tables: a noncustodial parent, the criminal matter, restitution orders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ut_ncp",
        sa.Column("number", TEXT, autoincrement=False, nullable=False),
        sa.Column("parent", BIG, nullable=False),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("convicted", sa.Boolean(), nullable=False),
        sa.Column("lives_out", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_ut_ncp_office"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["parent"], ["person.number"], name=op.f("fk_ut_ncp_parent"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_ut_ncp_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ut_ncp")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ut_ncp", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ut_ncp_parent"), ["parent"], unique=False)
        batch_op.create_index(batch_op.f("ix_ut_ncp_worker"), ["worker"], unique=False)

    op.create_table(
        "ut_address_request",
        sa.Column("ncp", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("postmaster", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('', 'verified', 'changed', 'returned')", name=op.f("ck_ut_address_request_outcome")
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ut_address_request_seq_positive")),
        sa.ForeignKeyConstraint(
            ["ncp"], ["ut_ncp.number"], name=op.f("fk_ut_address_request_ncp"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("ncp", "seq", name=op.f("pk_ut_address_request")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ut_case",
        sa.Column("ncp", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("team", TEXT, nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("iva", sa.Boolean(), nullable=False),
        sa.Column("non_iva_since", sa.Date(), nullable=True),
        sa.Column("rests_on", TEXT, nullable=False),
        sa.Column("registered", sa.Boolean(), nullable=False),
        sa.Column("served", sa.Boolean(), nullable=False),
        sa.Column("civil_tried", sa.Boolean(), nullable=False),
        sa.Column("current", BIG, nullable=False),
        sa.Column("transferred_on", sa.Date(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("included", TEXT, nullable=False),
        sa.Column("debt_roll", sa.Boolean(), nullable=False),
        sa.Column("modified_on", sa.Date(), nullable=True),
        sa.Column("coordinated_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("included IN ('', 'Y', 'N')", name=op.f("ck_ut_case_included")),
        sa.CheckConstraint("rests_on IN ('', 'S', 'J', 'D', 'P')", name=op.f("ck_ut_case_rests_on")),
        sa.CheckConstraint("team IN ('CSS', 'CIC', 'CNS')", name=op.f("ck_ut_case_team")),
        sa.CheckConstraint("current >= 0", name=op.f("ck_ut_case_current_cents")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ut_case_seq_positive")),
        sa.ForeignKeyConstraint(["ncp"], ["ut_ncp.number"], name=op.f("fk_ut_case_ncp"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_ut_case_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("ncp", "seq", name=op.f("pk_ut_case")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ut_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ut_case_number"), ["number"], unique=True)
        batch_op.create_index(batch_op.f("ix_ut_case_person"), ["person"], unique=False)

    op.create_table(
        "ut_consent",
        sa.Column("ncp", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ut_consent_seq_positive")),
        sa.ForeignKeyConstraint(
            ["ncp"], ["ut_ncp.number"], name=op.f("fk_ut_consent_ncp"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("ncp", "seq", name=op.f("pk_ut_consent")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ut_cp_forms",
        sa.Column("ncp", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case", TEXT, nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("cooperates", sa.Boolean(), nullable=False),
        sa.Column("waives", TEXT, nullable=False),
        sa.Column("letter_on", sa.Date(), nullable=True),
        sa.Column("closure_on", sa.Date(), nullable=True),
        sa.Column("iva_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("waives IN ('', 'Y', 'N')", name=op.f("ck_ut_cp_forms_waives")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ut_cp_forms_seq_positive")),
        sa.ForeignKeyConstraint(
            ["ncp"], ["ut_ncp.number"], name=op.f("fk_ut_cp_forms_ncp"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("ncp", "seq", name=op.f("pk_ut_cp_forms")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ut_enforcement",
        sa.Column("ncp", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ut_enforcement_seq_positive")),
        sa.ForeignKeyConstraint(
            ["ncp"], ["ut_ncp.number"], name=op.f("fk_ut_enforcement_ncp"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_ut_enforcement_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("ncp", "seq", name=op.f("pk_ut_enforcement")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ut_order_part",
        sa.Column("ncp", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("of_order", sa.Integer(), nullable=False),
        sa.Column("case", TEXT, nullable=False),
        sa.Column("current", BIG, nullable=False),
        sa.Column("arrears", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ut_order_part_seq_positive")),
        sa.ForeignKeyConstraint(
            ["ncp"], ["ut_ncp.number"], name=op.f("fk_ut_order_part_ncp"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("ncp", "seq", name=op.f("pk_ut_order_part")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ut_posting_instruction",
        sa.Column("ncp", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ut_posting_instruction_seq_positive")),
        sa.ForeignKeyConstraint(
            ["ncp"], ["ut_ncp.number"], name=op.f("fk_ut_posting_instruction_ncp"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("ncp", "seq", name=op.f("pk_ut_posting_instruction")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ut_prosecution",
        sa.Column("ncp", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("phase", TEXT, nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("searched_on", sa.Date(), nullable=True),
        sa.Column("referral_on", sa.Date(), nullable=True),
        sa.Column("packet_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("attorney", TEXT, nullable=False),
        sa.Column("court", TEXT, nullable=False),
        sa.Column("charges", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trial_on", sa.Date(), nullable=True),
        sa.Column("defense_on", sa.Date(), nullable=True),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("outcomes", sa.Text(), nullable=False),
        sa.Column("probation_until", sa.Date(), nullable=True),
        sa.Column("restitution", BIG, nullable=False),
        sa.Column("payments", BIG, nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_why", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "phase IN ('pre', 'active', 'sentenced', 'ended')", name=op.f("ck_ut_prosecution_phase")
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ut_prosecution_seq_positive")),
        sa.ForeignKeyConstraint(
            ["ncp"], ["ut_ncp.number"], name=op.f("fk_ut_prosecution_ncp"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("ncp", "seq", name=op.f("pk_ut_prosecution")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ut_prosecution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ut_prosecution_phase"),
            ["phase"],
            unique=False,
            sqlite_where=sa.text("phase <> 'ended'"),
            postgresql_where=sa.text("phase <> 'ended'"),
        )

    op.create_table(
        "ut_restitution_order",
        sa.Column("ncp", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("current", BIG, nullable=False),
        sa.Column("arrears", BIG, nullable=False),
        sa.Column("clause", sa.Boolean(), nullable=False),
        sa.Column("terms", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ut_restitution_order_seq_positive")),
        sa.ForeignKeyConstraint(
            ["ncp"], ["ut_ncp.number"], name=op.f("fk_ut_restitution_order_ncp"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("ncp", "seq", name=op.f("pk_ut_restitution_order")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ut_show_cause",
        sa.Column("ncp", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ut_show_cause_seq_positive")),
        sa.ForeignKeyConstraint(
            ["ncp"], ["ut_ncp.number"], name=op.f("fk_ut_show_cause_ncp"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("ncp", "seq", name=op.f("pk_ut_show_cause")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ut_worksheet",
        sa.Column("ncp", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("by_filing", sa.Boolean(), nullable=False),
        sa.Column("principal", BIG, nullable=False),
        sa.Column("interest", BIG, nullable=False),
        sa.Column("fti", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ut_worksheet_seq_positive")),
        sa.ForeignKeyConstraint(
            ["ncp"], ["ut_ncp.number"], name=op.f("fk_ut_worksheet_ncp"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("ncp", "seq", name=op.f("pk_ut_worksheet")),
        sqlite_with_rowid=False,
    )
