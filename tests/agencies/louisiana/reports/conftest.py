"""The office of the report in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cstui.agencies.louisiana.reports.lem4145r1 import Report, lem4145r1
from cstui.policy.rulebook import Rulebook, load_rulebook
from cstui.store.engine import Store, create_store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.reports.cases import TODAY, office

RULES = load_rulebook()


@pytest.fixture
def rules() -> Rulebook:
    return RULES


@pytest.fixture
def office_store() -> Iterator[Store]:
    with create_store(":memory:", name="REPORT", business_date=TODAY) as store:
        bulk_load(store, office())
        yield store


@pytest.fixture
def report(office_store: Store) -> Report:
    """The report over all offices."""
    with office_store.read() as session:
        return lem4145r1(session, RULES, TODAY)
