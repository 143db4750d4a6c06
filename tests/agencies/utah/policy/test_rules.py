"""Every rule of Utah is used by the code, shown by a scenario, and proved both ways."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import cstui
from cstui.agency import find
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.proof import prove
from cstui.scenario.read import Scenario, read_scenario

CODE = Path(cstui.__file__).parent
RULES = load_rulebook("utah")
OWN = sorted(rule for rule in RULES.rules if rule.startswith("UT-"))


@cache
def _scenarios() -> tuple[Scenario, ...]:
    return tuple(read_scenario(path) for path in find("utah").files("scenarios"))


def test_the_code_uses_the_rules_of_the_data_and_no_others() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in CODE.rglob("*.py"))
    assert sorted(set(re.findall(r'"(UT-[A-Z]+-\d\d)"', text))) == OWN


@pytest.mark.parametrize("rule", OWN)
def test_a_rule_is_proved_both_ways(rule: str) -> None:
    proof = prove(rule, RULES, _scenarios())
    assert proof.refusing, f"no scenario notices that {rule} is switched off"
    assert proof.blind == (), f"expect {rule} and do not notice that it is switched off"
    assert proof.holding, f"no scenario notices that {rule} always finds"
    assert proof.asked_by
