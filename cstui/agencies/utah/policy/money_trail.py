"""Where the payments of a month went, one after the other: what each case got, and what it still owed."""

from __future__ import annotations

from datetime import date

import msgspec

from cstui.agencies.utah.policy import orders
from cstui.agencies.utah.policy.distribution import ALL_CURRENT, LEFT_OVER
from cstui.agencies.utah.policy.facts import NcpFile
from cstui.policy.ledger import CHARGE, CURRENT, HELD, PAYMENT, arrears, current_due, part_of, reversed_by
from cstui.policy.records import LedgerEntry


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """What one case got of a payment at each step, and where it stood after it, all in cents.

    `charged` is the month's current support of the case, `due` what of it was still owed.
    """

    case: str
    current: int
    by_order: int
    left_over: int
    charged: int
    due: int
    arrears: int

    @property
    def met(self) -> int:
        """The cents of the month's current support that were met."""
        return self.charged - self.due


class PaymentTrail(msgspec.Struct, frozen=True, kw_only=True):
    """A payment with its stops, by case; `held` are the cents that wait, `why_held` the rule that says why.

    A payment that came back keeps its stops; `reversed_on` is the day.
    """

    payment: LedgerEntry
    stops: tuple[Stop, ...]
    held: int
    why_held: str
    reversed_on: date | None


def trails(file: NcpFile, month: date) -> list[PaymentTrail]:
    """The payments received in a month, oldest first."""
    received = [
        entry
        for entry in file.ledger
        if entry.kind == PAYMENT and entry.reverses is None and entry.month == month
    ]
    return [_trail(file, payment) for payment in received]


def _trail(file: NcpFile, payment: LedgerEntry) -> PaymentTrail:
    parts = [entry for entry in part_of(file.ledger, payment.seq) if entry.reverses is None]
    last = max((entry.seq for entry in parts), default=payment.seq)
    known = [entry for entry in file.ledger if entry.seq <= last]
    waits = [entry for entry in parts if entry.kind == HELD]
    opposed = reversed_by(file.ledger, payment.seq)
    cases = {case.number for case in file.open_cases} | {part.account for part in parts if part.account}
    return PaymentTrail(
        payment=payment,
        stops=tuple(_stop(known, parts, case, payment.month) for case in sorted(cases)),
        held=sum(entry.cents for entry in waits),
        why_held=waits[0].why if waits else "",
        reversed_on=opposed.on if opposed is not None else None,
    )


def _stop(known: list[LedgerEntry], parts: list[LedgerEntry], case: str, month: date) -> Stop:
    given = dict.fromkeys((ALL_CURRENT, orders.BY_ORDER, LEFT_OVER), 0)
    for part in parts:
        if part.account == case:
            given[part.why] = given.get(part.why, 0) + part.cents
    charges = [
        entry.cents
        for entry in known
        if (entry.kind, entry.account, entry.bucket, entry.month) == (CHARGE, case, CURRENT, month)
    ]
    return Stop(
        case=case,
        current=given[ALL_CURRENT],
        by_order=given[orders.BY_ORDER],
        left_over=given[LEFT_OVER],
        charged=sum(charges),
        due=current_due(known, case, month).cents,
        arrears=arrears(known, case, month).cents,
    )
