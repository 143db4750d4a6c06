"""How long the texts of an act may be, whichever way it is entered: at a screen, by `do`, in a scenario, from
an interface, as the reason of an UNDO.

The log keeps every text for good, and every screen, print and copy of the store has it again. What an older
store holds may be longer, and is shown whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from cstui.acts.base import Act
from cstui.policy.findings import Finding
from cstui.policy.formats import LONGEST_TEXT
from cstui.policy.rulebook import Rulebook

TOO_LONG = "CS-291"


def too_long(act: Act, rules: Rulebook) -> tuple[Finding, ...]:
    """The texts of an act that are longer than their type takes (CS-291); empty where all fit."""
    return tuple(
        rules.finding(
            TOO_LONG, name, label=name.upper().replace("_", " "), count=f"{len(text):,}", most=f"{most:,}"
        )
        for name, most in longest_texts(type(act)).items()
        if isinstance(text := getattr(act, name), str) and len(text) > most
    )


@cache
def longest_texts(shape: type[msgspec.Struct]) -> Mapping[str, int]:
    """The fields of a struct that take a text, with the most characters that each takes."""
    found = ((field.name, _most(field.type)) for field in msgspec.structs.fields(shape))
    return {name: most for name, most in found if most}


def _most(hint: Any) -> int:
    if get_origin(hint) is Annotated:
        extras = [meta.extra or {} for meta in get_args(hint)[1:] if isinstance(meta, msgspec.Meta)]
        return next((one["longest"] for one in extras if "longest" in one), _most(get_args(hint)[0]))
    if get_origin(hint) in (Union, UnionType):
        return max(map(_most, get_args(hint)))
    return LONGEST_TEXT if hint is str else 0
