"""Kansas's tables: a consumer on CADS and in KEES."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ks_consumer",
        sa.Column("number", TEXT, autoincrement=False, nullable=False),
        sa.Column("ar", BIG, nullable=False),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("ees_office", TEXT, nullable=False),
        sa.Column("ees_worker", TEXT, nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("known_since", sa.Date(), nullable=True),
        sa.Column("minor_parent_until", sa.Date(), nullable=True),
        sa.Column("faet", sa.Boolean(), nullable=False),
        sa.Column("converted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(number) = 10 AND ltrim(number, '0123456789') = ''",
            name=op.f("ck_ks_consumer_number_digits"),
        ),
        sa.ForeignKeyConstraint(
            ["ar"], ["person.number"], name=op.f("fk_ks_consumer_ar"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["ees_office"], ["office.code"], name=op.f("fk_ks_consumer_ees_office"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["ees_worker"], ["worker.number"], name=op.f("fk_ks_consumer_ees_worker"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_ks_consumer_office"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_ks_consumer_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ks_consumer")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ks_consumer_ar"), "ks_consumer", ["ar"], unique=False)
    op.create_index(op.f("ix_ks_consumer_worker"), "ks_consumer", ["worker"], unique=False)
    op.create_table(
        "ks_alert",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("case", TEXT, nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("ap_name", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("handled_on", sa.Date(), nullable=True),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("code IN ('40', '41')", name=op.f("ck_ks_alert_code")),
        sa.CheckConstraint(
            "outcome IN ('', 'made', 'updated', 'nothing', 'failed', 'byhand')",
            name=op.f("ck_ks_alert_outcome"),
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_alert_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"], ["ks_consumer.number"], name=op.f("fk_ks_alert_consumer"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_ks_alert_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_alert")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ks_alert_sent_on"), "ks_alert", ["sent_on"], unique=False)
    op.create_index(
        "ix_ks_alert_unhandled",
        "ks_alert",
        ["sent_on"],
        unique=False,
        sqlite_where=sa.text("handled_on IS NULL"),
        postgresql_where=sa.text("handled_on IS NULL"),
    )
    op.create_index(
        "ix_ks_alert_unsent",
        "ks_alert",
        ["created_on"],
        unique=False,
        sqlite_where=sa.text("sent_on IS NULL"),
        postgresql_where=sa.text("sent_on IS NULL"),
    )
    op.create_table(
        "ks_ap",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_ap_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"], ["ks_consumer.number"], name=op.f("fk_ks_ap_consumer"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_ks_ap_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_ap")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ks_ap_person"), "ks_ap", ["person"], unique=False)
    op.create_table(
        "ks_application",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("programs", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('application', 'review')", name=op.f("ck_ks_application_kind")),
        sa.CheckConstraint(
            "outcome IN ('', 'approved', 'denied', 'withdrawn')", name=op.f("ck_ks_application_outcome")
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_application_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"], ["ks_consumer.number"], name=op.f("fk_ks_application_consumer"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_application")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ks_cads_mark",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("ap", TEXT, nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("code IN ('N', 'C')", name=op.f("ck_ks_cads_mark_code")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_cads_mark_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"], ["ks_consumer.number"], name=op.f("fk_ks_cads_mark_consumer"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_ks_cads_mark_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_cads_mark")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ks_case",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("program", TEXT, nullable=False),
        sa.Column("function", TEXT, nullable=False),
        sa.Column("function_on", sa.Date(), nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("service", TEXT, nullable=False),
        sa.Column("expedited", TEXT, nullable=False),
        sa.Column("pa_med", TEXT, nullable=False),
        sa.Column("medical_only", sa.Boolean(), nullable=False),
        sa.Column("interstate", TEXT, nullable=False),
        sa.Column("interstate_in", sa.Boolean(), nullable=False),
        sa.Column("paternity", sa.Boolean(), nullable=False),
        sa.Column("termination_reason", TEXT, nullable=False),
        sa.Column("terminated_on", sa.Date(), nullable=True),
        sa.Column("assigned", TEXT, nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=True),
        sa.Column("payee", TEXT, nullable=False),
        sa.Column("duplicate", TEXT, nullable=False),
        sa.Column("no_jurisdiction", TEXT, nullable=False),
        sa.Column("letter_on", sa.Date(), nullable=True),
        sa.Column("closing_reason", TEXT, nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("holds", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("expedited IN ('', 'Y', 'N')", name=op.f("ck_ks_case_expedited")),
        sa.CheckConstraint("function IN ('ENF', 'OBG', 'PAT', 'LOC')", name=op.f("ck_ks_case_function")),
        sa.CheckConstraint(
            "length(number) = 10 AND ltrim(number, '0123456789') = ''", name=op.f("ck_ks_case_number_digits")
        ),
        sa.CheckConstraint("service IN ('M', 'N', 'L')", name=op.f("ck_ks_case_service")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_case_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"], ["ks_consumer.number"], name=op.f("fk_ks_case_consumer"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_ks_case_office"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_ks_case_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_case")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ks_case_number"), "ks_case", ["number"], unique=False)
    op.create_index(op.f("ix_ks_case_worker"), "ks_case", ["worker"], unique=False)
    op.create_table(
        "ks_edbc",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("program", TEXT, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("run_on", sa.Date(), nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("result", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("alert", sa.Integer(), nullable=True),
        sa.Column("application", sa.Integer(), nullable=True),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("underpaid", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('regular', 'readonly')", name=op.f("ck_ks_edbc_kind")),
        sa.CheckConstraint("program IN ('TANF', 'CC', 'FA')", name=op.f("ck_ks_edbc_program")),
        sa.CheckConstraint(
            "result IN ('', 'none', 'out', 'closed', 'back', 'denied', 'approved')",
            name=op.f("ck_ks_edbc_result"),
        ),
        sa.CheckConstraint("status IN ('planned', 'run')", name=op.f("ck_ks_edbc_status")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_edbc_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"], ["ks_consumer.number"], name=op.f("fk_ks_edbc_consumer"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_edbc")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_ks_edbc_planned",
        "ks_edbc",
        ["run_on"],
        unique=False,
        sqlite_where=sa.text("status = 'planned'"),
        postgresql_where=sa.text("status = 'planned'"),
    )
    op.create_table(
        "ks_field_change",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("before", TEXT, nullable=False),
        sa.Column("after", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_field_change_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"],
            ["ks_consumer.number"],
            name=op.f("fk_ks_field_change_consumer"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_field_change")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ks_good_cause",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("ap", TEXT, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("code IN ('PD', 'GC', 'NO')", name=op.f("ck_ks_good_cause_code")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_good_cause_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"], ["ks_consumer.number"], name=op.f("fk_ks_good_cause_consumer"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_ks_good_cause_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_good_cause")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ks_non_compliance",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("program", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("override_ends", sa.Date(), nullable=True),
        sa.Column("complied_on", sa.Date(), nullable=True),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("alert", sa.Integer(), nullable=True),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("edited_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("comments", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("program IN ('TANF', 'CC', 'FA')", name=op.f("ck_ks_non_compliance_program")),
        sa.CheckConstraint(
            "reason IN ('1', '2', '3', '4', 'FA', 'NC')", name=op.f("ck_ks_non_compliance_reason")
        ),
        sa.CheckConstraint("type IN ('CS', 'NC')", name=op.f("ck_ks_non_compliance_type")),
        sa.CheckConstraint("ends IS NULL OR begins <= ends", name=op.f("ck_ks_non_compliance_begins_ends")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_non_compliance_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"],
            ["ks_consumer.number"],
            name=op.f("fk_ks_non_compliance_consumer"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_non_compliance")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ks_notice",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("program", TEXT, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('change', 'closing', 'denial', 'approval')", name=op.f("ck_ks_notice_kind")
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_notice_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"], ["ks_consumer.number"], name=op.f("fk_ks_notice_consumer"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_notice")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ks_program_spell",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("program", TEXT, nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("ended_why", TEXT, nullable=False),
        sa.Column("out_from", sa.Date(), nullable=True),
        sa.Column("back_from", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("program IN ('TANF', 'CC', 'FA')", name=op.f("ck_ks_program_spell_program")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_program_spell_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"],
            ["ks_consumer.number"],
            name=op.f("fk_ks_program_spell_consumer"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_program_spell")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ks_task",
        sa.Column("consumer", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("queue", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("details", TEXT, nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("alert", sa.Integer(), nullable=True),
        sa.Column("run", sa.Integer(), nullable=True),
        sa.Column("taken_by", TEXT, nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("worked_on", sa.Date(), nullable=True),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("queue IN ('PURPLE', 'WORK', 'FAET', 'INBOX')", name=op.f("ck_ks_task_queue")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ks_task_seq_positive")),
        sa.ForeignKeyConstraint(
            ["consumer"], ["ks_consumer.number"], name=op.f("fk_ks_task_consumer"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("consumer", "seq", name=op.f("pk_ks_task")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_ks_task_queue_made_on"),
        "ks_task",
        ["queue", "made_on"],
        unique=False,
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
