"""CADS: rows are added where they are marked, fields are updated, and every refusal keeps what was typed."""

from __future__ import annotations

from datetime import date

import pytest

from cstui.agencies.kansas.records import Ap, Case, Consumer
from cstui.desk.drawing import load_drawing
from cstui.policy.records import Person
from tests.agencies.kansas.programs.desk import AP, CASE, CONSUMER, Desk, example_store

DAY = date(2017, 6, 1)
ROWS = {
    4: ("case 10/10", "ap 28/10", "ap_name 39/33", "ap_list 73/1"),
    5: ("ar 28/10", "ar_name 39/33", "ar_list 73/1"),
    7: ("program 68/3",),
    8: ("gc0_sel 3/1", "gc0_code 8/2", "gc0_list 13/1", "gc0_date 17/8", "gc0_person 35/10", "function 68/3"),
    13: ("nc0_sel 3/1", "nc0_code 9/1", "nc0_list 13/1", "nc0_date 17/8", "nc0_reason 27/2"),
    17: ("nc_above 45/1", "nc_below 47/1", "no_jurisdiction 68/2", "no_jurisdiction_list 71/1"),
    19: ("termination_reason 20/2", "termination_list 23/1", "terminated_on 30/8", "payee 76/1"),
    20: ("locate 21/1", "with_med 47/1", "without_med 76/1"),
    21: ("note 7/72",),
}
"""Fields of the production screen: row, column and length (CADS facts 1)."""


@pytest.mark.parametrize("row", ROWS)
def test_the_fields_are_where_the_production_screen_has_them(row: int) -> None:
    drawn = [f"{f.name} {f.column}/{f.width}" for f in load_drawing("CADS", "kansas").fields if f.row == row]
    assert set(ROWS[row]) <= set(drawn)


def test_a_case_number_opens_the_case_of_its_ar(cads: Desk) -> None:
    assert (cads.value("case"), cads.value("ar")) == (CASE, CONSUMER)
    assert cads.value("ap_name").startswith("PRACTICE-ROE, BOB")
    assert "TANF, Child Care, Food Assistance" in cads.guide()


def test_what_is_keyed_without_a_mark_is_refused_and_stays(cads: Desk) -> None:
    cads.key("pf5", nc0_code="N", nc0_reason="AP")
    assert (cads.rules, cads.at) == (["CS-702"], "nc0_sel")
    assert cads.value("nc0_reason") == "AP"
    assert cads.key("pf5", nc0_sel="X").rules == ["CS-130"]
    assert cads.facts().file.marks == ()


def test_not_cooperating_needs_a_reason_and_no_day_to_come(cads: Desk) -> None:
    cads.key("pf5", nc0_sel="S", nc0_code="N")
    assert (cads.rules, cads.at) == (["CS-105"], "nc0_reason")
    cads.key("pf5", nc0_reason="AP", nc0_date="03062018")
    assert (cads.rules, cads.at) == (["KS-CADS-04"], "nc0_date")
    cads.key("pf5", nc0_date="03012018")
    assert cads.rules == ["KS-CADS-08"]
    assert cads.value("nc1_date") == "03012018"


def test_good_cause_is_of_today_and_names_the_ap(cads: Desk) -> None:
    cads.key("pf5", gc0_sel="S", gc0_code="PD")
    assert (cads.rules, cads.at) == (["KS-CADS-07"], "gc0_person")
    cads.key("pf5", gc0_person="1000002", gc0_date="03042018")
    assert (cads.rules, cads.at) == (["KS-CADS-05"], "gc0_date")
    cads.key("pf5", gc0_date="")
    assert (cads.rules, cads.value("gc1_person")) == ([], AP)
    assert cads.facts().file.alerts == ()


def test_one_row_of_each_list_in_one_key(cads: Desk) -> None:
    cads.key("pf5", gc0_sel="S", gc0_code="PD", gc0_person=AP, nc0_sel="S", nc0_code="N", nc0_reason="OT")
    assert (cads.value("gc1_code"), cads.value("nc1_code")) == ("PD", "N")


