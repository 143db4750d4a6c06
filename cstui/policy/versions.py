"""The version rule, once for the memory and the store: whose versions rise with the changes of an act.

A record that is changed rises by itself. A record that others belong to (a case, a person) rises once an
act, whether it was changed itself, or something of its own was added or changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from cstui.policy.effects import Add, Change
from cstui.policy.records import Record, SubjectRecord, key_of


class Touched(msgspec.Struct, frozen=True):
    """Whose versions rise: heads by record and column, with the values; `fresh` are new, by their keys."""

    heads: dict[tuple[type[Record], str], dict[Any, None]] = {}
    fresh: dict[type[Record], set[Any]] = {}


def touched(changes: Iterable[Add | Change], kind: str = "", head: type[Record] | None = None) -> Touched:
    """What the changes touch; what any subject has belongs to the `head` of the subjects logged as `kind`."""
    found, last = Touched({}, {}), ""
    for change in changes:
        added = isinstance(change, Add)
        record: Any = change.record if isinstance(change, Add) else change.after
        what = type(record)
        if what.head:
            key = getattr(record, what.head)
            if added:
                found.fresh.setdefault(what, set()).add(key)
            else:
                found.heads.setdefault((what, what.head), {})[key] = None
        elif issubclass(what, SubjectRecord) and head is not None:
            if record.subject is not last and record.subject.startswith(f"{kind} "):
                last = record.subject  # what is added together is mostly of one subject
                found.heads.setdefault((head, head.head), {})[key_of(last)] = None
        elif what.owner is not None:
            owner = what.owner
            found.heads.setdefault((owner.record, owner.column), {})[getattr(record, owner.by)] = None
    return found
