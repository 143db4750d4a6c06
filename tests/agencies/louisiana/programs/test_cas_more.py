"""CAS1 assigns, CAS2 shows IV-A's clock and points at OFS3, SUPP records support kept, CONT takes NS."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.agencies.louisiana.acts.contacts import RecordContact
from cstui.agencies.louisiana.acts.followup import RecordRetained
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.policy.records import Worker
from cstui.store import facts as stored
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, POE
from tests.agencies.louisiana.programs.driver import TODAY, Desk
from tests.records import benefits, reported


def facts(desk: Desk, case: str = DOE) -> Facts:
    with desk.store.read() as session:
        found = stored.read_facts(session, Facts, case)
    assert found is not None
    return found


# --- CAS1 ASSIGN -------------------------------------------------------------------------------


def test_the_cases_worker_gives_it_away(desk: Desk):
    desk.command(f"CAS1 {DOE}").command("ASSIGN 17002")
    assert (desk.rules, desk.value("worker"), desk.case(DOE).office) == ([], "17002", "17")
    assert "assigned to worker 17002" in desk.answer.message


def test_to_another_office(desk: Desk):
    desk.command(f"CAS1 {DOE}").command("ASSIGN 36001 36")
    assert (desk.value("office"), desk.case(DOE).worker) == ("36 LAKESIDE", "36001")


def test_only_its_worker_and_supervisors(office_store: Store):
    bulk_load(office_store, [Worker(number="17009", name="DEE", office="17", role="supervisor")])
    other = Desk(office_store, worker="17002").command(f"CAS1 {DOE}").command("ASSIGN 17002")
    assert (other.rules, other.value("command"), other.case(DOE).worker) == (
        ["CS-157"],
        "ASSIGN 17002",
        "17001",
    )
    over = Desk(office_store, worker="17009").command(f"CAS1 {DOE}").command("ASSIGN 17002")
    assert (over.rules, over.case(DOE).worker) == ([], "17002")


@pytest.mark.parametrize(
    ("line", "rules"),
    [
        ("ASSIGN", ["CS-120"]),
        ("ASSIGN 99999", ["CS-120"]),
        ("ASSIGN 17002 36", ["CS-116"]),
    ],
)
def test_no_such_worker_or_not_of_that_office(desk: Desk, line: str, rules: list[str]):
    before = desk.written()
    desk.command(f"CAS1 {DOE}").command(line)
    assert (desk.rules, desk.written(), desk.value("command")) == (rules, before, line)


# --- CAS2 --------------------------------------------------------------------------------------


def noncoop(office_store: Store, *, notice: date | None, answered: date | None = None) -> Desk:
    bulk_load(
        office_store,
        [
            reported(POE, date(2026, 2, 10)),
            benefits(4, begins=date(2026, 1, 6), notice_on=notice, answered_on=answered),
        ],
    )
    return Desk(office_store).command(f"CAS2 {POE}")


def clock(desk: Desk) -> list[str]:
    return [desk.value(name) for name in ("notice_due", "notice", "runs_out", "answered", "removal")]


def test_the_clock_from_report_to_removal(office_store: Store):
    desk = noncoop(office_store, notice=date(2026, 2, 18))
    assert clock(desk) == ["02/20/2026", "02/18/2026", "03/03/2026", "", "04/01/2026"]


def test_before_the_notice_and_after_the_answer(office_store: Store):
    desk = noncoop(office_store, notice=None)
    assert clock(desk) == ["02/20/2026", "", "", "", ""]


def test_an_answer_stops_the_removal(office_store: Store):
    desk = noncoop(office_store, notice=date(2026, 2, 18), answered=date(2026, 2, 20))
    assert clock(desk) == ["02/20/2026", "02/18/2026", "03/03/2026", "02/20/2026", ""]


def test_ofs3_is_named_where_the_cp_has_other_cases(desk: Desk):
    assert desk.command(f"CAS2 {DOE}").value("others") == "OFS3: 2 cases"
    assert desk.command(f"CAS2 {POE}").value("others") == ""


# --- SUPP --------------------------------------------------------------------------------------


def test_support_kept_reported_and_turned_over(desk: Desk):
    desk.command(f"CAS2 {DOE}").command("SUPPORT")
    assert desk.screen == "SUPP"
    desk.type("paid", "T").type("amount", "1,250.50").type("assigned", "02012026").key("enter")
    (kept,) = facts(desk).file.retained
    assert (desk.rules, kept.amount, kept.paid_on, kept.assigned_on) == (
        [],
        125050,
        TODAY,
        date(2026, 2, 1),
    )
    assert (desk.value("owed"), desk.value("covered", 0), desk.value("turned", 0)) == (
        "1,250.50",
        "yes",
        "no",
    )
    desk.command(f"CAS2 {DOE}").type("noncoop", "SP").type("dt", "T").key("enter")
    assert (desk.rules, desk.value("noncoop")) == ([], "SP")
    assert facts(desk).file.cooperation[-1].ground == "SP"
    desk.command(f"SUPP {DOE}").type("action", "t", 0).key("enter")
    assert (desk.value("owed"), desk.value("turned", 0)) == ("0.00", "03/02/2026")
    assert desk.type("action", "T", 0).key("enter").rules == ["CS-156"]
    assert desk.fields == ["action.0"]


@pytest.mark.parametrize("amount", ["X", "0", "-5", "1.234", "12,34", "$5", "0.00"])
def test_no_amount(desk: Desk, amount: str):
    desk.command(f"SUPP {DOE}").type("paid", "T").type("amount", amount).type("assigned", "T").key("enter")
    assert (desk.rules, desk.fields, desk.value("amount")) == (["CS-153"], ["amount"], amount)


@pytest.mark.parametrize(("amount", "cents"), [("5", 500), ("5.", 500), ("5.5", 550), ("0.01", 1)])
def test_an_amount_as_it_is_typed(desk: Desk, amount: str, cents: int):
    desk.command(f"SUPP {DOE}").type("paid", "T").type("amount", amount).type("assigned", "T").key("enter")
    assert facts(desk).file.retained[0].amount == cents


def test_everything_wrong_is_said_at_once(desk: Desk):
    before = desk.written()
    desk.command(f"SUPP {DOE}").type("paid", "02302026").type("amount", "X").key("enter")
    assert (desk.rules, desk.fields) == (["CS-103", "CS-153", "CS-105"], ["paid", "amount", "assigned"])
    assert (desk.value("paid"), desk.written()) == ("02302026", before)
    desk.type("paid", "T+1").type("amount", "5").type("assigned", "T").key("enter")
    assert (desk.rules, desk.fields) == (["CS-118"], ["paid"])
    desk.do(RecordContact(case=DOE, how="C", about="OT", on=TODAY), actor="17002")
    assert desk.type("paid", "T").key("enter").rules == ["CS-110"]


# --- CONT --------------------------------------------------------------------------------------


def test_a_cp_who_wants_no_more_services(desk: Desk):
    desk.command(f"CONT {DOE}").type("how", "C").type("about", "NS").key("enter")
    assert desk.rules == []
    assert facts(desk).file.contacts[0].about == "NS"
    assert "no more services" in desk.log(DOE)[0]


def test_support_recorded_by_mistake_is_set_aside_on_a_later_day(desk: Desk):
    paid = date(2026, 2, 10)
    desk.do(RecordRetained(case=DOE, paid_on=paid, amount=5000, assigned_on=paid), on=paid)
    desk.command(f"SUPP {DOE}").type("action", "C", 0).key("enter")
    assert (desk.rules, desk.fields, desk.value("action", 0)) == (["CS-105"], ["why"], "C")
    desk.type("why", "It was turned over the same day").key("enter")
    assert desk.answer.message == "Payment of 02/10/2026 set aside: It was turned over the same day"
    assert (desk.column("seq"), desk.value("owed"), desk.value("why")) == ([], "0.00", "")
    assert [kept.standing for kept in facts(desk).file.retained] == [False]


def test_why_without_a_line_is_asked_for_its_line(desk: Desk):
    """Nothing typed is lost: WHY alone is not an entry."""
    desk.command(f"SUPP {DOE}").type("why", "By mistake").key("enter")
    assert (desk.rules, desk.fields, desk.value("why")) == (["CS-130"], ["why"], "By mistake")