def test_what_fails_takes_back_the_whole_key(cads: Desk) -> None:
    cads.key("pf5", gc0_sel="S", gc0_code="PD", nc0_sel="S", nc0_code="N", nc0_reason="OT")
    assert cads.rules == ["KS-CADS-07"]
    file = cads.facts().file
    assert (file.marks, file.good_cause) == ((), ())


def test_s_beside_a_field_and_f4_list_its_values(cads: Desk) -> None:
    cads.key("pf4", nc0_reason_list="S")
    assert (cads.screen, cads.column("code")[0]) == ("PRMT", "AP")
    cads.enter(typed="CT")
    assert (cads.screen, cads.value("nc0_reason"), cads.value("nc0_reason_list")) == ("CADS", "CT", "+")
    cads.key("pf4", nc0_list="S", gc0_list="S")
    assert (cads.screen, cads.rules) == ("CADS", ["CS-170", "CS-170"])


def test_the_aps_are_listed_at_ap_and_at_a_row(cads: Desk) -> None:
    cads.enter(ap_list="S")
    assert (cads.screen, cads.column("code")) == ("PRMT", [AP])
    cads.enter(typed=AP)
    cads.buffer.cursor = cads.buffer.slot("nc0_person").place(0)
    cads.key("pf4").enter(typed=AP)
    assert cads.value("nc0_person") == AP


def test_s_before_a_stored_row_tells_of_it(cads: Desk) -> None:
    cads.key("pf5", nc0_sel="S", nc0_code="N", nc0_reason="AP").enter(nc1_sel="S")
    assert "keyed 03:00 by KS/51001; open; alert 40: tonight" in cads.answer.message
    cads.command("NIGHT").command("CADS").key("pf5", nc0_sel="S", nc0_code="C").enter(nc2_sel="S")
    assert "ended 03/06/2018; alert 40: records made" in cads.answer.message
    cads.key("pf5", nc0_sel="S", nc0_code="C", nc0_date="03052018").enter(nc2_sel="S")
    assert "From 03/05/2018, keyed 03/06/2018 03:00 by KS/51001" in cads.answer.message
    assert cads.enter(gc1_sel="S").answer.message == "That row is empty."
    assert cads.key("pf5", nc1_sel="S").rules == ["CS-703"]


def test_each_list_turns_by_itself_three_rows_a_page(cads: Desk) -> None:
    for code in ("N", "C", "N", "C"):
        reason = {"nc0_reason": "AP"} if code == "N" else {}
        cads.key("pf5", nc0_sel="S", nc0_code=code, **reason)
    cads.key("pf5", gc0_sel="S", gc0_code="PD", gc0_person=AP)
    assert [cads.value(f"nc{at}_code") for at in (1, 2, 3)] == ["C", "N", "C"]
    assert (cads.value("nc_above"), cads.value("nc_below"), cads.value("gc_below")) == ("", "+", "")
    cads.key("pf20")
    assert [cads.value(f"nc{at}_code") for at in (1, 2, 3)] == ["N", "", ""]
    assert (cads.value("nc_above"), cads.value("nc_below"), cads.value("gc1_code")) == ("-", "", "PD")
    assert cads.key("pf20").answer.message == "This is the last page."
    assert cads.key("pf19", nc0_sel="S").rules == ["CS-704"]
    assert cads.key("pf19", nc0_sel="").value("nc1_code") == "C"
    assert cads.key("pf8").answer.message == "This is the last page."


def test_enter_enters_nothing_and_names_the_key(cads: Desk) -> None:
    assert cads.enter(nc0_sel="S", nc0_code="N").rules == ["CS-701"]
    assert "F5" in cads.answer.findings[0].message
    cads.key("pf12").enter(expedited="Y")
    assert "F6" in cads.answer.findings[0].message
    assert cads.key("pf6", nc0_sel="S").rules == ["CS-701"]
    assert cads.key("pf5", nc0_code="C", letter="T").rules == ["CS-701"]


