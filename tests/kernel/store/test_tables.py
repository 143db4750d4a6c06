"""Each record has a table with the same fields, and the tables refuse what the records never hold."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from cstui.agencies.federal import records as federal
from cstui.agencies.kansas import records as kansas
from cstui.agencies.louisiana import records as louisiana
from cstui.agencies.utah import records as utah
from cstui.policy import ivd, records
from cstui.policy.records import Record
from cstui.store import schema
from cstui.store.engine import Store
from cstui.store.errors import StoreError
from cstui.store.rows import codec
from cstui.store.tables import TABLES
from cstui.store.writing import bulk_load
from tests.kernel.store import given

BASES = {"Record", "SubjectRecord", "CaseRecord", "PayeeRecord", "ConsumerRecord", "NcpRecord"} | {
    "IvdRecord",
    "ProgramRecord",
}
ALL = [
    kind
    for module in (records, ivd, louisiana, kansas, utah, federal)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Record) and kind.__name__ not in BASES
]


def test_no_record_is_without_a_table():
    made = {table.name for kind in ALL for table in [TABLES[kind]]}
    assert len(made) == len(set(ALL))
    kept = {str(name) for name in schema.kept(schema.tables_of())}
    assert made == kept - {"account", "protected_print"} | {"next_step", "ledger_entry"}


@pytest.mark.parametrize("record", ALL, ids=lambda kind: kind.__name__)
def test_a_record_and_its_table_have_the_same_fields(record: type[Record]):
    assert tuple(TABLES[record].columns.keys()) == record.__struct_fields__


@pytest.mark.parametrize(
    "record", [kind for kind in dict.fromkeys(ALL) if kind.owner], ids=lambda kind: kind.__name__
)
def test_owned_records_are_known_by_owner_and_sequence_number(record: type[Record]):
    assert record.owner is not None
    assert [column.name for column in TABLES[record].primary_key] == [record.owner.by, "seq"]


PERSON = {"number": 9, "last": "x", "first": "", "middle": "", "employer": "", "family_violence": False}
PERSON |= {"version": 1, "lives_in": ""}
WRONG = [
    (records.Person, {**PERSON, "held_since": given.DAY, "held_until": given.DAY}),
    (records.Person, {**PERSON, "merged_into": 9}),
    (records.Office, {"code": "18", "name": "x", "version": 1, "agency": "nowhere"}),
    (records.Worker, {"number": "17009", "name": "x", "office": "99", "role": "worker", "version": 1}),
    (records.Worker, {"number": "17009", "name": "x", "office": "17", "role": "boss", "version": 1}),
    (
        records.OfficeHours,
        {"office": "36", "weekday": 8, "opens": "08:00", "closes": "16:00", "version": 1},
    ),
    (
        records.OfficeHours,
        {"office": "36", "weekday": 1, "opens": "08:00", "closes": "24:00", "version": 1},
    ),
    (
        records.OfficeHours,
        {"office": "36", "weekday": 1, "opens": "16:00", "closes": "08:00", "version": 1},
    ),
]


@pytest.mark.parametrize(("record", "values"), WRONG)
def test_wrong_numbers_codes_and_references_are_refused(
    store: Store, record: type[Record], values: dict[str, object]
):
    bulk_load(store, given.office())
    with pytest.raises(StoreError) as caught, store.write() as session:
        session.execute(insert(TABLES[record]).values(**values))
    assert caught.value.rule == "CS-213"


def test_one_worker_has_one_open_appointment_at_a_time(store: Store):
    bulk_load(store, [*given.office(), *given.cases(2)])
    slot = {"purpose": "SI", "on": given.DAY, "at": "09:00", "worker": "17001", "made_on": given.DAY}
    first = louisiana.Appointment(case="17000001", seq=1, **slot)
    bulk_load(store, [first])
    with pytest.raises(StoreError) as caught:
        bulk_load(store, [louisiana.Appointment(case="17000002", seq=1, **slot)])
    assert caught.value.rule == "CS-213"
    bulk_load(store, [louisiana.Appointment(case="17000002", seq=1, status="cancelled", **slot)])


def test_every_kind_of_record_comes_back_as_it_went_in(store: Store):
    loaded = [*given.office(), *given.cases(1), *given.home(), *given.everything_on_a_case()]
    loaded += given.other_agencies()
    bulk_load(store, loaded)
    with store.read() as session:
        known = codec(records.Agency, store.dialect).select_where(session.connection(), "1 = 1")
    loaded += [agency for agency in known if agency not in loaded]
    assert {type(record) for record in loaded} == set(ALL)
    with store.read() as session:
        connection = session.connection()
        for kind in ALL:
            mine = [record for record in loaded if type(record) is kind]
            held = codec(kind, store.dialect).select_where(connection, "1 = 1")
            assert len(held) == len(mine)
            assert [record for record in mine if record not in held] == []
