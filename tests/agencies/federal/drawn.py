"""Caseloads drawn at random around the edges of fiscal year 2003, and what the program counts of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from random import Random
from typing import Any

from sqlalchemy import Connection, insert, select

from cstui.agencies.federal.policy import lines
from cstui.agencies.federal.policy.conditions import AMOUNTS
from cstui.agencies.federal.policy.year import FiscalYear
from cstui.agencies.federal.reads import gather
from tests.agencies.federal.relations import METADATA, TABLES, whole

YEAR = 2003
GROUNDS = ("MA", "RI")
DAYS = [
    date(y, m, d)
    for y, m, d in (
        (1999, 3, 10), (2001, 11, 5), (2002, 8, 31), (2002, 9, 20), (2002, 9, 30), (2002, 10, 1),
        (2002, 10, 2),
        (2002, 12, 1), (2003, 1, 31), (2003, 3, 15), (2003, 6, 1), (2003, 8, 20), (2003, 8, 31), (2003, 9, 1),
        (2003, 9, 29), (2003, 9, 30), (2003, 10, 1), (2003, 10, 2), (2003, 10, 30), (2003, 11, 15),
    )
]  # fmt: skip
BORN = [
    date(1984, 9, 30), date(1984, 10, 1), date(1985, 9, 29), date(1985, 9, 30), date(1985, 10, 1),
    date(1995, 5, 5), date(2003, 9, 30), date(2003, 10, 1),
]  # fmt: skip
MONTHS = [
    date(2002, 8, 1),
    date(2002, 9, 1),
    date(2002, 10, 1),
    date(2003, 2, 1),
    date(2003, 9, 1),
    date(2003, 10, 1),
]
Drawn = dict[str, list[dict[str, Any]]]


class Draw:
    """Draws one caseload of a few cases, people numbered from `first`, cases named after `name`."""

    def __init__(self, random: Random, name: str, first: int) -> None:
        self.random, self.name, self.first = random, name, first
        self.rows: Drawn = defaultdict(list)

    def day(self, most: float = 1.0) -> date | None:
        return self.random.choice(DAYS) if self.random.random() < most else None

    def two(self, ends: float = 0.5) -> tuple[date, date | None]:
        """A day, and a later one or None."""
        one, other = sorted((self.random.choice(DAYS), self.random.choice(DAYS)))
        return one, other if self.random.random() < ends else None

    def some(self, chance: float, most: int = 2) -> Iterator[int]:
        for number in range(most):
            if self.random.random() < chance:
                yield number

    def made(self) -> Drawn:
        people = [self.first + number for number in range(self.random.randint(1, 4))]
        cases = [f"{self.name}-{number}" for number in range(self.random.randint(1, 3))]
        for person in people:
            self._person(person)
        for case in cases:
            self._case(case, cases, people)
        return self.rows

    def _person(self, person: int) -> None:
        pick, rows = self.random.choice, self.rows
        if self.random.random() < 0.9:
            rows["birth"].append(
                {
                    "person": person,
                    "born": pick(BORN) if self.random.random() < 0.9 else None,
                    "wedlock": pick(("out", "out", "in", "")),
                    "emancipated_on": self.day(0.1),
                    "parent_died_on": self.day(0.15),
                }
            )
        for _ in self.some(0.3):
            how = pick(("order", "acknowledged", "hospital", "certificate", "marriage", "adoption"))
            rows["paternity"].append(
                {"person": person, "on": self.day(), "entered_on": self.day(), "how": how}
            )
        for _ in self.some(0.35):
            begins, ends = self.two()
            program = pick(("TANF", "TANF", "IVE", "SFC", "MED"))
            told = program == "TANF" and ends is not None
            rows["assistance"].append(
                {
                    "person": person,
                    "program": program,
                    "begins": begins,
                    "ends": ends,
                    "last_grant": pick(MONTHS) if told else None,
                    "told_on": self.day() if told else None,
                    "entered_on": pick(DAYS) if self.random.random() < 0.2 else begins,
                }
            )

    def _case(self, case: str, cases: list[str], people: list[int]) -> None:
        pick, rows = self.random.choice, self.rows
        rows["case"].append(
            {
                "case": case,
                "parent": pick((7, 8, None)),
                "custodian": pick((5, None)),
                "jurisdiction": pick(("", "", "", "", "nation", "tribe")),
                "jurisdiction_since": self.day(0.7),
                "jurisdiction_until": self.day(0.2),
                "counts_with": pick(("", "", "", "", cases[0])) if case != cases[0] else "",
            }
        )
        for _ in (0, *self.some(0.3, 1)):
            opened, closed = self.two(0.4)
            rows["spell"].append({"case": case, "opened": opened, "closed": closed})
        for _ in self.some(0.25):
            rows["stage"].append(
                {"case": case, "stage": pick(("LOC", "PAT", "OBG", "ENF")), "since": self.day()}
            )
        for person in people:
            if self.random.random() < 0.7:
                since, until = self.two(0.3)
                rows["child"].append({"case": case, "person": person, "since": since, "until": until})
        for _ in self.some(0.3):
            made_on, closed_on = self.two(0.4)
            rows["interstate"].append(
                {
                    "case": case,
                    "direction": pick(("in", "out")),
                    "kind": pick(("state", "state", "tribe", "nation")),
                    "made_on": made_on,
                    "closed_on": closed_on,
                    "ffp": pick((True, True, False)),
                    "purpose": pick(("case", "case", "locate")),
                }
            )
        self._ordered(case, people)
        for _ in self.some(0.9, 9):
            if self.random.random() < 0.6:
                self._money(case)
        self._standing(case)

    def _ordered(self, case: str, people: list[int]) -> None:
        pick, rows = self.random.choice, self.rows
        for _ in self.some(0.5, 3):
            rows["support_order"].append(
                {
                    "case": case,
                    "number": pick(("A1", "A1", "B2", "")),
                    "person": pick((None, *people)),
                    "kind": pick(("cash", "cash", "zero", "medical", "arrears", "obligation", "paternity")),
                    "filed_on": self.day(0.9),
                    "entered_on": self.day(),
                    "ends_on": self.day(0.2),
                    "by": pick(("ivd", "ivd", "other")),
                }
            )
        for _ in self.some(0.4):
            rows["medical"].append(
                {
                    "case": case,
                    "person": pick((None, *people)),
                    "what": pick(("insurance", "insurance", "cash", "bills")),
                    "ordered_of": pick(("ncp", "cp")),
                    "filed_on": self.day(0.9),
                    "entered_on": self.day(),
                    "ends_on": self.day(0.2),
                    "viable": pick((True, True, False)),
                }
            )
        for person in people:
            for _ in self.some(0.6, 1):
                since, until = self.two(0.3)
                by = pick(("ncp", "ncp", "cp", "other", "medicaid"))
                rows["cover"].append(
                    {"case": case, "person": person, "by": by, "since": since, "until": until}
                )

    def _money(self, case: str) -> None:
        pick = self.random.choice
        kind = pick(("due", "due", "current", "arrears"))
        sources = ("", "", "fee", "interest", "judgment")
        if kind != "due":
            sources = ("", "", "", "voluntary", "offset", "direct", "fee", "reapplied")
        on = self.day()
        assert on is not None
        self.rows["money"].append(
            {
                "case": case,
                "kind": kind,
                "month": pick(MONTHS),
                "on": on,
                "written_on": pick(DAYS) if self.random.random() < 0.2 else on,
                "cents": pick((100, 200, 300)) * (-1 if self.random.random() < 0.2 else 1),
                "share": pick(("family", "state", "")),
                "source": pick(sources),
                "paid_on": self.day(0.8) if kind != "due" else None,
                "second": self.random.random() < 0.1,
            }
        )

    def _standing(self, case: str) -> None:
        pick = self.random.choice
        for seq in self.some(0.4, 4):
            kind = pick(("noncoop", "goodcause"))
            codes = (
                ("N", "N", "C")
                if kind == "noncoop"
                else ("claimed", "determined", "determined", "denied", "ended")
            )
            on, until = self.two(0.2)
            self.rows["standing"].append(
                {
                    "case": case,
                    "custodian": pick((5, 5, 6, None)),
                    "kind": kind,
                    "code": pick(codes),
                    "ground": pick(("MA", "RI", "CT", "")),
                    "on": on,
                    "until": until,
                    "entered_on": pick(DAYS),
                    "seq": seq + 1,
                }
            )


def batch(seed: int, size: int) -> list[Drawn]:
    """So many caseloads, which share no case and no person."""
    random = Random(seed)
    return [Draw(random, f"{number:04d}", 100 + number * 10).made() for number in range(size)]


def asked(**switches: Any) -> gather.CountRules:
    return gather.CountRules(year=FiscalYear(YEAR), grounds=GROUNDS, **switches)


def items(connection: Connection, caseloads: Iterable[Drawn], what: gather.CountRules) -> list[Any]:
    """The items that the program keeps of caseloads: its statements over the tables of a store in memory."""
    METADATA.drop_all(connection)
    METADATA.create_all(connection)
    joined: Drawn = defaultdict(list)
    for caseload in caseloads:
        for name, rows in caseload.items():
            joined[name] += rows
    for name, rows in joined.items():
        connection.execute(insert(TABLES[name]), [whole(name, row) for row in rows])
    return count_items(connection, TABLES.__getitem__, what)


def count_items(connection: Connection, relation: Callable[[str], Any], what: gather.CountRules) -> list[Any]:
    cases = gather.cases(relation, what).params(after="", through="~")
    connection.exec_driver_sql("DROP TABLE IF EXISTS kept_items")
    rows = connection.execute(cases).mappings().all()
    kept = KEPT
    kept.create(connection)
    if rows:
        connection.execute(insert(kept), [dict(row) for row in rows])
    of_cases = select(kept).where(kept.c.unit == "C").subquery("kept")
    of_children = gather.children(relation, of_cases, what).params(after=0, through=10**9)
    children = connection.execute(of_children).all()
    return [*connection.execute(select(kept)).all(), *children]


def figures(found: Iterable[Any], wanted: Iterable[lines.LineColumn]) -> dict[tuple[str, str], int]:
    """The figures of items that are not zero."""
    cells = [(row.unit, row.cell, 1, tuple(getattr(row, name) for name in AMOUNTS)) for row in found]
    return {key: number for key, number in lines.counted(wanted, cells).items() if number}


def _kept() -> Any:
    from sqlalchemy import BigInteger, Column, Date, MetaData, Table, Text

    return Table(
        "kept_items",
        MetaData(),
        Column("unit", Text),
        Column("key", Text),
        Column("cell", BigInteger),
        *(Column(name, BigInteger) for name in AMOUNTS),
        Column("opened", Date),
        Column("closed", Date),
        Column("office", Text),
        Column("worker", Text),
        Column("parent", BigInteger),
        Column("custodian", BigInteger),
        Column("beside", Text),
    )


KEPT = _kept()
