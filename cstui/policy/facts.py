"""The frozen picture that policy reads of a subject, and what effects make of it in memory.

An agency's facts are a class of its own, derived from `SubjectFacts`: what it holds, and which record stands
in which field, follows from its annotations. The store reads by the same `FactsShape`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache, cached_property
from operator import attrgetter
from types import NoneType
from typing import Any, ClassVar, Self, TypeVar, get_args, get_type_hints

import msgspec
from msgspec.structs import replace

from cstui.policy.effects import Add, Change
from cstui.policy.protected import ProtectedPrint
from cstui.policy.records import (
    Address,
    Cover,
    Office,
    OfficeHours,
    OnSubject,
    Person,
    PersonMerge,
    Phone,
    Record,
    SiteFile,
    SubjectRecord,
    Worker,
    key_of,
    seq_of,
)
from cstui.policy.versions import touched

R = TypeVar("R", bound=Record)


class Calendar(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """When an office can see people: its hours, the days off, the slots taken.

    `days_off` maps a date to its name (a holiday, or a day that the site added) up to `known_to`;
    `taken` holds (worker, date, time, purpose) of open appointments.
    """

    office: str
    hours: tuple[OfficeHours, ...] = ()
    days_off: Mapping[date, str] = {}
    taken: frozenset[tuple[str, date, str, str]] = frozenset()
    known_to: date = date.max

    @cached_property
    def _weekdays(self) -> dict[int, OfficeHours]:
        return {row.weekday: row for row in self.hours}

    @cached_property
    def _taken(self) -> dict[tuple[str, date], list[tuple[str, str]]]:
        slots: dict[tuple[str, date], list[tuple[str, str]]] = {}
        for worker, day, at, purpose in sorted(self.taken):
            slots.setdefault((worker, day), []).append((at, purpose))
        return slots

    def taken_on(self, worker: str, day: date) -> list[tuple[str, str]]:
        """Time and purpose of the worker's open appointments of `day`, in order."""
        return self._taken.get((worker, day), [])

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


