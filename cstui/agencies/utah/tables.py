"""The tables of Utah's records; their names begin with `ut_`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Index, text

from cstui.agencies.utah import records
from cstui.policy.records import Record
from cstui.store.columns import CLUSTERED, one_of, positive, record_table


def _of_ncp(record: type[Record], *said: Any) -> type:
    """What an NCP owns, each with the NCP's number."""
    return record_table(record, positive("seq"), *said, CLUSTERED, key=("ncp", "seq"), prefix="ut_")


Ncp = record_table(
    records.Ncp, Index(None, "parent"), Index(None, "worker"), CLUSTERED, key=("number",), prefix="ut_"
)
Case = _of_ncp(
    records.Case,
    one_of("team", "CSS", "CIC", "CNS"),
    one_of("rests_on", "", "S", "J", "D", "P"),
    one_of("included", "", "Y", "N"),
    CheckConstraint("current >= 0", name="current_cents"),
    Index(None, "number", unique=True),
    Index(None, "person"),
)
Prosecution = _of_ncp(
    records.Prosecution,
    one_of("phase", "pre", "active", "sentenced", "ended"),
    Index(None, "phase", sqlite_where=text("phase <> 'ended'")),
)
AddressRequest = _of_ncp(records.AddressRequest, one_of("outcome", "", "verified", "changed", "returned"))
CpForms = _of_ncp(records.CpForms, one_of("waives", "", "Y", "N"))
Worksheet = _of_ncp(records.Worksheet)
RestitutionOrder = _of_ncp(records.RestitutionOrder)
OrderPart = _of_ncp(records.OrderPart)
PostingInstruction = _of_ncp(records.PostingInstruction)
Consent = _of_ncp(records.Consent)
Enforcement = _of_ncp(records.Enforcement)
ShowCause = _of_ncp(records.ShowCause)
