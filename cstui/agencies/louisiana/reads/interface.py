"""What interface files need of the store: records sent in a night, cases by IV-A number, acts done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cstui.agencies.louisiana.records import BenefitSpell, Case, Cooperation, Interface
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
