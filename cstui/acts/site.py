"""The act that keeps a site: its offices, their hours, who signs on, and its files of the rulebook."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

import msgspec

from cstui.acts.base import StoreAct, changed, decided, entered
from cstui.acts.workdays import site_calendars
from cstui.content import ContentError
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.facts import Staff, StoreFacts
from cstui.policy.formats import OfficeCode, WorkerNumber
from cstui.policy.records import Office, OfficeHours, Record, SiteFile, Worker
from cstui.policy.roles import ADMINISTRATOR, KEEPING, ROLES, SYSTEM
from cstui.policy.rulebook import Checks, Rulebook, at_site, load_rulebook
from cstui.policy.site import KINDS, Site

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


KEYS: Mapping[type[Record], tuple[str, ...]] = {
    Office: ("code",),
    OfficeHours: ("office", "weekday"),
    Worker: ("number",),
    SiteFile: ("kind", "name"),
}
"""What the entries of a site are known by."""


class SiteRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry of a site, and `where` it is written: `workers.csv:3`."""

    where: str = ""

    @abstractmethod
    def record(self, agency: str) -> Record:
        """What the store keeps of it."""


class OfficeRow(SiteRow, frozen=True, kw_only=True):
    """An office, with what its letters carry."""

    code: OfficeCode
    name: str
    address: str = ""
    phone: str = ""

    def record(self, agency: str) -> Office:
        name, address, phone = self.name.strip(), self.address.strip(), self.phone.strip()
        return Office(code=self.code, name=name, agency=agency, address=address, phone=phone)


class HoursRow(SiteRow, frozen=True, kw_only=True):
    """When an office sees people on a weekday (1 Monday to 7 Sunday), as HH:MM; `closes` is exclusive."""

    office: OfficeCode
    weekday: int
    opens: str
    closes: str

    def record(self, agency: str) -> OfficeHours:
        return OfficeHours(office=self.office, weekday=self.weekday, opens=self.opens, closes=self.closes)


class WorkerRow(SiteRow, frozen=True, kw_only=True):
    """Somebody who signs on."""

    number: WorkerNumber
    name: str
    office: OfficeCode
    role: str

    def record(self, agency: str) -> Worker:
        return Worker(number=self.number, name=self.name.strip(), office=self.office, role=self.role)


class FileRow(SiteRow, frozen=True, kw_only=True):
    """A file that goes into the rulebook: its kind, its name, its text (TOML); without a text it is gone."""

    kind: str
    name: str
    text: str

    def record(self, agency: str) -> SiteFile:
        return SiteFile(agency=agency, kind=self.kind, name=self.name, text=self.text)


