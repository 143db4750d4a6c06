"""The exhaustive walk: all states that acts and deadlines can reach, to a depth, equal states merged.

A step is an act of today, or the passing of the nights to the day before, on or after an open
deadline. `make walk` (`python -m tests.agencies.louisiana.policy.walk --depth 6`) walks from the command
line.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from cstui.acts.registry import acts_of
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.policy.invariants import broken_by
from cstui.policy import invariants
from tests.agencies.louisiana.policy.canon import key
from tests.agencies.louisiana.policy.moves import moves
from tests.agencies.louisiana.policy.world import (
    DAY,
    OWN,
    RULES,
    START,
    act,
    days_to_try,
    done,
    given,
    passed,
)


class Layer(msgspec.Struct, frozen=True):
    """What one depth of the walk added: new states, steps tried, refused, leading to known states.

    The last depth is not merged: each permitted step counts as a state.
    """

    depth: int
    states: int
    edges: int
    refused: int
    merged: int
    seconds: float


class Walk(msgspec.Struct):
    """What a walk found. `broken` holds each forbidden state with the steps that lead there."""

    layers: list[Layer]
    acts: set[str]
    broken: list[str]
    whole: bool = True

    def states(self) -> int:
        return sum(layer.states for layer in self.layers)

    def edges(self) -> int:
        return sum(layer.edges for layer in self.layers)


PASS = "pass"
NAMES = {kind: name for name, kind in acts_of().items()}
Way = tuple["Way", date, str] | tuple[()]
"""How a state was reached: the way to the state before it, the day of the last step, its name."""
State = tuple[Facts, date, Way]


def root() -> State:
    """One appointment missed and the other office's case reported: what follows is all to be done."""
    facts, today = given(), START
    for one in (
        act("schedule-appointment", case=OWN, purpose="SI", on=START + 8 * DAY, at="09:00"),
        act("record-contact", case="26000124", how="W", about="RE", on=START),
        act("report-non-cooperation", case="26000124", ground="RI", failed_on=START),
    ):
        after = done(facts, one, today)
        assert after is not None
        facts = after
    today = START + 8 * DAY
    failed = done(
        passed(facts, START, today), act("record-outcome", case=OWN, appointment=1, outcome="F"), today
    )
    assert failed is not None
    return failed, today, ()


def walk(depth: int, seconds: float = float("inf"), say: bool = False, workers: int = 1) -> Walk:
    """Walk to `depth`; a layer that is not done after `seconds` is cut off, and the walk not `whole`.

    States of the last layer are judged by `workers` processes, and not kept. Nothing is collected meanwhile:
    facts hold no cycles, and going through millions of them again and again takes half the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        return _walk(depth, seconds, say, workers)
    finally:
        if was:
            gc.enable()


def _walk(depth: int, seconds: float, say: bool, workers: int) -> Walk:
    began = time.perf_counter()
    start = root()
    found = Walk(layers=[], acts=set(), broken=_said_of(invariants.broken(start[0], RULES), ()))
    known = {hash(key(start[0], start[1]))}
    frontier = [start]
    for level in range(1, depth):
        since = time.perf_counter()
        following: list[State] = []
        states = edges = refused = 0
        for state in frontier:
            if time.perf_counter() - began > seconds:
                found.whole = False
                break
            for name, after, day in steps(state):
                edges += 1
                if after is None:
                    refused += 1
                    continue
                place = hash(key(after, day))
                is_new = place not in known
                if is_new:
                    known.add(place)
                    states += 1
                    following.append((after, day, (state[2], day, name)))
                found.acts.add(name)
                found.broken += _broken(state, name, after, day, is_new)
        layer = Layer(level, states, edges, refused, edges - refused - states, time.perf_counter() - since)
        found.layers.append(layer)
        if say:
            print(_said(layer, found.whole), flush=True)
        if not found.whole:
            return found
        frontier = following
    _judge(frontier, found, depth, began + seconds, workers)
    if say:
        print(_said(found.layers[-1], found.whole), flush=True)
    return found


class Judged(msgspec.Struct, frozen=True):
    """What a share of the last layer came to."""

    edges: int
    refused: int
    acts: set[str]
    broken: list[str]
    whole: bool


def _judge(frontier: list[State], found: Walk, depth: int, until: float, workers: int) -> None:
    """Judge every step from the states of the last layer but one; processes share them as they are."""
    since = time.perf_counter()
    if workers == 1:
        shares = [_share(frontier, until)]
    else:
        _FRONTIER[:] = frontier
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            shares = pool.starmap(_share_of, [(at, workers, until) for at in range(workers)])
    for share in shares:
        found.acts |= share.acts
        found.broken += share.broken
        found.whole = found.whole and share.whole
    edges, refused = sum(share.edges for share in shares), sum(share.refused for share in shares)
    found.layers.append(Layer(depth, edges - refused, edges, refused, 0, time.perf_counter() - since))


_FRONTIER: list[State] = []
"""The states whose steps are judged, for processes that were forked with them."""


def _share_of(first: int, every: int, until: float) -> Judged:
    return _share(_FRONTIER[first::every], until)


def _share(frontier: list[State], until: float) -> Judged:
    edges = refused = 0
    acts: set[str] = set()
    broken: list[str] = []
    for state in frontier:
        if time.perf_counter() > until:
            return Judged(edges, refused, acts, broken, False)
        for name, after, day in steps(state):
            edges += 1
            if after is None:
                refused += 1
                continue
            acts.add(name)
            broken += _broken(state, name, after, day, True)
    return Judged(edges, refused, acts, broken, True)


def _broken(state: State, name: str, after: Facts, day: date, is_new: bool) -> list[str]:
    """What the step broke, or is broken in the new state it leads to, with the way there."""
    found = () if name == PASS else broken_by(state[0], after, day)
    if is_new:
        found += invariants.broken_since(state[0], after, RULES)
    return _said_of(found, (state[2], day, name))


def _said_of(found: Iterable[invariants.Broken], way: Way) -> list[str]:
    return [f"{one.sentence} ({one.cite}): {', '.join(_steps_of(way))}" for one in found]


def _steps_of(way: Way) -> list[str]:
    return [*_steps_of(way[0]), f"{way[1]:%m/%d} {way[2]}"] if way else []


def steps(state: State) -> Iterator[tuple[str, Facts | None, date]]:
    """Every step from a state: its name, the facts after it (None where refused), the day."""
    facts, today, _ = state
    for one in moves(facts, today):
        yield NAMES[type(one)], done(facts, one, today), today
    for day in days_to_try(facts, today):
        facts, today = passed(facts, today, day), day
        yield PASS, facts, day


def _said(layer: Layer, whole: bool) -> str:
    cut = "" if whole else ", cut off"
    return (
        f"depth {layer.depth}: {layer.states:,} new states, {layer.edges:,} steps tried, "
        f"{layer.refused:,} refused, {layer.merged:,} to known states, {layer.seconds:.1f} s{cut}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--depth", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    found = walk(options.depth, options.seconds, say=True, workers=options.workers)
    print(f"{found.states():,} states, {found.edges():,} edges, {len(found.acts)} kinds of step")
    for one in found.broken[:20]:
        print(one)
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main())
