"""The ledger of a subject: charges, payments, where each cent of a payment went, and reversals.

Entries are written once and never changed. A balance is nowhere kept: it is the sum of its entries, and
`Balance.entries` are its derivation. What was charged for a month is current support in that month, and
arrears from the first day of the next one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from cstui.policy.months import first_of_month
from cstui.policy.records import LedgerEntry

CHARGE, PAYMENT, PLACED, HELD = "charge", "payment", "placed", "held"
CURRENT, ARREARS = "current", "arrears"


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """What is owed on an account, with the entries that it is the sum of: charges less what was placed."""

    cents: int
    entries: tuple[LedgerEntry, ...] = ()


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What was charged on an account less what was placed on it, in cents by month, of each bucket.

    `last` is its last month, `total` all of it: what is owed in that month and after needs no walk.
    """

    current: dict[date, int] = {}
    arrears: dict[date, int] = {}
    last: date = date.min
    total: int = 0

    def due(self, month: date) -> int:
        """The current support of `month` that is still owed."""
        return self.current.get(month, 0)

    def owed(self, month: date) -> int:
        """The arrears in `month`: what was charged as arrears, and unpaid earlier months."""
        if self.last <= month:
            return self.total - self.current.get(month, 0)
        unpaid = sum([cents for of, cents in self.current.items() if of < month])
        return unpaid + sum([cents for of, cents in self.arrears.items() if of <= month])

    def room(self, month: date) -> int:
        """The most that may be placed in `month` so that no later month owes less than nothing.

        A payment may be received in a month whose arrears were paid since.
        """
        if self.last <= month:
            return max(0, self.total)
        later, found = month, []
        while later <= self.last:
            later = first_of_month(later, 1)
            found.append(self.owed(later))
        return max(0, min(found))


EMPTY = Account()
"""An account on which nothing was charged."""


class AccountMonth(msgspec.Struct, frozen=True, kw_only=True):
    """One month of an account: what was charged and placed in it, and what was owed at its end, in cents."""

    month: date
    charged: int
    placed: int
    balance: int


def balance(entries: Iterable[LedgerEntry]) -> Balance:
    """What these entries of an account leave owed."""
    counted = tuple(entry for entry in entries if entry.kind in (CHARGE, PLACED))
    return Balance(cents=sum(map(_owed, counted)), entries=counted)


def current_due(entries: Iterable[LedgerEntry], account: str, month: date) -> Balance:
    """The current support of `month` that an account still owes."""
    return balance(
        entry
        for entry in entries
        if entry.account == account and entry.bucket == CURRENT and entry.month == month
    )


def arrears(entries: Iterable[LedgerEntry], account: str, month: date) -> Balance:
    """The arrears of an account in `month`: what was charged as arrears, and unpaid earlier months."""
    return balance(
        entry
        for entry in entries
        if entry.account == account
        and (entry.month < month if entry.bucket == CURRENT else entry.month <= month)
    )


def accounts(entries: Iterable[LedgerEntry]) -> dict[str, Account]:
    """What each account owes by month, of one look at every entry."""
    found: dict[str, tuple[dict[date, int], dict[date, int]]] = {}
    for entry in entries:
        if (placed := entry.kind == PLACED) or entry.kind == CHARGE:
            if (both := found.get(entry.account)) is None:
                both = found[entry.account] = ({}, {})
            months = both[entry.bucket != CURRENT]
            month = entry.month
            months[month] = months.get(month, 0) + (-entry.cents if placed else entry.cents)
    return {
        name: Account(
            current=current,
            arrears=arrears,
            last=max([*current, *arrears]),
            total=sum(current.values()) + sum(arrears.values()),
        )
        for name, (current, arrears) in found.items()
    }


def placed_in(entries: Iterable[LedgerEntry], account: str, bucket: str, month: date) -> int:
    """The cents placed on a bucket of an account in the month of receipt `month`."""
    return sum(
        entry.cents
        for entry in entries
        if (entry.kind, entry.account, entry.bucket, entry.month) == (PLACED, account, bucket, month)
    )


