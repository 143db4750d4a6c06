"""The program's count and the slow one agree on every drawn caseload, figure by figure."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from cstui.agencies.federal.policy import lines
from tests.agencies.federal import drawn
from tests.agencies.federal.oracle import Oracle

TIMES, TOGETHER = int(os.environ.get("CSTUI_CASELOADS", "300")) // 100, 100
EDITION = lines.edition_of("1999")
SWITCHES = {
    "closed_on_6": "fed_closed_on_6",
    "good_cause_off_13": "fed_good_cause_off_13",
    "unavailable_off_22": "fed_unavailable_off_22",
    "any_noncooperation": "fed_any_noncooperation",
}
"""Choices that change what a line asks for, by the oracle's name for them."""


@pytest.fixture(scope="module")
def memory() -> Iterator[Connection]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def compare(memory: Connection, seed: int, asked: dict[str, bool], switches: dict[str, bool]) -> None:
    """Count a batch together, then each caseload of it by the oracle."""
    caseloads = drawn.batch(seed, TOGETHER)
    of_person = {
        row["person"]: number for number, one in enumerate(caseloads) for row in one.get("child", ())
    }
    found: dict[int, list[Any]] = defaultdict(list)
    for item in drawn.items(memory, caseloads, drawn.asked(**asked)):
        found[int(item.key[:4]) if item.unit == "C" else of_person[int(item.key)]].append(item)
    wanted = lines.places(EDITION, {SWITCHES[name]: value for name, value in switches.items()})
    for number, caseload in enumerate(caseloads):
        slow = Oracle(caseload, drawn.YEAR, drawn.GROUNDS, **asked, **switches).figures()
        assert drawn.figures(found[number], wanted) == slow, (seed, number, caseload)


@settings(max_examples=TIMES, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_two_counts_agree_on_drawn_caseloads(memory: Connection, seed: int) -> None:
    compare(memory, seed, {}, {"closed_on_6": True})


@pytest.mark.parametrize("choice", [*SWITCHES, "disbursed", "interest", "grace", "former_on_case"])
def test_the_two_counts_agree_under_each_choice(memory: Connection, choice: str) -> None:
    """Each choice the other way round from its default."""
    if choice in SWITCHES:
        compare(memory, 7, {}, {"closed_on_6": choice != "closed_on_6", choice: choice != "closed_on_6"})
    else:
        compare(memory, 7, {choice: choice != "disbursed"}, {"closed_on_6": True})
