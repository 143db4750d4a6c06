"""UNDO: every act that can be taken back leaves the case where it stood; what cannot says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cstui.acts.base import Act, called
from cstui.acts.covering import RecordCover
from cstui.acts.merging import MergePersons, SeparatePersons
from cstui.acts.perform import Performer, Receipt
from cstui.acts.persons import (
    ChangeAddress,
    ChangeEmployer,
    ChangePhone,
    CorrectBirth,
    CorrectName,
    MarkFamilyViolence,
    RecordDeath,
    RecordJail,
    RecordState,
)
from cstui.acts.registry import acts_of
from cstui.acts.undo import undo
from cstui.agencies.louisiana.acts.agreements import AgreeOnCases, ReceiveOfs53
from cstui.agencies.louisiana.acts.appointments import (
    CancelAppointment,
    CorrectOutcome,
    MoveAppointment,
    RecordOutcome,
    ScheduleAppointment,
)
from cstui.agencies.louisiana.acts.closing import PendClosure
from cstui.agencies.louisiana.acts.contacts import AddNote, RecordContact
from cstui.agencies.louisiana.acts.cooperation import (
    DocumentNonCooperation,
    RecordCooperation,
    ReportNonCooperation,
)
from cstui.agencies.louisiana.acts.followup import (
    AssignCase,
    RecordOrder,
    RecordRetained,
    RecordReview,
    SetParticipation,
)
from cstui.agencies.louisiana.acts.iva import ReceiveBenefitUpdate
from cstui.agencies.louisiana.acts.mail import (
    MailForm,
    ReceiveDocuments,
    RecordPrint,
    ReprintForm,
    ReturnMail,
    SendInterfaceRecord,
    StopForm,
)
from cstui.agencies.louisiana.acts.presence import CorrectPresence
from cstui.agencies.louisiana.acts.referrals import EndApplication, ReceiveReferral, RecordForm4ncp
from cstui.agencies.louisiana.acts.reminders import MoveReminder, SetReminder
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.records import Session
from cstui.policy import guide
from cstui.policy.effects import Refused
from cstui.policy.records import Address, Phone, Record
from cstui.policy.rulebook import load_rulebook
from cstui.store.engine import Store, create_store
from cstui.store.seeded import note_given
from cstui.store.verify import verify
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, ROE, office
from tests.agencies.louisiana.programs.driver import MOMENT, TODAY

EARLY = date(2026, 2, 10)
"""A day on which appointments of the past were made."""
BOOK = load_rulebook()

SCHEDULED = ScheduleAppointment(case=DOE, purpose="SI", on=date(2026, 2, 20), at="09:00", agreed=True)
AHEAD = ScheduleAppointment(case=DOE, purpose="SI", on=date(2026, 3, 16), at="09:00")
COURT = Session(office="17", seq=1, kind="CH", on=date(2026, 3, 16), at="09:00")
HEARING = ScheduleAppointment(
    case=DOE, purpose="CH", on=date(2026, 3, 16), at="09:00", presence_required=True
)
RETAINED = RecordRetained(case=DOE, paid_on=date(2026, 2, 16), amount=5_000, assigned_on=date(2026, 2, 1))
REPORT = ReportNonCooperation(case=DOE, ground="SP", failed_on=date(2026, 2, 16))

CASES: list[tuple[list[Act], Act]] = [
    ([], AHEAD),
    ([HEARING], CorrectPresence(case=DOE, appointment=1, required=False, reason="Counsel goes")),
    ([SCHEDULED], RecordOutcome(case=DOE, appointment=1, outcome="F")),
    ([SCHEDULED], RecordOutcome(case=DOE, appointment=1, outcome="K", refused=True)),
    (
        [SCHEDULED, RecordOutcome(case=DOE, appointment=1, outcome="F")],
        CorrectOutcome(case=DOE, appointment=1, outcome="K", reason="He came"),
    ),
    ([AHEAD], MoveAppointment(case=DOE, appointment=1, on=date(2026, 3, 23), at="10:00")),
    ([AHEAD], CancelAppointment(case=DOE, appointment=1, reason="Office closed")),
    ([AHEAD], RecordContact(case=DOE, how="C", about="AP", on=TODAY)),
    ([], RecordContact(case=DOE, how="W", about="RE", on=TODAY)),
    ([], AddNote(case=DOE, text="A note")),
    ([RETAINED], REPORT),
    ([RETAINED, REPORT], RecordCooperation(case=DOE)),
    (
        [ReceiveBenefitUpdate(case=DOE, event="closed", on=date(2026, 2, 10), reason="OT"), RETAINED],
        DocumentNonCooperation(case=DOE, ground="SP", failed_on=date(2026, 2, 16)),
    ),
    (
        [RETAINED, REPORT, ReceiveBenefitUpdate(case=DOE, event="closed", on=TODAY, reason="NC")],
        PendClosure(case=DOE),
    ),
    ([], RETAINED),
    ([RETAINED, REPORT], RecordReview(case=DOE)),
    ([], SetReminder(case=DOE, due=TODAY, text="Call")),
    ([SetReminder(case=DOE, due=TODAY, text="Call")], MoveReminder(case=DOE, reminder=1)),
    (
        [SetReminder(case=DOE, due=TODAY, text="Call")],
        MoveReminder(case=DOE, reminder=1, due=date(2026, 3, 9)),
    ),
    ([], AssignCase(case=DOE, worker="17002")),
    ([AHEAD], AssignCase(case=DOE, worker="17002", appointments="T")),
    (
        [AHEAD, MailForm(case=DOE, form=1)],
        AssignCase(case=DOE, worker="36001", office="36", appointments="T"),
    ),
    ([AHEAD], AssignCase(case=DOE, worker="17002", appointments="S")),
    ([], ReceiveReferral(case=DOE, source="iva", received_on=TODAY)),
    ([], ReceiveReferral(case=DOE, source="cse", received_on=TODAY, form_4ncp="S")),
    ([], SetParticipation(case=DOE, child=1, status="A")),
    ([], RecordOrder(case=DOE, child=1, order_on=TODAY)),
    ([], ReceiveOfs53(case=DOE, received_on=TODAY)),
    ([ReceiveOfs53(case=DOE, received_on=TODAY)], AgreeOnCases(case=DOE, cases=(DOE,))),
    (
        [ReceiveReferral(case=DOE, source="cse", received_on=TODAY)],
        EndApplication(case=DOE, referral=1, outcome="withdrawn"),
    ),
    ([AHEAD], MailForm(case=DOE, form=1)),
    (
        [
            RETAINED,
            REPORT,
            ReceiveBenefitUpdate(case=DOE, event="closed", on=TODAY, reason="NC"),
            PendClosure(case=DOE),
        ],
        MailForm(case=DOE, form=1),
    ),
    ([AHEAD, MailForm(case=DOE, form=1)], ReturnMail(case=DOE, form=1, returned_on=TODAY)),
    ([AHEAD], StopForm(case=DOE, form=1)),
    ([AHEAD], ReprintForm(case=DOE, form=1)),
    ([AHEAD], ReceiveDocuments(case=DOE, form=1, received_on=TODAY, how="W")),
    ([], ChangeEmployer(person=1, employer="SUGAR MILL")),
    ([], CorrectName(person=1, last="DOE", first="JAYNE", why="Passport")),
    ([], CorrectBirth(person=1, born=date(1989, 1, 31), why="Passport")),
    ([], RecordDeath(person=1, died_on=TODAY, why="Told so")),
    ([], RecordJail(person=1, since=TODAY)),
    ([], RecordState(person=1, state="TX")),
    ([CorrectBirth(person=3, why="Not known")], MergePersons(person=3, into=5, why="Entered twice")),
    (
        [
            CorrectBirth(person=3, why="Not known"),
            MergePersons(person=3, into=5, why="Entered twice"),
        ],
        SeparatePersons(person=3, why="Two children"),
    ),
    ([], MarkFamilyViolence(person=1, marked=True, why="Told so")),
    ([], ChangeAddress(person=1, line1="9 NEW ST", city="HAMMOND", state="LA", zip_code="70401")),
    ([], ChangePhone(person=1, number="225-555-0199")),
    ([], RecordCover(worker="17001", by="17002", since=TODAY, until=TODAY)),
]
"""What was done before, and the act that is taken back."""


@pytest.fixture
def performer() -> Iterator[Performer]:
    with create_store(":memory:", name="Undo", business_date=TODAY) as store:
        bulk_load(store, [*office(), COURT])
        yield Performer(store, BOOK, lambda: MOMENT)


def done(performer: Performer, act: Act, actor: str = "", on: date = TODAY) -> Receipt:
    who = actor or ("17001" if "worker" in act.roles else act.sender)
    outcome = performer.perform(act, actor=who, on=on)
    assert isinstance(outcome, Receipt), outcome
    return outcome


def stands(performer: Performer) -> list[tuple[object, ...]]:
    """Every open step of every case, and who has it: what policy says there is to do."""
    found: list[tuple[object, ...]] = []
    for number in (DOE, ROE):
        facts = performer.facts(number)
        assert facts is not None
        found += [
            (number, step.worker, step.kind, step.rule, step.text, step.due, step.urgency)
            for step in guide.steps(facts, BOOK, TODAY)
        ]
    return found


def given(performer: Performer, before: list[Act]) -> None:
    for act in before:
        done(performer, act, actor=act.sender or "17001", on=EARLY if act is SCHEDULED else TODAY)


@pytest.mark.parametrize(("before", "act"), CASES, ids=lambda one: type(one).__name__)
def test_what_is_taken_back_leaves_every_case_as_it_stood(performer: Performer, before: list[Act], act: Act):
    given(performer, before)
    stood, written = stands(performer), _lines(performer.store)
    assert done(performer, act).undoable
    done_lines = _lines(performer.store)
    back = undo(performer, actor="17001", on=TODAY, reason="The wrong case.")
    assert isinstance(back, Receipt), back
    assert stands(performer) == stood
    after = _lines(performer.store)
    assert after[: len(done_lines)] == done_lines
    assert done_lines[: len(written)] == written
    assert any("The wrong case." in text for text in after[len(done_lines) :])
    assert verify(performer.store) == []


def _lines(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.connection().exec_driver_sql("SELECT text FROM activity ORDER BY id").scalars())


def test_every_act_that_can_be_taken_back_is_tried_here():
    """Those on the facts of an IV-D case are tried in tests/kernel/test_ivd_acts.py."""
    undoable = {act for act in acts_of().values() if act.taken_back is not Act.taken_back}
    assert {type(act) for _, act in CASES} == {one for one in undoable if "acts.ivd" not in one.__module__}


def refused(performer: Performer, on: date = TODAY, actor: str = "17001") -> list[str]:
    written = _lines(performer.store)
    outcome = undo(performer, actor=actor, on=on)
    assert isinstance(outcome, Refused), outcome
    assert _lines(performer.store) == written
    assert all(finding.remedy and "{" not in finding.remedy for finding in outcome.findings)
    return [finding.rule for finding in outcome.findings]


def test_nothing_entered_yet(performer: Performer):
    assert refused(performer) == ["CS-142"]
    done(performer, AddNote(case=DOE, text="Mine"))
    assert refused(performer, actor="17002") == ["CS-142"]


def test_another_act_on_top_keeps_it(performer: Performer):
    done(performer, AHEAD)
    done(performer, AddNote(case=DOE, text="Hers"), actor="17002")
    assert refused(performer) == ["CS-144"]
    done(performer, AddNote(case=ROE, text="Mine"))
    done(performer, AddNote(case=DOE, text="Elsewhere"), actor="17002")
    assert isinstance(undo(performer, actor="17001", on=TODAY), Receipt)


@pytest.mark.parametrize(("on", "found"), [(TODAY, []), (date(2026, 3, 3), ["CS-145"])])
def test_only_todays_act(performer: Performer, on: date, found: list[str]):
    done(performer, AHEAD)
    outcome = undo(performer, actor="17001", on=on)
    assert [f.rule for f in outcome.findings if isinstance(outcome, Refused)] == found


def test_what_went_to_iva_is_not_called_back(performer: Performer):
    given(performer, [RETAINED, REPORT])
    done(performer, SendInterfaceRecord(case=DOE, record=1), actor="NIGHT")
    assert refused(performer) == ["CS-150", "CS-144"]


@pytest.mark.parametrize(
    "act",
    [
        RecordPrint(case=DOE, what="case", to="a file"),
        RecordForm4ncp(case=DOE, form_4ncp="U", found_on=TODAY),
    ],
)
def test_what_no_entry_sets_right_says_what_to_do(performer: Performer, act: Act):
    assert not done(performer, act).undoable
    assert refused(performer) == ["CS-143"]


def test_what_was_taken_back_is_not_taken_back_again(performer: Performer):
    done(performer, AHEAD)
    assert isinstance(undo(performer, actor="17001", on=TODAY), Receipt)
    assert refused(performer) == ["CS-143"]


def test_a_time_taken_meanwhile_by_another_case_stays_taken(performer: Performer):
    done(performer, AHEAD)
    done(performer, CancelAppointment(case=DOE, appointment=1, reason="Closed"))
    other = ScheduleAppointment(case="17000125", purpose="SI", on=AHEAD.on, at="09:00")
    done(performer, other, actor="17002")
    assert refused(performer) == ["CS-148"]


def test_a_way_out_says_what_to_do_in_whole_sentences() -> None:
    said = [act.way_out for act in acts_of().values() if act.way_out]
    assert len(said) >= 10
    assert [way for way in said if not way.endswith(".")] == []


def details(performer: Performer) -> dict[str, object]:
    """What the families' records say now, apart from the trail: who, where, when, and what is due."""
    asked = {
        "persons": "SELECT number, employer, family_violence FROM person",
        "addresses": "SELECT person, kind, line1, line2, city, state, zip_code FROM address"
        " WHERE until IS NULL",
        "phones": "SELECT person, kind, number FROM phone WHERE until IS NULL",
        "cases": "SELECT number, status, office, worker FROM la_case",
        "children": 'SELECT "case", seq, participation FROM la_child',
        "appointments": 'SELECT "case", seq, "on", at, worker, status FROM la_appointment'
        " WHERE status <> 'cancelled'",
        "forms": 'SELECT "case", seq, mailed_on, returned_on, received_on FROM la_form'
        " WHERE stopped_on IS NULL",
        "reminders": 'SELECT "case", seq, worker, due, text FROM reminder WHERE done_on IS NULL',
        "closures": "SELECT \"case\", reason, pended_on FROM la_closure WHERE status = 'pended'",
        "retained": 'SELECT "case", seq, amount, paid_on FROM la_retained WHERE standing',
        "reviews": 'SELECT "case", seq FROM la_review WHERE standing',
        "covers": "SELECT worker, by, since, until FROM cover WHERE ended_on IS NULL",
    }
    with performer.store.read() as session:
        connection = session.connection()
        return {
            what: sorted(map(tuple, connection.exec_driver_sql(query)), key=repr)
            for what, query in asked.items()
        }


