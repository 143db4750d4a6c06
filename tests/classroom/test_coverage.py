"""Which lessons make a learner meet which rules: by an act, by a refusal or warning, by the guide."""

from __future__ import annotations

import pytest

from cstui.classroom.lesson.read import Lesson, find_lesson, read_lesson
from cstui.classroom.results.achieved import Covered, RuleCovered
from cstui.classroom.results.coverage import coverage, met_in


@pytest.fixture(scope="module")
def call() -> Lesson:
    """The call after the miss: a report, a contact, an appointment, cooperation without OFS 53."""
    path = find_lesson("4")
    assert path is not None
    return read_lesson(path)


@pytest.fixture(scope="module")
def rules(call: Lesson) -> dict[str, RuleCovered]:
    return {one.rule: one for one in coverage([call])}


def test_a_solution_meets_its_acts_the_rules_that_warn_and_those_of_the_next_steps(call: Lesson) -> None:
    met = met_in(call)
    assert met.lesson == call.id
    assert met.acts == {
        "record-contact",
        "record-cooperation",
        "record-outcome",
        "report-non-cooperation",
        "schedule-appointment",
    }
    assert met.refused == {"LA-E522-08"}
    assert met.guide >= {"LA-E520-08", "LA-E521-04", "LA-E521-10", "LA-E522-01"}
    assert all(rule.startswith("LA-") for rule in met.guide)


@pytest.mark.parametrize(
    ("rule", "act", "refused", "guide"),
    [
        ("LA-E520-01", ("report-non-cooperation",), False, False),
        ("LA-E520-02", ("report-non-cooperation",), False, False),
        ("LA-E522-04", (), False, True),
        ("LA-E522-08", ("record-cooperation",), True, True),
    ],
)
def test_a_rule_says_how_it_is_met_in_a_lesson(
    rules: dict[str, RuleCovered], call: Lesson, rule: str, act: tuple[str, ...], refused: bool, guide: bool
) -> None:
    """The guide is not an act: a rule that only the guide asks is met where it is shown."""
    assert rules[rule].lessons == (Covered(lesson=call.id, act=act, refused=refused, guide=guide),)


def test_rules_of_the_documents_are_there_those_without_a_lesson_first(rules: dict[str, RuleCovered]) -> None:
    """What the desk refuses by itself (CS-) is not a rule of a document."""
    covered = [bool(one.lessons) for one in rules.values()]
    assert covered == sorted(covered)
    assert {True, False} == set(covered)
    assert {rule.partition("-")[0] for rule in rules} == {"LA"}
    note = rules["LA-E522-04"]
    assert (note.cite, "pend-closure" in note.acts, bool(note.title)) == ("E-522, E-524", True, True)


def test_a_solution_that_goes_astray_met_what_came_before(call: Lesson) -> None:
    path = call.scenario.path
    text = path.read_text(encoding="utf-8")
    astray = read_lesson(path, text.replace('on_screen = "CAS2"', 'on_screen = "DOCK"', 1))
    met = met_in(astray)
    assert "report-non-cooperation" not in met.acts
    assert met.guide
