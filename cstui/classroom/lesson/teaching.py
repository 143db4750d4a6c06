"""What the classroom asks of the agency whose lesson it teaches, beside what every desk asks.

An agency answers by the reference `teaching` of its manifest. All of it may be left out: what was found is
then told by the names of records and fields, and nothing that only the agency knows happens by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import msgspec

from cstui.agency import find
from cstui.policy.facts import SubjectFacts, shape_of
from cstui.policy.records import Record
from cstui.scenario.sections import formats_of, word_of


class Thing(NamedTuple):
    """What a list of facts holds, in words: one of it, several of it, and the screen that shows it."""

    one: str
    many: str
    screen: str


class Months(NamedTuple):
    """Records that begin and end with months: what they are called, their list, and its two dates."""

    what: str
    list: str
    begins: str
    ends: str


class EventFill(msgspec.Struct, frozen=True):
    """What a place in a trainer's event stands for: found in a subject's facts, and an example."""

    of: Callable[[Any], object]
    such_as: object


class Teaching(msgspec.Struct, frozen=True, kw_only=True):
    """An agency's part in teaching.

    `things` are the lists of its facts; `head_screen` shows the head record. `says` says a fact by the name
    of its field, with its value and where it is empty; `words` a value in a list, `codes` the table of a
    field that holds a code. `found` tells what there is instead of what an expectation of that kind asks.

    `appointed` tells what a worker's day holds that waits for an outcome. `fills` are what `{name}` stands
    for in an event of the trainer's; LookupError says why there is nothing. `months` are the records by
    which a variant is proved: their days lie where the lesson's texts say.
    """

    things: Mapping[str, Thing] = {}
    head_screen: str = ""
    says: Mapping[str, tuple[str, str]] = {}
    words: Mapping[tuple[str, str], str] = {}
    codes: Mapping[str, str] = {}
    found: Mapping[str, Callable[[str, Any], str]] = {}
    appointed: Callable[[Any, str, date], Sequence[str]] | None = None
    fills: Mapping[str, EventFill] = {}
    months: Months | None = None


class KeyShape(NamedTuple):
    """How a subject's key is written: `what` it is (`case number`), its `form` (`8 digits`), its pattern."""

    what: str
    form: str
    pattern: str

    def fits(self, text: str) -> bool:
        """Whether a text has this shape."""
        return re.fullmatch(self.pattern, text, re.ASCII) is not None


def teaching_of(agency: str) -> Teaching:
    """What an agency brings for its lessons."""
    found: Teaching | None = find(agency).load("teaching")
    return found or Teaching()


def facts_of(agency: str) -> type[SubjectFacts]:
    """What an agency's policy reads of a subject."""
    found: type[SubjectFacts] = find(agency).load("facts")
    return found


def head_of(agency: str) -> type[Record]:
    """The record that a subject of an agency is about."""
    return shape_of(facts_of(agency)).file.head


@cache
def key_shape(agency: str) -> KeyShape:
    """How the key of an agency's subjects is written, as the head record declares it."""
    hint = formats_of(find(agency)).subject
    meta = next((one for one in getattr(hint, "__metadata__", ()) if isinstance(one, msgspec.Meta)), None)
    said = (meta and meta.description) or f"{word_of(facts_of(agency).kind)} number"
    what, _, form = said.partition(", ")
    return KeyShape(what, form or "digits or letters", (meta and meta.pattern) or r"\S+")
