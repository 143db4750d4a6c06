"""A caseload made by hand for the edges of fiscal year 2003: the lines each case is on, and is not.

Most are the mistakes that one State's production count made first (section 13 of the facts on it).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from cstui.agencies.federal.policy import lines
from tests.agencies.federal import drawn
from tests.agencies.federal.oracle import Oracle

EDITION = lines.edition_of("1999")
CHOICES = {"fed_closed_on_6": True}
K, K2 = 1, 2
"""The child of a case, and its second one."""


def d(month: int, day: int, year: int = 2003) -> date:
    return date(year, month, day)


OCT1, SEP30, NEXT = d(10, 1, 2002), d(9, 30), d(10, 1)
LONG, FILED, EIGHT = d(1, 1, 2000), d(1, 1, 2001), d(5, 5, 1995)


class Hand:
    """One case by hand: rows by relation, and what is said of it: `+2` it is on line 2, `-2` it is not."""

    def __init__(self, name: str, said: str, **rows: Any) -> None:
        self.name, self.said, self.rows = name, said.split(), rows


def spell(opened: date = LONG, closed: date | None = None) -> dict[str, Any]:
    return {"opened": opened, "closed": closed}


def child(since: date = LONG, until: date | None = None, person: int = K) -> dict[str, Any]:
    return {"person": person, "since": since, "until": until}


def born(on: date = EIGHT, person: int = K, **more: Any) -> dict[str, Any]:
    return {"person": person, "born": on, "wedlock": "out", **more}


def helped(
    program: str = "TANF", begins: date = LONG, ends: date | None = None, **more: Any
) -> dict[str, Any]:
    return {"person": K, "program": program, "begins": begins, "ends": ends, **more}


def order(filed: date | None = FILED, **more: Any) -> dict[str, Any]:
    return {"number": "A", "filed_on": filed, "entered_on": filed or LONG, **more}


def med(what: str = "insurance", **more: Any) -> dict[str, Any]:
    return {"what": what, "filed_on": LONG, **more}


def out(made: date = LONG, closed: date | None = None, **more: Any) -> dict[str, Any]:
    return {"made_on": made, "closed_on": closed, **more}


def due(on: date, cents: int = 100, **more: Any) -> dict[str, Any]:
    return {"kind": "due", "month": on.replace(day=1), "on": on, "cents": cents, "share": "family", **more}


def paid(on: date, cents: int = 100, kind: str = "current", **more: Any) -> dict[str, Any]:
    filled = {"month": on.replace(day=1), "share": "family", "paid_on": on, **more}
    return {"kind": kind, "on": on, "cents": cents, **filled}


def said(kind: str, code: str, on: date, ground: str = "RI", seq: int = 1, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "code": code, "on": on, "entered_on": on, "ground": ground, "seq": seq, **more}


TANF = helped()
CASES = [
    # Open at the end, jurisdiction
    Hand("closed on the last day", "+1 +4", spell=[spell(closed=SEP30)]),
    Hand("closed the day before", "-1 -4", spell=[spell(closed=d(9, 29))]),
    Hand("opened on the last day", "+1", spell=[spell(opened=SEP30)]),
    Hand("opened the day after", "-1", spell=[spell(opened=NEXT)]),
    Hand("closed and opened again", "+1", spell=[spell(closed=SEP30), spell(opened=NEXT)]),
    Hand(
        "closed on the first day of the year",
        "-1 +28",
        spell=[spell(closed=OCT1)],
        money=[due(d(5, 1, 2002))],
    ),
    Hand(
        "closed before the year", "-1 -28", spell=[spell(closed=d(9, 30, 2002))], money=[due(d(5, 1, 2002))]
    ),
    Hand("no jurisdiction", "+3 -1 -4 -2", case={"jurisdiction": "tribe"}, support_order=[order()]),
    Hand(
        "no jurisdiction, closed on the last day",
        "+3",
        case={"jurisdiction": "nation"},
        spell=[spell(closed=SEP30)],
    ),
    Hand(
        "no jurisdiction from tomorrow", "+1 -3", case={"jurisdiction": "tribe", "jurisdiction_since": NEXT}
    ),
    Hand("another man's case counts", "-1 +4", case={"counts_with": "0000-0"}),
    # Status
    Hand("on TANF", "+1(b)", assistance=[TANF]),
    Hand("TANF through the last day", "+1(b)", assistance=[helped(ends=SEP30)]),
    Hand("TANF through the day before", "+1(c)", assistance=[helped(ends=d(9, 29))]),
    Hand("TANF from October 1", "+1(d)", assistance=[helped(begins=NEXT)]),
    Hand(
        "TANF before it came to the case",
        "+1(c)",
        assistance=[helped(ends=d(1, 1, 2001))],
        child=[child(d(1, 1, 2002))],
    ),
    Hand("TANF while on the case, then gone", "+1(c)", assistance=[TANF], child=[child(until=d(1, 1, 2003))]),
    Hand("state foster care", "+1(d) -1(c)", assistance=[helped("SFC")]),
    Hand("title IV-E", "+1(b) -38", assistance=[helped("IVE")], standing=[said("noncoop", "N", d(5, 1))]),
    Hand(
        "title IV-E earlier, state foster care now",
        "+1(c)",
        assistance=[helped("IVE", ends=LONG), helped("SFC")],
    ),
    Hand("Medicaid only", "+1c +1(d)", assistance=[helped("MED")]),
    Hand("Medicaid now, TANF years ago", "+1(c) -1c", assistance=[helped("MED"), helped(ends=LONG)]),
    Hand("Medicaid only with an order", "+2d", assistance=[helped("MED")], support_order=[order()]),
    Hand("one assisted child of two", "+1(b)", child=[child(), child(person=K2)], assistance=[TANF]),
    # Interstate
    Hand("sent, open on the last day", "+1a", interstate=[out(closed=SEP30)]),
    Hand("sent, closed the day before", "-1a", interstate=[out(closed=d(9, 29))]),
    Hand("sent to two States", "+1a +19", interstate=[out(d(5, 1)), out(d(6, 1), other="CA")]),
    Hand("sent and received", "+1a +1b", interstate=[out(), out(direction="in")]),
    Hand("locate only", "-1a +19", interstate=[out(d(5, 1), purpose="locate")]),
    Hand("received without Federal participation", "-1 -1b", interstate=[out(direction="in", ffp=False)]),
    Hand("sent to a Tribe", "+1 -1a -19", interstate=[out(d(5, 1), kind="tribe")]),
    Hand("received in the year", "+20", interstate=[out(OCT1, direction="in")]),
    Hand("received before the year", "-20 +1b", interstate=[out(d(9, 30, 2002), direction="in")]),
    # Orders
    Hand("paid-up order", "+2", support_order=[order(ends_on=d(1, 1, 2002))]),
    Hand("drafted order", "-2", support_order=[order(None)]),
    Hand("filed on October 1", "-2", support_order=[order(NEXT)]),
    Hand("filed in September, entered in October", "-2", support_order=[order(d(9, 20), entered_on=NEXT)]),
    Hand("paternity order only", "-2 -17", support_order=[order(d(5, 1), kind="paternity")]),
    Hand("debt to the State only", "-2 -17", support_order=[order(d(5, 1), kind="obligation")]),
    Hand("arrears judgment", "+2 -2c", support_order=[order(kind="arrears")]),
    Hand("zero cash", "+2c", support_order=[order(kind="zero")]),
    Hand("health insurance only", "+2c", support_order=[order(kind="medical")], medical=[med()]),
    Hand(
        "cash medical is not zero cash",
        "+2 -2c",
        support_order=[order(kind="medical")],
        medical=[med("cash")],
    ),
    Hand("order before the case", "+2 -17", spell=[spell(opened=d(6, 1))], support_order=[order(d(5, 1))]),
    Hand("order of the year", "+17", support_order=[order(d(5, 1))]),
    Hand("order by another", "-17 +2", support_order=[order(d(5, 1), by="other")]),
    Hand("insurance added to an order", "-17", support_order=[order(), order(d(5, 1), kind="medical")]),
    Hand("same order, new child", "+17", support_order=[order(person=K), order(d(5, 1), person=K2)]),
    # Paternity and children
    Hand("18 on the first day of the year", "+4 +5", birth=[born(d(10, 1, 1984))]),
    Hand("18 before the year", "-4 -5", birth=[born(d(9, 30, 1984))]),
    Hand("emancipated before the year", "-4", birth=[born(emancipated_on=d(9, 30, 2002))]),
    Hand("emancipated in the year", "+4", birth=[born(emancipated_on=OCT1)]),
    Hand("wedlock unknown", "+4 -5 +13", birth=[born(wedlock="")]),
    Hand("born in marriage", "+7 -5 -6 -13", birth=[born(wedlock="in")]),
    Hand(
        "legitimized by marriage", "+7 +5 -6 -16", paternity=[{"person": K, "on": d(5, 1), "how": "marriage"}]
    ),
    Hand(
        "acknowledged in a hospital", "+6 +7 +16", paternity=[{"person": K, "on": d(5, 1), "how": "hospital"}]
    ),
    Hand(
        "keyed in October, dated September",
        "+16 +6",
        paternity=[{"person": K, "on": SEP30, "entered_on": d(10, 2)}],
    ),
    Hand(
        "keyed in September, dated October",
        "-16 -6",
        paternity=[{"person": K, "on": NEXT, "entered_on": SEP30}],
    ),
    Hand("before the referral", "+6 -16", spell=[spell(d(6, 1))], paternity=[{"person": K, "on": d(5, 1)}]),
    Hand(
        "left before the last day", "-4 +6", child=[child(until=SEP30)], paternity=[{"person": K, "on": LONG}]
    ),
    Hand("closed in the year", "-7 +6", spell=[spell(closed=d(5, 1))], paternity=[{"person": K, "on": LONG}]),
    Hand("parent dead, no paternity", "+4 -5", birth=[born(parent_died_on=d(1, 1, 2001))]),
    Hand(
        "parent dead, paternity known",
        "+5 +6",
        birth=[born(parent_died_on=LONG)],
        paternity=[{"person": K, "on": LONG}],
    ),
    # Good cause and noncooperation
    Hand("good cause", "+4 -5 +39", assistance=[TANF], standing=[said("goodcause", "determined", d(5, 1))]),
    Hand("good cause pending", "+5 -39", assistance=[TANF], standing=[said("goodcause", "claimed", d(5, 1))]),
    Hand(
        "good cause, then cooperation",
        "+5 +39",
        assistance=[TANF],
        standing=[said("goodcause", "determined", d(5, 1)), said("noncoop", "C", d(6, 1), "", 2)],
    ),
    Hand(
        "good cause ended before the year",
        "+5 -39",
        assistance=[TANF],
        standing=[said("goodcause", "determined", LONG), said("goodcause", "ended", d(9, 1, 2002), "", 2)],
    ),
    Hand(
        "not on TANF any more",
        "-39",
        assistance=[helped(ends=LONG)],
        standing=[said("goodcause", "determined", d(5, 1))],
    ),
    Hand("refused", "+38", assistance=[TANF], standing=[said("noncoop", "N", d(5, 1))]),
    Hand("court date missed", "-38", assistance=[TANF], standing=[said("noncoop", "N", d(5, 1), "CT")]),
    Hand("ground left blank", "-38", assistance=[TANF], standing=[said("noncoop", "N", d(5, 1), "")]),
    Hand(
        "refused, former case",
        "-38",
        assistance=[helped(ends=LONG)],
        standing=[said("noncoop", "N", d(5, 1))],
    ),
    Hand(
        "old row left open under cooperation",
        "-38",
        assistance=[TANF],
        standing=[said("noncoop", "N", d(5, 1)), said("noncoop", "C", d(6, 1), "", 2)],
    ),
    Hand(
        "an earlier custodian refused",
        "-38",
        case={"custodian": 5},
        assistance=[TANF],
        standing=[said("noncoop", "N", d(5, 1), custodian=6)],
    ),
    # Services
    Hand("needs an order", "+12", stage=[{"stage": "OBG", "since": LONG}]),
    Hand("sits in paternity", "-12", stage=[{"stage": "PAT", "since": LONG}]),
    Hand(
        "moved on from locate",
        "+12",
        stage=[{"stage": "LOC", "since": LONG}, {"stage": "OBG", "since": d(5, 1)}],
    ),
    Hand("parent unknown, no stage", "-12", case={"parent": None}),
    Hand(
        "order for one child of two",
        "+12",
        stage=[{"stage": "OBG", "since": LONG}],
        child=[child(), child(person=K2)],
        support_order=[order(person=K)],
    ),
    Hand(
        "insurance by the other parent",
        "+22 -23",
        medical=[med()],
        cover=[{"person": K, "by": "cp", "since": LONG}],
    ),
    Hand("insurance as ordered", "+23", medical=[med()], cover=[{"person": K, "by": "ncp", "since": LONG}]),
    Hand(
        "ordered of the CP",
        "+23",
        medical=[med(ordered_of="cp")],
        cover=[{"person": K, "by": "cp", "since": LONG}],
    ),
    Hand("bills only", "+21 -22", medical=[med("bills")]),
    Hand(
        "TANF ended, support in the last month",
        "+14",
        assistance=[helped(ends=d(3, 31), last_grant=d(3, 1), told_on=d(4, 5))],
        money=[paid(d(3, 20))],
    ),
    Hand(
        "TANF ended, support a month later",
        "-14",
        assistance=[helped(ends=d(3, 31), last_grant=d(3, 1), told_on=d(4, 5))],
        money=[paid(d(4, 1))],
    ),
    Hand(
        "told after the year",
        "-14",
        assistance=[helped(ends=d(3, 31), last_grant=d(3, 1), told_on=NEXT)],
        money=[paid(d(3, 20))],
    ),
    # Money
    Hand("voluntary, no order", "+18 -2 24=100 25=100", money=[paid(d(5, 1), source="voluntary")]),
    Hand("paid to the family directly", "-18 25=0", money=[paid(d(5, 1), source="direct")]),
    Hand("placed anew after a reversal", "-18", money=[paid(d(5, 1), source="reapplied")]),
    Hand(
        "reversed by year end",
        "-18 25=0",
        money=[paid(d(5, 1)), paid(d(5, 1), -100, written_on=SEP30)],
    ),
    Hand(
        "reversed on October 2",
        "+18 25=100",
        money=[paid(d(5, 1)), paid(d(5, 1), -100, written_on=d(10, 2))],
    ),
    Hand(
        "only a reversal of last year's collection",
        "-18 -28 25=0",
        money=[paid(d(5, 1, 2002)), paid(d(5, 1, 2002), -100, written_on=d(5, 1))],
    ),
    Hand("September's payment for October", "25=0", money=[paid(d(9, 29), month=NEXT)]),
    Hand("last September's payment for October", "25=100", money=[paid(d(9, 29, 2002), month=OCT1)]),
    Hand("applied September 30, paid out October 1", "25=0", money=[paid(SEP30, paid_on=NEXT)]),
    Hand("due September 20, unpaid", "+28 26=100 24=100", money=[due(d(9, 20))]),
    Hand("due October 1", "-28 26=0 24=0", money=[due(NEXT)]),
    Hand("owed then, paid since", "+28 26=100", money=[due(d(5, 1)), paid(d(10, 5), kind="arrears")]),
    Hand(
        "second obligor",
        "+28 24=0 26=0 -18",
        money=[due(d(5, 1), second=True), paid(d(6, 1), 50, second=True)],
    ),
    Hand("a cent to the family", "+29 27=1", money=[due(d(5, 1)), paid(d(7, 1), 1, "arrears")]),
    Hand(
        "offset kept while the family is owed",
        "+28 -29",
        assistance=[helped(ends=LONG)],
        money=[due(d(5, 1)), paid(d(7, 1), 50, "arrears", share="state", source="offset")],
    ),
    Hand(
        "offset kept, and a cent to the family",
        "+29",
        money=[
            due(d(5, 1)),
            paid(d(7, 1), 50, "arrears", share="state", source="offset"),
            paid(d(7, 1), 1, "arrears"),
        ],
    ),
    Hand(
        "kept, and all is assigned",
        "+29",
        assistance=[TANF],
        money=[due(d(5, 1), share="state"), paid(d(7, 1), 50, "arrears", share="state")],
    ),
    Hand("fee", "-18 -28", money=[due(d(5, 1), source="fee"), paid(d(6, 1), source="fee")]),
    Hand("judgment for earlier years", "24=0 26=100", money=[due(d(5, 1), source="judgment")]),
]


def caseload(hand: Hand, number: int) -> drawn.Drawn:
    """The rows of a hand-made case, with a child and a birth where none is said."""
    case, rows = f"{number:04d}-0", defaultdict(list)
    rows["case"] = [{"case": case, **hand.rows.get("case", {})}]
    given = {"spell": [spell()], "child": [child()], "birth": [born()], **hand.rows}
    for name, listed in given.items():
        if name != "case":
            for row in listed:
                person = {"person": 100 + number * 10 + row["person"]} if row.get("person") else {}
                own = {} if name in ("birth", "paternity", "assistance") else {"case": case}
                rows[name].append({**row, **person, **own})
    return rows


@pytest.fixture(scope="module")
def found() -> Iterator[dict[int, list[Any]]]:
    """The items of every hand-made case by its number."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    by: dict[int, list[Any]] = defaultdict(list)
    with engine.connect() as memory:
        loads = [caseload(hand, number) for number, hand in enumerate(CASES)]
        for item in drawn.items(memory, loads, drawn.asked()):
            by[int(item.key[:4]) if item.unit == "C" else (int(item.key) - 100) // 10].append(item)
    yield by
    engine.dispose()


def test_there_are_at_least_eighty_cases() -> None:
    assert len({hand.name for hand in CASES}) == len(CASES) >= 80


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: CASES[number].name)
def test_a_case_is_on_the_lines_that_the_instructions_say(found: dict[int, list[Any]], number: int) -> None:
    hand = CASES[number]
    figures = drawn.figures(found[number], lines.places(EDITION, CHOICES))
    for one in hand.said:
        if "=" in one:
            line, _, cents = one.partition("=")
            assert sum(value for (name, _), value in figures.items() if name == line) == int(cents), one
        else:
            assert bool(_on(figures, one[1:])) is (one[0] == "+"), one
    slow = Oracle(caseload(hand, number), drawn.YEAR, drawn.GROUNDS, closed_on_6=True).figures()
    assert figures == slow


def _on(figures: dict[tuple[str, str], int], said: str) -> int:
    """What a line says: `1` in all its columns, `1(b)` in column b."""
    line, _, column = said.rstrip(")").partition("(")
    return sum(value for (name, where), value in figures.items() if name == line and column in ("", where))
