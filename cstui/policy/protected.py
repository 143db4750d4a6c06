"""Data that the law protects beyond what family violence hides: federal tax information (FTI).

A field of a screen names the kind (`protected = "FTI"`). What it holds is hidden behind the kind's mark until
who may see it reveals it with a reason, which is logged first; or, for `SOURCELESS` roles, it is shown as
money from anywhere. Prints of it carry the label and are kept until they are destroyed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

import msgspec

from cstui.policy.money import said
from cstui.policy.records import Record


class Protection(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of protected data: the mark in its place, the label beside it, words that name its `source`."""

    mark: str
    label: str
    cite: str
    source: re.Pattern[str]


FTI = Protection(
    mark="FTI",
    label="FEDERAL TAX INFORMATION",
    cite="26 USC 6103; IRS Publication 1075",
    source=re.compile(r"\bFTI\b|\bfederal tax (?:information|intercept|offset)\b", re.IGNORECASE),
)
KINDS: Mapping[str, Protection] = {FTI.mark: FTI}


class ProtectedPrint(Record, frozen=True, kw_only=True):
    """A print or export that shows protected data, until it is destroyed (`cstui.policy.protected`).

    Who made it, when, its `number` and `receipt` are those of the act that records it; it is added by
    `Effects.prints`, never as other records are.
    """

    tables: ClassVar[str] = "cstui.store.log_tables"

    number: int = 0
    kind: str
    subject: str
    what: str
    reason: str
    made_on: date = date.min
    made_at: datetime | None = None
    made_by: str = ""
    receipt: str = ""
    destroyed_on: date | None = None
    destroyed_by: str = ""
    destroyed_how: str = ""
    version: int = 1


def amount(cents: int, *, hides: bool, kind: Protection = FTI) -> str:
    """An amount as people read it, or the mark in its place."""
    return kind.mark if hides else said(cents)


def without_source(text: str) -> str:
    """A text that does not name the source of protected data: where all of it does, nothing."""
    return "" if any(kind.source.search(text) for kind in KINDS.values()) else text


def without_amounts(text: str) -> str:
    """A text with `#` for each amount and each mark: nobody can tell which of them is hidden elsewhere."""
    for kind in KINDS.values():
        text = kind.source.sub("#", text)
    return _AMOUNTS.sub("#", text)


_AMOUNTS = re.compile(r"\$?\b\d[\d,]*\.\d\d\b|\$?\b\d{1,3}(?:,\d{3})+\b")
