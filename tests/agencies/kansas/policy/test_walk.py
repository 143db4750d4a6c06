"""No forbidden state within four steps of a consumer; `make walk AGENCY=kansas` goes deeper."""

from __future__ import annotations

from msgspec.structs import replace

from cstui.acts.registry import acts_of
from cstui.agencies.kansas.acts.base import ConsumerAct
from cstui.policy import invariants
from tests.agencies.kansas.policy import walk, world

NOT_WALKED = {
    "ks-update-case": "fields that nothing else reads",
    "ks-override-penalty": "the worker of the walk is no supervisor",
    "ks-open-program": "what KEES tells; an approval opens programs in the walk",
    "ks-close-program": "what KEES tells; EDBC closes programs in the walk",
    "ks-set-participation": "what KEES tells; scenarios say it",
    "ks-withdraw-application": "an outcome like others",
    "ks-add-note": "it changes nothing",
    "ks-set-household": "what KEES tells; scenarios say it",
    "ks-send-memorandum": "a letter, which policy does not read",
    "ks-record-print": "a line of the log",
    "ks-register-referral": "it brings people into the case, for whom the store has numbers; scenarios do it",
    "ks-set-reminder": "a worker's own, which policy does not read",
    "ks-move-reminder": "a worker's own, which policy does not read",
    "ks-correct-reminder": "a worker's own, which policy does not read",
}
"""Acts that the walk leaves out, each with the reason."""
DEEPER = {
    "ks-reopen-case",
    "ks-close-case",
    "ks-rescind-program",
    "ks-close-task",
    "ks-send-referral",
    "ks-take-referral",
    "ks-search-participant",
    "ks-deactivate-referral",
}
"""Acts that the walk tries and that are permitted beyond the depth of this test."""


def test_no_forbidden_state_to_depth_four() -> None:
    found = walk.walk(4, 60.0, say=True)
    assert found.broken == []
    assert sum(found.states) > 1_000
    walked = {name for name, kind in acts_of("kansas").items() if issubclass(kind, ConsumerAct)}
    assert walked - found.acts - set(NOT_WALKED) <= DEEPER


def test_a_forbidden_state_is_told() -> None:
    """The sentences find what no act makes: penalties that are not level, two records open together."""
    facts = world.facts()
    for one in list(walk.moves(facts, world.START))[:1]:
        facts = world.done(facts, one, world.START) or facts
    facts = world.night(facts, world.START)
    assert invariants.broken(facts, world.RULES) == ()
    first, *rest = facts.file.records
    other = replace(first, seq=9, reason="2")
    spoiled = replace(facts, file=replace(facts.file, records=(other, first, *rest)))
    said = {one.sentence for one in invariants.broken(spoiled, world.RULES)}
    assert "two records of a program made by KEES are open together" in said
    assert "an alert made other than one record each for TANF and Child Care" in said
    assert "a penalty has another length than its tier" in said
