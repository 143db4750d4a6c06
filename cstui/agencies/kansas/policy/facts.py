"""The frozen picture that policy reads of a consumer, CADS and KEES in one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from cstui.agencies.kansas.records import (
    Alert,
    Ap,
    Application,
    CadsMark,
    Case,
    Consumer,
    Edbc,
    FieldChange,
    GoodCause,
    Household,
    NonCompliance,
    NoncustodialParent,
    Notice,
    Participant,
    ProgramSpell,
    Referral,
    Task,
)
from cstui.policy.facts import SubjectFacts, SubjectFile
from cstui.policy.records import Person, Record, Reminder, seq_of


def following(rows: Sequence[Record]) -> int:
    """The sequence number that comes after those of `rows`, which stand in order."""
    return seq_of(rows[-1]) + 1 if rows else 1


class ConsumerFile(SubjectFile, frozen=True, kw_only=True):
    """One consumer with everything that policy reads; each tuple in order of sequence number.

    CADS has cases, APs, marks, good cause and alerts; KEES has programs, applications, non-compliance
    records with their changes, EDBC runs, notices, tasks, the household and its noncustodial parents.
    Referrals with their participants go from KEES to CADS.
    """

    consumer: Consumer
    cases: tuple[Case, ...] = ()
    aps: tuple[Ap, ...] = ()
    marks: tuple[CadsMark, ...] = ()
    good_cause: tuple[GoodCause, ...] = ()
    alerts: tuple[Alert, ...] = ()
    programs: tuple[ProgramSpell, ...] = ()
    applications: tuple[Application, ...] = ()
    records: tuple[NonCompliance, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    runs: tuple[Edbc, ...] = ()
    notices: tuple[Notice, ...] = ()
    tasks: tuple[Task, ...] = ()
    households: tuple[Household, ...] = ()
    ncps: tuple[NoncustodialParent, ...] = ()
    referrals: tuple[Referral, ...] = ()
    participants: tuple[Participant, ...] = ()
    reminders: tuple[Reminder, ...] = ()


class ConsumerFacts(SubjectFacts, frozen=True, kw_only=True):
    """What policy reads of one consumer; each stands alone."""

    kind: ClassVar[str] = "ks.consumer"
    word: ClassVar[str] = "person"
    peopled: ClassVar[tuple[type[Record], ...]] = (Ap,)

    file: ConsumerFile
    ar: Person

    @property
    def consumer(self) -> Consumer:
        return self.file.consumer
