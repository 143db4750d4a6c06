"""What taking an act back reads: the last act of a worker, what came after it, what went to IV-A."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from cstui.policy.records import Case
from cstui.store.given import given
from cstui.store.journal import ACTIVITY, RECEIPT
from cstui.store.tables import TABLES


class After(msgspec.Struct, frozen=True):
    """An act that came on top: which one, and whose."""

    act: str
    actor: str


class LastAct(msgspec.Struct, frozen=True, kw_only=True):
    """The last act of a worker: its receipt, day, what takes it back, and the cases that it logged on.

    `after` is an act that came later on one of its subjects; `sent` the days on which LAIN 2IP went
    to IV-A since it.
    """

    receipt: str
    act: str
    on: date
    undo: str | None
    cases: tuple[str, ...] = ()
    after: After | None = None
    sent: tuple[date, ...] = ()


def last_act(session: Session, actor: str) -> LastAct | None:
    """The last act of the worker; None where she or he did none. What the store was given is nobody's."""
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
    after: After | None = None
    sent: list[date] = []
    for subject, seq in last.items():
        later = connection.execute(
            select(line.act, line.actor, line.on)
            .where(line.subject == subject, line.seq > seq)
            .order_by(line.seq)
        ).all()
        sent += [row.on for row in later if row.act == "send-interface-record"]
        if later:
            after = After(later[-1].act, later[-1].actor)
    return LastAct(
        receipt=number,
        act=kept["act"],
        on=kept["on"],
        undo=kept["undo"],
        cases=tuple(subject.removeprefix("case ") for subject in last if subject.startswith("case ")),
        after=after,
        sent=tuple(sent[:1]),
    )


def _first(session: Session, receipt: str, actor: str) -> int:
    """A receipt names its first line: `17000123-0004`; its other lines come after it."""
    name, _, seq = receipt.rpartition("-")
    subject = "store" if name == "store" else f"worker {name[1:]}" if name.startswith("W") else f"case {name}"
    line = ACTIVITY.c
    found = session.connection().scalar(select(line.id).where(line.subject == subject, line.seq == int(seq)))
    return int(found or 0)


def versions(session: Session, cases: Sequence[str]) -> dict[str, int]:
    """The versions of the cases as they are now."""
    case = TABLES[Case].c
    rows = select(case.number, case.version).where(case.number.in_(list(cases)))
    return {f"case {row.number}": row.version for row in session.connection().execute(rows)}
