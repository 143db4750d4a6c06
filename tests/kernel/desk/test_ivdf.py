"""IVDF: facts of an IV-D case keyed in few keys, ended, set aside, reversed, and what is refused."""

from __future__ import annotations

import pytest

from cstui.policy.ivd import IvdMoney
from cstui.store.engine import Store
from cstui.store.writing import bulk_load, set_business_date
from tests.agencies.louisiana.programs.driver import TODAY, Desk
from tests.kernel.store import given

CASE = given.CASE


@pytest.fixture
def desk(memory_store: Store) -> Desk:
    """Worker 17001 on IVDF of a case with one child, opened 01/05/2026."""
    bulk_load(memory_store, [*given.office(), *given.cases(2)])
    with memory_store.write() as session:
        set_business_date(session, TODAY)
    return Desk(memory_store).command(f"IVDF {CASE}")


def keyed(desk: Desk, **fields: str) -> Desk:
    """The fields typed, and Enter."""
    for name, text in fields.items():
        desk.type({"with_": "with"}.get(name, name), text)
    return desk.key("enter")


def letter(desk: Desk, fact: str, action: str) -> Desk:
    """A letter before the first line of a kind of fact."""
    return desk.type("action", action, desk.column("fact").index(fact))


def test_lines_of_the_states_own_records_are_shown_and_take_no_letter(desk: Desk):
    assert (desk.screen, desk.column("fact")) == ("IVDF", ["SP", "CH", "AS"])
    assert set(desk.column("more")) == {"own records"}
    assert all(row.protected for row in desk.answer.rows)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"kind": "ST", "code": "P", "since": "T"}, ("ST", "PAT", "")),
        ({"kind": "PA", "code": "H", "by": "V", "since": "T"}, ("PA", "hospital", "1 ZOE BOUDREAUX01")),
        ({"kind": "BI", "code": "O", "with_": "TX"}, ("BI", "out", "1 ZOE BOUDREAUX01")),
        ({"kind": "IS", "code": "O", "with_": "TX", "since": "T", "mark": "L"}, ("IS", "out", "")),
        ({"kind": "OR", "code": "C", "with_": "D-1", "since": "T"}, ("OR", "cash", "")),
        ({"kind": "MD", "code": "I", "by": "C", "since": "T", "mark": "N"}, ("MD", "insurance", "")),
        ({"kind": "CV", "code": "M", "since": "T", "person": "1"}, ("CV", "medicaid", "1 ZOE BOUDREAUX01")),
        ({"kind": "AS", "code": "M", "since": "T-20", "until": "T-5"}, ("AS", "MED", "1 ZOE BOUDREAUX01")),
        ({"kind": "NJ", "code": "T", "since": "T"}, ("NJ", "tribe", "")),
        ({"kind": "PF", "with_": "17000002", "since": "T"}, ("PF", "17000002", "")),
        ({"kind": "SP", "since": "01022024", "until": "09302024"}, ("SP", "", "")),
        ({"kind": "CH", "person": "8", "since": "T"}, ("CH", "", "2 ZOE BOUDREAUX02")),
        ({"kind": "DU", "since": "T", "amount": "125"}, ("DU", "due", "")),
        ({"kind": "PY", "code": "V", "since": "T", "amount": "5.50"}, ("PY", "current", "")),
    ],
    ids=lambda value: value.get("kind", "") if isinstance(value, dict) else "",
)
def test_each_kind_is_added_by_the_beginnings_of_its_codes(
    desk: Desk, fields: dict[str, str], line: tuple[str, str, str]
):
    keyed(desk, **fields)
    assert desk.rules == []
    kinds = [row for row in desk.answer.rows if row.key.split()[0:1] == [CASE]]
    assert [(r.values["fact"], r.values["coded"], r.values["child"]) for r in kinds] == [line]
    assert [desk.value(name) for name in ("kind", "code", "since", "amount")] == [""] * 4


