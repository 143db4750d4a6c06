"""The records of Practice State: a household, and the visits to it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from cstui.policy.formats import OfficeCode, PersonNumber, WorkerNumber
from cstui.policy.records import Owner, Record

HouseholdNumber = Annotated[
    str,
    Meta(
        pattern=r"^PS/\d{4}$",
        description="household number, PS/ and 4 digits",
        extra={"refers": "ps_household.number"},
    ),
]
TABLES = "practice_state.tables"


class Household(Record, frozen=True, kw_only=True):
    """A household that the office looks after, under the person whose name is on the door."""

    tables: ClassVar[str] = TABLES
    head: ClassVar[str] = "number"

    number: HouseholdNumber
    person: PersonNumber
    office: OfficeCode
    worker: WorkerNumber
    opened: date
    version: int = 1


class HomeVisit(Record, frozen=True, kw_only=True):
    """A visit that is planned on a day. `status` is planned, made or missed."""

    tables: ClassVar[str] = TABLES
    owner: ClassVar[Owner | None] = Owner(Household, by="household")

    household: HouseholdNumber
    seq: int
    on: date
    status: str = "planned"
    version: int = 1
    welcome: bool = False
