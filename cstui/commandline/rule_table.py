"""The table rule -> citation -> act and screen -> scenarios, for `cstui rules` and docs/rules.md."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from cstui.acts.base import Act, name_of
from cstui.acts.registry import acts_of
from cstui.agency import in_tree
from cstui.commandline.shapes.books import MetOut
from cstui.desk.programs import registry
from cstui.scenario.read import read_scenario, scenario_files
from cstui.scenario.shown import GUIDE, Shown, shown

FEW = 4
"""How many scenarios a line names before it only counts them."""


_ACTS: tuple[type[Act], ...] = tuple(act for agency in in_tree() for act in acts_of(agency.name).values())


@cache
def table() -> Mapping[str, Shown]:
    """Where each rule is met in the shipped scenarios."""
    return shown(read_scenario(path) for path in scenario_files())


@cache
def screens() -> Mapping[str, tuple[str, ...]]:
    """The screens on which each act is done: those whose program knows it or its base."""
    found: dict[str, list[str]] = {GUIDE: ["GUID", "WORK"]}
    placed = {one for agency in in_tree() for one in registry.programs(agency.name).items()}
    for screen, place in sorted(placed):
        module = registry.module_of(place)
        known = {value for value in vars(module).values() if isinstance(value, type)}
        for act in _ACTS:
            if act in known or known & set(act.__bases__):
                found.setdefault(name_of(act), []).append(screen)
    return {act: tuple(sorted(names)) for act, names in found.items()}


def asked_by(rule: str) -> str:
    """`report-non-cooperation (CAS2); guide (GUID, WORK)`; empty where no scenario meets the rule."""
    said = []
    for act in table()[rule].asked_by if rule in table() else ():
        names = screens().get(act, ())
        said.append(f"{act} ({', '.join(names)})" if names else act)
    return "; ".join(said)


def met(rules: Collection[str]) -> tuple[MetOut, ...]:
    """Where each of these rules is met, those that a scenario meets."""
    return tuple(
        MetOut(
            rule=one.rule,
            acts={act: screens().get(act, ()) for act in one.asked_by},
            refusing=one.refusing,
            holding=one.holding,
        )
        for one in table().values()
        if one.rule in rules
    )


def named(scenarios: tuple[str, ...]) -> str:
    """The scenarios by name, the first few of many."""
    if len(scenarios) <= FEW:
        return ", ".join(scenarios)
    return f"{', '.join(scenarios[:FEW])} and {len(scenarios) - FEW} more"
