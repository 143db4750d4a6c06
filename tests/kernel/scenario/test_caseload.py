"""A made-up caseload: the same for a seed, lawful, and with every fact that the federal report counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from cstui.acts.kept_steps import next_steps_hold
from cstui.agency import find
from cstui.cli import main
from cstui.policy.ivd import COLUMNS, IvdMoney
from cstui.policy.ivd_money import arrears_owed
from cstui.policy.months import first_of_month
from cstui.policy.rulebook import load_rulebook
from cstui.progress import Cancelled, Progress
from cstui.scenario.caseload import Caseload, create_caseload, fill, made
from cstui.store.engine import Store, create_store
from cstui.store.ivd import relation
from cstui.store.ivd_reads import read_ivd
from cstui.store.log_tables import ACTIVITY
from cstui.store.verify import verify

ON = date(2026, 10, 15)
LOUISIANA = find("louisiana")
CASES = 400


def clock() -> datetime:
    return datetime(2026, 10, 15, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled() -> Iterator[Store]:
    """A store in memory with some hundred cases."""
    with create_store(":memory:", name="MADE UP", business_date=ON) as store:
        fill(store, LOUISIANA, cases=CASES, seed=7, on=ON, clock=clock)
        yield store


def rows(store: Store, name: str) -> list[dict[str, Any]]:
    with store.read() as session:
        return [dict(row) for row in session.execute(select(relation(name, [LOUISIANA]))).mappings()]


def test_the_store_holds_and_so_do_its_next_steps(filled: Store):
    assert verify(filled) == []
    with filled.read() as session:
        assert list(next_steps_hold(load_rulebook("louisiana"), ON, session)) == []


def test_every_relation_has_rows_and_nothing_lies_in_the_future(filled: Store):
    assert all(rows(filled, name) for name in COLUMNS)
    for name, column in (("spell", "closed"), ("paternity", "on"), ("money", "on"), ("money", "paid_on")):
        assert max(row[column] for row in rows(filled, name) if row[column]) <= ON


def test_a_smaller_caseload_is_the_beginning_of_a_larger_one():
    load: Caseload = LOUISIANA.load("caseload")
    first = [list(made(load, place, 7, ON)) for place in range(30)]
    assert first == [list(made(load, place, 7, ON)) for place in range(30)]
    assert first != [list(made(load, place, 8, ON)) for place in range(30)]


def test_proportions_are_plausible(filled: Store):
    cases, opened = rows(filled, "case"), {s["case"] for s in rows(filled, "spell") if not s["closed"]}
    ordered = {order["case"] for order in rows(filled, "support_order")}
    assert 0.7 < len(opened) / CASES < 0.9
    assert 0.6 < len(ordered & opened) / len(opened) < 0.95
    on_tanf = {row["person"] for row in rows(filled, "assistance") if row["program"] == "TANF"}
    children = {row["person"] for row in rows(filled, "child")}
    assert 0.4 < len(on_tanf & children) / len(children) < 0.7
    assert 0 < len([one for one in cases if one["counts_with"]]) < CASES / 20


def test_putative_fathers_have_the_children_of_the_case_with_which_they_count(filled: Store):
    children: dict[str, set[int]] = {}
    for row in rows(filled, "child"):
        children.setdefault(row["case"], set()).add(row["person"])
    counted = [one for one in rows(filled, "case") if one["counts_with"]]
    assert all(children[one["case"]] == children[one["counts_with"]] for one in counted)


def test_nobody_pays_more_arrears_than_are_owed(filled: Store):
    listed = rows(filled, "case")[:100]
    with filled.read() as session:
        for case in listed:
            facts = read_ivd(session, LOUISIANA, case["case"])
            assert facts is not None
            assert arrears_owed(facts.of(IvdMoney), first_of_month(ON, 1)) >= 0


def test_the_command_makes_a_store_that_opens_and_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "made.db"
    command = ["--store", str(path), "practice", "generate", "--cases", "25", "--on", "10/15/2026"]
    assert main(command, clock=clock) == 0
    assert "10/15/2026" in capsys.readouterr().out
    assert main(command, clock=clock) == 1
    assert capsys.readouterr().err.startswith("CS-209")
    assert main([*command[:4], "--cases", "0"], clock=clock) == 2
    assert "--cases 0" in capsys.readouterr().err
    assert main([*command[:4], "--cases", "5", "--agency", "utah"], clock=clock) == 2
    assert "makes up no caseload" in capsys.readouterr().err


def test_work_that_is_stopped_leaves_no_store(tmp_path: Path):
    progress = Progress(clock, lambda told: told.cancel())
    path = tmp_path / "made.db"
    with pytest.raises(Cancelled):
        create_caseload(path, LOUISIANA, cases=5, seed=1, on=ON, clock=clock, progress=progress)
    assert list(tmp_path.iterdir()) == []


def test_a_line_of_the_log_says_that_each_case_is_made_up(filled: Store):
    with filled.read() as session:
        count = session.scalar(select(func.count()).select_from(ACTIVITY).where(ACTIVITY.c.action == "LD"))
    assert count == CASES
