"""The list of lessons of who learns alone: its pages and letters, what it says, what waits under it."""

from __future__ import annotations

from argparse import Namespace
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from cstui.agency import find, in_tree
from cstui.classroom.alone.learn import LearnHost, made
from cstui.classroom.alone.own_seat import RESULT, open_seat, place_of, result_of
from cstui.classroom.alone.progress import LessonReached, key_of, note_finish, read_progress
from cstui.classroom.errors import ClassError
from cstui.classroom.lesson.read import Lesson, read_all
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.commandline.learning import _taught
from cstui.store.engine import create_store
from tests.classroom.conftest import MOMENT, clock
from tests.classroom.test_learn import picture, typed, worked


@pytest.fixture
def many(first_lesson: Lesson) -> list[Lesson]:
    """Forty lessons, each under a name of its own."""
    scenario = first_lesson.scenario
    return [
        replace(first_lesson, number=at, scenario=replace(scenario, id=f"{at:02d}-x")) for at in range(1, 41)
    ]


def numbers(hand: ScriptedUser) -> list[int]:
    return [int(row.values["number"]) for row in hand.answer.rows]


def test_the_list_turns_by_whole_pages_and_no_farther_than_it_goes(
    many: list[Lesson], tmp_path: Path
) -> None:
    hand = ScriptedUser(LearnHost(many, tmp_path, clock))
    first = numbers(hand)
    shown = len(first)
    assert first == list(range(1, shown + 1))
    assert (hand.answer.more_above, hand.answer.more_below) == (False, True)
    hand.press("pf7")
    assert numbers(hand) == first
    hand.press("pf8")
    second = list(range(shown + 1, 2 * shown + 1))
    assert numbers(hand) == second
    assert (hand.answer.more_above, hand.answer.more_below) == (True, True)
    typed(hand, "down")
    last = numbers(hand)
    assert last[-1] == 40
    assert not hand.answer.more_below
    hand.press("pf8")
    assert numbers(hand) == last
    typed(hand, "UP")
    assert numbers(hand) == second
    hand.press("pf7")
    assert numbers(hand) == first


def test_a_lesson_of_a_later_page_is_opened_by_its_letter_its_number_or_the_cursor(
    many: list[Lesson], tmp_path: Path
) -> None:
    for way in ("letter", "number", "cursor"):
        hand = ScriptedUser(LearnHost(many, tmp_path, clock))
        hand.press("pf8")
        third = numbers(hand)[2]
        if way == "letter":
            hand.fill("action", "S", 2)
        elif way == "number":
            hand.fill("command", str(third))
        else:
            hand.buffer.cursor = hand.buffer.slot("action", 2).place(0)
        hand.press("enter")
        assert f"LESSON {third}: " in picture(hand)


def test_a_larger_terminal_shows_and_turns_more(many: list[Lesson], tmp_path: Path) -> None:
    hand = ScriptedUser(LearnHost(many, tmp_path, clock), 80, 34)
    hand.press("pf5")
    shown = len(numbers(hand))
    assert shown == len(numbers(ScriptedUser(LearnHost(many, tmp_path, clock)))) + 10
    hand.press("pf8")
    assert numbers(hand)[0] == shown + 1


@pytest.mark.parametrize("way", ["pf3", "pf12", "EXIT", "end", "CANCEL", "signoff"])
def test_the_list_is_left(way: str, many: list[Lesson], tmp_path: Path) -> None:
    hand = ScriptedUser(LearnHost(many, tmp_path, clock))
    if way.startswith("pf"):
        hand.press(way)
    else:
        typed(hand, way)
    assert hand.ended


def test_a_word_that_was_typed_is_not_obeyed_by_another_key(many: list[Lesson], tmp_path: Path) -> None:
    hand = ScriptedUser(LearnHost(many, tmp_path, clock))
    hand.fill("command", "EXIT")
    hand.press("pf8")
    assert not hand.ended
    assert numbers(hand)[0] > 1


def test_help_turns_and_comes_back_to_the_same_page(many: list[Lesson], tmp_path: Path) -> None:
    hand = ScriptedUser(LearnHost(many, tmp_path, clock))
    hand.press("pf8")
    page = numbers(hand)
    typed(hand, "99")
    hand.press("pf1")
    assert "CS-113" in picture(hand)
    for key in ("pf8", "pf7"):
        hand.press(key)
        assert hand.screen == "HELP"
    hand.press("enter")
    assert (hand.screen, numbers(hand)) == ("LRNS", page)


def test_each_line_says_how_often_how_well_and_whether_it_was_passed(
    many: list[Lesson], tmp_path: Path
) -> None:
    """A variant counts for its lesson; a later finish with fewer points takes nothing away."""
    one, two = (LessonReached(tried=1, best=best, passed=best >= 70, last=MOMENT) for best in (85, 40))
    for at, variant, reached in ((0, 0, one), (0, 0, two), (0, 3, two), (1, 0, two)):
        note_finish(tmp_path, key_of(many[at].id, variant), reached)
    rows = [row.values for row in ScriptedUser(LearnHost(many, tmp_path, clock)).answer.rows]
    assert [(row["tried"].strip(), row["best"].strip(), row["passed"]) for row in rows[:3]] == [
        ("3", "85", "PASSED"),
        ("1", "40", ""),
        ("", "", ""),
    ]
    assert rows[0]["minutes"].strip() == "10"


