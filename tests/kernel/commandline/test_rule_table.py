"""`cstui rules`: each rule with the acts and screens that ask it, and the scenarios that show it."""

from __future__ import annotations

import msgspec

from cstui.acts.registry import acts_of
from cstui.commandline.rule_table import named, screens
from cstui.commandline.shapes.books import RulesOut
from cstui.desk.programs.registry import programs
from cstui.scenario.read import read_scenario, scenario_files
from cstui.scenario.shown import shown
from tests.kernel.commandline.conftest import Run


def test_every_rule_of_policy_is_met_by_an_act_and_shown_both_ways(run: Run) -> None:
    out = msgspec.json.decode(run("rules", "louisiana", "--json").out, type=RulesOut)
    met = {one.rule: one for one in out.met}
    rules = {rule.id for document in out.documents for rule in document.rules}
    assert set(met) == rules
    for one in met.values():
        assert set(one.acts) <= {*acts_of(), "guide"}
        assert {name for names in one.acts.values() for name in names} <= {*programs(), "GUID"}
        assert one.refusing
    assert {rule for rule, one in met.items() if not one.holding} == set()


def test_the_table_stands_under_each_rule(run: Run) -> None:
    said = " ".join(run("rules", "louisiana").out.split("LA-E520-06", 1)[1].split("LA-E520-07")[0].split())
    assert "asked by" in said
    assert "report-non-cooperation (CAS2)" in said
    assert "refuses in" in said
    assert "holds in" in said


def test_screens_are_those_whose_program_does_the_act() -> None:
    assert "CAS2" in screens()["report-non-cooperation"]
    assert screens()["complete-ofs53"] == ("OFS3",)
    assert screens()["guide"] == ("GUID", "WORK")


def test_a_scenario_holds_where_the_act_is_done_without_the_rule() -> None:
    found = {path.stem: read_scenario(path) for path in scenario_files()}
    moved = shown([found["fourth-move"]])["LA-E521-05"]
    assert moved.refusing == ("fourth-move",)
    assert moved.asked_by == ("move-appointment",)
    assert moved.holding == ("fourth-move",)
    assert "LA-E521-05" not in shown([found["answered-before-the-notice-ran-out"]])


def test_many_scenarios_are_counted() -> None:
    assert named(("a", "b")) == "a, b"
    assert named(("a", "b", "c", "d", "e", "f")) == "a, b, c, d and 2 more"
