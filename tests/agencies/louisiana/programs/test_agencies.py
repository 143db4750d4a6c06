"""Two agencies share a store and a desk: each worker has the screens and words of her or his own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from cstui import agency as agencies
from cstui.agencies.louisiana.records import Case
from cstui.agency import KERNEL
from cstui.content import root
from cstui.desk.agency_desk import words_for
from cstui.desk.checker import check_all
from cstui.desk.commands import by_word
from cstui.desk.drawing import load_drawing
from cstui.desk.programs.registry import answered, programs
from cstui.policy import guide
from cstui.policy.records import Office, Person, Worker
from cstui.policy.rulebook import load_rulebook
from cstui.store import facts, writing
from cstui.store.engine import Store, create_store
from tests.agencies.louisiana.programs.driver import TODAY, Desk

EXAMPLE = Path(__file__).parents[3] / "example_agency"
HOUSE, CASE = "PS/0001", "17000001"
BEA = "PS/17001"


@pytest.fixture
def practice_state(monkeypatch: pytest.MonkeyPatch) -> Iterator[agencies.Manifest]:
    """The example of an agency that another distribution brings, as if it were installed."""
    monkeypatch.syspath_prepend(str(EXAMPLE))
    brought: agencies.Manifest = import_module("practice_state").AGENCY
    monkeypatch.setattr(agencies, "installed", lambda: (*agencies.in_tree(), brought))
    agencies.find.cache_clear()
    yield brought
    agencies.find.cache_clear()


@pytest.fixture
def store(practice_state: agencies.Manifest) -> Iterator[Store]:
    """An office 17 of each agency; ADA and BEA have one number, and a subject each."""
    household = import_module("practice_state.records").Household
    here = (agencies.first(), practice_state)
    with create_store(":memory:", name="Both", business_date=TODAY, agencies=here) as made:
        writing.bulk_load(
            made,
            [
                Office(code="17", name="RIVERBEND", agency="louisiana"),
                Office(code="PS/17", name="FOOTHILLS", agency="practice_state"),
                Worker(number="17001", name="ADA", office="17"),
                Worker(number=BEA, name="BEA", office="PS/17"),
                Worker(number="PS/17002", name="CAL", office="PS/17"),
                Person(number=1, last="DOE", first="JANE"),
                Person(number=2, last="ROE", first="ANN"),
                Case(number=CASE, office="17", worker="17001", cp=1, opened=date(2026, 2, 2)),
                household(number=HOUSE, person=2, office="PS/17", worker=BEA, opened=date(2026, 2, 2)),
            ],
        )
        with made.write() as session:
            for one, key in ((agencies.first(), CASE), (practice_state, HOUSE)):
                found = facts.read_facts(session, one.load("facts"), key)
                writing.set_next_steps(session, [guide.next_step(found, load_rulebook(one.name), TODAY)])
        yield made


def test_the_drawing_of_an_agency_wins_over_the_kernels(practice_state: agencies.Manifest):
    neutral, drawn = load_drawing("WORK", KERNEL), load_drawing("WORK", "louisiana")
    assert load_drawing("WORK", "practice_state").map == neutral.map != drawn.map
    assert load_drawing("MENU", "practice_state").lists
    assert not load_drawing("MENU", "louisiana").lists


def test_every_screen_of_an_agency_and_of_the_kernel_alone_can_be_shown(practice_state: agencies.Manifest):
    for name, codes in ((KERNEL, ()), ("practice_state", load_rulebook("practice_state").codes)):
        assert check_all(codes, answered(name), name) == []


def test_a_number_that_two_agencies_have_is_asked_for_whole(store: Store):
    desk = Desk(store, "17001")
    assert (desk.screen, desk.rules) == ("SIGN", ["CS-199"])
    assert "17001 (louisiana) or PS/17001 (practice_state)" in desk.answer.findings[0].message
    assert desk.key("pf1").screen == "HELP"
    assert desk.key("pf3").type("worker", "99999").key("enter").rules == ["CS-120"]
    assert desk.type("worker", BEA).key("enter").session.status().worker == BEA


def test_a_worker_signs_on_to_the_desk_of_her_agency(store: Store):
    ada, bea = _signed_on(store, "17001"), _signed_on(store, BEA)
    assert (ada.screen, ada.answer.agency) == ("WORK", "louisiana")
    assert (bea.screen, bea.answer.agency) == ("WORK", "practice_state")
    assert bea.column("case") == [HOUSE]
    assert bea.type("action", "C", 0).key("enter").screen == "PSHH"
    assert ada.command(CASE).screen == "CAS1"
    assert ada.command("/ROE").rules == ["CS-128"]


def test_a_number_without_its_prefix_finds_the_only_worker_who_has_it(store: Store):
    assert _signed_on(store, "17002").session.status().worker == "PS/17002"
    assert _signed_on(store, "17009").rules == ["CS-120"]


def test_the_words_of_an_agency_are_known_only_to_its_workers(store: Store):
    ada, bea = _signed_on(store, "17001"), _signed_on(store, BEA)
    assert ada.command(f"PSHH {HOUSE}").rules == ["CS-113"]
    assert bea.command(f"CAS1 {CASE}").rules == ["CS-113"]
    assert bea.command(CASE).rules == ["CS-113"]
    assert bea.command(HOUSE).screen == "PSHH"
    known = {word for word, _ in bea.session.words()}
    assert "PSHH" in known
    assert not known & {"CAS1", "CAS2", "REMD", "DOC"}
    assert {"WORK", "SRCH", "TIME", "UNDO"} <= known
    assert "PSHH" not in by_word("louisiana")


def test_an_agencys_screen_is_worked_and_the_kernels_show_its_subject(store: Store):
    desk = _signed_on(store, BEA).command(f"PSHH {HOUSE}").type("on", "T+1").key("enter")
    assert desk.rules == ["PS-2-01"]
    desk.type("on", "T+8").key("enter")
    assert (desk.rules, desk.column("what")) == ([], ["planned"])
    assert desk.type("action", "Q", 0).key("enter").rules == ["CS-130"]
    assert desk.key("clear").command("UNDO wrong day").key("enter").column("what") == ["missed"]
    assert desk.key("pf11").screen == "TIME"
    assert desk.value("case") == HOUSE
    assert desk.type("comes", "T+3").key("enter").rules == ["CS-141"]
    assert desk.key("clear").command("LAST").column("case") == [HOUSE]
    assert desk.command("/ROE").column("case") == [HOUSE]
    assert desk.command("/DOE").rules == ["CS-128"]


def test_the_kernels_menu_lists_the_words_and_opens_them(store: Store):
    desk = _signed_on(store, BEA).command("MENU")
    known = words_for("worker", "practice_state")
    words = [command.word for command in known if command.does == "screen"]
    assert desk.column("word") == words
    assert desk.at("action", words.index("LAST")).key("enter").screen == "LAST"
    assert desk.command("MENU").type("action", "S", words.index("COVR")).key("enter").screen == "COVR"


def test_no_module_of_the_desk_imports_an_agency():
    folder = root() / "cstui"
    for path in (*(folder / "desk").rglob("*.py"), folder / "workplace.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.startswith("cstui.agencies")], path


def test_the_kernels_words_and_programs_are_everybodys(practice_state: agencies.Manifest):
    own = set(by_word(KERNEL))
    assert own < set(by_word("practice_state"))
    assert own < set(by_word("louisiana"))
    assert set(programs(KERNEL)) < set(programs("practice_state"))


def _signed_on(store: Store, number: str) -> Desk:
    """The desk of a worker by the whole number."""
    desk = Desk(store, number.removeprefix("PS/"))
    return desk.type("worker", number).key("enter") if desk.rules == ["CS-199"] else desk
