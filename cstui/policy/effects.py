"""What a permitted act changes, as plain values, and how that looks on facts in memory.

The store writes the same effects that `Facts.after` applies; a test proves that both agree.
"""

from __future__ import annotations

import msgspec

from cstui.policy.findings import Finding
from cstui.policy.protected import ProtectedPrint
from cstui.policy.records import Record


class Add(msgspec.Struct, frozen=True):
    """A new record. Its sequence number is the next one of its owner in the facts."""

    record: Record


class Change(msgspec.Struct, frozen=True):
    """A record as it was read, and as it shall be; the store raises its version."""

    before: Record
    after: Record


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log of a subject (`case 17000123`, `worker 17001`, `store`)."""

    subject: str
    action: str
    text: str


class Effects(msgspec.Struct, frozen=True, kw_only=True):
    """All that an act does: records added and changed, activities, and findings that only warn.

    `prints` are those that the act records and that show protected data; they get their numbers when written.
    """

    changes: tuple[Add | Change, ...] = ()
    logs: tuple[Log, ...] = ()
    findings: tuple[Finding, ...] = ()
    message: str = ""
    prints: tuple[ProtectedPrint, ...] = ()


class Refused(msgspec.Struct, frozen=True):
    """All the reasons why an act may not be done."""

    findings: tuple[Finding, ...]
