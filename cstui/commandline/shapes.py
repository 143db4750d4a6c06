"""What each command prints as JSON: one shape a command, the same for years.

docs/json.md is written from these shapes, and tests read every command's JSON back through them. A
key may be added; none is renamed or dropped. Dates are `YYYY-MM-DD`, moments RFC 3339 in UTC. What a
family-violence mark hides is null here, and named in `hidden`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from cstui.classroom.achieved import ClassResult, RuleCovered, RuleRefused
from cstui.nightly.ahead import Event
from cstui.policy.findings import Finding
from cstui.policy.records import (
    Appointment,
    BenefitSpell,
    Case,
    Closure,
    Contact,
    Cooperation,
    Form,
    GoodCause,
    Interface,
    NextStep,
)
from cstui.policy.rulebook import RuleText
from cstui.policy.timeline import Moment
from cstui.reports.lem4145r1 import Line
from cstui.settings import Resolved


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of what is printed as JSON."""


class ActInput(Shape, frozen=True, kw_only=True):
    """One input of an act: `type` as people read it, `choices` where only these are taken."""

    name: str
    type: str
    required: bool
    default: str | int | bool | None
    choices: tuple[str, ...] = ()


class ActHelp(Shape, frozen=True, kw_only=True):
    """One act: its name, what it does, what it takes, and whether it is on a case or a person."""

    act: str
    help: str
    about: Literal["case", "person", "worker"]
    inputs: tuple[ActInput, ...]


class ActsOut(Shape, frozen=True, kw_only=True):
    """`cstui acts`: every act, or the one that was asked for."""

    acts: tuple[ActHelp, ...]


class Changed(Shape, frozen=True, kw_only=True):
    """One record that the act adds or changes; `fields` are the names of those that change."""

    change: Literal["add", "change"]
    record: str
    key: str
    fields: tuple[str, ...] = ()


class DoOut(Shape, frozen=True, kw_only=True):
    """`cstui do`: what came of an act. `findings` say why not, or warn.

    `receipt` is null where nothing was written (refused, or --dry-run); `steps` are the next steps
    of the cases touched; `changes` is filled by --dry-run only.
    """

    done: bool
    dry_run: bool
    act: str
    on: date
    actor: str
    receipt: str | None
    message: str
    findings: tuple[Finding, ...]
    steps: tuple[NextStep, ...]
    changes: tuple[Changed, ...]


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


class Lem4145r1Out(Shape, frozen=True, kw_only=True):
    """`cstui report lem4145r1`: cases with non-cooperation as of `on`, in the order of what may be done.

    `counts` are the lines of each `doing`; `office` and `worker` say whose cases, both null for all.
    """

    on: date
    office: str | None
    worker: str | None
    counts: dict[str, int]
    lines: tuple[Line, ...]


class DocumentOut(Shape, frozen=True, kw_only=True):
    """The rules of one document, in its order."""

    document: str
    rules: tuple[RuleText, ...]


class ProofOut(Shape, frozen=True, kw_only=True):
    """What scenarios show of one rule: the acts that ask it (or `guide`), the scenarios that fail
    without it, those that expect it and do not, the first that fails if it always finds."""

    rule: str
    asked_by: tuple[str, ...]
    refusing: tuple[str, ...]
    blind: tuple[str, ...]
    holding: str


class MetOut(Shape, frozen=True, kw_only=True):
    """Where one rule is met: acts (or `guide`) with the screens they are done on, and scenarios by id.

    `refusing` expect the rule; `holding` do one of those acts and do not expect it.
    """

    rule: str
    acts: dict[str, tuple[str, ...]]
    refusing: tuple[str, ...]
    holding: tuple[str, ...]


class RulesOut(Shape, frozen=True, kw_only=True):
    """`cstui rules`: the rules of every document, or of the one that was asked for, and where each is
    met; with `--proof` instead what the scenarios prove of each."""

    documents: tuple[DocumentOut, ...]
    met: tuple[MetOut, ...] = ()
    proofs: tuple[ProofOut, ...] = ()


class AsideOut(Shape, frozen=True, kw_only=True):
    """A case that a job of the night could not work; the night went on without it."""

    job: str
    case: str
    why: str


class NightOut(Shape, frozen=True, kw_only=True):
    """What one night did: how many acts, or next steps, of each job, and the cases set aside."""

    night: date
    counts: dict[str, int]
    aside: tuple[AsideOut, ...]


class NightlyOut(Shape, frozen=True, kw_only=True):
    """`cstui nightly`: the nights that were run, none where all were run before."""

    nights: tuple[NightOut, ...]
    business_date: date


class CheckOut(Shape, frozen=True, kw_only=True):
    """One thing that a scenario checked: `line` of its file, what was expected, what was found.

    `kind` is act, night, fact, form, activity, interface, next or consider.
    """

    line: int
    kind: str
    what: str
    passed: bool
    found: str


