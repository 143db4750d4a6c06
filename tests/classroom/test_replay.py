"""What was done at a seat is played again with the screens as they were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cstui.classroom.authoring.proving import solve
from cstui.classroom.seats.hand import Hand
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.protocol import Inject
from cstui.classroom.seats.replay import ReplayHost, frames
from cstui.classroom.seats.seat import Seat
from cstui.desk.conversation import Aid

Seats = Callable[..., Seat]


def test_every_key_of_the_solution_is_shown_as_it_was(seats: Seats, start: Path) -> None:
    seat = seats()
    solve(seat.lesson, seat)
    seat.close()
    found = list(frames(seat.folder, seat.lesson, start))
    assert [frame.moment.screen for frame in found] == [
        "SIGN", "WORK", "SRCH", "CAS1", "CAS2", "CALO", "NOTE",
    ]  # fmt: skip
    assert all(frame.same for frame in found)
    assert found[-1].answer.values["note"] == "CP called and asked how her case stands."


def test_nights_resets_and_refusals_are_played_too(seats: Seats, start: Path) -> None:
    seat = seats()
    hand = Hand(LessonHost(seat))
    hand.press("enter")
    for line in ("99999", "17001"):
        hand.fill("worker", line)
        hand.press("enter")
    for line in ("NEXT DAY", "CAS1 17000123", "RESET"):
        hand.fill("command", line)
        hand.press("enter")
        if hand.screen == "LESN":
            hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    seat.close()
    found = list(frames(seat.folder, seat.lesson, start))
    assert [frame.moment.refused for frame in found if frame.moment.refused] == [("CS-120",)]
    assert all(frame.same for frame in found)
    assert found[-1].answer.screen == "SIGN"


def test_the_replay_turns_by_key_and_takes_no_typing(seats: Seats, start: Path) -> None:
    seat = seats()
    solve(seat.lesson, seat)
    seat.close()
    hand = Hand(ReplayHost(list(frames(seat.folder, seat.lesson, start)), "S01 ANN"))
    assert "REPLAY S01 ANN 1/7" in hand.picture()[0]
    for _ in range(6):
        hand.press("pf8")
    assert "REPLAY S01 ANN 7/7" in hand.picture()[0]
    assert any("CP called and asked" in row for row in hand.picture())
    hand.press("pf7")
    assert hand.screen == "CALO"
    assert not hand.buffer.slot("action", 0).entry
    hand.press("pf3")
    assert hand.ended


def at_desk(seat: Seat) -> Hand:
    hand = Hand(LessonHost(seat))
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    return hand


def go(hand: Hand, *lines: str) -> None:
    for line in lines:
        hand.fill("command", line)
        hand.press("enter")


def test_the_screen_after_a_night_is_that_of_the_new_day(seats: Seats, start: Path) -> None:
    seat = seats()
    hand = at_desk(seat)
    go(hand, "APPT 17000123", "NEXT DAY")
    hand.press("enter")
    seen = hand.picture()[2:21]
    go(hand, "CAS1")
    seat.close()
    last = list(frames(seat.folder, seat.lesson, start))[-1]
    assert last.moment.screen == "APPT"
    assert Hand(ReplayHost([last], "")).picture()[2:21] == seen
    assert any("03/04/2026" in row or "03/11/2026" in row for row in seen)


def test_what_the_trainer_let_happen_happens_in_the_replay_too(seats: Seats, start: Path) -> None:
    seat = seats()
    hand = at_desk(seat)
    assert isinstance(hand.host, LessonHost)
    given = {"case": "17000123", "how": "C", "about": "OT", "on": "today", "text": "Asks for a later date"}
    hand.host.take(Inject(act="record-contact", given=given, actor="17001", tells="The CP phones."))
    hand.see(hand.host.handle(hand.buffer.request(Aid.NOTICE)))
    hand.press("enter")
    go(hand, "CALO 17000123", "WORK")
    seat.close()
    found = list(frames(seat.folder, seat.lesson, start))
    assert "Asks for a later date" in "\n".join(Hand(ReplayHost(found[-1:], "")).picture())


def test_what_was_typed_before_a_page_came_is_in_the_journal_and_in_the_replay(
    seats: Seats, start: Path
) -> None:
    seat = seats()
    hand = at_desk(seat)
    go(hand, "CONT 17000123")
    hand.fill("text", "Half typed")
    go(hand, "BRIEF")
    hand.press("enter")
    hand.fill("how", "C")
    hand.fill("about", "AP")
    hand.press("enter")
    go(hand, "CALO", "WORK")
    seat.close()
    found = list(frames(seat.folder, seat.lesson, start))
    assert found[-3].moment.fill["text"] == "Half typed"
    assert "Half typed" in "\n".join(Hand(ReplayHost(found[-1:], "")).picture())


def test_a_replay_jumps_and_says_how_where_it_does_not_understand(seats: Seats, start: Path) -> None:
    seat = seats()
    solve(seat.lesson, seat)
    seat.close()
    hand = Hand(ReplayHost(list(frames(seat.folder, seat.lesson, start)), "S01"))
    for typed, at in (("5", 5), ("FIRST", 1), ("LAST", 7), ("up", 6), ("99", 7), ("0", 1)):
        go(hand, typed)
        assert f"REPLAY S01 {at}/7" in hand.picture()[0]
    go(hand, "3", "CAS1")
    assert "REPLAY S01 3/7" in hand.picture()[0]
    assert "1 to 7, FIRST, LAST: that key. F3 ends." in "\n".join(hand.picture())
    hand.press("pf1")
    assert "F7: back." in "\n".join(hand.picture())
