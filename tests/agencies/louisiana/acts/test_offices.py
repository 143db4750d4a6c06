"""Another office's case: read by a worker in a live store, in others only where a site says so."""

from __future__ import annotations

import pytest

from cstui.acts.perform import Performer, Receipt
from cstui.acts.registry import acts_of
from cstui.agencies.louisiana.acts.appointments import ScheduleAppointment
from cstui.agencies.louisiana.acts.contacts import AddNote
from cstui.agencies.louisiana.policy import offices
from cstui.policy.effects import Refused
from cstui.policy.records import Office, Worker
from cstui.policy.rulebook import load_rulebook
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import POE, golden_office, office_store
from tests.agencies.louisiana.programs.driver import MOMENT, TODAY

__all__ = ["golden_office", "office_store"]
TIMES = {"purpose": "SI", "on": TODAY.replace(day=17), "at": "09:00"}


@pytest.fixture
def performer(office_store: Store) -> Performer:
    more = [
        Office(code="26", name="LAKESHORE", agency="louisiana"),
        Worker(number="26001", name="ZOE", office="26"),
        Worker(number="26002", name="SUE", office="26", role="supervisor"),
    ]
    bulk_load(office_store, more)
    return Performer(office_store, load_rulebook("louisiana"), lambda: MOMENT)


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("worker", ["17001", "26001", "26002"])
def test_a_worker_of_another_office_schedules_nothing_in_a_live_store(
    performer: Performer, worker: str, live: bool
):
    performer._live = live
    act = ScheduleAppointment(case=POE, **TIMES)
    came = (performer.consider(act, actor=worker, on=TODAY), performer.perform(act, actor=worker, on=TODAY))
    for outcome in came:
        if live and worker == "26001":
            assert isinstance(outcome, Refused)
            assert [finding.rule for finding in outcome.findings] == ["LA-E522-28"]
            assert "office 17" in outcome.findings[0].message
        else:
            assert not isinstance(outcome, Refused), outcome


def test_any_office_leaves_a_note(performer: Performer):
    performer._live = True
    assert isinstance(performer.perform(AddNote(case=POE, text="x"), actor="26001", on=TODAY), Receipt)


def test_what_any_office_may_do_are_acts():
    codes = load_rulebook("louisiana").codes["any_office"].code
    assert {code.code for code in codes} <= set(acts_of("louisiana"))
    assert {offices.NEVER, offices.LIVE} == {"never", "live"}
