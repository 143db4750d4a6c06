"""Alerts as the night's file has them."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from cstui.agencies.kansas.records import Alert
from cstui.policy.records import Worker
from cstui.store.tables import TABLES


class SentAlert(msgspec.Struct, frozen=True, kw_only=True):
    """One alert that was sent, with the name of the worker of its case."""

    consumer: str
    seq: int
    code: str
    created_on: date
    created_at: str
    copied_as: str
    ap_name: str
    reason: str
    worker_name: str


def sent_alerts(session: Session, night: date) -> list[SentAlert]:
    """The alerts sent in a night, by person and number."""
    alert, worker = TABLES[Alert].c, TABLES[Worker].c
    rows = (
        select(
            alert.consumer,
            alert.seq,
            alert.code,
            alert.created_on,
            alert.created_at,
            alert.copied_as,
            alert.ap_name,
            alert.reason,
            worker.name.label("worker_name"),
        )
        .join(TABLES[Worker], worker.number == alert.worker)
        .where(alert.sent_on == night)
        .order_by(alert.consumer, alert.seq)
    )
    return [SentAlert(**found) for found in session.connection().execute(rows).mappings()]
