"""A class that an earlier version really held, found in its folder: see older/README.md."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cstui.classroom.enrollment.begin import ClassAsked, open_class
from cstui.classroom.enrollment.class_state import ClassState
from cstui.classroom.errors import ClassError
from cstui.classroom.lesson.read import Lesson, read_lesson
from cstui.classroom.results.reached import results_of
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.protocol import Bounds
from cstui.classroom.seats.replay import frames
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import STORE, Seat
from cstui.store.engine import SCHEMA, open_store
from cstui.store.reads import worklist

pytestmark = pytest.mark.xdist_group("an older class")
FILES = sorted((Path(__file__).parent / "older").glob("class-schema-*.tar.gz"))
LESSON = "01-sign-on-and-find-a-case.toml"


def now() -> datetime:
    """The evening after: names are still kept."""
    return datetime(2026, 11, 28, 22, tzinfo=UTC)


def unpacked(archive: Path, to: Path) -> Path:
    """The folder of the class, its lesson beside it."""
    with tarfile.open(archive) as tar:
        tar.extractall(to, filter="data")
    return placed(to, "LESSON")


def placed(at: Path, before: str) -> Path:
    """The folder of a class there, which finds its lesson there and no longer at `before`."""
    record = at / "class" / "class.json"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace(f'"{before}"', f'"{at / LESSON}"'), encoding="utf-8")
    return at / "class"


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.name.removesuffix(".tar.gz"))
def archive(request: pytest.FixtureRequest) -> Path:
    kept: Path = request.param
    return kept


@pytest.fixture
def folder(archive: Path, tmp_path: Path) -> Path:
    """The class as it was left."""
    return unpacked(archive, tmp_path)


@pytest.fixture(scope="module")
def brought_up(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the class lies, opened once by this version."""
    at = tmp_path_factory.mktemp("older")
    folder = unpacked(archive, at)
    with closing(sqlite3.connect(folder / "starts" / "variant-0.cstui")) as start:
        (schema,) = start.execute("PRAGMA user_version").fetchone()
    stores = "An older version of cstui began this class: its 3 stores were brought up to date."
    assert open_class(folder, ClassAsked(), now).said == (() if schema == SCHEMA else (stores,))
    return at


@pytest.fixture
def room(brought_up: Path, tmp_path: Path) -> ClassState:
    """The class, opened to go on."""
    at = tmp_path / "room"
    shutil.copytree(brought_up, at)
    opened = open_class(placed(at, str(brought_up / LESSON)), ClassAsked(), now)
    assert opened.said == ()
    return opened.room


@pytest.fixture
def left(folder: Path) -> ClassState:
    """The class as it was left, its stores as they were."""
    return ClassState.resume(folder, clock=now, secrets=secrets.token_bytes)


def stores(room: ClassState) -> list[Path]:
    """The start, and the stores of the two seats at which somebody sat."""
    return [room.start_of(room.seats[0]), *(room.folder_of(seat) / STORE for seat in room.seats[:2])]


def files(room: ClassState) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in room.folder.rglob("*") if path.is_file()}


def changed(store: Path, sql: str) -> None:
    """Change a store behind the back of its class, and of its triggers."""
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (trigger,) in connection.execute(triggers).fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute(sql)


def lesson_of(room: ClassState) -> Lesson:
    return read_lesson(Path(room.record.lesson))


def test_it_goes_on_with_its_seats_as_they_were(room: ClassState):
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


def test_its_results_are_what_was_reached_then(room: ClassState):
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


def test_what_was_keyed_leads_to_the_same_screens(room: ClassState):
    ann = room.seats[0]
    played = list(frames(room.folder_of(ann), lesson_of(room), room.start_of(ann)))
    assert [one.moment.shown for one in played] == ["WORK", "SRCH", "CAS1", "CAS1", "CALO", "NOTE", "CALO"]
    assert all(one.same for one in played)


