"""What interface files need of the store: records sent in a night, cases by IV-A number, acts done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cstui.policy.facts import WaitingRecord
from cstui.policy.records import BenefitSpell, Case, Cooperation, Interface
from cstui.store.engine import read_values
from cstui.store.journal import ACTIVITY, RECEIPT
from cstui.store.log_reads import ActivityRow
from cstui.store.tables import TABLES


class SentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One LAIN 2IP record that was sent, with its case and the entry that it tells of."""

    case: str
    seq: int
    says: str
    office: str
    worker: str
    iva_number: str
    ground: str
    failed_on: date | None
    entered_on: date


def sent_records(session: Session, night: date) -> list[SentRecord]:
    """The records sent in a night, by case and number."""
    row, case, entry = TABLES[Interface].c, TABLES[Case].c, TABLES[Cooperation].c
    rows = (
        select(
            row.case,
            row.seq,
            row.says,
            case.office,
            case.worker,
            case.iva_number,
            entry.ground,
            entry.failed_on,
            entry.entered_on,
        )
        .join(TABLES[Case], case.number == row.case)
        .join(TABLES[Cooperation], (entry.case == row.case) & (entry.seq == row.cooperation))
        .where(row.sent_on == night, row.status == "sent")
        .order_by(row.case, row.seq)
    )
    return [SentRecord(**found) for found in session.connection().execute(rows).mappings()]


def first_date(session: Session) -> date:
    """The first business date of the store."""
    return date.fromisoformat(read_values(session.connection())["anchor"])


def cases_of_iva_number(session: Session, written: Sequence[str]) -> list[Case]:
    """The cases that carry an IV-A number (in one of the ways it is written), open ones first.

    The case's own number counts, and that of its CP's benefits.
    """
    case, spell = TABLES[Case].c, TABLES[BenefitSpell].c
    payees = select(spell.person).where(spell.iva_number.in_(written))
    rows = (
        select(TABLES[Case])
        .where(or_(case.iva_number.in_(written), case.cp.in_(payees)))
        .order_by(case.status == "closed", case.number)
    )
    return [Case(**found) for found in session.connection().execute(rows).mappings()]


def inputs_done(session: Session, case: str, act: str) -> list[str]:
    """What was asked by every act of that name on a case, as canonical JSON."""
    row = RECEIPT.c
    rows = select(row.inputs).where(row.id >= f"{case}-", row.id < f"{case}.", row.act == act)
    return list(session.connection().scalars(rows))


ASIDE, SETTLED = "IA", "IS"
"""The codes in the log under `store` of a record from IV-A that was set aside, and of one seen to."""


def any_set_aside(session: Session) -> bool:
    """Whether a record from IV-A was ever set aside; a worklist asks this before it counts."""
    row = ACTIVITY.c
    found = select(row.seq).where(row.subject == "store", row.action == ASIDE).limit(1)
    return session.connection().execute(found).first() is not None


def store_entries(session: Session, actions: Sequence[str], text: str = "") -> list[ActivityRow]:
    """The entries of the log under `store` with these codes and with `text` in them, oldest first."""
    row = ACTIVITY.c
    names = ActivityRow.__struct_fields__
    rows = (
        select(*(row[name] for name in names))
        .where(row.subject == "store", row.action.in_(list(actions)))
        .order_by(row.seq)
    )
    if text:
        rows = rows.where(row.text.contains(text, autoescape=True))
    return [
        ActivityRow(**dict(zip(names, found, strict=True))) for found in session.connection().execute(rows)
    ]


def waiting(session: Session) -> tuple[WaitingRecord, ...]:
    """The records of IV-A that were set aside and not settled, oldest first."""
    rows = store_entries(session, [ASIDE, SETTLED])
    settled = set(_settled(row.text for row in rows if row.action == SETTLED))
    return tuple(
        WaitingRecord(entry=row.seq, on=row.on, text=row.text)
        for row in rows
        if row.action == ASIDE and row.seq not in settled
    )


def _settled(texts: Iterable[str]) -> Iterator[int]:
    for text in texts:
        number = text.removeprefix("Entry ").partition(" ")[0]
        if number.isdigit():
            yield int(number)
