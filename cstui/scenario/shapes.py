"""What a scenario file may say, key by key. `data/scenarios/README.md` explains it to its writers.

The shapes are strict: a key that is not here is an error with file and line. Dates stay as they
are written until `days` reads them.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import msgspec

from cstui.agencies.louisiana.formats import CaseNumber, OfficeCode, WorkerNumber
from cstui.content import Content
from cstui.policy.formats import Clock

Day = Any
"""A date, or one counted from the start; `cstui.scenario.days` reads it."""

Value = Any
"""Text, a number, true or false, or a date."""


class OfficeText(Content, frozen=True, kw_only=True):
    code: OfficeCode
    name: str


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


class SessionText(Content, frozen=True, kw_only=True):
    office: OfficeCode | None = None
    kind: Literal["CH", "GT"]
    on: Day
    at: Clock
    place: str = ""


class PersonText(Content, frozen=True, kw_only=True):
    key: str
    last: str
    first: str
    middle: str = ""
    born: Day | None = None
    employer: str = ""
    family_violence: bool = False


class AddressText(Content, frozen=True, kw_only=True):
    person: str
    line1: str
    city: str
    zip_code: str
    since: Day
    kind: Literal["home", "mail"] = "home"
    line2: str = ""
    state: str = "LA"
    until: Day | None = None


class PhoneText(Content, frozen=True, kw_only=True):
    person: str
    number: str
    since: Day
    kind: Literal["home", "mobile", "work"] = "home"
    until: Day | None = None


class SpellText(Content, frozen=True, kw_only=True):
    person: str
    program: Literal["FITAP", "KCSP"] = "FITAP"
    iva_number: str = ""
    applied: Day
    begins: Day | None = None
    notice_on: Day | None = None
    answered_on: Day | None = None
    closed: Day | None = None
    closing_reason: Literal["", "NC", "IN", "RQ", "OT"] = ""


class ChildText(Content, frozen=True, kw_only=True):
    person: str
    added_on: Day
    order_on: Day | None = None


class CaseText(Content, frozen=True, kw_only=True):
    number: CaseNumber
    cp: str
    ncp: str | None = None
    opened: Day
    office: OfficeCode | None = None
    worker: WorkerNumber | None = None
    iva_number: str = ""
    docket: str = ""
    form_4ncp: Literal["signed", "unsigned", "none"] = "none"
    form_4ncp_on: Day | None = None
    child: tuple[ChildText, ...] = ()


class ExpectText(Content, frozen=True, kw_only=True):
    """One expectation: exactly one of fact, some, form, activity, interface, next, consider."""

    case: CaseNumber | None = None
    fact: str | None = None
    equals: Value | None = msgspec.field(name="is", default=None)
    missing: bool = False
    at_least: int | None = None
    some: str | None = None
    where: dict[str, Value | list[Value]] = {}
    form: str | None = None
    mailed: bool | None = None
    activity: str | list[str] | None = None
    text: str | list[str] | None = None
    interface: str | None = None
    status: Literal["waiting", "sent", "withdrawn"] | None = None
    count: int | None = None
    next: str | None = None
    rule: str | None = None
    due: Day | None = None
    consider: str | None = None
    given: dict[str, Value] = msgspec.field(name="with", default_factory=dict)
    finding: str | None = None
    permitted: bool = False


class StepText(Content, frozen=True, kw_only=True):
    """One step: exactly one of act, nightly, expect."""

    on: Day | None = None
    act: str | None = None
    given: dict[str, Value] = msgspec.field(name="with", default_factory=dict)
    actor: str | None = msgspec.field(name="as", default=None)
    refused: tuple[str, ...] | None = None
    warns: tuple[str, ...] | None = None
    nightly: Day | None = None
    expect: ExpectText | tuple[ExpectText, ...] | None = None


class GivenText(Content, frozen=True, kw_only=True):
    """What a file of practice cases may say."""

    about: str = ""
    office: tuple[OfficeText, ...] = ()
    worker: tuple[WorkerText, ...] = ()
    hours: tuple[HoursText, ...] = ()
    session: tuple[SessionText, ...] = ()
    person: tuple[PersonText, ...] = ()
    address: tuple[AddressText, ...] = ()
    phone: tuple[PhoneText, ...] = ()
    spell: tuple[SpellText, ...] = ()
    case: tuple[CaseText, ...] = ()
    step: tuple[StepText, ...] = ()


class ScenarioText(GivenText, frozen=True, kw_only=True):
    """What a scenario file may say. `as` is the worker who does the acts where a step names none.

    `agency` is whose policy it plays; the first's unless given.
    """

    id: str
    agency: str = ""
    title: str
    cites: tuple[str, ...]
    about: str
    starts: date
    actor: WorkerNumber | None = msgspec.field(name="as", default=None)
