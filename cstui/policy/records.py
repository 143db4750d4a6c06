"""The kernel's own records: agencies, offices, workers, persons, reminders, next steps; and what a record is.

Records are what the store keeps, as policy sees them: frozen, one class a table, the same field names. An
agency declares its own in its package. A record that something owns is known by its owner and a sequence
number that starts at 1 and is never used again. Dates are calendar dates; a date that ends something is the
first day on which it no longer holds unless its comment says otherwise. Nothing is erased: a record that
proves wrong is set aside by a later one.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, NamedTuple

import msgspec

from cstui.policy.formats import Cents, Clock, OfficeCode, PersonNumber, WorkerNumber


class Owner(NamedTuple):
    """Whose record it is: those of `record` whose `column` equals the record's own field `by`.

    When the record is added or changed, the version of each owner rises, once an act.
    """

    record: type[Record]
    by: str
    column: str = "number"


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all records. `version` rises by one with every change of the row."""

    tables: ClassVar[str] = "cstui.store.tables"
    """The module that declares the record's table, under the record's own name."""
    head: ClassVar[str] = ""
    """The key field of a record that others belong to: an act raises its version once."""
    owner: ClassVar[Owner | None] = None
    """Whose version rises with this record; None where it stands alone."""


class Agency(Record, frozen=True, kw_only=True):
    """An agency whose offices the store holds; `cstui.agency` finds its manifest by `name`."""

    name: str
    title: str
    version: int = 1


class Office(Record, frozen=True, kw_only=True):
    """An office of an agency; its letters carry `address` (on one line) and `phone`."""

    code: OfficeCode
    name: str
    version: int = 1
    agency: str
    address: str = ""
    phone: str = ""


class Worker(Record, frozen=True, kw_only=True):
    """Somebody who signs on; `role` is one of `cstui.policy.roles`."""

    number: WorkerNumber
    name: str
    office: OfficeCode
    role: str = "worker"
    version: int = 1


class SiteFile(Record, frozen=True, kw_only=True):
    """What a site says beside the content of an agency: a calendar, code tables or parameters, as TOML."""

    agency: str
    kind: str
    name: str
    text: str
    version: int = 1


class OfficeHours(Record, frozen=True, kw_only=True):
    """When an office sees people on one weekday (1 Monday to 7 Sunday); `closes` is exclusive."""

    office: OfficeCode
    weekday: int
    opens: Clock
    closes: Clock
    version: int = 1


class Person(Record, frozen=True, kw_only=True):
    """Anyone on a case: a parent, a child, a caretaker; `first` is empty where a person has one name.

    `held_since` is the first day in jail or prison, `held_until` the first day out of it, None while nobody
    knows it. `lives_in` is the state of the home address (`TX`), empty where it is not known.
    `merged_into` is the entry that replaced this one, which was for the same person.
    """

    head: ClassVar[str] = "number"

    number: PersonNumber
    last: str
    first: str
    middle: str = ""
    born: date | None = None
    employer: str = ""
    family_violence: bool = False
    version: int = 1
    died_on: date | None = None
    held_since: date | None = None
    held_until: date | None = None
    lives_in: str = ""
    merged_into: PersonNumber | None = None

    def dead(self, on: date) -> bool:
        """Whether the person has died by `on`."""
        return self.died_on is not None and self.died_on <= on

    def held(self, on: date) -> bool:
        """Whether the person is in jail or prison on `on`."""
        return (
            self.held_since is not None
            and self.held_since <= on
            and (self.held_until is None or on < self.held_until)
        )


class PersonMerge(Record, frozen=True, kw_only=True):
    """That entry `person` was merged into entry `into`, since both were for the same person.

    `moved` are the references that then went over, as `Case 17000123 cp`; taking the merge back
    (`undone_on`) moves those back and no others.
    """

    owner: ClassVar[Owner | None] = Owner(Person, by="person")

    person: PersonNumber
    seq: int
    into: PersonNumber
    on: date
    worker: str
    why: str
    moved: list[str] = []
    undone_on: date | None = None
    version: int = 1


class Address(Record, frozen=True, kw_only=True):
    """Where a person lives or gets mail; `until` is the first day it no longer holds."""

    owner: ClassVar[Owner | None] = Owner(Person, by="person")

    person: PersonNumber
    seq: int
    kind: str = "home"
    line1: str
    line2: str = ""
    city: str
    state: str
    zip_code: str
    since: date
    until: date | None = None
    version: int = 1


class Phone(Record, frozen=True, kw_only=True):
    """A person's telephone number; `until` is the first day it no longer holds."""

    owner: ClassVar[Owner | None] = Owner(Person, by="person")

    person: PersonNumber
    seq: int
    kind: str = "home"
    number: str
    since: date
    until: date | None = None
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


class SubjectRecord(Record, frozen=True, kw_only=True):
    """Base of the kernel's records that belong to a subject of any agency, by its name in the log."""

    subject: str
    seq: int


class Reminder(SubjectRecord, frozen=True, kw_only=True):
    """A worker's own reminder on a subject (`case 17000123`); `due` moves when it is snoozed."""

    worker: WorkerNumber
    due: date
    text: str
    done_on: date | None = None
    version: int = 1


class LedgerEntry(SubjectRecord, frozen=True, kw_only=True):
    """One line of a subject's ledger, written once and never changed (`cstui.policy.ledger`).

    `kind` is charge, payment, placed (a part of payment `of` put on an account) or held (a part that waits,
    less what was placed of it later). `account` is what is owed on, such as a case number, `bucket` what is
    owed there: current or arrears. `month` is the first day of the month for which it counts, `on` the day of
    the charge, of receipt, or of the reversal. `cents` is above zero, or the opposite of entry `reverses`.
    `source` says how a payment came, `reference` is accounting's number of it, `why` the rule or reason.
    """

    kind: str
    account: str = ""
    bucket: str = ""
    month: date
    on: date
    cents: Cents
    of: int | None = None
    reverses: int | None = None
    source: str = ""
    why: str = ""
    reference: str = ""


class OnSubject(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what is said of a subject, by the name that it has in the log (`case 17000123`)."""

    subject: str

    @property
    def key(self) -> str:
        """What the subject is known by within its kind: the case number."""
        return key_of(self.subject)


class NextStep(OnSubject, Record, frozen=True, kw_only=True):
    """The next step of a subject (`case 17000123`), kept beside it so that WORK is one indexed read.

    `urgency` runs from 1 (today) to 9 (nothing to do); `changes_on` is the first date on which the
    step changes by itself. `command` opens the screen where it is done, filled in.
    """

    worker: WorkerNumber
    office: OfficeCode
    kind: str
    rule: str
    text: str
    due: date | None = None
    urgency: int
    changes_on: date | None = None
    command: str = ""


def key_of(subject: str) -> str:
    """What a subject is known by within its kind: `17000123` of `case 17000123`."""
    return subject.partition(" ")[2]


def seq_of(record: Any) -> int:
    """The sequence number of a record that has an owner."""
    seq: int = record.seq
    return seq
