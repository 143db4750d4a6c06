"""Louisiana's records: a child-support case, what comes in on it, and what is done about it.

A record of a case is known by the case number and a sequence number, one of a person by the person
number and a sequence number, as in `cstui.policy.records`.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.agencies.louisiana.formats import CaseNumber, OfficeCode, WorkerNumber
from cstui.policy.formats import Cents, Clock, PersonNumber
from cstui.policy.records import Owner, Record

TABLES = "cstui.agencies.louisiana.tables"


class Session(Record, frozen=True, kw_only=True):
    """A court date or a genetic collection date (kind CH or GT) of an office."""

    tables: ClassVar[str] = TABLES

    office: OfficeCode
    seq: int
    kind: str
    on: date
    at: Clock
    place: str = ""
    version: int = 1


class Case(Record, frozen=True, kw_only=True):
    """A child-support case. `status` is open, pended or closed.

    `form_4ncp` says whether form OFS 4NCP is on hand: signed, unsigned or none. `agreed_on` is the day on
    which OFS 53 was last completed for all of the CP's cases: it answers every failure up to that day.
    `payee_since` is the day on which another payee took the place of the first: what is older was theirs.
    """

    tables: ClassVar[str] = TABLES
    head: ClassVar[str] = "number"

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
    agreed_on: date | None = None
    payee_since: date | None = None


class CaseRecord(Record, frozen=True, kw_only=True):
    """Base of the records that a case owns."""

    tables: ClassVar[str] = TABLES
    owner: ClassVar[Owner | None] = Owner(Case, by="case")

    case: CaseNumber
    seq: int

    @property
    def subject(self) -> str:
        """The case as the log names it."""
        return f"case {self.case}"


class PayeeRecord(Record, frozen=True, kw_only=True):
    """Base of the records that a custodial parent owns: all of his or her cases read them."""

    tables: ClassVar[str] = TABLES
    owner: ClassVar[Owner | None] = Owner(Case, by="person", column="cp")

    person: PersonNumber
    seq: int


class BenefitSpell(PayeeRecord, frozen=True, kw_only=True):
    """One spell of FITAP or KCSP benefits of a payee, as IV-A reports it.

    `applied` is the application; `begins` the first day certified, None while the application is
    pending; `notice_on` the day IV-A sent the 13-day advance notice for not cooperating with CSE;
    `answered_on` the day the payee answered it; `closed` the first day without benefits.
    """

    program: str
    iva_number: str
    applied: date
    begins: date | None = None
    notice_on: date | None = None
    answered_on: date | None = None
    closed: date | None = None
    closing_reason: str = ""
    version: int = 1


class Child(CaseRecord, frozen=True, kw_only=True):
    """A child in a case. `order_on` is the date of a support order for this child.

    `order_until` is the last day on which that order holds, None where it names none; `emancipated_on` the
    first day on which the child is emancipated.
    """

    person: PersonNumber
    added_on: date
    order_on: date | None = None
    participation: str = "A"
    version: int = 1
    order_until: date | None = None
    emancipated_on: date | None = None


class Contact(CaseRecord, frozen=True, kw_only=True):
    """A call, message or visit. `initiative` is True where the CP contacted us, False where CSE did.

    `appointment` is the sequence number of the appointment it was about, if it was about one. One that
    was recorded by mistake stays, with `standing` False.
    """

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


class Appointment(CaseRecord, frozen=True, kw_only=True):
    """An appointment of the CP. `status` is open, kept, failed, excused, moved or cancelled.

    `purpose` is SI (signature and interview), GT (genetic test) or CH (court hearing); `need` what one of
    purpose SI is for: S signature (also where nothing is said), I interview, D information or documents, O
    other. `follows` is
    the failed or moved appointment in whose place it was made; `moved_times` how often the CP had
    it moved in advance. `necessary` says what was known when its outcome was entered: that the case could
    not move forward without it. `stopped` says that the absence stopped the case; `refused` that the CP said
    in it that he or she will not cooperate. `notice_on` is the day its letter was made.
    """

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
    need: str = ""


class Cooperation(CaseRecord, frozen=True, kw_only=True):
    """One entry about cooperation. `kind` is reported, documented or cooperating.

    reported: NON COOP and DT on CAS2, told to IV-A by LAIN 2IP. documented: in CALO only, because
    the payee was no longer active (E-522 note). cooperating: NON COOP cleared. `failed_on` is when
    the CP failed to cooperate (the DT on CAS2), `entered_on` when it was entered, `reported_on` the
    night it went to IV-A. A corrected entry stays, with `standing` False.
    """

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


class GoodCause(CaseRecord, frozen=True, kw_only=True):
    """A good cause entry from IV-A. `standing` is claimed, determined, denied or ended.

    It is empty where `reason` 0, 00 or none says that good cause is not claimed.
    """

    reason: str
    standing: str
    on: date
    received_on: date
    version: int = 1


class Closure(CaseRecord, frozen=True, kw_only=True):
    """A pend for closure. `status` is pended, withdrawn or closed; `path` removed, inactive, or
    empty where `reason` is another than FTC.

    `closes_on` is the night of the automatic close, counted from the later of `pended_on` and
    `notice_on` (the mailing of CSE 105); None until CSE 105 is mailed. A reason without notice closes in the
    night of the pend. `confirmed_on` is the last
    day on which a worker looked at a contact of the CP and let the pend stand. `essential` says why the CP's
    action is essential to the next step, where every child has an order in force.
    """

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
    essential: str = ""


class Form(CaseRecord, frozen=True, kw_only=True):
    """A form or letter made for a case, and its mailing. `values` fills the template `edition`.

    `mailed_on` is the day it was mailed or handed over, `returned_on` the day the mail came back,
    `stopped_on` the day it was held back for good. `due_on` is the last day for what the CP sends
    back, `received_on` the day it came in order.
    """

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


class Interface(CaseRecord, frozen=True, kw_only=True):
    """A record for the LASES/LAMI interface. `status` is waiting, sent or withdrawn."""

    kind: str
    says: str
    cooperation: int
    made_on: date
    sent_on: date | None = None
    status: str = "waiting"
    version: int = 1


class Referral(CaseRecord, frozen=True, kw_only=True):
    """A referral from IV-A, or an application for CSE services (source iva or cse).

    `child` is the child's number in the case where the referral adds one (E-525). `form_4ncp` says
    whether form OFS 4NCP came with it or was found: signed, unsigned or none; `form_4ncp_on` the day on
    which it was found, None where it came along. `cleared_on` is the day the worker had worked it.
    `outcome` is denied or withdrawn where it came to nothing, since `ended_on`.
    One that was recorded by mistake stays, with `standing` False.
    """

    source: str
    received_on: date
    form_4ncp: str = "none"
    child: int | None = None
    cleared_on: date | None = None
    worker: WorkerNumber
    version: int = 1
    standing: bool = True
    form_4ncp_on: date | None = None
    outcome: str = ""
    ended_on: date | None = None


class Agreement(PayeeRecord, frozen=True, kw_only=True):
    """A form OFS 53 that the CP brought: the good-faith agreement to cooperate.

    `applied_on` is the application for benefits behind it, if there is one. `agreed` are the cases
    on which the CP has agreed to cooperate; `completed_on` the day the bottom portion was completed. One
    that was recorded by mistake stays, with `standing` False.
    """

    received_on: date
    applied_on: date | None = None
    agreed: list[str] = []
    completed_on: date | None = None
    office: OfficeCode
    worker: WorkerNumber
    version: int = 1
    standing: bool = True


class OfficeRequest(CaseRecord, frozen=True, kw_only=True):
    """A request to the office that owns a case to enter cooperation on it (E-522)."""

    from_office: OfficeCode
    agreement: int
    opened_on: date
    opened_by: WorkerNumber
    done_on: date | None = None
    version: int = 1


class Retained(CaseRecord, frozen=True, kw_only=True):
    """Support that the CP got from the NCP and did not turn over; `amount` in cents (E-520 I).

    `assigned_on` is the day from which support was assigned. One that was recorded by mistake stays,
    with `standing` False.
    """

    paid_on: date
    amount: Cents
    assigned_on: date
    found_on: date
    turned_over_on: date | None = None
    version: int = 1
    standing: bool = True


class Escalation(CaseRecord, frozen=True, kw_only=True):
    """A notice to the Program Integration Consultant and the answer (E-524)."""

    notified_on: date
    answered_on: date | None = None
    answer: str = ""
    version: int = 1


class Review(CaseRecord, frozen=True, kw_only=True):
    """A quarterly review of the non-cooperation on a case, done on day `on` (E-524).

    One that was recorded by mistake stays, with `standing` False.
    """

    on: date
    remark: str = ""
    entered_on: date
    worker: WorkerNumber
    standing: bool = True
    version: int = 1


class BenefitNews(CaseRecord, frozen=True, kw_only=True):
    """A benefit update of IV-A as it came in for a case, to be acknowledged by the worker."""

    event: str
    on: date
    text: str
    received_on: date
    acknowledged_on: date | None = None
    version: int = 1
