"""A store of two custodial parents: DOE with two cases and one IV-A number, POE with one case."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cstui.acts.perform import Performer
from cstui.agencies.louisiana.records import BenefitSpell, Case
from cstui.policy.records import Office, OfficeHours, Person, Worker
from cstui.policy.rulebook import load_rulebook
from cstui.store import writing
from cstui.store.engine import Store

DOE, DOE_TOO, POE = "17000123", "17000124", "17000456"
IVA = 900100100
TODAY = date(2026, 1, 5)
"""The business date of the store."""
RULES = load_rulebook()


def clock() -> datetime:
    return datetime(2026, 1, 5, 14, tzinfo=UTC)


@pytest.fixture
def performer(store: Store) -> Performer:
    writing.bulk_load(
        store,
        [
            Office(code="17", name="RIVERBEND", agency="louisiana"),
            Worker(number="17001", name="ADA", office="17"),
            *[OfficeHours(office="17", weekday=n, opens="08:00", closes="16:30") for n in range(1, 6)],
            Person(number=1, last="DOE", first="JANE"),
            Person(number=2, last="POE", first="ANNE"),
            Case(number=DOE, office="17", worker="17001", cp=1, opened=date(2025, 11, 3)),
            Case(number=DOE_TOO, office="17", worker="17001", cp=1, opened=date(2025, 11, 3)),
            Case(number=POE, office="17", worker="17001", cp=2, opened=date(2025, 11, 3), iva_number="77"),
            BenefitSpell(
                person=1,
                seq=1,
                program="FITAP",
                iva_number=str(IVA),
                applied=date(2025, 10, 1),
                begins=date(2025, 11, 1),
            ),
        ],
    )
    return Performer(store, RULES, clock)
