"""A seat: the learner's words, the trail, the marks, what survives when it is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cstui.cells import cells
from cstui.classroom.authoring.proving import solve
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.protocol import (
    Bounds,
    Finish,
    Freeze,
    Inject,
    Message,
    MoveTo,
    SeatReport,
    SetBack,
    Show,
)
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat
from cstui.desk.conversation import Aid
from cstui.desk.message_line import spoken
from cstui.desk.programs.explain import WIDTH
from cstui.desk.programs.texts import Text
from cstui.policy.findings import Severity

Seats = Callable[..., Seat]


def signed_on(seat: Seat, **options: object) -> ScriptedUser:
    """A hand at the seat's desk, past the brief and signed on."""
    hand = ScriptedUser(LessonHost(seat, **options))  # type: ignore[arg-type]
    if hand.screen == "LESN":
        hand.press("enter")
    if hand.screen == "SIGN":
        hand.fill("worker", "17001")
        hand.press("enter")
    return hand


def typed(hand: ScriptedUser, line: str) -> str:
    """Type a command; everything that the screen then shows."""
    hand.fill("command", line)
    hand.press("enter")
    return "\n".join(hand.picture())


def meant(hand: ScriptedUser, word: str) -> str:
    """Type a word that asks whether it is meant, and say yes; everything that the screen then shows."""
    assert "? Enter does it, F12 drops." in typed(hand, word)
    assert hand.answer.stops_typing
    hand.press("enter")
    return "\n".join(hand.picture())


def notice(hand: ScriptedUser) -> str:
    """Let the seat take what the trainer did; everything that the screen then shows."""
    assert isinstance(hand.host, LessonHost)
    hand.see(hand.host.handle(hand.buffer.request(Aid.NOTICE)))
    return "\n".join(hand.picture())


def test_the_brief_comes_first_and_names_the_goals(seats: Seats) -> None:
    hand = ScriptedUser(LessonHost(seats()))
    shown = "\n".join(hand.picture())
    assert "Sign on as worker 17001. It is Tuesday, 03/03/2026." in shown
    assert "5. CALO has a note of her call" in shown


def test_check_says_what_is_met_and_why_not(seats: Seats) -> None:
    hand = signed_on(seats())
    shown = typed(hand, "CHECK")
    assert "1 of 5 goals are met; 17 points." in shown
    assert "+ 1. You are signed on" in shown
    assert "Not yet: SRCH was not shown" in shown
    hand.press("enter")
    assert hand.screen == "WORK"


def test_a_goal_just_met_is_said_on_the_message_line(seats: Seats) -> None:
    hand = signed_on(seats())
    assert "Goal met (2 of 5): You searched by name." in typed(hand, "/PRACTICE-DOE")


def test_hints_come_in_steps_and_cost(seats: Seats) -> None:
    seat = seats()
    hand = signed_on(seat)
    assert "NUDGE: There is a screen that finds people by name." in typed(hand, "HINT")
    assert "WHERE:" in typed(hand, "HINT 2")
    assert "HOW:" in typed(hand, "HINT 2")
    marks, faults = solve(seat.lesson, seats("bob"))
    assert (marks.points, faults) == (100, [])
    assert seat.state.hints == {"searched": 3}
    hand.press("enter")
    typed(hand, "/PRACTICE-DOE")
    assert seat.marks().points == round((100 + 50) / 6)


def test_the_hints_of_a_goal_that_is_met_are_all_said_and_cost_nothing(seats: Seats) -> None:
    seat = seats()
    hand = signed_on(seat)
    typed(hand, "HINT 2")
    typed(hand, "/PRACTICE-DOE")
    points = seat.marks().points
    shown = typed(hand, "HINT 2")
    assert "This goal is met: reading its hints costs nothing now." in shown
    assert all(said in shown for said in ("NUDGE: There is a screen", "WHERE: It opens", "HOW: Press Home"))
    assert seat.state.hints == {"searched": 1}
    assert seat.marks().points == points
    assert [one.kind for one in seat.journal.moments].count("hint") == 1


def test_what_was_typed_survives_a_page_of_the_lesson(seats: Seats) -> None:
    hand = signed_on(seats())
    typed(hand, "CONT 17000123")
    hand.fill("text", "Called about the appointment")
    typed(hand, "BRIEF")
    hand.press("pf12")
    assert hand.screen == "CONT"
    assert hand.buffer.value("text") == "Called about the appointment"