class LoadSite(StoreAct, frozen=True, kw_only=True):
    """Add and change offices, hours, workers and files of the site. What is not named stays as it is."""

    label: ClassVar[str] = "site loaded"
    way_out: ClassVar[str] = "Load the site again as it was."
    needs_staff: ClassVar[bool] = True
    renews_steps: ClassVar[bool] = True
    roles: ClassVar[frozenset[str]] = KEEPING | {SYSTEM}

    offices: tuple[OfficeRow, ...] = ()
    hours: tuple[HoursRow, ...] = ()
    workers: tuple[WorkerRow, ...] = ()
    files: tuple[FileRow, ...] = ()

    def decide(self, facts: StoreFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        staff, checks = facts.staff, Checks(rules)
        assert staff is not None
        self._check(checks, staff)
        if checks.refused:
            return Refused(tuple(checks.found))
        changes = list(self._changes(staff))
        checks.holds("CS-909", _administered(staff, changes), "workers")
        logs = [self.log("SI", text) for text in map(_told, changes)]
        count = f"{len(changes)} entr{'y' if len(changes) == 1 else 'ies'}"
        return decided(checks, changes, logs, f"Site loaded: {count} added or changed.")

    def _check(self, checks: Checks, staff: Staff) -> None:
        codes = {one.code for one in staff.offices} | {row.code for row in self.offices}
        for rows in (self.offices, self.hours, self.workers, self.files):
            _check_once(checks, rows, staff.agency)
        named: list[OfficeRow | WorkerRow] = [*self.offices, *self.workers]
        for row in named:
            checks.holds("CS-904", bool(row.name.strip()), row.where, where=row.where, label="NAME")
        placed: list[HoursRow | WorkerRow] = [*self.hours, *self.workers]
        for one in placed:
            checks.holds("CS-902", one.office in codes, one.where, where=one.where, value=one.office)
        for hours in self.hours:
            fits = 1 <= hours.weekday <= 7 and _is_time(hours.opens) and _is_time(hours.closes)
            said = {"day": hours.weekday, "opens": hours.opens, "closes": hours.closes}
            fits = fits and hours.opens < hours.closes
            checks.holds("CS-906", fits, hours.where, where=hours.where, **said)
        for worker in self.workers:
            known = worker.role in ROLES
            roles = ", ".join(ROLES)
            checks.holds("CS-903", known, worker.where, where=worker.where, value=worker.role, roles=roles)
        if fault := site_fault(staff.agency, _files(staff, self.files)):
            checks.holds("CS-908", False, "files", fault=fault)

    def _changes(self, staff: Staff) -> Iterator[Add | Change]:
        held = {(one.kind, one.name) for one in staff.files}
        files = (row for row in self.files if row.text or (row.kind, row.name) in held)
        pairs: tuple[tuple[Iterable[Record], Iterable[SiteRow]], ...] = (
            (staff.offices, self.offices),
            (staff.hours, self.hours),
            (staff.workers, self.workers),
            (staff.files, files),
        )
        for known, rows in pairs:
            yield from _moved(known, [row.record(staff.agency) for row in rows])


class TakeOverCases(StoreAct, frozen=True, kw_only=True):
    """Take over cases that the office worked elsewhere, from files; `cstui site cases` brings them along."""

    label: ClassVar[str] = "cases taken over"
    way_out: ClassVar[str] = "Put back the backup from before."
    roles: ClassVar[frozenset[str]] = KEEPING | {SYSTEM}

    files: tuple[str, ...]

    def decide(self, facts: StoreFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        text = f"Cases taken over from {', '.join(self.files)}."
        return entered(Checks(rules), self, "LD", [], text)


def site_fault(agency: str, site: Site) -> str:
    """What is wrong with the files of a site, with file and line; empty where they can be used."""
    try:
        site_calendars(site)
        at_site(load_rulebook(agency), site)
        strange = [f"{kind}/{name}" for kind, name, _ in site.files if kind not in KINDS]
    except ContentError as error:
        return str(error)
    return f"{strange[0]} is of no kind that a site has; these are {', '.join(KINDS)}" if strange else ""


def _files(staff: Staff, rows: Iterable[FileRow]) -> Site:
    """The files of the site as they would be."""
    texts = {(one.kind, one.name): one.text for one in staff.files}
    texts |= {(row.kind, row.name): row.text for row in rows}
    return Site(tuple((kind, name, text) for (kind, name), text in sorted(texts.items()) if text))


def _check_once(checks: Checks, rows: Sequence[SiteRow], agency: str) -> None:
    first: dict[tuple[object, ...], str] = {}
    for row in rows:
        key = _key_of(row.record(agency))
        other = first.setdefault(key, row.where)
        value, fits = " ".join(map(str, key)), other == row.where
        checks.holds("CS-905", fits, row.where, where=row.where, value=value, other=other)


def _is_time(text: str) -> bool:
    hour, _, minute = text.partition(":")
    digits = len(hour) == len(minute) == 2 and f"{hour}{minute}".isascii() and f"{hour}{minute}".isdecimal()
    return digits and hour < "24" and minute < "60"


def _key_of(record: Record) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in KEYS[type(record)])


def _moved(known: Iterable[Record], wanted: Iterable[Record]) -> Iterator[Add | Change]:
    """What makes the known records those that are wanted; nothing for one that is as it is wanted."""
    before = {_key_of(one): one for one in known}
    for one in wanted:
        if (was := before.get(_key_of(one))) is None:
            yield Add(one)
            continue
        said = msgspec.structs.asdict(one)
        fields = {name: said[name] for name in said if name != "version" and said[name] != getattr(was, name)}
        if fields:
            yield changed(was, **fields)


def _administered(staff: Staff, changes: Iterable[Add | Change]) -> bool:
    """Whether somebody is an administrator afterward, where somebody was before."""
    roles = {one.number: one.role for one in staff.workers}
    before = ADMINISTRATOR in roles.values()
    for change in changes:
        after = change.after if isinstance(change, Change) else change.record
        if isinstance(after, Worker):
            roles[after.number] = after.role
    return not before or ADMINISTRATOR in roles.values()


def _told(change: Add | Change) -> str:
    """One line of the log: what was added, or what it was and is now."""
    record: Any = change.after if isinstance(change, Change) else change.record
    match record:
        case Office():
            called = f"Office {record.code}"
        case OfficeHours():
            called = f"Hours of office {record.office} on {DAYS[record.weekday - 1]}"
        case Worker():
            called = f"Worker {record.number}"
        case _:
            called = f"Site file {record.kind}/{record.name}"
    left = (*KEYS[type(record)], "version", "agency", "text")
    said = {name: value for name, value in msgspec.structs.asdict(record).items() if name not in left}
    if isinstance(change, Change):
        before = {name: getattr(change.before, name) for name in said}
        moved = [f"{n} {before[n]!r} to {value!r}" for n, value in said.items() if value != before[n]]
        return f"{called} changed: {', '.join(moved) or 'its text'}."
    return f"{called} added: {', '.join(filter(None, said.values()))}.".replace(" added: .", " added.")
