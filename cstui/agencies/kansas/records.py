"""Kansas's records: a consumer on both sides, CADS in KAECSES-CSE and the eligibility system KEES.

The subject is the consumer, the person whose cooperation it is: the applicant or recipient (AR) of child
support cases, and a person of programs in KEES. A record of a consumer is known by the person number and a
sequence number, as in `cstui.policy.records`. A month is its first day.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.agencies.kansas.formats import ApNumber, CaseNumber, ConsumerNumber, OfficeCode, WorkerNumber
from cstui.policy.formats import PersonNumber
from cstui.policy.records import Owner, Record

TABLES = "cstui.agencies.kansas.tables"


class Consumer(Record, frozen=True, kw_only=True):
    """A person of child support cases whom KEES may know; `number` is the person number of both systems,
    `ar` the person.

    `office` and `worker` are those of child support (CSS), `ees_office` and `ees_worker` those of eligibility
    (EES). `known_since` is the day since which KEES knows the person, None while it does not.
    `minor_parent_until` is the first day on which a minor parent is of age; `faet` says that the person takes
    part in Food Assistance Employment and Training, `work_program` in the employment program of TANF, which
    gets copies of alerts; `converted` that the KEES case came over as discontinued.
    """

    tables: ClassVar[str] = TABLES
    head: ClassVar[str] = "number"

    number: ConsumerNumber
    ar: PersonNumber
    office: OfficeCode
    worker: WorkerNumber
    ees_office: OfficeCode
    ees_worker: WorkerNumber
    opened: date
    known_since: date | None = None
    minor_parent_until: date | None = None
    faet: bool = False
    converted: bool = False
    version: int = 1
    work_program: bool = False


class ConsumerRecord(Record, frozen=True, kw_only=True):
    """Base of the records that a consumer owns."""

    tables: ClassVar[str] = TABLES
    owner: ClassVar[Owner | None] = Owner(Consumer, by="consumer")

    consumer: ConsumerNumber
    seq: int


class Case(ConsumerRecord, frozen=True, kw_only=True):
    """A child support case of the consumer as AR, as CADS shows it.

    `program` is the highest program of the case, `function` the furthest that it has got (ENF, OBG, PAT,
    LOC) since `function_on`. `service` is M full service with medical, N without, L locate only; `expedited`
    is Y or N for Expedited Paternity, empty where nothing is said. `letter_on` is the day of the closure
    letter, `closing_reason` its reason, or that of a closing without one. `holds` are what keeps the case
    from closing, by code. `medical_only` says that a child has medical programs and nothing else but Food
    Assistance, `paternity` that a child's paternity is established, `interstate_in` that the case is worked
    for another state. `payee`, `assigned` and `duplicate` are shown, not keyed.
    """

    number: CaseNumber
    program: str = "NA"
    function: str = "LOC"
    function_on: date
    opened: date
    office: OfficeCode
    worker: WorkerNumber
    service: str = "M"
    expedited: str = ""
    pa_med: str = ""
    medical_only: bool = False
    interstate: str = ""
    interstate_in: bool = False
    paternity: bool = False
    termination_reason: str = ""
    terminated_on: date | None = None
    assigned: str = ""
    assigned_on: date | None = None
    payee: str = ""
    duplicate: str = ""
    no_jurisdiction: str = ""
    letter_on: date | None = None
    closing_reason: str = ""
    closed_on: date | None = None
    holds: list[str] = []
    version: int = 1


class Ap(ConsumerRecord, frozen=True, kw_only=True):
    """An absent parent (AP) of a case; `until` is the first day on which the role no longer holds."""

    case: CaseNumber
    number: ApNumber
    person: PersonNumber
    since: date
    until: date | None = None
    version: int = 1


class CadsMark(ConsumerRecord, frozen=True, kw_only=True):
    """A row of the non-cooperation list of CADS: `code` N not cooperating, C cooperating.

    `on` is its effective date, `created_on` the day on which it was keyed; the newest by creation is in
    force. `ended_on` is the day on which the next row ended it, None while it is open. `ap` is the AP that
    it names, for information only.
    """

    case: CaseNumber
    code: str
    reason: str = ""
    on: date
    ap: ApNumber = ""
    created_on: date
    worker: WorkerNumber
    ended_on: date | None = None
    version: int = 1


class GoodCause(ConsumerRecord, frozen=True, kw_only=True):
    """A row of the good cause list of CADS: `code` PD pending, GC determined, NO no good cause."""

    case: CaseNumber
    code: str
    on: date
    ap: ApNumber = ""
    worker: WorkerNumber
    ended_on: date | None = None
    version: int = 1


class Alert(ConsumerRecord, frozen=True, kw_only=True):
    """An external alert of CADS to KEES: `code` 40 not cooperating, 41 cooperating.

    `created_on` is the creation date, all that KEES knows of dates, `created_at` the time of that day,
    HH:MM:SS, empty where nobody kept it; `mark` the row of CADS that wrote it. `copied_as` is the code of the
    copy to the employment program (60 or 61), empty where the person takes no part in it.
    `sent_on` is the night in which it went out, `handled_on` the one in which KEES took it. `outcome` is what
    came of it there: made, updated, nothing (it was so already), failed (a Purple task), byhand (before the
    automation began).
    """

    code: str
    case: CaseNumber
    mark: int
    created_on: date
    ap_name: str = "UNKNOWN"
    reason: str = ""
    worker: WorkerNumber
    sent_on: date | None = None
    handled_on: date | None = None
    outcome: str = ""
    version: int = 1
    created_at: str = ""
    copied_as: str = ""


class ProgramSpell(ConsumerRecord, frozen=True, kw_only=True):
    """One spell of a program of the consumer in KEES: TANF, CC (Child Care) or FA (Food Assistance).

    `begins` is its first day, `ends` the first day on which it is no longer open. `out_from` is the first
    month in which the person is left out of Food Assistance, `back_from` the first in which the person is in
    it again.
    """

    program: str
    begins: date
    ends: date | None = None
    ended_why: str = ""
    out_from: date | None = None
    back_from: date | None = None
    version: int = 1


class Application(ConsumerRecord, frozen=True, kw_only=True):
    """An application for programs, or a review of them (`kind`), with what came of it.

    `due_on` is the last day on which the household may cooperate, None while nobody gave it days. `outcome`
    is approved, denied or withdrawn since `decided_on`, for `reason`; empty while it is pending.
    """

    kind: str = "application"
    programs: list[str]
    received_on: date
    due_on: date | None = None
    outcome: str = ""
    reason: str = ""
    decided_on: date | None = None
    version: int = 1


class NonCompliance(ConsumerRecord, frozen=True, kw_only=True):
    """A record of the Eligibility Non-Compliance page of KEES, for one program.

    `type` is CS Child Support, NC CSS Non-Cooperation; `reason` 1 to 4 (1st to 4th Penalty), FA, NC.
    `begins`, `ends` and `override_ends` are days on which it holds, both included. `complied_on` is the
    compliance date. `created_on` is the creation date from CSS, or the day on which staff made it;
    `occurred_on` the CADS date of what staff made by hand. `alert` is the alert that made it, None where
    staff did (`made_by`). `edited_on` is the day on which staff edited it before the compliance date came:
    the automation then fails. A record that was removed stays, since `removed_on`.
    """

    program: str
    type: str
    reason: str
    begins: date
    ends: date | None = None
    override_ends: date | None = None
    complied_on: date | None = None
    created_on: date
    occurred_on: date | None = None
    alert: int | None = None
    made_by: str
    edited_on: date | None = None
    removed_on: date | None = None
    comments: str = ""
    version: int = 1

    @property
    def tiered(self) -> bool:
        """Whether it is a penalty with a length, 1st to 4th."""
        return self.reason in TIERS


TIERS = ("1", "2", "3", "4")
"""The reasons of tiered penalties."""


class FieldChange(ConsumerRecord, frozen=True, kw_only=True):
    """A field of a non-compliance record that was changed after it was made: what it was, and became.

    `rule` is why, empty where staff changed it (`by`).
    """

    record: int
    field: str
    before: str
    after: str
    on: date
    by: str
    rule: str = ""
    version: int = 1


class Edbc(ConsumerRecord, frozen=True, kw_only=True):
    """A run of Eligibility Determination and Benefit Calculation (EDBC) of a program for a month.

    `run_on` is the night or day on which it runs, or shall run while `status` is planned; `listed_on` the
    first day on which the EDBC List page shows it. `kind` is regular or readonly. `result` is none
    (no change), out (the person is left out), closed, back, denied, approved; `reason` the status reason.
    `alert` is the one that planned it, None for a run by staff (`by`). `underpaid` says that it gives back a
    month that was paid without the person.
    """

    program: str
    month: date
    run_on: date
    status: str = "planned"
    kind: str = "regular"
    listed_on: date | None = None
    result: str = ""
    reason: str = ""
    alert: int | None = None
    application: int | None = None
    by: str
    underpaid: bool = False
    version: int = 1


class Notice(ConsumerRecord, frozen=True, kw_only=True):
    """A notice of action (NOA) to the consumer on a run; `kind` is change, closing, denial or approval."""

    run: int
    program: str
    month: date
    kind: str
    text: str
    sent_on: date
    version: int = 1


class Task(ConsumerRecord, frozen=True, kw_only=True):
    """A task of KEES. `queue` is PURPLE, WORK (Work Programs), FAET or INBOX (the local office).

    `name` is its code in the table of tasks, `details` what it says. `alert` or `run` is its cause, neither
    where CSS wrote to the inbox. It is taken by a worker, worked, and closed.
    """

    queue: str
    name: str
    details: str
    made_on: date
    alert: int | None = None
    run: int | None = None
    taken_by: str = ""
    taken_on: date | None = None
    worked_on: date | None = None
    outcome: str = ""
    closed_on: date | None = None
    version: int = 1


class Household(ConsumerRecord, frozen=True, kw_only=True):
    """How many parents of the children live in the home (0 to 2), as eligibility knows it. The last holds.

    `override` is the situation, by code, in which EDBC runs although parents and referrals do not account
    for two; `why` says why.
    """

    parents: int
    override: str = ""
    why: str = ""
    since: date
    worker: WorkerNumber
    version: int = 1


class NoncustodialParent(ConsumerRecord, frozen=True, kw_only=True):
    """A Noncustodial Parent Detail of KEES: a parent of the person's children who is not in the home.

    `relationship` is PA parent, UN unrelated: that of a presumed father while paternity is open
    (`expedited`). `absence` is the absence code, `name_type` LC for a legally changed name, AL for an
    alias, `good_cause` PD, GC or CO as eligibility has it. `children` are names, `LAST, FIRST`.
    `referred_on` is the night in which the parent was referred, None while that waits, also again.
    """

    last: str = ""
    first: str = ""
    born: date | None = None
    name_type: str = ""
    relationship: str = "PA"
    absence: str = ""
    expedited: bool = False
    good_cause: str = ""
    children: list[str] = []
    added_on: date
    worker: WorkerNumber
    referred_on: date | None = None
    removed_on: date | None = None
    version: int = 1


class Referral(ConsumerRecord, frozen=True, kw_only=True):
    """A referral of KEES to child support about one noncustodial parent (`ncp`).

    `type` is NEW, CHANGE or REOPEN, `origin` KAE or KSC. `approved_on` is the day on which the program was
    approved. The intake takes it as a whole (`received_on`) or not at all: `failed` then says why, since it
    was last tried (`tried_on`). `outcome` is A registered (as `case`), D deactivated (`why`), empty before.
    """

    number: CaseNumber
    type: str = "NEW"
    origin: str = "KAE"
    program: str
    ncp: int
    approved_on: date | None = None
    created_on: date
    tried_on: date | None = None
    failed: str = ""
    received_on: date | None = None
    outcome: str = ""
    worked_on: date | None = None
    worked_by: str = ""
    case: str = ""
    why: str = ""
    version: int = 1


class Participant(ConsumerRecord, frozen=True, kw_only=True):
    """A person of a referral: `role` AR, AP or CH, with the name that KEES sent.

    `searched_on` is the day on which a CSS worker searched the name, `matched` the person on record whom that
    worker found to be the same; None where nobody is.
    """

    referral: int
    role: str
    last: str = ""
    first: str = ""
    born: date | None = None
    name_type: str = ""
    searched_on: date | None = None
    searched_by: str = ""
    matched: PersonNumber | None = None
    version: int = 1
