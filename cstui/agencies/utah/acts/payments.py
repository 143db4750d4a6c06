"""Acts on the ledger: charges, payments with their distribution, what is held, reversals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Literal

from msgspec.structs import replace

from cstui.acts.base import check_said, decided, entered, next_seq
from cstui.agencies.utah.acts.base import NcpAct, check_case, check_past
from cstui.agencies.utah.formats import CaseNumber
from cstui.agencies.utah.policy import distribution, orders
from cstui.agencies.utah.policy.distribution import Placement
from cstui.agencies.utah.policy.facts import NcpFacts, NcpFile
from cstui.agencies.utah.policy.fti import INTERCEPT
from cstui.policy.effects import Add, Effects, Refused
from cstui.policy.formats import Cents, Line
from cstui.policy.ledger import (
    CHARGE,
    CURRENT,
    HELD,
    PAYMENT,
    held,
    reversal,
    reversed_by,
)
from cstui.policy.money import said
from cstui.policy.months import first_of_month
from cstui.policy.protected import amount
from cstui.policy.records import LedgerEntry
from cstui.policy.roles import SYSTEM
from cstui.policy.rulebook import Checks, Rulebook


class UtPostCharge(NcpAct, frozen=True, kw_only=True):
    """Charge an amount on a case: current support of a month, or arrears that an order establishes."""

    label: ClassVar[str] = "charge"
    way_out: ClassVar[str] = "Reverse the charge."

    case: CaseNumber
    cents: Cents
    bucket: Literal["current", "arrears"] = "current"
    on: date | None = None

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        day = self.on or on
        case = check_case(checks, facts, self.case)
        checks.holds("UT-DST-01", self.cents > 0, "cents", amount=said(self.cents))
        check_past(checks, day, on, "on")
        if case is not None:
            checks.holds("UT-DST-08", day >= case.opened, "on", on=day, opened=case.opened)
        if case is None or self.cents <= 0:
            return decided(checks)
        entry = LedgerEntry(
            subject=self.target,
            seq=next_seq(facts.file.ledger),
            kind=CHARGE,
            account=self.case,
            bucket=self.bucket,
            month=first_of_month(day),
            on=day,
            cents=self.cents,
        )
        text = f"Case {self.case}: {said(self.cents)} {self.bucket} charged for {day:%m/%Y}."
        return entered(checks, self, "CH", [Add(entry)], text)


class UtChargeMonth(NcpAct, frozen=True, kw_only=True):
    """Charge the current support of a month on every open case with an order, once."""

    label: ClassVar[str] = "month charged"
    roles: ClassVar[frozenset[str]] = frozenset({SYSTEM})

    month: date

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        due = to_charge(facts.file, self.month)
        checks.holds("UT-DST-09", bool(due), "month", month=f"{self.month:%m/%Y}")
        first = next_seq(facts.file.ledger)
        entries = [
            LedgerEntry(
                subject=self.target,
                seq=first + place,
                kind=CHARGE,
                account=case,
                bucket=CURRENT,
                month=self.month,
                on=self.month,
                cents=cents,
                why="UT-DST-09",
            )
            for place, (case, cents) in enumerate(due.items())
        ]
        text = f"CRS of {self.month:%m/%Y} charged: {said(sum(due.values()))} on {', '.join(due)}."
        return entered(checks, self, "CH", map(Add, entries), text)


def to_charge(file: NcpFile, month: date) -> dict[str, int]:
    """The current support of a month that the night has to charge: open cases with an order, not charged."""
    charged = {
        entry.account
        for entry in file.ledger
        if (entry.kind, entry.bucket, entry.month) == (CHARGE, CURRENT, month)
    }
    return {
        case.number: case.current
        for case in file.open_cases
        if case.current and case.number not in charged and first_of_month(case.opened) <= month
    }


class UtPostPayment(NcpAct, frozen=True, kw_only=True):
    """Post a payment of the NCP, in cents, and distribute it over the cases.

    `on` is the day of receipt, today if empty; its month counts. `source` is how it came: P payment, W income
    withholding, T federal tax intercept, S state tax intercept, L levy. `case` is the case that it was sent
    for, for information: it must be open. `reference` is accounting's number of the payment, which is posted
    once.
    """

    label: ClassVar[str] = "payment posted"
    way_out: ClassVar[str] = "Reverse the payment."

    cents: Cents
    on: date | None = None
    source: str = "P"
    case: str = ""
    reference: str = ""

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        day, opened = self.on or on, facts.file.ncp.opened
        checks.holds("UT-DST-01", self.cents > 0, "cents", amount=said(self.cents))
        check_past(checks, day, on, "on")
        checks.holds("UT-DST-08", day >= opened, "on", on=day, opened=opened)
        known = rules.code("ut_source", self.source) is not None
        checks.holds("UT-DST-10", known, "source", source=self.source)
        if self.case:
            check_case(checks, facts, self.case)
        reference = self.reference.strip()
        self._check_posted(checks, facts.file, reference, day)
        if checks.refused or self.cents <= 0:
            return decided(checks)
        month, first = first_of_month(day), next_seq(facts.file.ledger)
        found = distribution.places(facts.file, self.cents, month, rules, on)
        payment = LedgerEntry(
            subject=self.target,
            seq=first,
            kind=PAYMENT,
            month=month,
            on=day,
            cents=self.cents,
            source=self.source,
            reference=reference,
        )
        entries = [one.entry(first + 1 + n, first, payment) for n, one in enumerate(found)]
        explain(checks, facts.file, [payment, *entries], month)
        hides = self.source == INTERCEPT
        text = f"Payment {first} of {amount(self.cents, hides=hides)}: {told(found, hides=hides)}."
        return entered(checks, self, "PY", map(Add, [payment, *entries]), text)

    def _check_posted(self, checks: Checks, file: NcpFile, reference: str, day: date) -> None:
        """Whether the payment is on the ledger: by its reference, else by amount, day and source."""
        if reference:
            was = posted(file, reference)
            checks.holds(
                "UT-DST-14",
                was is None,
                "reference",
                reference=reference,
                entry=was.seq if was else "",
                on=was.on if was else None,
            )
            return
        wanted = (PAYMENT, day, self.cents, self.source)
        for entry in file.ledger:
            if (entry.kind, entry.on, entry.cents, entry.source) == wanted:
                again = reversed_by(file.ledger, entry.seq) is not None
                checks.holds("UT-DST-15", again, "cents", amount=said(self.cents), on=day, entry=entry.seq)


def posted(file: NcpFile, reference: str) -> LedgerEntry | None:
    """The payment of that reference that was not reversed."""
    found = (entry for entry in file.referenced.get(reference, ()) if entry.reverses is None)
    return next((entry for entry in found if reversed_by(file.ledger, entry.seq) is None), None)


def told(places: Sequence[Placement], *, hides: bool) -> str:
    """Where cents went, as the log says it: `C00000001 current 127.66, held 5.00`; `hides` for FTI."""
    return ", ".join(
        f"{f'{p.account} {p.bucket}' if p.account else 'held'} {amount(p.cents, hides=hides)}" for p in places
    )


def explain(checks: Checks, file: NcpFile, new: Sequence[LedgerEntry], month: date) -> None:
    """Say what decided where the cents went: current support not met, arrears of the order not met, an even
    split, cents that are held. The amounts of an intercept are not said."""
    hides = new[0].source == INTERCEPT
    given: dict[str, int] = {}
    for entry in new[1:]:
        given[entry.why] = given.get(entry.why, 0) + entry.cents
    due = sum([max(0, file.account(case.number).due(month)) for case in file.open_cases])
    left = due - given.get(distribution.ALL_CURRENT, 0)
    checks.holds("UT-DST-02", not left, "cents", left=amount(left, hides=hides) if left else "")
    for rule in (orders.BY_ORDER, distribution.NOTHING_OWED, distribution.NO_INSTRUCTION):
        cents = given.get(rule, 0)
        checks.holds(rule, not cents, "cents", cents=amount(cents, hides=hides) if cents else "")
    even = given.get(distribution.LEFT_OVER, 0)
    count = sum([entry.why == distribution.LEFT_OVER for entry in new]) if even else 0
    checks.holds("UT-DST-04", not even, "cents", cents=amount(even, hides=hides), count=count)


class UtPlaceHeld(NcpAct, frozen=True, kw_only=True):
    """Distribute what is held of a payment, as of the month of its receipt."""

    label: ClassVar[str] = "held money placed"
    way_out: ClassVar[str] = "Reverse the payment."

    payment: int

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        payment = standing(checks, facts, self.payment)
        if payment is None:
            return decided(checks)
        cents = held(facts.file.ledger, payment.seq)
        found = distribution.places(facts.file, cents, payment.month, rules, on) if cents else []
        moved = [one for one in found if one.account]
        checks.holds("UT-DST-11", bool(moved), "payment", payment=self.payment)
        if not moved:
            return decided(checks)
        first, total = next_seq(facts.file.ledger), sum(one.cents for one in moved)
        like = replace(payment, on=on)
        why = next(e.why for e in facts.file.ledger if e.of == payment.seq and e.kind == HELD)
        out = Placement(cents=-total, why=why)
        entries = [one.entry(first + n, payment.seq, like) for n, one in enumerate([out, *moved])]
        hides = payment.source == INTERCEPT
        text = f"Payment {payment.seq}: {amount(total, hides=hides)} held was placed: "
        text += f"{told(moved, hides=hides)}."
        return entered(checks, self, "PH", map(Add, entries), text)


def standing(checks: Checks, facts: NcpFacts, seq: int) -> LedgerEntry | None:
    """A payment that was not reversed, by its number; UT-DST-12 where there is none."""
    ledger = facts.file.ledger
    found = next((entry for entry in ledger if entry.seq == seq), None)
    stands = (
        found is not None
        and found.kind in (PAYMENT, CHARGE)
        and found.reverses is None
        and reversed_by(ledger, seq) is None
    )
    return found if checks.holds("UT-DST-12", stands, "payment", payment=seq) and stands else None


class UtReversePayment(NcpAct, frozen=True, kw_only=True):
    """Reverse a payment, or a charge: exact opposites of it and of every part of it.

    Payments that came later stay as they were distributed.
    """

    label: ClassVar[str] = "reversal"
    way_out: ClassVar[str] = "Post the payment or charge again."

    payment: int
    why: Line

    def decide(self, facts: NcpFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        entry = standing(checks, facts, self.payment)
        why = check_said(checks, self.why, "why", "WHY")
        if entry is None:
            return decided(checks)
        ledger = facts.file.ledger
        if entry.kind == CHARGE:
            account = facts.file.account(entry.account)
            owed = account.due if entry.bucket == CURRENT else account.owed
            left = min(owed(entry.month), account.room(entry.month))
            checks.holds("UT-DST-13", left >= entry.cents, "payment", payment=self.payment)
        entries = list(reversal(ledger, entry.seq, on))
        text = f"Entry {entry.seq} of {amount(entry.cents, hides=entry.source == INTERCEPT)} reversed: {why}."
        return entered(checks, self, "RV", map(Add, entries), text)
