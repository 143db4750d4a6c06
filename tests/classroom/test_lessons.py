"""Every lesson that ships can be taught, and a lesson file that is wrong says where and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.classroom.lessons import lesson_files, read_all, read_lesson
from cstui.classroom.proving import prove
from cstui.content import ContentError

FILES = lesson_files()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_lesson_can_be_taught(path: Path) -> None:
    """Its solution passes, its untouched start fails, its hints are reached, a seat gives nothing away."""
    assert prove(read_lesson(path)) == []


def test_lessons_are_numbered_in_their_order() -> None:
    assert [lesson.number for lesson in read_all()] == list(range(1, len(FILES) + 1))


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('id = "searched"', 'id = "signed-on"', "signed-on is there twice"),
        ('shown = ["SRCH"]', 'shown = ["SRCX"]', "there is no screen SRCX"),
        ('did = ["add-note 17000123"]', 'did = ["add-nota"]', "there is no act add-nota"),
        ('shown = ["SRCH"]', "", "nothing is asked"),
        ("minutes = 10", 'minutes = "ten"', "Expected `int`"),
        ("weight = 2", "weight = 0", "0 is no weight"),
        ("minutes = 10", "minutes = 10\npass_mark = 101", "101 is no mark"),
        ("minutes = 10", "minutes = 10\nopens = 2026-01-01", "is before"),
        ('nudge = "Cooperation has', 'nudje = "Cooperation has', "nudje"),
    ],
)
def test_a_wrong_lesson_file_says_where_and_why(was: str, becomes: str, says: str) -> None:
    text = FILES[0].read_text(encoding="utf-8")
    assert was in text
    with pytest.raises(ContentError) as told:
        read_lesson(FILES[0], text.replace(was, becomes, 1))
    assert says in str(told.value)
    assert f"{FILES[0].name}:" in str(told.value)


def test_a_solution_that_goes_astray_is_told_with_its_line() -> None:
    text = FILES[0].read_text(encoding="utf-8").replace('type = "CALO"', 'type = "CALX"')
    faults = prove(read_lesson(FILES[0], text))
    assert "this is CAS2, not CALO" in faults[0].text
    assert text.splitlines()[faults[0].line - 1] == "[[deed]]"


def test_a_goal_that_the_start_already_meets_is_told() -> None:
    text = FILES[0].read_text(encoding="utf-8")
    head, _, goals = text.partition("[[goal]]")
    deeds = goals[goals.index("[[deed]]") :]
    goal = """[[goal]]
id = "open"
title = "The case is open"
why = "It was all along."
cite = "E-520"
expect = { case = "17000123", fact = "case.status", is = "open" }
nudge = "Look."
where = "CAS1."
how = "Do nothing."
"""
    faults = prove(read_lesson(FILES[0], head + goal + deeds))
    assert any("untouched start passes" in fault.text for fault in faults)
