"""What use has shown to be missing: new facts of cases, persons, offices and letters.

New columns stand last, in their class as here, with the meaning that rows had before.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from cstui.store.name_search import words_of_person

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

NEW: dict[str, tuple[tuple[str, Any, str | None], ...]] = {
    "person": (
        ("died_on", sa.Date(), None),
        ("held_since", sa.Date(), None),
        ("held_until", sa.Date(), None),
        ("lives_in", TEXT, "''"),
        ("merged_into", BIG, None),
    ),
    "la_child": (("order_until", sa.Date(), None), ("emancipated_on", sa.Date(), None)),
    "la_closure": (("essential", TEXT, "''"),),
    "la_appointment": (("need", TEXT, "''"),),
    "la_referral": (
        ("form_4ncp_on", sa.Date(), None),
        ("outcome", TEXT, "''"),
        ("ended_on", sa.Date(), None),
    ),
    "la_case": (("agreed_on", sa.Date(), None), ("payee_since", sa.Date(), None)),
    "la_agreement": (("standing", sa.Boolean(), "true"),),
}
"""By table: each new column, its type, and in SQL what rows have that are there already; None: nothing."""

WITH_ROWID = ("person",)
"""Tables that are not kept in the order of their keys on SQLite."""
PERSONS_AT_ONCE = 10_000


def upgrade() -> None:
    for table, columns in NEW.items():
        with _remade(table) as batch:
            for name, kind, was in columns:
                default = None if was is None else sa.text(was)
                batch.add_column(sa.Column(name, kind, nullable=was is None, server_default=default))
        filled = [name for name, _, was in columns if was is not None]
        if filled:
            with _remade(table) as batch:
                for name in filled:
                    batch.alter_column(name, server_default=None)
    _of_persons()
    _of_good_cause()
    _of_closures()
    _person_words()
    _of_appointments()
    _of_referrals()


def _of_persons() -> None:
    with _remade("person") as batch:
        batch.create_check_constraint(op.f("ck_person_held_since_until"), "held_since < held_until")
        batch.create_check_constraint(op.f("ck_person_merged_into_another"), "merged_into <> number")
        batch.create_foreign_key(
            op.f("fk_person_merged_into"), "person", ["merged_into"], ["number"], ondelete="RESTRICT"
        )
    op.create_table(
        "person_merge",
        sa.Column("person", BIG, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("into", BIG, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_person_merge_seq_positive")),
        sa.ForeignKeyConstraint(
            ["into"], ["person.number"], name=op.f("fk_person_merge_into"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_person_merge_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("person", "seq", name=op.f("pk_person_merge")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_person_merge_into"), "person_merge", ["into"], unique=False)
    merged = sa.text("merged_into IS NOT NULL")
    op.create_index(
        op.f("ix_person_merged_into"),
        "person",
        ["merged_into"],
        sqlite_where=merged,
        postgresql_where=merged,
    )


def _of_closures() -> None:
    """A closure for another reason than FTC has come by no path of it."""
    name = op.f("ck_closure_path")
    with _remade("la_closure") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, "path IN ('', 'removed', 'inactive')")


def _of_good_cause() -> None:
    """GC REASON 0 says that good cause is not claimed: it has no standing."""
    name = op.f("ck_good_cause_standing")
    with _remade("la_good_cause") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, "standing IN ('', 'claimed', 'determined', 'denied', 'ended')")


def _person_words() -> None:
    """Every person is looked for by the words of his or her names, and by how they sound."""
    table = op.create_table(
        "person_word",
        sa.Column("word", TEXT, autoincrement=False, nullable=False),
        sa.Column("person", BIG, autoincrement=False, nullable=False),
        sa.Column("names", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.number"], name=op.f("fk_person_word_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("word", "person", name=op.f("pk_person_word")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_person_word_person"), "person_word", ["person"], unique=False)
    person = sa.table("person", *(sa.column(name) for name in ("number", "last", "first", "middle")))
    rows, number = sa.select(person).order_by(person.c.number).limit(PERSONS_AT_ONCE), -1
    while found := op.get_bind().execute(rows.where(person.c.number > number)).all():
        by = [(one, words_of_person(*names)) for one, *names in found]
        op.bulk_insert(
            table,
            [{"word": word, "person": one, "names": has.names} for one, has in by for word in has.words],
        )
        number = found[-1].number


def _of_appointments() -> None:
    """Where nothing is said an appointment for signature and interview is for the signature, as it was."""
    with _remade("la_appointment") as batch:
        batch.create_check_constraint(op.f("ck_appointment_need"), "need IN ('', 'S', 'I', 'D', 'O')")


def _of_referrals() -> None:
    with _remade("la_referral") as batch:
        batch.create_check_constraint(op.f("ck_referral_outcome"), "outcome IN ('', 'denied', 'withdrawn')")


def _remade(table: str) -> Any:
    """A table rebuilt on SQLite: Alembic does not carry WITHOUT ROWID over by itself."""
    return op.batch_alter_table(
        table,
        recreate="always" if op.get_context().dialect.name == "sqlite" else "never",
        table_kwargs={"sqlite_with_rowid": table in WITH_ROWID},
    )
