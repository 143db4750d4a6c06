"""The rows that screens show: order, pages, names, and what family violence hides."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import select

from cstui.agencies.louisiana import reads as case_reads
from cstui.agencies.louisiana.records import Appointment, Interface
from cstui.policy.effects import Change
from cstui.policy.records import NextStep, Person, Phone
from cstui.store import name_search, person_reads, reads
from cstui.store.chain import append
from cstui.store.engine import Store
from cstui.store.log_tables import RECEIPT
from cstui.store.receipts import Asked, add_receipts
from cstui.store.rows import codec
from cstui.store.verify import verify
from cstui.store.writing import apply, bulk_load, set_next_steps
from tests.kernel.store import given

D = given.DAY


@pytest.fixture
def filled(store: Store) -> Store:
    """Ten cases of worker 17001; everything on the first."""
    bulk_load(store, [*given.office(), *given.cases(10), *given.home(), *given.everything_on_a_case()])
    return store


def _step(number: int, urgency: int, due: date | None, kind: str = "outcome") -> NextStep:
    case = f"{17_000_000 + number}"
    return NextStep(
        subject=f"case {case}",
        worker="17001",
        office="17",
        kind=kind,
        rule="LA-E520-08",
        text="T",
        due=due,
        urgency=urgency,
    )


def test_the_worklist_has_the_most_urgent_first(filled: Store):
    later = D + timedelta(days=3)
    steps = [
        _step(1, 2, None),
        _step(2, 1, later),
        _step(3, 1, D),
        _step(4, 9, None, "none"),
        _step(5, 2, D, "pend"),
    ]
    with filled.write() as session:
        set_next_steps(session, steps)
    with filled.read() as session:
        rows = reads.worklist(session, "17001", D)
        pages = [reads.worklist(session, "17001", D, limit=2, offset=at) for at in (0, 2, 4)]
        pends = reads.worklist(session, "17001", D, find="pend")
        counts = reads.worklist_counts(session, "17001", D)
        assert reads.worklist(session, "17002", D) == []
    assert [row.key[-1] for row in rows] == ["3", "2", "5", "1"]
    assert [row for page in pages for row in page] == rows
    assert [row.key[-1] for row in pends] == ["5"]
    assert rows[0].name == "ARCENEAUX03, MARIE"
    assert [(count.urgency, count.kind, count.count) for count in counts] == [
        (1, "outcome", 2),
        (2, "outcome", 1),
        (2, "pend", 1),
        (9, "none", 1),
    ]


def test_a_next_step_takes_the_place_of_the_former_one(filled: Store):
    with filled.write() as session:
        set_next_steps(session, [_step(2, 1, D), _step(3, 1, D)])
        set_next_steps(session, [_step(2, 3, None)])
    with filled.read() as session:
        rows = reads.worklist(session, "17001", D)
    assert [(row.key, row.urgency) for row in rows] == [("17000001", 1), ("17000003", 1), ("17000002", 3)]


def test_the_docket_of_a_worker_and_of_an_office(filled: Store):
    def at(case: str, worker: str, time: str, status: str = "open") -> Appointment:
        return Appointment(
            case=case, seq=7, purpose="SI", on=D, at=time, worker=worker, made_on=D, status=status
        )

    bulk_load(
        filled,
        [
            at("17000002", "17002", "08:30"),
            at("17000003", "17001", "13:00"),
            at("17000004", "17001", "10:00", "moved"),
            at("17000005", "36001", "08:00"),
        ],
    )
    with filled.read() as session:
        mine = case_reads.docket(session, "17001", D)
        office = case_reads.docket(session, "17", D)
        waiting = case_reads.docket(session, "17", D, status="open")
    assert [(row.at, row.case) for row in mine] == [("09:00", "17000001"), ("13:00", "17000003")]
    assert [row.at for row in office] == ["08:30", "09:00", "13:00"]
    assert [row.at for row in waiting] == ["08:30", "13:00"]
    assert (mine[0].cp, mine[0].worker_name, mine[0].version) == ("ARCENEAUX01, MARIE", "Ada Worker", 1)


def test_a_case_with_everyone_on_it(filled: Store):
    with filled.read() as session:
        summary = case_reads.case_summary(session, given.CASE)
        assert case_reads.case_summary(session, "99999999") is None
    assert summary is not None
    assert summary.cp.last == "ARCENEAUX01"
    assert summary.ncp is not None
    assert summary.ncp.first == "PAUL"
    assert [child.name for child in summary.children] == ["BOUDREAUX01, ZOE"]
    assert (summary.worker_name, summary.office_name) == ("Ada Worker", "Baton Rouge")
    assert summary.next_step is not None
    assert summary.next_step.kind == "outcome"


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ("ARCENEAUX0", [3, 6, 9, 12, 15, 18, 21, 24, 27]),
        ("arceneaux1, ma", [30]),
        ("ARCENEAUX01, PAUL", []),
        (", ZOE", [5, 8, 11, 14, 17, 20, 23, 26, 29, 32]),
        (4, [4]),
        (date(2019, 5, 4), [5, 8, 11, 14, 17, 20, 23, 26, 29, 32]),
        ("%", []),
        ("  ", []),
        ("D'ARTAGNAN", [900]),
        ("Éclair", [901]),
        ("eclair", [901]),
        ("dartagnan", [900]),
        ("d artagnan, c", [900]),
        ("bebe", [902]),
        ("BÉBÉ, RENEE", [902]),
        ("bebe camelia", [902]),
        ("be-be", [902]),
        ("lodz", [903]),
        ("Łódź", [903]),
        ("bebex", []),
    ],
)
def test_people_are_found_by_name_number_or_birth(
    filled: Store, wanted: str | int | date, numbers: list[int]
):
    bulk_load(
        filled,
        [
            Person(number=900, last="D'ARTAGNAN", first="C"),
            Person(number=901, last="Éclair", first="C"),
            Person(number=902, last="Bébé-Camélia", first="Renée"),
            Person(number=903, last="Łódź", first="C"),
        ],
    )
    with filled.read() as session:
        found = reads.search_people(session, wanted)
        first, second = (reads.search_people(session, wanted, limit=3, offset=at) for at in (0, 3))
    assert [row.number for row in found] == numbers
    assert first + second == found[:6]


def test_a_person_who_gets_another_name_is_found_by_it_alone(filled: Store):
    before = Person(number=900, last="Bébé", first="C")
    bulk_load(filled, [before])
    for after in (msgspec.structs.replace(before, last="Camélia", version=1), before):
        with filled.write() as session:
            now = codec(Person, filled.dialect).select_where(session.connection(), "number = 900")[0]
            apply(session, [Change(now, msgspec.structs.replace(after, version=now.version))])
        with filled.read() as session:
            found = {wanted: len(reads.search_people(session, wanted)) for wanted in ("bebe", "camelia")}
        assert found == {"bebe": int(after.last == "Bébé"), "camelia": int(after.last == "Camélia")}
    assert verify(filled) == []


def test_a_person_found_brings_address_and_cases(filled: Store):
    with filled.read() as session:
        (found,) = reads.search_people(session, 3)
        (child,) = reads.search_people(session, 5)
    assert found.address == "12 OAK ST BATON ROUGE LA 70801"
    assert [(part.key, part.role) for part in found.roles] == [("17000001", "CP")]
    assert [(part.key, part.role) for part in child.roles] == [("17000001", "CH")]


def test_family_violence_hides_where_a_person_lives_and_works(store: Store):
    safe = Person(number=3, last="SAFE", first="ANN", employer="MILL", family_violence=True)
    others = [record for record in given.cases(1) if record != next(given.cases(1))]
    bulk_load(store, [*given.office(), safe, *others, *given.home()])
    with store.read() as session:
        rows = [
            reads.search_people(session, 3),
            reads.person_view(session, 3),
            case_reads.case_summary(session, given.CASE),
        ]
    shown = repr(rows)
    for secret in ("MILL", "OAK ST", "OLD ST", "GONZALES", "70801", "555-0101"):
        assert secret not in shown
    assert reads.HIDDEN in shown


def test_a_person_with_history_newest_first(filled: Store):
    with filled.read() as session:
        view = reads.person_view(session, 3)
        assert reads.person_view(session, 12345) is None
    assert view is not None
    assert [row.line1 for row in view.addresses] == ["12 OAK ST", "1 OLD ST"]
    assert [row.number for row in view.phones] == ["225-555-0101"]


def test_the_log_is_paged_newest_first(store: Store):
    with store.write() as session:
        append(session, [given.entry(text=f"line {n}") for n in range(1, 26)])
        append(session, [given.entry(text="signature 100% KEPT", action="APPT")])
    with store.read() as session:
        subject = f"case {given.CASE}"
        first = reads.activities(session, subject, limit=10)
        second = reads.activities(session, subject, limit=10, before_seq=first[-1].seq)
        assert [row.text for row in reads.activities(session, subject, action="APPT")] == [
            "signature 100% KEPT"
        ]
        assert [row.seq for row in reads.activities(session, subject, find="100% kept")] == [26]
        assert reads.activities(session, subject, find="1__%") == []
        assert reads.activities(session, subject, since=D + timedelta(days=1)) == []
        one = reads.activity(session, subject, 7)
        assert reads.activity(session, subject, 99) is None
    assert [row.seq for row in first] == list(range(26, 16, -1))
    assert [row.seq for row in second] == list(range(16, 6, -1))
    assert one is not None
    assert (one.text, one.at) == ("line 7", given.MOMENT)


def test_cases_a_worker_was_on_last(filled: Store):
    with filled.write() as session:
        append(session, [given.entry(f"case {17_000_000 + n}") for n in (1, 2, 1, 3)])
    with filled.read() as session:
        assert [row.key[-1] for row in reads.recent(session, "17001")] == ["3", "1", "2"]
        assert [row.key[-1] for row in reads.recent(session, "17001", limit=1)] == ["3"]
        assert reads.recent(session, "17002") == []


def test_forms_and_interface_records(filled: Store):
    with filled.read() as session:
        assert [(form.form, form.values) for form in case_reads.forms(session, given.CASE)] == [
            ("OFS 3", {"a": 'é"', "b": "2"}),
            ("CSE 105", {}),
        ]
        assert [row.seq for row in case_reads.interface_records(session)] == [2, 1]
        assert [row.seq for row in case_reads.interface_records(session, status="waiting", office="17")] == [
            1
        ]
        assert case_reads.interface_records(session, office="36") == []
        assert isinstance(case_reads.interface_records(session, case=given.CASE, limit=1)[0], Interface)


def test_offices_workers_and_receipts(filled: Store):
    with filled.write() as session:
        add_receipts(session, [Asked("R1", "add-note", "17001", D, given.MOMENT, '{"a":1}')])
    with filled.read() as session:
        assert [office.name for office in reads.offices(session)] == ["Baton Rouge", "New Orleans"]
        assert [worker.number for worker in reads.workers(session, "17")] == ["17001", "17002"]
        assert len(reads.workers(session)) == 3
        kept = session.execute(select(RECEIPT)).one()
    assert (kept.inputs, kept.at) == ('{"a":1}', given.MOMENT)


def test_seven_digits_find_a_telephone_whatever_its_area_code(store: Store):
    """On both databases, and a number that is kept without an area code as well."""
    numbers = ("504-555-0142", "(225) 555 0142", "555.0142", "1 504 555 0143", "225-555-0149")
    bulk_load(
        store,
        [
            row
            for at, number in enumerate(numbers, 1)
            for row in (Person(number=at, last=f"DOE{at}", first="ANN"), _phone(at, number))
        ],
    )
    with store.read() as session:
        found = {typed: reads.search_people(session, reads.Number(typed)) for typed in ("5550142", "5550199")}
    assert [row.number for row in found["5550142"]] == [1, 2, 3]
    assert found["5550199"] == []


def _phone(person: int, number: str) -> Phone:
    return Phone(person=person, seq=1, kind="home", number=number, since=date(2026, 1, 1))


def test_no_search_by_a_number_goes_through_a_whole_table(store: Store):
    """Docket, IV-A and telephone numbers are found by an index, however they are written."""
    if store.dialect != "sqlite":
        pytest.skip("the plan is SQLite's to say")
    for typed in ("D-0218", "225-555-0101", "555-0101"):
        with store.read() as session:
            asked = person_reads._numbered(session, reads.Number(typed))
            connection = session.connection()
            compiled = asked.compile(connection, compile_kwargs={"literal_binds": True})
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all()
            plan += connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {person_reads.AREAS}").all()
        steps = [row.detail for row in plan if row.detail not in ("SCAN found", "SCAN CONSTANT ROW")]
        assert any("ix_case_docket_upper" in step for step in steps)
        assert not [step for step in steps if step.startswith("SCAN")], steps


@pytest.mark.parametrize(("last", "first"), [("BEBE", ""), ("BEBE", "RENEE")])
def test_a_search_by_name_reads_a_page_of_names_as_it_lies(store: Store, last: str, first: str):
    """The key alone answers it, in its own order: nothing is sorted, no person is read to be passed over."""
    if store.dialect != "sqlite":
        pytest.skip("the plan is SQLite's to say")
    with store.read() as session:
        connection = session.connection()
        asked = name_search.by_beginnings(last, first).limit(15)
        compiled = asked.compile(connection, compile_kwargs={"literal_binds": True})
        steps = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
    assert steps == ["SEARCH person_name USING PRIMARY KEY (last>? AND last<?)"]
