"""What taking an act back reads: the last act of a worker, and what came after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from cstui.policy.facts import SubjectFacts, shape_of
from cstui.policy.records import key_of
from cstui.store import chain
from cstui.store.log_tables import ACTIVITY, RECEIPT
from cstui.store.seeded import given
from cstui.store.tables import TABLES


class After(msgspec.Struct, frozen=True):
    """An act that came on top: which one, whose, and on which business date."""

    act: str
    actor: str
    on: date


class LastAct(msgspec.Struct, frozen=True, kw_only=True):
    """The last act of a worker: its receipt, day, what takes it back, and the subjects that it logged on.

    `later` are the acts that came after it on one of them, in order.
    """

    receipt: str
    act: str
    on: date
    undo: str | None
    subjects: tuple[str, ...] = ()
    later: tuple[After, ...] = ()


def last_act(session: Session, actor: str, kind: str) -> LastAct | None:
    """The last act of the worker; None where there is none. What the store was given is nobody's.

    Of its subjects those of one `kind` are told, by the first word of their logs.
    """
    connection = session.connection()
    line = ACTIVITY.c
    own = select(line.receipt).where(line.actor == actor, line.receipt != "")
    if past := given(session):
        own = own.where(line.receipt.not_in(past))
    newest = own.order_by(line.id.desc()).limit(1)
    number = connection.scalar(newest)
    if number is None:
        return None
    kept = connection.execute(select(RECEIPT).where(RECEIPT.c.id == number)).mappings().one()
    logged = connection.execute(
        select(line.subject, line.seq, line.id)
        .where(line.receipt == number, line.actor == actor)
        .where(line.id >= _first(session, number, actor))
    ).all()
    last = {row.subject: row.seq for row in sorted(logged, key=lambda row: int(row.seq))}
    later: list[After] = []
    for subject, seq in last.items():
        rows = connection.execute(
            select(line.act, line.actor, line.on)
            .where(line.subject == subject, line.seq > seq)
            .order_by(line.seq)
        ).all()
        later += [After(row.act, row.actor, row.on) for row in rows]
    return LastAct(
        receipt=number,
        act=kept["act"],
        on=kept["on"],
        undo=kept["undo"],
        subjects=tuple(subject for subject in last if subject.startswith(f"{kind} ")),
        later=tuple(later),
    )


def _first(session: Session, receipt: str, actor: str) -> int:
    """A receipt names its first line: `17000123-0004`; its other lines come after it."""
    subject, seq = chain.subject_of_receipt(receipt)
    line = ACTIVITY.c
    found = session.connection().scalar(select(line.id).where(line.subject == subject, line.seq == seq))
    return int(found or 0)


def versions(session: Session, subjects: Sequence[str], facts: type[SubjectFacts]) -> dict[str, int]:
    """The versions of the subjects as they are now."""
    head = shape_of(facts).file.head
    columns = TABLES[head].c
    key = columns[head.head]
    rows = select(key.label("key"), columns.version).where(key.in_([key_of(one) for one in subjects]))
    return {facts.subject_of(row.key): row.version for row in session.connection().execute(rows)}
