"""What interface files need of the store: acts done before, and records that were set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cstui.policy.facts import SetAsideRecord
from cstui.store import chain, log_reads
from cstui.store.engine import day_kept, read_values
from cstui.store.log_reads import ActivityRow
from cstui.store.log_tables import ACTIVITY, HEAD, RECEIPT

ASIDE, SETTLED = "IA", "IS"
"""The codes in the log under `store` of an interface record that was set aside, and of one seen to."""


def first_date(session: Session) -> date:
    """The first business date of the store."""
    return day_kept(read_values(session.connection()), "anchor")


def inputs_done(session: Session, subject: str, act: str) -> list[str]:
    """What was asked by every act of that name on a subject, as canonical JSON."""
    row, begins = RECEIPT.c, chain.receipt_prefix(subject)
    rows = select(row.inputs).where(row.id >= f"{begins}-", row.id < f"{begins}.", row.act == act)
    return list(session.connection().scalars(rows))


def any_set_aside(session: Session) -> bool:
    """Whether an interface record was ever set aside; a worklist asks this before it counts."""
    row = ACTIVITY.c
    found = select(row.seq).where(row.subject == "store", row.action == ASIDE).limit(1)
    return session.connection().execute(found).first() is not None


def last_entry(session: Session) -> int:
    """The number of the last entry of the log under `store`; 0 where there is none."""
    return session.connection().scalar(select(HEAD.c.seq).where(HEAD.c.subject == "store")) or 0


def store_entries(
    session: Session, actions: Sequence[str], text: str = "", since: int = 0
) -> list[ActivityRow]:
    """The entries of the log under `store` with these codes and with `text` in them, oldest first."""
    row = ACTIVITY.c
    rows = log_reads.rows().where(row.subject == "store", row.action.in_(list(actions))).order_by(row.seq)
    rows = rows.where(row.seq > since) if since else rows
    if text:
        rows = rows.where(row.text.contains(text, autoescape=True))
    return log_reads.read(session, rows)


def waiting(session: Session) -> tuple[SetAsideRecord, ...]:
    """The interface records that were set aside and not settled, oldest first."""
    rows = store_entries(session, [ASIDE, SETTLED])
    settled = set(_settled(row.text for row in rows if row.action == SETTLED))
    return tuple(
        SetAsideRecord(entry=row.seq, on=row.on, text=row.text)
        for row in rows
        if row.action == ASIDE and row.seq not in settled
    )


def _settled(texts: Iterable[str]) -> Iterator[int]:
    for text in texts:
        number = text.removeprefix("Entry ").partition(" ")[0]
        if number.isdigit():
            yield int(number)
