"""The first tables."""
# ruff: noqa: E501

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
        "activity",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("act", TEXT, nullable=False),
        sa.Column("receipt", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("previous", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_activity_seq_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("subject", "seq", name=op.f("uq_activity_subject_seq")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_actor_id"), ["actor", "id"], unique=False)

    op.create_table(
        "chain_head",
        sa.Column("subject", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_chain_head")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "nightly_job",
        sa.Column("night", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("job", TEXT, autoincrement=False, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("cursor", TEXT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("night", "job", name=op.f("pk_nightly_job")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "office",
        sa.Column("code", TEXT, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(code) = 2 AND ltrim(code, '0123456789') = ''", name=op.f("ck_office_code_digits")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_office")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "person",
        sa.Column("number", BIG, autoincrement=False, nullable=False),
        sa.Column("last", TEXT, nullable=False),
        sa.Column("first", TEXT, nullable=False),
        sa.Column("middle", TEXT, nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("employer", TEXT, nullable=False),
        sa.Column("family_violence", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0 AND number < 1000000000", name=op.f("ck_person_number_range")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_born"), ["born"], unique=False)

    op.create_table(
        "receipt",
        sa.Column("id", TEXT, autoincrement=False, nullable=False),
        sa.Column("act", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inputs", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "store_info",
        sa.Column("key", TEXT, autoincrement=False, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_store_info")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "address",
        sa.Column("person", BIG, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("line1", TEXT, nullable=False),
        sa.Column("line2", TEXT, nullable=False),
        sa.Column("city", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("zip_code", TEXT, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_address_seq_positive")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_address_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("person", "seq", name=op.f("pk_address")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "benefit_spell",
        sa.Column("person", BIG, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("program", TEXT, nullable=False),
        sa.Column("iva_number", TEXT, nullable=False),
        sa.Column("applied", sa.Date(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=True),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.Column("closing_reason", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("program IN ('FITAP', 'KCSP')", name=op.f("ck_benefit_spell_program")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_benefit_spell_seq_positive")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_benefit_spell_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("person", "seq", name=op.f("pk_benefit_spell")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("benefit_spell", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_benefit_spell_iva_number"), ["iva_number"], unique=False)

    op.create_table(
        "office_hours",
        sa.Column("office", TEXT, autoincrement=False, nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opens", TEXT, nullable=False),
        sa.Column("closes", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(closes) = 5 AND substr(closes, 3, 1) = ':' AND ltrim(substr(closes, 1, 2) || substr(closes, 4, 2), '0123456789') = '' AND substr(closes, 1, 2) < '24' AND substr(closes, 4, 2) < '60'",
            name=op.f("ck_office_hours_closes_clock"),
        ),
        sa.CheckConstraint(
            "length(opens) = 5 AND substr(opens, 3, 1) = ':' AND ltrim(substr(opens, 1, 2) || substr(opens, 4, 2), '0123456789') = '' AND substr(opens, 1, 2) < '24' AND substr(opens, 4, 2) < '60'",
            name=op.f("ck_office_hours_opens_clock"),
        ),
        sa.CheckConstraint("opens < closes", name=op.f("ck_office_hours_opens_before_closes")),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_office_hours_weekday")),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_office_hours_office"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("office", "weekday", name=op.f("pk_office_hours")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "phone",
        sa.Column("person", BIG, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_phone_seq_positive")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_phone_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("person", "seq", name=op.f("pk_phone")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "session",
        sa.Column("office", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('CH', 'GT')", name=op.f("ck_session_kind")),
        sa.CheckConstraint(
            "length(at) = 5 AND substr(at, 3, 1) = ':' AND ltrim(substr(at, 1, 2) || substr(at, 4, 2), '0123456789') = '' AND substr(at, 1, 2) < '24' AND substr(at, 4, 2) < '60'",
            name=op.f("ck_session_at_clock"),
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_session_seq_positive")),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_session_office"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("office", "seq", name=op.f("pk_session")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_office_on"), ["office", "on"], unique=False)

    op.create_table(
        "worker",
        sa.Column("number", TEXT, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(number) = 5 AND ltrim(number, '0123456789') = ''", name=op.f("ck_worker_number_digits")
        ),
        sa.CheckConstraint("role IN ('worker', 'supervisor', 'trainer')", name=op.f("ck_worker_role")),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_worker_office"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_worker")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "agreement",
        sa.Column("person", BIG, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_agreement_seq_positive")),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_agreement_office"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_agreement_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_agreement_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("person", "seq", name=op.f("pk_agreement")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case",
        sa.Column("number", TEXT, autoincrement=False, nullable=False),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("cp", BIG, nullable=False),
        sa.Column("ncp", BIG, nullable=True),
        sa.Column("iva_number", TEXT, nullable=False),
        sa.Column("docket", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.Column("form_4ncp", TEXT, nullable=False),
        sa.Column("form_4ncp_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("form_4ncp IN ('signed', 'unsigned', 'none')", name=op.f("ck_case_form_4ncp")),
        sa.CheckConstraint(
            "length(number) = 8 AND ltrim(number, '0123456789') = ''", name=op.f("ck_case_number_digits")
        ),
        sa.CheckConstraint("status IN ('open', 'pended', 'closed')", name=op.f("ck_case_status")),
        sa.ForeignKeyConstraint(["cp"], ["person.number"], name=op.f("fk_case_cp"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["ncp"], ["person.number"], name=op.f("fk_case_ncp"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_case_office"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_case_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_case")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_cp"), ["cp"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_docket"), ["docket"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_iva_number"), ["iva_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_ncp"), ["ncp"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_worker_status"), ["worker", "status"], unique=False)

    op.create_table(
        "appointment",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("follows", sa.Integer(), nullable=True),
        sa.Column("moved_times", sa.Integer(), nullable=False),
        sa.Column("presence_required", sa.Boolean(), nullable=False),
        sa.Column("necessary", sa.Boolean(), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(at) = 5 AND substr(at, 3, 1) = ':' AND ltrim(substr(at, 1, 2) || substr(at, 4, 2), '0123456789') = '' AND substr(at, 1, 2) < '24' AND substr(at, 4, 2) < '60'",
            name=op.f("ck_appointment_at_clock"),
        ),
        sa.CheckConstraint("purpose IN ('SI', 'GT', 'CH')", name=op.f("ck_appointment_purpose")),
        sa.CheckConstraint(
            "status IN ('open', 'kept', 'failed', 'excused', 'moved', 'cancelled')",
            name=op.f("ck_appointment_status"),
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_appointment_seq_positive")),
        sa.ForeignKeyConstraint(
            ["case", "follows"],
            ["appointment.case", "appointment.seq"],
            name=op.f("fk_appointment_case_follows"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["case"], ["case.number"], name=op.f("fk_appointment_case"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_appointment_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_appointment")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_worker_on"), ["worker", "on"], unique=False)
        batch_op.create_index(
            "uq_appointment_slot",
            ["worker", "on", "at"],
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )

    op.create_table(
        "benefit_news",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_benefit_news_seq_positive")),
        sa.ForeignKeyConstraint(
            ["case"], ["case.number"], name=op.f("fk_benefit_news_case"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_benefit_news")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "child",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("order_on", sa.Date(), nullable=True),
        sa.Column("participation", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_child_seq_positive")),
        sa.ForeignKeyConstraint(["case"], ["case.number"], name=op.f("fk_child_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_child_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_child")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_child_person"), ["person"], unique=False)

    op.create_table(
        "closure",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("pended_on", sa.Date(), nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("path IN ('removed', 'inactive')", name=op.f("ck_closure_path")),
        sa.CheckConstraint("status IN ('pended', 'withdrawn', 'closed')", name=op.f("ck_closure_status")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_closure_seq_positive")),
        sa.ForeignKeyConstraint(["case"], ["case.number"], name=op.f("fk_closure_case"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_closure")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("closure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_closure_status_closes_on"), ["status", "closes_on"], unique=False
        )

    op.create_table(
        "cooperation",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("ground", TEXT, nullable=False),
        sa.Column("failed_on", sa.Date(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("basis", TEXT, nullable=False),
        sa.Column("ofs_53_on", sa.Date(), nullable=True),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('reported', 'documented', 'cooperating')", name=op.f("ck_cooperation_kind")
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_cooperation_seq_positive")),
        sa.ForeignKeyConstraint(
            ["case"], ["case.number"], name=op.f("fk_cooperation_case"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_cooperation_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_cooperation")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("cooperation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cooperation_kind_reported_on"), ["kind", "reported_on"], unique=False
        )

    op.create_table(
        "escalation",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_escalation_seq_positive")),
        sa.ForeignKeyConstraint(
            ["case"], ["case.number"], name=op.f("fk_escalation_case"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_escalation")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "good_cause",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("standing", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "standing IN ('claimed', 'determined', 'denied', 'ended')", name=op.f("ck_good_cause_standing")
        ),
        sa.CheckConstraint("seq > 0", name=op.f("ck_good_cause_seq_positive")),
        sa.ForeignKeyConstraint(
            ["case"], ["case.number"], name=op.f("fk_good_cause_case"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_good_cause")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "interface",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("says", TEXT, nullable=False),
        sa.Column("cooperation", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('waiting', 'sent', 'withdrawn')", name=op.f("ck_interface_status")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_interface_seq_positive")),
        sa.ForeignKeyConstraint(
            ["case"], ["case.number"], name=op.f("fk_interface_case"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_interface")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("interface", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interface_status_made_on"), ["status", "made_on"], unique=False)

    op.create_table(
        "next_step",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
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
            ["case"], ["case.number"], name=op.f("fk_next_step_case"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_next_step_office"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_next_step_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_next_step")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("next_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_next_step_changes_on"), ["changes_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_next_step_worker_urgency_due"), ["worker", "urgency", "due"], unique=False
        )

    op.create_table(
        "office_request",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_office", TEXT, nullable=False),
        sa.Column("agreement", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", TEXT, nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_office_request_seq_positive")),
        sa.ForeignKeyConstraint(
            ["case"], ["case.number"], name=op.f("fk_office_request_case"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["from_office"], ["office.code"], name=op.f("fk_office_request_from_office"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["worker.number"], name=op.f("fk_office_request_opened_by"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_office_request")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "referral",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("form_4ncp", TEXT, nullable=False),
        sa.Column("child", sa.Integer(), nullable=True),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("form_4ncp IN ('signed', 'unsigned', 'none')", name=op.f("ck_referral_form_4ncp")),
        sa.CheckConstraint("source IN ('iva', 'cse')", name=op.f("ck_referral_source")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_referral_seq_positive")),
        sa.ForeignKeyConstraint(
            ["case"], ["case.number"], name=op.f("fk_referral_case"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_referral_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_referral")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reminder",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_reminder_seq_positive")),
        sa.ForeignKeyConstraint(
            ["case"], ["case.number"], name=op.f("fk_reminder_case"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_reminder_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_reminder")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_worker_due"), ["worker", "due"], unique=False)

    op.create_table(
        "retained",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("turned_over_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_retained_amount")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_retained_seq_positive")),
        sa.ForeignKeyConstraint(
            ["case"], ["case.number"], name=op.f("fk_retained_case"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_retained")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contact",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("how", TEXT, nullable=False),
        sa.Column("about", TEXT, nullable=False),
        sa.Column("initiative", sa.Boolean(), nullable=False),
        sa.Column("appointment", sa.Integer(), nullable=True),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("promised", TEXT, nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_contact_seq_positive")),
        sa.ForeignKeyConstraint(
            ["case", "appointment"],
            ["appointment.case", "appointment.seq"],
            name=op.f("fk_contact_case_appointment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["case"], ["case.number"], name=op.f("fk_contact_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_contact_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["worker"], ["worker.number"], name=op.f("fk_contact_worker"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_contact")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "form",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("mailed_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("appointment", sa.Integer(), nullable=True),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_form_seq_positive")),
        sa.ForeignKeyConstraint(
            ["case", "appointment"],
            ["appointment.case", "appointment.seq"],
            name=op.f("fk_form_case_appointment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["case"], ["case.number"], name=op.f("fk_form_case"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_form_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_form")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("form", schema=None) as batch_op:
        batch_op.create_index(
            "ix_form_unmailed",
            ["made_on"],
            unique=False,
            sqlite_where=sa.text("mailed_on IS NULL"),
            postgresql_where=sa.text("mailed_on IS NULL"),
        )
