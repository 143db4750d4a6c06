"""Commands on stores of other agencies: the store says whose acts there are, or the worker, or --agency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from cstui import agency as agencies
from cstui.agency import Manifest, first
from cstui.content import root
from cstui.policy import guide
from cstui.policy.records import Office, Person, Worker
from cstui.policy.rulebook import load_rulebook
from cstui.store import chain, facts, writing
from cstui.store.engine import create_store, open_store
from tests.kernel.commandline.conftest import CASE, MOMENT, START, Run, address

HOUSE = "PS/0001"


@pytest.fixture
def practice_state(monkeypatch: pytest.MonkeyPatch) -> Iterator[Manifest]:
    """The invented agency of another distribution, as if it were installed."""
    monkeypatch.syspath_prepend(str(root() / "tests" / "example_agency"))
    from practice_state import AGENCY

    monkeypatch.setattr(agencies, "installed", lambda: (*agencies.in_tree(), AGENCY))
    agencies.find.cache_clear()
    yield AGENCY
    agencies.find.cache_clear()


def made(path: Path, *held: Manifest) -> str:
    """A store of these agencies with one household."""
    from practice_state.facts import HouseholdFacts
    from practice_state.records import Household

    with create_store(path, name="OTHER", business_date=START, at=MOMENT, agencies=held) as store:
        writing.bulk_load(
            store,
            [
                Office(code="PS/17", name="FOOTHILLS", agency="practice_state"),
                Worker(number="PS/17001", name="BEA", office="PS/17"),
                Person(number=1, last="ROE", first="ANN"),
                address(1, "1 OPEN ROAD"),
                Household(number=HOUSE, person=1, office="PS/17", worker="PS/17001", opened=date(2026, 2, 2)),
            ],
        )
        with store.write() as session:
            found = facts.read_facts(session, HouseholdFacts, HOUSE)
            assert found is not None
            writing.set_next_steps(session, [guide.next_step(found, load_rulebook("practice_state"), START)])
    return str(path)


def logged(path: str) -> list[str]:
    with open_store(path) as store, store.read() as session:
        return [f"{line.subject} {line.action}" for line in chain.lines(session)]


def test_acts_of_louisiana_do_not_touch_a_store_of_another_agency(
    run: Run, practice_state: Manifest, tmp_path: Path
) -> None:
    store = made(tmp_path / "other.db", practice_state)
    note = ("do", "add-note", f"case={CASE}", "text=x", "--as", "PS/17001")
    ran = run("--store", store, *note)
    assert (ran.status, ran.err[:6]) == (2, "CS-302")
    ran = run("--store", store, *note, "--agency", first().name)
    assert (ran.status, ran.err[:6]) == (2, "CS-301")
    assert "holds no agency louisiana; it holds practice_state" in ran.err
    assert logged(store) == []


def test_the_worker_says_whose_acts_there_are(run: Run, practice_state: Manifest, tmp_path: Path) -> None:
    store = made(tmp_path / "both.db", first(), practice_state)
    plan = ("do", "ps-plan-visit", f"household={HOUSE}", "on=T+20", "--json")
    assert run("--store", store, *plan, "--as", "17001").err.startswith("CS-302")
    ran = run("--store", store, *plan, "--as", "PS/17001")
    assert ran.status == 0, ran.err
    [step] = msgspec.json.decode(ran.out)["steps"]
    assert (step["household"], step["kind"]) == (HOUSE, "visit")
    assert logged(store) == [f"ps.household {HOUSE} PV"]


def test_an_agency_is_named_where_no_worker_is(run: Run, practice_state: Manifest, tmp_path: Path) -> None:
    store = made(tmp_path / "both.db", first(), practice_state)
    named = ("--agency", practice_state.name)
    assert "Plan a visit" in run("acts", "ps-plan-visit", *named).out
    came = msgspec.json.decode(run("--store", store, "timeline", HOUSE, *named, "--json").out)
    assert came["household"] == HOUSE
    assert [moment["assumed"] for moment in came["moments"]] == [False] * len(came["moments"])
    assert run("--store", store, "report", "lem4145r1", *named).err.startswith("CS-301")
    assert run("acts", "--agency", "atlantis").err.startswith("CS-301 there is no agency atlantis")
    assert "louisiana, practice_state" in run("--store", store, "store", "info").out
