"""Every rule of the data is used by the code, the code uses no other, and a scenario shows each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cstui
from cstui.agency import find
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.read import read_scenario

CODE = Path(cstui.__file__).parent
RULE = re.compile(r'"((?:LA|CS)-[A-Z]?\d{3}(?:-\d{2})?)"')
POLICY_RULES = sorted(rule for rule in load_rulebook().rules if rule.startswith("LA-"))

NOT_IN_A_SCENARIO: dict[str, str] = {}
"""Rules that no scenario expects, each with the reason."""


def _used() -> set[str]:
    from cstui.store.errors import StoreError

    text = "\n".join(path.read_text(encoding="utf-8") for path in CODE.rglob("*.py"))
    return set(RULE.findall(text)) - set(StoreError.texts)


def _expected() -> set[str]:
    expected: set[str] = set()
    for path in find("louisiana").files("scenarios"):
        for step in read_scenario(path).steps:
            expected.update(step.refused or (), step.warns or ())
            for one in step.expects:
                expected.update(rule for rule in (one.said.finding, one.said.rule) if rule)
    return expected


def test_the_code_uses_no_policy_rule_that_is_not_in_the_data() -> None:
    assert {rule for rule in _used() if rule.startswith("LA-")} - set(POLICY_RULES) == set()


def test_the_code_uses_every_policy_rule_of_the_data() -> None:
    assert set(POLICY_RULES) - _used() == set()


@pytest.mark.parametrize("rule", POLICY_RULES)
def test_a_scenario_expects_the_rule(rule: str) -> None:
    assert (rule in _expected()) != (rule in NOT_IN_A_SCENARIO)
