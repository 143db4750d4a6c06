"""A store that asks for passwords, and a clock whose hands a test moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cstui.store.engine import Store
from tests.kernel.signing.stores import Hands, asking_store


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def store() -> Iterator[Store]:
    with asking_store() as made:
        yield made
