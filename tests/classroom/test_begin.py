"""Serving a folder that holds a class: what is asked of it is done or refused, never passed over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cstui.classroom.enrollment.begin import ClassAsked, open_class
from cstui.classroom.errors import ClassError
from cstui.classroom.lesson.read import Lesson, find_lesson, read_lesson
from cstui.classroom.seats.protocol import Bounds
from tests.classroom.test_class_state import Clock

BEGUN = datetime(2026, 3, 3, 15, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text("name\nAnn Ames\nBo + Cy\n")
    return path


@pytest.fixture
def asked(first_lesson: Lesson, roster: Path) -> ClassAsked:
    """What the class of these tests was begun with."""
    return ClassAsked(
        lesson=first_lesson, title="Tuesday", seats=4, mode="exam", minutes=45, roster=roster, variants=2
    )


def test_the_command_that_began_a_class_goes_on_with_it_and_changes_nothing(
    tmp_path: Path, asked: ClassAsked, clock: Clock
) -> None:
    """An exam's time runs on from when it began, though learners have typed other names meanwhile."""
    room = open_class(tmp_path / "class", asked, clock).room
    room.join(room.seats[0].code, "Annie")
    before = (room.folder / "class.json").read_bytes()
    clock.now += timedelta(minutes=10)
    again = open_class(tmp_path / "class", asked, clock)
    assert again.said == ()
    assert (room.folder / "class.json").read_bytes() == before
    assert again.room.left(again.room.seats[0]) == timedelta(minutes=35)


def test_a_class_goes_on_as_it_is_where_nothing_is_asked(
    tmp_path: Path, asked: ClassAsked, clock: Clock
) -> None:
    open_class(tmp_path / "class", asked, clock)
    again = open_class(tmp_path / "class", ClassAsked(), clock)
    assert again.said == ()
    assert (again.room.record.title, len(again.room.seats)) == ("Tuesday", 4)
    assert again.room.bounds == Bounds(mode="exam", minutes=45)


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("lesson", "6", "is on 01-sign-on-and-find-a-case"),
        ("roster", "other.csv", "begun with another roster"),
        ("variants", 5, "has 2"),
        ("seats", 3, "has 4 seats"),
    ],
)
def test_what_a_class_cannot_become_is_refused_with_the_way_out(
    tmp_path: Path, asked: ClassAsked, clock: Clock, option: str, value: object, why: str
) -> None:
    folder = tmp_path / "class"
    open_class(folder, asked, clock)
    before = (folder / "class.json").read_bytes()
    other = tmp_path / "other.csv"
    other.write_text("name\nAnn Ames\nDee\n")
    if option == "lesson":
        path = find_lesson("6")
        assert path is not None
        wanted = ClassAsked(lesson=read_lesson(path), mode="lesson", title="Other")
    elif option == "roster":
        wanted = ClassAsked(roster=other, title="Other")
    else:
        wanted = ClassAsked(**{option: value}, title="Other")  # type: ignore[arg-type]
    with pytest.raises(ClassError) as refused:
        open_class(folder, wanted, clock)
    fault = refused.value
    assert fault.rule == "CS-625"
    assert f"--{option} " in fault.message
    assert why in fault.message
    assert f"Leave --{option} away" in fault.remedy
    assert "another --folder" in fault.remedy
    assert (folder / "class.json").read_bytes() == before


def test_a_roster_for_a_class_that_began_without_one_is_refused(
    tmp_path: Path, first_lesson: Lesson, roster: Path, clock: Clock
) -> None:
    open_class(tmp_path / "class", ClassAsked(lesson=first_lesson, seats=2), clock)
    with pytest.raises(ClassError, match=r"CS-625 --roster .*without a roster"):
        open_class(tmp_path / "class", ClassAsked(lesson=first_lesson, roster=roster), clock)


def test_title_mode_bounds_and_more_seats_are_obeyed_and_said(
    tmp_path: Path, asked: ClassAsked, clock: Clock
) -> None:
    open_class(tmp_path / "class", asked, clock)
    changed = ClassAsked(title="Friday", mode="lesson", minutes=0, pass_mark=80, seats=6)
    opened = open_class(tmp_path / "class", changed, clock)
    again = open_class(tmp_path / "class", ClassAsked(), clock).room
    for room in (opened.room, again):
        assert room.record.title == "Friday"
        assert room.bounds == Bounds(mode="lesson", pass_mark=80)
        assert [seat.variant for seat in room.seats] == [1, 2, 1, 2, 1, 2]
    said = " ".join(opened.said)
    for words in ("called Friday", "lesson, 80 points pass, no time limit", "s05 to s06"):
        assert words in said


def test_a_class_of_which_too_few_variants_hold_says_so(
    tmp_path: Path, first_lesson: Lesson, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cstui.classroom.enrollment import variant_check

    monkeypatch.setattr(variant_check, "why_not", lambda path, number: "" if number == 3 else "a holiday")
    opened = open_class(tmp_path / "class", ClassAsked(lesson=first_lesson, seats=2, variants=2), clock)
    assert opened.said[0].startswith("1 of 2 variants of this lesson hold")
    assert "variant 1: a holiday" in opened.said[0]
    assert [seat.variant for seat in opened.room.seats] == [3, 3]
    assert open_class(tmp_path / "class", ClassAsked(lesson=first_lesson, variants=2), clock).room.seats
