"""Paths to facts in expectations: `case.status`, `cooperation[-1].ground`, `spells[0].closed`.

A path starts at a field of the subject's file, or of the facts around it, as the agency has them.
"""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from cstui.policy.facts import SubjectFacts
from cstui.scenario.sections import plain

_LIST = re.compile(r"([a-z_][a-z0-9_]*)(?:\[(\d+):\])?")
_STEP = re.compile(r"([a-z_][a-z0-9_]*)(?:\[(-?\d+)\])?")


def steps_of(path: str) -> list[tuple[str, int | None]]:
    """The names and places of a path; ValueError says what is wrong with it."""
    steps: list[tuple[str, int | None]] = []
    for part in path.split("."):
        found = _STEP.fullmatch(part)
        if found is None:
            raise ValueError(f"{path!r} is not a path to a fact, such as cooperation[-1].ground")
        steps.append((found[1], None if found[2] is None else int(found[2])))
    return steps


@cache
def kind_of(facts: type[SubjectFacts], path: str) -> Any:
    """The type of the fact at `path`; ValueError names the part that there is not."""
    kind: Any = None
    for name, place in steps_of(path):
        if kind is None:
            hints = {n: h for n, h in get_type_hints(facts).items() if n in facts.__struct_fields__}
            hints |= get_type_hints(hints["file"])
        else:
            hints = get_type_hints(kind) if _is_struct(kind) else {}
        if name not in hints:
            near = get_close_matches(name, hints, 1)
            there = f"there is {', '.join(hints) or 'nothing below it'}"
            there = f"did you mean {near[0]}?" if near else there
            raise ValueError(f"{path!r}: there is no {name}; {there}")
        kind = plain(hints[name])
        if place is not None:
            if get_origin(kind) is not tuple:
                raise ValueError(f"{path!r}: {name} is not a list; leave out [{place}]")
            kind = plain(get_args(kind)[0])
    return kind


@cache
def list_of(path: str, facts: type[SubjectFacts] | None = None) -> tuple[str, int]:
    """The list at `path` (`contacts`, or `appointments[1:]` from the second on) and where it begins.

    ValueError says what is wrong with it; with `facts`, also where they have no such list.
    """
    found = _LIST.fullmatch(path)
    if found is None:
        raise ValueError(f"{path!r} is not a list of the case, such as contacts or appointments[1:]")
    if facts is not None and not _is_struct(kind_of(facts, f"{found[1]}[0]")):
        raise ValueError(f"{path!r}: what is in {found[1]} has no fields")
    return found[1], int(found[2] or 0)


def field_of(shape: type[msgspec.Struct], name: str) -> Any:
    """The type of a field of a line or moment; ValueError names the fields that there are."""
    hints = get_type_hints(shape)
    if name not in shape.__struct_fields__:
        near = get_close_matches(name, shape.__struct_fields__, 1)
        there = f"did you mean {near[0]}?" if near else f"there is {', '.join(shape.__struct_fields__)}"
        raise ValueError(f"there is no {name} in it; {there}")
    return plain(hints[name])


def is_date(facts: type[SubjectFacts], path: str) -> bool:
    """Whether the fact at `path` is a date."""
    return kind_of(facts, path) is date


def fact_at(facts: SubjectFacts, path: str) -> Any:
    """The fact at `path`; None where it is not there (or there are fewer than asked)."""
    steps = steps_of(path)
    value: Any = facts.file if steps[0][0] in facts.file.__struct_fields__ else facts
    for name, place in steps:
        value = getattr(value, name)
        if place is not None:
            value = value[place] if -len(value) <= place < len(value) else None
        if value is None:
            return None
    return value


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)
