"""What a trainer can let happen at a seat of Kansas: told to the learner, written where the event says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cstui.agencies.kansas.policy.facts import ConsumerFile
from cstui.classroom.authoring.proving import played_clock
from cstui.classroom.board.events import TrainerEvent, events
from cstui.classroom.enrollment.class_state import SeatRecord
from cstui.classroom.errors import ClassError
from cstui.classroom.lesson.read import lesson_files, read_lesson
from cstui.classroom.seats.protocol import Inject
from cstui.classroom.seats.seat import NotPossible, Seat, make_start
from cstui.classroom.serving import trainer
from tests.agencies.kansas.programs.desk import CONSUMER

WRITES = {
    "colleague-marks-not-cooperating": lambda file: (file.marks[-1].code, file.marks[-1].reason),
    "colleague-marks-cooperating": lambda file: (file.marks[-1].code, file.marks[-1].reason),
    "css-retracts": lambda file: (file.tasks[-1].queue, file.tasks[-1].name),
    "earlier-non-cooperation": lambda file: (file.tasks[-1].queue, file.tasks[-1].name),
    "applies-for-tanf": lambda file: (file.applications[-1].programs, file.applications[-1].outcome),
    "takes-part-in-faet": lambda file: (file.consumer.faet, False),
}
WRITTEN = {
    "colleague-marks-not-cooperating": ("N", "AP"),
    "colleague-marks-cooperating": ("C", ""),
    "css-retracts": ("INBOX", "IR"),
    "earlier-non-cooperation": ("INBOX", "IE"),
    "applies-for-tanf": (["TANF"], ""),
    "takes-part-in-faet": (True, False),
}


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    """The seat of the lesson on the sixty days: one case, which the learner is to close."""
    lesson = read_lesson(lesson_files("kansas")[5])
    make_start(lesson, tmp_path / "start")
    found = Seat(tmp_path / "seat", lesson, tmp_path / "start", played_clock(lesson))
    yield found
    found.close()


def file_of(seat: Seat) -> ConsumerFile:
    found = seat.place.performer.facts(CONSUMER)
    assert found is not None
    return found.file


@pytest.mark.parametrize("event", events("kansas"), ids=lambda one: one.id)
def test_an_event_is_told_and_writes_what_it_says(event: TrainerEvent, seat: Seat) -> None:
    before, marks = file_of(seat), seat.marks()
    told = seat.happen(event.control("", "She asks."), CONSUMER)
    assert told == event.tells.replace("{case}", CONSUMER).replace("{text}", "She asks.")
    if event.act:
        assert WRITES[event.id](file_of(seat)) == WRITTEN[event.id]
        assert file_of(seat).version > before.version
    else:
        assert file_of(seat) == before
    assert seat.marks() == marks


def test_what_an_event_is_about_has_to_be_there(seat: Seat) -> None:
    marks = next(one for one in events("kansas") if one.id == "colleague-marks-cooperating")
    with pytest.raises(NotPossible, match="there is no person 0009999999"):
        seat.happen(marks.control("0009999999", ""))


def test_the_trainer_gives_it_to_a_class_only_if_the_act_takes_it(seat: Seat) -> None:
    """What each seat fills in is checked by an example of its kind."""
    joined = SeatRecord(id="s1", code="AB12", name="Ann", status="joined")
    for event in events("kansas"):
        assert trainer._taking(event.control("", ""), [joined], seat.lesson) == [joined]
    wrong = Inject(
        act="ks-mark-cooperating", given={"consumer": "{case}", "case": "7"}, actor="KEES", tells=""
    )
    with pytest.raises(ClassError, match="CS-610"):
        trainer._taking(wrong, [joined], seat.lesson)
