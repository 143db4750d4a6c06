"""Where each cent of a payment goes over the NCP's cases (CS 844-2, Distribution of Criminal Restitution).

Current support of all open cases comes first, then the arrears that the restitution order asks for this
month, then all cases with arrears evenly. Nothing is placed above what is owed; what is left is held with
the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from cstui.agencies.utah.policy import orders
from cstui.agencies.utah.policy.facts import NcpFile
from cstui.policy.ledger import ARREARS, CURRENT, HELD, PLACED, Account
from cstui.policy.money import shared, split_evenly
from cstui.policy.months import first_of_month
from cstui.policy.records import LedgerEntry
from cstui.policy.rulebook import Rulebook

ALL_CURRENT, LEFT_OVER, NOTHING_OWED, NO_INSTRUCTION = "UT-DST-02", "UT-DST-04", "UT-DST-05", "UT-DST-06"


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """Cents of a payment and where they go: `why` is the rule; without an account they are held."""

    cents: int
    account: str = ""
    bucket: str = ""
    why: str

    def entry(self, seq: int, of: int, like: LedgerEntry) -> LedgerEntry:
        """The entry of the ledger that says so of payment `of`."""
        kind = PLACED if self.account else HELD
        return LedgerEntry(
            subject=like.subject,
            seq=seq,
            kind=kind,
            account=self.account,
            bucket=self.bucket,
            month=like.month,
            on=like.on,
            cents=self.cents,
            of=of,
            source=like.source,
            why=self.why,
        )


def places(file: NcpFile, cents: int, month: date, rules: Rulebook, on: date) -> list[Placement]:
    """Where the cents of a payment received in `month` go; they add up to the payment."""
    if not file.instructions and waits_for_instruction(file, month, rules, on):
        return [Placement(cents=cents, why=NO_INSTRUCTION)]
    found: list[Placement] = []
    left = cents
    for why, bucket, given in _steps(file, cents, month, rules, on):
        found += [
            Placement(cents=part, account=case, bucket=bucket, why=why)
            for case, part in given.items()
            if part
        ]
        left -= sum(given.values())
    if left:
        found.append(Placement(cents=left, why=NOTHING_OWED))
    return found


def _steps(
    file: NcpFile, cents: int, month: date, rules: Rulebook, on: date
) -> Iterator[tuple[str, str, Mapping[str, int]]]:
    """The three steps in their order, each with what it gives to which case."""
    of, most, due = dict[str, Account](), dict[str, int](), dict[str, int]()
    for case in file.open_cases:
        one = case.number
        account = of[one] = file.account(one)
        most[one] = account.room(month)
        due[one] = min(most[one], max(0, account.due(month)))
    current = shared(cents, due)
    yield ALL_CURRENT, CURRENT, current
    if not (left := cents - sum(current.values())):
        return
    owed = {one: min(most[one] - current[one], max(0, account.owed(month))) for one, account in of.items()}
    by_order = shared(left, _asked(file, month, owed, rules, on))
    yield orders.BY_ORDER, ARREARS, by_order
    if not (left := left - sum(by_order.values())):
        return
    rest = {one: cents - by_order.get(one, 0) for one, cents in owed.items()}
    yield LEFT_OVER, ARREARS, split_evenly(left, rest)


def _asked(file: NcpFile, month: date, owed: Mapping[str, int], rules: Rulebook, on: date) -> dict[str, int]:
    """The arrears that the order, or the instruction in its place, still asks for this month, by case."""
    order = orders.in_force(file, month)
    if order is None:
        return {}
    wanted = {part.case: part.arrears for part in orders.parts_of(file, order)}
    if file.instructions and waits_for_instruction(file, month, rules, on):
        wanted = dict(file.instructions[-1].parts)
    placed = orders.placed_by_order(file, month)
    return {
        case: min(owed[case], max(0, cents - placed.get(case, 0)))
        for case, cents in wanted.items()
        if case in owed
    }


def waits_for_instruction(file: NcpFile, month: date, rules: Rulebook, on: date) -> bool:
    """Whether payments need a posting instruction: debt roll occurs on a case of the order, and all its CPs
    have been Non-IV-A for the time that the rule names."""
    order = orders.in_force(file, month) if any(case.debt_roll for case in file.open_cases) else None
    if order is None:
        return False
    named = {part.case for part in orders.parts_of(file, order)}
    cases = [case for case in file.open_cases if case.number in named]
    if not any(case.debt_roll for case in cases):
        return False
    since = same_day(on, -rules.days("ut_non_iva_months", on))
    return all(
        not case.iva and case.non_iva_since is not None and case.non_iva_since <= since for case in cases
    )


def same_day(on: date, months: int) -> date:
    """The same day so many months away, the month's last where it has no such day."""
    month = first_of_month(on, months)
    following = first_of_month(month, 1)
    return min(date.fromordinal(month.toordinal() + on.day - 1), date.fromordinal(following.toordinal() - 1))
