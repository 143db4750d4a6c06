"""Federal tax information (FTI) in a ledger: tax intercepts, and what they could be worked out from.

The amount and source of a federal tax intercept are FTI (CS 844-2 Phase 1, 6; IRS Publication 1075), and so
is each balance of an account that got a part of one.
"""

from __future__ import annotations

from collections.abc import Iterable

from cstui.policy.ledger import PLACED
from cstui.policy.records import LedgerEntry

INTERCEPT = "T"
"""The source of a federal tax intercept."""


def has_fti(entries: Iterable[LedgerEntry]) -> bool:
    """Whether a federal tax intercept was ever posted, reversed or not."""
    return any(entry.source == INTERCEPT for entry in entries)


def marked_accounts(entries: Iterable[LedgerEntry]) -> frozenset[str]:
    """The accounts on which a part of an intercept was placed: their balances are FTI."""
    return frozenset(entry.account for entry in entries if entry.source == INTERCEPT and entry.kind == PLACED)
