"""A rule that is switched off, or that always finds, is noticed by a scenario."""

from __future__ import annotations

from functools import cache

import pytest

from cstui.agency import find
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.proof import guide_rules, prove
from cstui.scenario.read import Scenario, read_scenario
from tests.agencies.louisiana.policy.test_rules_covered import POLICY_RULES


@cache
def _scenarios() -> tuple[Scenario, ...]:
    return tuple(read_scenario(path) for path in find("louisiana").files("scenarios"))


@pytest.mark.parametrize("rule", POLICY_RULES)
def test_a_rule_is_proved_both_ways(rule: str) -> None:
    proof = prove(rule, load_rulebook(), _scenarios())
    assert proof.refusing, f"no scenario notices that {rule} is switched off"
    assert proof.blind == (), f"expect {rule} and do not notice that it is switched off"
    assert proof.holding, f"no scenario notices that {rule} always finds"
    assert proof.asked_by


def test_a_rule_without_a_scenario_is_not_proved() -> None:
    few = [scenario for scenario in _scenarios() if scenario.id == "fourth-move"]
    assert prove("LA-E521-05", load_rulebook(), few).proved
    assert not prove("LA-E520-01", load_rulebook(), few).proved
    assert set(POLICY_RULES) > guide_rules(load_rulebook())
