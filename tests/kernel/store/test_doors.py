"""The two doors: a reader changes nothing and waits for nobody, two writers cannot lose an update."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Case
from cstui.policy.effects import Change
from cstui.policy.records import Office
from cstui.store import verify_log
from cstui.store.chain import append, lock
from cstui.store.engine import Store, open_store
from cstui.store.errors import StaleRecord, StoreError
from cstui.store.facts import read_facts
from cstui.store.rows import codec
from cstui.store.writing import apply, bulk_load
from tests.kernel.store import given


@pytest.fixture
def shared(shared_store: Store) -> Store:
    """A store that two connections can open, with two cases."""
    bulk_load(shared_store, [*given.office(), *given.cases(2)])
    return shared_store


def _case(store: Store, number: str = given.CASE) -> Case:
    with store.read() as session:
        facts = read_facts(session, Facts, number)
    assert facts is not None
    return facts.case


def _again(store: Store, busy_seconds: float) -> Store:
    """The same store opened once more, with the same driver."""
    url = store.place.url.render_as_string(hide_password=False)
    return open_store(url, busy_seconds=busy_seconds, driver=store.driver)


def _together(*tasks: Callable[[], None]) -> None:
    threads = [threading.Thread(target=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def test_what_is_written_is_there_and_what_failed_is_not(store: Store):
    bulk_load(store, given.office())

    def fail_half_way() -> None:
        with store.write() as session:
            session.execute(text("UPDATE office SET name = 'Lost'"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with store.write() as session:
        session.execute(text("UPDATE worker SET name = 'Kept' WHERE number = '17001'"))
    with store.read() as session:
        assert session.scalar(text("SELECT name FROM office WHERE code = '17'")) == "Baton Rouge"
        assert session.scalar(text("SELECT name FROM worker WHERE number = '17001'")) == "Kept"


def test_nothing_can_be_written_through_the_reading_door(store: Store):
    bulk_load(store, given.office())
    with pytest.raises(DBAPIError), store.read() as session:
        session.execute(text("UPDATE office SET name = 'Changed'"))
    with store.read() as session:
        assert session.scalar(text("SELECT count(*) FROM office WHERE name = 'Changed'")) == 0


def test_two_writers_each_raising_a_number_lose_none(shared: Store):
    """Each of two writers reads and adds one, 50 times; 100 must have been added."""

    def raise_often() -> None:
        with _again(shared, busy_seconds=60) as own:
            done = 0
            while done < 50:
                try:
                    with own.write() as session:
                        connection = session.connection()
                        office = codec(Office, own.dialect).select_where(connection, "code = '17'")[0]
                        apply(session, [Change(office, office)])
                    done += 1
                except StaleRecord:
                    continue

    _together(raise_often, raise_often)
    with shared.read() as session:
        assert session.scalar(text("SELECT version FROM office WHERE code = '17'")) == 101


def test_acts_that_lock_their_case_first_wait_for_each_other(shared: Store):
    """Two workers log and change one case 20 times each; none is stale, and the chain holds."""
    subject = f"case {given.CASE}"

    def enter_often() -> None:
        with _again(shared, busy_seconds=60) as own:
            for _ in range(20):
                with own.write() as session:
                    lock(session, [subject])
                    facts = read_facts(session, Facts, given.CASE)
                    assert facts is not None
                    apply(session, [Change(facts.case, facts.case)])
                    append(session, [given.entry(subject)])

    _together(enter_often, enter_often)
    assert _case(shared).version == 41
    with shared.read() as session:
        assert list(verify_log.log(session)) == []
        assert session.scalar(text("SELECT max(seq) FROM activity")) == 40


def test_an_act_that_waits_too_long_for_another_is_told_so(shared: Store):
    with shared.write() as one, _again(shared, busy_seconds=0.05) as other:
        lock(one, ["store"])
        with pytest.raises(StoreError) as caught, other.write() as two:
            lock(two, ["store"])
    assert caught.value.rule == "CS-201"


def test_a_full_disk_is_told_and_nothing_is_saved(file_store: Store):
    bulk_load(file_store, given.office())

    def fill() -> None:
        with file_store.write() as session:
            connection = session.connection()
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            append(session, [given.entry(text="x" * 1_000_000)])

    with pytest.raises(StoreError) as caught:
        fill()
    assert caught.value.rule == "CS-211"
    with file_store.read() as session:
        assert session.scalar(text("SELECT count(*) FROM activity")) == 0


def test_a_change_decided_on_an_older_version_is_refused(store: Store):
    bulk_load(store, [*given.office(), *given.cases(1)])
    seen = _case(store)
    with store.write() as session:
        apply(session, [Change(seen, msgspec.structs.replace(seen, docket="A-1"))])
    with pytest.raises(StaleRecord) as caught, store.write() as session:
        apply(session, [Change(seen, msgspec.structs.replace(seen, docket="B-2"))])
    assert caught.value.rule == "CS-210"
    assert given.CASE in caught.value.message
    assert _case(store).docket == "A-1"


@pytest.mark.parametrize("older", [0, 1, 2])
def test_of_several_changes_the_one_that_came_too_late_is_named_and_none_is_written(store: Store, older: int):
    bulk_load(store, [*given.office(), *given.cases(3)])
    seen = [_case(store, f"{int(given.CASE) + at}") for at in range(3)]
    with store.write() as session:
        apply(session, [Change(seen[older], msgspec.structs.replace(seen[older], docket="A-1"))])
    with pytest.raises(StaleRecord) as caught, store.write() as session:
        apply(session, [Change(case, msgspec.structs.replace(case, docket="B-2")) for case in seen])
    assert seen[older].number in caught.value.message
    assert not any(case.number in caught.value.message for case in seen if case is not seen[older])
    assert "B-2" not in {_case(store, case.number).docket for case in seen}


def test_a_reader_sees_one_moment_and_is_not_kept_waiting(shared: Store):
    with shared.read() as reading:
        before = reading.scalar(text("SELECT name FROM office WHERE code = '17'"))
        with shared.write() as writing:
            writing.execute(text("UPDATE office SET name = 'New' WHERE code = '17'"))
            assert reading.scalar(text("SELECT name FROM office WHERE code = '17'")) == before
        assert reading.scalar(text("SELECT name FROM office WHERE code = '17'")) == before
    with shared.read() as reading:
        assert reading.scalar(text("SELECT name FROM office WHERE code = '17'")) == "New"


def test_a_second_writer_is_told_that_the_store_is_busy(file_store: Store):
    with (
        file_store.write(),
        open_store(file_store.place.path, busy_seconds=0.01) as other,
        pytest.raises(StoreError) as caught,
        other.write(),
    ):
        pass
    assert caught.value.rule == "CS-201"
    assert caught.value.remedy


def test_a_door_in_memory_cannot_be_opened_inside_another(memory_store: Store):
    with memory_store.read(), pytest.raises(RuntimeError), memory_store.write():
        pass


def test_a_clone_in_memory_goes_its_own_way(memory_store: Store):
    bulk_load(memory_store, given.office())
    with memory_store.clone_memory() as clone:
        bulk_load(clone, given.cases(1))
        assert _case(clone).opened == date(2026, 1, 5)
        with memory_store.read() as session:
            assert read_facts(session, Facts, given.CASE) is None


def test_bound_values_never_stand_in_an_error(file_store: Store):
    with pytest.raises(DBAPIError) as caught, file_store.write() as session:
        session.execute(text("SELECT nothing(:name)"), {"name": "SECRET"})
    assert "SECRET" not in str(caught.value)
