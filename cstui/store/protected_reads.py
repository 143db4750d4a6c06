"""Prints of protected data as they are kept until they are destroyed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cstui.policy.protected import ProtectedPrint
from cstui.store.log_tables import PROTECTED


def prints(session: Session, *, destroyed: bool = True) -> tuple[ProtectedPrint, ...]:
    """The prints by number; without those that were destroyed where `destroyed` is off."""
    rows = select(*(PROTECTED.c[name] for name in ProtectedPrint.__struct_fields__)).order_by(
        PROTECTED.c.number
    )
    if not destroyed:
        rows = rows.where(PROTECTED.c.destroyed_on.is_(None))
    return tuple(ProtectedPrint(**row) for row in session.connection().execute(rows).mappings())


def keep(
    session: Session, made: Iterable[ProtectedPrint], receipt: str, by: str, on: date, at: datetime
) -> None:
    """Keep prints under the next numbers, with the act that recorded them."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE protected_print IN SHARE ROW EXCLUSIVE MODE")
    number = connection.scalar(select(func.max(PROTECTED.c.number))) or 0
    said = {"receipt": receipt, "made_by": by, "made_on": on, "made_at": at}
    rows = [
        msgspec.structs.asdict(one) | said | {"number": number + step} for step, one in enumerate(made, 1)
    ]
    connection.execute(PROTECTED.insert(), rows)
