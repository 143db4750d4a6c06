"""The exhaustive walk: all states of an NCP that acts and nights reach, to a depth, equal ones merged.

A step is an act of today, or the passing of the nights to tomorrow, or to the day before, on or after a
deadline. `make walk AGENCY=utah` (`python -m tests.agencies.utah.policy.walk --depth 5`).
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date

import msgspec

from cstui.acts.base import name_of
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.policy.invariants import INVARIANTS
from cstui.policy import invariants
from tests.agencies.utah.policy import world
from tests.agencies.utah.policy.moves import moves

State = tuple[NcpFacts, date, tuple[str, ...]]


class Walk(msgspec.Struct):
    """What a walk found: states and steps by depth, the acts done, what was broken with the way there."""

    states: list[int]
    steps: list[int]
    acts: set[str]
    broken: list[str]
    whole: bool = True


def walk(depth: int, seconds: float = float("inf"), *, say: bool = False) -> Walk:
    """Walk to `depth`; it is cut off, and not `whole`, after `seconds`."""
    until = time.perf_counter() + seconds
    found = Walk([], [], set(), [])
    frontier: list[State] = [(world.facts(), world.START, ())]
    known = {key(frontier[0])}
    for level in range(1, depth + 1):
        following: list[State] = []
        steps = 0
        for state in frontier:
            if time.perf_counter() > until:
                found.whole = False
                break
            for name, after, day in steps_from(state):
                steps += 1
                if after is None:
                    continue
                found.acts.add(name)
                way = (*state[2], f"{day:%m/%d} {name}")
                broken = INVARIANTS.forbidden(state[0], after, day) if name != "pass" else ()
                new = (after, day, way)
                if (place := key(new)) not in known:
                    known.add(place)
                    following.append(new)
                    broken += invariants.broken(after, world.RULES)
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
    ncp = msgspec.structs.replace(facts.file.ncp, version=0)
    return msgspec.json.encode((msgspec.structs.replace(facts.file, ncp=ncp), day))


def steps_from(state: State):
    """Every step from a state: its name, the facts after it (None where refused), the day."""
    facts, today, _ = state
    for one in moves(facts, today):
        yield name_of(type(one)), world.done(facts, one, today), today
    for day in world.days_to_try(facts, today):
        yield "pass", world.passed(facts, today, day), day


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--depth", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    options = parser.parse_args()
    found = walk(options.depth, options.seconds, say=True)
    print(f"{sum(found.states):,} states, {sum(found.steps):,} steps, {len(found.acts)} kinds of step")
    for one in found.broken[:20]:
        print(one)
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main())