class PlayedOut(Shape, frozen=True, kw_only=True):
    """One scenario played."""

    file: str
    id: str
    title: str
    passed: bool
    checks: tuple[CheckOut, ...]


class PlayOut(Shape, frozen=True, kw_only=True):
    """`cstui play`: every scenario with everything that it checked."""

    passed: bool
    scenarios: tuple[PlayedOut, ...]


class StoreOut(Shape, frozen=True, kw_only=True):
    """`cstui store create`, `info` and `upgrade`: what the store is.

    `counts` are the rows of each table and `bytes` the size of the store (`info` only); `backup` is
    the copy that an upgrade made first.
    """

    place: str
    kind: str
    name: str
    anchor: date
    business_date: date
    created: str
    schema: int
    database: str
    driver: str
    bytes: int | None = None
    counts: dict[str, int] = {}
    backup: str | None = None


class FaultOut(Shape, frozen=True, kw_only=True):
    """One thing that does not hold: what was checked (`log`, `steps`, ...), where, what was found."""

    check: str
    where: str
    fault: str


class VerifyOut(Shape, frozen=True, kw_only=True):
    """`cstui store verify`: whether the store holds, and every fault."""

    holds: bool
    place: str
    faults: tuple[FaultOut, ...]


class PrintOut(Shape, frozen=True, kw_only=True):
    """`cstui print`: what was printed. `file` is null where the text came back in `text`.

    `pages` is 0 where there was nothing to print; `logged` counts the entries made in CALO.
    """

    what: str
    on: date
    file: str | None
    pages: int
    logged: int
    text: str | None


class InterfaceOut(Shape, frozen=True, kw_only=True):
    """`cstui interface out`: the file of a night. `file` is null where it came back in `text`."""

    night: date
    file: str | None
    records: int
    total: int
    text: str | None


class AsideRecord(Shape, frozen=True, kw_only=True):
    """A record of an incoming file that was not taken: its line, why not, and the record as it came."""

    line: int
    why: str
    record: str


class InterfaceInOut(Shape, frozen=True, kw_only=True):
    """`cstui interface in`: what became of a file. `before` is the day on which it went in already.

    `taken` records went in now, `known` had gone in before, those in `aside` could not.
    """

    file: str
    digest: str
    records: int
    taken: int
    known: int
    aside: tuple[AsideRecord, ...]
    before: date | None


class WaitingRecord(Shape, frozen=True, kw_only=True):
    """A record set aside that waits to be seen to: its entry in the store's log, its day, what was said.

    `file` are the first digits of the file's digest, `run` its number (empty until the file was taken to
    its end), `line` and `number` where it stood and whom it is about, `why` the reason, `record` the line.
    """

    entry: int
    on: date
    text: str
    file: str
    run: str
    line: int | None
    number: str
    why: str
    record: str


class AsideListOut(Shape, frozen=True, kw_only=True):
    """`cstui interface aside`: the records that wait, after one was settled if that was asked."""

    waiting: tuple[WaitingRecord, ...]


class SettingsOut(Shape, frozen=True, kw_only=True):
    """`cstui settings`: the settings file, every setting as it holds here and now, what is wrong."""

    file: str
    settings: tuple[Resolved, ...]
    faults: tuple[str, ...]


class ClassroomResultsOut(Shape, frozen=True, kw_only=True):
    """`cstui classroom results`: each class seat by seat, and the rules that refused in all of them."""

    classes: tuple[ClassResult, ...]
    refused: tuple[RuleRefused, ...]


class CoverageOut(Shape, frozen=True, kw_only=True):
    """`cstui classroom coverage`: every rule with the lessons that teach it; those of none come first."""

    lessons: tuple[str, ...]
    rules: tuple[RuleCovered, ...]


OUTPUTS: dict[str, type[Shape]] = {
    "do": DoOut,
    "acts": ActsOut,
    "show case": CaseOut,
    "guide": GuideOut,
    "timeline": TimelineOut,
    "report lem4145r1": Lem4145r1Out,
    "rules": RulesOut,
    "nightly": NightlyOut,
    "play": PlayOut,
    "store create": StoreOut,
    "store info": StoreOut,
    "store upgrade": StoreOut,
    "store verify": VerifyOut,
    "print form": PrintOut,
    "print case": PrintOut,
    "print calo": PrintOut,
    "print docket": PrintOut,
    "print letters": PrintOut,
    "interface out": InterfaceOut,
    "interface in": InterfaceInOut,
    "interface aside": AsideListOut,
    "settings": SettingsOut,
    "classroom results": ClassroomResultsOut,
    "classroom coverage": CoverageOut,
}
"""The shape that each command prints with --json."""
