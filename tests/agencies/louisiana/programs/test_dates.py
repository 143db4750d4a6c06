"""APPT: the next sessions, the next dates as a list in DATE, and the evidence beside an outcome."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.agencies.louisiana.acts.appointments import ScheduleAppointment
from cstui.agencies.louisiana.records import Appointment, Contact, Form, Session
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, ROE
from tests.agencies.louisiana.programs.driver import Desk


@pytest.fixture
def sessions(office_store: Store) -> Desk:
    """Court dates too early, soon and later; one collection date; a session on a Sunday."""
    days = [("CH", 4), ("CH", 18), ("CH", 25), ("GT", 19), ("CH", 22)]
    bulk_load(
        office_store,
        [
            Session(office="17", seq=at, kind=kind, on=date(2026, 3, day), at="10:00", place="COURTHOUSE")
            for at, (kind, day) in enumerate(days, start=1)
        ],
    )
    return Desk(office_store).command(f"APPT {DOE}")


def test_the_next_court_and_collection_date_stand_on_the_screen(sessions: Desk):
    assert sessions.value("next_ch") == "Wed 03/18/2026 10:00"
    assert sessions.value("next_gt") == "Thu 03/19/2026 10:00"


def test_none_entered(desk: Desk):
    assert desk.command(f"APPT {DOE}").value("next_ch") == "none entered"


def test_court_dates_with_reasonable_notice_on_open_days(sessions: Desk):
    sessions.type("purpose", "CH").at("date").key("pf4")
    assert sessions.screen == "PRMT"
    assert sessions.column("code") == ["03182026", "03252026"]
    assert "court date" in sessions.value("title")
    sessions.type("pick", "S", 1).key("enter")
    assert (sessions.screen, sessions.value("purpose")) == ("APPT", "CH")
    assert (sessions.value("date"), sessions.value("time")) == ("03/25/2026", "10:00")
    assert sessions.type("presence", "Y").key("enter").rules == []


def test_ten_open_days_with_the_first_free_time(sessions: Desk):
    for case in (DOE, ROE):
        at = "08:00" if case == DOE else "08:30"
        sessions.do(ScheduleAppointment(case=case, purpose="SI", on=date(2026, 3, 9), at=at))
    sessions.command(f"APPT {ROE}").at("date").key("pf4")
    assert sessions.column("code")[:3] == ["03092026", "03102026", "03112026"]
    assert sessions.value("head").split() == ["DATE", "DAY", "WHEN", "OR", "WHERE"]
    assert (len(sessions.column("code")), "03142026" in sessions.column("code")) == (10, False)
    sessions.at("code", 0).key("enter")
    assert (sessions.value("date"), sessions.value("time")) == ("03/09/2026", "09:00")


def test_other_fields_list_what_they_did(sessions: Desk):
    assert sessions.at("why").key("pf4").rules == ["CS-138"]
    sessions.command(f"APPT {DOE}").at("purpose").key("pf4")
    assert [code for code in sessions.column("code") if code] == ["SI", "GT", "CH"]


def test_the_evidence_stands_beside_the_outcome(office_store: Store):
    made, day = date(2026, 2, 2), date(2026, 2, 20)
    bulk_load(
        office_store,
        [
            Appointment(
                case=DOE, seq=1, purpose="SI", on=day, at="09:00", worker="17001", made_on=made,
                status="failed", moved_times=2, necessary=False,
            ),
            Contact(
                case=DOE, seq=1, person=1, on=date(2026, 2, 18), how="C", about="AP", worker="17001"
            ),
            Form(
                case=DOE, seq=1, person=1, form="APPT 1", edition=1, made_on=made, mailed_on=made,
                returned_on=date(2026, 2, 12), appointment=1,
            ),
        ],
    )  # fmt: skip
    desk = Desk(office_store).command(f"APPT {DOE}")
    assert " ".join(desk.column("note")) == (
        "moved 2x; CP contact 02/18; letter back 02/12; the notice came back by mail"
    )
    assert [desk.buffer.slot("action", at).entry for at in range(3)] == [True, False, False]
