"""Referrals that child support has, by office and worker."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cstui.agencies.kansas.records import Consumer, NoncustodialParent, Referral
from cstui.policy.records import Person
from cstui.store.reads import full_name
from cstui.store.tables import TABLES


class ReferralRow(msgspec.Struct, frozen=True, kw_only=True):
    """A received referral with the names of AR and AP."""

    consumer: str
    seq: int
    number: str
    type: str
    ar: str
    ap: str
    program: str
    approved_on: date | None
    received_on: date | None
    outcome: str


class Referrals(msgspec.Struct, frozen=True, kw_only=True):
    """A page of referrals, by approval date and number, and how many there are."""

    rows: tuple[ReferralRow, ...]
    count: int


class WantedReferrals(msgspec.Struct, frozen=True, kw_only=True):
    """Which referrals: of a worker or an office, of a type, the worked ones too (`worked`)."""

    worker: str = ""
    office: str = ""
    type: str = ""
    worked: bool = False


def referral_of(session: Session, number: str) -> tuple[str, int] | None:
    """The consumer of a received referral and its number there; None where no referral has the number."""
    referral = TABLES[Referral].c
    found = select(referral.consumer, referral.seq).where(
        referral.number == number, referral.received_on.is_not(None)
    )
    row = session.connection().execute(found).first()
    return (row.consumer, row.seq) if row is not None else None


def referrals(session: Session, wanted: WantedReferrals, *, limit: int, offset: int) -> Referrals:
    """The received referrals that are wanted."""
    referral, consumer, person = TABLES[Referral].c, TABLES[Consumer].c, TABLES[Person].c
    ncp = TABLES[NoncustodialParent].c
    where = [referral.received_on.is_not(None)]
    if not wanted.worked:
        where.append(referral.outcome == "")
    if wanted.type:
        where.append(referral.type == wanted.type)
    if wanted.worker:
        where.append(consumer.worker == wanted.worker)
    if wanted.office:
        where.append(consumer.office == wanted.office)
    joined = (
        TABLES[Referral]
        .join(TABLES[Consumer], consumer.number == referral.consumer)
        .join(TABLES[Person], person.number == consumer.ar)
        .outerjoin(
            TABLES[NoncustodialParent], (ncp.consumer == referral.consumer) & (ncp.seq == referral.ncp)
        )
    )
    shown = (
        select(
            TABLES[Referral],
            person.last,
            person.first,
            person.middle,
            ncp.last.label("ap_last"),
            ncp.first.label("ap_first"),
        )
        .select_from(joined)
        .where(*where)
        .order_by(referral.approved_on, referral.number)
        .limit(limit)
        .offset(offset)
    )
    connection = session.connection()
    count = connection.execute(select(func.count()).select_from(joined).where(*where)).scalar_one()
    rows = tuple(
        ReferralRow(
            consumer=row.consumer,
            seq=row.seq,
            number=row.number,
            type=row.type,
            ar=full_name(row.last, row.first, row.middle),
            ap=full_name(row.ap_last or "", row.ap_first or "") or "UNKNOWN",
            program=row.program,
            approved_on=row.approved_on,
            received_on=row.received_on,
            outcome=row.outcome,
        )
        for row in connection.execute(shown)
    )
    return Referrals(rows=rows, count=count)
