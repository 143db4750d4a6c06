"""A screen is left and come back to: after days that passed below it, or after the seat was left."""

from __future__ import annotations

from pathlib import Path

from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.desk.linear.desk import LinearDesk
from tests.classroom.test_feedback import keyed, sat_down


def typed(hand: ScriptedUser, line: str) -> str:
    """Type a command; everything that the screen then shows."""
    hand.fill("command", line)
    hand.press("enter")
    return "\n".join(hand.picture())


def test_a_screen_left_open_over_two_events_is_fresh_and_leaves_no_draft(tmp_path: Path) -> None:
    """IV-A decides on good cause while CAS2 is open; nobody typed anything on it."""
    seat = sat_down("9", tmp_path)
    hand = ScriptedUser(LessonHost(seat))
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    assert "08/18/2026" in typed(hand, "CAS2 17000919")
    assert "denied" in typed(hand, "NEXT EVENT")
    hand.press("enter")
    assert "has determined good cause for Ada" in typed(hand, "NEXT EVENT")
    hand.press("enter")
    shown = "\n".join(hand.picture())
    assert "DT 08/24/2026  Denied" in shown
    assert "draft" not in shown
    assert "08/18/2026" not in typed(hand, "BRIEF")
    hand.press("enter")
    assert "DT 08/24/2026  Denied" in "\n".join(hand.picture())
    assert hand.answer.findings == ()
    seat.close()


def test_where_nothing_will_come_next_event_says_so_and_no_night_passes(tmp_path: Path) -> None:
    """Also at once, before anybody has signed on; NEXT DAY still passes a night."""
    seat = sat_down("9", tmp_path)
    while not (passed := seat.next_event()).stayed:
        before = passed.on
    assert passed.on == before == seat.today
    hand = ScriptedUser(LessonHost(seat))
    hand.press("enter")
    shown = typed(hand, "NEXT EVENT")
    assert "Nothing will happen in the next 120 nights" in shown
    assert seat.today == before
    hand.press("enter")
    assert hand.screen != "LESN"
    typed(hand, "NEXT DAY")
    assert (seat.today - before).days == 1
    seat.close()


def test_next_event_stops_on_the_day_of_an_appointment_until_it_has_its_outcome(tmp_path: Path) -> None:
    seat = sat_down("1", tmp_path)
    keyed(seat, "APPT 17000123", purpose="SI", date="03122026", time="0900")
    assert "letter mailed" in seat.next_event().tells[0]
    passed = seat.next_event()
    assert (str(passed.on), passed.stayed) == ("2026-03-12", False)
    assert passed.tells[0].startswith("Today at 09:00: PRACTICE-DOE, JANE, case 17000123")
    assert seat.next_event().stayed
    seat.close()


def came_back(tmp_path: Path, *, linear: bool = False) -> ScriptedUser | LinearDesk:
    """A seat at which somebody mistyped her number, left a date on CAS2, and comes back to."""
    seat = sat_down("1", tmp_path)
    desk = LinearDesk(LessonHost(seat, in_class=True))
    desk.begin()
    for line in ("worker=99999", "SEND", "worker=17001", "SEND", "CAS2 17000123", "dt=03022026", "SEND"):
        desk.take(line)
    desk.close()
    seat.close()
    host = LessonHost(sat_down("1", tmp_path), in_class=True)
    return LinearDesk(host) if linear else ScriptedUser(host)


def test_whoever_mistyped_her_number_and_left_a_draft_comes_back_to_the_screen(
    tmp_path: Path,
) -> None:
    hand = came_back(tmp_path)
    assert isinstance(hand, ScriptedUser)
    assert hand.screen == "CAS2"
    assert "RESTORE it or DROP it" in "\n".join(hand.picture())
    assert "03022026" in typed(hand, "RESTORE")


def test_line_by_line_too_and_no_field_is_asked_for_before_she_wants_it(tmp_path: Path) -> None:
    desk = came_back(tmp_path, linear=True)
    assert isinstance(desk, LinearDesk)
    said = "\n".join(desk.begin())
    assert "CASE SCREEN 2, case 17000123" in said
    assert "RESTORE it or DROP it" in said
    assert desk.prompt == "CAS2> "
