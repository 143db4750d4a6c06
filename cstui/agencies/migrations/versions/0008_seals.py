"""The log proves more: the digest of a line's receipt, and seals of the whole log.

Lines that are there have none of their receipts' digests; their format says so. On PostgreSQL the key of the
words by which persons are looked for holds their names too.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    # Without a copy of the table, which is the largest of a store.
    op.add_column("activity", sa.Column("receipt_digest", TEXT, nullable=False, server_default=sa.text("''")))
    op.create_table(
        "seal",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last", BIG, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("lines", TEXT, nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("previous", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_seal_seq_positive")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_seal")),
        sqlite_with_rowid=False,
    )
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint("pk_person_word", "person_word", type_="primary")
        op.execute(
            "ALTER TABLE person_word ADD CONSTRAINT pk_person_word PRIMARY KEY (word, person) INCLUDE (names)"
        )
