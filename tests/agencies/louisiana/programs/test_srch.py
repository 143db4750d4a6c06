"""SRCH finds people and cases by what a caller can tell; nothing found and bad dates are said."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.agencies.louisiana.records import BenefitSpell, Case
from cstui.policy.records import Person, Phone
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, POE, ROE
from tests.agencies.louisiana.programs.driver import Desk


@pytest.mark.parametrize(
    "wanted", ["DOE,JA", "doe,ja", "DOE JANE", "1", "01311990", "1/31/1990", "01/31/90", "1-31-90"]
)
def test_a_person_with_every_case(desk: Desk, wanted: str):
    desk.command("SRCH").type("wanted", wanted).key("enter")
    assert desk.screen == "SRCH"
    assert desk.column("name") == ["DOE, JANE", "DOE, JANE"]
    assert desk.column("case") == [DOE, ROE]
    assert desk.column("role") == ["CP", "CP"]
    assert (desk.value("status", 0), desk.value("office", 0), desk.value("worker", 0)) == (
        "OPEN",
        "17",
        "17001",
    )


def test_the_slash_searches_from_any_screen(desk: Desk):
    desk.command(f"CAS1 {DOE}").command("/poe")
    assert (desk.screen, desk.column("name")) == ("SRCH", ["POE, ANN", "POE, LEE"])
    assert desk.key("pf3").screen == "CAS1"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("/bebe", "Bébé, ROSE"),
        ("/BÉBÉ,RO", "Bébé, ROSE"),
        ("/odogwood", "O'Dogwood, ANA"),
        ("/o'dog", "O'Dogwood, ANA"),
        ("/practice doe", "Practice-Doe, KIM"),
        ("/practice-doe kim", "Practice-Doe, KIM"),
    ],
)
def test_a_name_is_found_however_it_is_accented_or_parted(desk: Desk, line: str, name: str):
    named = [("Bébé", "ROSE"), ("O'Dogwood", "ANA"), ("Practice-Doe", "KIM")]
    bulk_load(
        desk.store,
        [Person(number=60 + at, last=last, first=first) for at, (last, first) in enumerate(named)],
    )
    assert desk.command(line).column("name") == [name]


@pytest.mark.parametrize("line", [f"/{POE}", f"SRCH {POE}"])
def test_a_case_number_opens_the_case_at_once(desk: Desk, line: str):
    desk.command(line)
    assert (desk.screen, desk.value("case")) == ("CAS1", POE)
    assert desk.key("pf3").screen == "WORK"


def test_a_case_number_typed_on_the_screen_opens_the_case_and_comes_back(desk: Desk):
    desk.command("SRCH").type("wanted", POE).key("enter")
    assert (desk.screen, desk.value("case")) == ("CAS1", POE)
    assert desk.key("pf3").screen == "SRCH"


def test_eight_digits_are_a_case_before_they_are_a_date(desk: Desk):
    bulk_load(
        desk.store,
        [
            Person(number=9, last="FOY", first="IDA", born=date(1985, 3, 12)),
            Person(number=11, last="GUY", first="AL", born=date(1986, 3, 12)),
            Case(number="03121985", office="17", worker="17001", cp=9, opened=date(2026, 2, 2)),
        ],
    )
    assert desk.command("/03121985").screen == "CAS1"
    desk.command("/03121986")
    assert (desk.screen, desk.column("name")) == ("SRCH", ["GUY, AL"])


def test_s_opens_the_case_and_enter_on_a_line_too(desk: Desk):
    desk.command("/DOE,J").type("action", "S", 1).key("enter")
    assert (desk.screen, desk.value("case")) == ("CAS1", ROE)
    desk.key("pf3").at("name", 0).key("enter")
    assert (desk.screen, desk.value("case")) == ("CAS1", DOE)


@pytest.mark.parametrize("wanted", ["ZZZ", "12345678", "999999", "1234567890", "02/02/1902", "NO SUCH"])
def test_nothing_found_is_said_and_what_was_typed_stays(desk: Desk, wanted: str):
    desk.command("SRCH").type("wanted", wanted).key("enter")
    assert (desk.rules, desk.value("wanted")) == (["CS-128"], wanted)
    assert desk.where().field == "wanted"  # type: ignore[union-attr]


def test_what_finds_nothing_leaves_no_list_of_the_search_before(desk: Desk):
    """What was typed stays; the next search and the way back to the one before are one entry away."""
    desk.command("/DOE,J").type("wanted", "ZZZ").key("enter")
    assert (desk.rules, desk.value("wanted"), desk.column("name")) == (["CS-128"], "ZZZ", [])
    assert desk.key("enter").rules == ["CS-128"]
    desk.type("wanted", "DOE,J").key("enter")
    assert desk.rules == []
    assert "DOE, JANE" in desk.column("name")


def test_nothing_found_from_another_screen_stays_there(desk: Desk):
    desk.command(f"CAS1 {DOE}").command("/ZZZ")
    assert (desk.screen, desk.rules, desk.value("case")) == ("CAS1", ["CS-128"], DOE)


def test_a_day_that_does_not_exist(desk: Desk):
    assert desk.command("SRCH").type("wanted", "02/30/1990").key("enter").rules == ["CS-103"]


def test_an_unknown_letter_before_a_line(desk: Desk):
    desk.command("/DOE").type("action", "Q", 1).key("enter")
    assert (desk.rules, desk.fields, desk.value("action", 1)) == (["CS-130"], ["action.1"], "Q")


def test_pages_go_on_inside_a_person_with_many_cases(desk: Desk):
    bulk_load(
        desk.store,
        [
            Person(number=50, last="LONG", first="A"),
            Person(number=51, last="LONG", first="B"),
            *(
                Case(number=f"170009{n:02}", office="17", worker="17001", cp=50, opened=date(2026, 2, 2))
                for n in range(20)
            ),
        ],
    )
    desk.command("/LONG")
    first = desk.column("case")
    assert (len(first), desk.answer.more_above, desk.answer.more_below) == (15, False, True)
    desk.key("pf8")
    second = desk.column("case")
    assert [*first, *second] == [*(f"170009{n:02}" for n in range(20)), ""]
    assert (desk.answer.more_above, desk.answer.more_below) == (True, False)
    assert desk.key("pf8").column("case") == second
    assert desk.key("pf7").column("case") == first
    assert desk.key("pf7").column("case") == first
    assert desk.key("pf8").type("action", "S", 5).key("enter").screen == "PERS"


def test_an_empty_search_waits(desk: Desk):
    desk.command("SRCH").key("enter")
    assert (desk.screen, desk.rules, desk.answer.rows) == ("SRCH", [], ())


@pytest.fixture
def numbered(desk: Desk) -> Desk:
    """A case with a docket and an IV-A number; the CP's mobile is Jane Doe's old number at work."""
    own = {"office": "17", "worker": "17001", "opened": date(2026, 2, 2)}
    bulk_load(
        desk.store,
        [
            Person(number=20, last="FOY", first="IDA"),
            Case(number="17000700", cp=20, docket="D-0218a", iva_number="880012345", **own),
            Phone(person=20, seq=1, kind="mobile", number="(225) 555.0199", since=date(2026, 1, 1)),
            Phone(person=1, seq=2, number="225-555-0199", since=date(2020, 1, 1), until=date(2025, 1, 1)),
        ],
    )
    return desk


@pytest.mark.parametrize(
    "wanted",
    [
        "D-0218A",
        "d-0218a",
        "880012345",
        "225-555-0199",
        "2255550199",
        "(225) 555-0199",
        "5550199",
        "555-0199",
    ],
)
def test_a_docket_an_iva_number_or_a_telephone_finds_the_cp(numbered: Desk, wanted: str):
    numbered.command("SRCH").type("wanted", wanted).key("enter")
    assert (numbered.column("name"), numbered.column("case")) == (["FOY, IDA"], ["17000700"])


def test_the_iva_number_of_a_spell_finds_its_payee(desk: Desk):
    bulk_load(
        desk.store,
        [
            BenefitSpell(person=4, seq=1, program="KCSP", iva_number="77001", applied=date(2026, 1, 5)),
        ],
    )
    assert desk.command("/77001").column("name") == ["POE, ANN"]


@pytest.mark.parametrize("wanted", ["225-555-0777", "2255550777", "5550777"])
def test_nobody_under_family_violence_is_found_by_telephone(desk: Desk, wanted: str):
    desk.command("SRCH").type("wanted", wanted).key("enter")
    assert desk.rules == ["CS-128"]
    assert "POE" not in desk.shown()
