"""What Louisiana's acts have in common: each is done to a case."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date, timedelta
from typing import ClassVar

from cstui.acts.base import SubjectAct, name_of, next_seq
from cstui.agencies.louisiana.formats import CaseNumber
from cstui.agencies.louisiana.policy import offices
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import Case, Form
from cstui.policy.effects import Add, Change, Effects, Log, Refused
from cstui.policy.findings import Finding
from cstui.policy.rulebook import Checks, Rulebook
from cstui.policy.viewer import Viewer


class CaseAct(SubjectAct, frozen=True, kw_only=True):
    """Base of all acts on a case."""

    agency: ClassVar[str] = "louisiana"
    subject_kind: ClassVar[str] = Facts.kind
    keyed_by: ClassVar[str] = "case"

    case: CaseNumber

    def elsewhere(
        self, facts: Facts, rules: Rulebook, on: date, viewer: Viewer, *, live: bool
    ) -> Finding | None:
        """A worker of another office reads the case, and does what any office may (LA-E522-28)."""
        checks = Checks(rules)
        offices.check_office(checks, facts.case.office, name_of(type(self)), viewer, on, live=live)
        return next(iter(checks.found), None)

    @abstractmethod
    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        """What the act changes, or all the reasons why it may not be done on `on` by `actor`."""


EDITIONS = {"APPT 1": 2, "APPT 2": 2, "CSE 101": 2, "CSE 105": 3, "CSE 115": 2}
"""The edition by which a form is made now, where it is not the first."""


def logged(file: CaseFile, action: str, text: str) -> Log:
    """A line in the log of one of the CP's cases, whichever case was in hand."""
    return Log(subject=Facts.subject_of(file.key), action=action, text=text)


def check_day(checks: Checks, facts: Facts, day: date, on: date, field: str, label: str) -> None:
    """Whether a day on which something was lies neither in the future nor long before the case was opened."""
    checks.holds("CS-118", day <= on, field, label=label, on=day)
    opened = facts.case.opened
    first = opened - timedelta(days=checks.rules.days("contact_before_opening_days", on))
    checks.holds("CS-288", day >= first, field, label=label, on=day, opened=opened)


def check_order(checks: Checks, day: date, after: date | None, field: str, label: str, what: str) -> None:
    """Whether `day` does not come before `after`, the day of `what`, where that is known."""
    checks.holds("CS-289", after is None or day >= after, field, label=label, on=day, what=what, since=after)


def office_of(worker: str, otherwise: str) -> str:
    """The office of a worker, as the first digits of the number say; `otherwise` that of who is none."""
    return worker[:2] if len(worker) == 5 and worker.isdigit() else otherwise


def is_of_case(change: Add | Change) -> bool:
    """Whether a change is one of the case's head record, which an act changes once."""
    return isinstance(change, Change) and isinstance(change.before, Case)


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
            edition=EDITIONS.get(form, 1),
            person=facts.cp.number,
            made_on=made_on,
            mailed_on=made_on if by_hand else None,
            appointment=appointment,
            due_on=due_on,
            values={"cp": f"{facts.cp.first} {facts.cp.last}", "ncp": ncp, **said},
        )
    )
