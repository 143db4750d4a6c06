"""The tables of Practice State's records; their names begin with `ps_`."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.store.columns import (
    CLUSTERED,
    TEXT,
    Table,
    day,
    flag,
    integer,
    office_ref,
    one_of,
    person_ref,
    positive,
    reference,
    string,
    worker_ref,
)


class Household(Table, table=True):
    prefix: ClassVar[str] = "ps_"
    __table_args__ = (CLUSTERED,)
    number: str = string(primary_key=True)
    person: int = person_ref(index=True)
    office: str = office_ref()
    worker: str = worker_ref()
    opened: date = day()
    version: int = integer()


class HomeVisit(Table, table=True):
    prefix: ClassVar[str] = "ps_"
    __table_args__ = (positive("seq"), one_of("status", "planned", "made", "missed"), CLUSTERED)
    household: str = reference(TEXT, "ps_household.number", key=True)
    seq: int = integer(primary_key=True)
    on: date = day()
    status: str = string()
    version: int = integer()
    welcome: bool = flag()