class SubjectFile(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the file of one subject: its head record, and what belongs to it by sequence number."""

    @property
    def head(self) -> Any:
        """The record that the file is about: it has the key, the office, the worker, the version."""
        return getattr(self, shape_of_file(type(self)).head_name)

    @property
    def key(self) -> str:
        """What the subject is known by within its kind: the case number."""
        key: str = getattr(self.head, type(self.head).head)
        return key

    @property
    def version(self) -> int:
        version: int = self.head.version
        return version


class SubjectFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what policy reads: the file in hand, others with the same center, what the center owns.

    `people` are the persons of the `peopled` records of all files, by number. `next_person` is the number
    that a new person gets, where an act adds one, and `namesakes` are the persons on record who may be the
    same; `brought` is the person on record whom an act brings into the subject. `time` is the time of day
    in the agency's time zone, HH:MM:SS, where an act needs it.
    """

    kind: ClassVar[str]
    """The first word under which a subject is logged: `case` of `case 17000123`."""
    word: ClassVar[str] = ""
    """What messages call a subject, where it is not the last part of its kind: `NCP` of `ut.ncp`."""
    center: ClassVar[str] = ""
    """The field of the head by which subjects belong together (a parent); empty where each is alone."""
    peopled: ClassVar[tuple[type[Record], ...]] = ()
    """The records of a file whose field `person` names someone whom policy reads (a child)."""

    file: Any
    others: tuple[Any, ...] = ()
    calendar: Any = None
    people: tuple[Person, ...] = ()
    next_person: int = 0
    namesakes: tuple[Person, ...] = ()
    brought: PersonFacts | None = None
    time: str = ""

    @property
    def files(self) -> tuple[Any, ...]:
        """The file in hand, then the others."""
        return (self.file, *self.others)

    @property
    def key(self) -> str:
        """What the subject in hand is known by within its kind."""
        key: str = self.file.key
        return key

    @property
    def subject(self) -> str:
        """The subject in hand as the log names it."""
        return f"{self.kind} {self.file.key}"

    def person(self, number: int) -> Person | None:
        """The person of that number among `people`, or None."""
        for person in self.people:
            if person.number == number:
                return person
        return None

    @property
    def group(self) -> object:
        """What the subjects of these facts have in common: the center, else the subject itself."""
        return getattr(self.file.head, self.center) if self.center else self.file.key

    @classmethod
    def called(cls) -> str:
        """What messages call a subject: `case`."""
        return cls.word or cls.kind.rpartition(".")[2]

    @classmethod
    def named(cls, key: str) -> str:
        """A subject at the beginning of a message: `Case 17000123`."""
        word = cls.called()
        return f"{word[:1].upper()}{word[1:]} {key}"

    @classmethod
    def subject_of(cls, key: str) -> str:
        """A subject of this kind as the log names it."""
        return f"{cls.kind} {key}"

    def with_in_hand(self, key: str) -> Self:
        """The same facts with another of the files in hand; without its calendar."""
        if self.file.key == key:
            return self
        file = next(file for file in self.others if file.key == key)
        others = tuple(f for f in self.files if f.key != key)
        return replace(self, file=file, others=others, calendar=None)

    def after(self, changes: Iterable[Add | Change]) -> Self:
        """These facts with the effects of an act applied, as the store would hold them.

        A changed record, and the head of each file that changed, get the next version. A record of a
        subject or a center outside these facts is an error (KeyError).
        """
        listed = changes if isinstance(changes, tuple) else tuple(changes)
        shape = shape_of(type(self))
        of_file, head_kind, head_name = shape.file.parts, shape.file.head, shape.file.head_name
        files = {file.key: file for file in self.files}
        parts: dict[str, dict[str, Any]] = {}
        own: dict[str, Any] = {}
        for change in listed:
            record: Any = change.record if isinstance(change, Add) else change.after
            kind = type(record)
            if isinstance(change, Change):
                record = replace(record, version=change.before.version + 1)  # type: ignore[attr-defined]
            if (name := of_file.get(kind)) is not None:
                key = (
                    key_of(record.subject)
                    if issubclass(kind, SubjectRecord)
                    else getattr(record, kind.owner.by)
                )
                rows = parts.setdefault(key, {})
                if name not in rows:
                    rows[name] = list(getattr(files[key], name))
                _place(rows[name], record)
            elif kind is head_kind:
                parts.setdefault(getattr(record, kind.head), {})[head_name] = record
            elif (name := shape.common.get(kind)) is not None:
                own[name] = own.get(name) or list(getattr(self, name))
                _place(own[name], record)
            elif kind is Person:
                for name in shape.persons:
                    known = getattr(self, name)
                    if known is not None and known.number == record.number:
                        own[name] = record
                if isinstance(change, Add) or self.person(record.number) is not None:
                    people = {p.number: p for p in own.get("people", self.people)} | {record.number: record}
                    own["people"] = tuple(people[number] for number in sorted(people))
        for (kind, column), values in touched(listed, self.kind, head_kind).heads.items():
            if kind is head_kind:
                for key, file in files.items():
                    if getattr(file.head, column) in values:
                        rows = parts.setdefault(key, {})
                        head = rows.get(head_name, file.head)
                        rows[head_name] = replace(head, version=file.version + 1)
            elif kind is Person:
                for name in shape.persons:
                    known = own.get(name, getattr(self, name))
                    if known is not None and getattr(known, column) in values:
                        own[name] = replace(known, version=getattr(self, name).version + 1)
                risen = {p.number: p.version + 1 for p in self.people if p.number in values}
                own["people"] = tuple(
                    replace(person, version=risen.get(person.number, person.version))
                    for person in own.get("people", self.people)
                )
        for key, rows in parts.items():
            files[key] = replace(files[key], **_frozen(rows))
        others = tuple([files[file.key] for file in self.others])
        return replace(self, file=files[self.file.key], others=others, **_frozen(own))


def _place(rows: list[Any], record: Any) -> None:
    """Put the record in its place among the rows, which are in order; one of its number goes."""
    seq = seq_of(record)
    if rows and seq_of(rows[-1]) >= seq:
        rows[:] = sorted([*(row for row in rows if seq_of(row) != seq), record], key=seq_of)
    else:
        rows.append(record)


def _frozen(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if type(value) is list else value for name, value in values.items()}


class FileShape(msgspec.Struct, frozen=True, kw_only=True):
    """Which record stands in which field of a file `made`: its head, and the parts that belong to it."""

    made: type[SubjectFile]
    head: type[Record]
    head_name: str
    parts: Mapping[type[Record], str]


class FactsShape(msgspec.Struct, frozen=True, kw_only=True):
    """Which record stands in which field of an agency's facts.

    `common` are the records that the center owns; `persons` the fields of a person whose number the head
    record has under the same name. `peopled` are the records of the file that name the persons of `people`.
    """

    file: FileShape
    common: Mapping[type[Record], str]
    persons: tuple[str, ...]
    peopled: tuple[type[Record], ...] = ()


@cache
def shape_of_file(file: type[SubjectFile]) -> FileShape:
    """The shape of a file, from its annotations.

    Once it is known, `head`, `key` and `version` are plain look-ups: a night asks a million times.
    """
    kinds = _records_in(file)
    [(name, head)] = [(name, kind) for name, (kind, many) in kinds.items() if not many]
    for asked, path in (("head", name), ("key", f"{name}.{head.head}"), ("version", f"{name}.version")):
        setattr(file, asked, property(attrgetter(path)))
    parts = {kind: name for name, (kind, many) in kinds.items() if many}
    return FileShape(made=file, head=head, head_name=name, parts=parts)


@cache
def shape_of(facts: type[SubjectFacts]) -> FactsShape:
    """The shape of an agency's facts, from their annotations."""
    kinds = _records_in(facts)
    return FactsShape(
        file=shape_of_file(get_type_hints(facts)["file"]),
        common={kind: name for name, (kind, many) in kinds.items() if many and kind is not Person},
        persons=tuple(name for name, (kind, many) in kinds.items() if kind is Person and not many),
        peopled=facts.peopled,
    )


def _records_in(struct: type[msgspec.Struct]) -> dict[str, tuple[type[Record], bool]]:
    """The fields that hold records, each with the record and whether there are many."""
    found: dict[str, tuple[type[Record], bool]] = {}
    for name, hint in get_type_hints(struct).items():
        if name not in struct.__struct_fields__:
            continue
        parts = [part for part in get_args(hint) if part not in (NoneType, ...)] or [hint]
        if isinstance(parts[0], type) and issubclass(parts[0], Record):
            found[name] = (parts[0], getattr(hint, "__origin__", None) is tuple)
    return found


class Role(OnSubject, frozen=True, kw_only=True):
    """A person's part (`role`, a code of the agency) in a subject (`case 17000123`)."""

    role: str
    status: str
    office: str
    worker: str


class PersonFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a person: addresses and phones in order, and every subject with the person's role.

    `parents` and `children` are those with whom the person shares a subject, where an act asks for them.
    """

    person: Person
    addresses: tuple[Address, ...] = ()
    phones: tuple[Phone, ...] = ()
    roles: tuple[Role, ...] = ()
    parents: tuple[Person, ...] = ()
    children: tuple[Person, ...] = ()


class MergeFacts(PersonFacts, frozen=True, kw_only=True):
    """What is known of a person and of the entry `into` which he or she is merged, or was.

    `held` are the heads and other records by which a subject names either of them, `owned` what belongs to
    the person herself or himself beside addresses and telephones; `elsewhere` says that another agency has
    subjects of one of the two.
    """

    into: PersonFacts | None = None
    merges: tuple[PersonMerge, ...] = ()
    held: tuple[Record, ...] = ()
    owned: tuple[Record, ...] = ()
    elsewhere: bool = False


class WorkerFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a worker: `workers` are those of the agency by number, `covers` of the office."""

    worker: Worker
    workers: Mapping[str, Worker] = {}
    covers: tuple[Cover, ...] = ()

    @property
    def own(self) -> tuple[Cover, ...]:
        """The worker's own absences, in order of sequence number."""
        return tuple(cover for cover in self.covers if cover.worker == self.worker.number)


class SetAsideRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An interface record that was set aside: its entry under `store`, the day, where it was and why.

    `text` is what the log says: `updates 0123456789ab line 3: why | the record as it came`.
    """

    entry: int
    on: date
    text: str


class Staff(msgspec.Struct, frozen=True, kw_only=True):
    """The site of an agency: its offices, their hours, who signs on, and what the site says for itself."""

    agency: str
    offices: tuple[Office, ...] = ()
    hours: tuple[OfficeHours, ...] = ()
    workers: tuple[Worker, ...] = ()
    files: tuple[SiteFile, ...] = ()


class StoreFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What acts on the store itself read: the interface records that wait set aside, oldest first.

    `staff`, and the `prints` of protected data, are there for an act that says that it needs them.
    """

    waiting: tuple[SetAsideRecord, ...] = ()
    staff: Staff | None = None
    prints: tuple[ProtectedPrint, ...] = ()
