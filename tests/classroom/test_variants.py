"""Variants of a lesson: other names and dates everywhere, the same goals, the same for the same number."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from cstui.classroom.enrollment.variant_check import settle, why_not
from cstui.classroom.lesson.read import lesson_files, read_lesson
from cstui.classroom.lesson.variants import Shift, names, shift_of, varied

LESSON = '''id = "99-x"
starts = 2026-03-03
dates_stay = false
brief = """
Friday, May 1. Jane Practice-Doe (17000123) was seen on March 20; JANE PRACTICE-DOE's notice of March ran out
on 04/12/2026, her FITAP ended on May 1, 2026. Policy of October 15, 2021. Key 05012026, or 05/01. Mark it. A
worker of the practice janitors sees Jane's card.
"""
[[person]]
key = "jane"
last = "PRACTICE-DOE"
first = "JANE"
born = 1996-05-12
[[person]]
key = "mark"
last = "PRACTICE-DOER"
first = "MARK"
[[case]]
number = "12052026"
'''


def test_variant_0_is_the_lesson_as_it_is_written() -> None:
    assert varied(LESSON, 0) == LESSON


def test_a_text_that_cannot_be_read_stays_for_the_reader_to_refuse() -> None:
    assert varied("starts = ", 3) == "starts = "
    assert varied("brief = 3", 3) == "brief = 3"


def test_the_same_number_gives_the_same_variant_and_another_another() -> None:
    assert varied(LESSON, 3) == varied(LESSON, 3)
    assert len({varied(LESSON, number) for number in range(30)}) == 30


def test_a_person_has_the_same_new_name_everywhere() -> None:
    text = varied(LESSON, 2)
    last, other = re.findall(r'last = "(PRACTICE-\w+)"', text)
    first, kept = re.findall(r'first = "(\w+)"', text)
    assert last not in {"PRACTICE-DOE", "PRACTICE-DOER"}
    assert other not in {"PRACTICE-DOE", "PRACTICE-DOER", last}
    assert first in names().women
    assert first != "JANE"
    assert kept == "MARK"
    assert "Mark it." in text
    shown = "-".join(part.title() for part in last.split("-"))
    assert f"{first.title()} {shown} (17000123)" in text
    assert f"{first} {last}'s notice" in text
    assert f"{first.title()}'s card" in text
    assert 'key = "jane"' in text
    assert "practice janitors" in text
    assert not re.search(r"\bJane\b|\bJANE\b|DOE\b", text)


def test_days_move_by_weeks_and_firsts_stay_firsts() -> None:
    shift = shift_of(date(2026, 3, 3), 2)
    assert shift == Shift(starts=date(2026, 3, 3), days=63, months=2)
    text = varied(LESSON, 2)
    assert "starts = 2026-05-05" in text
    assert "Wednesday, July 1." in text
    assert "seen on May 22" in text
    assert "notice of May ran out" in text
    assert "on 06/14/2026" in text
    assert "ended on July 1, 2026" in text
    assert "Key 07012026, or 07/01." in text


def test_the_date_of_a_document_and_a_case_number_that_looks_like_a_date_stay() -> None:
    text = varied(LESSON, 2)
    assert "October 15, 2021" in text
    assert 'number = "12052026"' in text


def test_a_lesson_that_lives_by_its_dates_keeps_them() -> None:
    text = varied(LESSON.replace("dates_stay = false", "dates_stay = true"), 2)
    assert "starts = 2026-03-03" in text
    assert "Friday, May 1." in text
    assert "Jane" not in text


@pytest.mark.parametrize("starts", [date(2026, 1, 1), date(2026, 3, 3), date(2026, 1, 31), date(2027, 2, 28)])
def test_every_shift_is_of_whole_weeks_into_the_month_that_it_says(starts: date) -> None:
    for number in range(1, 60):
        shift = shift_of(starts, number)
        landed = shift.moved(starts)
        assert shift.days % 7 == 0
        assert landed.weekday() == starts.weekday()
        assert (landed.year - starts.year) * 12 + landed.month - starts.month == shift.months


def test_no_invented_name_is_longer_than_the_narrowest_list() -> None:
    known = names()
    assert all(len(name) <= 5 for name in known.last)
    for group in (known.last, known.women, known.men):
        assert len(set(group)) == len(group) >= 60
    assert not {*known.women, *known.men} & set(known.kept)


@pytest.mark.parametrize("path", lesson_files(), ids=lambda path: path.stem)
def test_a_variant_of_every_lesson_asks_for_the_same_and_names_nobody_of_the_lesson(path: Path) -> None:
    written, lesson = read_lesson(path), read_lesson(path, variant=1)
    assert [goal.id for goal in lesson.goals] == [goal.id for goal in written.goals]
    assert [goal.said.weight for goal in lesson.goals] == [goal.said.weight for goal in written.goals]
    assert lesson.edition != written.edition
    said = f"{lesson.brief} {lesson.debrief} {' '.join(goal.said.how for goal in lesson.goals)}"
    for last in re.findall(r'last = "(PRACTICE-[A-Z-]+)"', path.read_text()):
        assert not re.search(rf"{last}\b", said, re.IGNORECASE)


def test_a_variant_that_opens_on_a_holiday_is_left_out() -> None:
    path = next(path for path in lesson_files() if path.stem.startswith("16-"))
    assert "2026-05-25, Memorial Day" in why_not(path, 2)
    settled = settle(path, 2)
    assert settled.held[0] == 1
    assert 2 not in settled.held
    assert len(settled.held) == 2


def test_a_variant_whose_benefits_would_end_in_another_month_is_left_out(tmp_path: Path) -> None:
    path = next(path for path in lesson_files() if path.stem.startswith("12-"))
    early = tmp_path / path.name
    early.write_text(path.read_text().replace("starts = 2026-03-03", "starts = 2026-01-20"))
    assert why_not(early, 1).startswith("benefits begin and end on 2026-01-01 and 2026-04-01")
    assert why_not(early, 5) == ""


@pytest.mark.parametrize(
    ("written", "varies"),
    [
        ("on 2026-04-12", "on 2026-06-14"),
        ("on 2026-03-01", "on 2026-05-01"),
        ("on 2026-02-30", "on 2026-02-30"),
        ("on 04/12/2026", "on 06/14/2026"),
        ("on 04/12/26", "on 06/14/26"),
        ("by 04/12", "by 06/14"),
        ("by 12/31", "by 03/04"),
        ("by 02/30", "by 02/30"),
        ("by 13/45/2026", "by 13/45/2026"),
        ("form of 10/15/2021", "form of 10/15/2021"),
        ("form of 10/15/21", "form of 10/15/21"),
        ("key 04122026", "key 06142026"),
        ("key 13452026", "key 13452026"),
        ("case 12052026", "case 12052026"),
        ("on April 12", "on June 14"),
        ("on April 12, 2026", "on June 14, 2026"),
        ("on April 12, 2019", "on April 12, 2019"),
        ("on Monday, April 13", "on Monday, June 15"),
        ("on Monday April 13", "on Monday June 15"),
        ("on February 30", "on February 30"),
        ("since March", "since May"),
        ("in December", "in February"),
        ("until  November", "until  January"),
        ("March came, May I", "March came, May I"),
    ],
)
def test_a_day_is_moved_however_it_is_written_and_what_is_none_stays(written: str, varies: str) -> None:
    text = f'starts = 2026-03-03\nbrief = "{written}"\n[[case]]\nnumber = "12052026"\n'
    assert f'brief = "{varies}"' in varied(text, 2)
