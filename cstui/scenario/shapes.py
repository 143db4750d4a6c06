"""What a scenario file may say, key by key. `docs/scenarios.md` explains it to its writers.

The shapes are strict: a key that is not here is an error with file and line. Dates stay as they are written
until `days` reads them. What only an agency's files say (its givens, its expectations, the shapes of its
numbers) is added by `for_agency`.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar

import msgspec

from cstui.agency import Manifest
from cstui.content import Content, NameOfFile
from cstui.policy.formats import Clock, OfficeCode, WorkerNumber
from cstui.reshaping import Fields, reshaped
from cstui.scenario.days import Day as Day
from cstui.scenario.sections import PERSON, formats_of, row_of, sections_of, word_of

S = TypeVar("S", bound=msgspec.Struct)

Value = Any
"""Text, a number, true or false, or a date."""


class OfficeText(Content, frozen=True, kw_only=True):
    code: OfficeCode
    name: str
    address: str = ""
    phone: str = ""


class WorkerText(Content, frozen=True, kw_only=True):
    number: WorkerNumber
    name: str
    office: OfficeCode
    role: Literal["worker", "supervisor", "trainer"] = "worker"


class HoursText(Content, frozen=True, kw_only=True):
    """Hours of an office on some weekdays, 1 Monday to 7 Sunday; of every office without `office`."""

    office: OfficeCode | None = None
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    opens: Clock = "08:00"
    closes: Clock = "16:30"


class ExpectText(Content, frozen=True, kw_only=True):
    """One expectation: exactly one of the kinds in `cstui.scenario.read.KINDS`, or one of the agency's own.

    `subject_key` says on which subject, under the word by which the agency calls one (`case`).
    """

    subject_key: str | None = None
    fact: str | None = None
    equals: Value | None = msgspec.field(name="is", default=None)
    missing: bool = False
    at_least: int | None = None
    some: str | None = None
    where: dict[str, Value | list[Value]] = {}
    activity: str | list[str] | None = None
    text: str | list[str] | None = None
    count: int | None = None
    next: str | None = None
    next_is_not: str | None = None
    step: str | None = None
    timeline: str | list[str] | None = None
    work: str | list[str] | None = None
    report: str | None = None
    rule: str | None = None
    due: Day | None = None
    consider: str | None = None
    given: dict[str, Value] = msgspec.field(name="with", default_factory=dict)
    finding: str | None = None
    permitted: bool = False
    says: str | list[str] | None = None
    way_out: str | list[str] | None = None


class StepText(Content, frozen=True, kw_only=True):
    """One step: exactly one of act, nightly, expect."""

    on: Day | None = None
    act: str | None = None
    given: dict[str, Value] = msgspec.field(name="with", default_factory=dict)
    actor: str | None = msgspec.field(name="as", default=None)
    refused: tuple[str, ...] | None = None
    warns: tuple[str, ...] | None = None
    says: str | list[str] | None = None
    way_out: str | list[str] | None = None
    nightly: Day | None = None
    again: bool = False
    expect: ExpectText | tuple[ExpectText, ...] | None = None


class ParameterText(Content, frozen=True, kw_only=True):
    """Another value of a parameter of the agency, for this play, on all dates."""

    name: str
    value: Value = msgspec.field(name="is")


class GivenText(Content, frozen=True, kw_only=True):
    """What a file of practice cases may say; `for_agency` adds the tables that records declare.

    One that stands `beside` an agency is read only into a store that holds that agency too.
    """

    agency: str = ""
    beside: str = ""
    about: str = ""
    office: tuple[OfficeText, ...] = ()
    worker: tuple[WorkerText, ...] = ()
    hours: tuple[HoursText, ...] = ()
    step: tuple[StepText, ...] = ()


class ScenarioText(GivenText, frozen=True, kw_only=True):
    """What a scenario file may say. `as` is the worker who does the acts where a step names none."""

    id: NameOfFile
    title: str
    cites: tuple[str, ...]
    about: str
    starts: date
    parameter: tuple[ParameterText, ...] = ()
    actor: WorkerNumber | None = msgspec.field(name="as", default=None)


@cache
def for_agency(shape: type[S], agency: Manifest) -> type[S]:
    """The shape as the files of an agency have it; its values are values of `shape`."""
    formats = formats_of(agency)

    def more(kind: type[Any]) -> Fields:
        if issubclass(kind, GivenText):
            for section in (PERSON, *sections_of(agency)):
                yield section.name, tuple[row_of(section, formats), ...], ()  # type: ignore[misc]
        if issubclass(kind, ExpectText):
            for expectation in agency.load("expectations") or ():
                yield expectation.name, str | None, None
                for name, hint in expectation.takes.items():
                    yield name, hint | None, None

    return reshaped(shape, formats.types(), {"subject_key": word_of(agency.load("facts").kind)}, more)
