"""The records of what comes in on a case and is followed up: referrals, agreements and requests, support
kept, notices to the consultant, reviews, reminders, and IV-A's news. They are as those of `records`.
"""

from __future__ import annotations

from datetime import date

from cstui.policy.formats import CaseNumber, OfficeCode, PersonNumber, WorkerNumber
from cstui.policy.records import Record


class Referral(Record, frozen=True, kw_only=True):
    """A referral from IV-A, or an application for CSE services (source iva or cse).

    `child` is the child's number in the case where the referral adds one (E-525). `form_4ncp` says
    whether form OFS 4NCP came with it or was found: signed, unsigned or none. `cleared_on` is the
    day the worker had worked it. One that was recorded by mistake stays, with `standing` False.
    """

    case: CaseNumber
    seq: int
    source: str
    received_on: date
    form_4ncp: str = "none"
    child: int | None = None
    cleared_on: date | None = None
    worker: WorkerNumber
    version: int = 1
    standing: bool = True


class Agreement(Record, frozen=True, kw_only=True):
    """A form OFS 53 that the CP brought: the good-faith agreement to cooperate.

    `applied_on` is the application for benefits behind it, if there is one. `agreed` are the cases
    on which the CP has agreed to cooperate; `completed_on` the day the bottom portion was completed.
    """

    person: PersonNumber
    seq: int
    received_on: date
    applied_on: date | None = None
    agreed: list[str] = []
    completed_on: date | None = None
    office: OfficeCode
    worker: WorkerNumber
    version: int = 1


class OfficeRequest(Record, frozen=True, kw_only=True):
    """A request to the office that owns a case to enter cooperation on it (E-522)."""

    case: CaseNumber
    seq: int
    from_office: OfficeCode
    agreement: int
    opened_on: date
    opened_by: WorkerNumber
    done_on: date | None = None
    version: int = 1


class Retained(Record, frozen=True, kw_only=True):
    """Support that the CP got from the NCP and did not turn over; `amount` in cents (E-520 I).

    `assigned_on` is the day from which support was assigned. One that was recorded by mistake stays,
    with `standing` False.
    """

    case: CaseNumber
    seq: int
    paid_on: date
    amount: int
    assigned_on: date
    found_on: date
    turned_over_on: date | None = None
    version: int = 1
    standing: bool = True


class Escalation(Record, frozen=True, kw_only=True):
    """A notice to the Program Integration Consultant and the answer (E-524)."""

    case: CaseNumber
    seq: int
    notified_on: date
    answered_on: date | None = None
    answer: str = ""
    version: int = 1


class Review(Record, frozen=True, kw_only=True):
    """A quarterly review of the non-cooperation on a case, done on day `on` (E-524).

    One that was recorded by mistake stays, with `standing` False.
    """

    case: CaseNumber
    seq: int
    on: date
    remark: str = ""
    entered_on: date
    worker: WorkerNumber
    standing: bool = True
    version: int = 1


class Reminder(Record, frozen=True, kw_only=True):
    """A worker's own reminder on a case; `due` moves when it is snoozed."""

    case: CaseNumber
    seq: int
    worker: WorkerNumber
    due: date
    text: str
    done_on: date | None = None
    version: int = 1


class BenefitNews(Record, frozen=True, kw_only=True):
    """A benefit update of IV-A as it came in for a case, to be acknowledged by the worker."""

    case: CaseNumber
    seq: int
    event: str
    on: date
    text: str
    received_on: date
    acknowledged_on: date | None = None
    version: int = 1
