"""What a seat tells its trainer, and what stands under a page of the lesson when it is left again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from cstui.classroom.authoring.proving import do
from cstui.classroom.board.view import state
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.protocol import Bounds, SeatReport
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat
from tests.classroom.boards import seat
from tests.classroom.conftest import MOMENT
from tests.classroom.test_feedback import sat_down
from tests.classroom.test_seat import meant, noted, signed_on, typed

Seats = Callable[..., Seat]


@pytest.fixture
def reports() -> list[SeatReport]:
    """What the seat told."""
    return []


def test_a_key_is_told_with_where_it_led_and_what_it_came_to(seats: Seats, reports: list[SeatReport]) -> None:
    seat = seats()
    hand = signed_on(seat, told=reports.append, in_class=True)
    typed(hand, "/PRACTICE-DOE")
    typed(hand, "CAS1 17000123")
    told = reports[-1]
    assert (told.at, told.on, told.screen, told.case) == (MOMENT, seat.today, "CAS1", "17000123")
    assert told.met == ("signed-on", "searched", "case-open")
    assert (told.of, told.points, told.passed, told.finished) == (5, 50, False, False)
    assert (told.hints, told.checks, told.keys, told.attempt) == (0, 0, seat.journal.keys, 1)
    assert told.last is not None
    assert told.last.command == "CAS1 17000123"
    assert told.keyed == MOMENT
    assert (told.frozen, told.hand, told.note) == (False, False, "")
    typed(hand, "HINT 5")
    typed(hand, "CHECK")
    told = reports[-1]
    assert (told.hints, told.checks, told.screen) == (1, 1, "CAS1")


def test_a_seat_before_its_first_key_stands_at_the_sign_on(seats: Seats, reports: list[SeatReport]) -> None:
    host = LessonHost(seats(), told=reports.append)
    host.start()
    hand = ScriptedUser(host)
    hand.press("enter")
    assert (reports[-1].screen, reports[-1].case, reports[-1].keyed) == ("SIGN", "", None)


def test_a_sandbox_judges_nothing_and_notes_no_goal(seats: Seats, reports: list[SeatReport]) -> None:
    seat = seats()
    hand = signed_on(seat, told=reports.append, bounds=Bounds(mode="sandbox"))
    typed(hand, "CAS1 17000123")
    told = reports[-1]
    assert (told.met, told.of, told.points) == ((), 0, 0)
    assert "Goal met" not in "\n".join(hand.picture())
    assert [one.kind for one in seat.journal.moments] == ["key", "key"]


@pytest.mark.parametrize(("pass_mark", "passed"), [(0, True), (67, True), (68, False)])
def test_a_class_has_its_own_pass_mark(
    seats: Seats, reports: list[SeatReport], pass_mark: int, passed: bool
) -> None:
    """The last goal, of two weights in six, is not met: 67 points; the lesson asks for 70 by itself."""
    seat = seats()
    bounds = Bounds(pass_mark=pass_mark or 60)
    hand = ScriptedUser(LessonHost(seat, told=reports.append, bounds=bounds))
    hand.press("enter")
    for deed in seat.lesson.deeds[:-1]:
        do(hand, seat, deed)
    assert reports[-1].points == 67
    assert reports[-1].passed is passed
    assert not seat.marks().passed


def test_a_goal_is_not_noted_again_when_its_learner_comes_back(seats: Seats) -> None:
    seat = seats()
    typed(signed_on(seat), "CAS1 17000123")
    seat.close()
    again = seats()
    hand = signed_on(again)
    typed(hand, "CAS2 17000123")
    assert [one.about for one in again.journal.moments if one.kind == "goal"] == [
        "signed-on", "case-open", "cooperation-read",
    ]  # fmt: skip


def test_only_who_sits_in_a_class_can_raise_a_hand(seats: Seats) -> None:
    assert "HAND" in dict(LessonHost(seats(), in_class=True).words())
    alone = dict(LessonHost(seats("bob")).words())
    assert "HAND" not in alone
    assert list(alone)[:2] == ["BRIEF", "CHECK"]
    assert "CAS1" in alone


@pytest.mark.parametrize("way", ["enter", "pf3", "pf12"])
def test_a_row_that_was_marked_before_a_page_came_is_marked_still(way: str, tmp_path: Path) -> None:
    seat = sat_down("3", tmp_path)
    hand = signed_on(seat)
    typed(hand, "APPT 17000319")
    hand.fill("action", "F", 0)
    typed(hand, "CHECK")
    assert hand.screen == "LESN"
    hand.press(way)
    assert (hand.screen, hand.buffer.value("action", 0)) == ("APPT", "F")
    hand.press("enter")
    assert next(goal.happened for goal in seat.marks().goals if goal.id == "lydia-failed")
    seat.close()


def test_days_may_pass_before_the_sign_on(seats: Seats) -> None:
    seat = seats()
    hand = ScriptedUser(LessonHost(seat))
    hand.press("enter")
    assert hand.screen == "SIGN"
    typed(hand, "NEXT DAY")
    assert hand.screen == "LESN"
    hand.press("enter")
    assert hand.screen == "SIGN"
    hand.fill("worker", "17001")
    hand.press("enter")
    assert hand.screen == "WORK"
    assert hand.picture()[0].endswith("03/04/2026")


def test_a_screen_that_is_shown_again_after_days_says_nothing_of_before(seats: Seats) -> None:
    """The message of the last act is not said again under the page that told of the days."""
    hand = signed_on(seats())
    noted(hand)
    assert "Note added" in "\n".join(hand.picture())
    typed(hand, "NEXT DAY")
    hand.press("enter")
    assert hand.screen == "CALO"
    assert "Note added" not in "\n".join(hand.picture())


def test_a_sandbox_that_was_finished_is_neither_passed_nor_failed_on_the_board(
    seats: Seats, reports: list[SeatReport]
) -> None:
    """Nothing is judged there, so nobody has passed by it."""
    hand = signed_on(seats(), told=reports.append, bounds=Bounds(mode="sandbox"), in_class=True)
    meant(hand, "FINISH")
    assert reports[-1].finished
    assert state(replace(seat(1, "Ann", 0), report=reports[-1])) == "finished"
    judged = signed_on(seats("bob"), told=reports.append, in_class=True)
    meant(judged, "FINISH")
    assert state(replace(seat(1, "Bob", 0), report=reports[-1])) == "failed"
