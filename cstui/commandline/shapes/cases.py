"""A case, its guide and its timeline, as `show case`, `guide` and `timeline` print them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from cstui.agencies.louisiana.records import (
    Appointment,
    BenefitSpell,
    Case,
    Closure,
    Contact,
    Cooperation,
    Form,
    GoodCause,
    Interface,
)
from cstui.commandline.shapes.base import Shape
from cstui.nightly.forecast import Event
from cstui.policy.findings import Finding
from cstui.policy.moments import Moment


class PersonOut(Shape, frozen=True, kw_only=True):
    """A person on a case. `hidden` names what a family-violence mark hides."""

    number: int
    last: str
    first: str
    middle: str
    born: date | None
    family_violence: bool
    employer: str | None
    address: str | None
    phones: tuple[str, ...]
    hidden: tuple[str, ...]


class ChildOut(Shape, frozen=True, kw_only=True):
    """A child of a case; `order_on` is the date of its support order."""

    seq: int
    person: int
    name: str
    born: date | None
    added_on: date
    order_on: date | None
    participation: str


class ActivityOut(Shape, frozen=True, kw_only=True):
    """One entry of the activity log CALO."""

    seq: int
    action: str
    on: date
    at: datetime
    actor: str
    act: str
    receipt: str
    text: str


class CaseOut(Shape, frozen=True, kw_only=True):
    """`cstui show case`: a case with everything on it, as of the business date `on`.

    `steps` as in `cstui guide`; `activities` the newest 20 of CALO; `others` the CP's other cases.
    """

    on: date
    case: Case
    office_name: str
    worker_name: str
    cp: PersonOut
    ncp: PersonOut | None
    children: tuple[ChildOut, ...]
    spells: tuple[BenefitSpell, ...]
    appointments: tuple[Appointment, ...]
    contacts: tuple[Contact, ...]
    cooperation: tuple[Cooperation, ...]
    good_cause: tuple[GoodCause, ...]
    closures: tuple[Closure, ...]
    forms: tuple[Form, ...]
    interface: tuple[Interface, ...]
    others: tuple[str, ...]
    steps: tuple[StepOut, ...]
    activities: tuple[ActivityOut, ...]


class StepOut(Shape, frozen=True, kw_only=True):
    """One step of the guide: what, by when, on which screen; `why` and `cite` are its rule's.

    `urgency` runs from 1 (today) to 9 (nothing to do).
    """

    case: str
    cp: str
    worker: str
    kind: str
    text: str
    due: date | None
    urgency: int
    command: str
    rule: str
    why: str
    cite: str


class GuideOut(Shape, frozen=True, kw_only=True):
    """`cstui guide`: the steps of one case, or the next step of every case of a worker's list."""

    on: date
    case: str | None
    worker: str | None
    steps: tuple[StepOut, ...]


class TimelineOut(Shape, frozen=True, kw_only=True):
    """`cstui timeline`: what happened on a case, what is owed, what will come by itself.

    `forecasts` is filled by --if-ofs53: if nothing is done, and if the CP comes that day with OFS 53.
    """

    on: date
    case: str
    moments: tuple[Moment, ...]
    forecasts: tuple[ForecastOut, ...] = ()


class ForecastOut(Shape, frozen=True, kw_only=True):
    """One course of the case up to `until`, nothing written: `course` is nothing or ofs53.

    `comes` is the day of the CP's visit; `refused` says why the visit would come to nothing.
    """

    course: Literal["nothing", "ofs53"]
    comes: date | None
    until: date
    events: tuple[Event, ...]
    refused: tuple[Finding, ...]
