"""Fields read strictly: each kind to its last value that is taken and its first that is not."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from cstui.desk.agency_desk import NumberShape
from cstui.desk.conversation import Aid, Request, Row
from cstui.desk.drawing import load_drawing
from cstui.desk.entry import Entry
from cstui.policy.rulebook import Rulebook, load_rulebook

TODAY = date(2026, 3, 2)
RULES = load_rulebook()


def typed(screen: str, rules: Rulebook = RULES, **values: str) -> Entry:
    """What was typed into fields of a screen; the same stands in the second row of its list."""
    rows = (Row(key="1", values={}), Row(key="2", values=values))
    return Entry(
        Request(screen=screen, aid=Aid.ENTER, values=values, rows=rows), load_drawing(screen), rules, TODAY
    )


def found(entry: Entry) -> list[tuple[str, str]]:
    return [(finding.rule, finding.field) for finding in entry.found]


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0.01", 1),
        ("1", 100),
        ("1.", 100),
        ("1.5", 150),
        ("1.05", 105),
        ("125.50", 12_550),
        ("1,234.56", 123_456),
        ("1234567.89", 123_456_789),
        ("9,999,999.99", 999_999_999),
    ],
)
def test_an_amount_in_cents(text: str, cents: int) -> None:
    entry = typed("SUPP", amount=text)
    assert (entry.money("amount", required=True), found(entry)) == (cents, [])


@pytest.mark.parametrize(
    "text", ["0", "0.00", "-1", "1.005", "12345678", "10,000,000.00", "1,23", "1,2345", ".5", "$5", "x", "٣"]
)
def test_what_is_no_amount_is_refused_and_counts_nothing(text: str) -> None:
    entry = typed("SUPP", amount=text)
    assert (entry.money("amount"), found(entry)) == (0, [("CS-153", "amount")])


@pytest.mark.parametrize(
    ("text", "at", "rules"),
    [
        ("0900", "09:00", []),
        ("23:59", "23:59", []),
        ("", "", []),
        ("2400", "", [("CS-117", "time")]),
        ("0960", "", [("CS-117", "time")]),
        ("9", "", [("CS-117", "time")]),
    ],
)
def test_a_time(text: str, at: str, rules: list[tuple[str, str]]) -> None:
    entry = typed("APPT", time=text)
    assert (entry.time("time"), found(entry)) == (at, rules)


@pytest.mark.parametrize(
    ("text", "default", "says", "wrong"),
    [
        ("Y", False, True, False),
        ("N", True, False, False),
        ("", True, True, False),
        ("", False, False, False),
        ("Q", True, False, True),
    ],
)
@pytest.mark.parametrize("row", [None, 1])
def test_yes_and_no(text: str, default: bool, says: bool, wrong: bool, row: int | None) -> None:
    """An empty field says what it says when nobody types; in a list the finding names the row."""
    entry = typed("APPT", refused=text)
    assert entry.flag("refused", default=default, row=row) is says
    assert found(entry) == ([("CS-119", "refused" if row is None else "refused.1")] if wrong else [])


@pytest.mark.parametrize(
    ("text", "number", "wrong"),
    [
        ("17001", "17001", False),
        ("", "", False),
        ("1700", "", True),
        ("170011", "", True),
        ("1700A", "", True),
        ("1700²", "", True),
    ],
)
def test_a_number_has_just_so_many_digits(text: str, number: str, wrong: bool) -> None:
    entry = typed("APPT", **{"with": text})
    assert entry.number("with", NumberShape(shape="a worker number", digits=5)) == number
    assert found(entry) == ([("CS-116", "with")] if wrong else [])


def bounded(**days: date) -> Rulebook:
    """The rules with the code S of OFS 4NCP in force between days only."""
    table = RULES.codes["form4ncp"]
    codes = tuple(msgspec.structs.replace(code, **days) if code.code == "S" else code for code in table.code)
    tables = {**RULES.codes, "form4ncp": msgspec.structs.replace(table, code=codes)}
    return msgspec.structs.replace(RULES, codes=tables)


@pytest.mark.parametrize(
    ("days", "taken"),
    [
        ({}, True),
        ({"since": TODAY}, True),
        ({"since": TODAY + timedelta(days=1)}, False),
        ({"until": TODAY}, False),
        ({"until": TODAY + timedelta(days=1)}, True),
    ],
)
def test_a_code_is_taken_from_its_first_day_to_the_day_before_it_ended(
    days: dict[str, date], taken: bool
) -> None:
    """The business date decides, whatever the table still lists."""
    entry = typed("REFR", bounded(**days), form="S")
    assert entry.code("form") == ("S" if taken else "")
    assert found(entry) == ([] if taken else [("CS-104", "form")])


def test_what_is_required_and_empty_is_said_once_and_all_that_is_wrong_together() -> None:
    entry = typed("APPT", purpose="  ", date="0230", time="9x")
    entry.code("purpose", required=True), entry.date("date", required=True), entry.time("time", required=True)
    assert found(entry) == [("CS-105", "purpose"), ("CS-103", "date"), ("CS-117", "time")]
    assert "PURPOSE" in entry.found[0].message


def test_a_date_that_could_be_two_names_both() -> None:
    entry = typed("APPT", date="112026")
    assert entry.date("date") is None
    assert found(entry) == [("CS-181", "date")]
    assert "01012026 (Thu) or 11202026 (Fri)" in entry.found[0].message
