"""Persons change: names, births, deaths, jail, state; two entries that are one person become one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from cstui.acts.base import Act
from cstui.acts.merging import MergePersons, SeparatePersons
from cstui.acts.perform import Performer, Receipt
from cstui.acts.persons import (
    ChangeAddress,
    ChangeEmployer,
    CorrectBirth,
    CorrectName,
    RecordDeath,
    RecordJail,
    RecordState,
)
from cstui.acts.undo import undo
from cstui.agencies.louisiana.acts.agreements import ReceiveOfs53
from cstui.agencies.louisiana.acts.appointments import ScheduleAppointment
from cstui.agencies.louisiana.acts.contacts import RecordContact
from cstui.agencies.louisiana.acts.followup import RecordOrder, RecordRetained
from cstui.agencies.louisiana.acts.mail import MailForm, ReturnMail
from cstui.agencies.louisiana.acts.presence import CorrectPresence
from cstui.agencies.louisiana.acts.referrals import ReceiveReferral, RecordForm4ncp
from cstui.agencies.louisiana.acts.reminders import MoveReminder, SetReminder
from cstui.agencies.louisiana.records import BenefitSpell, Case, Child, Session
from cstui.policy.effects import Refused
from cstui.policy.facts import PersonFacts
from cstui.policy.records import Person
from cstui.policy.rulebook import load_rulebook
from cstui.store import reads
from cstui.store.engine import create_store
from cstui.store.verify import verify
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, POE, ROE, office
from tests.agencies.louisiana.programs.driver import MOMENT, TODAY

TWIN = "17000126"
"""A case in which Jane Doe was entered a second time, as person 6, and Kim as person 7."""
LONG = date(1930, 1, 1)
"""Before anything could have been."""


@pytest.fixture
def performer() -> Iterator[Performer]:
    with create_store(":memory:", name="Persons", business_date=TODAY) as store:
        bulk_load(store, office())
        bulk_load(
            store,
            [
                Person(number=6, last="DOE", first="JAYNE"),
                Person(number=7, last="DOE", first="KIM", born=date(2019, 5, 4)),
                Case(number=TWIN, office="17", worker="17001", cp=6, ncp=4, opened=TODAY),
                Child(case=TWIN, seq=1, person=7, added_on=TODAY),
            ],
        )
        yield Performer(store, load_rulebook(), lambda: MOMENT)


def person(performer: Performer, number: int = 1) -> PersonFacts:
    with performer.store.read() as session:
        found = reads.person_view(session, number)
    assert found is not None
    return found


def done(performer: Performer, *acts: Act) -> Receipt:
    for act in acts:
        outcome = performer.perform(act, actor="17001", on=TODAY)
        assert isinstance(outcome, Receipt), outcome
    return outcome


def refused(performer: Performer, act: Act) -> list[str]:
    outcome = performer.perform(act, actor="17001", on=TODAY)
    assert isinstance(outcome, Refused), outcome
    return [f"{finding.rule} {finding.message}" for finding in outcome.findings]


def test_a_name_is_corrected_even_to_one_name_and_found_under_the_new_one(performer: Performer) -> None:
    done(performer, CorrectName(person=1, last="SUKARNO", why="one name on the passport"))
    assert (person(performer).person.last, person(performer).person.first) == ("SUKARNO", "")
    with performer.store.read() as session:
        assert [row.name for row in reads.search_people(session, "SUKARNO")] == ["SUKARNO"]
    assert verify(performer.store) == []
    assert isinstance(undo(performer, actor="17001", on=TODAY), Receipt)
    assert person(performer).person.first == "JANE"


def test_a_name_needs_its_last_part_and_a_reason(performer: Performer) -> None:
    found = refused(performer, CorrectName(person=1, last=" ", first="X", why=""))
    assert [one[:6] for one in found] == ["CS-105", "CS-105"]


@pytest.mark.parametrize(
    ("number", "born", "rule"),
    [
        (1, TODAY + timedelta(days=1), "CS-118"),
        (1, date(2019, 5, 4), "CS-280"),
        (3, date(1990, 1, 31), "CS-280"),
        (3, date(1989, 1, 1), "CS-280"),
        (1, date(1990, 1, 31), "CS-135"),
    ],
)
def test_impossible_births_are_refused(performer: Performer, number: int, born: date, rule: str) -> None:
    assert rule in [one[:6] for one in refused(performer, CorrectBirth(person=number, born=born, why="x"))]


def test_a_birth_is_corrected_or_not_known(performer: Performer) -> None:
    done(performer, CorrectBirth(person=1, born=date(1989, 1, 31), why="birth certificate"))
    assert person(performer).person.born == date(1989, 1, 31)
    done(performer, CorrectBirth(person=1, why="nobody knows"))
    assert person(performer).person.born is None


def test_death_jail_and_state_are_recorded_and_taken_back(performer: Performer) -> None:
    day = TODAY - timedelta(days=3)
    done(performer, RecordJail(person=1, since=day), RecordState(person=1, state="tx"))
    assert person(performer).person.held(TODAY)
    assert not person(performer).person.held(day - timedelta(days=1))
    done(performer, RecordJail(person=1, since=day, until=TODAY))
    assert not person(performer).person.held(TODAY)
    assert person(performer).person.lives_in == "TX"
    done(performer, RecordDeath(person=1, died_on=day, why="the sister called"))
    assert person(performer).person.dead(TODAY)
    assert isinstance(undo(performer, actor="17001", on=TODAY), Receipt)
    assert person(performer).person.died_on is None


@pytest.mark.parametrize(
    ("act", "rule"),
    [
        (RecordDeath(person=1, died_on=TODAY + timedelta(days=1), why="x"), "CS-118"),
        (RecordDeath(person=1, died_on=date(1990, 1, 30), why="x"), "CS-281"),
        (RecordDeath(person=1, why="x"), "CS-135"),
        (RecordJail(person=1, since=TODAY, until=TODAY), "CS-282"),
        (RecordJail(person=1, until=TODAY), "CS-105"),
        (RecordJail(person=1, since=date(1930, 1, 1)), "CS-281"),
        (RecordState(person=1, state="XX"), "CS-104"),
        (ChangeAddress(person=1, line1="1 A ST", city="B", state="ZZ", zip_code="70801"), "CS-104"),
        (ChangeAddress(person=1, line1="1 A ST", city="B", zip_code="7080"), "CS-116"),
        (ChangeAddress(person=1, line1="1 A ST", city="B", zip_code="70801-12"), "CS-116"),
    ],
)
def test_impossible_facts_are_refused(performer: Performer, act: Act, rule: str) -> None:
    assert [one[:6] for one in refused(performer, act)] == [rule]


def test_a_home_address_in_another_state_says_where_the_person_lives(performer: Performer) -> None:
    done(
        performer,
        ChangeAddress(person=1, line1="1 A ST", city="HOUSTON", state="TX", zip_code="770011234"),
    )
    assert person(performer).person.lives_in == "TX"
    assert isinstance(undo(performer, actor="17001", on=TODAY), Receipt)
    assert person(performer).person.lives_in == "LA"


def test_a_merge_moves_the_cases_and_the_way_back_moves_those_alone(performer: Performer) -> None:
    before = performer.facts(TWIN)
    receipt = done(
        performer,
        MergePersons(person=6, into=1, why="same person, spelled wrong"),
        MergePersons(person=7, into=3, why="same child"),
    )
    facts = performer.facts(TWIN)
    assert facts.cp.number == 1
    assert [spell.program for spell in facts.spells] == ["FITAP"]
    assert [file.key for file in facts.others] == [DOE, ROE]
    assert facts.file.children[0].person == 3
    assert facts.file.version > before.file.version
    assert {step.key for step in receipt.steps} == {DOE, TWIN}
    with performer.store.read() as session:
        assert reads.in_force(session, 6) == 1
        assert [row.number for row in reads.search_people(session, "DOE")] == [1, 3]
        assert [row.number for row in reads.search_people(session, 6)] == [1]
    assert refused(performer, ChangeEmployer(person=6, employer="X"))[0].startswith("CS-286")
    done(performer, SeparatePersons(person=6, why="two sisters after all"))
    assert performer.facts(TWIN).cp.number == 6
    assert performer.facts(TWIN).file.children[0].person == 3
    assert {performer.facts(key).cp.number for key in (DOE, ROE)} == {1}
    assert refused(performer, SeparatePersons(person=6, why="again"))[0].startswith("CS-287")
    assert verify(performer.store) == []


def test_a_merge_is_undone_by_undo(performer: Performer) -> None:
    done(performer, MergePersons(person=7, into=3, why="same child"))
    assert isinstance(undo(performer, actor="17001", on=TODAY), Receipt)
    assert performer.facts(TWIN).file.children[0].person == 7
    assert person(performer, 7).person.merged_into is None


@pytest.mark.parametrize(
    ("gone", "into", "why"),
    [
        (1, 1, "it is the same entry"),
        (1, 2, "both have a part in case"),
        (1, 4, "born 01/31/1990 and 07/09/1988"),
        (1, 6, "it has records of its own (benefit spell)"),
        (6, 4, "both have a part in case"),
    ],
)
def test_a_merge_that_would_lose_something_is_refused(
    performer: Performer, gone: int, into: int, why: str
) -> None:
    found = refused(performer, MergePersons(person=gone, into=into, why="x"))
    assert any(why in one for one in found), found


def test_overlapping_benefits_of_two_entries_are_refused_both_ways(performer: Performer) -> None:
    bulk_load(
        performer.store,
        [BenefitSpell(person=6, seq=1, program="FITAP", iva_number="8", applied=TODAY, begins=TODAY)],
    )
    for gone, into in ((1, 6), (6, 1)):
        found = refused(performer, MergePersons(person=gone, into=into, why="x"))
        assert any("benefit spell" in one for one in found)


def test_whoever_is_merged_with_a_hidden_person_is_hidden_too(performer: Performer) -> None:
    bulk_load(performer.store, [Person(number=8, last="POE", first="ANN", family_violence=True)])
    done(performer, MergePersons(person=8, into=3, why="same person"))
    assert person(performer, 3).person.family_violence
    assert performer.facts(POE).cp.number == 4


def test_a_contact_of_1930_is_refused(performer: Performer) -> None:
    for day in (date(1930, 1, 1), date(2025, 2, 1)):
        early = RecordContact(case=DOE, how="C", about="OT", on=day)
        assert [one[:6] for one in refused(performer, early)] == ["CS-288"]
    done(performer, RecordContact(case=DOE, how="C", about="OT", on=date(2025, 2, 2)))


@pytest.mark.parametrize(
    ("born", "rule"), [(TODAY + timedelta(days=1), "CS-118"), (date(1990, 1, 31), "CS-280")]
)
def test_a_child_of_a_referral_is_born_after_its_parents_and_by_today(
    performer: Performer, born: date, rule: str
) -> None:
    names = {"child_last": "DOE", "child_first": "ZOE"}
    act = ReceiveReferral(case=DOE, source="iva", received_on=TODAY, child_born=born, **names)
    assert [one[:6] for one in refused(performer, act)] == [rule]


@pytest.mark.parametrize(
    ("act", "rules"),
    [
        (RecordRetained(case=DOE, paid_on=LONG, amount=100, assigned_on=LONG), ["CS-288"]),
        (ReceiveReferral(case=DOE, source="iva", received_on=LONG, form_4ncp="S"), ["CS-288"]),
        (RecordForm4ncp(case=DOE, form_4ncp="S", found_on=LONG), ["CS-288"]),
        (ReceiveOfs53(case=DOE, received_on=LONG), ["CS-288"]),
        (ReceiveOfs53(case=DOE, received_on=TODAY, applied_on=TODAY + timedelta(days=1)), ["CS-289"]),
        (RecordOrder(case=TWIN, child=1, order_on=date(2019, 5, 3)), ["CS-281"]),
        (RecordOrder(case=TWIN, child=1, emancipated_on=date(2019, 5, 3)), ["CS-281"]),
    ],
)
def test_what_cannot_have_been_on_that_day_is_refused(
    performer: Performer, act: Act, rules: list[str]
) -> None:
    assert [one[:6] for one in refused(performer, act)] == rules


def test_a_letter_comes_back_after_it_was_mailed(performer: Performer) -> None:
    done(performer, ScheduleAppointment(case=DOE, purpose="SI", on=TODAY + timedelta(days=8), at="09:00"))
    done(performer, MailForm(case=DOE, form=1))
    early = ReturnMail(case=DOE, form=1, returned_on=TODAY - timedelta(days=1))
    assert refused(performer, early)[0].startswith("CS-289 RETURNED 03/01/2026 is before the mailing of")


def test_a_reminder_in_the_past_is_refused_by_do_as_on_the_screen(performer: Performer) -> None:
    past = TODAY - timedelta(days=1)
    assert [one[:6] for one in refused(performer, SetReminder(case=DOE, due=past, text="x"))] == ["CS-174"]
    done(performer, SetReminder(case=DOE, due=TODAY, text="x"))
    assert [one[:6] for one in refused(performer, MoveReminder(case=DOE, reminder=1, due=past))] == ["CS-174"]


def test_presence_at_a_hearing_is_corrected_and_only_there(performer: Performer) -> None:
    day = date(2026, 3, 17)
    bulk_load(performer.store, [Session(office="17", seq=1, kind="CH", on=day, at="09:00")])
    done(performer, ScheduleAppointment(case=DOE, purpose="CH", on=day, at="09:00", presence_required=True))
    done(performer, ScheduleAppointment(case=DOE, purpose="SI", on=day, at="10:00"))
    done(performer, CorrectPresence(case=DOE, appointment=1, required=False, reason="counsel goes"))
    assert performer.facts(DOE).file.appointments[0].presence_required is False
    again = CorrectPresence(case=DOE, appointment=1, required=False, reason="counsel goes")
    assert [one[:6] for one in refused(performer, again)] == ["CS-135"]
    other = CorrectPresence(case=DOE, appointment=2, required=False, reason="x")
    assert [one[:6] for one in refused(performer, other)] == ["CS-123"]
