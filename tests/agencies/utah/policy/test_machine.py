"""Acts in any order: the store and the facts in memory agree, and no sentence is broken on the way."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from cstui.acts.perform import Performer, Receipt
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agency import find
from cstui.nightly.forecast import if_nothing
from cstui.nightly.run import run_nights
from cstui.nightly.timeline import timeline
from cstui.policy import guide, invariants
from cstui.policy.effects import Refused
from cstui.policy.records import Person
from cstui.scenario.play import PlayedClock, load
from cstui.store import facts
from cstui.store.engine import Store, create_store
from cstui.store.verify import verify
from tests.agencies.utah import given
from tests.agencies.utah.policy import world
from tests.agencies.utah.policy.moves import moves
from tests.agencies.utah.policy.world import RULES, START

STEPS = 60


def _store() -> Store:
    """A store that holds the NCP of `world.facts`."""
    store = create_store(":memory:", name="MACHINE", business_date=START, agencies=(find("utah"),))
    held = world.facts()
    file = held.file
    people = [held.parent, *held.people]
    rows = [file.ncp, *file.cases, *file.ledger]
    load(store, [*given.offices(), *people, *rows], RULES, START, PlayedClock(START), "Given.")
    return store


def _read(store: Store) -> NcpFacts:
    with store.read() as session:
        found = facts.read_facts(session, NcpFacts, given.NCP)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(6))
def test_store_and_memory_agree_whatever_is_done(seed: int) -> None:
    draw = random.Random(seed)
    with _store() as store:
        performer = Performer(store, RULES, PlayedClock(START))
        today, now = START, _read(store)
        for _ in range(STEPS):
            if draw.random() < 0.25:
                after = today + timedelta(days=draw.choice((1, 1, 2, 5, 15, 40)))
                run_nights(store, RULES, PlayedClock(today), through=after - timedelta(days=1))
                now, today = world.passed(now, today, after), after
            else:
                one = draw.choice(list(moves(now, today)))
                done = world.done(now, one, today)
                actor = "NIGHT" if type(one).roles == frozenset({"system"}) else given.AGENT
                came = performer.perform(one, actor=actor, on=today)
                assert isinstance(came, Refused) == (done is None), one
                assert isinstance(came, Receipt | Refused)
                now = done or now
            read = _read(store)
            assert read.file == now.file
            assert invariants.broken(read, RULES) == ()
            assert guide.steps(read, RULES, today)
        assert timeline(now, RULES, today)
        assert list(verify(store)) == []


@pytest.mark.parametrize("seed", range(4))
def test_what_is_foretold_is_what_the_nights_do(seed: int) -> None:
    """If nobody does anything, the forecast of today and the nights of sixty days end alike."""
    draw = random.Random(100 + seed)
    with _store() as store:
        performer = Performer(store, RULES, PlayedClock(START))
        for _ in range(12):
            one = draw.choice(list(moves(_read(store), START)))
            actor = "NIGHT" if type(one).roles == frozenset({"system"}) else given.AGENT
            performer.perform(one, actor=actor, on=START)
        ahead = if_nothing(_read(store), RULES, START, nights=60)
        run_nights(store, RULES, PlayedClock(START), through=START + timedelta(days=59))
        assert ahead.facts.file == _read(store).file
        assert isinstance(ahead.facts.parent, Person)
