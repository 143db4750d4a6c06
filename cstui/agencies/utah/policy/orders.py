"""The restitution order in force: what it asks of each case a month, and how far payments are behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cstui.agencies.utah.policy.facts import NcpFile
from cstui.agencies.utah.records import OrderPart, RestitutionOrder, ShowCause
from cstui.policy.ledger import ARREARS, CURRENT, PLACED, placed_in
from cstui.policy.months import first_of_month, month_end
from cstui.policy.rulebook import Rulebook

BY_ORDER = "UT-DST-03"
"""The rule under which arrears of the order were placed: what is left over does not count toward them."""
SHORT, LATE = "SHORT", "LATE"


def in_force(file: NcpFile, month: date) -> RestitutionOrder | None:
    """The newest order whose payments have begun by `month`."""
    return next((order for order in reversed(file.orders) if order.since <= month), None)


def parts_of(file: NcpFile, order: RestitutionOrder) -> tuple[OrderPart, ...]:
    """What the order asks of each of its cases."""
    return tuple(part for part in file.parts if part.of_order == order.seq)


def left_out(file: NcpFile, order: RestitutionOrder) -> list[str]:
    """The open cases that are not in the order."""
    named = {part.case for part in parts_of(file, order)}
    return [case.number for case in file.open_cases if case.number not in named]


def placed_by_order(file: NcpFile, month: date) -> dict[str, int]:
    """The cents placed in a month on the arrears of each case because the order asks for them."""
    found: dict[str, int] = {}
    for entry in file.ledger:
        if entry.why == BY_ORDER and entry.month == month and entry.kind == PLACED:
            found[entry.account] = found.get(entry.account, 0) + entry.cents
    return found


def paid(file: NcpFile, order: RestitutionOrder, month: date) -> int:
    """The cents placed on the order's cases in a month, current support and arrears."""
    return sum(
        placed_in(file.ledger, part.case, bucket, month)
        for part in parts_of(file, order)
        for bucket in (CURRENT, ARREARS)
    )


def behind(file: NcpFile, order: RestitutionOrder, through: date, on: date) -> int:
    """The cents by which payments up to `on` fall short of the order's months up to `through`."""
    months = list(_months(order.since, first_of_month(on)))
    asked = sum(order.current + order.arrears for month in months if month <= through)
    return max(0, asked - sum(paid(file, order, month) for month in months))


def _months(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = first_of_month(first, 1)


def late_from(month: date, rules: Rulebook) -> date:
    """The first day on which a payment of `month` is delinquent for more than the days allowed."""
    end = month_end(month)
    return end + timedelta(days=rules.days("ut_delinquent_days", end) + 1)


def grounds(file: NcpFile, rules: Rulebook, on: date) -> list[tuple[date, str]]:
    """The grounds for an Order to Show Cause on `on` that are not on record: month and SHORT or LATE.

    A month is short at its end; it is delinquent more than 30 days after its end.
    """
    matter = file.prosecution
    if matter is None or matter.phase != "sentenced":
        return []
    found: list[tuple[date, str]] = []
    this = first_of_month(on)
    order = in_force(file, this)
    if order is None:
        return []
    if on == month_end(on) and paid(file, order, this) < order.current + order.arrears:
        found.append((this, SHORT))
    found += [
        (month, LATE)
        for month in _months(order.since, first_of_month(on, -1))
        if late_from(month, rules) <= on and _delinquent(file, order, month, rules, on)
    ]
    return [(month, ground) for month, ground in found if not on_record(file, month, ground)]


def _delinquent(file: NcpFile, order: RestitutionOrder, month: date, rules: Rulebook, on: date) -> bool:
    """Whether payments up to `on` are behind the order's months up to `month`.

    Where no later payment makes up for a month: whether that month alone is short.
    """
    if rules.value("ut_delinquency_made_up", on):
        return behind(file, order, month, on) > 0
    return paid(file, order, month) < order.current + order.arrears


def show_cause(file: NcpFile, month: date) -> ShowCause | None:
    """The Order to Show Cause task of a month, or None."""
    return next((one for one in file.show_causes if one.month == month), None)


def on_record(file: NcpFile, month: date, ground: str) -> bool:
    """Whether the ground stands on the month's task already."""
    task = show_cause(file, month)
    return task is not None and any(one.partition(" ")[0] == ground for one in task.grounds)
