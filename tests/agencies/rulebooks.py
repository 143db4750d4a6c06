"""The rules of each agency, as its data has them."""

from __future__ import annotations

from functools import cache

from cstui.agency import find
from cstui.policy.rulebook import Rulebook, load_rulebook
from cstui.scenario.read import Scenario, read_scenario

PREFIXES = {"louisiana": "LA", "kansas": "KS", "utah": "UT", "federal": "FED"}
"""What the ids of an agency's rules begin with; the kernel's begin with CS."""
RULES: dict[str, Rulebook] = {agency: load_rulebook(agency) for agency in PREFIXES}
OWN = {
    agency: sorted(rule for rule in RULES[agency].rules if rule.startswith(f"{prefix}-"))
    for agency, prefix in PREFIXES.items()
}
"""The rules of an agency by id, without the kernel's."""


@cache
def scenarios(agency: str) -> tuple[Scenario, ...]:
    """Every scenario of an agency."""
    return tuple(read_scenario(path) for path in find(agency).files("scenarios"))