@pytest.mark.parametrize(("before", "act"), CASES, ids=lambda one: type(one).__name__)
def test_what_is_taken_back_leaves_person_forms_and_appointments_as_they_stood(
    performer: Performer, before: list[Act], act: Act
):
    """The address, the number, the mailing day: what the act changed holds again, to the letter."""
    given(performer, before)
    stood = details(performer)
    done(performer, act)
    assert isinstance(undo(performer, actor="17001", on=TODAY, reason="The wrong case."), Receipt)
    assert details(performer) == stood


def test_every_act_is_called_as_its_screen_calls_it() -> None:
    """UNDO names what it takes back in the words of the screens, in a line of the message."""
    assert [name for name, act in acts_of().items() if not act.label] == []
    assert all(len(act.label) <= 28 and act.label != name for name, act in acts_of().items())
    assert called(acts_of()["report-non-cooperation"]) == "NON COOP on CAS2"


def test_what_the_store_was_given_is_nobodys_to_take_back(performer: Performer):
    """The past of a lesson carries the worker's number: the last own act before it is the one taken back."""
    done(performer, AddNote(case=DOE, text="Of the past"))
    with performer.store.write() as session:
        note_given(session)
    assert refused(performer) == ["CS-142"]
    done(performer, AddNote(case=DOE, text="Mine"))
    given_now = done(performer, AddNote(case=ROE, text="An event of the lesson"))
    with performer.store.write() as session:
        note_given(session, given_now.number)
    back = undo(performer, actor="17001", on=TODAY, reason="Wrong.")
    assert isinstance(back, Receipt), back
    with performer.store.read() as session:
        newest = "SELECT subject FROM activity ORDER BY id DESC LIMIT 1"
        assert session.connection().exec_driver_sql(newest).scalar_one() == f"case {DOE}"


