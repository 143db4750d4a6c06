"""From a noncustodial parent in KEES to a case on CADS: NCPD, the gate of EDBC, REFM, PAR1, PAR2."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cstui.policy.records import Person
from tests.agencies.kansas.programs.desk import CONSUMER, Desk, example_store

BOB = Person(number=900, last="PRACTICE-OAK", first="BOB", born=date(1990, 1, 2))
CHILD = "PRACTICE-OAK, KIM"


@pytest.fixture
def kees() -> Iterator[Desk]:
    """A worker, with an application for TANF of a person who has one parent at home."""
    store, on, _ = example_store("referral-gate-overridden", [BOB])
    with store:
        desk = Desk(store, on)
        desk.command(f"EDBC {CONSUMER}").enter(programs="TANF")
        yield desk.command("NCPD").enter(parents="1")


def approve(desk: Desk) -> Desk:
    return desk.command("EDBC").enter(program="TANF", month="032026", application="1")


@pytest.fixture
def css(kees: Desk) -> Desk:
    """The CSS worker on the morning after the approval."""
    kees.key("pf5", last="PRACTICE-OAK", first="BOB", absence="NM", children=CHILD)
    approve(kees)
    assert kees.rules == []
    return kees.command("NIGHT")


def test_a_referral_is_opened_by_its_number(css: Desk) -> None:
    number = css.command("REFM").column("number")[0]
    assert css.command("WORK").command(f"REFM {number}").screen == "PAR1"
    assert css.value("number") == number
    assert css.command("REFM 7999999999").rules == ["CS-128"]
    assert css.command("REFM 7X").rules == ["CS-130"]


def test_the_guide_leads_to_the_parent_who_is_missing(kees: Desk) -> None:
    assert "a parent is missing" in kees.command(f"EDBC {CONSUMER}").guide()
    kees.command("NCPD").key("pf5", last="PRACTICE-OAK", children=CHILD)
    assert "ENCL, then EDBC" in kees.command("EDBC").guide()


def test_edbc_is_refused_until_two_parents_are_accounted_for(kees: Desk) -> None:
    assert "EDBC does not run" in kees.command("NCPD").answer.message
    assert approve(kees).rules == ["KS-REF-01"]
    kees.key("pf12").command("NCPD").key("pf5", last="PRACTICE-OAK", children=CHILD)
    assert (kees.rules, kees.column("parent")) == ([], ["PRACTICE-OAK"])
    assert approve(kees).rules == []


def test_the_gate_is_overridden_with_why(kees: Desk) -> None:
    assert kees.enter(override="SA").rules == ["CS-105"]
    assert kees.enter(why="Adopted alone").rules == []
    assert kees.answer.message.startswith("Parents at home: 1. EDBC runs for single adoptive parent")
    assert kees.enter(parents="3").rules == ["CS-116"]


def test_a_presumed_father_is_unrelated(kees: Desk) -> None:
    assert kees.key("pf5", last="PRACTICE-OAK", expedited="Y", children=CHILD).rules == ["KS-REF-03"]
    assert kees.key("pf5", relationship="UN").rules == []
    assert kees.column("exp") == ["Y"]


def test_a_parent_is_removed_and_children_are_named(kees: Desk) -> None:
    assert kees.key("pf5").rules == ["CS-105"]
    assert kees.enter(last="PRACTICE-OAK").rules == ["CS-701"]
    kees.key("pf5")
    assert kees.enter(action_0="N", children=CHILD).rules == []
    assert kees.column("of") == [CHILD]
    assert kees.enter(action_0="X").rules == ["CS-105"]
    assert kees.enter(why="At home again").rules == []
    assert kees.column("parent") == []


def test_a_referral_is_worked_from_the_list_to_a_case(css: Desk) -> None:
    css.command("REFM")
    assert (css.column("number"), css.column("ap")) == (["7100000101"], ["PRACTICE-OAK, BOB"])
    css.enter(action_0="S")
    assert (css.screen, css.column("role")) == ("PAR1", ["AR", "AP", "CH"])
    assert css.key("pf18").rules[0] == "KS-REF-10"
    css.enter(action_0="N")
    css.enter(action_1="N")
    assert "2 found: 900 PRACTICE-OAK, BOB 01/02/1990; " in css.answer.message
    assert css.enter(action_1="N", match="901").rules == ["CS-121"]
    assert css.enter(match="900").rules == []
    assert css.column("matched")[1] == "900"
    assert css.enter(action_2="N").answer.message == "Nobody of that name is on record."
    css.key("pf18")
    assert css.answer.message == "Referral 7100000101 registered as case 8100000101."
    css.command("CADS 8100000101")
    assert (css.value("program"), css.value("with_med"), css.value("assigned")) == ("AF", "Y", "Y")
    assert css.value("ap_name") == "PRACTICE-OAK, BOB"
    assert css.command("REFM").answer.message == "No referral waits."
    assert css.command("REFM ALL").column("state") == ["A"]


def test_an_ap_who_is_nobody_on_record_is_entered_anew(css: Desk) -> None:
    css.command(f"PAR1 {CONSUMER}")
    for row in (0, 1, 2):
        css.enter(**{f"action_{row}": "N"})
    assert set(css.key("pf18").rules) == {"CS-158"}
    assert css.command("CADS 8100000101").value("ap_name") == "PRACTICE-OAK, BOB"


def test_par2_shows_the_rest_and_deactivation_needs_why(css: Desk) -> None:
    css.command(f"PAR1 {CONSUMER}").key("pf15")
    assert (css.screen, css.value("absence"), css.value("children")) == ("PAR2", "Never married", CHILD)
    assert (css.key("pf3").screen, css.key("pf22").rules) == ("PAR1", ["CS-105"])
    assert css.key("pf22", why="A case exists").rules == []
    assert css.value("state") == "deactivated"
    assert css.key("pf22", why="Again").rules == ["KS-REF-09"]


def test_what_cannot_be_is_refused(css: Desk) -> None:
    assert css.command("REFM BLUE").rules == ["CS-130"]
    assert css.command(f"PAR1 {CONSUMER} 7").rules == ["KS-IF-30"]
    css.command(f"PAR1 {CONSUMER}")
    assert css.enter(match="900").rules == ["CS-171"]
    assert css.enter(match="", action_0="N", action_1="N").rules == ["CS-130"]
    assert css.key("pf12").command("REFM OFFICE").column("type") == ["NEW"]


def test_eligibility_is_told_what_a_referral_lacks(kees: Desk) -> None:
    kees.key("pf5", last="PRACTICE-OAK")
    approve(kees).command("NIGHT").command("NCPD")
    assert kees.column("referral") == ["lacks a child with a name"]
    assert "tried again every night" in kees.guide() or "a child with a name" in kees.guide()
    kees.enter(action_0="N", children=CHILD).command("NIGHT").command("NCPD")
    assert kees.column("referral")[0].startswith("at CSS")


def test_a_changed_parent_comes_again_as_a_change_of_the_case(css: Desk) -> None:
    css.command(f"PAR1 {CONSUMER}").enter(action_0="N").enter(action_1="N").enter(action_1="N", match="900")
    css.enter(action_2="N").key("pf18")
    css.command("NCPD")
    assert css.enter(action_0="C").rules == ["CS-105"]
    assert css.enter(good_cause="PD").rules == []
    assert css.column("referral") == ["CHANGE tonight"]
    css.command("NIGHT").command("REFM CHANGE")
    assert css.column("number") == ["7100000102"]
    css.enter(action_0="S")
    for row in (0, 1, 2):
        css.enter(**{f"action_{row}": "N"})
    assert css.key("pf18").answer.message == "Referral 7100000102 registered on case 8100000101."
    css.command("CADS 8100000101")
    assert css.value("gc1_code") == "PD"
