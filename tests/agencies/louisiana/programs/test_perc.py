"""PERC corrects a person and merges two entries, with a preview and a way back."""

from __future__ import annotations

from cstui.agencies.louisiana.records import Case
from cstui.policy.records import Person
from cstui.store import reads
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, POE
from tests.agencies.louisiana.programs.driver import TODAY, Desk

TWIN = "17000126"


def known(desk: Desk, number: int = 1) -> Person:
    with desk.store.read() as session:
        found = reads.person_view(session, number)
    assert found is not None
    return found.person


def test_name_death_and_jail_are_typed_over_together(desk: Desk):
    desk.command("PERC 1").type("first", "").type("last", "JANEDOE").type("born", "01/31/1989")
    desk.type("held", "02/01/2026").type("lives", "TX").type("why", "passport").key("enter")
    assert desk.rules == []
    person = known(desk)
    assert (person.last, person.first, f"{person.born}", person.lives_in) == (
        "JANEDOE",
        "",
        "1989-01-31",
        "TX",
    )
    assert desk.value("standing") == "IN JAIL SINCE 02/01/2026, LIVES IN TX"
    assert desk.command("PERS 1").value("standing") == "IN JAIL SINCE 02/01/2026, LIVES IN TX"


def test_everything_impossible_is_said_and_nothing_written(desk: Desk):
    desk.command("PERC 1").type("born", "01/01/2020").type("held", "02/01/2026").type("free", "01/01/2026")
    desk.type("lives", "ZZ").key("enter")
    assert "CS-104" in desk.rules
    desk.type("lives", "").key("enter")
    assert {"CS-105", "CS-280", "CS-282"} <= set(desk.rules)
    assert desk.written() == 0


def test_a_merge_shows_first_what_it_changes_and_can_be_taken_back(office_store: Store):
    bulk_load(
        office_store,
        [
            Person(number=6, last="DOE", first="JAYNE"),
            Case(number=TWIN, office="17", worker="17001", cp=6, opened=TODAY),
        ],
    )
    desk = Desk(office_store).command("PERC 6").type("into", "1").key("enter")
    assert desk.column("what") == [f"CASE {TWIN} CP", "PERSON 6 MERGED INTO"]
    assert (desk.column("from")[0], desk.column("to")[0]) == ("6", "1")
    assert desk.value("intoname") == "DOE, JANE"
    assert desk.written() == 0
    desk.type("why", "entered twice").command("MERGE")
    assert desk.rules == []
    assert desk.value("number") == "1"
    assert desk.command("PERS 6").value("name") == "DOE, JANE"
    desk.command("PERC 1")
    assert desk.column("from") == ["6"]
    desk.type("action", "T", 0).type("why", "two sisters").key("enter")
    assert desk.rules == []
    assert known(desk, 6).merged_into is None
    assert desk.column("from") == []


def test_a_merge_that_would_lose_something_says_why_before_anything_is_done(desk: Desk):
    desk.command("PERC 1").type("into", "4").key("enter")
    assert desk.rules == ["CS-284", "CS-284"]
    desk.type("into", "ABC").key("enter")
    assert desk.rules == ["CS-116"]
    desk.type("into", "999").key("enter")
    assert desk.rules == ["CS-121"]
    assert desk.written() == 0


def test_a_merge_needs_a_reason_and_a_number(desk: Desk):
    assert desk.command(f"PERC {DOE}").command("MERGE").rules == ["CS-105"]


def test_the_state_of_a_hidden_person_is_not_shown(desk: Desk):
    desk.command("PERC 4")
    assert desk.value("lives") == ""


def test_cas1_says_what_has_happened_to_parties_and_children(desk: Desk):
    desk.command("PERC 1").type("died", "03/01/2026").type("why", "certificate").key("enter")
    desk.command("PERC 2").type("held", "02/01/2026").key("enter")
    desk.command("PERC 3").type("born", "05/04/2007").type("why", "certificate").key("enter")
    assert desk.rules == []
    desk.command(f"CAS1 {DOE}")
    assert (
        desk.value("standing")
        == "CP DIED 03/01/2026; NCP IN JAIL SINCE 02/01/2026; CHILD 1 OF AGE 05/04/2025"
    )


def test_another_payee_takes_over_the_case_and_the_next_step_follows(desk: Desk):
    desk.command(f"CAS1 {DOE};PERC 3").command("PAYEE")
    assert desk.rules == ["CS-105", "LA-E520-31"]
    desk.type("why", "they live with her").command("PAYEE DOE, GRACE")
    assert desk.rules == []
    assert (desk.screen, desk.value("cp")) == ("CAS1", "DOE, GRACE")
    desk.command(f"CAS1 {DOE};PERC 4").type("why", "the aunt has them now").command("PAYEE")
    assert desk.value("cp") == "POE, ANN"
    desk.command("PERS 4")
    assert desk.column("which")[:2] == [f"{DOE} CP", f"{POE} CP"]
