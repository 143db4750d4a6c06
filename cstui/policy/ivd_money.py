"""What is owed on an IV-D case, and where a payment goes: current support of its month, then arrears.

It is for cases of states that keep no ledger of their own. What was due for a month is current support in
that month, and arrears from the first day of the next one, as in `cstui.policy.ledger`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from cstui.policy.ivd import IvdAssistance, IvdMoney

DUE, CURRENT, ARREARS = "due", "current", "arrears"
VOLUNTARY, JUDGMENT = "voluntary", "judgment"
ASSIGNS = frozenset({"TANF", "IVE"})
"""The programs for which support is assigned to the state."""


def current_owed(entries: Iterable[IvdMoney], month: date) -> int:
    """The current support of a month that is not paid yet, in cents."""
    return sum(
        one.cents if one.kind == DUE else -one.cents
        for one in entries
        if one.month == month and _counts(one) and one.kind != ARREARS and one.source != JUDGMENT
    )


def arrears_owed(entries: Iterable[IvdMoney], month: date) -> int:
    """What is owed for the months before `month`, and by judgments, in cents."""
    owed = 0
    for one in entries:
        if not _counts(one):
            continue
        if one.kind == ARREARS:
            owed -= one.cents
        elif one.month < month or one.source == JUDGMENT:
            owed += one.cents if one.kind == DUE else -one.cents
    return owed


def parts(entries: Sequence[IvdMoney], cents: int, month: date, *, whole: bool = False) -> dict[str, int]:
    """Where a payment of a month goes: cents as current support and as arrears, none above what is owed.

    With `whole` all of it is current support.
    """
    if whole:
        return {CURRENT: cents}
    current = max(0, min(cents, current_owed(entries, month)))
    past = max(0, min(cents - current, arrears_owed(entries, month)))
    return {kind: part for kind, part in ((CURRENT, current), (ARREARS, past)) if part}


def assigned(spells: Iterable[IvdAssistance], on: date) -> bool:
    """Whether support is assigned to the state on a day: a child is on TANF or IV-E foster care."""
    return any(
        one.program in ASSIGNS and one.begins <= on and (one.ends is None or on <= one.ends) for one in spells
    )


def _counts(one: IvdMoney) -> bool:
    """Voluntary payments pay no debt."""
    return one.source != VOLUNTARY
