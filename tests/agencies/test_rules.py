"""Every rule of every agency is used by the code, shown by a scenario, and proved both ways."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import cstui
from cstui.agency import in_tree
from cstui.scenario.proof import guide_rules, prove
from tests.agencies.rulebooks import OWN, PREFIXES, RULES, scenarios

pytestmark = pytest.mark.slow

CODE = Path(cstui.__file__).parent


@cache
def _code() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in CODE.rglob("*.py"))


def test_every_agency_with_rules_is_here() -> None:
    assert {agency.name for agency in in_tree() if agency.files("rules")} == set(PREFIXES)


@pytest.mark.parametrize("agency", PREFIXES)
def test_the_code_uses_the_rules_of_the_data_and_no_others(agency: str) -> None:
    assert sorted(set(re.findall(rf'"({PREFIXES[agency]}-[A-Z0-9]+-\d\d)"', _code()))) == OWN[agency]


@pytest.mark.parametrize(("agency", "rule"), [(agency, rule) for agency in OWN for rule in OWN[agency]])
def test_a_rule_is_proved_both_ways(agency: str, rule: str) -> None:
    proof = prove(rule, RULES[agency], scenarios(agency))
    assert proof.refusing, f"no scenario notices that {rule} is switched off"
    assert proof.blind == (), f"expect {rule} and do not notice that it is switched off"
    assert proof.holding, f"no scenario notices that {rule} always finds"
    assert proof.asked_by


def test_a_rule_without_a_scenario_is_not_proved() -> None:
    rules = RULES["louisiana"]
    few = [scenario for scenario in scenarios("louisiana") if scenario.id == "fourth-move"]
    assert prove("LA-E521-05", rules, few).proved
    assert not prove("LA-E520-01", rules, few).proved
    assert set(OWN["louisiana"]) > guide_rules(rules)
