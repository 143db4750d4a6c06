"""OFS3: the form is brought, agreed on for every case of the CP, completed for all of them at once."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.agencies.louisiana.acts.agreements import AgreeOnCases, ReceiveOfs53
from cstui.agencies.louisiana.acts.contacts import AddNote, RecordContact
from cstui.agencies.louisiana.acts.cooperation import RecordCooperation
from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Case, GoodCause
from cstui.store import facts as stored
from cstui.store.engine import Store
from cstui.store.writing import bulk_load
from tests.agencies.louisiana.programs.conftest import DOE, ROE
from tests.agencies.louisiana.programs.driver import TODAY, Desk
from tests.records import reported

AWAY, CLOSED, CAUSE = "36000111", "17000140", "17000141"
"""The CP's case of another office, a closed one, and one under good cause."""
FAILED = date(2026, 2, 10)


@pytest.fixture
def five(office_store: Store) -> Desk:
    """Jane Doe's five cases: reported in two offices, cooperating, closed, under good cause."""
    own = {"cp": 1, "office": "17", "worker": "17001", "opened": date(2025, 2, 2)}
    bulk_load(
        office_store,
        [
            Case(number=AWAY, **{**own, "office": "36", "worker": "36001"}),
            Case(number=CLOSED, status="closed", closed=date(2026, 1, 5), **own),
            Case(number=CAUSE, **own),
            GoodCause(
                case=CAUSE,
                seq=1,
                reason="01",
                standing="determined",
                on=date(2026, 1, 9),
                received_on=date(2026, 1, 9),
            ),
            reported(DOE, FAILED),
            reported(AWAY, FAILED, ground="GT"),
        ],
    )
    return Desk(office_store).command(f"OFS3 {DOE}")


def facts(desk: Desk, case: str = DOE) -> Facts:
    with desk.store.read() as session:
        found = stored.read_facts(session, Facts, case)
    assert found is not None
    return found


def row_of(desk: Desk, case: str) -> int:
    return [row.key for row in desk.buffer.list_values].index(case)


def agree(desk: Desk, *cases: str) -> Desk:
    for case in cases:
        desk.type("agrees", "Y", row_of(desk, case))
    return desk


def test_every_case_of_every_office_with_its_standing(five: Desk):
    cases = [row.key for row in five.buffer.list_values if "+" not in row.key]
    assert cases == [DOE, ROE, CLOSED, CAUSE, AWAY]
    says = {row.key: row.values["standing_of"] for row in five.buffer.list_values}
    assert says[DOE] == "MA 02/10/2026 sent 02/10/2026"
    assert says[ROE] == "cooperating"
    assert says[CLOSED].startswith("closed 01/05/2026")
    assert says[CAUSE].startswith("GC determined 01/09/2026")
    assert five.value("owner", row_of(five, AWAY)) == "36 LAKESIDE"
    assert set(five.answer.seen) == {f"case {number}" for number in cases}


def test_where_no_agreement_is_needed_nothing_can_be_typed(five: Desk):
    open_rows = [i for i in range(len(five.buffer.list_values)) if five.buffer.slot("agrees", i).entry]
    assert open_rows == [row_of(five, case) for case in (DOE, ROE, AWAY)]


def test_received_and_agreed_in_one_enter(five: Desk):
    agree(five.type("received", "T").type("applied", "02262026"), DOE, ROE).key("enter")
    assert five.rules == []
    agreement = case_position.open_agreement(facts(five))
    assert agreement is not None
    assert (agreement.received_on, agreement.applied_on) == (TODAY, date(2026, 2, 26))
    assert list(agreement.agreed) == sorted([DOE, ROE])
    assert [five.value("agrees", row_of(five, case)) for case in (DOE, ROE, AWAY)] == ["Y", "Y", ""]
    assert (five.value("received"), five.buffer.slot("received").entry) == ("03/02/2026", False)


def test_one_application_too_old_warns_and_is_taken(five: Desk):
    five.type("received", "T").type("applied", "01052026").key("enter")
    assert five.rules == ["LA-E523-01"]
    assert case_position.open_agreement(facts(five)) is not None


def test_a_refused_completion_names_each_case_on_its_line_and_writes_nothing(five: Desk):
    before = five.written()
    agree(five.type("received", "T"), ROE).key("pf6")
    assert five.rules == ["LA-E522-16", "LA-E522-16"]
    assert five.fields == [f"agrees.{row_of(five, case)}" for case in (DOE, AWAY)]
    assert [DOE in five.answer.findings[0].message, AWAY in five.answer.findings[1].message] == [True, True]
    assert five.written() == before
    assert (five.value("received"), five.value("agrees", row_of(five, ROE))) == ("T", "Y")
    assert five.where().row == row_of(five, DOE)  # type: ignore[union-attr]


