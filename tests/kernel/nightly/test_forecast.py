"""What the forecast says of the nights to come is what the nightly run then does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.louisiana.acts.agreements import AgreeOnCases, CompleteOfs53, ReceiveOfs53
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.visits import VISITS
from cstui.nightly.forecast import Event, Forecast, if_nothing, if_visit
from cstui.nightly.run import run_nights
from cstui.scenario.practice import create_practice_store
from cstui.store import facts, reads
from cstui.store.engine import MEMORY, Store
from tests.kernel.nightly.cases import RULES, clock

pytestmark = pytest.mark.slow

START = date(2026, 3, 3)
NIGHTS = 130


@pytest.fixture(scope="module")
def practice() -> Iterator[Store]:
    """The practice store: cases in every state, two custodial parents with several cases."""
    with create_practice_store(MEMORY, clock=clock, start=START) as store:
        yield store


def _all(store: Store) -> dict[str, Facts]:
    with store.read() as session:
        numbers = [
            row[0]
            for row in session.connection().exec_driver_sql("SELECT number FROM la_case ORDER BY number")
        ]
        return facts.read_many(session, Facts, numbers)


def _log(store: Store, case: str, since: date) -> list[tuple[date, str, str]]:
    """What was logged on a case since a day, oldest first: date, who, text."""
    with store.read() as session:
        rows = reads.activities(session, f"case {case}", since=since, limit=500)
    return [(row.on, row.actor, row.text) for row in reversed(rows)]


def _acts(forecast: Forecast, case: str) -> list[tuple[date, str, str]]:
    return [(e.on, e.by, e.text) for e in forecast.of(case) if e.kind == "act"]


def test_if_nothing_is_done_is_what_the_nights_then_do(practice: Store) -> None:
    before = _all(practice)
    foretold = {number: if_nothing(found, RULES, START, nights=NIGHTS) for number, found in before.items()}
    with practice.clone_memory() as store:
        logged = {number: len(_log(store, number, START)) for number in before}
        nights = run_nights(store, RULES, clock, through=START + timedelta(days=NIGHTS - 1))
        assert not [aside for night in nights for aside in night.aside]
        assert sum(sum(night.counts.values()) for night in nights) > 100
        after = _all(store)
        for number, forecast in foretold.items():
            assert _acts(forecast, number) == _log(store, number, START)[logged[number] :], number
            assert forecast.facts == after[number], number
            assert forecast.until == START + timedelta(days=NIGHTS)
    closed = [n for n, f in foretold.items() if f.facts.case.status == "closed" != before[n].case.status]
    assert closed, "a pended case closes within the nights looked at"


def test_the_visit_with_ofs_53_is_what_the_acts_then_do(practice: Store) -> None:
    """On every case with non-cooperation: the acts on the day, the nights around them."""
    comes, tried = START + timedelta(days=9), 0
    for number, found in _all(practice).items():
        if case_position.noncooperation(found.file) is None or found.case.status == "closed":
            continue
        forecast = if_visit(found, RULES, START, VISITS[0], comes, nights=40)
        with practice.clone_memory() as store:
            run_nights(store, RULES, clock, through=comes - timedelta(days=1))
            if forecast.refused:
                continue
            tried += 1
            performer = Performer(store, RULES, clock)
            hand = performer.facts(number)
            assert hand is not None
            review = tuple(file.case.number for file in case_position.to_review(hand))
            acts = [AgreeOnCases(case=number, cases=review), CompleteOfs53(case=number)]
            if case_position.open_agreement(hand) is None:
                acts.insert(0, ReceiveOfs53(case=number, received_on=comes))
            for act in acts:
                done = performer.perform(act, actor=found.case.worker, on=comes)
                assert isinstance(done, Receipt), done
            run_nights(store, RULES, clock, through=START + timedelta(days=39))
            assert forecast.facts == performer.facts(number), number
            cooperates = case_position.noncooperation(forecast.facts.file) is None
            assert cooperates or case_position.open_request(forecast.facts.file)
    assert tried > 5


def test_a_forecast_writes_nothing_and_looks_ahead_no_further_than_asked(practice: Store) -> None:
    found = next(f for f in _all(practice).values() if case_position.pend(f.file))
    pend = case_position.pend(found.file)
    assert pend is not None
    assert pend.closes_on is not None
    nights = (pend.closes_on - START).days
    before = if_nothing(found, RULES, START, nights=nights)
    on_it = if_nothing(found, RULES, START, nights=nights + 1)
    assert (before.facts.case.status, on_it.facts.case.status) == ("pended", "closed")
    assert found.case.status == "pended"
    assert isinstance(on_it.events[-1], Event)


@pytest.mark.parametrize("days", [-1, 400])
def test_a_visit_lies_within_the_days_looked_at(practice: Store, days: int) -> None:
    found = next(iter(_all(practice).values()))
    with pytest.raises(ValueError, match="not among the 400 days"):
        if_visit(found, RULES, START, VISITS[0], START + timedelta(days=days))
