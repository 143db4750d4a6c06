"""Acts in any order: the store and the facts in memory agree, and no sentence is broken on the way.

Louisiana's machine is its own: two offices share the cases of one custodial parent there.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from cstui.acts.perform import Performer, Receipt
from cstui.clock import time_in
from cstui.nightly.forecast import if_nothing
from cstui.nightly.run import run_nights
from cstui.nightly.timeline import timeline
from cstui.policy import guide, invariants
from cstui.policy.effects import Refused
from cstui.policy.facts import shape_of
from cstui.policy.records import Record
from cstui.scenario.play import PlayedClock, load
from cstui.store import facts
from cstui.store.engine import MEMORY, Store, create_store
from cstui.store.verify import verify
from tests.agencies.kansas import given as kansas
from tests.agencies.kansas.policy.moves import moves as kansas_moves
from tests.agencies.kansas.policy.world import WORLD as KANSAS
from tests.agencies.utah import given as utah
from tests.agencies.utah.policy.moves import moves as utah_moves
from tests.agencies.utah.policy.world import WORLD as UTAH
from tests.agencies.walking import Moves, World

pytestmark = pytest.mark.slow

STEPS = 60
WORLDS = {
    "kansas": (KANSAS, kansas_moves, tuple(kansas.offices())),
    "utah": (UTAH, utah_moves, tuple(utah.offices())),
}


class Machine:
    """A store with what the agency's world begins with, and the acts that are tried on it."""

    def __init__(self, world: World, moves: Moves, offices: Iterable[Record]) -> None:
        self.world, self.moves, start = world, moves, world.start
        self.store: Store = create_store(MEMORY, name="MACHINE", business_date=start, agencies=[world.agency])
        held = world.begin()
        shape = shape_of(type(held))
        people = [*(getattr(held, name) for name in shape.persons), *held.people]
        owned = [row for name in shape.file.parts.values() for row in getattr(held.file, name)]
        self.key = held.key
        given = [*offices, *people, held.file.head, *owned]
        load(self.store, given, world.rules, start, PlayedClock(start), "Given.")
        self.performer = Performer(self.store, world.rules, PlayedClock(start))

    def drawn(self, draw: random.Random, now: Any, on: date) -> Any:
        return draw.choice(list(self.moves(now, on)))

    def read(self) -> Any:
        with self.store.read() as session:
            found = facts.read_facts(session, self.world.agency.load("facts"), self.key)
        assert found is not None
        return found

    def nights(self, since: date, until: date) -> None:
        """The nights from one morning to another."""
        last = until - timedelta(days=1)
        run_nights(self.store, self.world.rules, PlayedClock(since), through=last)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("agency", WORLDS)
def test_store_and_memory_agree_whatever_is_done(agency: str, seed: int) -> None:
    machine, draw = Machine(*WORLDS[agency]), random.Random(seed)
    world, rules = machine.world, machine.world.rules
    with machine.store:
        at = time_in(machine.performer.clock(), world.agency.zone)
        today, now = world.start, replace(machine.read(), time=at)
        for _ in range(STEPS):
            if draw.random() < 0.25:
                after = today + timedelta(days=draw.choice((1, 1, 2, 5, 15, 40)))
                machine.nights(today, after)
                now, today = world.passed(now, today, after), after
            else:
                one = machine.drawn(draw, now, today)
                done = world.done(now, one, today)
                came = machine.performer.perform(one, actor=world.actor(one), on=today)
                assert isinstance(came, Refused) == (done is None), one
                assert isinstance(came, Receipt | Refused)
                now = done or now
            read = machine.read()
            assert read.file == now.file
            assert invariants.broken(read, rules) == ()
            assert guide.steps(read, rules, today)
        assert timeline(now, rules, today)
        assert list(verify(machine.store)) == []


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("agency", WORLDS)
def test_what_is_foretold_is_what_the_nights_do(agency: str, seed: int) -> None:
    """If nobody does anything, the forecast of today and the nights of sixty days end alike."""
    machine, draw = Machine(*WORLDS[agency]), random.Random(100 + seed)
    world, start = machine.world, machine.world.start
    with machine.store:
        for _ in range(12):
            one = machine.drawn(draw, machine.read(), start)
            machine.performer.perform(one, actor=world.actor(one), on=start)
        ahead = if_nothing(machine.read(), world.rules, start, nights=60)
        machine.nights(start, start + timedelta(days=60))
        assert ahead.facts.file == machine.read().file
