"""Given people and records of scenario files: keys become numbers, dates become days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from typing import Any, TypeVar

import msgspec

from cstui.agency import Manifest
from cstui.content import Source
from cstui.policy.facts import Staff, shape_of
from cstui.policy.formats import LONGEST_TEXT
from cstui.policy.records import Office, OfficeHours, Person, Record, Worker
from cstui.scenario.days import Day, Days
from cstui.scenario.sections import (
    PERSON,
    Section,
    fields_of,
    formats_of,
    givens_of,
    plain,
    sections_of,
)
from cstui.scenario.shapes import GivenText, HoursText, OfficeText, WorkerText

V = TypeVar("V")

FIRST_PERSON = 100_001


class Given:
    """What one or several files of an agency give: offices first, then the people and records of each file.

    `numbers` are those that people get. ContentError names file and line of a key, office or worker that is
    not there.
    """

    def __init__(
        self, agency: Manifest, numbers: Iterator[int] | None = None, staff: Staff | None = None
    ) -> None:
        """`staff` has the offices and workers where they are a store's; then each case names its worker."""
        self.agency, self.staff = agency, staff
        self.records: list[Record] = []
        self.offices: dict[str, Office] = {}
        self.workers: dict[str, Worker] = {}
        self.hours: dict[str, list[OfficeHours]] = {}
        self.keys: dict[str, int] = {}
        self._heads: dict[type[Record], dict[str, Any]] = {}
        self._seqs: Counter[tuple[type[Record], object]] = Counter()
        self._numbers = count(FIRST_PERSON) if numbers is None else numbers
        self._formats = formats_of(agency)
        for office in staff.offices if staff else ():
            self.offices[office.code] = office
        for worker in staff.workers if staff else ():
            self.workers[worker.number] = worker
        for hours in staff.hours if staff else ():
            self.hours.setdefault(hours.office, []).append(hours)

    @property
    def subjects(self) -> Mapping[str, Any]:
        """The head records of the subjects by key."""
        return self._heads.get(shape_of(self.agency.load("facts")).file.head, {})

    def add_offices(self, source: Source, text: GivenText, *, defaults: bool) -> None:
        """Take in offices, workers and hours; with `defaults` what a small scenario leaves out."""
        own = givens_of(self.agency)
        code, name = own.office
        offices = text.office or ((OfficeText(code=code, name=name),) if defaults else ())
        for place, office in enumerate(offices):
            _new(source, f"$.office[{place}].code", office.code, self.offices, "office")
            _bounded(source, f"$.office[{place}]", office)
            self.offices[office.code] = Office(**msgspec.structs.asdict(office), agency=self.agency.name)
            self.records.append(self.offices[office.code])
        workers = text.worker
        if not workers and defaults:
            code = offices[0].code
            number = own.worker.format(office=code)
            workers = (WorkerText(number=number, name="PRACTICE WORKER", office=code),)
        for place, worker in enumerate(workers):
            at = f"$.worker[{place}]"
            _new(source, f"{at}.number", worker.number, self.workers, "worker")
            _bounded(source, at, worker)
            self._known(source, f"{at}.office", worker.office, self.offices, "office")
            self.workers[worker.number] = Worker(**msgspec.structs.asdict(worker))
            self.records.append(self.workers[worker.number])
        for place, hours in enumerate(text.hours or ((HoursText(),) if defaults else ())):
            self._add_hours(source, f"$.hours[{place}]", hours)

    def _add_hours(self, source: Source, at: str, hours: HoursText) -> None:
        if hours.office is not None:
            self._known(source, f"{at}.office", hours.office, self.offices, "office")
        if not hours.opens < hours.closes:
            raise source.error(f"{at}.closes", f"{hours.closes} is not after {hours.opens}")
        for office in [hours.office] if hours.office else list(self.offices):
            for weekday in hours.weekdays:
                if not 1 <= weekday <= 7:
                    raise source.error(f"{at}.weekdays", f"{weekday} is not a weekday; 1 Monday to 7 Sunday")
                row = OfficeHours(office=office, weekday=weekday, opens=hours.opens, closes=hours.closes)
                self.hours.setdefault(office, []).append(row)
                self.records.append(row)

    def days(self, starts: date) -> Days:
        """The reader of dates relative to `starts`, told the hours of the first office."""
        first = next(iter(self.offices), "")
        return Days(starts, tuple(self.hours.get(first, ())), self.agency.name)

    def add_people(self, source: Source, text: GivenText, days: Days) -> None:
        """Take in the people of a file; each key gets a number."""
        for place, person in enumerate(getattr(text, PERSON.name)):
            at = f"$.person[{place}]"
            _new(source, f"{at}.key", person.key, self.keys, "person")
            self.keys[person.key] = next(self._numbers)
            number = self.keys[person.key]
            self.records.append(Person(number=number, **self._values(source, at, PERSON, person, days)))

    def add_records(self, source: Source, text: GivenText, days: Days, *, starts: date | None = None) -> None:
        """Take in the other tables of a file, once all people are known.

        ContentError also for what begins after the day on which a scenario `starts`.
        """
        for section in sections_of(self.agency):
            for place, row in enumerate(getattr(text, section.name)):
                self._add(source, f"$.{section.name}[{place}]", section, row, days, starts)

    def _add(
        self,
        source: Source,
        at: str,
        section: Section,
        row: Any,
        days: Days,
        starts: date | None,
        owner: Mapping[str, Any] = {},
    ) -> None:
        """Take in a row, and the rows within it."""
        kind = section.record
        heads = self._heads.setdefault(kind, {})
        if kind.head:
            _new(source, f"{at}.{kind.head}", getattr(row, kind.head), heads, section.name)
        values = {**owner, **self._values(source, at, section, row, days)}
        for name, compute in section.computed.items():
            if values[name] in (None, ""):
                values[name] = compute(values)
        if "seq" in kind.__struct_fields__:
            by = values[kind.owner.by if kind.owner else kind.__struct_fields__[0]]
            self._seqs[kind, by] += 1
            values["seq"] = self._seqs[kind, by]
        record = kind(**values)
        self.records.append(record)
        if kind.head:
            heads[values[kind.head]] = record
        if starts and section.begins and values[section.begins] > starts:
            fault = f"{section.name} {values[kind.head]}: `{section.begins}` is after `starts`"
            raise source.error(f"{at}.{section.begins}", fault)
        for one in section.nested:
            assert one.record.owner is not None
            key = {one.record.owner.by: values[kind.head]}
            for place, inner in enumerate(getattr(row, one.name)):
                self._add(source, f"{at}.{one.name}[{place}]", one, inner, days, starts, key)

    def _values(self, source: Source, at: str, section: Section, row: Any, days: Days) -> dict[str, Any]:
        """The fields of a record as a row gives them; workers first, as an office follows from its worker."""
        _bounded(source, at, row)
        values: dict[str, Any] = {}
        hints = {name: hint for name, hint in fields_of(section.record) if hasattr(row, name)}
        refers = {name: self._formats.refers(hint) for name, hint in hints.items()}
        refers.pop(section.record.head, None)
        for name in sorted(hints, key=lambda name: refers.get(name) != "worker"):
            said, here, needed = getattr(row, name), f"{at}.{name}", plain(hints[name]) is hints[name]
            if plain(hints[name]) is date:
                values[name] = optional(source, here, days, said)
            elif said is None and not needed:
                values[name] = None
            elif refers.get(name) == "person":
                values[name] = self._known(source, here, said, self.keys, "person")
            elif refers.get(name) == "worker":
                values[name] = said or ("" if self.staff else next(iter(self.workers)))
                self._known(source, here, values[name], self.workers, "worker")
            elif refers.get(name) == "office":
                worker = next((values[n] for n in values if refers.get(n) == "worker"), None)
                values[name] = said or (self.workers[worker].office if worker else next(iter(self.offices)))
                self._known(source, here, values[name], self.offices, "office")
            else:
                values[name] = said
        return values

    def _known(self, source: Source, at: str, name: str, known: Mapping[str, V], what: str) -> V:
        if name not in known:
            where = "store" if self.staff and known is not self.keys else "file"
            choices = ", ".join(sorted(known)) or "none"
            if not name:
                raise source.error(at, f"the {what} is missing; this {where} has {choices}")
            raise source.error(at, f"there is no {what} {name} in this {where}; it has {choices}")
        return known[name]


def day(source: Source, at: str, days: Days, said: object) -> date:
    """The date written at `at`; ContentError with file and line where it is not one."""
    try:
        return days.read(said)
    except ValueError as error:
        raise source.error(at, str(error)) from error


def optional(source: Source, at: str, days: Days, said: Day | None) -> date | None:
    """The date written at `at`, or None where none is."""
    return None if said is None else day(source, at, days, said)


def _bounded(source: Source, at: str, row: Any) -> None:
    """ContentError where a text is longer than an act could enter it."""
    for name in row.__struct_fields__:
        said = getattr(row, name)
        if isinstance(said, str) and len(said) > LONGEST_TEXT:
            fault = f"{name} has {len(said):,} characters; the limit is {LONGEST_TEXT:,}"
            raise source.error(f"{at}.{name}", fault)


def _new(source: Source, at: str, name: str, known: Iterable[str], what: str) -> None:
    if name in known:
        raise source.error(at, f"{what} {name} is given twice; give one of them another {what}")