def by_month(entries: Iterable[LedgerEntry], account: str) -> list[AccountMonth]:
    """An account month by month, from its first entry to its last, months without entries included."""
    charged: dict[date, int] = defaultdict(int)
    placed: dict[date, int] = defaultdict(int)
    for entry in entries:
        if entry.account == account and entry.kind in (CHARGE, PLACED):
            (charged if entry.kind == CHARGE else placed)[entry.month] += entry.cents
    found: list[AccountMonth] = []
    months = sorted({*charged, *placed})
    month, owed = (months[0], 0) if months else (date.max, 0)
    while months and month <= months[-1]:
        owed += charged[month] - placed[month]
        found.append(AccountMonth(month=month, charged=charged[month], placed=placed[month], balance=owed))
        month = first_of_month(month, 1)
    return found


def part_of(entries: Iterable[LedgerEntry], payment: int) -> list[LedgerEntry]:
    """Where the cents of a payment went: placed or held."""
    return [entry for entry in entries if entry.of == payment and entry.kind in (PLACED, HELD)]


def held(entries: Iterable[LedgerEntry], payment: int) -> int:
    """The cents of a payment that are held."""
    return sum(entry.cents for entry in part_of(entries, payment) if entry.kind == HELD)


def all_held(entries: Iterable[LedgerEntry]) -> int:
    """The cents that are held of all payments; those of one that was reversed cancel out."""
    return sum([entry.cents for entry in entries if entry.kind == HELD])


def reversed_by(entries: Iterable[LedgerEntry], seq: int) -> LedgerEntry | None:
    """The entry that reverses entry `seq`, or None."""
    return next((entry for entry in entries if entry.reverses == seq), None)


def reversal(entries: Sequence[LedgerEntry], seq: int, on: date) -> Iterator[LedgerEntry]:
    """The exact opposites of entry `seq` and of all that was made of it.

    Each counts in the month of its original and keeps why that was made; the log says why it is reversed.
    """
    following = max(entry.seq for entry in entries) + 1
    opposed = [entry for entry in entries if entry.seq == seq or entry.of == seq]
    taken = {entry.reverses for entry in entries}
    for entry in opposed:
        if entry.reverses is None and entry.seq not in taken:
            yield replace(entry, seq=following, cents=-entry.cents, on=on, reverses=entry.seq)
            following += 1


def faults(entries: Sequence[LedgerEntry]) -> Iterator[str]:
    """What may never be: a cent placed nowhere or twice, a reversal that is not an exact opposite."""
    known = {entry.seq: entry for entry in entries}
    if sorted(known) != list(range(1, len(entries) + 1)):
        yield "a ledger has a gap, or a number twice"
    seen: set[int] = set()
    for entry in entries:
        if entry.of is not None and (entry.of not in known or known[entry.of].kind != PAYMENT):
            yield f"entry {entry.seq} is of no payment"
        if entry.reverses is None:
            if entry.cents <= 0 and entry.kind != HELD:
                yield f"entry {entry.seq} is of no amount"
            continue
        was = known.get(entry.reverses)
        if was is None or _but_place(entry) != _but_place(replace(was, cents=-was.cents)):
            yield f"entry {entry.seq} is not the opposite of the one that it reverses"
        if entry.reverses in seen:
            yield f"entry {entry.reverses} is reversed twice"
        seen.add(entry.reverses)
    for payment in (entry for entry in entries if entry.kind == PAYMENT and entry.reverses is None):
        placed = sum(entry.cents for entry in part_of(entries, payment.seq))
        if placed != (0 if payment.seq in seen else payment.cents):
            yield f"the cents of payment {payment.seq} do not add up"


def _owed(entry: LedgerEntry) -> int:
    return entry.cents if entry.kind == CHARGE else -entry.cents


def _but_place(entry: LedgerEntry) -> LedgerEntry:
    """An entry without what a reversal has of its own."""
    return replace(entry, seq=0, on=date.min, reverses=None)
