"""The records of the store as policy sees them: frozen, one class a table, the same field names.

A record that belongs to a case is known by the case number and a sequence number that starts at 1
and is never used again; one that belongs to a person by the person number and a sequence number.
Dates are calendar dates; a date that ends something is the first day on which it no longer holds
unless its comment says otherwise. Nothing is erased: a record that proves wrong is set aside by a
later one. What is followed up on a case has records in `followup_records`; `owned` lists which
records belong to a case, a person and a worker.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from cstui.policy.formats import CaseNumber, Clock, OfficeCode, PersonNumber, WorkerNumber


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all records. `version` rises by one with every change of the row."""


class Office(Record, frozen=True, kw_only=True):
    """A child-support office."""

    code: OfficeCode
    name: str
    version: int = 1


class Worker(Record, frozen=True, kw_only=True):
    """A caseworker, supervisor or trainer."""

    number: WorkerNumber
    name: str
    office: OfficeCode
    role: str = "worker"
    version: int = 1


class OfficeHours(Record, frozen=True, kw_only=True):
    """When an office sees people on one weekday (1 Monday to 7 Sunday); `closes` is exclusive."""

    office: OfficeCode
    weekday: int
    opens: Clock
    closes: Clock
    version: int = 1


class Session(Record, frozen=True, kw_only=True):
    """A court date or a genetic collection date (kind CH or GT) of an office."""

    office: OfficeCode
    seq: int
    kind: str
    on: date
    at: Clock
    place: str = ""
    version: int = 1


class Person(Record, frozen=True, kw_only=True):
    """Anyone on a case: custodial parent (CP), noncustodial parent (NCP) or child."""

    number: PersonNumber
    last: str
    first: str
    middle: str = ""
    born: date | None = None
    employer: str = ""
    family_violence: bool = False
    version: int = 1


class Address(Record, frozen=True, kw_only=True):
    """Where a person lives or gets mail; `until` is the first day it no longer holds."""

    person: PersonNumber
    seq: int
    kind: str = "home"
    line1: str
    line2: str = ""
    city: str
    state: str = "LA"
    zip_code: str
    since: date
    until: date | None = None
    version: int = 1


class Phone(Record, frozen=True, kw_only=True):
    """A person's telephone number; `until` is the first day it no longer holds."""

    person: PersonNumber
    seq: int
    kind: str = "home"
    number: str
    since: date
    until: date | None = None
    version: int = 1


class BenefitSpell(Record, frozen=True, kw_only=True):
    """One spell of FITAP or KCSP benefits of a payee, as IV-A reports it.

    `applied` is the application; `begins` the first day certified, None while the application is
    pending; `notice_on` the day IV-A sent the 13-day advance notice for not cooperating with CSE;
    `answered_on` the day the payee answered it; `closed` the first day without benefits.
    """

    person: PersonNumber
    seq: int
    program: str
    iva_number: str
    applied: date
    begins: date | None = None
    notice_on: date | None = None
    answered_on: date | None = None
    closed: date | None = None
    closing_reason: str = ""
    version: int = 1


class Case(Record, frozen=True, kw_only=True):
    """A child-support case. `status` is open, pended or closed.

    `form_4ncp` says whether form OFS 4NCP is on hand: signed, unsigned or none.
    """

    number: CaseNumber
    office: OfficeCode
    worker: WorkerNumber
    cp: PersonNumber
    ncp: PersonNumber | None = None
    iva_number: str = ""
    docket: str = ""
    status: str = "open"
    opened: date
    closed: date | None = None
    form_4ncp: str = "none"
    form_4ncp_on: date | None = None
    version: int = 1


class Child(Record, frozen=True, kw_only=True):
    """A child in a case. `order_on` is the date of a support order for this child."""

    case: CaseNumber
    seq: int
    person: PersonNumber
    added_on: date
    order_on: date | None = None
    participation: str = "A"
    version: int = 1


class Contact(Record, frozen=True, kw_only=True):
    """A call, message or visit. `initiative` is True where the CP got in touch, False where CSE did.

    `appointment` is the sequence number of the appointment it was about, if it was about one. One that
    was recorded by mistake stays, with `standing` False.
    """

    case: CaseNumber
    seq: int
    person: PersonNumber
    on: date
    how: str
    about: str = ""
    initiative: bool = True
    appointment: int | None = None
    text: str = ""
    promised: str = ""
    worker: WorkerNumber
    version: int = 1
    standing: bool = True


