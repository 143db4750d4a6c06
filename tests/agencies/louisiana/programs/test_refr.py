"""REFR: referrals taken in and cleared, OFS 4NCP found, a child added, its participation status."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.agencies.louisiana.acts.contacts import RecordContact
from cstui.agencies.louisiana.acts.referrals import ReceiveReferral
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import BenefitSpell, Cooperation
from cstui.store import facts as stored
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, POE
from tests.agencies.louisiana.programs.driver import TODAY, Desk
from tests.records import reported


def facts(desk: Desk, case: str = DOE) -> Facts:
    with desk.store.read() as session:
        found = stored.read_facts(session, Facts, case)
    assert found is not None
    return found


def noncoop(ground: str = "MA", case: str = DOE) -> Cooperation:
    return reported(case, date(2026, 2, 10), ground=ground)


def test_a_referral_that_adds_a_child(desk: Desk):
    desk.command(f"REFR {DOE}").type("source", "iva").type("received", "T-1").type("form", "s")
    desk.type("child_last", "Doe").type("child_first", "Sam").type("born", "05042021").key("enter")
    assert desk.rules == []
    (referral,) = facts(desk).file.referrals
    assert (referral.source, referral.received_on, referral.form_4ncp) == ("iva", date(2026, 3, 1), "signed")
    assert desk.value("form_4ncp") == "SIGNED 03/01/2026"
    assert " ".join(desk.column("what")[:2]).startswith("IV-A referral, OFS 4NCP signed; adds child")
    said = " ".join(desk.column("what"))
    assert "Child DOE, KIM, born 05/04/2019, no order Child DOE, SAM, born 05/04/2021, no order" in said
    assert (desk.value("source"), desk.value("child_last")) == ("", "")


def test_everything_wrong_is_said_at_once(desk: Desk):
    before = desk.written()
    desk.command(f"REFR {DOE}").type("source", "XYZ").type("received", "02302026").type("form", "Q")
    desk.type("child_first", "SAM").type("found_is", "N").type("participation", "Z", 1).key("enter")
    assert desk.rules == ["CS-104", "CS-103", "CS-104", "CS-105", "CS-105", "CS-104", "CS-104"]
    assert desk.fields == [
        "source", "received", "form", "child_last", "found", "found_is", "participation.1",
    ]  # fmt: skip
    assert (desk.value("source"), desk.value("participation", 1), desk.written()) == ("XYZ", "Z", before)


def test_form_4ncp_found_signed(desk: Desk):
    desk.command(f"REFR {DOE}").type("found", "T").type("found_is", "S").key("enter")
    assert (desk.rules, facts(desk).case.form_4ncp) == ([], "signed")
    desk.type("found", "T+1").type("found_is", "S").key("enter")
    assert (desk.rules, desk.fields) == (["CS-118"], ["found"])


@pytest.mark.parametrize(("ground", "clears"), [("MA", True), ("RI", True), ("CT", False), ("GT", False)])
def test_clearing_says_whether_cooperation_was_entered(office_store: Store, ground: str, clears: bool):
    bulk_load(office_store, [noncoop(ground)])
    desk = Desk(office_store).command(f"REFR {DOE}")
    desk.type("source", "IVA").type("received", "T").type("form", "S").key("enter")
    assert desk.value("standing", 0) == "to be cleared"
    desk.type("action", "c", 0).key("enter")
    assert ("Cooperation entered." in desk.answer.message) is clears
    assert desk.rules == (["LA-E523-02"] if clears else ["LA-E523-03"])
    assert (case_position.noncooperation(facts(desk).file) is None) is clears
    assert desk.value("standing", 0) == "cleared 03/02/2026"
    desk.type("action", "C", 0).key("enter")
    assert (desk.rules[0], desk.fields[0]) == ("CS-151", "action.0")


def test_a_childs_status_changes_only_after_report_and_removal(office_store: Store):
    desk = Desk(office_store).command(f"REFR {DOE}").type("participation", "N", 1).key("enter")
    assert (desk.rules, desk.fields) == (["LA-E525-02"], ["participation.1"])
    bulk_load(office_store, [noncoop(case=POE)])
    assert facts(desk, POE).spells == ()
    desk.command(f"REFR {POE}").command(f"REFR {POE}").type("participation", "N", 1).key("enter")
    assert (desk.rules, desk.value("standing", 1)) == ([], "Not served, CP did …")


def test_one_thing_refused_writes_nothing_of_the_rest(desk: Desk):
    before = desk.written()
    desk.command(f"REFR {DOE}").type("source", "CSE").type("received", "T").type("participation", "N", 1)
    desk.key("enter")
    assert (desk.rules, desk.written()) == (["LA-E525-02"], before)
    assert desk.value("source") == "CSE"


def test_a_stale_case_and_an_unknown_letter(desk: Desk):
    desk.command(f"REFR {DOE}").type("source", "IVA").type("received", "T").key("enter")
    desk.type("action", "Q", 0).key("enter")
    assert (desk.rules, desk.fields) == (["CS-130"], ["action.0"])
    desk.do(RecordContact(case=DOE, how="C", about="OT", on=TODAY), actor="17002")
    desk.type("action", "C", 0).key("enter")
    assert desk.rules == ["CS-110"]
    assert facts(desk).file.referrals[0].cleared_on is None


def test_a_closed_case_is_open_again(office_store: Store):
    with office_store.write() as session:
        session.connection().exec_driver_sql(
            f"UPDATE la_case SET status = 'closed', closed = '2026-01-01' WHERE number = '{DOE}'"
        )
    desk = Desk(office_store).command(f"REFR {DOE}")
    desk.type("source", "CSE").type("received", "T").key("enter")
    assert (desk.value("status"), "open again" in desk.answer.message) == ("OPEN", True)


def test_hidden_addresses_stay_hidden(office_store: Store):
    spell = BenefitSpell(person=4, seq=1, program="FITAP", iva_number="8", applied=date(2026, 1, 5))
    bulk_load(office_store, [spell])
    desk = Desk(office_store).command(f"REFR {POE}")
    assert "SHELTER" not in desk.shown()
    assert desk.key("pf4").screen == "PRMT"


def test_a_source_is_found_by_its_code_as_it_is_typed(desk: Desk):
    desk.command(f"REFR {DOE}").at("source").key("pf4").type("typed", "iva").key("enter")
    assert (desk.screen, desk.value("source")) == ("REFR", "iva")


def test_a_child_who_may_be_on_record_already_is_warned_about(desk: Desk):
    """KIM DOE, born in 2019, is on record; the same name and day of birth warns, another day does not."""
    desk.command(f"REFR {DOE}").type("source", "IVA").type("received", "T").type("form", "S")
    desk.type("child_last", "DOE").type("child_first", "KIM").type("born", "05042019").key("enter")
    assert (desk.rules, len(facts(desk).file.children)) == (["CS-158"], 2)
    assert "person 3" in desk.answer.findings[0].message
    desk.type("source", "IVA").type("received", "T").type("form", "S")
    desk.type("child_last", "DOE").type("child_first", "KIM").type("born", "05052019").key("enter")
    assert (desk.rules, len(facts(desk).file.children)) == ([], 3)


@pytest.mark.parametrize(("last", "first"), [("DOE", "KYM"), ("D'OE", "KIM"), ("KIM", "DOE"), ("DOÉ", "KIM")])
def test_a_slip_in_the_name_of_a_child_on_record_is_warned_about(desk: Desk, last: str, first: str):
    """KIM DOE, born 05/04/2019, is on record: the same day of birth and nearly the same name."""
    desk.command(f"REFR {DOE}").type("source", "IVA").type("received", "T").type("form", "S")
    desk.type("child_last", last).type("child_first", first).type("born", "05042019").key("enter")
    assert (desk.rules, len(facts(desk).file.children)) == (["CS-158"], 2)
    assert desk.answer.findings[0].message == f"{last}, {first} may already be on record: person 3, DOE, KIM."


def test_a_child_whom_iva_adds_without_the_desk_is_told_where_the_referral_is_cleared(desk: Desk):
    """The receipt, the log and REFR say who the child may be, whoever recorded the referral."""
    born = {"child_last": "DOÉ", "child_first": "KIM", "child_born": date(2019, 5, 4)}
    came = desk.do(
        ReceiveReferral(case=DOE, source="iva", received_on=TODAY, form_4ncp="S", **born), actor="IV-A"
    )
    assert [finding.rule for finding in came.findings] == ["CS-158"]
    assert "Adds child KIM DOÉ. May be person 3, DOE, KIM." in desk.log(DOE)[0]
    desk.command(f"REFR {DOE}")
    assert "may be person 3 DOE, KIM" in " ".join(desk.column("what"))
    desk.type("action", "C", 0).key("enter")
    assert "may be person" not in " ".join(desk.column("what"))


def test_a_referral_entered_by_mistake_is_set_aside_with_its_child_and_its_form(desk: Desk):
    desk.command(f"REFR {DOE}").type("source", "IVA").type("received", "T").type("form", "S")
    desk.type("child_last", "DOE").type("child_first", "MAX").key("enter")
    assert (facts(desk).case.form_4ncp, len(facts(desk).file.children)) == ("signed", 2)
    desk.type("action", "T", 0).key("enter")
    assert (desk.rules, facts(desk).file.referrals[0].standing) == (["CS-105"], True)
    desk.type("why", "Of another case").key("enter")
    assert not desk.rules
    found = facts(desk)
    assert (found.file.referrals[0].standing, found.case.form_4ncp) == (False, "none")
    assert [child.seq for child in case_position.children_of(found.file)] == [1]
    assert desk.column("standing")[-1] == "SET ASIDE"
    assert desk.column("standing")[0] == "SET ASIDE"
    assert f"CE Referral of {TODAY:%m/%d/%Y} set aside: Of another case".upper() in desk.log(DOE)[0].upper()
    desk.type("action", "C", 0).key("enter")
    assert desk.rules == ["CS-123"]


def test_why_without_a_line_is_told(desk: Desk):
    desk.command(f"REFR {DOE}").type("why", "Of another case").key("enter")
    assert (desk.rules, desk.value("why")) == (["CS-141"], "OF ANOTHER CASE")
