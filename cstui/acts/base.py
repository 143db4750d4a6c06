"""What an act is: one thing that a worker, an interface or the nightly run does.

An act is a frozen value with its inputs. `decide` is pure: it reads facts and the rulebook and
answers either all the reasons why not (Refused) or what changes (Effects). Only
`cstui.acts.perform` writes what was decided. The docstring of an act is what its user reads, and the class
says the rest of it: what a screen calls it, what takes it back, which roles may do it.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

import msgspec

from cstui.policy.effects import Add, Change, Effects, Log, Refused
from cstui.policy.facts import StoreFacts, WorkerFacts
from cstui.policy.findings import Finding
from cstui.policy.formats import PersonNumber, WorkerNumber
from cstui.policy.namesakes import Bearer
from cstui.policy.records import Record, seq_of
from cstui.policy.roles import STAFF, SYSTEM
from cstui.policy.rulebook import Checks, Rulebook
from cstui.policy.viewer import Viewer

R = TypeVar("R", bound=Record)
STORE = "store"
"""The log subject of what is of no subject of its own."""
LATER = " "
"""Stands for a reason in an act that takes another back: the worker gives it when the act is taken back."""


class Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all acts."""

    label: ClassVar[str] = ""
    """What the screens call it, as in `One step taken back: appointment made`; the act's name if empty."""
    way_out: ClassVar[str] = ""
    """What to do where nothing takes the act back."""
    former_names: ClassVar[tuple[str, ...]] = ()
    """Names that it had before: logs, drafts and scenarios go on saying them."""
    roles: ClassVar[frozenset[str]] = STAFF | {SYSTEM}
    """The roles that may do it."""
    leaves: ClassVar[bool] = False
    """Whether what it writes leaves the office: what came before it cannot be taken back any more."""
    agency: ClassVar[str] = ""
    """The agency whose act it is; empty for the kernel's, which every agency has."""

    @property
    @abstractmethod
    def target(self) -> str:
        """What it is done to, as the log names it (`case 17000123`, `worker 17001`, `person 100001`)."""

    @abstractmethod
    def decide(self, facts: Any, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        """What the act changes, or all the reasons why it may not be done on `on` by `actor`."""

    def taken_back(self, facts: Any, effects: Effects) -> tuple[Act, ...]:
        """The acts that take this one back, which made `effects` of `facts`; empty where none do."""
        return ()

    @property
    def sender(self) -> str:
        """The system that it comes from, as its actor where no worker is named; empty for none."""
        return ""

    @property
    def wants_reason(self) -> bool:
        """Whether a place is left in it for the reason why another act is taken back."""
        return LATER in (getattr(self, "reason", ""), getattr(self, "why", ""))

    def explained(self, reason: str) -> Act:
        """The act with the reason in the place that was left for it."""
        fields: Any = {n: reason for n in ("reason", "why") if getattr(self, n, None) == LATER}
        return msgspec.structs.replace(self, **fields)

    def log(self, action: str, text: str) -> Log:
        """A line in the log of what it is done to."""
        return Log(subject=self.target, action=action, text=text)


class SubjectAct(Act, frozen=True, kw_only=True):
    """Base of the acts on a subject of an agency; the agency's own base says which field has its key."""

    needs_calendar: ClassVar[bool] = False
    """Whether the act's facts need the calendar of the office of the worker whose time it takes."""
    needs_time: ClassVar[bool] = False
    """Whether the act's facts need the time of day, which it keeps with what it adds."""
    subject_kind: ClassVar[str]
    """The first word of the subject in the log: `case`."""
    keyed_by: ClassVar[str]
    """The input that has the subject's key."""

    @property
    def key(self) -> str:
        """The key of the subject: the case number."""
        key: str = getattr(self, self.keyed_by)
        return key

    @classmethod
    def of(cls, key: str, **inputs: Any) -> Self:
        """The act on the subject of that key."""
        return cls(**{cls.keyed_by: key, **inputs})

    @property
    def target(self) -> str:
        return f"{self.subject_kind} {self.key}"

    def books(self, facts: Any) -> str:
        """The number of the worker whose time it takes; empty for the subject's own."""
        return ""

    def elsewhere(
        self, facts: Any, rules: Rulebook, on: date, viewer: Viewer, *, live: bool
    ) -> Finding | None:
        """Why the viewer's office may not do it to another office's subject; None where it may."""
        return None

    recenters: ClassVar[bool] = False
    """Whether it may give the subject another center, so that its facts are read again afterward."""

    def brings(self) -> int | None:
        """The number of a person on record whom the act brings into the subject; None for nobody."""
        return None

    def newcomer(self) -> Bearer | None:
        """The person whom the act adds: its facts need a number, and who may be the same; None for nobody."""
        return None


class PersonAct(Act, frozen=True, kw_only=True):
    """Base of the acts on a person; they are logged on each subject that the person has a part in."""

    needs_family: ClassVar[bool] = False
    """Whether the act's facts need the person's parents and children."""
    of_merged: ClassVar[bool] = False
    """Whether it is done to an entry that was merged into another; other acts are refused there."""

    person: PersonNumber

    @property
    def target(self) -> str:
        return f"person {self.person}"

    @property
    def other(self) -> int | None:
        """The number of the entry into which the person is merged; None where the act merges nobody."""
        return None


class WorkerAct(Act, frozen=True, kw_only=True):
    """Base of the acts on a worker; they are logged under the worker."""

    worker: WorkerNumber

    @property
    def target(self) -> str:
        return f"worker {self.worker}"

    @abstractmethod
    def decide(self, facts: WorkerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        """What the act changes, or all the reasons why it may not be done on `on` by `actor`."""


class StoreAct(Act, frozen=True, kw_only=True):
    """Base of the acts on what is of no subject: they are logged under `store`."""

    needs_prints: ClassVar[bool] = False
    """Whether the act's facts need the prints of protected data."""
    needs_staff: ClassVar[bool] = False
    """Whether the act's facts need the site of the agency: offices, workers and its files."""
    renews_steps: ClassVar[bool] = False
    """Whether it changes what policy goes by, so that next steps of any subject may be others."""

    @property
    def target(self) -> str:
        return STORE

    @abstractmethod
    def decide(self, facts: StoreFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        """What the act changes, or all the reasons why it may not be done on `on` by `actor`."""


Act = Act
"""What `perform` does."""


@cache
def name_of(act: type[Act]) -> str:
    """The act's name on the command line and in scenarios: `schedule-appointment`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", act.__name__).lower()


def called(act: type[Act] | None, name: str = "") -> str:
    """The act in the words of its screen; its name with blanks where it has none."""
    if act is not None and act.label:
        return act.label
    return (name_of(act) if act is not None else name).replace("-", " ")


def decided(
    checks: Checks,
    changes: Iterable[Add | Change] = (),
    logs: Iterable[Log] = (),
    message: str = "",
) -> Effects | Refused:
    """Effects where nothing found is an error, else everything that was found."""
    if checks.refused:
        return Refused(tuple(checks.found))
    return Effects(changes=tuple(changes), logs=tuple(logs), findings=tuple(checks.found), message=message)


def entered(
    checks: Checks, act: Act, action: str, changes: Iterable[Add | Change], text: str
) -> Effects | Refused:
    """As `decided`, with `text` as the entry in the act's log and as what the worker is told."""
    return decided(checks, changes, [act.log(action, text)], text)


def changed(record: R, **fields: object) -> Change:
    """A change of some fields of a record."""
    return Change(record, msgspec.structs.replace(record, **fields))


def next_seq(rows: Iterable[Record]) -> int:
    """The sequence number of the next record of its kind."""
    return max(map(seq_of, rows), default=0) + 1


def numbered(checks: Checks, key: str, rows: Iterable[R], seq: int | None, what: str, field: str) -> R | None:
    """The record of a subject with that number; where there is none, CS-123 says so of `what` at `field`."""
    found = next((row for row in rows if seq_of(row) == seq), None)
    if found is None:
        checks.holds("CS-123", False, field, case=key, what=what, value=seq)
    return found


def check_said(checks: Checks, text: str, field: str, label: str) -> str:
    """A text that has to be given (CS-105), without blanks around it."""
    checks.holds("CS-105", bool(text.strip()), field, label=label)
    return text.strip()


def to_correct(checks: Checks, key: str, rows: Iterable[R], seq: int, what: str, reason: str) -> R | None:
    """The entry of a subject that a correction is about; a correction needs its reason as well (CS-105)."""
    found = numbered(checks, key, rows, seq, what, "action")
    if found is not None:
        checks.holds("CS-105", bool(reason.strip()), "why", label="WHY")
    return found


def added(effects: Effects, kind: type[R]) -> list[R]:
    """The records of a kind that an act added."""
    return [c.record for c in effects.changes if isinstance(c, Add) and isinstance(c.record, kind)]


def before(effects: Effects, kind: type[R]) -> list[R]:
    """The records of a kind that an act changed, as they were before."""
    return [c.before for c in effects.changes if isinstance(c, Change) and isinstance(c.before, kind)]
