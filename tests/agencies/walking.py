"""The exhaustive walk of an agency: all states that acts and nights reach, to a depth, equal ones merged.

A step is an act of today, or the passing of the nights to tomorrow, or to the day before, on or after a
deadline. An agency's own `World` gives the facts to begin with and the days to try; its `moves` are the acts
that are tried.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import msgspec

from cstui.acts.base import SYSTEM, Act, name_of
from cstui.agency import find
from cstui.policy import invariants
from cstui.policy.effects import Refused
from cstui.policy.facts import shape_of
from cstui.policy.rulebook import load_rulebook

State = tuple[Any, date, tuple[str, ...]]
DAY = timedelta(days=1)
Moves = Callable[[Any, date], Iterable[Act]]


class World:
    """Subjects of an agency in memory: acts are decided and applied, nights pass, nothing is stored.

    `begin` gives the facts to begin with, `deadlines` the days of facts that may make a difference; `worker`
    does what people do, `system` what an interface or the night does.
    """

    def __init__(
        self,
        agency: str,
        start: date,
        *,
        worker: str,
        system: str,
        begin: Callable[[], Any],
        deadlines: Callable[[Any, date], Iterable[date]],
    ) -> None:
        self.agency, self.start, self.begin, self.deadlines = find(agency), start, begin, deadlines
        self.rules = load_rulebook(agency)
        self.worker, self.system = worker, system
        self.jobs = self.agency.load("jobs")

    def actor(self, one: Act) -> str:
        """Who does such an act."""
        return self.system if type(one).roles == frozenset({SYSTEM}) else self.worker

    def done(self, before: Any, one: Act, on: date) -> Any:
        """The facts after the act; None where it is refused."""
        decided = one.decide(before, self.rules, on, self.actor(one))
        return None if isinstance(decided, Refused) else before.after(decided.changes)

    def night(self, now: Any, on: date) -> Any:
        """The facts after the night of `on`, job by job."""
        for job in self.jobs:
            for one in tuple(job.choose(now, self.rules, on)):
                now = self.done(now, one, on) or now
        return now

    def passed(self, now: Any, today: date, until: date) -> Any:
        """The facts on the morning of `until`, after every night from `today` on in which a job may act."""
        while today < until:
            due = min((on for job in self.jobs for on in job.when(now, self.rules, today)), default=until)
            if due >= until:
                break
            now, today = self.night(now, due), due + DAY
        return now

    def days_to_try(self, facts: Any, today: date) -> list[date]:
        """Tomorrow, and the day before, on and after each deadline that is still to come."""
        days = {due + at * DAY for due in self.deadlines(facts, today) for at in (-1, 0, 1)} | {today + DAY}
        return sorted(day for day in days if day > today)


class Walk(msgspec.Struct):
    """What a walk found: states and steps by depth, the acts done, what was broken with the way there."""

    states: list[int]
    steps: list[int]
    acts: set[str]
    broken: list[str]
    whole: bool = True


def walk(
    world: World,
    moves: Moves,
    kept: invariants.Invariants,
    depth: int,
    seconds: float = float("inf"),
    *,
    say: bool = False,
) -> Walk:
    """Walk to `depth`; it is cut off, and not `whole`, after `seconds`."""
    until = time.perf_counter() + seconds
    found = Walk([], [], set(), [])
    frontier: list[State] = [(world.begin(), world.start, ())]
    known = {key(frontier[0])}
    for level in range(1, depth + 1):
        following: list[State] = []
        steps = 0
        for state in frontier:
            if time.perf_counter() > until:
                found.whole = False
                break
            for name, after, day in steps_from(world, moves, state):
                steps += 1
                if after is None:
                    continue
                found.acts.add(name)
                way = (*state[2], f"{day:%m/%d} {name}")
                broken = kept.forbidden(state[0], after, day) if name != "pass" else ()
                new = (after, day, way)
                if (place := key(new)) not in known:
                    known.add(place)
                    following.append(new)
                    broken += invariants.broken(after, world.rules)
                found.broken += [f"{one.sentence} ({one.cite}): {', '.join(way)}" for one in broken]
        found.states.append(len(following))
        found.steps.append(steps)
        if say:
            print(f"depth {level}: {len(following):,} new states, {steps:,} steps tried", flush=True)
        frontier = following
    return found


def key(state: State) -> bytes:
    """What tells a state from others: everything but the version of the head."""
    facts, day, _ = state
    file = facts.file
    name = shape_of(type(facts)).file.head_name
    head = msgspec.structs.replace(getattr(file, name), version=0)
    return msgspec.json.encode((msgspec.structs.replace(file, **{name: head}), day))


def steps_from(world: World, moves: Moves, state: State) -> Iterator[tuple[str, Any, date]]:
    """Every step from a state: its name, the facts after it (None where refused), the day."""
    facts, today, _ = state
    for one in moves(facts, today):
        yield name_of(type(one)), world.done(facts, one, today), today
    for day in world.days_to_try(facts, today):
        yield "pass", world.passed(facts, today, day), day


def main(walk_of: Callable[..., Walk], description: str | None) -> int:
    """Walk as the command line asks; 1 where something is broken."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--depth", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    options = parser.parse_args()
    found = walk_of(options.depth, options.seconds, say=True)
    print(f"{sum(found.states):,} states, {sum(found.steps):,} steps, {len(found.acts)} kinds of step")
    for one in found.broken[:20]:
        print(one)
    return 1 if found.broken else 0
