"""Given people and cases of scenario files, as records: keys become numbers, dates become days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import count
from typing import TypeVar

import msgspec

from cstui.agencies.louisiana.records import BenefitSpell, Case, Child, Session
from cstui.agency import first
from cstui.content import Source
from cstui.policy.records import Address, Office, OfficeHours, Person, Phone, Record, Worker
from cstui.scenario.days import Days
from cstui.scenario.shapes import (
    AddressText,
    CaseText,
    Day,
    GivenText,
    HoursText,
    OfficeText,
    PhoneText,
    WorkerText,
)

V = TypeVar("V")

FIRST_PERSON = 100_001
OFFICE = OfficeText(code="17", name="RIVERBEND")


class Given:
    """What one or several files give: offices first, then the people and cases of each file.

    ContentError names file and line of a key, office or worker that is not there.
    """

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.offices: dict[str, Office] = {}
        self.workers: dict[str, Worker] = {}
        self.hours: dict[str, list[OfficeHours]] = {}
        self.keys: dict[str, int] = {}
        self.cases: dict[str, Case] = {}
        self.sessions: Counter[str] = Counter()
        self._numbers = count(FIRST_PERSON)

    def add_offices(self, source: Source, text: GivenText, *, defaults: bool) -> None:
        """Take in offices, workers and hours; with `defaults` what a small scenario leaves out."""
        offices = text.office or ((OFFICE,) if defaults else ())
        for place, office in enumerate(offices):
            _new(source, f"$.office[{place}].code", office.code, self.offices, "office")
            self.offices[office.code] = Office(code=office.code, name=office.name, agency=first().name)
            self.records.append(self.offices[office.code])
        workers = text.worker
        if not workers and defaults:
            code = offices[0].code
            workers = (WorkerText(number=f"{code}001", name="PRACTICE WORKER", office=code),)
        for place, worker in enumerate(workers):
            at = f"$.worker[{place}]"
            _new(source, f"{at}.number", worker.number, self.workers, "worker")
            _known(source, f"{at}.office", worker.office, self.offices, "office")
            self.workers[worker.number] = Worker(**msgspec.structs.asdict(worker))
            self.records.append(self.workers[worker.number])
        for place, hours in enumerate(text.hours or ((HoursText(),) if defaults else ())):
            self._add_hours(source, f"$.hours[{place}]", hours)

    def _add_hours(self, source: Source, at: str, hours: HoursText) -> None:
        if hours.office is not None:
            _known(source, f"{at}.office", hours.office, self.offices, "office")
        if not hours.opens < hours.closes:
            raise source.error(f"{at}.closes", f"{hours.closes} is not after {hours.opens}")
        for office in [hours.office] if hours.office else list(self.offices):
            for weekday in hours.weekdays:
                if not 1 <= weekday <= 7:
                    raise source.error(f"{at}.weekdays", f"{weekday} is no weekday; 1 Monday to 7 Sunday")
                row = OfficeHours(office=office, weekday=weekday, opens=hours.opens, closes=hours.closes)
                self.hours.setdefault(office, []).append(row)
                self.records.append(row)

    def days(self, starts: date) -> Days:
        """The reader of dates relative to `starts`, told the hours of the first office."""
        first = next(iter(self.offices), "")
        return Days(starts, tuple(self.hours.get(first, ())))

    def add_people(self, source: Source, text: GivenText, days: Days) -> None:
        """Take in the people of a file; each key gets a number."""
        keys = self.keys
        for place, person in enumerate(text.person):
            at = f"$.person[{place}]"
            _new(source, f"{at}.key", person.key, keys, "person")
            keys[person.key] = next(self._numbers)
            fields = msgspec.structs.asdict(person)
            del fields["key"]
            fields["born"] = optional(source, f"{at}.born", days, person.born)
            self.records.append(Person(number=keys[person.key], **fields))

    def add_cases(self, source: Source, text: GivenText, days: Days) -> None:
        """Take in a file's addresses, benefits, cases and sessions, once all people are known."""
        self._add_places(source, text, days, self.keys)
        self._add_spells(source, text, days, self.keys)
        for place, case in enumerate(text.case):
            self._add_case(source, f"$.case[{place}]", case, days, self.keys)
        self._add_sessions(source, text, days)

    def _add_places(self, source: Source, text: GivenText, days: Days, keys: dict[str, int]) -> None:
        kinds: tuple[tuple[str, type[Address | Phone], Sequence[AddressText | PhoneText]], ...] = (
            ("address", Address, text.address),
            ("phone", Phone, text.phone),
        )
        for name, record, rows in kinds:
            seqs: dict[str, int] = {}
            for place, row in enumerate(rows):
                at = f"$.{name}[{place}]"
                fields = msgspec.structs.asdict(row)
                fields["person"] = _known(source, f"{at}.person", row.person, keys, "person")
                fields["since"] = day(source, f"{at}.since", days, row.since)
                fields["until"] = optional(source, f"{at}.until", days, row.until)
                seqs[row.person] = seqs.get(row.person, 0) + 1
                self.records.append(record(seq=seqs[row.person], **fields))

    def _add_spells(self, source: Source, text: GivenText, days: Days, keys: dict[str, int]) -> None:
        seqs: dict[str, int] = {}
        for place, spell in enumerate(text.spell):
            at = f"$.spell[{place}]"
            number = _known(source, f"{at}.person", spell.person, keys, "person")
            seqs[spell.person] = seqs.get(spell.person, 0) + 1
            self.records.append(
                BenefitSpell(
                    person=number,
                    seq=seqs[spell.person],
                    program=spell.program,
                    iva_number=spell.iva_number or f"9{number:08d}",
                    applied=day(source, f"{at}.applied", days, spell.applied),
                    begins=optional(source, f"{at}.begins", days, spell.begins),
                    notice_on=optional(source, f"{at}.notice_on", days, spell.notice_on),
                    answered_on=optional(source, f"{at}.answered_on", days, spell.answered_on),
                    closed=optional(source, f"{at}.closed", days, spell.closed),
                    closing_reason=spell.closing_reason,
                )
            )

    def _add_case(self, source: Source, at: str, text: CaseText, days: Days, keys: dict[str, int]) -> None:
        _new(source, f"{at}.number", text.number, self.cases, "case")
        worker = text.worker or next(iter(self.workers))
        _known(source, f"{at}.worker", worker, self.workers, "worker")
        office = text.office or self.workers[worker].office
        _known(source, f"{at}.office", office, self.offices, "office")
        opened = day(source, f"{at}.opened", days, text.opened)
        cp = _known(source, f"{at}.cp", text.cp, keys, "person")
        case = Case(
            number=text.number,
            office=office,
            worker=worker,
            cp=cp,
            ncp=None if text.ncp is None else _known(source, f"{at}.ncp", text.ncp, keys, "person"),
            iva_number=text.iva_number or f"9{cp:08d}",
            docket=text.docket,
            opened=opened,
            form_4ncp=text.form_4ncp,
            form_4ncp_on=optional(source, f"{at}.form_4ncp_on", days, text.form_4ncp_on)
            or (opened if text.form_4ncp != "none" else None),
        )
        self.cases[text.number] = case
        self.records.append(case)
        for place, child in enumerate(text.child):
            here = f"{at}.child[{place}]"
            self.records.append(
                Child(
                    case=text.number,
                    seq=place + 1,
                    person=_known(source, f"{here}.person", child.person, keys, "person"),
                    added_on=day(source, f"{here}.added_on", days, child.added_on),
                    order_on=optional(source, f"{here}.order_on", days, child.order_on),
                )
            )

    def _add_sessions(self, source: Source, text: GivenText, days: Days) -> None:
        for place, session in enumerate(text.session):
            at = f"$.session[{place}]"
            office = session.office or next(iter(self.offices))
            _known(source, f"{at}.office", office, self.offices, "office")
            self.sessions[office] += 1
            on = day(source, f"{at}.on", days, session.on)
            self.records.append(
                Session(
                    office=office,
                    seq=self.sessions[office],
                    kind=session.kind,
                    on=on,
                    at=session.at,
                    place=session.place,
                )
            )


def day(source: Source, at: str, days: Days, said: object) -> date:
    """The date written at `at`; ContentError with file and line where it is none."""
    try:
        return days.read(said)
    except ValueError as error:
        raise source.error(at, str(error)) from error


def optional(source: Source, at: str, days: Days, said: Day | None) -> date | None:
    """The date written at `at`, or None where none is."""
    return None if said is None else day(source, at, days, said)


def _new(source: Source, at: str, name: str, known: Iterable[str], what: str) -> None:
    if name in known:
        raise source.error(at, f"{what} {name} is given twice; give one of them another {what}")


def _known(source: Source, at: str, name: str, known: Mapping[str, V], what: str) -> V:
    if name not in known:
        choices = ", ".join(sorted(known)) or "none"
        raise source.error(at, f"there is no {what} {name} in this file; it has {choices}")
    return known[name]
