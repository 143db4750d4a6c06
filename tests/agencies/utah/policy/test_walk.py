"""No forbidden state within four steps of an NCP; `make walk AGENCY=utah` goes deeper."""

from __future__ import annotations

from msgspec.structs import replace

from cstui.policy import invariants
from tests.agencies.utah.policy import walk, world


def test_no_forbidden_state_to_depth_four() -> None:
    found = walk.walk(4, 60.0, say=True)
    assert found.broken == []
    assert sum(found.states) > 1_000


def test_a_forbidden_state_is_told() -> None:
    """The sentences find what no act makes: a balance below zero, a phase without what it needs."""
    facts = world.facts()
    entries = facts.file.ledger
    spoiled = replace(facts, file=replace(facts.file, ledger=(replace(entries[0], cents=-1), *entries[1:])))
    said = {one.sentence for one in invariants.broken(spoiled, world.RULES)}
    assert {"entry 1 is of no amount", "a balance is below zero"} <= said
