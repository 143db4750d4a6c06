"""Example 1 of the document on its first day, at the desk of a CSS worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from cstui.scenario.practice import create_practice_store
from cstui.store.engine import MEMORY, Store
from tests.agencies.kansas.programs.desk import CASE, KANSAS, Desk, example_store

START = date(2026, 3, 2)
"""The first day of the practice store."""


@pytest.fixture(scope="session")
def practice() -> Iterator[Store]:
    """The practice store as it ships, made once; a test that changes it takes a copy."""
    moment = datetime(START.year, START.month, START.day, 15, tzinfo=UTC)
    with create_practice_store(MEMORY, clock=lambda: moment, start=START, agencies=[KANSAS]) as store:
        yield store


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Worker 51001 on March 5, 2018: three programs run, nothing is marked."""
    store, on, parameters = example_store("example-1-a")
    with store:
        yield Desk(store, on, parameters=parameters)


@pytest.fixture
def cads(desk: Desk) -> Desk:
    """CADS of the case of example 1."""
    return desk.command(f"CADS {CASE}")
