"""Receipts: what was asked by each act, and the digest by which the log proves them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime

import msgspec
from sqlalchemy.orm import Session

from cstui.store import chain
from cstui.store.rows import insert_together

_encode = msgspec.json.Encoder(order="deterministic").encode


class Asked(msgspec.Struct, frozen=True):
    """What was asked by one act: its receipt's number, act, actor, dates, and inputs as canonical JSON.

    `undo` are the acts that take it back, as JSON. Nothing of it changes once it is written.
    """

    number: str
    act: str
    actor: str
    on: date
    at: datetime
    inputs: str
    undo: str | None = None


def digest(asked: Asked) -> str:
    """The digest that the lines of an act carry of its receipt: SHA-256 of canonical JSON (64 digits)."""
    if asked.at.tzinfo is not UTC:
        asked = msgspec.structs.replace(asked, at=asked.at.astimezone(UTC))
    return hashlib.sha256(_encode(asked)).hexdigest()


def add_receipts(session: Session, asked: Iterable[Asked]) -> None:
    """Keep what was asked, one receipt an act."""
    connection = session.connection()
    sqlite = connection.dialect.name == "sqlite"
    rows = []
    on, at, said = None, None, (None, None)
    for a in asked:
        if on is not a.on or at is not a.at:
            on, at, said = a.on, a.at, chain.moments(a.on, a.at, sqlite=sqlite)
        rows.append((a.number, a.act, a.actor, *said, a.inputs, a.undo))
    insert_together(connection, 'receipt (id, act, actor, "on", at, inputs, undo)', rows)
