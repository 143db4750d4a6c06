"""A class: codes that are used once, seats that are come back to, what the room refuses most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cstui.classroom.errors import ClassError
from cstui.classroom.journal import Moment
from cstui.classroom.protocol import Report
from cstui.classroom.room import MOST_SEATS, Room


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 3, 15, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def _bytes() -> Iterator[int]:
    at = 0
    while True:
        at = (at * 75 + 74) % 65_537
        yield at % 256


_STREAM = _bytes()


def secrets(count: int) -> bytes:
    """Bytes that look random and are the same in every run."""
    return bytes(next(_STREAM) for _ in range(count))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(tmp_path: Path, clock: Clock) -> Room:
    lesson = Path("01-sign-on-and-find-a-case.toml")
    return Room.begin(
        tmp_path / "class", title="Tuesday", lesson=lesson, edition="e", seats=3, clock=clock, secrets=secrets
    )


def report(clock: Clock, *refused: str, met: tuple[str, ...] = ()) -> Report:
    moment = Moment(at=clock(), on=clock().date(), refused=refused)
    return Report(
        at=clock(), on=clock().date(), screen="CAS1", case="", met=met, of=5, points=0, hints=0, keys=1,
        checks=0, last=moment,
    )  # fmt: skip


def test_a_code_is_used_once_and_bound_to_a_name(room: Room) -> None:
    code = room.seats[1].code
    joined = room.join(code.lower(), "  Ann\x1b[31m  Lee ")
    assert (joined.seat.id, joined.seat.name) == ("s02", "Ann[31m Lee")
    with pytest.raises(ClassError, match=r"CS-402 Code .* was used: Ann"):
        room.join(code, "Bob")
    assert room.back(joined.token) is joined.seat
    assert room.back("no such token") is None


def test_a_token_is_not_kept_in_the_clear(room: Room) -> None:
    joined = room.join(room.seats[0].code, "Ann")
    assert joined.token not in (room.folder / "class.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", ["", "00000", "ABC", "'; DROP"])
def test_a_wrong_code_is_refused(room: Room, code: str) -> None:
    with pytest.raises(ClassError, match="CS-401"):
        room.join(code, "Ann")


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_name_is_needed(room: Room, name: str) -> None:
    with pytest.raises(ClassError, match="CS-404"):
        room.join(room.seats[0].code, name)
    assert room.seats[0].status == "free"


def test_a_class_is_resumed_as_it_was(room: Room, clock: Clock) -> None:
    joined = room.join(room.seats[0].code, "Ann")
    room.heard(joined.seat, report(clock, met=("signed-on",)))
    again = Room.resume(room.folder, clock=clock, secrets=secrets)
    seat = again.back(joined.token)
    assert seat is not None
    assert (seat.name, seat.last and seat.last.met) == ("Ann", ("signed-on",))


def test_a_folder_without_a_class_is_told(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(ClassError, match="CS-407"):
        Room.resume(tmp_path, clock=clock, secrets=secrets)
    (tmp_path / "class.json").write_text('{"version": 1')
    with pytest.raises(ClassError, match="CS-407"):
        Room.resume(tmp_path, clock=clock, secrets=secrets)


def test_late_joiners_get_a_seat_up_to_the_most(room: Room) -> None:
    while len(room.seats) < MOST_SEATS:
        room.add_seat()
    with pytest.raises(ClassError, match="CS-403"):
        room.add_seat()
    assert len({seat.code for seat in room.seats}) == MOST_SEATS


def test_an_ended_seat_lets_nobody_in_until_it_is_opened_again(room: Room) -> None:
    seat = room.seats[0]
    room.end(seat)
    with pytest.raises(ClassError, match="CS-405"):
        room.join(seat.code, "Ann")
    room.reopen(seat)
    assert room.join(seat.code, "Ann").seat is seat


def test_the_commonest_refusals_are_those_of_most_seats(room: Room, clock: Clock) -> None:
    one, two, three = room.seats
    room.heard(one, report(clock, "LA-E522-04", "CS-105"))
    room.heard(two, report(clock, "LA-E522-04"))
    for _ in range(5):
        room.heard(three, report(clock, "CS-105"))
    assert [(r.rule, r.seats, r.times) for r in room.refusing()] == [("CS-105", 2, 6), ("LA-E522-04", 2, 2)]


def test_idle_time_and_names_that_are_forgotten(room: Room, clock: Clock) -> None:
    joined = room.join(room.seats[0].code, "Ann")
    clock.now += timedelta(minutes=7)
    assert room.idle(joined.seat) == timedelta(minutes=7)
    assert room.forget_names() == 0
    clock.now += timedelta(days=31)
    assert room.forget_names() == 1
    assert "Ann" not in (room.folder / "class.json").read_text(encoding="utf-8")
