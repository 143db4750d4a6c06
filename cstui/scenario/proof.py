"""The proof of rules: a rule switched off, and one that always finds, must each break a scenario.

A rule is shown refusing by the scenarios that expect it: every one of them must fail once the rule
is switched off. It is shown holding by a scenario that fails once the rule always finds.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

import msgspec

from cstui.agency import find
from cstui.policy.rulebook import Rulebook
from cstui.scenario.play import play
from cstui.scenario.read import Scenario
from cstui.scenario.sections import givens_of
from cstui.scenario.shown import GUIDE, met


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What scenarios show of one rule.

    `asked_by` are the acts that found it (or `guide`); `refusing` the scenarios that expect it and
    fail without it; `blind` those that expect it and do not; `holding` one that fails if the rule always
    finds, empty where none does.
    """

    rule: str
    asked_by: tuple[str, ...]
    refusing: tuple[str, ...]
    blind: tuple[str, ...]
    holding: str

    @property
    def proved(self) -> bool:
        return bool(self.refusing and self.holding) and not self.blind


def guide_rules(book: Rulebook) -> frozenset[str]:
    """The rules of the book's agency that no act asks: the guide says them, as a next step."""
    return givens_of(find(book.agency)).guide_rules


def prove(rule: str, book: Rulebook, scenarios: Sequence[Scenario]) -> Proof:
    """Whether `scenarios` prove `rule` in both directions."""
    guides = rule in guide_rules(book)
    asking = {
        scenario.id: {name for name, rules in met(scenario) if rule in rules and (guides or name != GUIDE)}
        for scenario in scenarios
    }
    asked_by = {name for names in asking.values() for name in names}
    expecting = [scenario for scenario in scenarios if asking[scenario.id]]
    off, forced = book.mutated(disabled=[rule]), book.mutated(forced=[rule])
    broken = {scenario.id: not _holds(scenario, off) for scenario in expecting}
    # A guide's rule stands behind several steps; one scenario that misses its own step is enough.
    blind = () if guides else tuple(name for name, missed in broken.items() if not missed)
    return Proof(
        rule=rule,
        asked_by=tuple(sorted(asked_by)),
        refusing=tuple(name for name, missed in broken.items() if missed),
        blind=blind,
        holding=next((s.id for s in _likely(scenarios, rule, asked_by) if not _holds(s, forced)), ""),
    )


def _likely(scenarios: Sequence[Scenario], rule: str, asked_by: Container[str]) -> Sequence[Scenario]:
    """The scenarios in the order in which they tell: first those that do an act and do not meet the rule."""

    def order(scenario: Scenario) -> tuple[bool, int]:
        clear = any(name in asked_by and rule not in rules for name, rules in met(scenario))
        return not clear, (scenario.steps[-1].on - scenario.starts).days if scenario.steps else 0

    return sorted(scenarios, key=order)


def _holds(scenario: Scenario, book: Rulebook) -> bool:
    played = play(scenario, book, until_failed=True)
    with played.store:
        return played.passed
