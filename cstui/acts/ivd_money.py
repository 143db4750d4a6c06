"""Acts on the money of an IV-D case whose state keeps no ledger of its own: due, paid, paid out, reversed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, ClassVar

from msgspec.structs import replace

from cstui.acts.base import LATER, Act, added, before, changed, decided, next_seq
from cstui.acts.ivd_base import CORRECTED, IvdAct, check_code
from cstui.policy import ivd_money
from cstui.policy.effects import Add, Effects, Refused
from cstui.policy.formats import Cents
from cstui.policy.ivd import IvdFacts, IvdMoney
from cstui.policy.money import said
from cstui.policy.months import first_of_month
from cstui.policy.rulebook import Checks, Rulebook


class IvdCharge(IvdAct, frozen=True, kw_only=True):
    """Enter what is due for a month, in cents; `month` is any day of it.

    `source` judgment: it is due for months before the order, and no current support. `debt` is the number of
    a debt that two parents owe together; `second` marks the charge on the case of the second one.
    """

    label: ClassVar[str] = "support charged"

    month: date
    amount: Cents
    on: date | None = None
    source: str = ""
    debt: str = ""
    second: bool = False

    def decide(self, facts: IvdFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = _begun(facts, rules, self.amount)
        if self.source:
            check_code(checks, "ivd_charge", self.source, "source")
        due = self.on or first_of_month(self.month)
        checks.holds("CS-118", due <= on, "on" if self.on else "month", label="MONTH", on=due)
        checks.holds("CS-814", bool(self.debt) or not self.second, "debt")
        entry = IvdMoney(
            case=self.case,
            seq=_next(facts),
            kind="due",
            month=first_of_month(self.month),
            on=due,
            written_on=on,
            cents=self.amount,
            source=self.source,
            debt=self.debt.strip(),
            second=self.second,
        )
        text = f"Due for {entry.month:%m/%Y}: {said(entry.cents)}."
        return self.done(checks, facts, [Add(entry)], text)

    def taken_back(self, facts: Any, effects: Effects) -> tuple[Act, ...]:
        return _reversals(self.case, effects)


class IvdPayment(IvdAct, frozen=True, kw_only=True):
    """Enter a payment in cents: it goes to the current support of the month of receipt, then to arrears.

    With `month`, any day of it, all goes to the current support of that month, which may be to come. A
    payment of source voluntary counts as current support and needs no charge. `share` is family or state;
    left out, state while a child of the case is on TANF or IV-E foster care. `paid_on` is the day on which it
    was paid out.
    """

    label: ClassVar[str] = "payment entered"

    on: date
    amount: Cents
    month: date | None = None
    source: str = ""
    share: str = ""
    paid_on: date | None = None
    debt: str = ""
    second: bool = False

    def decide(self, facts: IvdFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = _begun(facts, rules, self.amount)
        for field, table in (("source", "ivd_source"), ("share", "ivd_share")):
            if code := getattr(self, field):
                check_code(checks, table, code, field)
        checks.holds("CS-118", self.on <= on, "on", label="ON", on=self.on)
        paid = self.paid_on
        checks.holds("CS-118", paid is None or paid <= on, "paid_on", label="PAID ON", on=paid)
        first = paid is None or self.on <= paid
        checks.holds("CS-802", first, "paid_on", label="PAID ON", on=paid, since=self.on)
        checks.holds("CS-814", bool(self.debt) or not self.second, "debt")
        parts = ivd_money.parts(
            facts.of(IvdMoney),
            self.amount,
            first_of_month(self.month or self.on),
            whole=self.month is not None or self.source == ivd_money.VOLUNTARY,
        )
        over = self.amount - sum(parts.values())
        checks.holds("CS-811", over <= 0, "amount", over=said(over), month=f"{self.on:%m/%Y}")
        share = self.share or ("state" if ivd_money.assigned(facts.assistance, self.on) else "family")
        entries = [
            IvdMoney(
                case=self.case,
                seq=seq,
                kind=kind,
                month=first_of_month(self.month or self.on),
                on=self.on,
                written_on=on,
                cents=cents,
                share=share,
                source=self.source,
                paid_on=paid,
                debt=self.debt.strip(),
                second=self.second,
            )
            for seq, (kind, cents) in enumerate(parts.items(), _next(facts))
        ]
        went = ", ".join(f"{said(entry.cents)} {entry.kind}" for entry in entries)
        text = f"Payment of {said(self.amount)} received {self.on:%m/%d/%Y}: {went}, {share}."
        return self.done(checks, facts, map(Add, entries), text)

    def taken_back(self, facts: Any, effects: Effects) -> tuple[Act, ...]:
        return _reversals(self.case, effects)


class IvdPayOut(IvdAct, frozen=True, kw_only=True):
    """Enter the day on which an entry of a payment was paid out; empty where it was not after all."""

    label: ClassVar[str] = "payment paid out"

    number: int
    on: date | None = None

    def decide(self, facts: IvdFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = _entry(checks, facts, self.number)
        if found is None:
            return decided(checks)
        checks.holds("CS-813", found.kind != "due" and found.reverses is None, "number", value=self.number)
        checks.holds("CS-118", self.on is None or self.on <= on, "on", label="ON", on=self.on)
        first = self.on is None or found.on <= self.on
        checks.holds("CS-802", first, "on", label="ON", on=self.on, since=found.on)
        when = f"paid out {self.on:%m/%d/%Y}" if self.on else "not paid out"
        text = f"Payment of {found.on:%m/%d/%Y}, {said(found.cents)}: {when}."
        return self.done(checks, facts, [changed(found, paid_on=self.on)], text)

    def taken_back(self, facts: Any, effects: Effects) -> tuple[Act, ...]:
        [was] = before(effects, IvdMoney)
        return (IvdPayOut(case=self.case, number=self.number, on=was.paid_on),)


class IvdReverse(IvdAct, frozen=True, kw_only=True):
    """Reverse a charge, or a part of a payment, by its exact opposite of today."""

    label: ClassVar[str] = "entry of money reversed"
    way_out: ClassVar[str] = "Enter the charge or payment again."

    number: int
    reason: str

    def decide(self, facts: IvdFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        checks.holds("CS-105", bool(self.reason.strip()), "reason", label="WHY")
        found = _entry(checks, facts, self.number)
        if found is None:
            return decided(checks)
        taken = any(one.reverses == self.number for one in facts.own_of(IvdMoney))
        once = found.reverses is None and not taken
        checks.holds("CS-815", once, "number", value=self.number)
        opposite = replace(
            found, seq=_next(facts), written_on=on, cents=-found.cents, reverses=found.seq, version=1
        )
        what = "Due for" if found.kind == "due" else f"Paid as {found.kind} for"
        text = f"{what} {found.month:%m/%Y}: {said(found.cents)} reversed. {self.reason.strip()}"
        return self.done(checks, facts, [Add(opposite)], text, CORRECTED)


def _begun(facts: IvdFacts, rules: Rulebook, amount: int) -> Checks:
    """What every entry of money is held to."""
    checks = Checks(rules)
    checks.holds("CS-812", "money" not in facts.own, "case", case=facts.case.case)
    checks.holds("CS-816", amount > 0, "amount", value=said(amount))
    return checks


def _next(facts: IvdFacts) -> int:
    return next_seq(facts.own_of(IvdMoney))


def _entry(checks: Checks, facts: IvdFacts, number: int) -> IvdMoney | None:
    """The entry of that number of the case; CS-123 where there is none."""
    rows: Sequence[IvdMoney] = facts.own_of(IvdMoney)
    found = next((row for row in rows if row.seq == number), None)
    checks.holds(
        "CS-123", found is not None, "number", case=facts.case.case, what="entry of money", value=number
    )
    return found


def _reversals(case: str, effects: Effects) -> tuple[Act, ...]:
    return tuple(_each(case, effects))


def _each(case: str, effects: Effects) -> Iterator[Act]:
    for entry in added(effects, IvdMoney):
        yield IvdReverse(case=case, number=entry.seq, reason=LATER)
