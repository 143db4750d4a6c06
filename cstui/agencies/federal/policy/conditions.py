"""The facts of a case or child that decide its lines, and the named conditions that lines are made of.

Each fact is one bit of the *cell*, the integer that is kept of every case and child. A condition asks some
bits to be set and some to be clear, so that any number of conditions together is one mask and one value: a
subset line is a subset by construction, and the same pair finds its cases in the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

import msgspec

Unit = Literal["C", "K", "Q"]
"""C a case, K a child, Q a case of administrative enforcement."""

CASE_FACTS = (
    "current",
    "former",
    "TANF",
    "open at the end",
    "open in the year",
    "no jurisdiction",
    "counted with another",
    "no qualifying request",
    "sent to a state",
    "received from a state",
    "sent to a tribe",
    "received from a tribe",
    "sent to a nation",
    "received from a nation",
    "Medicaid",
    "order",
    "cash",
    "arrears only",
    "sits elsewhere",
    "child without order",
    "left TANF with a collection",
    "order established",
    "collection",
    "received in the year",
    "newly sent to a state",
    "newly received from a state",
    "newly sent anywhere",
    "newly received from anywhere",
    "sent anywhere",
    "received from anywhere",
    "medical ordered",
    "insurance ordered",
    "insurance not available",
    "insurance provided",
    "medical provided",
    "arrears due",
    "paid on arrears",
    "arrears only kept",
    "noncooperation in locating",
    "noncooperation",
    "noncooperation without a ground",
    "good cause determined",
    "good cause at the end",
)
CHILD_FACTS = (
    "current",
    "former",
    "on a case of line 1",
    "in the year on a case of line 1",
    "on a case of the year",
    "young enough",
    "born out of wedlock",
    "paternity established",
    "paternity resolved",
    "fatherless",
    "without good cause, at the end",
    "without good cause, in the year at the end",
    "without good cause, in the year",
    "established in the year",
    "Medicaid",
    "covered",
    "any coverage",
)
QUICK_FACTS = ("requested in the year", "collected in the year")
FACTS: Mapping[str, tuple[str, ...]] = {"C": CASE_FACTS, "K": CHILD_FACTS, "Q": QUICK_FACTS}
AMOUNTS = ("due", "voluntary", "current", "owed", "arrears", "collected", "sent", "received")
"""What is summed beside the cell: cents; `sent` and `received` count requests of the year."""


@cache
def bit(unit: str, fact: str) -> int:
    """The value of the bit that says a fact; ValueError for an unknown one."""
    return 1 << FACTS[unit].index(fact)


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """A named condition: facts that must be so and facts that must not, and what is said where it fails."""

    name: str
    unit: Unit
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    fails: str
    holds: str = ""

    @property
    def asks(self) -> Asks:
        """The bits that it asks for."""
        must = _bits(self.unit, self.yes)
        return Asks(must | _bits(self.unit, self.no), must)


class Asks(msgspec.Struct, frozen=True):
    """The bits `mask` of a cell must be `value`. Two that contradict each other hold for no cell."""

    mask: int = 0
    value: int = 0
    never: bool = False

    def holds(self, cell: int) -> bool:
        return not self.never and cell & self.mask == self.value

    def __and__(self, other: Asks) -> Asks:
        both = self.mask & other.mask
        clash = self.value & both != other.value & both
        return Asks(self.mask | other.mask, self.value | other.value, self.never or other.never or clash)


def _bits(unit: str, facts: Iterable[str]) -> int:
    return sum(bit(unit, fact) for fact in facts)


def _of(unit: Unit, *rows: tuple[str, tuple[str, ...], tuple[str, ...], str, str]) -> list[Condition]:
    return [
        Condition(name=name, unit=unit, yes=yes, no=no, holds=holds, fails=fails)
        for name, yes, no, holds, fails in rows
    ]


_CASES = _of(
    "C",
    (
        "open at the end",
        ("open at the end",),
        (),
        "The case was open on the last day of the fiscal year.",
        "The case was not open on the last day of the fiscal year.",
    ),
    (
        "open in the year",
        ("open in the year",),
        (),
        "The case was open during the fiscal year.",
        "The case was not open on any day of the fiscal year.",
    ),
    (
        "under the State's jurisdiction",
        (),
        ("no jurisdiction",),
        "The State has jurisdiction.",
        "The State has no jurisdiction: the case counts on line 3 alone.",
    ),
    (
        "outside the State's jurisdiction",
        ("no jurisdiction",),
        (),
        "The State has no jurisdiction.",
        "The State has jurisdiction.",
    ),
    (
        "counted by itself",
        (),
        ("counted with another",),
        "The case stands for itself.",
        "Another putative father's case counts in its place.",
    ),
    (
        "of a qualifying request",
        (),
        ("no qualifying request",),
        "The case rests on no request that fails to qualify.",
        "It was received from another State, and no action asked for qualifies for Federal participation.",
    ),
    (
        "sent to another State",
        ("sent to a state",),
        (),
        "It was with another State at year end.",
        "No request to another State was open at year end.",
    ),
    (
        "received from another State",
        ("received from a state",),
        (),
        "A request of another State was open at year end.",
        "No qualifying request of another State was open at year end.",
    ),
    (
        "sent to a Tribe",
        ("sent to a tribe",),
        (),
        "It was with a Tribe at year end.",
        "No request to a Tribe was open at year end.",
    ),
    (
        "received from a Tribe",
        ("received from a tribe",),
        (),
        "A request of a Tribe was open at year end.",
        "No request of a Tribe was open at year end.",
    ),
    (
        "sent to another country",
        ("sent to a nation",),
        (),
        "It was with another country at year end.",
        "No request to another country was open at year end.",
    ),
    (
        "received from another country",
        ("received from a nation",),
        (),
        "A request of another country was open at year end.",
        "No request of another country was open at year end.",
    ),
    (
        "Medicaid only",
        ("Medicaid",),
        ("current", "former"),
        "A child had Medicaid, and none ever had IV-A or IV-E assistance.",
        "It is not a Medicaid Only case: no child had Medicaid, or one has or had assistance.",
    ),
    (
        "with an order",
        ("order",),
        (),
        "An order was filed by year end.",
        "No support order was filed and entered by year end.",
    ),
    (
        "without cash in its orders",
        (),
        ("cash",),
        "No order asks for an amount of money.",
        "An order asks for an amount of money.",
    ),
    (
        "with arrears only",
        ("arrears only",),
        (),
        "Only arrears are owed; no order for current support was in force.",
        "Current support was ordered, or no arrears were owed.",
    ),
    (
        "with more than arrears",
        (),
        ("arrears only",),
        "It is not a case of arrears only.",
        "Only arrears are owed; no order for current support was in force.",
    ),
    (
        "past locate and paternity",
        (),
        ("sits elsewhere",),
        "It does not sit in locate or paternity.",
        "At year end it sat in locate or paternity, where it needs another service first.",
    ),
    (
        "with a child without an order",
        ("child without order",),
        (),
        "A child under 18 had no order in force.",
        "Every child under 18 had an order in force at year end.",
    ),
    (
        "off TANF in a month with a collection",
        ("left TANF with a collection",),
        (),
        "IV-A told in the year that TANF ended, and support was collected in the last month of grant.",
        "IV-A told of no termination in the year, or nothing was collected in the last month of grant.",
    ),
    (
        "with an order established in the year",
        ("order established",),
        (),
        "The IV-D agency established an order in the year.",
        "The IV-D agency established no new order in the year, after the case opened.",
    ),
    (
        "with a collection",
        ("collection",),
        (),
        "Support was collected in the year.",
        "Nothing was collected in the year that was not reversed by its end.",
    ),
    (
        "received from another State in the year",
        ("received in the year",),
        (),
        "A request of another State was open during the year.",
        "No qualifying request of another State was open during the year.",
    ),
    (
        "newly sent to another State",
        ("newly sent to a state",),
        (),
        "It was sent to another State in the year.",
        "It was not sent to another State in the year.",
    ),
    (
        "newly received from another State",
        ("newly received from a state",),
        (),
        "It was received from another State in the year.",
        "No qualifying request came from another State in the year.",
    ),
    (
        "sent out of the State",
        ("sent anywhere",),
        (),
        "It was with another State, a Tribe or another country at year end.",
        "No request to another State, a Tribe or another country was open at year end.",
    ),
    (
        "received from outside the State",
        ("received from anywhere",),
        (),
        "A request of another State, a Tribe or another country was open at year end.",
        "No qualifying request from outside the State was open at year end.",
    ),
    (
        "newly sent out of the State",
        ("newly sent anywhere",),
        (),
        "It was sent to another State, a Tribe or another country in the year.",
        "It was not sent out of the State in the year.",
    ),
    (
        "newly received from outside the State",
        ("newly received from anywhere",),
        (),
        "It was received from another State, a Tribe or another country in the year.",
        "No qualifying request came from outside the State in the year.",
    ),
    (
        "with medical support ordered",
        ("medical ordered",),
        (),
        "Medical support was ordered and in force at year end.",
        "No order for medical support was in force at year end.",
    ),
    (
        "with insurance ordered",
        ("insurance ordered",),
        (),
        "Health insurance was ordered and in force at year end.",
        "No order for health insurance was in force at year end.",
    ),
    (
        "with insurance available",
        (),
        ("insurance not available",),
        "No child's insurance is confirmed unavailable.",
        "Insurance at reasonable cost is confirmed unavailable for a child.",
    ),
    (
        "with insurance provided as ordered",
        ("insurance provided",),
        (),
        "The parent who was ordered to insured every child of an order at year end.",
        "The parent who was ordered to did not insure every child of an order at year end.",
    ),
    (
        "with medical support provided",
        ("medical provided",),
        (),
        "Every child of the case had health coverage at some time of the year.",
        "A child of the case had no health coverage in the year.",
    ),
    (
        "with arrears due",
        ("arrears due",),
        (),
        "Arrears were due in the year.",
        "No arrears were due in the year.",
    ),
    (
        "paying toward arrears",
        ("paid on arrears",),
        (),
        "A payment toward arrears counts.",
        "No payment toward arrears counts: none was made, or it was only retained while the family was owed.",
    ),
    (
        "on TANF",
        ("TANF",),
        (),
        "A child received TANF at year end.",
        "No child received TANF at year end.",
    ),
    (
        "with noncooperation in locating",
        ("noncooperation in locating",),
        (),
        "The custodial parent refused to help to identify or locate.",
        "No refusal to identify or locate was in force at year end.",
    ),
    (
        "with noncooperation",
        ("noncooperation",),
        (),
        "The custodial parent did not cooperate at year end.",
        "No noncooperation was in force at year end.",
    ),
    (
        "with good cause determined",
        ("good cause determined",),
        (),
        "A determined good cause was in force in the year.",
        "No determined good cause was in force in the year.",
    ),
    ("current", ("current",), (), "It is a current assistance case.", "It is not a current assistance case."),
    (
        "former",
        ("former",),
        ("current",),
        "It is a former assistance case.",
        "It is not a former assistance case.",
    ),
    (
        "never",
        (),
        ("current", "former"),
        "It is a never assistance case.",
        "A child has or had IV-A or IV-E assistance.",
    ),
)

_CHILDREN = _of(
    "K",
    (
        "in a case of line 1",
        ("on a case of line 1",),
        (),
        "The child was on a case of line 1 on the last day of the year.",
        "The child was on no case of line 1 on the last day of the year.",
    ),
    (
        "in a case of line 1, at any time of the year",
        ("in the year on a case of line 1",),
        (),
        "The child was on a case of line 1 at some time of the year.",
        "The child was on no case of line 1 at any time of the year.",
    ),
    (
        "in a case of the year",
        ("on a case of the year",),
        (),
        "The child was on a case that was open in the year.",
        "The child was on no case that was open in the year.",
    ),
    (
        "under 18 or 18 in the year",
        ("young enough",),
        (),
        "The child was under 18, or turned 18 in the year.",
        "The child turned 18 or was emancipated before the year, or was born after it.",
    ),
    (
        "born out of wedlock",
        ("born out of wedlock",),
        (),
        "The birth is recorded as out of wedlock.",
        "The birth is not recorded as out of wedlock.",
    ),
    (
        "with paternity established",
        ("paternity established",),
        (),
        "Paternity was established or acknowledged by year end.",
        "Paternity was not established or acknowledged by year end.",
    ),
    (
        "with paternity resolved",
        ("paternity resolved",),
        (),
        "Paternity is resolved: by birth in marriage, establishment, marriage or adoption.",
        "Paternity is not resolved.",
    ),
    (
        "with paternity open",
        (),
        ("paternity resolved",),
        "Paternity is not resolved.",
        "Paternity is resolved: by birth in marriage, establishment, marriage or adoption.",
    ),
    (
        "not by a parent's death",
        (),
        ("fatherless",),
        "No parent died before paternity was resolved.",
        "A parent died, and paternity is not established (section 452(g)).",
    ),
    (
        "without good cause, in a case of line 1",
        ("without good cause, at the end",),
        (),
        "A case of line 1 on which the child was had no good cause.",
        "Good cause was determined on every case of line 1 on which the child was (section 452(g)).",
    ),
    (
        "without good cause, at any time of the year",
        ("without good cause, in the year at the end",),
        (),
        "A case of line 1 on which the child was had no good cause.",
        "Good cause was determined on every case of line 1 on which the child was (section 452(g)).",
    ),
    (
        "without good cause, in a case of the year",
        ("without good cause, in the year",),
        (),
        "A case of the year on which the child was had no good cause.",
        "Good cause was determined on every case of the year on which the child was (section 452(g)).",
    ),
    (
        "with paternity established in the year",
        ("established in the year",),
        (),
        "Paternity was established or acknowledged in the year, on a case already open.",
        "Paternity was not established in the year, or it was before the child's case opened.",
    ),
    (
        "with Medicaid",
        ("Medicaid",),
        (),
        "The child had Medicaid at year end.",
        "The child had no Medicaid at year end.",
    ),
    (
        "with insurance",
        ("covered",),
        (),
        "The child had health insurance at year end.",
        "The child had no health insurance at year end.",
    ),
    (
        "with any coverage",
        ("any coverage",),
        (),
        "The child had insurance or Medicaid at year end.",
        "The child had neither insurance nor Medicaid at year end.",
    ),
    (
        "current",
        ("current",),
        (),
        "It is in a current assistance case.",
        "It is not in a current assistance case.",
    ),
    (
        "former",
        ("former",),
        ("current",),
        "It is in a former assistance case.",
        "It is not in a former assistance case.",
    ),
    (
        "never",
        (),
        ("current", "former"),
        "It is in a never assistance case.",
        "It is in a current or former assistance case.",
    ),
)
_QUICK = _of(
    "Q",
    (
        "requested in the year",
        ("requested in the year",),
        (),
        "The request was received in the year.",
        "The request was not received in the year.",
    ),
    (
        "collected in the year",
        ("collected in the year",),
        (),
        "Support was collected for it in the year.",
        "Nothing was collected for it in the year.",
    ),
)
CONDITIONS: Mapping[tuple[str, str], Condition] = {
    (one.unit, one.name): one for one in (*_CASES, *_CHILDREN, *_QUICK)
}
"""Every condition by unit and name."""
