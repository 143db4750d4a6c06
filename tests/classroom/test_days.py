"""Days pass below a screen: it is shown as the store has it then, and nothing of it is kept as typed."""

from __future__ import annotations

from pathlib import Path

from cstui.classroom.hand import Hand
from cstui.classroom.host import LessonHost
from tests.classroom.test_found import sat_down


def typed(hand: Hand, line: str) -> str:
    """Type a command; everything that the screen then shows."""
    hand.fill("command", line)
    hand.press("enter")
    return "\n".join(hand.picture())


def test_a_screen_left_open_over_two_events_is_fresh_and_leaves_no_draft(tmp_path: Path) -> None:
    """IV-A decides on good cause while CAS2 is open; nobody typed anything on it."""
    seat = sat_down("9", tmp_path)
    hand = Hand(LessonHost(seat))
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
    hand = Hand(LessonHost(seat))
    hand.press("enter")
    shown = typed(hand, "NEXT EVENT")
    assert "Nothing will happen in the next 120 nights" in shown
    assert seat.today == before
    hand.press("enter")
    assert hand.screen != "LESN"
    typed(hand, "NEXT DAY")
    assert (seat.today - before).days == 1
    seat.close()