@pytest.mark.parametrize(
    ("act", "ended"),
    [
        (
            ChangePhone(person=4, number="225-555-0199", kind="work"),
            Phone(
                person=4, seq=2, number="225-555-0100", kind="work",
                since=date(2020, 1, 1), until=date(2021, 1, 1),
            ),
        ),
        (
            ChangeAddress(
                person=4, kind="mail", line1="9 NEW ST", city="HAMMOND", state="LA", zip_code="70401"
            ),
            Address(
                person=4, seq=2, kind="mail", line1="1 OLD RD", city="GRETNA", state="LA", zip_code="70053",
                since=date(2020, 1, 1), until=date(2021, 1, 1),
            ),
        ),
    ],
    ids=["phone", "address"],
)  # fmt: skip
def test_a_number_or_address_that_ended_long_ago_is_not_brought_back(
    performer: Performer, act: Act, ended: Record
):
    """There was none before the act: no entry makes that so again, and UNDO says what to do instead."""
    bulk_load(performer.store, [ended])
    done(performer, MarkFamilyViolence(person=4, marked=False, why="Ended"))
    receipt = done(performer, act)
    assert not receipt.undoable
    assert refused(performer) == ["CS-143"]


def test_a_referral_taken_back_sets_its_child_aside(performer: Performer) -> None:
    """Nothing is erased: the child stays on record, and counts no more."""
    before = stands(performer)
    act = ReceiveReferral(case=DOE, source="iva", received_on=TODAY, child_last="DOE", child_first="MAX")
    done(performer, act)
    assert isinstance(undo(performer, actor="17001", on=TODAY, reason="The wrong case."), Receipt)
    assert stands(performer) == before
    facts = performer.facts(DOE)
    assert facts is not None
    assert len(facts.file.children) == 2
    assert len(case_position.children_of(facts.file)) == 1
