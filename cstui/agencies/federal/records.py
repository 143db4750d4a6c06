"""The records of the federal report: a State's IV-D program, its reports, what was entered for them.

The subject is the program as the federal office knows it. What a report was counted from is kept in tables
of its own (`cstui.agencies.federal.tables`), one row a case or child.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.agencies.federal.formats import OfficeCode, ProgramNumber, WorkerNumber
from cstui.policy.formats import Cents
from cstui.policy.records import Owner, Record

TABLES = "cstui.agencies.federal.tables"


class StateProgram(Record, frozen=True, kw_only=True):
    """A State's IV-D program. `reports_on` is the agency whose cases it counts, `state` its postal code."""

    tables: ClassVar[str] = TABLES
    head: ClassVar[str] = "number"

    number: ProgramNumber
    reports_on: str
    state: str
    office: OfficeCode
    worker: WorkerNumber
    opened: date
    version: int = 1


class ProgramRecord(Record, frozen=True, kw_only=True):
    """Base of what a program owns."""

    tables: ClassVar[str] = TABLES
    owner: ClassVar[Owner | None] = Owner(StateProgram, by="program")

    program: ProgramNumber
    seq: int


class Report(ProgramRecord, frozen=True, kw_only=True):
    """A report of a fiscal year.

    `status` is counting, draft, signed, submitted, replaced (by a submitted revision) or dropped.
    `choices` are those that are left to the State, `grounds` the codes of line 38, `lacking` the
    relations that the State does not keep. `figures` are the counted ones by line and column
    (`1 b`), with the entered ones from the signature on. `digest` is that of the kept items. `revises` is the
    submitted report in whose place it goes.
    """

    fiscal_year: int
    edition: str
    status: str = "counting"
    choices: dict[str, str]
    grounds: list[str] = []
    lacking: list[str] = []
    begun_on: date
    counted_on: date | None = None
    cases: int = 0
    children: int = 0
    figures: dict[str, int] = {}
    digest: str = ""
    director: str = ""
    signed_on: date | None = None
    signed_by: str = ""
    submitted_on: date | None = None
    revises: int | None = None
    why: str = ""
    version: int = 1


class Entered(ProgramRecord, frozen=True, kw_only=True):
    """A figure entered for a line and column of a fiscal year: a count, cents, or hundredths of an FTE.

    `line` may also be `collections` or `expenditures` (cents). Of staff, `full_time` is how many work full
    time and `hours` what all part-time staff worked in the year.
    """

    fiscal_year: int
    line: str
    column: str = "a"
    value: Cents
    full_time: int = 0
    hours: int = 0
    entered_on: date
    entered_by: str
    standing: bool = True
    version: int = 1


class QuickCase(ProgramRecord, frozen=True, kw_only=True):
    """A case in an administrative enforcement request, and what was collected for it.

    `kind` is request or collection; several rows of one `number` are one case. `other` is who asked.
    """

    number: str
    other: str
    kind: str
    on: date
    cents: Cents = 0
    entered_on: date
    standing: bool = True
    version: int = 1


class Sample(ProgramRecord, frozen=True, kw_only=True):
    """A random sample of the cases of a line of a report, for a reliability check; `seed` draws it again."""

    report: int
    line: str
    population: int
    size: int
    seed: int
    drawn_on: date
    version: int = 1


class SampleCase(ProgramRecord, frozen=True, kw_only=True):
    """A case or child of a sample; `agrees` is Y or N once the case record was read, else empty."""

    sample: int
    unit: str
    key: str
    agrees: str = ""
    note: str = ""
    answered_on: date | None = None
    version: int = 1
