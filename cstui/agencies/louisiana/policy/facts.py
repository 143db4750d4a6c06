"""The frozen picture that policy reads of a case: its file, the CP's other cases, an office's calendar."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import ClassVar

from cstui.agencies.louisiana.records import (
    Agreement,
    Appointment,
    BenefitNews,
    BenefitSpell,
    Case,
    Child,
    Closure,
    Contact,
    Cooperation,
    Escalation,
    Form,
    GoodCause,
    Interface,
    OfficeRequest,
    Referral,
    Retained,
    Review,
    Session,
)
from cstui.policy.facts import Calendar, SubjectFacts, SubjectFile
from cstui.policy.records import Person, Record, Reminder


class CaseFile(SubjectFile, frozen=True, kw_only=True):
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


class OfficeCalendar(Calendar, frozen=True, kw_only=True, dict=True):
    """An office's calendar with its court dates (kind CH) and genetic collection dates (GT)."""

    sessions: tuple[Session, ...] = ()

    @cached_property
    def _sessions(self) -> dict[str, list[Session]]:
        """The sessions of each kind in the order of their dates and times."""
        kinds: dict[str, list[Session]] = {}
        for session in sorted(self.sessions, key=lambda s: (s.on, s.at)):
            kinds.setdefault(session.kind, []).append(session)
        return kinds

    def sessions_on(self, kind: str, day: date) -> tuple[Session, ...]:
        """The court dates (CH) or genetic collection dates (GT) of `day`."""
        return tuple(s for s in self._sessions.get(kind, ()) if s.on == day)

    def next_session(self, kind: str, day: date) -> Session | None:
        """The first session of `kind` on or after `day`, or None where none is entered."""
        return next((s for s in self._sessions.get(kind, ()) if s.on >= day), None)


class Facts(SubjectFacts, frozen=True, kw_only=True):
    """What policy reads of one case: its file, its CP's spells and agreements (OFS 53), the CP's other
    cases, a calendar."""

    kind: ClassVar[str] = "case"
    center: ClassVar[str] = "cp"
    peopled: ClassVar[tuple[type[Record], ...]] = (Child,)

    file: CaseFile
    cp: Person
    ncp: Person | None = None
    spells: tuple[BenefitSpell, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    others: tuple[CaseFile, ...] = ()
    calendar: OfficeCalendar | None = None

    @property
    def case(self) -> Case:
        return self.file.case

    @property
    def files(self) -> tuple[CaseFile, ...]:
        """The file of the case in hand, then those of the CP's other cases."""
        return (self.file, *self.others)
