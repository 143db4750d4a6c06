"""The frozen picture that policy reads of a case, and what effects make of it in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from cstui.policy.effects import Add, Change
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
from cstui.policy.owned import CASE_RECORDS
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
    OfficeHours,
    Person,
    Phone,
    Record,
    Session,
    Worker,
)

R = TypeVar("R", bound=Record)


class CaseFile(msgspec.Struct, frozen=True, kw_only=True):
    """One case with everything on it that policy reads; each tuple in order of sequence number."""

    case: Case
    children: tuple[Child, ...] = ()
    contacts: tuple[Contact, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    cooperation: tuple[Cooperation, ...] = ()
    good_cause: tuple[GoodCause, ...] = ()
    closures: tuple[Closure, ...] = ()
    forms: tuple[Form, ...] = ()
    interface: tuple[Interface, ...] = ()
    referrals: tuple[Referral, ...] = ()
    requests: tuple[OfficeRequest, ...] = ()
    retained: tuple[Retained, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    reviews: tuple[Review, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    news: tuple[BenefitNews, ...] = ()


RECORDS_IN_FILE: Mapping[type[Record], str] = {
    Child: "children",
    Contact: "contacts",
    Appointment: "appointments",
    Cooperation: "cooperation",
    GoodCause: "good_cause",
    Closure: "closures",
    Form: "forms",
    Interface: "interface",
    Referral: "referrals",
    OfficeRequest: "requests",
    Retained: "retained",
    Escalation: "escalations",
    Review: "reviews",
    Reminder: "reminders",
    BenefitNews: "news",
}
"""Which field of a CaseFile holds which record."""

assert set(RECORDS_IN_FILE) == set(CASE_RECORDS)


class Calendar(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """When an office can see people: its hours, its sessions, the days off, the slots taken.

    `days_off` maps a date to its name (a holiday, or a day that the site added) within
    `known_from` to `known_to`; `taken` holds (worker, date, time) of open appointments.
    """

    office: str
    hours: tuple[OfficeHours, ...] = ()
    sessions: tuple[Session, ...] = ()
    days_off: Mapping[date, str] = {}
    taken: frozenset[tuple[str, date, str]] = frozenset()
    known_from: date = date.min
    known_to: date = date.max

    @cached_property
    def _weekdays(self) -> dict[int, OfficeHours]:
        return {row.weekday: row for row in self.hours}

    @cached_property
    def _sessions(self) -> dict[str, list[Session]]:
        """The sessions of each kind in the order of their dates and times."""
        kinds: dict[str, list[Session]] = {}
        for session in sorted(self.sessions, key=lambda s: (s.on, s.at)):
            kinds.setdefault(session.kind, []).append(session)
        return kinds

    def hours_on(self, day: date) -> OfficeHours | None:
        """The office's hours on `day`; None on a weekday without hours and on a day off."""
        return None if day in self.days_off else self._weekdays.get(day.isoweekday())

    def next_open(self, day: date) -> date:
        """The first day the office is open on or after `day`."""
        while self.hours_on(day) is None:
            if not self._weekdays or day >= self.known_to:
                raise ValueError(f"office {self.office} has no open day on or after {day}")
            day += timedelta(days=1)
        return day

    def sessions_on(self, kind: str, day: date) -> tuple[Session, ...]:
        """The court dates (CH) or genetic collection dates (GT) of `day`."""
        return tuple(s for s in self._sessions.get(kind, ()) if s.on == day)

    def next_session(self, kind: str, day: date) -> Session | None:
        """The first session of `kind` on or after `day`, or None where none is entered."""
        return next((s for s in self._sessions.get(kind, ()) if s.on >= day), None)


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What policy reads of one case: its file, its CP's spells and agreements (OFS 53), the CP's other
    cases, a calendar. `next_person` is the number that a new person gets, where an act adds one, and
    `namesakes` are the persons on record who may be the same."""

    file: CaseFile
    cp: Person
    ncp: Person | None = None
    spells: tuple[BenefitSpell, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    others: tuple[CaseFile, ...] = ()
    calendar: Calendar | None = None
    next_person: int = 0
    namesakes: tuple[Person, ...] = ()

    @property
    def case(self) -> Case:
        return self.file.case

    @property
    def files(self) -> tuple[CaseFile, ...]:
        """The file of the case in hand, then those of the CP's other cases."""
        return (self.file, *self.others)

    def after(self, changes: Iterable[Add | Change]) -> Facts:
        """These facts with the effects of an act applied, as the store would hold them.

        A changed record and the case whose file changed get the next version. A record of a
        person or case outside these facts is an error (KeyError).
        """
        files = {file.case.number: file for file in self.files}
        spells, agreements, cp, ncp = self.spells, self.agreements, self.cp, self.ncp
        touched: dict[str, dict[str, Any]] = {}
        at_home: set[int] = set()
        told: set[int] = set()
        for change in changes:
            record = change.record if isinstance(change, Add) else change.after
            kind = type(record)
            if isinstance(change, Change):
                record = replace(record, version=change.before.version + 1)  # type: ignore[attr-defined]
            if (name := RECORDS_IN_FILE.get(kind)) is not None:
                number: str = record.case  # type: ignore[attr-defined]
                parts = touched.setdefault(number, {})
                rows = parts[name] if name in parts else getattr(files[number], name)
                parts[name] = _placed(rows, record)
            elif isinstance(record, Case):
                touched.setdefault(record.number, {})["case"] = record
            elif isinstance(record, BenefitSpell | Agreement):
                if isinstance(record, BenefitSpell):
                    spells = _placed(spells, record)
                else:
                    agreements = _placed(agreements, record)
                for number, file in files.items():
                    if file.case.cp == record.person:
                        touched.setdefault(number, {})
            elif isinstance(record, Address | Phone):
                at_home.add(record.person)
            elif isinstance(record, Person):
                told.add(record.number)
                cp = record if record.number == cp.number else cp
                ncp = record if ncp is not None and record.number == ncp.number else ncp
        if at_home:
            cp = _raised(cp, at_home - told)
            ncp = _raised(ncp, at_home - told) if ncp is not None else None
        for number, parts in touched.items():
            file = files[number]
            raised = replace(parts.get("case", file.case), version=file.case.version + 1)
            files[number] = replace(file, **(parts | {"case": raised}))
        return replace(
            self,
            file=files[self.case.number],
            others=tuple([files[file.case.number] for file in self.others]),
            spells=spells,
            agreements=agreements,
            cp=cp,
            ncp=ncp,
        )


