"""The worked example at the desk of the CNS agent: from BEGIN on CNSR to the second payment on PAYD."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cstui.agencies.utah.records import Case
from cstui.policy.records import Person
from cstui.store.verify import verify
from tests.agencies.utah.programs.desk import CASES, NCP, Desk, example_store


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Agent 31001 on September 1, 2016: three cases, nothing is referred."""
    store, on, parameters = example_store("example")
    with store:
        yield Desk(store, on, parameters=parameters)
        assert verify(store) == []


@pytest.fixture
def referred(desk: Desk) -> Desk:
    """The packet was sent: the forms of A came back."""
    desk.command(f"PAYD {NCP}")
    for case, amount in zip(CASES, ("7500.00", "8000.00", "4225.00"), strict=True):
        desk.enter(amount=amount, number=case, charge="A", on="08/31/2016")
    desk.command(f"CNSR {NCP}").command("BEGIN").command("SEARCHED")
    desk.enter(action_0="F").enter(
        action_0="R", complete="Y", signed="Y", notarized="Y", cooperates="Y", waives="Y"
    )
    desk.command("INTW").command("MAKE").command("CNSR").command("FORM").command("PACKET")
    assert desk.facts().file.prosecution.packet_on is not None
    return desk


@pytest.fixture
def sentenced(referred: Desk) -> Desk:
    """Filed, and concluded on the same day, with probation and restitution."""
    referred.command("CNSP").enter(
        filed="09/01/2016", attorney="A. PRACTICE", charges="76-7-201", status="FILED"
    )
    return referred.enter(
        ended="09/01/2016", outcomes="PROB REST", probation_until="09/01/2018", restitution="15500.00"
    )


@pytest.fixture
def ordered(sentenced: Desk) -> Desk:
    """The order is entered and the month charged: on PAYD."""
    sentenced.command("S410").enter(
        ordered="09/01/2016",
        crs="370.00",
        arrears="300.00",
        clause="Y",
        new_crs_0="150.00",
        new_arrears_0="150.00",
        new_crs_1="220.00",
        new_arrears_1="150.00",
    )
    sentenced.command("PAYD")
    for case, amount in zip(CASES, ("150.00", "220.00", "100.00"), strict=True):
        sentenced.enter(amount=amount, number=case, charge="C")
    return sentenced


@pytest.fixture
def paid(ordered: Desk) -> Desk:
    """Both payments of 400.00 were posted in one month."""
    return ordered.enter(amount="400.00").enter(amount="400.00")


def test_what_the_packet_lacks_is_named_in_the_order_of_the_list(desk: Desk):
    desk.command(f"CNSR {NCP}")
    assert desk.value("missing") == "no referral is open: BEGIN"
    desk.command("BEGIN")
    assert desk.value("missing").startswith("search for other cases; forms of a CP")
    desk.command("PACKET")
    assert desk.rules == ["UT-REF-16"]


def test_faults_of_the_forms_come_in_one_message_and_nothing_typed_is_lost(desk: Desk):
    desk.command(f"CNSR {NCP}").command("BEGIN").command("SEARCHED").enter(action_0="F")
    desk.enter(action_0="R", complete="Y", signed="N", notarized="N", cooperates="Y", waives="Y")
    assert desk.rules == ["UT-REF-20"]
    assert "not signed or notarized" in desk.answer.findings[0].message
    assert desk.value("signed") == "N"
    assert desk.facts().file.forms[-1].returned_on is None


def test_phase_2_names_all_that_is_missing_at_once(referred: Desk):
    referred.command("CNSP").enter(status="FILED")
    assert referred.rules == ["UT-CRT-02"]
    assert "filing date, attorney, charges" in referred.answer.findings[0].message


def test_a_referred_case_is_not_enforced_without_consent(referred: Desk):
    referred.command("CNSP").enter(number=CASES[0], enforce="LV")
    assert referred.rules == ["UT-ENF-03"]
    referred.command("CNSP").enter(number=CASES[0], enforce="LV", consent="A. PRACTICE")
    referred.enter(number=CASES[0], enforce="LV")
    assert referred.rules == []
    assert [one.action for one in referred.facts().file.actions] == ["LV"]


def test_an_order_that_does_not_add_up_is_refused_at_its_field(sentenced: Desk):
    sentenced.command("S410").enter(
        ordered="09/01/2016", crs="370.00", arrears="300.00", new_crs_0="150.00", new_crs_1="210.00"
    )
    assert sentenced.rules == ["UT-RST-03", "UT-RST-03"]
    assert sentenced.facts().file.orders == ()


def test_two_payments_of_400_go_where_the_document_says(ordered: Desk):
    ordered.enter(amount="400.00")
    assert ordered.at == "amount"
    assert ordered.column("sum")[2::-1] == ["     127.66", "     187.23", "      85.11"]
    ordered.enter(amount="400.00")
    assert ordered.column("sum")[7::-1] == [
        f"{cents:>11}" for cents in ("22.34", "32.77", "14.89", "150.00", "150.00", "10.00", "10.00", "10.00")
    ]
    assert ordered.value("line1") == f"{CASES[0]}  CRS 150.00 of 150.00, arrears 160.00, left 7,340.00"


def test_a_reversal_needs_its_reason_and_undoes_the_payment(referred: Desk):
    referred.command("PAYD").enter(amount="30.00")
    payment = next(at for at, what in enumerate(referred.column("what")) if what == "payment")
    referred.key("enter", **{f"action_{payment}": "R"})
    assert referred.rules == ["CS-105"]
    referred.key("enter", why="check came back")
    assert referred.rules == []
    assert sum(entry.cents for entry in referred.facts().file.ledger if entry.kind != "charge") == 0


