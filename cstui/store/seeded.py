"""Acts that a store was given, and that nobody at its desk did: the past of a lesson, its events.

They carry their worker's number all the same, so `store_info` keeps the numbers of their receipts.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cstui.store.log_tables import INFO, RECEIPT

KEY = "given_receipts"


def given(session: Session) -> frozenset[str]:
    """The numbers of the receipts that are given; none in a store that says nothing of it."""
    held = session.connection().scalar(select(INFO.c.value).where(INFO.c.key == KEY))
    return frozenset(msgspec.json.decode(held, type=list[str])) if held else frozenset()


def note_given(session: Session, *receipts: str) -> None:
    """Let the acts with these receipts count as given; without any, all that are done by now."""
    connection = session.connection()
    numbers: Collection[str] = receipts or connection.scalars(select(RECEIPT.c.id)).all()
    value = msgspec.json.encode(sorted({*given(session), *numbers})).decode()
    connection.execute(delete(INFO).where(INFO.c.key == KEY))
    connection.execute(INFO.insert(), [{"key": KEY, "value": value}])
