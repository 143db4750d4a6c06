"""PERS shows a person with everything known, takes changes, and hides what family violence hides."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.acts.persons import ChangeAddress, ChangeEmployer, MarkFamilyViolence
from cstui.agencies.louisiana.records import BenefitSpell
from cstui.policy.facts import PersonFacts
from cstui.store import reads
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, POE, ROE
from tests.agencies.louisiana.programs.driver import Desk
from tests.records import reported

SECRETS = ("77 SHELTER", "HIDEAWAY", "70999", "0777", "SECRET DINER")


def person(desk: Desk, number: int = 1) -> PersonFacts:
    with desk.store.read() as session:
        found = reads.person_view(session, number)
    assert found is not None
    return found


@pytest.mark.parametrize("line", ["PERS 1", f"PERS {DOE}", f"CAS1 {DOE};PERS", f"CAS1 {DOE};PERS ."])
def test_a_person_by_number_by_case_or_by_the_case_in_hand(desk: Desk, line: str):
    desk.command(line)
    assert (desk.screen, desk.value("name"), desk.value("born")) == ("PERS", "DOE, JANE", "01/31/1990")
    assert (desk.value("line1"), desk.value("city"), desk.value("state")) == (
        "12 OAK ST",
        "BATON ROUGE",
        "LA",
    )
    assert (desk.value("home_phone"), desk.value("employer")) == ("225-555-0101", "ACME MILLS")
    assert (desk.value("violence"), desk.answer.seen) == ("no", {"person 1": 1})


def test_a_person_asked_for_by_case_puts_that_case_in_hand(desk: Desk):
    assert desk.command(f"PERS {ROE}").command("CAS2").value("case") == ROE


def test_cases_benefits_and_history_in_one_list(office_store: Store):
    bulk_load(office_store, [reported(DOE, date(2026, 2, 20), reported_on=None)])
    desk = Desk(office_store).command("PERS 1")
    assert desk.column("what") == ["CASE", "CASE", "BENEFIT", "ADDRESS", "ADDRESS", "PHONE"]
    assert desk.column("which")[:3] == [f"{DOE} CP", f"{ROE} CP", "FITAP"]
    assert desk.column("detail")[0] == "OPEN NON COOP MA office 17/17001"
    assert desk.column("detail")[4] == "1 OLD ST, GONZALES LA 70737"
    assert (desk.column("since")[4], desk.column("until")[4]) == ("01/01/2020", "01/01/2025")
    desk.type("action", "S", 1).key("enter")
    assert (desk.screen, desk.value("case")) == ("CAS1", ROE)


def test_several_things_changed_at_once(desk: Desk):
    desk.command("PERS 1").type("line1", "5 new rd").type("zip", "70802-1234")
    desk.type("mobile_phone", "(225) 555 0199").type("employer", "").key("enter")
    assert desk.rules == []
    assert desk.answer.message == (
        "The new address is entered. The new number is entered. Place of work changed."
    )
    view = person(desk)
    present = [a for a in view.addresses if a.until is None]
    assert [(a.line1, a.city, a.zip_code) for a in present] == [("5 NEW RD", "BATON ROUGE", "70802-1234")]
    assert [(p.kind, p.number) for p in view.phones] == [("mobile", "225-555-0199"), ("home", "225-555-0101")]
    assert view.person.employer == ""
    assert [line[:2] for line in desk.log(DOE)] == ["PE", "PE", "PE"]
    assert len(desk.log(ROE)) == 3
    assert desk.value("line1") == "5 NEW RD"


def test_a_mail_address_stands_beside_the_home_address(desk: Desk):
    desk.command("PERS 1").type("mail_line1", "PO BOX 9").type("mail_city", "ZACHARY").type(
        "mail_zip", "70791"
    )
    desk.key("enter")
    present = {a.kind: (a.line1, a.state) for a in person(desk).addresses if a.until is None}
    assert present == {"home": ("12 OAK ST", "LA"), "mail": ("PO BOX 9", "LA")}


def test_everything_wrong_is_said_at_once_and_nothing_is_written(desk: Desk):
    desk.command("PERS 1").type("line1", "").type("zip", "ABC").type("mail_city", "ZACHARY")
    desk.type("home_phone", "12").type("employer", "OTHER").type("action", "Q", 0).key("enter")
    assert desk.rules == ["CS-130", "CS-116", "CS-105", "CS-116", "CS-105", "CS-105"]
    assert desk.fields == ["action.0", "home_phone", "line1", "zip", "mail_line1", "mail_zip"]
    assert (desk.value("zip"), desk.value("employer"), desk.value("line1")) == ("ABC", "OTHER", "")
    assert desk.written() == 0


def test_a_number_that_is_erased_is_said(desk: Desk):
    assert desk.command("PERS 1").type("home_phone", "").key("enter").rules == ["CS-105"]
    assert desk.fields == ["home_phone"]


def test_nothing_typed_changes_nothing(desk: Desk):
    desk.command("PERS 1").key("enter")
    assert (desk.rules, desk.written()) == ([], 0)
    assert desk.type("why", "Because").key("enter").rules == ["CS-129"]


def test_an_address_somebody_else_entered_meanwhile_is_not_written_over(desk: Desk):
    desk.command("PERS 1")
    desk.do(ChangeAddress(person=1, line1="9 ELM", city="BAKER", zip_code="70714"), actor="17002")
    desk.type("line1", "5 NEW RD").key("enter")
    assert (desk.screen, desk.rules) == ("DIFF", ["CS-110"])
    assert desk.key("pf12").value("line1") == "5 NEW RD"
    assert [a.line1 for a in person(desk).addresses if a.until is None] == ["9 ELM"]


def test_a_place_of_work_changed_meanwhile_is_not_written_over(desk: Desk):
    desk.command("PERS 1")
    desk.do(ChangeEmployer(person=1, employer="ELSEWHERE"), actor="17002")
    desk.type("employer", "HERE").key("enter")
    assert "CS-110" in desk.rules
    assert person(desk).person.employer == "ELSEWHERE"


def test_a_marked_person_has_everything_hidden_and_shut(desk: Desk):
    desk.command(f"PERS {POE}")
    assert (desk.value("violence"), desk.value("line1")) == ("YES", "HIDDEN: FAMILY VIOLENCE")
    assert desk.value("employer") == "HIDDEN: FAMILY VIOLENCE"
    assert not any(desk.buffer.slot(name).entry for name in ("line1", "mail_city", "home_phone", "employer"))
    assert desk.buffer.slot("why").entry
    for secret in SECRETS:
        assert secret not in desk.shown()
    assert desk.key("enter").rules == []
    assert desk.written() == 0


def test_mark_sets_and_lifts_with_a_reason(desk: Desk):
    desk.command("PERS 1").key("pf6")
    assert (desk.rules, desk.fields, desk.written()) == (["CS-105"], ["why"], 0)
    desk.type("why", "She told us so").key("pf6")
    assert person(desk).person.family_violence
    assert desk.value("line1") == "HIDDEN: FAMILY VIOLENCE"
    assert desk.log(ROE) == ["PE JANE DOE: Family-violence mark set. She told us so"]
    desk.command("MARK Protective order ended")
    assert not person(desk).person.family_violence
    assert desk.value("line1") == "12 OAK ST"


def test_a_mark_set_meanwhile_shuts_what_was_being_typed(desk: Desk):
    desk.command("PERS 1").type("line1", "5 NEW RD")
    desk.do(MarkFamilyViolence(person=1, marked=True, why="Told BEN"), actor="17002")
    desk.key("enter")
    assert (desk.rules, desk.value("line1")) == (["CS-110"], "HIDDEN: FAMILY VIOLENCE")
    assert "OAK" not in desk.shown()
    assert [a.seq for a in person(desk).addresses if a.until is None] == [2]


@pytest.mark.parametrize(
    ("line", "rule"),
    [("PERS 999", "CS-121"), ("PERS 99999999", "CS-121"), ("PERS", "CS-122"), ("PERS JANE", "CS-116")],
)
def test_who_is_not_there_leaves_the_screen_where_it_was(desk: Desk, line: str, rule: str):
    desk.command(line)
    assert (desk.screen, desk.rules) == ("WORK", [rule])


def test_a_person_without_anything(desk: Desk):
    desk.command("PERS 3")
    assert (desk.value("line1"), desk.column("which")) == ("", [f"{DOE} CH"])


def test_benefits_stand_month_by_month(desk: Desk):
    """March 2026: FITAP since February; the strip runs from March 2025 to April 2026."""
    desk.command(f"PERS {DOE}")
    assert desk.answer.values["months"] == "MAMJJASONDJFMA"
    assert desk.answer.values["strip"] == "...........FFF"
    notice = BenefitSpell(
        person=1,
        seq=2,
        program="KCSP",
        iva_number="9",
        applied=date(2025, 4, 1),
        begins=date(2025, 5, 20),
        notice_on=date(2025, 7, 31),
        closed=date(2025, 9, 1),
    )
    bulk_load(desk.store, [notice])
    assert desk.command(f"PERS {DOE}").answer.values["strip"] == "..KKnK.....FFF"


def test_a_person_without_benefits_has_no_strip(desk: Desk):
    assert desk.command("PERS P2").answer.values["strip"] == ""
