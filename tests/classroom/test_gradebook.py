"""The gradebook: every attempt is kept, one counts by rule, and what was shown without help is mastered."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from cstui.classroom.enrollment.class_state import ClassState
from cstui.classroom.lesson.read import Lesson, find_lesson, read_lesson
from cstui.classroom.results import gradebook
from cstui.classroom.results.achieved import ClassResult
from cstui.classroom.results.gradebook import FILE, MasteryText, grades, mastery
from cstui.classroom.results.reached import results_of
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.journal import JOURNAL_FILE
from cstui.classroom.seats.protocol import USUAL, Bounds
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat, make_start
from cstui.cli import main
from cstui.content import ContentError, root
from tests.classroom.test_results import BEGAN, secrets

INES = ("APPT 17000604 F", "CAS2 17000604 MA 03302026")
"""What one of the two of the sixth lesson asks for, in one line each."""


class Clock:
    """Wall time, a quarter of a minute further at each look; shared by a class and its seats."""

    now = BEGAN

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=15)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lesson() -> Lesson:
    path = find_lesson("6")
    assert path is not None
    return read_lesson(path)


@pytest.fixture
def room(tmp_path: Path, lesson: Lesson, clock: Clock) -> ClassState:
    return a_class(tmp_path / "class", lesson, clock)


def a_class(folder: Path, lesson: Lesson, clock: Clock, name: str = "Ann Lee") -> ClassState:
    """A class of one seat at which somebody has sat down."""
    room = ClassState.begin(
        folder, title=folder.name, lesson=lesson.scenario.path, edition=lesson.edition, seats=1, clock=clock,
        secrets=secrets,
    )  # fmt: skip
    room.join(room.seats[0].code, name)
    room.start_of(room.seats[0]).parent.mkdir()
    make_start(lesson, room.start_of(room.seats[0]))
    return room


def work(room: ClassState, lesson: Lesson, clock: Clock, *lines: str, bounds: Bounds | None = None) -> Seat:
    """Sit down at the first seat, do things, and leave it."""
    seat = Seat(room.folder_of(room.seats[0]), lesson, room.start_of(room.seats[0]), clock)
    host = LessonHost(seat, bounds=bounds or room.bounds or USUAL, in_class=True, exam=room.record.exam)
    hand = ScriptedUser(host)
    for line in lines:
        if hand.screen == "LESN":
            hand.press("enter")
        if hand.screen == "SIGN":
            hand.fill("worker", "17001")
            hand.press("enter")
        screen, case, *filled = line.split()
        hand.fill("command", f"{screen} {case}" if case.isdigit() else line)
        hand.press("enter")
        if hand.answer.asks:
            hand.press("enter")
        if screen == "APPT":
            hand.fill("action", *filled, 0)  # type: ignore[call-arg]
            hand.press("enter")
        elif len(filled) > 1:
            hand.fill("noncoop", filled[0])
            hand.fill("dt", filled[1])
            hand.press("enter")
    seat.close()
    return seat


def only(room: ClassState) -> ClassResult:
    return results_of(room)


def test_every_attempt_is_kept_and_of_a_lesson_the_best_counts(
    room: ClassState, lesson: Lesson, clock: Clock
) -> None:
    work(room, lesson, clock, *INES, "FINISH now", "RESET now", "HINT 1", "CAS1 17000604")
    (seat,) = only(room).seats
    assert [(one.number, one.finished, one.points > 20, one.hints, one.counts) for one in seat.tries] == [
        (1, True, True, 0, True),
        (2, False, False, 1, False),
    ]
    assert (seat.points, seat.met) == (seat.tries[0].points, len(seat.tries[0].met))
    assert {goal.goal for goal in seat.goals if goal.met} == {"ines-failed", "ines-reported", "in-march"}
    assert all(goal.first is not None for goal in seat.goals if goal.met)


def test_of_an_exam_the_last_attempt_counts_and_no_practice(
    room: ClassState, lesson: Lesson, clock: Clock
) -> None:
    work(room, lesson, clock, *INES, "HINT 2", "CAS2 17000604 XX 99999999", "FINISH now")
    assert only(room).seats[0].points > 0
    room.bound(Bounds(mode="exam", attempts=2))
    (seat,) = only(room).seats
    assert (seat.points, seat.met, seat.hints, seat.refused, seat.keys, seat.tries) == (0, 0, 0, {}, 0, ())
    assert (seat.began, seat.last, seat.minutes) == (room.record.exam, None, 0)
    work(room, lesson, clock, *INES, "FINISH now", "RESET now", "CAS1 17000604")
    (seat,) = only(room).seats
    assert [(one.mode, one.points > 0, one.counts) for one in seat.tries] == [
        ("exam", True, False),
        ("exam", False, True),
    ]
    assert (seat.points, seat.hints, seat.refused) == (0, 0, {})
    assert ClassState.resume(room.folder, clock=clock, secrets=secrets).refusing() == []


def test_an_unfinished_attempt_that_is_set_back_is_kept_too(
    room: ClassState, lesson: Lesson, clock: Clock
) -> None:
    work(room, lesson, clock, *INES, "RESET now", "FINISH now")
    assert [(one.finished, len(one.met)) for one in only(room).seats[0].tries] == [(False, 3), (True, 0)]


def test_a_journal_of_an_older_cstui_tells_its_attempts_by_the_goals_met(
    room: ClassState, lesson: Lesson, clock: Clock
) -> None:
    """It kept no more of them than which goals were met, and which hints were taken."""
    seat = work(room, lesson, clock, "HINT 2", *INES, "RESET now", "CAS1 17000604")
    path = seat.folder / JOURNAL_FILE
    before = only(room).seats[0].tries[0]
    lines = [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]
    path.write_bytes(
        b"".join(
            msgspec.json.encode({name: said for name, said in line.items() if name != "reached"}) + b"\n"
            for line in lines
        )
    )
    after = only(room).seats[0].tries[0]
    assert (after.met, after.points) == (before.met, before.points)


def test_a_rule_is_mastered_once_it_was_shown_without_help_and_without_being_refused(
    tmp_path: Path, room: ClassState, lesson: Lesson, clock: Clock
) -> None:
    work(room, lesson, clock, "HINT 4", *INES, "FINISH now")
    found = {one.rule: one for one in mastery([only(room)])}
    assert found["LA-E522-01"].mastered
    assert (found["LA-E522-02"].mastered, found["LA-E522-02"].hinted) == (False, 1)
    assert (found["LA-E521-02"].mastered, found["LA-E521-02"].missed) == (False, 1)
    later = a_class(tmp_path / "later", lesson, clock, "ann  LEE")
    work(later, lesson, clock, *INES)
    both = {one.rule: one for one in mastery([only(later), only(room)])}
    assert {one.learner for one in both.values()} == {"ann  LEE"} or len(
        {*(o.learner for o in both.values())}
    ) == 1
    assert (both["LA-E522-02"].mastered, both["LA-E522-02"].attempts) == (True, 2)


def test_a_rule_that_refused_is_not_mastered_and_is_listed_though_no_goal_names_it(
    room: ClassState, lesson: Lesson, clock: Clock
) -> None:
    work(room, lesson, clock, "APPT 17000612 F", "CAS2 17000612 MA 03302026", *INES)
    found = {one.rule: one for one in mastery([only(room)])}
    assert (found["LA-E520-01"].mastered, found["LA-E520-01"].refused) == (False, 1)
    assert not any(rule.startswith("CS-") for rule in found)


def test_how_many_in_a_row_are_mastery_says_the_file(
    room: ClassState, lesson: Lesson, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(room, lesson, clock, *INES)
    asked = msgspec.structs.replace(grades(), mastery=MasteryText(in_a_row=2))
    monkeypatch.setattr(gradebook, "grades", lambda: asked)
    assert not any(one.mastered for one in mastery([only(room)]))


def test_a_pair_masters_together(room: ClassState, lesson: Lesson, clock: Clock) -> None:
    room.seats[0].name = "Ann + Bo"
    work(room, lesson, clock, *INES)
    assert {one.learner for one in mastery([only(room)])} == {"Ann", "Bo"}


def test_a_gradebook_file_with_a_fault_is_told_with_its_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / FILE
    path.parent.mkdir(parents=True)
    path.write_text((root() / FILE).read_text().replace("in_a_row = 1", "in_a_row = 0"))
    monkeypatch.setattr(gradebook, "root", lambda: tmp_path)
    with pytest.raises(ContentError, match="0 is not a number of attempts; 1 or more"):
        grades.__wrapped__()


Run = Callable[..., str]


@pytest.fixture
def run(room: ClassState, lesson: Lesson, clock: Clock, capsys: pytest.CaptureFixture[str]) -> Run:
    work(room, lesson, clock, *INES, "FINISH now", "RESET now", "CAS1 17000604")

    def command(*options: str, status: int = 0) -> str:
        assert main(["classroom", "results", "--folder", str(room.folder), *options]) == status
        out, err = capsys.readouterr()
        return out + err

    return command


def test_attempts_and_mastery_are_printed_and_exported(run: Run) -> None:
    said = run("--by", "attempt")
    assert [line.split()[:3] for line in said.splitlines()[2:4]] == [
        ["s01", "1", "lesson"],
        ["s01", "2", "lesson"],
    ]
    assert "LA-E522-01  yes       1/1    0" in run("--by", "rule")
    rows = list(csv.DictReader(io.StringIO(run("--by", "attempt", "--format", "csv"))))
    assert [(row["number"], row["counts"], row["name"]) for row in rows] == [
        ("1", "yes", ""),
        ("2", "no", ""),
    ]
    assert "LA-E522-01:shown" in rows[0]["practiced"]
    (one,) = [
        row
        for row in csv.DictReader(io.StringIO(run("--by", "rule", "--format", "csv")))
        if row["rule"] == "LA-E522-01"
    ]
    assert (one["learner"], one["lessons"]) == ("class s01", "06-two-missed-appointments")
    found = json.loads(run("--json"))
    assert [one["counts"] for one in found["classes"][0]["seats"][0]["tries"]] == [True, False]
    assert {one["rule"] for one in found["mastery"]} >= {"LA-E522-01", "LA-E520-01"}


def test_sheets_and_statements_are_by_goal_alone(run: Run) -> None:
    assert "--by rule is for text, csv and json" in run("--by", "rule", "--format", "xapi", status=2)
