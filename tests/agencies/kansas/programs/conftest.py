"""Example 1 of the document on its first day, at the desk of a CSS worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agencies.kansas.programs.desk import CASE, Desk, example_store


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
