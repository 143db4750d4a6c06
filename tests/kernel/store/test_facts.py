"""Facts read from the store are the facts in memory, before and after any effects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.reads.calendar import read_calendar
from cstui.agencies.louisiana.records import Appointment, BenefitSpell, Case, Child, Contact
from cstui.policy.effects import Add, Change
from cstui.policy.facts import shape_of_file
from cstui.policy.records import Record
from cstui.store.engine import Store
from cstui.store.facts import MANY, read_facts, read_many
from cstui.store.person_reads import read_person
from cstui.store.writing import apply, bulk_load
from tests.kernel.store import given as cases

D = cases.DAY


def _loaded(store: Store) -> Store:
    """Case 17000001 with everything on it, and 17000009 of the same CP with another NCP."""
    second = Case(
        number="17000009", office="36", worker="36001", cp=3, ncp=7, opened=D, status="closed", closed=D
    )
    bulk_load(store, [*cases.office(), *cases.cases(3), *cases.everything_on_a_case(), second])
    return store


def _read(store: Store, number: str = cases.CASE) -> Facts:
    with store.read() as session:
        found = read_facts(session, Facts, number)
    assert found is not None
    return found


def test_the_file_holds_everything_of_the_case_in_order(store: Store):
    facts = _read(_loaded(store))
    by_kind: dict[type[Record], list[Record]] = {}
    for record in [*cases.cases(1), *cases.everything_on_a_case()]:
        by_kind.setdefault(type(record), []).append(record)
    for kind, name in shape_of_file(CaseFile).parts.items():
        assert list(getattr(facts.file, name)) == by_kind[kind]
    assert facts.cp.number == 3
    assert facts.ncp is not None
    assert facts.ncp.number == 4
    assert [file.case.number for file in facts.others] == ["17000009"]
    assert [spell.iva_number for spell in facts.spells] == ["900000001"]


def test_the_other_case_sees_the_first_among_the_others(store: Store):
    facts = _read(_loaded(store), "17000009")
    assert facts.file == CaseFile(case=facts.case)
    assert [len(file.appointments) for file in facts.others] == [2]


def test_the_children_of_all_cases_are_known_as_persons(store: Store):
    facts = _read(_loaded(store))
    assert [person.number for person in facts.people] == [5]
    elsewhere = Child(case="17000009", seq=1, person=8, added_on=D)
    bulk_load(store, [elsewhere])
    assert [person.number for person in _read(store).people] == [5, 8]
    with store.write() as session:
        apply(session, [dead := Change(facts.people[0], msgspec.structs.replace(facts.people[0], died_on=D))])
    assert _read(store).people[0] == facts.after([dead]).people[0]
    assert _read(store).people[0].died_on == D


def test_no_case_no_facts(store: Store):
    with store.read() as session:
        assert read_facts(session, Facts, "99999999") is None
        assert read_many(session, Facts, []) == {}


def test_many_are_the_same_as_one_by_one(store: Store):
    _loaded(store)
    numbers = ["17000003", "17000001", "00000000", "17000009", "17000001"]
    with store.read() as session:
        many = read_many(session, Facts, numbers)
        assert list(many) == ["17000003", "17000001", "17000009"]
        assert many == {number: read_facts(session, Facts, number) for number in many}


def test_many_cases_bring_the_others_of_their_parents_too(store: Store):
    _loaded(store)
    bulk_load(store, cases.cases(MANY, first=100))
    numbers = ["17000001", *(f"{17_000_000 + n}" for n in range(100, 100 + MANY))]
    with store.read() as session:
        many = read_many(session, Facts, numbers)
        assert many == {number: read_facts(session, Facts, number) for number in numbers}
        assert [file.case.number for file in many["17000001"].others] == ["17000009"]
        assert read_many(session, Facts, [f"{99_000_000 + n}" for n in range(MANY)]) == {}


def test_more_cases_than_one_list_holds(memory_store: Store):
    bulk_load(memory_store, [*cases.office(), *cases.cases(5_001)])
    with memory_store.read() as session:
        many = read_many(session, Facts, [f"{17_000_000 + n}" for n in range(1, 5_002)])
    assert len(many) == 5_001
    assert all(facts.file.children and facts.spells for facts in many.values())


def test_the_calendar_of_an_office(store: Store):
    _loaded(store)
    open_slot = Appointment(case=cases.CASE, seq=3, purpose="SI", on=D, at="11:00", worker="17002", made_on=D)
    elsewhere = Appointment(case="17000009", seq=1, purpose="SI", on=D, at="11:00", worker="36001", made_on=D)
    bulk_load(store, [open_slot, elsewhere])
    with store.read() as session:
        calendar = read_calendar(session, "17", D, date(2026, 1, 31))
        later = read_calendar(session, "17", date(2026, 2, 4), date(2026, 3, 1))
    assert [hours.weekday for hours in calendar.hours] == [1, 2, 3, 4, 5]
    assert [session.place for session in calendar.sessions] == ["Division C"]
    # The second given appointment is open too: 10:30 on the 20th.
    assert calendar.taken == {("17002", D, "11:00", "SI"), ("17001", date(2026, 1, 20), "10:30", "GT")}
    assert not later.sessions
    assert not later.taken


def test_a_person_with_all_roles(store: Store):
    _loaded(store)
    bulk_load(store, cases.home())
    with store.read() as session:
        cp, ncp, child, nobody = (read_person(session, number) for number in (3, 7, 5, 999))
    assert cp is not None
    assert ncp is not None
    assert child is not None
    assert nobody is None
    assert [(role.key, role.role) for role in cp.roles] == [("17000001", "CP"), ("17000009", "CP")]
    assert [(role.key, role.role) for role in ncp.roles] == [("17000002", "NCP"), ("17000009", "NCP")]
    assert [(role.key, role.role) for role in child.roles] == [("17000001", "CH")]
    assert [address.line1 for address in cp.addresses] == ["1 OLD ST", "12 OAK ST"]
    assert [phone.number for phone in cp.phones] == ["225-555-0101"]


def _changes(facts: Facts, picks: list[int]) -> Iterator[Add | Change]:
    """Effects chosen by number, each on the facts as the former ones left them."""
    for pick in picks:
        file = facts.files[pick % len(facts.files)]
        change = _one(facts, file, pick // len(facts.files))
        facts = _stepped(facts, change)
        yield change


def _one(facts: Facts, file: CaseFile, pick: int) -> Add | Change:
    case, kind = file.case, pick % 5
    if kind == 0:
        seq = len(file.contacts) + 1
        return Add(Contact(case=case.number, seq=seq, person=3, on=D, how="phone", worker="17001", text="é"))
    if kind == 1:
        seq = len(file.appointments) + 1
        at = f"{8 + seq % 8:02d}:{pick % 60:02d}"
        slot = date.fromordinal(D.toordinal() + 100 + seq + (pick // 60) % 400)
        worker = "17002" if case.number == cases.CASE else "36001"
        return Add(
            Appointment(case=case.number, seq=seq, purpose="SI", on=slot, at=at, worker=worker, made_on=D)
        )
    if kind == 2 and file.appointments:
        row = file.appointments[pick % len(file.appointments)]
        return Change(row, msgspec.structs.replace(row, status="kept", outcome_on=D))
    if kind == 3:
        spell = facts.spells[0]
        if pick % 2:
            new = msgspec.structs.replace(spell, seq=len(facts.spells) + 1, version=1)
            return Add(new)
        return Change(spell, msgspec.structs.replace(spell, closed=D, closing_reason="NC"))
    if kind == 4:
        return Change(facts.cp, msgspec.structs.replace(facts.cp, employer="MILL", family_violence=True))
    return Change(case, msgspec.structs.replace(case, docket=f"D-{pick}", status="pended"))


def _stepped(facts: Facts, change: Add | Change) -> Facts:
    """The facts after one more effect of the same act: records move on, versions of heads do not."""
    after = facts.after([change])
    if isinstance(change, Change) and isinstance(change.before, Case):
        version = change.before.version
        numbers = {change.before.number: version}
    else:
        numbers = {}
    before = {file.case.number: file.case.version for file in facts.files} | numbers

    def held(file: CaseFile) -> CaseFile:
        case = msgspec.structs.replace(file.case, version=before[file.case.number])
        return msgspec.structs.replace(file, case=case)

    cp = msgspec.structs.replace(after.cp, version=facts.cp.version)
    return msgspec.structs.replace(after, file=held(after.file), others=tuple(map(held, after.others)), cp=cp)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.lists(st.integers(0, 100_000), min_size=1, max_size=6), min_size=1, max_size=4))
def test_memory_and_store_agree(golden_memory: Store, acts: list[list[int]]):
    """Any acts with any effects leave the store with just what `Facts.after` makes of them."""
    with golden_memory.clone_memory() as store:
        facts = _read(_loaded(store))
        for picks in acts:
            changes = list(_changes(facts, picks))
            facts = facts.after(changes)
            with store.write() as session:
                apply(session, changes, Facts)
            assert _read(store) == facts


def test_memory_and_store_agree_everywhere(store: Store):
    facts = _read(_loaded(store))
    changes = list(_changes(facts, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 21, 33]))
    with store.write() as session:
        apply(session, changes, Facts)
    assert _read(store) == facts.after(changes)


def test_a_spell_raises_each_case_of_the_payee_once(store: Store):
    facts = _read(_loaded(store))
    spell = facts.spells[0]
    contact = Contact(case=cases.CASE, seq=2, person=3, on=D, how="phone", worker="17001")
    changes = [Change(spell, msgspec.structs.replace(spell, closed=D)), Add(contact)]
    with store.write() as session:
        apply(session, changes, Facts)
    after = _read(store)
    assert [file.case.version for file in after.files] == [2, 2]
    assert after.spells[0].version == 2
    assert isinstance(after.spells[0], BenefitSpell)
    assert _read(store, "17000002").case.version == 1


def test_a_slot_given_up_can_be_taken_in_the_same_act(store: Store):
    facts = _read(_loaded(store))
    old = facts.file.appointments[1]
    new = Appointment(
        case="17000002", seq=1, purpose="GT", on=old.on, at=old.at, worker=old.worker, made_on=D
    )
    with store.write() as session:
        apply(session, [Add(new), Change(old, msgspec.structs.replace(old, status="moved"))], Facts)
    assert _read(store, "17000002").file.appointments == (new,)
