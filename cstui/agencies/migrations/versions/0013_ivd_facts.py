"""The facts of the common IV-D vocabulary that no state's own records hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ivd_interstate",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("other", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("ffp", sa.Boolean(), nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.CheckConstraint("direction IN ('out', 'in')", name=op.f("ck_ivd_interstate_direction")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ivd_interstate_seq_positive")),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_ivd_interstate")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ivd_jurisdiction",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("nation", TEXT, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ivd_jurisdiction_seq_positive")),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_ivd_jurisdiction")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ivd_money",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("cents", BIG, nullable=False),
        sa.Column("share", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("debt", TEXT, nullable=False),
        sa.Column("second", sa.Boolean(), nullable=False),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('due', 'current', 'arrears')", name=op.f("ck_ivd_money_kind")),
        sa.CheckConstraint("cents <> 0", name=op.f("ck_ivd_money_cents_some")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ivd_money_seq_positive")),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_ivd_money")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ivd_money", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ivd_money_debt"),
            ["debt"],
            unique=False,
            sqlite_where=sa.text("debt <> ''"),
            postgresql_where=sa.text("debt <> ''"),
        )

    op.create_table(
        "ivd_putative",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("counts_with", TEXT, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ivd_putative_seq_positive")),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_ivd_putative")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ivd_spell",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ivd_spell_seq_positive")),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_ivd_spell")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ivd_stage",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ivd_stage_seq_positive")),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_ivd_stage")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ivd_assistance",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("program", TEXT, nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("last_grant", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ivd_assistance_seq_positive")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_ivd_assistance_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_ivd_assistance")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ivd_assistance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ivd_assistance_person"), ["person"], unique=False)

    op.create_table(
        "ivd_birth",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("wedlock", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("emancipated_on", sa.Date(), nullable=True),
        sa.Column("parent_died_on", sa.Date(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ivd_birth_seq_positive")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_ivd_birth_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_ivd_birth")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ivd_birth", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ivd_birth_person"), ["person"], unique=False)

    op.create_table(
        "ivd_child",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ivd_child_seq_positive")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_ivd_child_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_ivd_child")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ivd_child", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ivd_child_person"), ["person"], unique=False)

    op.create_table(
        "ivd_cover",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ivd_cover_seq_positive")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_ivd_cover_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_ivd_cover")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ivd_medical",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", BIG, nullable=True),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("ordered_of", TEXT, nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("viable", sa.Boolean(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ivd_medical_seq_positive")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_ivd_medical_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_ivd_medical")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ivd_order",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("person", BIG, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("by", TEXT, nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ivd_order_seq_positive")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_ivd_order_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_ivd_order")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ivd_paternity",
        sa.Column("case", TEXT, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("how", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_ivd_paternity_seq_positive")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_ivd_paternity_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_ivd_paternity")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ivd_paternity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ivd_paternity_person"), ["person"], unique=False)
