"""The relations of the common IV-D vocabulary as plain tables, for caseloads made by hand or drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Date, MetaData, Table, Text

Row = Mapping[str, Any]
Caseload = Mapping[str, Iterable[Row]]
"""The rows of each relation by its name."""

_TYPES = {"t": Text(), "d": Date(), "i": BigInteger(), "b": Boolean()}
_COLUMNS = {
    "case": "case:t subject:t agency:t office:t worker:t parent:i custodian:i jurisdiction:t"
    " jurisdiction_since:d jurisdiction_until:d counts_with:t",
    "spell": "case:t opened:d closed:d",
    "stage": "case:t stage:t since:d",
    "child": "case:t person:i since:d until:d",
    "birth": "person:i born:d wedlock:t state:t emancipated_on:d parent_died_on:d",
    "paternity": "person:i on:d how:t by:t entered_on:d",
    "assistance": "person:i program:t begins:d ends:d last_grant:d told_on:d entered_on:d",
    "interstate": "case:t direction:t other:t kind:t made_on:d closed_on:d ffp:b purpose:t",
    "support_order": "case:t number:t person:i kind:t filed_on:d entered_on:d ends_on:d by:t",
    "medical": "case:t person:i what:t ordered_of:t filed_on:d entered_on:d ends_on:d viable:b",
    "cover": "case:t person:i by:t since:d until:d",
    "money": "case:t kind:t month:d on:d written_on:d cents:i share:t source:t paid_on:d debt:t second:b",
    "standing": "case:t custodian:i kind:t code:t ground:t on:d until:d entered_on:d seq:i",
}
COLUMNS = {name: tuple(word.partition(":")[::2] for word in said.split()) for name, said in _COLUMNS.items()}
METADATA = MetaData()
TABLES = {
    name: Table(name, METADATA, *(Column(column, _TYPES[kind]) for column, kind in columns))
    for name, columns in COLUMNS.items()
}
DEFAULTS: Mapping[str, Row] = {
    "case": {
        "subject": "case",
        "agency": "louisiana",
        "office": "17",
        "worker": "17001",
        "jurisdiction": "",
        "counts_with": "",
        "parent": 1,
    },
    "birth": {"wedlock": "", "state": ""},
    "paternity": {"how": "order", "by": "ivd"},
    "interstate": {"direction": "out", "other": "TX", "kind": "state", "ffp": True, "purpose": "case"},
    "support_order": {"number": "", "kind": "cash", "by": "ivd"},
    "medical": {"what": "insurance", "ordered_of": "ncp", "viable": True},
    "cover": {"by": "ncp"},
    "money": {"share": "", "source": "", "debt": "", "second": False},
    "standing": {"ground": "", "seq": 1},
}


def whole(name: str, row: Row) -> dict[str, Any]:
    """A row with all columns of its relation."""
    filled = {**DEFAULTS.get(name, {}), **row}
    found = {column: filled.get(column) for column, _ in COLUMNS[name]}
    if name == "money" and found["written_on"] is None:
        found["written_on"] = found["on"]
    if "entered_on" in found and found["entered_on"] is None:
        found["entered_on"] = next(
            (filled[day] for day in ("on", "begins", "filed_on") if filled.get(day)), date(2000, 1, 1)
        )
    assert not filled.keys() - found.keys(), filled.keys() - found.keys()
    return found


def put(connection: Connection, caseload: Caseload) -> None:
    """Make the tables and fill them."""
    METADATA.drop_all(connection)
    METADATA.create_all(connection)
    for name, rows in caseload.items():
        if listed := [whole(name, row) for row in rows]:
            connection.execute(TABLES[name].insert(), listed)