def test_what_was_reached_is_kept_where_no_folder_was_yet(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "learn"
    note_finish(folder, key_of("01-x", 0), LessonReached(tried=1, best=50))
    note_finish(folder, key_of("01-x", 2), LessonReached(tried=1, best=60))
    assert folder.stat().st_mode & 0o777 == 0o700
    kept = read_progress(folder)
    assert {name: one.best for name, one in kept.reached.items()} == {"01-x": 50, "01-x variant 2": 60}
    assert kept.fault == ""


def test_the_last_finish_is_the_latest_that_is_known() -> None:
    later = MOMENT + timedelta(1)
    both = LessonReached(tried=1, last=MOMENT).and_then(LessonReached(tried=1, last=later))
    assert (both.tried, both.last) == (2, later)
    assert both.and_then(LessonReached(tried=1)).last == later


def test_the_desk_of_a_lesson_is_its_own_and_gives_way_to_the_list(
    many: list[Lesson], tmp_path: Path
) -> None:
    """Words, drafts and status are those of the seat; finished, the list stands there again."""
    host = LearnHost(many, tmp_path, clock)
    hand = ScriptedUser(host)
    assert (host.words(), host.progress(), host.close(), host.status().worker) == ((), "", "", "")
    host.cancel()
    typed(hand, "2")
    assert "CHECK" in dict(host.words())
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    assert host.status().worker == "17001"
    typed(hand, "CONT 17000123")
    hand.fill("text", "Half typed")
    host.noted(hand.buffer.request("enter"))  # type: ignore[arg-type]
    typed(hand, "FINISH")
    hand.press("enter")
    hand.press("enter")
    assert (hand.screen, host.words()) == ("LRNS", ())
    assert hand.answer.rows[1].values["tried"].strip() == "1"
    assert (place_of(tmp_path, many[1]) / RESULT).exists()
    assert read_progress(tmp_path).reached[many[1].id].last == MOMENT


def test_what_was_typed_and_left_is_offered_when_the_lesson_is_taken_up_again(
    many: list[Lesson], tmp_path: Path
) -> None:
    host = LearnHost(many, tmp_path, clock)
    hand = ScriptedUser(host)
    typed(hand, "2")
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    typed(hand, "PERS 17000123")
    hand.fill("employer", "HALF TYPED")
    host.noted(hand.buffer.request("enter"))  # type: ignore[arg-type]
    host.close()
    again = ScriptedUser(LearnHost(many, tmp_path, clock))
    typed(again, "2")
    again.press("enter")
    assert "CS-502" in typed(again, "PERS 17000123")


def test_what_was_left_half_typed_is_said_when_the_desk_is_gone(first_lesson: Lesson, tmp_path: Path) -> None:
    host = LearnHost([first_lesson], tmp_path, clock)
    hand = ScriptedUser(host)
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    typed(hand, "PERS 17000123")
    hand.fill("employer", "HALF TYPED")
    typed(hand, "SIGNOFF")
    assert hand.ended
    assert "PERS" in host.close()


def test_r_begins_a_lesson_from_its_start(many: list[Lesson], tmp_path: Path) -> None:
    worked(many[0], tmp_path, finish=False)
    found = result_of(many[0], tmp_path, MOMENT)
    assert found is not None
    hand = ScriptedUser(LearnHost(many, tmp_path, clock))
    assert hand.answer.rows[0].values["passed"] == "BEGUN"
    hand.fill("action", "R", 0)
    hand.press("enter")
    assert "LESSON 1: " in picture(hand)
    assert result_of(many[0], tmp_path, MOMENT) is None
    opened = open_seat(many[0], tmp_path, clock)
    assert opened.seat.marks().met == 0
    opened.seat.close()


def test_a_lesson_whose_file_has_changed_begins_again_and_the_old_start_goes(
    first_lesson: Lesson, tmp_path: Path
) -> None:
    worked(first_lesson, tmp_path, finish=False)
    changed = replace(first_lesson, edition="f" * 64)
    opened = open_seat(changed, tmp_path, clock)
    assert opened.seat.marks().met == 0
    opened.seat.close()
    assert [path.name for path in place_of(tmp_path, changed).glob("start-*")] == ["start-ffffffffffff.cstui"]


def test_a_finished_lesson_is_not_begun_and_begins_again(first_lesson: Lesson, tmp_path: Path) -> None:
    worked(first_lesson, tmp_path)
    hand = ScriptedUser(LearnHost([first_lesson, first_lesson], tmp_path, clock))
    assert hand.answer.rows[0].values["passed"] == "PASSED"
    assert read_progress(tmp_path).reached[first_lesson.id].best == 100
    opened = open_seat(first_lesson, tmp_path, clock)
    assert opened.seat.marks().met == 0
    opened.seat.close()


def test_the_folder_of_who_learns_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = made(tmp_path / "a" / "learn")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert made(folder) == folder
    (tmp_path / "file").write_text("")
    with pytest.raises(ClassError, match="CS-613"):
        made(tmp_path / "file" / "learn")


def test_a_store_that_is_named_lists_the_lessons_of_its_agencies(tmp_path: Path) -> None:
    path = tmp_path / "kansas.db"
    create_store(path, name="K", business_date=MOMENT.date(), agencies=[find("kansas")]).close()
    assert _taught(Namespace(store=path, keys=None)) == ("kansas",)
    listed = {one.agency for one in read_all(_taught(Namespace(store=path, keys=None)))}
    assert (listed, {one.agency for one in read_all(_taught(Namespace(store=None, keys=None)))}) == (
        {"kansas"},
        {agency.name for agency in in_tree() if agency.files("lessons")},
    )