def test_next_day_runs_the_night_and_the_screen_below_is_fresh(seats: Seats) -> None:
    seat = seats()
    hand = signed_on(seat)
    assert "It is Wednesday, 03/04/2026." in typed(hand, "NEXT DAY")
    hand.press("enter")
    assert hand.screen == "WORK"
    assert hand.picture()[0].endswith("03/04/2026")
    assert seat.today == date(2026, 3, 4)


def test_reset_goes_back_to_the_start_and_hints_stay_taken(seats: Seats) -> None:
    seat = seats()
    hand = signed_on(seat)
    typed(hand, "HINT 2")
    typed(hand, "NEXT DAY")
    typed(hand, "RESET")
    assert seat.today == date(2026, 3, 3)
    assert seat.marks().met == 0
    assert seat.state.hints == {"searched": 1}


def test_what_was_refused_on_the_command_line_is_not_said_again_after_a_page(seats: Seats) -> None:
    """The line is empty then; what is wrong in a field stands there still, and is said."""
    hand = signed_on(seats())
    hand.fill("command", "NONSENSE")
    hand.press("enter")
    assert [one.rule for one in hand.answer.findings] == ["CS-113"]
    typed(hand, "HINT")
    hand.press("enter")
    assert (hand.screen, hand.answer.findings) == ("WORK", ())
    typed(hand, "CAS2 17000123")
    hand.fill("noncoop", "QQ")
    hand.press("enter")
    wrong = hand.answer.findings
    assert wrong
    typed(hand, "HINT")
    hand.press("enter")
    assert hand.answer.findings == wrong


def test_a_page_after_a_refused_command_gives_the_whole_screen_back(seats: Seats) -> None:
    """The refusal said nothing of the worklist; the worklist stands there all the same."""
    hand = signed_on(seats())
    before = hand.picture()
    hand.fill("command", "ND")
    hand.press("enter")
    typed(hand, "HAND")
    hand.press("enter")
    after = hand.picture()
    assert hand.screen == "WORK"
    assert after[:-4] == before[:-4]
    assert [line.strip("_ ") for line in after if "===>" in line] == ["===>"]


def noted(hand: ScriptedUser) -> None:
    """Do one act of the first lesson."""
    typed(hand, "CALO 17000123")
    hand.press("pf6")
    hand.fill("note", "CP called.")
    hand.press("enter")


def test_reset_asks_once_where_work_would_be_lost(seats: Seats) -> None:
    seat = seats()
    hand = signed_on(seat)
    noted(hand)
    assert "Undo all your work in the lesson? Enter does it, F12 drops." in typed(hand, "RESET")
    assert hand.screen == "CALO"
    hand.press("pf12")
    assert "RESET was dropped." in "\n".join(hand.picture())
    assert seat.acts()
    assert "BRIEF" in meant(hand, "RESET")
    assert not seat.acts()


def test_reset_after_another_word_asks_anew_and_after_the_sheet_does_not_ask(seats: Seats) -> None:
    seat = seats()
    hand = signed_on(seat)
    noted(hand)
    typed(hand, "RESET")
    typed(hand, "CHECK")
    assert "Undo all your work" in typed(hand, "RESET")
    assert seat.acts()
    assert "End the lesson with 1 of 5 goals met?" not in typed(hand, "CAS1 17000123")
    hand.press("enter")
    assert seat.acts()
    meant(hand, "FINISH")
    assert "BRIEF" in typed(hand, "RESET")


def test_finish_asks_and_a_key_that_is_not_enter_goes_on_with_the_lesson(seats: Seats) -> None:
    seat = seats()
    hand = signed_on(seat)
    typed(hand, "CONT 17000123")
    hand.fill("text", "half typed")
    shown = typed(hand, "FINISH")
    assert "End the lesson with 1 of 5 goals met? Enter does it, F12 drops." in shown
    assert (hand.screen, hand.buffer.value("text")) == ("CONT", "half typed")
    hand.press("pf12")
    assert (hand.screen, hand.buffer.value("text")) == ("CONT", "half typed")
    typed(hand, "FINISH")
    hand.press("pf5")
    hand.press("enter")
    assert seat.state.finished is None
    assert "SCORE SHEET" in meant(hand, "FINISH")


def test_the_question_before_an_exam_ends_tells_no_goal(seats: Seats) -> None:
    hand = signed_on(seats(), bounds=Bounds(mode="exam"))
    assert "End the exam? Enter does it, F12 drops." in typed(hand, "FINISH")


def test_f12_on_menu_does_not_end_a_seat(seats: Seats) -> None:
    hand = signed_on(seats())
    typed(hand, "MENU")
    for _ in range(4):
        hand.press("pf12")
    assert (hand.ended, hand.screen) == (False, "MENU")


