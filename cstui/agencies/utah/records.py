"""Utah's records: a noncustodial parent (NCP) with cases, and the criminal nonsupport (CNS) matter.

The subject is the NCP, since a criminal case and a restitution order are about one person and several
cases. A record is known by the NCP's number and a sequence number, as in `cstui.policy.records`. What is
charged and paid is in the kernel's ledger, on the case number. A month is its first day.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.agencies.utah.formats import CaseNumber, NcpNumber, OfficeCode, WorkerNumber
from cstui.policy.formats import Cents, PersonNumber
from cstui.policy.records import Owner, Record

TABLES = "cstui.agencies.utah.tables"


class Ncp(Record, frozen=True, kw_only=True):
    """A noncustodial parent; `worker` is the agent of the regional CNS office `office`.

    `convicted` says that there is an earlier conviction of criminal nonsupport, `lives_out` that the parent
    lives outside Utah: both bear on the felony thresholds.
    """

    tables: ClassVar[str] = TABLES
    head: ClassVar[str] = "number"

    number: NcpNumber
    parent: PersonNumber
    office: OfficeCode
    worker: WorkerNumber
    opened: date
    convicted: bool = False
    lives_out: bool = False
    version: int = 1


class NcpRecord(Record, frozen=True, kw_only=True):
    """Base of the records that an NCP owns."""

    tables: ClassVar[str] = TABLES
    owner: ClassVar[Owner | None] = Owner(Ncp, by="ncp")

    ncp: NcpNumber
    seq: int


class Case(NcpRecord, frozen=True, kw_only=True):
    """A case of the NCP; `person` is the custodial parent (CP), on IV-A or Non-IV-A since a day.

    `team` is CSS, CIC (Children in Care) or CNS. `rests_on` says what its order is: S stipulated, J judicial,
    D default, P participation, empty for none; `registered` that one of the last two is registered in
    court, `served` that the NCP was served or got notice, `civil_tried` that civil means were tried.
    `current` is the current support (CRS) of a month in cents. `notified_on` is the day on which the CIC
    manager was told, `included` Y or N what came of the discussion, or of the CP's forms. `debt_roll` says
    that debt roll occurs. `modified_on` is the day on which the order was modified and the agent told,
    `coordinated_on` when the agent had seen to it.
    """

    number: CaseNumber
    person: PersonNumber
    team: str = "CSS"
    opened: date
    closed_on: date | None = None
    iva: bool = False
    non_iva_since: date | None = None
    rests_on: str = ""
    registered: bool = False
    served: bool = False
    civil_tried: bool = False
    current: Cents = 0
    transferred_on: date | None = None
    notified_on: date | None = None
    included: str = ""
    debt_roll: bool = False
    modified_on: date | None = None
    coordinated_on: date | None = None
    version: int = 1


class Prosecution(NcpRecord, frozen=True, kw_only=True):
    """A criminal nonsupport matter. `phase` is pre (pre-filing), active, sentenced or ended.

    `searched_on` is when ORSIS was searched for other cases, `referral_on` when the Case Referral form was
    completed, `packet_on` when the packet went to the prosecuting attorney: from that day it is referred.
    Phase 2 has the attorney's `filed_on`, `attorney`, `court`, `charges`, `status`, then `trial_on` and the
    notice of an affirmative defense. Phase 3 begins on `concluded_on` with `outcomes` (codes);
    `probation_until` is the last day of probation, included; `restitution` and `payments` are cents, in all
    and a month.
    """

    phase: str = "pre"
    begun_on: date
    searched_on: date | None = None
    referral_on: date | None = None
    packet_on: date | None = None
    filed_on: date | None = None
    attorney: str = ""
    court: str = ""
    charges: str = ""
    status: str = ""
    trial_on: date | None = None
    defense_on: date | None = None
    concluded_on: date | None = None
    outcomes: list[str] = []
    probation_until: date | None = None
    restitution: Cents = 0
    payments: Cents = 0
    ended_on: date | None = None
    ended_why: str = ""
    version: int = 1


class AddressRequest(NcpRecord, frozen=True, kw_only=True):
    """A Post Office Request for Address Information; `outcome` is verified, changed or returned."""

    sent_on: date
    postmaster: str
    why: str
    outcome: str = ""
    outcome_on: date | None = None
    version: int = 1


class CpForms(NcpRecord, frozen=True, kw_only=True):
    """The forms to the CP of a case: referral notice with waiver, questionnaire, affidavit.

    They are due on `due_on`. `waives` is Y or N, the answer on interest above the standard. `letter_on` is
    the Non-Cooperation Determination letter, `closure_on` the 60 Day Closure Notice, `iva_on` the begin of
    the IV-A process. `withdrawn_on` is the day on which forms that came ended the notice.
    """

    case: CaseNumber
    sent_on: date
    due_on: date
    returned_on: date | None = None
    cooperates: bool = False
    waives: str = ""
    letter_on: date | None = None
    closure_on: date | None = None
    iva_on: date | None = None
    withdrawn_on: date | None = None
    version: int = 1


class Worksheet(NcpRecord, frozen=True, kw_only=True):
    """A Criminal Interest Calculation Worksheet: `rate` in hundredths of a percent a year, amounts in cents.

    `through` is the last month counted. `by_filing` says that the filing date gave the rate, and not the
    worksheet's own. `fti` says that a federal tax intercept is among the payments.
    """

    made_on: date
    through: date
    rate: int
    by_filing: bool = False
    principal: Cents
    interest: Cents
    fti: bool = False
    version: int = 1


class RestitutionOrder(NcpRecord, frozen=True, kw_only=True):
    """A restitution order as entered on the 410 screen; payments count from month `since`.

    `current` and `arrears` are the cents that it asks for a month, over all its cases. `clause` says that the
    NCP has to meet the CRS of cases outside the order as well.
    """

    ordered_on: date
    entered_on: date
    since: date
    current: Cents
    arrears: Cents
    clause: bool = False
    terms: str = ""
    version: int = 1


class OrderPart(NcpRecord, frozen=True, kw_only=True):
    """What a restitution order asks for one of its cases a month, in cents."""

    of_order: int
    case: CaseNumber
    current: Cents
    arrears: Cents
    version: int = 1


class PostingInstruction(NcpRecord, frozen=True, kw_only=True):
    """An instruction to accounting where debt roll occurs: the arrears that each case gets, in cents."""

    on: date
    parts: dict[str, int]
    version: int = 1


class Consent(NcpRecord, frozen=True, kw_only=True):
    """The AGO's consent to one enforcement action on one case; `by` is who gave it."""

    case: CaseNumber
    action: str
    on: date
    by: str
    version: int = 1


class Enforcement(NcpRecord, frozen=True, kw_only=True):
    """An enforcement action that was taken on a case; `action` is its code."""

    case: CaseNumber
    action: str
    on: date
    worker: WorkerNumber
    version: int = 1


class ShowCause(NcpRecord, frozen=True, kw_only=True):
    """The request of an Order to Show Cause for one ordered month, with its grounds.

    A ground is `SHORT 2026-01-31` or `LATE 2026-03-03`: its code and the day on which it was found.
    """

    month: date
    notified_on: date
    grounds: list[str]
    closed_on: date | None = None
    outcome: str = ""
    version: int = 1