def test_completion_clears_own_cases_and_asks_the_other_office(five: Desk):
    agree(five.type("received", "T"), DOE, ROE, AWAY).key("pf6")
    assert five.answer.message == "OFS 53 completed: cooperation on 1, request on 1."
    assert five.rules == ["LA-E522-17", "LA-E522-19"]
    says = [row.values["standing_of"] for row in five.buffer.list_values]
    assert says[row_of(five, DOE)] == "cooperating 03/02/2026"
    away = " ".join(says[row_of(five, AWAY) :])
    assert "GT 02/10/2026 sent 02/10/2026" in away
    assert "request of 17 03/02/2026" in away
    assert five.value("before").startswith("03/02/2026, completed 03/02/2026 by 17001")
    assert (five.value("received"), five.buffer.slot("received").entry) == ("", True)
    assert [form.form for form in facts(five).file.forms] == ["OFS 53"]
    five.do(RecordCooperation(case=AWAY, ofs_53_on=TODAY), actor="36001")
    five.command("REFRESH")
    rows = [row.values["standing_of"] for row in five.buffer.list_values]
    assert "done 03/02/2026" in " ".join(rows[row_of(five, AWAY) :])


def test_from_non_cooperation_to_completion_in_few_keys(five: Desk):
    """Three cases: RECEIVED, three times Y, F6."""
    five.type("received", "T")
    agree(five, DOE, ROE, AWAY).key("pf6")
    assert case_position.noncooperation(facts(five).file) is None


def test_everything_wrong_is_said_at_once(five: Desk):
    before = five.written()
    five.type("received", "02302026").type("applied", "X").type("agrees", "Q", 0).key("enter")
    assert five.rules == ["CS-103", "CS-102", "CS-119"]
    assert five.fields == ["received", "applied", "agrees.0"]
    assert (five.value("applied"), five.value("agrees", 0), five.written()) == ("X", "Q", before)


def test_a_day_to_come_is_refused_once_and_takes_no_agreement(five: Desk):
    before = five.written()
    agree(five.type("received", "T+1"), DOE).key("enter")
    assert (five.rules, five.fields, five.written()) == (["CS-118"], ["received"], before)


def test_agreement_without_the_form(five: Desk):
    agree(five, DOE).key("enter")
    assert (five.rules, five.fields) == (["LA-E522-20"], ["received"])
    assert five.key("pf6").rules == ["LA-E522-20"]
    five.command(f"OFS3 {DOE}").command(f"OFS3 {DOE}").type("applied", "T").key("enter")
    assert (five.rules, five.fields) == (["CS-105"], ["received"])


def test_an_agreement_is_taken_back(five: Desk):
    agree(five.type("received", "T"), DOE, ROE).key("enter")
    five.type("agrees", "", row_of(five, ROE)).key("enter")
    agreement = case_position.open_agreement(facts(five))
    assert agreement is not None
    assert list(agreement.agreed) == [DOE]


def test_a_change_on_another_of_the_cases_is_not_written_over(five: Desk):
    five.do(RecordContact(case=AWAY, how="C", about="OT", on=TODAY), actor="36001")
    agree(five.type("received", "T"), DOE).key("enter")
    assert five.rules == ["CS-110"]
    assert facts(five).agreements == ()
    assert five.screen == "DIFF"
    assert five.key("pf12").value("received") == "T"


def test_from_the_other_office_and_from_a_closed_case(five: Desk):
    five.do(ReceiveOfs53(case=DOE, received_on=TODAY))
    five.do(AgreeOnCases(case=DOE, cases=(DOE, ROE, AWAY)))
    five.command(f"OFS3 {CLOSED}")
    assert five.value("standing").startswith("open, office 17")
    five.key("pf6")
    assert case_position.noncooperation(facts(five).file) is None


def test_another_persons_case_alone(desk: Desk):
    desk.do(AddNote(case="17000125", text="x"))
    desk.command("OFS3 17000125")
    assert [row.key for row in desk.buffer.list_values] == ["17000125"]
    assert "SHELTER" not in desk.shown()
    assert desk.command("OFS3 99999999").rules == ["CS-101"]