def test_the_service_is_y_in_exactly_one(cads: Desk) -> None:
    assert cads.key("pf6", locate="Y").rules == ["CS-706"]
    assert cads.key("pf6", with_med="").rules == []
    assert (cads.value("locate"), cads.value("with_med")) == ("Y", "")
    assert cads.key("pf6", expedited="Y").rules == ["KS-CADS-23"]
    assert cads.key("pf6", locate="", without_med="Y").rules == ["KS-CADS-21"]
    assert cads.key("pf12").key("pf6").rules == ["KS-CADS-20"]


def test_the_letter_the_sixty_days_the_override(cads: Desk) -> None:
    assert cads.key("pf6", letter="T+1", closing_reason="LC").rules == ["CS-708"]
    assert cads.key("pf6", letter="T").rules == []
    assert cads.value("letter") == "03052018"
    cads.command("NIGHT").command("CADS")
    assert cads.key("pf6", closed="T").rules == ["KS-CADS-38"]
    assert cads.key("pf12").command("OVERRIDE").rules == ["CS-105"]
    assert cads.command("OVERRIDE The AR moved abroad").rules == ["KS-CADS-39"]
    assert cads.value("closed") == "03062018"
    assert "REOPEN" in cads.command("CADS").answer.message
    assert cads.key("pf5", nc0_sel="S", nc0_code="N", nc0_reason="AP").rules[0] == "KS-CADS-03"
    cads.key("pf12").command("NIGHT").command("CADS").command("REOPEN")
    assert (cads.rules, cads.value("letter")) == ([], "")


def test_letter_and_reason_are_taken_back_together_with_why(cads: Desk) -> None:
    cads.key("pf6", letter="T", closing_reason="LC")
    assert cads.key("pf6", letter="").rules == ["CS-709"]
    assert (cads.key("pf6", closing_reason="").rules, cads.at) == (["CS-105"], "note")
    assert cads.key("pf6", note="She called back").rules == []
    assert (cads.value("letter"), cads.value("closing_reason")) == ("", "")


def test_a_retraction_is_written_to_the_inbox(cads: Desk) -> None:
    assert cads.command("INBOX XX").rules == ["CS-130"]
    assert cads.command("INBOX IE old case").rules == []
    assert [task.queue for task in cads.facts().file.tasks] == ["INBOX"]


def test_the_memorandum_is_recorded_with_where_it_was_imaged(cads: Desk) -> None:
    assert cads.command("MEMO").rules == ["KS-REF-14"]
    cads.key("pf5", nc0_sel="S", nc0_code="N", nc0_reason="AP")
    assert cads.command("MEMO KEES CASE, CASE - TASK, CORRESPONDENCE").rules == ["KS-REF-13"]
    assert cads.command("MEMO").rules == []
    assert "KEES Case, Case - No Task, Correspondence" in cads.answer.message


def test_the_cases_of_an_ar_and_the_ars_of_a_case_are_listed_at_ar() -> None:
    """A former AR's rows are looked up there, as on the roles screen."""
    own = {"office": "KS/51", "worker": "KS/51001"}
    store, on, parameters = example_store(
        "example-1-a",
        [
            Person(number=900, last="PRACTICE-FORMER", first="FAY"),
            Consumer(
                number="0001000009", ar=900, ees_office="KS/80", ees_worker="KS/80001", opened=DAY, **own
            ),
            Case(consumer="0001000009", seq=1, number=CASE, function_on=DAY, opened=DAY, **own),
            Case(consumer=CONSUMER, seq=2, number="0000500002", function_on=DAY, opened=DAY, **own),
            Ap(consumer=CONSUMER, seq=2, case="0000500002", number=AP, person=900, since=DAY),
        ],
    )
    with store:
        desk = (
            Desk(store, on, parameters=parameters).command(f"CADS {CONSUMER} {CASE}").key("pf4", ar_list="S")
        )
        assert desk.column("code") == [CONSUMER, "0001000009", CASE, "0000500002"]
        assert desk.enter(typed="0000500002").value("case") == "0000500002"
        desk.command("CADS 0001000009")
        assert (desk.value("ar"), desk.answer.message) == ("0001000009", "The case has no AP.")
        assert desk.command("CADS 0001000009 0000500002").rules == ["KS-CADS-01"]
        assert desk.command("CADS 0000999999").rules == ["CS-101"]