def test_reset_in_an_exam_says_what_attempts_are_left(seats: Seats) -> None:
    seat = seats()
    hand = signed_on(seat, bounds=Bounds(mode="exam", attempts=3))
    assert "Undo all your work in attempt 1 of 3?" in typed(hand, "RESET")
    assert seat.state.attempt == 1
    hand.press("enter")
    assert "BRIEF" in "\n".join(hand.picture())
    assert "Undo all your work in attempt 2 of 3?" in typed(hand, "RESET")
    assert seat.state.attempt == 2
    hand.press("enter")
    assert "Attempt 3 of 3 was the last" in typed(hand, "RESET")


def test_finish_shows_the_sheet_and_enter_ends(seats: Seats) -> None:
    reports: list[SeatReport] = []
    seat = seats()
    solve(seat.lesson, seat)
    hand = signed_on(seat, told=reports.append)
    shown = meant(hand, "FINISH")
    assert "100 of 100 points, 70 are needed: PASSED" in shown
    assert reports[-1].finished
    assert reports[-1].passed
    hand.press("enter")
    assert hand.ended


def test_a_seat_that_was_left_is_shown_where_it_was(seats: Seats) -> None:
    seat = seats()
    hand = signed_on(seat)
    typed(hand, "CAS2 17000123")
    seat.close()
    again = ScriptedUser(LessonHost(seats()))
    assert again.screen == "CAS2"
    assert "You are back where you were." in "\n".join(again.picture())
    assert seats().marks().met == 2


def test_a_journal_cut_off_by_a_crash_is_read_up_to_there(seats: Seats) -> None:
    seat = seats()
    hand = signed_on(seat)
    typed(hand, "/PRACTICE-DOE")
    seat.close()
    with seat.journal.path.open("ab") as file:
        file.write(b'{"at":"2026-03-03T15:00')
    assert seats().marks().met == 2


def test_what_is_done_after_a_journal_was_cut_off_is_kept(seats: Seats) -> None:
    seat = seats()
    signed_on(seat)
    seat.close()
    with seat.journal.path.open("ab") as file:
        file.write(b'{"at":"2026-03-03T15:00')
    seat = seats()
    typed(signed_on(seat), "/PRACTICE-DOE")
    seat.close()
    assert seats().journal.moments == seat.journal.moments
    assert seats().marks().met == 2


