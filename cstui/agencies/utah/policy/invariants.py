"""What CS 844-2 forbids, said of the facts themselves: no sequence of acts may reach such a state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from cstui.agencies.utah.policy import referral
from cstui.agencies.utah.policy.facts import NcpFacts, NcpFile
from cstui.policy import ledger
from cstui.policy.invariants import Broken, Invariants
from cstui.policy.months import first_of_month
from cstui.policy.rulebook import Rulebook

LISTS = (
    "cases",
    "prosecutions",
    "requests",
    "forms",
    "worksheets",
    "orders",
    "parts",
    "instructions",
    "consents",
    "actions",
    "show_causes",
    "ledger",
)
ORDER = (referral.PRE, referral.ACTIVE, referral.SENTENCED, referral.ENDED)


def _phases(file: NcpFile, rules: Rulebook) -> Iterator[str]:
    for matter in file.prosecutions:
        active = matter.phase in (referral.ACTIVE, referral.SENTENCED)
        if active and not (matter.packet_on and matter.filed_on and matter.attorney and matter.charges):
            yield "a matter is active without packet, filing date, attorney or charges"
        if matter.phase == referral.SENTENCED and not (matter.concluded_on and matter.outcomes):
            yield "a matter is sentenced without a disposition"
        if matter.filed_on and matter.packet_on and matter.filed_on < matter.packet_on:
            yield "a matter was filed before it was referred"
    if sum(matter.phase != referral.ENDED for matter in file.prosecutions) > 1:
        yield "two criminal matters are open"


def _cases(file: NcpFile, rules: Rulebook) -> Iterator[str]:
    for case in file.cases:
        if case.team == "CIC" and case.transferred_on is not None:
            yield "a case of Children in Care was moved"
        if case.team == "CIC" and case.included and case.notified_on is None:
            yield "a case of Children in Care was decided without its manager"


def _money(file: NcpFile, rules: Rulebook) -> Iterator[str]:
    yield from ledger.faults(file.ledger)
    for case in file.cases:
        for row in ledger.by_month(file.ledger, case.number):
            month = first_of_month(row.month, 1)
            current = ledger.current_due(file.ledger, case.number, row.month).cents
            if min(current, ledger.arrears(file.ledger, case.number, month).cents) < 0:
                yield "a balance is below zero"


def _orders(file: NcpFile, rules: Rulebook) -> Iterator[str]:
    for order in file.orders:
        parts = [part for part in file.parts if part.of_order == order.seq]
        sums = (sum(part.current for part in parts), sum(part.arrears for part in parts))
        if sums != (order.current, order.arrears):
            yield "the parts of an order do not add up to it"
    months = Counter(task.month for task in file.show_causes)
    if max(months.values(), default=0) > 1:
        yield "a month has two Orders to Show Cause"


def _forbidden(before: NcpFacts, after: NcpFacts, on: date) -> tuple[Broken, ...]:
    old, new = before.file, after.file
    found = [
        f"a record of {name} was erased"
        for name in LISTS
        if len(getattr(new, name)) < len(getattr(old, name))
    ]
    if new.ledger[: len(old.ledger)] != old.ledger:
        found.append("an entry of the ledger was changed")
    for was, now in zip(old.prosecutions, new.prosecutions, strict=False):
        step = ORDER.index(now.phase) - ORDER.index(was.phase)
        if step < 0 or (step > 1 and now.phase != referral.ENDED):
            found.append("a phase was skipped or taken back")
    if len(new.actions) > len(old.actions):
        one = new.actions[-1]
        agreed = any((c.case, c.action) == (one.case, one.action) for c in old.consents)
        if one.action in {"LV", "LN", "LS", "CC", "OT"} and referral.referred(old, on) and not agreed:
            found.append("a referred case was enforced without the AGO's consent")
    if new != old and new.version <= old.version:
        found.append("the NCP changed without a new version")
    return tuple(Broken(new.key, said, "CS 844-2") for said in found)


INVARIANTS = Invariants(
    sentences=(
        (_phases, "CS 844-2 Phases"),
        (_cases, "CS 844-2 Phase 1, 1"),
        (_money, "CS 844-2 Distribution"),
        (_orders, "CS 844-2 Phase 3"),
    ),
    reads=lambda facts: (),
    forbidden=_forbidden,
)
