"""What is so at any lesson's desk. The mistakes of each lesson, and its other right ways, are in its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from cstui.classroom.lesson.read import Lesson, find_lesson, read_all, read_lesson
from cstui.classroom.seats.seat import make_start
from tests.classroom.newcomer import Desk

Sit = Callable[[int], Desk]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], tuple[Lesson, Path]]:
    """Lessons with their starts, each made once."""

    @cache
    def made(number: int) -> tuple[Lesson, Path]:
        path = find_lesson(str(number))
        assert path is not None
        lesson = read_lesson(path)
        start = tmp_path_factory.mktemp(f"lesson-{number}") / "start.cstui"
        make_start(lesson, start)
        return lesson, start

    return made


@pytest.fixture
def sit(begun: Callable[[int], tuple[Lesson, Path]], tmp_path: Path) -> Iterator[Sit]:
    """Sits down at a lesson."""
    desks: list[Desk] = []

    def down(number: int) -> Desk:
        desks.append(Desk(*begun(number), tmp_path / str(len(desks))))
        return desks[-1]

    yield down
    for desk in desks:
        desk.seat.close()


def test_news_of_a_goal_comes_first_where_the_line_would_cut_it_off(sit: Sit) -> None:
    desk = sit(3)
    said = desk.key("CONT 17000335", how="C", about="AP", text="The bus.").hand.answer.message
    assert said.startswith("Goal met (1 of ")
    said = desk.key("APPT 17000301", {"action": "K"}).hand.answer.message
    assert said.startswith("Goal met (2 of ")
    assert "kept. UNDO takes it back" in said


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_past_of_a_lesson_is_not_taken_back(number: int, sit: Sit) -> None:
    """UNDO before anything was entered; in lesson 2 the past reaches into the day on which it opens."""
    desk = sit(number).go("UNDO")
    assert "17001 has not entered anything yet" in str(desk.hand.answer.findings[0])


def test_a_mistake_is_told_on_the_page_of_check_with_its_cost(sit: Sit) -> None:
    desk = sit(2).key("APPT 17000208", purpose="SI", date="04022026", time="1530", agreed="Y")
    said = desk.told("CHECK")
    assert "! The desk says that she agreed to a short notice It costs 25 points" in said
    assert "the last appointment is on 04/02/2026 (APPT)" in said


def test_good_cause_is_shown_with_its_status(sit: Sit) -> None:
    desk = sit(9)
    for case, status in (("17000901", "Determined"), ("17000919", "Claimed")):
        desk.key(f"APPT {case}", {"action": "F"}, at=0).go(f"CAS2 {case}")
        assert any(row.rstrip().endswith(f"  {status}") for row in desk.hand.picture())


def test_marks_read_the_cases_once_for_all_goals(sit: Sit) -> None:
    """They are made after each key at each seat of a class: goals that ask of a case share what is read."""
    desk, statements = sit(16), Counter[str]()
    desk.seat.marks()

    def ran(*told: object) -> None:
        statements[str(told[2])] += 1

    event.listen(Engine, "before_cursor_execute", ran)
    try:
        desk.seat.marks()
    finally:
        event.remove(Engine, "before_cursor_execute", ran)
    assert sum(statements.values()) > 10
    assert [text for text, times in statements.items() if "appointment" in text.lower() and times > 1] == []


def test_all_sections_of_e520_are_cited_by_goals() -> None:
    """Each paragraph of the document is taught by a goal of a lesson."""
    sections = {"E-520 I", "E-521", "E-522", "E-522 note", "E-523", "E-524", "E-525"}
    cited = {
        part.strip()
        for lesson in read_all()
        for goal in lesson.goals
        for part in goal.said.cite.replace(";", ",").split(",")
    }
    assert sections <= cited


def test_every_lesson_of_a_state_plays_its_mistakes() -> None:
    """A count of cases (the federal report) is not a state's desk."""
    assert [lesson.id for lesson in read_all() if not lesson.mistakes and lesson.agency != "federal"] == []
