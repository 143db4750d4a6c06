"""One worker and one CP at one place at a time, also when two desks book at once or a case is given away."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.acts.base import Act
from cstui.acts.perform import Performer, Receipt
from cstui.agencies.louisiana.acts.appointments import MoveAppointment, ScheduleAppointment
from cstui.agencies.louisiana.acts.followup import AssignCase
from cstui.agencies.louisiana.acts.mail import MailForm
from cstui.agencies.louisiana.letters import view
from cstui.agencies.louisiana.records import Appointment, Form, Session
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding
from cstui.policy.rulebook import load_rulebook
from cstui.store.engine import Store
from cstui.store.rows import codec
from cstui.store.writing import bulk_load, set_business_date
from tests.agencies.louisiana.programs.conftest import DOE, POE, office
from tests.agencies.louisiana.programs.driver import MOMENT, TODAY, Desk
from tests.attacks.bookings import losses_of

BOOK = load_rulebook()
DAY = date(2026, 3, 16)
AHEAD = ScheduleAppointment(case=DOE, purpose="SI", on=DAY, at="09:00")


@pytest.fixture
def performer(memory_store: Store) -> Performer:
    bulk_load(
        memory_store, [*office(), Session(office="17", seq=1, kind="CH", on=DAY, at="13:00", place="COURT A")]
    )
    with memory_store.write() as session:
        set_business_date(session, TODAY)
    return Performer(memory_store, BOOK, lambda: MOMENT)


def rules(performer: Performer, act: Act, on: date = TODAY) -> list[str]:
    """The rules that refuse an act, none where it was done."""
    done = performer.perform(act, actor="17001", on=on)
    return [finding.rule for finding in done.findings] if isinstance(done, Refused) else []


def refused(performer: Performer, act: Act) -> Finding:
    done = performer.perform(act, actor="17001", on=TODAY)
    assert isinstance(done, Refused)
    return done.findings[0]


def rows(store: Store, kind: type[Appointment] | type[Form]) -> list[Appointment | Form]:
    with store.read() as session:
        connection = session.connection()
        return list(
            codec(kind, connection.dialect.name).select_where(connection, '1 = 1 ORDER BY "case", seq')
        )


@pytest.mark.slow
def test_of_races_for_a_workers_time_none_overlaps(shared_store: Store) -> None:
    """A tenth of the thousand that `make attack` runs."""
    assert losses_of(shared_store, 100) == []


def test_a_worker_of_another_office_sees_people_there(performer: Performer) -> None:
    """The hours are those of her office; the letter names it."""
    store = performer.store
    with store.write() as session:
        session.connection().exec_driver_sql("UPDATE office_hours SET opens = '10:00' WHERE office = '36'")
    there = ScheduleAppointment(case=DOE, purpose="SI", on=DAY, at="09:00", worker="36001")
    assert rules(performer, there) == ["CS-109"]
    assert (
        rules(performer, ScheduleAppointment(case=DOE, purpose="SI", on=DAY, at="10:00", worker="36001"))
        == []
    )
    [form] = rows(store, Form)
    assert isinstance(form, Form)
    with store.read() as session:
        assert "Where    Office 36 LAKESIDE" in view(session, form)
    other = ScheduleAppointment(case=POE, purpose="SI", on=DAY, at="10:10", worker="36001")
    assert rules(performer, other) == ["CS-108"]


def test_an_unknown_worker_is_said_to_be_unknown(performer: Performer) -> None:
    assert rules(
        performer, ScheduleAppointment(case=DOE, purpose="SI", on=DAY, at="09:00", worker="99999")
    ) == ["CS-120"]


def test_whether_the_cp_has_to_be_at_a_hearing_is_asked_for(performer: Performer) -> None:
    hearing = ScheduleAppointment(case=DOE, purpose="CH", on=DAY, at="13:00")
    found = refused(performer, hearing)
    assert (found.rule, found.field) == ("CS-105", "presence")
    assert rules(performer, AHEAD) == []


def test_a_case_with_an_open_appointment_asks_what_becomes_of_it(performer: Performer) -> None:
    performer.perform(AHEAD, actor="17001", on=TODAY)
    found = refused(performer, AssignCase(case=DOE, worker="17002"))
    assert (found.rule, found.field) == ("CS-298", "worker")
    assert "1 open with worker 17001, next on 03/16/2026" in str(found)
    assert "ASSIGN 17002 T" in found.remedy
    assert rules(performer, AssignCase(case=POE, worker="17002")) == []


@pytest.mark.parametrize(("along", "worker"), [("T", "17002"), ("S", "17001")])
def test_an_open_appointment_goes_along_or_stays(performer: Performer, along: str, worker: str) -> None:
    performer.perform(AHEAD, actor="17001", on=TODAY)
    assert rules(performer, AssignCase(case=DOE, worker="17002", appointments=along)) == []  # type: ignore[arg-type]
    facts = performer.facts(DOE)
    assert (facts.case.worker, facts.file.appointments[0].worker) == ("17002", worker)
    assert len(facts.file.forms) == 1


def test_it_does_not_go_along_to_a_worker_whose_time_is_taken(performer: Performer) -> None:
    performer.perform(AHEAD, actor="17001", on=TODAY)
    busy = ScheduleAppointment(case=POE, purpose="SI", on=DAY, at="09:15", worker="17002")
    performer.perform(busy, actor="17001", on=TODAY)
    assert rules(performer, AssignCase(case=DOE, worker="17002", appointments="T")) == ["CS-108"]
    assert performer.facts(DOE).case.worker == "17001"


def test_to_another_office_the_interview_goes_with_a_new_letter_and_the_hearing_stays_in_court(
    performer: Performer,
) -> None:
    performer.perform(AHEAD, actor="17001", on=TODAY)
    performer.perform(MailForm(case=DOE, form=1), actor="17001", on=TODAY)
    hearing = ScheduleAppointment(case=DOE, purpose="CH", on=DAY, at="13:00", presence_required=True)
    performer.perform(hearing, actor="17001", on=TODAY)
    done = performer.perform(
        AssignCase(case=DOE, worker="36001", office="36", appointments="T"), actor="17001", on=TODAY
    )
    assert isinstance(done, Receipt)
    assert "Taken along: SI 03/16/2026. Not taken along: CH 03/16/2026 with worker 17001." in done.message
    forms = {form.seq: form for form in performer.facts(DOE).file.forms}
    with performer.store.read() as session:
        letters = {seq: view(session, form) for seq, form in forms.items()}
    assert "Where    Office 17 RIVERBEND" in letters[1]
    assert "Where    COURT A" in letters[2]
    assert "Where    Office 36 LAKESIDE" in letters[3]
    assert (forms[3].appointment, forms[3].mailed_on) == (1, None)
    later = MoveAppointment(case=DOE, appointment=1, on=date(2026, 3, 17), at="09:00")
    assert rules(performer, later) == []


def test_too_late_for_a_notice_of_the_new_place_it_does_not_go_along(performer: Performer) -> None:
    performer.perform(AHEAD, actor="17001", on=TODAY)
    late = AssignCase(case=DOE, worker="36001", office="36", appointments="T")
    assert rules(performer, late, date(2026, 3, 12)) == ["LA-E521-01"]


def test_the_desk_asks_and_takes_the_answer(performer: Performer) -> None:
    desk = Desk(performer.store)
    desk.do(AHEAD)
    desk.command(f"CAS1 {DOE}").command("ASSIGN 17002")
    assert desk.rules == ["CS-298"]
    desk.command("ASSIGN 17002 T")
    assert (desk.rules, desk.value("worker")) == ([], "17002")
