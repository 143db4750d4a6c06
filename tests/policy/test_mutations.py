"""A rule that is switched off, or that always finds, is noticed by a scenario."""

from __future__ import annotations

from functools import cache

import pytest

from cstui import content
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.play import play
from cstui.scenario.read import Scenario, read_scenario
from tests.policy.test_rules_covered import POLICY_RULES

GUIDE_ONLY = {"LA-E524-02"}
"""Rules that no act asks: the guide alone says them."""


@cache
def _scenarios() -> tuple[Scenario, ...]:
    return tuple(read_scenario(path) for path in content.files("data/scenarios", "**/*.toml"))


def _acts_expect(scenario: Scenario, rule: str) -> bool:
    return any(
        rule in (*(step.refused or ()), *(step.warns or ()))
        or any(one.said.finding == rule for one in step.expects)
        for step in scenario.steps
    )


@pytest.mark.parametrize("rule", [rule for rule in POLICY_RULES if rule not in GUIDE_ONLY])
def test_a_rule_switched_off_is_missed(rule: str) -> None:
    rules = load_rulebook().mutated(disabled=[rule])
    missed = []
    for scenario in (s for s in _scenarios() if _acts_expect(s, rule)):
        with (played := play(scenario, rules)).store:
            missed.append(not played.passed)
    assert missed
    assert all(missed)


@pytest.mark.parametrize("rule", [rule for rule in POLICY_RULES if rule not in GUIDE_ONLY])
def test_a_rule_that_always_finds_is_noticed(rule: str) -> None:
    rules = load_rulebook().mutated(forced=[rule])
    for scenario in sorted(_scenarios(), key=lambda s: not _acts_expect(s, rule)):
        with (played := play(scenario, rules)).store:
            if not played.passed:
                return
    pytest.fail(f"no scenario notices that {rule} always finds")
