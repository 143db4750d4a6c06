"""Which records there are: those that a case, a person and a worker own, and all of them."""

from __future__ import annotations

from cstui.policy.followup_records import (
    Agreement,
    BenefitNews,
    Escalation,
    OfficeRequest,
    Referral,
    Reminder,
    Retained,
    Review,
)
from cstui.policy.records import (
    Address,
    Appointment,
    BenefitSpell,
    Case,
    Child,
    Closure,
    Contact,
    Cooperation,
    Cover,
    Form,
    GoodCause,
    Interface,
    NextStep,
    Office,
    OfficeHours,
    Person,
    Phone,
    Record,
    Session,
    Worker,
)

CASE_RECORDS: tuple[type[Record], ...] = (
    Child,
    Contact,
    Appointment,
    Cooperation,
    GoodCause,
    Closure,
    Form,
    Interface,
    Referral,
    OfficeRequest,
    Retained,
    Escalation,
    Review,
    Reminder,
    BenefitNews,
)
"""The records that a case owns, known by case and sequence number."""

PERSON_RECORDS: tuple[type[Record], ...] = (Address, Phone, BenefitSpell, Agreement)
"""The records that a person owns, known by person and sequence number."""

WORKER_RECORDS: tuple[type[Record], ...] = (Cover,)
"""The records that a worker owns, known by worker and sequence number."""

RECORDS: tuple[type[Record], ...] = (
    Office,
    Worker,
    OfficeHours,
    Session,
    Person,
    Case,
    NextStep,
    *PERSON_RECORDS,
    *CASE_RECORDS,
    *WORKER_RECORDS,
)
"""Every record of the store."""