@pytest.mark.parametrize("number", [0, 1, 2], ids=["who has keyed", "who has joined", "who comes now"])
def test_whoever_sits_down_again_can_finish_the_lesson(room: ClassState, number: int):
    """Who has keyed is back where she was; the others are shown the brief, and sign on."""
    one = room.seats[number]
    seat = Seat(room.folder_of(one), lesson_of(room), room.start_of(one), now)
    hand = ScriptedUser(LessonHost(seat, in_class=True))
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


def test_each_store_is_kept_beside_it_as_it_was_and_is_brought_up_to_date_once(room: ClassState):
    with closing(sqlite3.connect(stores(room)[0])) as start:
        assert start.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    assert all(list(store.parent.glob(f"{store.name}.schema-*.backup")) for store in stores(room))
    assert open_class(room.folder, ClassAsked(), now).said == ()


def test_the_next_steps_that_its_stores_keep_are_what_the_guide_says_now(left: ClassState):
    """WORK shows kept steps; an earlier version may have said of a case what no version says any more."""
    for store in stores(left):
        changed(store, "UPDATE next_step SET text = 'Said otherwise then'")
    open_class(left.folder, ClassAsked(), now)
    for store in stores(left):
        with open_store(store) as opened, opened.read() as session:
            rows = worklist(session, "17001", opened.info().business_date, most=9)
        assert len(rows) == 2
        assert "Said otherwise then" not in [row.text for row in rows]


def test_its_results_are_read_before_it_goes_on_and_nothing_is_written(left: ClassState):
    before = files(left)
    found = [(seat.name, seat.points, seat.fault) for seat in results_of(left).seats]
    assert found == [("Ann Łuczak", 83, ""), ("Bo", 0, "")]
    assert files(left) == before


def test_a_seat_is_replayed_before_it_goes_on_and_nothing_is_written(left: ClassState):
    before, ann = files(left), left.seats[0]
    assert all(one.same for one in frames(left.folder_of(ann), lesson_of(left), left.start_of(ann)))
    assert files(left) == before


def test_a_store_that_cannot_be_brought_up_to_date_keeps_no_other_seat_from_going_on(left: ClassState):
    changed(stores(left)[2], "DELETE FROM person")  # what refers to people leads nowhere now
    opened = open_class(left.folder, ClassAsked(), now)
    began = "An older version of cstui began this class: its 2 stores were brought up to date."
    assert opened.said[0] == began
    assert opened.said[1].startswith("Seat s02 stays as an older version of cstui left it. CS-214")
    found = results_of(opened.room).seats
    assert (found[0].fault, found[0].points > 0) == ("", True)
    assert found[1].fault.startswith("CS-214")


def test_a_class_of_a_newer_cstui_is_refused_and_stays_as_it_is(left: ClassState):
    for store in stores(left):
        changed(store, "UPDATE alembic_version SET version_num = '0099'")
        changed(store, "PRAGMA user_version = 99")
    with pytest.raises(ClassError, match=r"CS-607 .*CS-204 .*newer version \(99"):
        open_class(left.folder, ClassAsked(), now)


def test_what_was_reached_is_an_attempt_that_counts(left: ClassState) -> None:
    """The journals of then say which goals were met, and not what an attempt came to."""
    ann, bo = results_of(left).seats
    (attempt,) = ann.tries
    assert (attempt.points, len(attempt.met), attempt.counts) == (ann.points, 4, True)
    assert [one.points for one in bo.tries] in ([], [0])


def test_nothing_of_it_counts_once_it_becomes_an_exam(room: ClassState) -> None:
    ann = room.seats[0]
    room.bound(Bounds(mode="exam"))
    found = results_of(room).seats[0]
    assert (found.points, found.hints, found.refused, found.tries) == (0, 0, {}, ())
    lesson = lesson_of(room)
    seat = Seat(room.folder_of(ann), lesson, room.start_of(ann), now)
    hand = ScriptedUser(LessonHost(seat, bounds=room.bounds, in_class=True, exam=room.record.exam))
    assert "This is an exam" in " ".join(" ".join(text for text, _ in hand.answer.state.lines).split())  # type: ignore[attr-defined]
    assert (seat.acts(), seat.state.hints, seat.state.attempt) == (frozenset(), {}, 1)
    seat.close()
