"""What a trainer can let happen at a seat of Utah: told to the learner, written where the event says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cstui.agencies.utah.policy.facts import NcpFile
from cstui.classroom.authoring.proving import played_clock
from cstui.classroom.board.events import TrainerEvent, events
from cstui.classroom.enrollment.class_state import SeatRecord
from cstui.classroom.lesson.read import lesson_files, read_lesson
from cstui.classroom.seats.seat import NotPossible, Seat, make_start
from cstui.classroom.serving import trainer
from tests.agencies.utah.programs.desk import NCP

WRITES = {
    "payment-comes-in": lambda file: _paid(file) == [(31_200, "P")],
    "intercept-comes-in": lambda file: _paid(file) == [(61_250, "T")],
    "order-is-modified": lambda file: (file.cases[0].current, file.cases[0].rests_on) == (25_000, "J"),
    "debt-roll-occurs": lambda file: [case.debt_roll for case in file.cases][:2] == [True, False],
}
"""What is true of the NCP after an event, by the event."""


def _paid(file: NcpFile) -> list[tuple[int, str]]:
    return [(entry.cents, entry.source) for entry in file.ledger if entry.kind == "payment"]


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    """The seat of the lesson on the restitution order, which the learner is to enter."""
    lesson = read_lesson(lesson_files("utah")[3])
    make_start(lesson, tmp_path / "start")
    found = Seat(tmp_path / "seat", lesson, tmp_path / "start", played_clock(lesson))
    yield found
    found.close()


def file_of(seat: Seat) -> NcpFile:
    found = seat.place.performer.facts(NCP)
    assert found is not None
    return found.file


@pytest.mark.parametrize("event", events("utah"), ids=lambda one: one.id)
def test_an_event_is_told_and_writes_what_it_says(event: TrainerEvent, seat: Seat) -> None:
    before, marks = file_of(seat), seat.marks()
    told = seat.happen(event.control("", "It says so."), NCP)
    assert told == event.tells.replace("{case}", NCP).replace("{text}", "It says so.")
    if event.act:
        assert not WRITES[event.id](before)
        assert WRITES[event.id](file_of(seat))
    else:
        assert file_of(seat) == before
    assert seat.marks() == marks


def test_what_an_event_is_about_has_to_be_there(seat: Seat) -> None:
    modified = next(one for one in events("utah") if one.id == "order-is-modified")
    with pytest.raises(NotPossible, match="there is no NCP UT/999999"):
        seat.happen(modified.control("UT/999999", ""))


def test_the_trainer_gives_it_to_a_class_only_if_the_act_takes_it(seat: Seat) -> None:
    """What each seat fills in is checked by an example of its kind."""
    joined = SeatRecord(id="s1", code="AB12", name="Ann", status="joined")
    for event in events("utah"):
        assert trainer._taking(event.control("", ""), [joined], seat.lesson) == [joined]