def _raised(person: Person, numbers: Set[int]) -> Person:
    """The person in the next version where addresses or telephones of hers or his changed."""
    if person.number not in numbers:
        return person
    return replace(person, version=person.version + 1)


def _placed(rows: tuple[R, ...], record: R) -> tuple[R, ...]:
    """The rows, in order, with the record in its place."""
    seq: int = record.seq  # type: ignore[attr-defined]
    if not rows or rows[-1].seq < seq:  # type: ignore[attr-defined]
        return (*rows, record)
    kept = [row for row in rows if row.seq != seq]  # type: ignore[attr-defined]
    return tuple(sorted([*kept, record], key=lambda row: row.seq))  # type: ignore[attr-defined]


class CaseRole(msgspec.Struct, frozen=True, kw_only=True):
    """A person's part in a case: CP, NCP or CH (child)."""

    case: Case
    role: str


class PersonFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a person: addresses, phones and spells in order, and every case with the role."""

    person: Person
    addresses: tuple[Address, ...] = ()
    phones: tuple[Phone, ...] = ()
    spells: tuple[BenefitSpell, ...] = ()
    cases: tuple[CaseRole, ...] = ()


class WorkerFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a worker: `workers` is every worker by number, `covers` those of the office."""

    worker: Worker
    workers: Mapping[str, Worker] = {}
    covers: tuple[Cover, ...] = ()

    @property
    def own(self) -> tuple[Cover, ...]:
        """The worker's own absences, in order of sequence number."""
        return tuple(cover for cover in self.covers if cover.worker == self.worker.number)


class WaitingRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record of IV-A that was set aside: its entry under `store`, the day, where it stood and why.

    `text` is what the log says: `IV-A updates 0123456789ab line 3: why | the record as it came`.
    """

    entry: int
    on: date
    text: str


class StoreFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What acts on the store itself read: the records of IV-A that wait set aside, oldest first."""

    waiting: tuple[WaitingRecord, ...] = ()
