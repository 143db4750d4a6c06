"""The choices that the instructions leave to the State, and those where practice differs (readings 45-47)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from cstui.policy.rulebook import Rulebook

ALLOWED: Mapping[str, tuple[str, ...]] = {
    "fed_pep": ("ivd", "statewide"),
    "fed_births": ("federal", "state", "calendar"),
}
"""The values of the choices that are not yes or no."""
YES_NO = ("yes", "no")
NAMES = (
    "fed_closed_on_6",
    "fed_unavailable_off_22",
    "fed_interest",
    "fed_pep",
    "fed_births",
    "fed_former_on_case",
    "fed_child_in_year",
    "fed_good_cause_off_13",
    "fed_grace_month",
    "fed_any_noncooperation",
)
"""The choices of a report, each a parameter of the rulebook."""


def defaults(rules: Rulebook, on: date) -> dict[str, str]:
    """The choices as the rulebook has them on a day."""
    return {name: _said(rules.value(name, on)) for name in NAMES}


def _said(value: int | str | bool) -> str:
    return YES_NO[not value] if isinstance(value, bool) else str(value)


def allowed(name: str) -> tuple[str, ...]:
    """The values that a choice takes."""
    return ALLOWED.get(name, YES_NO)


def wrong(rules: Rulebook, given: Mapping[str, str], on: date) -> list[str]:
    """The choices that are unknown, or have a value that they do not take."""
    return [
        f"{name}={value}" for name, value in given.items() if name not in NAMES or value not in allowed(name)
    ]


def grounds(rules: Rulebook, agency: str) -> list[str]:
    """The noncooperation codes of an agency that say that the parent refused to identify or locate."""
    table = rules.codes.get(f"fed_grounds_{agency}")
    return [entry.code for entry in table.code] if table is not None else []


def shown(rules: Rulebook, choices: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Each choice of a report: its name, value, what it decides, and the citation."""
    for name, value in choices.items():
        parameter = rules.parameters[name]
        yield name, value, parameter.help, parameter.cite
