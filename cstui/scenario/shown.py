"""Where a rule is met: the acts that ask it, and the scenarios that show it refusing and holding.

Read from the scenarios as they are written, without playing them; `cstui.scenario.proof` plays them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from cstui.acts.base import name_of
from cstui.scenario.read import Scenario


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One rule: the acts on which scenarios expect it (or `guide`), and the scenarios by their ids.

    `refusing` expect it (an error refuses, a warning warns); `holding` do or consider one of those
    acts and do not expect it.
    """

    rule: str
    asked_by: tuple[str, ...] = ()
    refusing: tuple[str, ...] = ()
    holding: tuple[str, ...] = ()


GUIDE = "guide"


def shown(scenarios: Iterable[Scenario]) -> Mapping[str, Shown]:
    """Every rule that a scenario expects, by its id."""
    asked: dict[str, dict[str, None]] = {}
    refusing: dict[str, dict[str, None]] = {}
    clear: dict[str, dict[str, list[frozenset[str]]]] = {}
    for scenario in scenarios:
        for act, rules in met(scenario):
            clear.setdefault(act, {}).setdefault(scenario.id, []).append(rules)
            for rule in rules:
                asked.setdefault(rule, {})[act] = None
                refusing.setdefault(rule, {})[scenario.id] = None
    return {
        rule: Shown(
            rule=rule,
            asked_by=tuple(sorted(acts)),
            refusing=tuple(sorted(refusing[rule])),
            holding=tuple(
                sorted(
                    {
                        name
                        for act in acts
                        for name, times in clear.get(act, {}).items()
                        if any(rule not in rules for rules in times)
                    }
                )
            ),
        )
        for rule, acts in sorted(asked.items())
    }


def met(scenario: Scenario) -> Iterable[tuple[str, frozenset[str]]]:
    """Each act of a scenario, or step of its guide, with the rules that it is expected to meet."""
    for step in scenario.steps:
        if step.act is not None:
            yield name_of(type(step.act)), frozenset((*(step.refused or ()), *(step.warns or ())))
        for one in step.expects:
            if one.act is not None:
                yield name_of(type(one.act)), frozenset([one.said.finding] if one.said.finding else [])
            elif one.said.next is not None or (one.said.step is not None and one.said.count != 0):
                yield GUIDE, frozenset([one.said.rule] if one.said.rule else [])