class Appointment(Record, frozen=True, kw_only=True):
    """An appointment of the CP. `status` is open, kept, failed, excused, moved or cancelled.

    `purpose` is SI (signature and interview), GT (genetic test) or CH (court hearing). `follows` is
    the failed or moved appointment in whose place it was made; `moved_times` how often the CP had
    it moved in advance. `necessary` says that the case could not move forward without it, judged
    when it was missed; `stopped` that the absence stopped the case; `refused` that the CP said in
    it that she or he will not cooperate. `notice_on` is the day its letter was made.
    """

    case: CaseNumber
    seq: int
    purpose: str
    on: date
    at: Clock
    worker: WorkerNumber
    status: str = "open"
    made_on: date
    notice_on: date | None = None
    agreed: bool = False
    follows: int | None = None
    moved_times: int = 0
    presence_required: bool = True
    necessary: bool = True
    stopped: bool = False
    refused: bool = False
    outcome_on: date | None = None
    version: int = 1


class Cooperation(Record, frozen=True, kw_only=True):
    """One entry about cooperation. `kind` is reported, documented or cooperating.

    reported: NON COOP and DT on CAS2, told to IV-A by LAIN 2IP. documented: in CALO only, because
    the payee was no longer active (E-522 note). cooperating: NON COOP cleared. `failed_on` is when
    the CP failed to cooperate (the DT on CAS2), `entered_on` when it was entered, `reported_on` the
    night it went to IV-A. A corrected entry stays, with `standing` False.
    """

    case: CaseNumber
    seq: int
    kind: str
    ground: str = ""
    failed_on: date | None = None
    entered_on: date
    reported_on: date | None = None
    basis: str = ""
    ofs_53_on: date | None = None
    standing: bool = True
    worker: WorkerNumber
    version: int = 1


class GoodCause(Record, frozen=True, kw_only=True):
    """A good cause entry from IV-A. `standing` is claimed, determined, denied or ended."""

    case: CaseNumber
    seq: int
    reason: str
    standing: str
    on: date
    received_on: date
    version: int = 1


class Closure(Record, frozen=True, kw_only=True):
    """A pend for closure. `status` is pended, withdrawn or closed; `path` removed or inactive.

    `closes_on` is the night of the automatic close, counted from the later of `pended_on` and
    `notice_on` (the mailing of CSE 105); None until CSE 105 is mailed. `confirmed_on` is the last
    day on which a worker looked at a contact of the CP and let the pend stand.
    """

    case: CaseNumber
    seq: int
    reason: str
    path: str
    pended_on: date
    notice_on: date | None = None
    closes_on: date | None = None
    confirmed_on: date | None = None
    status: str = "pended"
    ended_on: date | None = None
    why: str = ""
    version: int = 1


class Form(Record, frozen=True, kw_only=True):
    """A form or letter made for a case, and its mailing. `values` fills the template `edition`.

    `mailed_on` is the day it was mailed or handed over, `returned_on` the day the mail came back,
    `stopped_on` the day it was held back for good. `due_on` is the last day for what the CP sends
    back, `received_on` the day it came in order.
    """

    case: CaseNumber
    seq: int
    form: str
    edition: int
    person: PersonNumber
    made_on: date
    mailed_on: date | None = None
    returned_on: date | None = None
    stopped_on: date | None = None
    due_on: date | None = None
    received_on: date | None = None
    appointment: int | None = None
    values: dict[str, str] = {}
    version: int = 1


class Interface(Record, frozen=True, kw_only=True):
    """A record for the LASES/LAMI interface. `status` is waiting, sent or withdrawn."""

    case: CaseNumber
    seq: int
    kind: str
    says: str
    cooperation: int
    made_on: date
    sent_on: date | None = None
    status: str = "waiting"
    version: int = 1


class Cover(Record, frozen=True, kw_only=True):
    """Worker `worker` is away from `since` to `until`, both days included, and worker `by` covers.

    `ended_on` is the first day on which an absence that ended early holds no longer.
    """

    worker: WorkerNumber
    seq: int
    by: WorkerNumber
    since: date
    until: date
    ended_on: date | None = None
    why: str = ""
    entered_on: date
    entered_by: WorkerNumber
    version: int = 1

    @property
    def last(self) -> date:
        """The last day on which it holds; before `since` where it ended before it began."""
        return self.until if self.ended_on is None else min(self.until, self.ended_on - timedelta(days=1))

    def holds(self, on: date) -> bool:
        """Whether the worker is away on `on`, and the other one covers."""
        return self.since <= on <= self.last


class NextStep(Record, frozen=True, kw_only=True):
    """The next step of a case, kept beside it so that WORK is one indexed read.

    `urgency` runs from 1 (today) to 9 (nothing to do); `changes_on` is the first date on which the
    step changes by itself. `command` opens the screen where it is done, filled in.
    """

    case: CaseNumber
    worker: WorkerNumber
    office: OfficeCode
    kind: str
    rule: str
    text: str
    due: date | None = None
    urgency: int
    changes_on: date | None = None
    command: str = ""
