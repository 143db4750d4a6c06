"""What takes an act back, as its receipt keeps it: decided when the act is done, on what it read."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from cstui.acts.base import Act, name_of
from cstui.acts.registry import act_named


def packed(acts: Iterable[Act]) -> str | None:
    """The acts as the receipt keeps them; None where there are none."""
    rows = [{"act": name_of(type(act)), "with": act} for act in acts]
    return msgspec.json.encode(rows, order="deterministic").decode() if rows else None


def unpacked(text: str | None, agency: str) -> tuple[Act, ...]:
    """The acts that a receipt keeps; LookupError where one has a name that no act ever had."""
    found = []
    for row in msgspec.json.decode(text) if text else ():
        act = act_named(row["act"], agency)
        if act is None:
            raise LookupError(f"there is no act {row['act']}")
        found.append(msgspec.convert(row["with"], act))
    return tuple(found)