def test_a_hint_a_check_and_an_attempt_that_could_not_be_kept_do_not_count(
    seats: Seats, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    seat = seats()
    hand = signed_on(seat)
    before = seat.state
    with monkeypatch.context() as disk:
        disk.setattr("cstui.classroom.seats.seat.replace", full)
        for word in ("HINT", "CHECK", "RESET", "FINISH"):
            assert "CS-613" in (meant if word == "FINISH" else typed)(hand, word)
            hand.press("enter")
            assert (seat.state, seats().state.finished) == (before, None)
    assert "NUDGE:" in typed(hand, "HINT 2")


@pytest.mark.parametrize("line", ["GUI", "=GUIDE", "GUID 17000123", "CAS1 17000123;GUIDE", "guide", "pf14"])
def test_no_way_leads_to_the_guide_in_an_exam(line: str, seats: Seats) -> None:
    hand = signed_on(seats(), bounds=Bounds(mode="exam"))
    typed(hand, "CAS1 17000123")
    if line == "pf14":
        hand.press(line)
    else:
        typed(hand, line)
    assert "The guide is off in an exam." in "\n".join(hand.picture())


def test_no_guide_follows_the_line_of_a_list_in_an_exam(seats: Seats) -> None:
    """From 120 columns the guide is that of the line under the cursor: WORK brings it along."""
    assert any(row.guide for row in signed_on(seats()).answer.rows)
    assert not any(row.guide for row in signed_on(seats("bob"), bounds=Bounds(mode="exam")).answer.rows)


def test_no_guide_stands_beside_a_screen_that_comes_back_in_an_exam(seats: Seats) -> None:
    hand = signed_on(seats(), bounds=Bounds(mode="exam"))
    typed(hand, "CAS1 17000123")
    for word in ("BRIEF", "NEXT DAY"):
        typed(hand, word)
        hand.press("enter")
        assert (hand.screen, hand.answer.guide) == ("CAS1", ())
    again = ScriptedUser(LessonHost(seats(), bounds=Bounds(mode="exam")))
    assert (again.screen, again.answer.guide) == ("CAS1", ())


def test_exam_takes_guide_hints_and_check_away(seats: Seats) -> None:
    hand = signed_on(seats(), bounds=Bounds(mode="exam"))
    assert "CHECK is off in an exam." in typed(hand, "CHECK")
    assert "HINT is off in an exam." in typed(hand, "HINT")
    hand.press("enter")
    assert "The guide is off" in typed(hand, "GUIDE")
    hand.press("enter")
    typed(hand, "CAS1 17000123")
    assert hand.answer.guide == ()


def test_a_sandbox_judges_nothing(seats: Seats) -> None:
    reports: list[SeatReport] = []
    hand = signed_on(seats(), bounds=Bounds(mode="sandbox"), told=reports.append)
    assert "Nothing is judged here" in typed(hand, "CHECK")
    assert reports[-1].of == 0
    shown = meant(hand, "FINISH")
    assert "A sandbox is not judged." in shown
    assert "NOT PASSED" not in shown
    assert (reports[-1].of, reports[-1].points) == (0, 0)


def test_the_trainer_speaks_freezes_and_moves_the_date(seats: Seats) -> None:
    seat = seats()
    hand = signed_on(seat)
    host = hand.host
    assert isinstance(host, LessonHost)
    typed(hand, "CONT 17000123")
    hand.fill("text", "half typed")
    host.take(Message(text="Look at the date."))
    assert "TRAINER: Look at the date." in notice(hand)
    assert spoken(hand.buffer).severity is Severity.WARNING
    assert hand.buffer.value("text") == "half typed"
    host.take(Freeze(frozen=True, text="Eyes up, please."))
    assert "Eyes up, please." in notice(hand)
    assert "This seat is frozen: it takes no key until the trainer thaws it." in "\n".join(hand.picture())
    assert "X FROZEN" in hand.picture()[-1]
    hand.press("enter")
    assert hand.screen == "LESN"
    host.take(Message(text="Still frozen."))
    assert "X FROZEN" in notice(hand)
    hand.fill("command", "CAS1 17000123")
    host.take(Freeze(frozen=False))
    notice(hand)
    assert (hand.screen, hand.picture()[-1].strip()[:3]) == ("CONT", "TRN")
    assert hand.buffer.value("text") == "half typed"
    host.take(MoveTo(on=date(2026, 3, 6)))
    assert "It is Friday, 03/06/2026." in notice(hand)


def test_a_long_word_of_the_trainer_in_wide_characters_is_shown_whole(seats: Seats) -> None:
    hand = signed_on(seats())
    host = hand.host
    assert isinstance(host, LessonHost)
    host.take(Message(text=f"X{' ' * 90}{'山田花子 ' * 40}"))
    notice(hand)
    assert isinstance(hand.answer.state, Text)
    lines = [line for line, _ in hand.answer.state.lines]
    assert max(len(cells(line)) for line in lines) <= WIDTH
    assert "".join(lines).count("山田花子") == 40


def test_the_trainer_lets_the_cp_phone(seats: Seats) -> None:
    seat = seats()
    hand = signed_on(seat)
    assert isinstance(hand.host, LessonHost)
    phones = Inject(
        act="record-contact",
        given={"case": "17000123", "how": "C", "about": "OT", "on": "today", "text": "Asks for a new day"},
        actor="17001",
        tells="The CP phones.",
    )
    hand.host.take(phones)
    assert "The CP phones." in notice(hand)
    hand.press("enter")
    assert "Asks for a new day" in typed(hand, "CALO 17000123")


def test_a_screen_that_is_shown_to_all_is_shown_to_its_last_column(seats: Seats) -> None:
    hand = signed_on(seats())
    assert isinstance(hand.host, LessonHost)
    rows = tuple(hand.picture())
    assert max(map(len, rows)) > 77
    hand.host.take(Show(heading="SCREEN OF SEAT S03", rows=rows[:18]))
    notice(hand)
    shown = [row.values["text"].rstrip() for row in hand.answer.rows]
    assert shown == [row.removeprefix(" ").rstrip() for row in rows[: len(shown)]]


def test_the_trainer_shows_a_screen_to_all_resets_and_ends(seats: Seats) -> None:
    seat = seats()
    hand = signed_on(seat)
    assert isinstance(hand.host, LessonHost)
    hand.host.take(Show(heading="SEAT 3", rows=("CAS2  what somebody typed",)))
    assert "CAS2  what somebody typed" in notice(hand)
    hand.host.take(SetBack())
    assert "BRIEF" in notice(hand)
    hand.host.take(Finish())
    assert "SCORE SHEET" in notice(hand)
    assert seat.state.finished is not None
