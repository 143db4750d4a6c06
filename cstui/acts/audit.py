"""What the log says where no act was done: a night's file, a file that came, a print, a sign-on.

Every other line of the log is written by `perform`, with the act that it tells of.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from cstui.acts.base import STORE
from cstui.store import chain

EXPORTED, REFUSED = "EX", "RF"
"""The codes of what went out of the store as data, and of an act that was refused for who asked for it."""


def log_of_store(
    session: Session, texts: Iterable[str], *, action: str, actor: str, on: date, at: datetime
) -> int:
    """Log each text under `store`; says how many there were."""
    return log_of(session, STORE, texts, action=action, actor=actor, on=on, at=at)


def log_of(
    session: Session, subject: str, texts: Iterable[str], *, action: str, actor: str, on: date, at: datetime
) -> int:
    """Log each text under a subject (`store`, `worker 17001`); says how many there were."""
    entries = [
        chain.LogEntry(subject=subject, action=action, on=on, at=at, actor=actor, text=text) for text in texts
    ]
    return len(chain.append(session, entries))
