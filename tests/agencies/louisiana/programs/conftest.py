"""A small office with invented people, cloned for each test, and a desk on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cstui.agencies.louisiana.records import BenefitSpell, Case, Child
from cstui.policy.records import Address, Office, OfficeHours, Person, Phone, Record, Worker
from cstui.store.engine import Store, create_store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.driver import TODAY, Desk

DOE, ROE, POE = "17000123", "17000124", "17000125"
"""Jane Doe's two cases, and that of Ann Poe, who is under family violence."""


def office() -> Iterator[Record]:
    """One office with two workers, another with one; three cases of two custodial parents."""
    yield Office(code="17", name="RIVERBEND", agency="louisiana")
    yield Office(code="36", name="LAKESIDE", agency="louisiana")
    yield Worker(number="17001", name="ADA", office="17")
    yield Worker(number="17002", name="BEN", office="17")
    yield Worker(number="36001", name="CLEO", office="36")
    for code in ("17", "36"):
        for weekday in range(1, 6):
            yield OfficeHours(office=code, weekday=weekday, opens="08:00", closes="16:30")
    yield Person(number=1, last="DOE", first="JANE", born=date(1990, 1, 31), employer="ACME MILLS")
    yield Person(number=2, last="ROE", first="RICHARD", employer="SUGAR WORKS")
    yield Person(number=3, last="DOE", first="KIM", born=date(2019, 5, 4))
    yield Person(
        number=4,
        last="POE",
        first="ANN",
        born=date(1988, 7, 9),
        employer="SECRET DINER",
        family_violence=True,
    )
    yield Person(number=5, last="POE", first="LEE", born=date(2020, 2, 2))
    own = {"office": "17", "worker": "17001", "opened": date(2026, 2, 2)}
    yield Case(number=DOE, cp=1, ncp=2, **own)
    yield Case(number=ROE, cp=1, **own)
    yield Case(number=POE, cp=4, ncp=2, **own)
    yield Child(case=DOE, seq=1, person=3, added_on=date(2026, 2, 2))
    yield Child(case=POE, seq=1, person=5, added_on=date(2026, 2, 2))
    yield BenefitSpell(
        person=1,
        seq=1,
        program="FITAP",
        iva_number="9",
        applied=date(2026, 1, 5),
        begins=date(2026, 2, 1),
    )
    yield Address(
        person=1, seq=1, line1="1 OLD ST", city="GONZALES", state="LA", zip_code="70737",
        since=date(2020, 1, 1), until=date(2025, 1, 1),
    )  # fmt: skip
    yield Address(
        person=1,
        seq=2,
        line1="12 OAK ST",
        city="BATON ROUGE",
        state="LA",
        zip_code="70801",
        since=date(2025, 1, 1),
    )
    yield Phone(person=1, seq=1, number="225-555-0101", since=date(2025, 1, 1))
    yield Address(
        person=4,
        seq=1,
        line1="77 SHELTER LN",
        city="HIDEAWAY",
        state="LA",
        zip_code="70999",
        since=date(2025, 1, 1),
    )
    yield Phone(person=4, seq=1, number="225-555-0777", since=date(2025, 1, 1))


@pytest.fixture(scope="session")
def golden_office() -> Iterator[Store]:
    """The office in memory, to be cloned."""
    with create_store(":memory:", name="Practice", business_date=TODAY) as store:
        bulk_load(store, office())
        yield store


@pytest.fixture
def office_store(golden_office: Store) -> Iterator[Store]:
    """The office in memory, for one test."""
    with golden_office.clone_memory() as store:
        yield store


@pytest.fixture
def desk(office_store: Store) -> Desk:
    """Worker 17001 signed on at 80x24."""
    return Desk(office_store)
