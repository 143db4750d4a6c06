"""Paths to facts in expectations: `case.status`, `cooperation[-1].ground`, `spells[0].closed`.

A path starts at a field of the case's file, or of the facts around it (spells, cp, ncp, others).
"""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from cstui.agencies.louisiana.policy.facts import CaseFile, Facts

_LIST = re.compile(r"([a-z_][a-z0-9_]*)(?:\[(\d+):\])?")
_STEP = re.compile(r"([a-z_][a-z0-9_]*)(?:\[(-?\d+)\])?")


def steps_of(path: str) -> list[tuple[str, int | None]]:
    """The names and places of a path; ValueError says what is wrong with it."""
    steps: list[tuple[str, int | None]] = []
    for part in path.split("."):
        found = _STEP.fullmatch(part)
        if found is None:
            raise ValueError(f"{path!r} is no path to a fact, such as cooperation[-1].ground")
        steps.append((found[1], None if found[2] is None else int(found[2])))
    return steps


@cache
def kind_of(path: str) -> Any:
    """The type of the fact at `path`; ValueError names the part that there is not."""
    kind: Any = None
    for name, place in steps_of(path):
        hints = get_type_hints(_owner(kind, name)) if kind is None or _is_struct(kind) else {}
        if name not in hints:
            known = {**get_type_hints(CaseFile), **hints} if kind is None else hints
            near = get_close_matches(name, known, 1)
            there = (
                f"did you mean {near[0]}?" if near else f"there is {', '.join(known) or 'nothing below it'}"
            )
            raise ValueError(f"{path!r}: there is no {name}; {there}")
        kind = _plain(hints[name])
        if place is not None:
            if get_origin(kind) is not tuple:
                raise ValueError(f"{path!r}: {name} is no list; leave out [{place}]")
            kind = _plain(get_args(kind)[0])
    return kind


@cache
def list_of(path: str) -> tuple[str, int]:
    """The list at `path` (`contacts`, or `appointments[1:]` from the second on) and where it begins.

    ValueError says what is wrong with it.
    """
    found = _LIST.fullmatch(path)
    if found is None:
        raise ValueError(f"{path!r} is no list of the case, such as contacts or appointments[1:]")
    if not _is_struct(kind_of(f"{found[1]}[0]")):
        raise ValueError(f"{path!r}: what is in {found[1]} has no fields")
    return found[1], int(found[2] or 0)


def is_date(path: str) -> bool:
    """Whether the fact at `path` is a date."""
    return kind_of(path) is date


def fact_at(facts: Facts, path: str) -> Any:
    """The fact at `path`; None where it is not there (or there are fewer than asked)."""
    value: Any = None
    for depth, (name, place) in enumerate(steps_of(path)):
        value = getattr(facts.file if _in_file(name) else facts, name) if depth == 0 else getattr(value, name)
        if place is not None:
            value = value[place] if -len(value) <= place < len(value) else None
        if value is None:
            return None
    return value


def _in_file(name: str) -> bool:
    return name in CaseFile.__struct_fields__


def _owner(kind: Any, name: str) -> Any:
    return kind if kind is not None else CaseFile if _in_file(name) else Facts


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _plain(kind: Any) -> Any:
    """The type without its None."""
    if get_origin(kind) in (UnionType, Union):
        return next(part for part in get_args(kind) if part is not NoneType)
    return kind