def test_the_monitoring_report_of_a_phase_opens_its_ncps(referred: Desk):
    referred.command("CNSM 1")
    assert referred.column("ncp") == [NCP]
    referred.enter(action_0="S")
    assert referred.screen == "CNSR"
    referred.command("CNSM 3")
    assert referred.answer.message == "No matter is in this phase."


def test_federal_tax_information_is_hidden_until_its_view_is_logged(desk: Desk):
    desk.command(f"PAYD {NCP}").enter(amount="500.00", number=CASES[0], charge="A", on="07/15/2016")
    desk.enter(amount="100.00", source="T", on="08/15/2016")
    desk.command(f"CNSR {NCP}").command("BEGIN").command("INTW")
    assert [paid.strip() for paid in desk.column("paid")] == ["FTI", "0.00"]
    assert [owed.strip() for owed in desk.column("balance")] == ["FTI", "500.00"]
    assert desk.value("principal").strip() == "FTI"
    assert desk.value("label") == "FEDERAL TAX INFORMATION"
    desk.command("MAKE").command("REVEAL checked")
    assert [paid.strip() for paid in desk.column("paid")] == ["100.00", "0.00"]
    assert desk.value("principal").strip() == "400.00"


def test_dist_follows_both_payments_through_the_month(paid: Desk):
    paid.command("DIST")
    assert [cell.strip() for cell in paid.column("account")] == ["# 7", *CASES, "# 11", *CASES]
    first, second = slice(1, 4), slice(5, 8)
    assert [cell.strip() for cell in paid.column("current")[first]] == ["127.66", "187.23", "85.11"]
    assert [cell.strip() for cell in paid.column("due")[first]] == ["22.34", "32.77", "14.89"]
    assert paid.column("met")[first] == ["########..", "########..", "########.."]
    assert [cell.strip() for cell in paid.column("by_order")[second]] == ["150.00", "150.00", "0.00"]
    assert [cell.strip() for cell in paid.column("left_over")[second]] == ["10.00", "10.00", "10.00"]
    assert paid.column("met")[second] == ["##########"] * 3
    assert [cell.strip() for cell in paid.column("left")[second]] == ["7,340.00", "7,840.00", "4,215.00"]
    assert [paid.value(name).strip() for name in ("received", "placed", "held")] == [
        "800.00",
        "800.00",
        "0.00",
    ]


def test_a_payment_that_came_back_stays_on_dist_and_does_not_count(paid: Desk):
    at = paid.column("what").index("payment")
    paid.key("enter", **{f"action_{at}": "R", "why": "check came back"})
    paid.command("DIST")
    assert [cell.strip() for cell in paid.column("due")] == [
        "", "22.34", "32.77", "14.89", "reversed", "0.00", "0.00", "0.00",
    ]  # fmt: skip
    assert paid.value("received").strip() == "400.00"


def test_dist_shows_the_month_that_is_keyed(paid: Desk):
    paid.command("DIST").enter(month="08/2016")
    assert paid.answer.message == "No payment was received in 08/2016."
    paid.command(f"DIST {NCP} 10/2016")
    assert (
        paid.answer.message == "No payment was received in 10/2016. The last one before it came in 09/2016."
    )
    paid.enter(month="13/2016")
    assert paid.rules == ["CS-116"]
    assert paid.value("month") == "13/2016"


def test_money_beyond_what_is_owed_has_a_line_of_its_own(desk: Desk):
    desk.command(f"PAYD {NCP}").enter(amount="20.00", number=CASES[0], charge="A", on="08/15/2016")
    desk.enter(amount="50.00").command("DIST")
    assert desk.column("account")[-1] == "held"
    assert desk.column("left")[-1].strip() == "30.00"
    assert desk.value("held").strip() == "30.00"


def test_the_report_of_phase_3_shows_the_last_day_of_probation(sentenced: Desk):
    sentenced.command("CNSM 3")
    assert sentenced.column("status") == ["probation 09/01/2018"]
    assert sentenced.value("phase") == "Phase 3, disposition and sentencing"


def test_held_money_is_placed_from_its_own_line(desk: Desk):
    desk.command(f"PAYD {NCP}").enter(amount="50.00")
    desk.enter(amount="20.00", number=CASES[0], charge="A", on="08/15/2016")
    held = desk.column("what").index("held")
    desk.key("enter", **{f"action_{held}": "H"})
    assert desk.rules == []
    assert desk.value("held").strip() == "30.00"


def test_phase_3_shows_what_the_court_ordered(sentenced: Desk):
    sentenced.command("CNSP")
    assert (sentenced.value("outcome"), sentenced.value("was_restitution").strip()) == (
        "PROB REST",
        "15,500.00",
    )


def test_the_word_cases_turns_to_those_above_the_ledger_that_have_no_room():
    """An NCP of five cases: three are shown, then the other two, then the first again."""
    more = [
        Case(ncp=NCP, seq=seq, number=f"C0000000{seq}", person=77, opened=date(2014, 1, 1), team="CNS")
        for seq in (4, 5)
    ]
    mother = Person(number=77, last="PRACTICE-WREN", first="DEE")
    store, on, parameters = example_store("example", [mother, *more])
    with store:
        desk = Desk(store, on, parameters=parameters).command(f"PAYD {NCP}")
        for first, turn in ((1, "1-3 of 5"), (4, "4-5 of 5"), (1, "1-3 of 5")):
            assert desk.value("line1").startswith(f"C0000000{first} ")
            assert (desk.value("turn"), desk.value("turn_word")) == (turn, "CASES")
            desk.command("CASES")
