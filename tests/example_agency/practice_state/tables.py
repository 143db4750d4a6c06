"""The tables of Practice State's records; their names begin with `ps_`."""

from __future__ import annotations

from sqlalchemy import Index

from cstui.store.columns import CLUSTERED, one_of, positive, record_table
from practice_state import records

Household = record_table(records.Household, Index(None, "person"), CLUSTERED, key=("number",), prefix="ps_")
HomeVisit = record_table(
    records.HomeVisit,
    positive("seq"),
    one_of("status", "planned", "made", "missed"),
    CLUSTERED,
    key=("household", "seq"),
    prefix="ps_",
)
