"""Names are looked for without accents and signs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cstui.name_folding import plain

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH = 10_000


def upgrade() -> None:
    names = op.create_table(
        "person_name",
        sa.Column("last", TEXT, autoincrement=False, nullable=False),
        sa.Column("first", TEXT, autoincrement=False, nullable=False),
        sa.Column("person", BIG, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_person_name_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("last", "first", "person", name=op.f("pk_person_name")),
        sqlite_with_rowid=False,
    )
    op.execute("DROP INDEX IF EXISTS ix_person_name")
    connection = op.get_bind()
    person = sa.table("person", sa.column("number"), sa.column("last"), sa.column("first"))
    rows, number = sa.select(person).order_by(person.c.number).limit(BATCH), -1
    while found := connection.execute(rows.where(person.c.number > number)).all():
        connection.execute(
            names.insert(),
            [{"last": plain(row.last), "first": plain(row.first), "person": row.number} for row in found],
        )
        number = found[-1].number
