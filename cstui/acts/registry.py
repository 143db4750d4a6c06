"""Every act of an agency by its name: the kernel's, and those of the modules that its manifest lists.

An act is declared once, as a class; the command line, scenarios, UNDO and the documentation read this list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TypeVar

from cstui.acts.base import Act, name_of
from cstui.agency import Manifest, find, first, resolve

A = TypeVar("A", bound=Act)
KERNEL = (
    "cstui.acts.persons",
    "cstui.acts.merging",
    "cstui.acts.covering",
    "cstui.acts.ivd",
    "cstui.acts.ivd_corrections",
    "cstui.acts.ivd_money",
)
"""The kernel's own acts that people do by name."""

UNNAMED = ("cstui.acts.store_acts", "cstui.acts.site", "cstui.acts.protected")
"""The kernel's acts that screens and commands of their own do."""


def acts_of(agency: str = "") -> Mapping[str, type[Act]]:
    """The acts of an agency (the first where none is named) by name, in the order of their declaration."""
    return _acts(find(agency) if agency else first())


@cache
def _acts(agency: Manifest) -> Mapping[str, type[Act]]:
    found = [act for module in (*agency.acts, *KERNEL) for act in _declared(module)]
    return {name_of(act): act for act in found}


def every_act(agency: str = "") -> Mapping[str, type[Act]]:
    """The acts of an agency by name, with those of the kernel that nobody does by name."""
    unnamed = [act for module in UNNAMED for act in _declared(module)]
    return {**acts_of(agency), **{name_of(act): act for act in unnamed}}


def act_named(name: str, agency: str = "") -> type[Act] | None:
    """The act of that name, or that had it once; None where there is none."""
    known = acts_of(agency)
    return known.get(name) or next((act for act in known.values() if name in act.former_names), None)


def kind_of(agency: str, base: type[A]) -> type[A]:
    """The act of an agency that is of the kind `base`, such as the one that moves a reminder."""
    return next(act for act in acts_of(agency).values() if issubclass(act, base))


def _declared(module: str) -> Iterator[type[Act]]:
    for value in vars(resolve(module)).values():
        if (
            isinstance(value, type)
            and issubclass(value, Act)
            and value.__module__ == module
            and not getattr(value.decide, "__isabstractmethod__", False)
        ):
            yield value
