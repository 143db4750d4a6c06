"""The guide and the timeline of a subject, and what every agency shows of one.

What `show` prints of a subject is its agency's own (`cstui.commandline.subject_page`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from cstui.commandline.shapes.base import Shape
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


class ActivityOut(Shape, frozen=True, kw_only=True):
    """One entry of the activity log."""

    seq: int
    action: str
    on: date
    at: datetime
    actor: str
    act: str
    receipt: str
    text: str


class StepOut(Shape, frozen=True, kw_only=True):
    """One step of the guide: what, by when, on which screen; `why` and `cite` are its rule's.

    `urgency` runs from 1 (today) to 9 (nothing to do). `due` is the law's day, `work_by` the day that is
    shown: where `due` is a closed day and the deadline the office's own, the last working day before it.
    """

    subject_key: str
    subject_name: str
    worker: str
    kind: str
    text: str
    due: date | None
    urgency: int
    command: str
    rule: str
    why: str
    cite: str
    work_by: date | None


class NextStepOut(Shape, frozen=True, kw_only=True):
    """The next step of a case after an act.

    `urgency` runs from 1 (today) to 9 (nothing to do); `changes_on` is the first date on which the
    step changes by itself. `command` opens the screen where it is done, filled in.
    """

    subject_key: str
    worker: str
    office: str
    kind: str
    rule: str
    text: str
    due: date | None
    urgency: int
    changes_on: date | None
    command: str


class GuideOut(Shape, frozen=True, kw_only=True):
    """`cstui guide`: the steps of one case, or the next step of every case of a worker's list."""

    on: date
    subject_key: str | None
    worker: str | None
    steps: tuple[StepOut, ...]


class TimelineOut(Shape, frozen=True, kw_only=True):
    """`cstui timeline`: what happened on a case, what is owed, what will come by itself.

    `forecasts` is filled by --if: what comes if nothing is done, and if that day the visit is paid.
    """

    on: date
    subject_key: str
    moments: tuple[Moment, ...]
    forecasts: tuple[ForecastOut, ...] = ()


class EventOut(Shape, frozen=True, kw_only=True):
    """One thing that will come on a case: an act of the night or of a visit, or a new next step.

    `kind` is act (something is done) or step (from that day on this is the next step, if nothing is
    done about it); `rule`, `cite`, `urgency` (1 today to 9) and `step` (its kind) are a step's.
    `assumed` is what another agency's system is taken to do.
    """

    on: date
    subject_key: str
    kind: Literal["act", "step"]
    text: str
    by: str
    rule: str
    cite: str
    urgency: int
    step: str
    assumed: bool


class ForecastOut(Shape, frozen=True, kw_only=True):
    """One course of the case up to `until`, nothing written: `course` is nothing, or the visit's name.

    `comes` is the day of the visit; `refused` says why the visit would come to nothing.
    """

    course: str
    comes: date | None
    until: date
    events: tuple[EventOut, ...]
    refused: tuple[Finding, ...]
