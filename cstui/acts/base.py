"""What an act is: one thing that a worker, the interface or the nightly run does to a case.

An act is a frozen value with its inputs. `decide` is pure: it reads facts and the rulebook and
answers either all the reasons why not (Refused) or what changes (Effects). Only
`cstui.acts.perform` writes what was decided. The docstring of an act is what its user reads.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import ClassVar, TypeAlias, TypeVar

import msgspec

from cstui.policy.effects import Add, Change, Effects, Log, Refused
from cstui.policy.facts import Facts, PersonFacts, StoreFacts, WorkerFacts
from cstui.policy.formats import CaseNumber, PersonNumber, WorkerNumber
from cstui.policy.namesakes import Bearer
from cstui.policy.records import Form, Record
from cstui.policy.rulebook import Checks, Rulebook

R = TypeVar("R", bound=Record)


class Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all acts on a case."""

    needs_calendar: ClassVar[bool] = False
    """Whether the act's facts need the calendar of the case's office."""

    case: CaseNumber

    def newcomer(self) -> Bearer | None:
        """The person whom the act adds: its facts need a number, and who may be the same; None for nobody."""
        return None

    @abstractmethod
    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        """What the act changes, or all the reasons why it may not be done on `on` by `actor`."""


class PersonAct(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the acts on a person; they are logged on each of the person's cases."""

    person: PersonNumber

    @abstractmethod
    def decide(self, facts: PersonFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        """What the act changes, or all the reasons why it may not be done on `on` by `actor`."""


class WorkerAct(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the acts on a worker; they are logged under the worker."""

    worker: WorkerNumber

    @abstractmethod
    def decide(self, facts: WorkerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        """What the act changes, or all the reasons why it may not be done on `on` by `actor`."""


class StoreAct(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the acts on what is of no case: they are logged under `store`."""

    @abstractmethod
    def decide(self, facts: StoreFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        """What the act changes, or all the reasons why it may not be done on `on` by `actor`."""


AnyAct: TypeAlias = Act | PersonAct | WorkerAct
"""What `perform` does: an act on a case, a person or a worker."""


@cache
def name_of(act: type[Act] | type[PersonAct] | type[WorkerAct] | type[StoreAct]) -> str:
    """The act's name on the command line and in scenarios: `schedule-appointment`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", act.__name__).lower()


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
    checks: Checks, case: str, action: str, changes: Iterable[Add | Change], text: str
) -> Effects | Refused:
    """As `decided`, with `text` as the entry in the case's log and as what the worker is told."""
    return decided(checks, changes, [Log(case=case, action=action, text=text)], text)


def changed(record: R, **fields: object) -> Change:
    """A change of some fields of a record."""
    return Change(record, msgspec.structs.replace(record, **fields))


def next_seq(rows: Iterable[Record]) -> int:
    """The sequence number of the next record of its kind."""
    return max((row.seq for row in rows), default=0) + 1  # type: ignore[attr-defined]


def numbered(
    checks: Checks, case: str, rows: Iterable[R], seq: int | None, what: str, field: str
) -> R | None:
    """The record of a case with that number; where there is none, CS-123 says so of `what` at `field`."""
    found = next((row for row in rows if row.seq == seq), None)  # type: ignore[attr-defined]
    if found is None:
        checks.holds("CS-123", False, field, case=case, what=what, value=seq)
    return found


def made_form(
    facts: Facts,
    form: str,
    made_on: date,
    *,
    appointment: int | None = None,
    due_on: date | None = None,
    by_hand: bool = False,
    **values: object,
) -> Add:
    """A form to the CP, filled with the case's particulars and `values` (dates as MM/DD/YYYY).

    One that is handed over (`by_hand`) counts as mailed on the day it was made.
    """
    said = {
        name: f"{value:%m/%d/%Y}" if isinstance(value, date) else str(value) for name, value in values.items()
    }
    ncp = f"{facts.ncp.first} {facts.ncp.last}" if facts.ncp else ""
    return Add(
        Form(
            case=facts.case.number,
            seq=next_seq(facts.file.forms),
            form=form,
            edition=1,
            person=facts.cp.number,
            made_on=made_on,
            mailed_on=made_on if by_hand else None,
            appointment=appointment,
            due_on=due_on,
            values={"cp": f"{facts.cp.first} {facts.cp.last}", "ncp": ncp, **said},
        )
    )
