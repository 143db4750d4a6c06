"""A class that an older cstui began: it goes on with its seats as they were, and its results are read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cstui.classroom.enrolment.begin import ClassAsked, open_class
from cstui.classroom.enrolment.class_state import ClassState
from cstui.classroom.errors import ClassError
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.results.reached import results_of
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.replay import frames
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import STORE, Seat, make_start
from tests.classroom.classes import begun
from tests.classroom.conftest import clock


def stamped(path: Path, number: int) -> None:
    """Let a store say that it is of another version, whatever its tables are."""
    with closing(sqlite3.connect(path, isolation_level=None)) as store:
        store.execute("UPDATE alembic_version SET version_num = ?", [f"{number:04d}"])
        store.execute(f"PRAGMA user_version = {number}")


def aged(path: Path) -> None:
    """Make a store what the third version made: without the names that are looked for without accents."""
    with closing(sqlite3.connect(path, isolation_level=None)) as store:
        for (trigger,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            store.execute(f'DROP TRIGGER "{trigger}"')
        store.execute("DROP TABLE person_name")
        store.execute("CREATE INDEX ix_person_name ON person (last, first)")
    stamped(path, 3)


@pytest.fixture
def room(tmp_path: Path, first_lesson: Lesson) -> ClassState:
    """A class in which Ann has looked at Jane's case, and Bo has only joined."""
    room = begun(tmp_path / "class", first_lesson)
    ann, bo = room.seats
    for one, name in ((ann, "Ann"), (bo, "Bo")):
        room.join(one.code, name)
        room.start_of(one).parent.mkdir(exist_ok=True)
        make_start(first_lesson, room.start_of(one))
        seat = Seat(room.folder_of(one), first_lesson, room.start_of(one), clock)
        if one is ann:
            hand = ScriptedUser(LessonHost(seat, in_class=True))
            hand.press("enter")
            hand.fill("worker", first_lesson.worker)
            hand.press("enter")
            hand.fill("command", "CAS1 17000123")
            hand.press("enter")
        seat.close()
    return room


def stores(room: ClassState) -> list[Path]:
    return [room.start_of(room.seats[0]), *(room.folder_of(seat) / STORE for seat in room.seats)]


def now() -> datetime:
    return datetime.now(UTC)


def points(room: ClassState) -> list[tuple[str, int, str]]:
    return [(one.name, one.points, one.fault) for one in results_of(room).seats]


def test_an_older_class_goes_on_with_all_that_was_done(room: ClassState, first_lesson: Lesson) -> None:
    before = points(room)
    for store in stores(room):
        aged(store)
    opened = open_class(room.folder, ClassAsked(lesson=first_lesson), now)
    assert opened.said == ("An older cstui began this class: its 3 stores were brought up to date.",)
    assert all(store.with_name(f"{store.name}.schema-3.backup").exists() for store in stores(room))
    assert points(opened.room) == before
    assert before[0][1] > 0
    assert open_class(room.folder, ClassAsked(), now).said == ()


def test_the_results_of_an_older_class_are_read_and_nothing_is_written(room: ClassState) -> None:
    before = points(room)
    for store in stores(room):
        aged(store)
    files = {path: path.read_bytes() for path in room.folder.rglob("*") if path.is_file()}
    assert points(room) == before
    assert {path: path.read_bytes() for path in room.folder.rglob("*") if path.is_file()} == files


def test_a_seat_of_an_older_class_is_replayed(room: ClassState, first_lesson: Lesson) -> None:
    ann = room.seats[0]
    for store in stores(room):
        aged(store)
    files = {path: path.read_bytes() for path in room.folder.rglob("*") if path.is_file()}
    played = list(frames(room.folder_of(ann), first_lesson, room.start_of(ann)))
    assert [one.moment.shown for one in played][-2:] == ["WORK", "CAS1"]
    assert all(one.same for one in played)
    assert {path: path.read_bytes() for path in room.folder.rglob("*") if path.is_file()} == files


def test_a_store_that_cannot_be_brought_up_to_date_keeps_no_other_seat_from_going_on(
    room: ClassState,
) -> None:
    start, ann, bo = stores(room)
    aged(ann)
    aged(bo)
    with closing(sqlite3.connect(bo, isolation_level=None)) as store:
        store.execute("DELETE FROM person")  # what refers to people leads nowhere now
    opened = open_class(room.folder, ClassAsked(), now)
    assert opened.said[0] == "An older cstui began this class: its store was brought up to date."
    assert opened.said[1].startswith("Seat s02 stays as an older cstui left it. CS-214")
    found = results_of(opened.room).seats
    assert (found[0].fault, found[0].points > 0) == ("", True)
    assert found[1].fault.startswith("CS-214")
    assert start.exists()


def test_a_class_of_a_newer_cstui_is_refused_and_stays_as_it_is(room: ClassState) -> None:
    for store in stores(room):
        stamped(store, 99)
    with pytest.raises(ClassError, match=r"CS-607 .*CS-204 .*newer version \(99"):
        open_class(room.folder, ClassAsked(), now)
