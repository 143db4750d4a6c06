"""What every shape of a command's JSON is."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

import msgspec

from cstui.agency import Manifest
from cstui.policy.facts import SubjectFacts
from cstui.reshaping import reshaped

S = TypeVar("S", bound=msgspec.Struct)


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of what is printed as JSON.

    A field `subject_key` is printed under the word by which an agency calls its subjects (`case`),
    `subject_name` under the center by which they belong together.
    """


def shaped(shape: type[S], record: object, **others: object) -> S:
    """The shape with what `record` has under the names of its fields, and `others` beside."""
    found = {name: getattr(record, name) for name in shape.__struct_fields__ if name not in others}
    return shape(**found, **others)


@cache
def for_agency(shape: type[S], agency: Manifest) -> type[S]:
    """The shape with the keys that the agency's JSON has."""
    facts: type[SubjectFacts] = agency.load("facts")
    word = facts.kind.rpartition(".")[2]
    return reshaped(shape, {}, {"subject_key": word, "subject_name": facts.center or "name"})


def as_agency(out: S, agency: Manifest) -> S:
    """What is to be printed, with the keys that the agency's JSON has."""
    shape = for_agency(type(out), agency)
    return out if shape is type(out) else msgspec.convert(out, shape, from_attributes=True)
