"""What CHECK says of goals that are not met is in the words of the screens, and gives no answer away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cstui.acts.registry import acts_of
from cstui.agencies.louisiana.teaching import SAYS
from cstui.classroom.authoring.proving import played_clock
from cstui.classroom.lesson.marking import Mark, Marks
from cstui.classroom.lesson.read import find_lesson, lesson_files, read_lesson
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.pages import check, sheet
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat, SeatState, make_start
from cstui.desk.programs.texts import Text

RAW = re.compile(r"None|\[-?\d|_|\{|[a-z]\.[a-z]|\d{4}-\d{2}-\d{2}|" + "|".join(acts_of()))


def sat_down(name: Path | str, folder: Path) -> Seat:
    """A seat on a lesson, not worked yet."""
    path = name if isinstance(name, Path) else find_lesson(name)
    assert path is not None
    lesson = read_lesson(path)
    make_start(lesson, folder / "start.cstui")
    return Seat(folder / "seat", lesson, folder / "start.cstui", played_clock(lesson))


def keyed(seat: Seat, screen: str, row: dict[str, str] | None = None, **fields: str) -> None:
    """Fill a screen and press Enter: fields of the first line, and fields above."""
    hand = ScriptedUser(LessonHost(seat))
    if hand.screen == "LESN":
        hand.press("enter")
        hand.fill("worker", "17001")
        hand.press("enter")
    hand.fill("command", screen)
    hand.press("enter")
    for name, text in fields.items():
        hand.fill(name, text)
    for name, text in (row or {}).items():
        hand.fill(name, text, 0)
    hand.press("enter")
    assert not [one for one in hand.answer.findings if one.severity.value == "error"]


def goal_of(title: str) -> Mark:
    return Mark(id="x", title=title, happened=False, found="x", why="x", cite="x", weight=1)


def page_of(seat: Seat, goals: tuple[Mark, ...]) -> tuple[tuple[str, str], ...]:
    marks = seat.marks()
    return check(seat.lesson, Marks(goals=goals, forbidden=(), points=0, pass_mark=marks.pass_mark)).lines


def found(seat: Seat, goal: str) -> str:
    return next(one.found for one in seat.marks().goals if one.id == goal)


@pytest.fixture
def missed(tmp_path: Path) -> Iterator[Seat]:
    """The lesson of those who missed, not worked yet."""
    seat = sat_down("3", tmp_path)
    yield seat
    seat.close()


@pytest.mark.parametrize("path", lesson_files(), ids=lambda path: path.stem)
def test_a_start_is_said_in_words(path: Path, tmp_path: Path) -> None:
    """No lesson tells a learner paths, names of acts or empty Python values."""
    seat = sat_down(path, tmp_path)
    said = [one.found for one in seat.marks().goals if not one.happened]
    seat.close()
    assert said
    assert [text for text in said if not text or RAW.search(text)] == []


def test_what_is_there_and_what_is_not_is_said_with_its_screen(missed: Seat) -> None:
    first = "case 17000319: the first appointment is open, without an outcome (APPT)"
    assert found(missed, "lydia-failed") == first
    assert found(missed, "lydia-second") == "case 17000319: there is no second appointment (APPT)"
    assert found(missed, "tess-message") == "case 17000327: there is no contact (CONT)"


def test_a_wrong_entry_is_said_as_it_was_made_not_as_it_should_be(missed: Seat) -> None:
    keyed(missed, "APPT 17000319", {"action": "X"})
    assert (
        found(missed, "lydia-failed") == "case 17000319: the first appointment is entered as IN TOUCH (APPT)"
    )
    keyed(missed, "CONT 17000327", how="M", about="OT", text="On the machine.")
    said = found(missed, "tess-message")
    assert said.startswith("case 17000327: the last contact is on 04/22/2026 (CONT); the last contact is")
    assert "about: OT, other" in said
    assert "04/21" not in said


def test_what_two_cases_both_lack_is_said_of_each(tmp_path: Path) -> None:
    path = find_lesson("3")
    assert path is not None
    wanted = ", ".join(
        f'{{ case = "{case}", form = "{form}" }}'
        for case in ("17000319", "17000327")
        for form in ("CSE 105", "CSE 115")
    )
    goal = "\n".join(
        [
            "[[goal]]",
            'id = "letters"',
            f"expect = [{wanted}]",
            *(f'{name} = "x"' for name in ("title", "why", "cite", "nudge", "where", "how")),
        ]
    )
    mine = tmp_path / "03-mine.toml"
    mine.write_text(f"{path.read_text(encoding='utf-8')}\n{goal}\n", encoding="utf-8")
    seat = sat_down(mine, tmp_path)
    assert found(seat, "letters") == (
        "case 17000319: CSE 105 was not made (FORM); CSE 115 was not made (FORM); "
        "case 17000327: CSE 105 was not made (FORM); CSE 115 was not made (FORM)"
    )
    seat.close()


def test_in_a_lesson_with_one_case_its_number_is_left_out(tmp_path: Path) -> None:
    seat = sat_down("4", tmp_path)
    assert found(seat, "report") == "there is no entry (CAS2)"
    assert found(seat, "sent") == "there is no LAIN 2IP of non-cooperation (LAIN)"
    keyed(seat, "CAS2 17000407", noncoop="MA", dt="05212026")
    assert found(seat, "sent") == "LAIN 2IP of non-cooperation is waiting for the night (LAIN)"
    assert found(seat, "cooperates") == "the last entry says: non-cooperation, reported (CAS2)"
    seat.close()


def test_what_was_not_done_is_said_by_what_it_does(tmp_path: Path) -> None:
    seat = sat_down("9", tmp_path)
    assert found(seat, "lena-note") == "not done on case 17000901: add a note to the activity log CALO"
    assert found(seat, "looked").startswith("CAS2 of case 17000901 was not shown")
    seat.close()


def test_every_fact_that_is_said_has_words_for_its_absence() -> None:
    flags = {"agreed", "initiative", "necessary", "presence_required", "refused", "standing", "stopped"}
    assert {name for name, (_, empty) in SAYS.items() if not empty} == flags
    assert [name for name, (filled, _) in SAYS.items() if "{}" not in filled] == []


def test_what_must_not_be_is_said_before_the_goals(missed: Seat) -> None:
    keyed(missed, "APPT 17000327", {"action": "F"})
    page = check(missed.lesson, missed.marks())
    said = [text.strip() for text, _ in page.lines if text.strip()]
    assert said[1].startswith("0 of 9 goals are met; 0 points.")
    assert said[2] == "! Tess stands there as having failed"
    assert said[3].startswith("It costs 40 points, and with it nobody passes.")


def test_what_goes_on_stands_under_its_text_and_not_under_the_mark(missed: Seat) -> None:
    """A long title or reason goes on behind `- 1. `, so that marks and numbers stand alone at the left."""
    page = check(missed.lesson, missed.marks())
    goals = [text for text, _ in page.lines[3:-2]]
    assert {text[:2] for text in goals} == {"- ", "  "}
    begun = [text for text in goals if text.startswith("- ")]
    assert [text[2:4] for text in begun] == [f"{at}." for at in range(1, 10)]
    under = [text for text in goals if not text.startswith("- ")]
    assert all(text.startswith("     ") and text[5] != " " for text in under)
    mark = goal_of("The appointment of the second of the two is moved to a day on which she can come")
    lines = [text for text, _ in page_of(missed, (mark, *missed.marks().goals))]
    assert lines[3].startswith("- 1. The appointment")
    assert lines[4].startswith("     ")
    assert lines[4][5] != " "


def test_numbers_are_said_with_their_right_word(missed: Seat) -> None:
    said = " ".join(text for text, _ in sheet(missed.lesson, missed.marks(), missed.state).lines)
    assert "0 hints, 0 checks, 0 resets" in said
    state = SeatState(lesson="x", began=missed.clock(), hints={"tess-message": 1}, checks=1, resets=1)
    said = " ".join(text for text, _ in sheet(missed.lesson, missed.marks(), state).lines)
    assert "1 hint, 1 check, 1 reset" in said


def test_before_any_work_check_tells_the_goals_and_no_reasons(tmp_path: Path) -> None:
    seat = sat_down("6", tmp_path)
    hand = at_desk(seat)
    told = read(hand, "CHECK")
    assert "- 3. Ines: what her case as a whole asks for is done - 4." in told
    assert "Not yet" not in told
    assert "Two missed appointments are" not in told
    keyed(seat, "APPT 17000604", {"action": "F"})
    told = read(hand, "CHECK")
    assert "Not yet: " in told
    assert "Ines is reported" not in told
    seat.close()


def test_a_goal_has_its_title_once_it_is_met_and_on_the_score_sheet(tmp_path: Path) -> None:
    seat = sat_down("6", tmp_path)
    hand = at_desk(seat)
    assert "Ines: what her case" in read(hand, "HINT 3")
    keyed(seat, "APPT 17000604", {"action": "F"})
    keyed(seat, "CAS2 17000604", noncoop="MA", dt="03302026")
    assert "+ 3. Ines is reported, with ground and day" in read(hand, "CHECK")
    typed(hand, "FINISH")
    hand.press("enter")
    assert "Carla has another appointment" in shown(hand)
    seat.close()


def test_the_guide_costs_as_a_hint_does_where_the_lesson_says_so(tmp_path: Path) -> None:
    seat = sat_down("13", tmp_path)
    early = ScriptedUser(LessonHost(seat))
    early.press("enter")
    early.press("pf2")
    assert "percent" not in shown(early)
    hand = at_desk(seat)
    typed(hand, "CAS1 17000719")
    assert hand.answer.guide == ()
    hand.press("pf2")
    assert "The guide leaves 90 percent of goal 5. Enter opens it, F12 drops." in shown(hand)
    hand.press("pf12")
    assert (hand.screen, seat.state.guided) == ("CAS1", ())
    typed(hand, "GUIDE")
    hand.press("enter")
    assert (hand.screen, seat.state.guided) == ("GUID", ("joan-pended",))
    hand.press("pf3")
    hand.press("pf2")
    assert hand.screen == "GUID"
    hand.press("pf3")
    typed(hand, "HINT 5")
    assert seat.state.taken == {"joan-pended": 1}
    hand.press("enter")
    typed(hand, "CAS1 17000701")
    hand.press("pf2")
    assert "90 percent of goal 3" in shown(hand)
    marks = {one.id: one.hints for one in seat.marks().goals}
    assert (marks["joan-pended"], marks["lena-pended"]) == (1, 0)
    assert [one.about for one in seat.journal.moments if one.kind == "guide"] == ["joan-pended"]
    seat.close()


def test_the_guide_is_free_where_the_lesson_does_not_say_so(tmp_path: Path) -> None:
    seat = sat_down("6", tmp_path)
    hand = at_desk(seat)
    typed(hand, "CAS1 17000604")
    assert hand.answer.guide
    hand.press("pf2")
    assert (hand.screen, seat.state.taken) == ("GUID", {})
    seat.close()


def at_desk(seat: Seat) -> ScriptedUser:
    """A hand that has read the brief and signed on."""
    hand = ScriptedUser(LessonHost(seat))
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    return hand


def typed(hand: ScriptedUser, line: str) -> None:
    hand.fill("command", line)
    hand.press("enter")


def shown(hand: ScriptedUser) -> str:
    if isinstance(hand.answer.state, Text):
        return " ".join(" ".join(text for text, _ in hand.answer.state.lines).split())
    return "\n".join(hand.picture())


def read(hand: ScriptedUser, word: str) -> str:
    """A page of the lesson, and back to the desk."""
    typed(hand, word)
    said = shown(hand)
    hand.press("enter")
    return said
