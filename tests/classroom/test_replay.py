"""What was done at a seat is played again with the screens as they were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cstui.classroom.authoring.proving import do, played_clock, solve
from cstui.classroom.lesson.read import find_lesson, read_lesson
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.protocol import Inject
from cstui.classroom.seats.replay import ReplayHost, caption, frames
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat, make_start
from cstui.desk.conversation import Aid
from tests.classroom.conftest import clock

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
    hand = ScriptedUser(LessonHost(seat))
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


def test_what_was_typed_and_left_is_left_in_the_replay_too(seats: Seats, start: Path) -> None:
    """A seat keeps a draft and goes on; so must the replay, or an UNDO on the way is never played."""
    seat = seats()
    hand = at_desk(seat)
    hand.fill("command", "CALO 17000123")
    hand.press("enter")
    hand.press("pf6")
    hand.fill("note", "The wrong case")
    hand.press("enter")
    for line in ("CAS2", "UNDO", "CALO"):
        if hand.screen == "CAS2":
            hand.fill("basis", "half a thought")
        hand.fill("command", line)
        hand.press("enter")
        if line == "UNDO":
            hand.press("enter")
    hand.press("enter")
    seat.close()
    found = list(frames(seat.folder, seat.lesson, start))
    assert all(frame.same for frame in found)
    assert any(frame.moment.message.startswith("One step taken back") for frame in found)
    log = [row.values["text"] for row in found[-1].answer.rows]
    assert any("entered by mistake" in line for line in log), log


def test_the_replay_turns_by_key_and_takes_no_typing(seats: Seats, start: Path) -> None:
    seat = seats()
    solve(seat.lesson, seat)
    seat.close()
    hand = ScriptedUser(ReplayHost(list(frames(seat.folder, seat.lesson, start)), "S01 ANN"))
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


def at_desk(seat: Seat) -> ScriptedUser:
    hand = ScriptedUser(LessonHost(seat))
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    return hand


def go(hand: ScriptedUser, *lines: str) -> None:
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
    assert ScriptedUser(ReplayHost([last], "")).picture()[2:21] == seen
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
    assert "Asks for a later" in "\n".join(ScriptedUser(ReplayHost(found[-1:], "")).picture())


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
    assert "Half typed" in "\n".join(ScriptedUser(ReplayHost(found[-1:], "")).picture())


def test_a_replay_jumps_and_says_how_where_it_does_not_understand(seats: Seats, start: Path) -> None:
    seat = seats()
    solve(seat.lesson, seat)
    seat.close()
    hand = ScriptedUser(ReplayHost(list(frames(seat.folder, seat.lesson, start)), "S01"))
    for typed, at in (("5", 5), ("FIRST", 1), ("LAST", 7), ("up", 6), ("99", 7), ("0", 1)):
        go(hand, typed)
        assert f"REPLAY S01 {at}/7" in hand.picture()[0]
    go(hand, "3", "CAS1")
    assert "REPLAY S01 3/7" in hand.picture()[0]
    assert "1 to 7, FIRST, LAST: that key. F3 ends." in "\n".join(hand.picture())
    hand.press("pf1")
    assert "F7: back." in "\n".join(hand.picture())


class Watching(ScriptedUser):
    """A hand that remembers what stood on the screen at each key that the journal keeps."""

    def __init__(self, seat: Seat) -> None:
        self.seat, self.saw = seat, []  # type: ignore[var-annotated]
        super().__init__(LessonHost(seat))

    def keys(self) -> int:
        return sum(one.kind == "key" for one in self.seat.journal.moments)

    def press(self, key: str) -> None:
        """Press a key; the screen as it was before it is remembered where the key was kept."""
        before, saw = self.keys(), drawn(self)
        super().press(key)
        if self.keys() > before:
            self.saw.append(saw)


def drawn(hand: ScriptedUser) -> str:
    """The words of the drawing, without the line of messages and what stands below and above."""
    return " ".join(" ".join(hand.picture()[2:21]).split())


@pytest.mark.parametrize("number", ["3", "14", "15", "16"])
def test_a_replay_shows_at_every_key_what_the_learner_saw(number: str, tmp_path: Path) -> None:
    """Rows that were marked, refusals, nights, events of the lesson, prompts and the case in hand."""
    path = find_lesson(number)
    assert path is not None
    lesson, start = read_lesson(path), tmp_path / "start.cstui"
    make_start(lesson, start)
    seat = Seat(tmp_path / "seat", lesson, start, played_clock(lesson))
    hand = Watching(seat)
    hand.press("enter")
    for deed in lesson.deeds:
        do(hand, seat, deed)
    seat.close()
    found = list(frames(seat.folder, lesson, start))
    assert [drawn(ScriptedUser(ReplayHost([frame], ""))) for frame in found] == hand.saw
    assert all(frame.same for frame in found)


def test_a_key_that_led_elsewhere_than_it_did_is_told(seats: Seats, start: Path) -> None:
    """A journal of another edition of the desk is played as far as it goes."""
    seat = seats()
    solve(seat.lesson, seat)
    seat.close()
    path = seat.folder / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"shown":"SRCH"', b'"shown":"DOCK"', 1))
    found = list(frames(seat.folder, seat.lesson, start))
    assert [frame.same for frame in found] == [True, False, True, True, True, True, True]


def test_what_was_keyed_before_a_seat_was_resumed_elsewhere_opens_that_screen(
    seats: Seats, start: Path
) -> None:
    """The journal goes on at a screen to which no key led: it is opened by its name, signed on."""
    seat = seats()
    solve(seat.lesson, seat)
    seat.close()
    path = seat.folder / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if b'"screen":"CAS2"' in line)
    path.write_bytes(b"".join(lines[at:]))
    found = list(frames(seat.folder, seat.lesson, start))
    assert [frame.moment.screen for frame in found] == ["CAS2", "CALO", "NOTE"]
    assert found[0].status.worker == "17001"
    assert found[0].answer.values["case"] == "17000123"
    assert "NON COOP" in drawn(ScriptedUser(ReplayHost(found[:1], "")))


def test_a_long_name_is_cut_before_the_number_of_the_key(seats: Seats, start: Path) -> None:
    seat = seats()
    solve(seat.lesson, seat)
    seat.close()
    hand = ScriptedUser(ReplayHost(list(frames(seat.folder, seat.lesson, start)), "ANNABEL " * 12))
    assert "REPLAY ANNABEL" in hand.picture()[0]
    assert "… 1/7" in hand.picture()[0]


def test_a_seat_at_which_nothing_was_done_says_so_and_ends(seats: Seats, start: Path) -> None:
    assert list(frames(seats().folder, seats("bob").lesson, start)) == []
    hand = ScriptedUser(ReplayHost([], "S01"))
    assert "Nothing was done at this seat yet." in "\n".join(hand.picture())
    hand.press("enter")
    assert hand.ended


def test_the_caption_tells_key_command_and_what_came_of_it(seats: Seats, start: Path) -> None:
    seat = seats()
    hand = at_desk(seat)
    go(hand, "CAS1 99999999", "CAS1 17000123")
    hand.press("pf3")
    seat.close()
    _, wrong, right, back = frames(seat.folder, seat.lesson, start)
    time = f"{clock().astimezone():%H:%M:%S}"
    assert caption(wrong) == f"{time} ENTER CAS1 99999999: CS-101"
    assert caption(right).startswith(f"{time} ENTER CAS1 17000123: ")
    assert caption(back) == f"{time} PF3: to WORK"