@pytest.mark.parametrize(
    ("fields", "rules", "places"),
    [
        ({"kind": "PA", "code": "A", "since": "T"}, ["CS-114"], ["code"]),
        ({"kind": "PA", "code": "X", "since": "T"}, ["CS-104"], ["code"]),
        ({"kind": "PA"}, ["CS-105", "CS-105"], ["code", "since"]),
        ({"kind": "ST", "code": "L", "since": "T", "amount": "5"}, ["CS-707"], ["amount"]),
        ({"kind": "ST", "code": "L", "since": "T", "mark": "N"}, ["CS-130"], ["mark"]),
        ({"kind": "CV", "code": "M", "since": "T", "person": "ZOE"}, ["CS-116"], ["person"]),
        ({"code": "L"}, ["CS-105"], ["kind"]),
        ({"kind": "ST", "code": "L", "since": "01042026"}, ["CS-803"], ["since"]),
        ({"kind": "AS", "code": "TA", "since": "T"}, ["CS-804"], ["since"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_stays_typed(
    desk: Desk, fields: dict[str, str], rules: list[str], places: list[str]
):
    keyed(desk, **fields)
    assert (desk.rules, desk.fields) == (rules, places)
    assert all(desk.value(name) == text for name, text in fields.items() if name != "person")
    assert not [row for row in desk.answer.rows if row.key]


def test_a_child_who_is_not_on_record_is_added_by_name_with_a_warning_of_namesakes(desk: Desk):
    keyed(desk, kind="CH", since="T", text="Boudreaux01, Zoe", also="05042019")
    assert set(desk.rules) == {"CS-158"}
    assert desk.column("child")[0] == "2 ZOE BOUDREAUX01"
    keyed(desk, kind="CH", since="T", text="Boudreaux01")
    assert (desk.rules, desk.fields) == (["CS-116"], ["text"])


def test_a_line_is_ended_set_aside_with_why_and_taken_up_again(desk: Desk):
    keyed(desk, kind="CV", code="N", since="01202026")
    keyed(letter(desk, "CV", "E"), until="02012026")
    assert (desk.rules, desk.column("to")[0]) == ([], "02/01/2026")
    letter(desk, "CV", "A").key("enter")
    assert (desk.rules, desk.fields) == (["CS-105"], ["text"])
    keyed(desk, text="Another child")
    assert desk.column("more")[0] == "SET ASIDE"
    keyed(letter(desk, "CV", "T"), text="No, it was right")
    assert desk.column("more")[0] == ""
    desk.command("UNDO").key("enter")
    desk.command(f"IVDF {CASE}")
    assert desk.column("more")[0] == "SET ASIDE"


def test_money_is_reversed_and_paid_out_and_not_set_aside(desk: Desk):
    keyed(desk, kind="DU", since="T", amount="125.00")
    keyed(desk, kind="PY", since="T", amount="100.00")
    keyed(letter(desk, "PY", "A"), text="wrong")
    assert desk.rules == ["CS-130"]
    desk.key("pf12")
    letter(desk, "PY", "P").key("enter")
    assert desk.rules == []
    assert "paid out 03/02/2026" in desk.column("more")[0]
    keyed(letter(desk, "PY", "R"), text="bounced")
    assert desk.rules == []
    assert "-100.00 reverses 2" in " ".join(desk.column("more"))


def test_the_offset_of_a_federal_tax_refund_is_labeled_as_tax_information(desk: Desk):
    keyed(desk, kind="DU", since="01152026", amount="125.00")
    keyed(desk, kind="PY", code="OFF", since="T", amount="100.00")
    assert "FTI" in desk.column("more")[0]


def test_several_lines_are_done_together_or_none_of_them(desk: Desk):
    keyed(desk, kind="ST", code="L", since="T")
    keyed(desk, kind="CV", code="N", since="T-5")
    desk.type("action", "E", desk.column("fact").index("ST"))
    letter(desk, "CV", "E").key("enter")
    assert desk.rules == ["CS-806"]
    assert set(desk.column("to")) == {""}


def test_lists_of_values_follow_kind_and_the_case_in_hand(desk: Desk):
    desk.at("kind").key("pf4")
    assert "BI" in desk.column("code")
    desk.key("pf12").type("kind", "CV").at("code").key("pf4")
    assert desk.column("code") == ["ncp", "cp", "other", "medicaid"]
    desk.key("pf12").type("kind", "IS").at("with").key("pf4")
    assert "AL" in desk.column("code")
    desk.key("pf12").at("person").key("pf4")
    assert desk.column("code") == ["5"]
    desk.key("pf12").at("case").key("pf4")
    assert desk.column("code") == [CASE]


def test_another_number_in_case_shows_that_case_and_an_unknown_one_is_told(desk: Desk):
    keyed(desk, case="17000002")
    assert desk.value("case") == "17000002"
    desk.command("IVDF 99999999")
    assert desk.rules == ["CS-101"]
    desk.command("CAS1 17000001").command("IVDF")
    assert desk.value("case") == CASE


def test_a_case_with_more_facts_than_a_page_is_turned(desk: Desk):
    paid = [
        IvdMoney(case=CASE, seq=n, kind="due", month=TODAY, on=TODAY, written_on=TODAY, cents=n)
        for n in range(1, 31)
    ]
    bulk_load(desk.store, paid)
    desk.key("pf5")
    first = desk.column("number")
    assert first[0] == "30"
    assert desk.key("pf8").column("number")[0] == str(30 - len(first))
    assert desk.key("pf7").column("number") == first
