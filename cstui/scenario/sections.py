"""What a scenario can give, as declared from records: the tables of the kernel and those of an agency.

What a table `[[spell]]` may say follows from the fields of its record, so that a new field of a record can
be given at once: dates may count from the start, a person is named by a key, an office or worker by its code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from cstui.agency import Manifest
from cstui.content import Content
from cstui.policy.facts import SubjectFacts, shape_of
from cstui.policy.formats import OfficeCode, PersonNumber, WorkerNumber
from cstui.policy.ivd import RECORDS, IvdRecord
from cstui.policy.records import Address, Person, Phone, Record
from cstui.reshaping import default_of, struct_of
from cstui.scenario.days import Day

Compute = Callable[[Mapping[str, Any]], Any]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A table of givens: `name` is its key in the file, `record` what a row of it becomes.

    `types` narrow what a field takes, `defaults` are those that the record does not have. `computed` fields
    that are left out follow from the others. `left_out` are fields that nobody gives. `nested` tables belong
    to a row (`[[case.child]]`). `begins` is a date that a scenario's start must not come before.
    """

    name: str
    record: type[Record]
    types: Mapping[str, Any] = {}
    defaults: Mapping[str, Any] = {}
    computed: Mapping[str, Compute] = {}
    left_out: tuple[str, ...] = ()
    nested: tuple[Section, ...] = ()
    begins: str = ""


class Givens(msgspec.Struct, frozen=True, kw_only=True):
    """What an agency's scenarios can give beside offices, workers, hours and persons.

    A section that is named as one of the kernel's takes its place. `office` is the code and name of the one
    that is there where a scenario gives none, `worker` the number of its worker. `actions` is the code table
    by which expectations of an `activity` are checked; empty where any is taken. `guide_rules` are those that
    no act asks, because the guide says them as a next step: the proof of rules looks for them there.
    """

    sections: tuple[Section, ...] = ()
    office: tuple[str, str] = ("01", "PRACTICE OFFICE")
    worker: str = "{office}001"
    actions: str = ""
    guide_rules: frozenset[str] = frozenset()


PERSON = Section(name="person", record=Person, left_out=("number", "merged_into"))
ADDRESS = Section(name="address", record=Address, types={"kind": Literal["home", "mail"]})
PHONE = Section(name="phone", record=Phone, types={"kind": Literal["home", "mobile", "work"]})


def _ivd(record: type[IvdRecord]) -> Section:
    """The table of a fact of the IV-D vocabulary: `[[ivd_birth]]`. It is written on its first day."""
    dated: dict[str, Compute] = {}
    for name in ("entered_on", "written_on"):
        if name in record.__struct_fields__ and name != record.dated_by:
            dated[name] = lambda values: values[record.dated_by]
    name = f"ivd_{record.__name__.removeprefix('Ivd').lower()}"
    return Section(name=name, record=record, computed=dated, left_out=("standing",))


IVD = tuple(map(_ivd, RECORDS))


def givens_of(agency: Manifest) -> Givens:
    """What the agency's scenarios can give."""
    found: Givens | None = agency.load("givens")
    return found or Givens()


def word_of(kind: str) -> str:
    """How files and commands name a subject of that kind: `household` for `ps.household`."""
    return kind.rpartition(".")[2]


def sections_of(agency: Manifest) -> tuple[Section, ...]:
    """The tables of givens in the order in which they are taken in, persons aside."""
    own = {section.name: section for section in givens_of(agency).sections}
    home = msgspec.structs.replace(ADDRESS, defaults={"state": agency.state})
    kernel = tuple(own.pop(section.name, section) for section in (home, PHONE))
    return (*kernel, *own.values(), *(IVD if agency.ivd else ()))


class Formats(msgspec.Struct, frozen=True):
    """The shapes of an agency's keys, as the head record of its subject has them."""

    subject: Any
    office: Any
    worker: Any

    def types(self) -> dict[Any, Any]:
        """The agency's shapes in the place of the kernel's."""
        return {OfficeCode: self.office, WorkerNumber: self.worker}

    def refers(self, hint: Any) -> str:
        """What a field of that type names by its key: `person`, `office`, `worker`, or nothing."""
        kind = plain(hint)
        if kind == PersonNumber:
            return "person"
        if kind in (self.office, OfficeCode):
            return "office"
        return "worker" if kind in (self.worker, WorkerNumber) else ""


def formats_of(agency: Manifest) -> Formats:
    """The shapes of the agency's keys."""
    facts: type[SubjectFacts] = agency.load("facts")
    head = shape_of(facts).file.head
    hints = {field.name: field.type for field in msgspec.structs.fields(head)}
    return Formats(hints[head.head], hints["office"], hints["worker"])


def row_of(section: Section, formats: Formats, *, within: str = "") -> type[Any]:
    """The shape of one row; `within` is the field by which it belongs to the row around it."""
    fields: list[tuple[str, Any, Any]] = []
    if section.record is Person:
        fields.append(("key", str, msgspec.NODEFAULT))
    for field in msgspec.structs.fields(section.record):
        if field.name in ("version", "seq", within, *section.left_out):
            continue
        refers = formats.refers(field.type) if field.name != section.record.head else ""
        hint = section.types.get(field.name, field.type)
        default = section.defaults.get(field.name, field.default)
        if refers == "person":
            hint = str if plain(hint) is hint else str | None
        elif plain(hint) is date:
            hint = Day
        follows = field.name in section.computed or refers in ("office", "worker")
        if default is msgspec.NODEFAULT and follows:
            hint, default = hint | None, None
        fields.append((field.name, hint, default_of(field, default=default)))
    for one in section.nested:
        owner = one.record.owner
        assert owner is not None
        row = row_of(one, formats, within=owner.by)
        fields.append((one.name, tuple[row, ...], ()))  # type: ignore[valid-type]
    return struct_of(f"{section.name.capitalize()}Text", fields, Content, section.record.__doc__ or "")


def plain(hint: Any) -> Any:
    """The type without its None."""
    if get_origin(hint) in (UnionType, Union):
        return next(part for part in get_args(hint) if part is not NoneType)
    return hint


@cache
def fields_of(shape: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    """The fields of a record or an act with their types."""
    return tuple((field.name, field.type) for field in msgspec.structs.fields(shape))
