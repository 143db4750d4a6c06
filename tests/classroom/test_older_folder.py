"""A class that an earlier version really held, found in its folder: see older/README.md."""

from __future__ import annotations

import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cstui.classroom.enrolment.begin import Asked, open_room
from cstui.classroom.enrolment.room import Room
from cstui.classroom.lesson.read import Lesson, read_lesson
from cstui.classroom.results.reached import results_of
from cstui.classroom.seats.hand import Hand
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.replay import frames
from cstui.classroom.seats.seat import Seat
from cstui.store.engine import SCHEMA

FILES = sorted((Path(__file__).parent / "older").glob("class-schema-*.tar.gz"))
LESSON = "01-sign-on-and-find-a-case.toml"


def now() -> datetime:
    """The evening after: names are still kept."""
    return datetime(2026, 11, 28, 22, tzinfo=UTC)


@pytest.fixture(params=FILES, ids=lambda path: path.name.removesuffix(".tar.gz"))
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder of the class, its lesson beside it."""
    with tarfile.open(request.param) as tar:
        tar.extractall(tmp_path, filter="data")
    record = tmp_path / "class" / "class.json"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace('"LESSON"', f'"{tmp_path / LESSON}"'), encoding="utf-8")
    return tmp_path / "class"


@pytest.fixture
def room(folder: Path) -> Room:
    """The class, opened to go on."""
    with closing(sqlite3.connect(folder / "starts" / "variant-0.cstui")) as start:
        (schema,) = start.execute("PRAGMA user_version").fetchone()
    opened = open_room(folder, Asked(), now)
    stores = "An older cstui began this class: its 3 stores were brought up to date."
    assert opened.said == (() if schema == SCHEMA else (stores,))
    return opened.room


def lesson_of(room: Room) -> Lesson:
    return read_lesson(Path(room.record.lesson))


def test_it_goes_on_with_its_seats_as_they_were(room: Room):
    assert [(seat.id, seat.name, seat.status) for seat in room.seats] == [
        ("s01", "Ann Łuczak", "joined"),
        ("s02", "Bo", "joined"),
        ("s03", "", "free"),
    ]
    assert [seat.last and seat.last.met for seat in room.seats] == [
        ("signed-on", "searched", "case-open", "noted"),
        (),
        None,
    ]
    assert room.join(room.seats[2].code, "Cleo").seat.name == "Cleo"


def test_its_results_are_what_was_reached_then(room: Room):
    found = results_of(room)
    assert (found.changed, found.unused) == (False, 1)
    assert [(seat.name, seat.fault) for seat in found.seats] == [("Ann Łuczak", ""), ("Bo", "")]
    ann = found.seats[0]
    assert [(goal.goal, goal.met, len(goal.hints)) for goal in ann.goals] == [
        ("signed-on", True, 0),
        ("searched", True, 0),
        ("case-open", True, 0),
        ("cooperation-read", False, 1),
        ("noted", True, 0),
    ]


def test_what_was_keyed_leads_to_the_same_screens(room: Room):
    ann = room.seats[0]
    played = list(frames(room.folder_of(ann), lesson_of(room), room.start_of(ann)))
    assert [one.moment.shown for one in played] == ["WORK", "SRCH", "CAS1", "CAS1", "CALO", "NOTE", "CALO"]
    assert all(one.same for one in played)


@pytest.mark.parametrize("number", [0, 1, 2], ids=["who has keyed", "who has joined", "who comes now"])
def test_whoever_sits_down_again_can_finish_the_lesson(room: Room, number: int):
    """Who has keyed is back where she was; the others are shown the brief, and sign on."""
    one = room.seats[number]
    seat = Seat(room.folder_of(one), lesson_of(room), room.start_of(one), now)
    hand = Hand(LessonHost(seat, in_class=True))
    hand.press("enter")
    assert hand.screen == ("CALO" if number == 0 else "SIGN")
    if hand.screen == "SIGN":
        hand.fill("worker", "17001")
        hand.press("enter")
    for line in ("/PRACTICE-DOE", "CAS1 17000123", "CAS2", "CALO"):
        hand.fill("command", line)
        hand.press("enter")
    hand.press("pf6")
    hand.fill("note", "Asked again.")
    hand.press("enter")
    assert seat.marks().passed
    seat.close()
