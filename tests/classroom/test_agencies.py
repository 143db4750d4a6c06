"""A lesson is an agency's: its policy, its acts and its words are those of that agency, not of the first."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cstui import agencies, agency
from cstui.agencies.louisiana import AGENCY
from cstui.agencies.louisiana.acts.base import CaseAct
from cstui.agency import find, in_tree
from cstui.classroom.alone.learn import LearnHost
from cstui.classroom.authoring.proving import played_clock, prove, solve
from cstui.classroom.authoring.record import draft
from cstui.classroom.board.events import events
from cstui.classroom.lesson.feedback import not_done
from cstui.classroom.lesson.read import find_lesson, lesson_files, read_all, read_lesson
from cstui.classroom.lesson.teaching import Teaching, key_shape, teaching_of
from cstui.classroom.results.coverage import coverage
from cstui.classroom.seats.seat import Seat, make_start
from cstui.content import ContentError, root
from cstui.desk import drawing
from cstui.desk.conversation import Aid, Request
from cstui.policy import rulebook
from cstui.store.engine import open_store

PACKAGE = """
from msgspec.structs import replace
from pathlib import Path
from cstui.agencies.louisiana import AGENCY as OTHER

AGENCY = replace(OTHER, name="elsewhere", rank=99, root=Path({root!r}), teaching="")
"""


def forget() -> None:
    """Let agencies be looked for anew."""
    for known in (in_tree, agency.installed, find, rulebook._load, drawing._load, drawing._drawn):
        known.cache_clear()


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of content of an agency that has two lessons, and brings nothing for teaching.

    It does as Louisiana does, whose acts are its own meanwhile, from a package and a folder of its own.
    """
    for kind in ("data", "screens"):
        shutil.copytree(root() / kind / AGENCY.name, tmp_path / kind / "elsewhere")
    home = tmp_path / "data" / "elsewhere"
    shutil.rmtree(home / "classroom")
    for path in sorted((home / "lessons").glob("*.toml")):
        if path.stem[:2] in ("01", "06"):
            text = path.read_text().replace(f'id = "{path.stem}"', f'id = "{path.stem}-there"')
            path.with_name(f"{path.stem}-there.toml").write_text(text)
        path.unlink()
    package = tmp_path / "agencies" / "elsewhere"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(PACKAGE.format(root=str(tmp_path)))
    monkeypatch.setattr(agencies, "__path__", [*agencies.__path__, str(package.parent)])
    monkeypatch.delitem(sys.modules, "cstui.agencies.elsewhere", raising=False)
    monkeypatch.setattr(CaseAct, "agency", "elsewhere")
    forget()
    yield home
    monkeypatch.undo()
    forget()


def sat_down(path: Path, folder: Path) -> Seat:
    """A seat on a lesson, not worked yet."""
    lesson = read_lesson(path)
    make_start(lesson, folder / "start.cstui")
    return Seat(folder / "seat", lesson, folder / "start.cstui", played_clock(lesson))


def test_the_lessons_of_all_agencies_are_listed_those_of_the_first_first(elsewhere: Path) -> None:
    theirs = sorted((elsewhere / "lessons").glob("*.toml"))
    assert lesson_files("elsewhere") == theirs
    first, *between, last = [one.name for one in in_tree()]
    assert (first, last) == (AGENCY.name, "elsewhere")
    others = [path for name in between for path in lesson_files(name)]
    assert lesson_files() == [*lesson_files(AGENCY.name), *others, *theirs]
    assert [one.agency for one in read_all()][-2:] == ["elsewhere", "elsewhere"]


def test_a_number_is_of_the_first_agency_unless_another_is_named(elsewhere: Path) -> None:
    assert find_lesson("1") == lesson_files(AGENCY.name)[0]
    assert find_lesson("elsewhere/1") == find_lesson("01-sign-on-and-find-a-case-there")
    assert find_lesson("elsewhere/2") is None
    assert find_lesson("nowhere/1") is None


def test_the_list_opens_a_lesson_of_another_agency_by_its_name_and_number(
    elsewhere: Path, tmp_path: Path
) -> None:
    lessons = [one for one in read_all() if one.number == 1 and one.agency in (AGENCY.name, "elsewhere")]
    for typed, whose in (("1", AGENCY.name), ("ELSEWHERE/1", "elsewhere")):
        host = LearnHost(lessons, tmp_path / "mine", played_clock(lessons[0]))
        first, second = host.start().rows
        assert (first.key, second.key) == ("1", "elsewhere/1")
        assert second.values["title"].endswith("(elsewhere/1)")
        host.handle(Request(screen="LRNS", aid=Aid.ENTER, command=typed))
        assert host._at is not None
        assert host._at.lesson.agency == whose
        host.close()


def test_two_lessons_of_the_same_id_are_refused(elsewhere: Path) -> None:
    path = lesson_files("elsewhere")[0]
    path.write_text(path.read_text().replace("-there", ""))
    with pytest.raises(ContentError, match="the id 01-sign-on-and-find-a-case is that of"):
        read_all()


def test_an_agency_that_there_is_not_is_named_with_its_line(first_lesson_text: str) -> None:
    with pytest.raises(ContentError, match=r"x\.toml:1: there is no agency atlantis; there are louisiana"):
        read_lesson(Path("x.toml"), f'agency = "atlantis"\n{first_lesson_text}')


@pytest.fixture
def first_lesson_text() -> str:
    return lesson_files(AGENCY.name)[0].read_text()


def test_a_file_elsewhere_is_of_the_agency_that_it_names(elsewhere: Path, first_lesson_text: str) -> None:
    assert read_lesson(Path("x.toml"), first_lesson_text).agency == AGENCY.name
    assert read_lesson(Path("x.toml"), f'agency = "elsewhere"\n{first_lesson_text}').agency == "elsewhere"


def test_a_seat_works_by_the_book_and_in_a_store_of_its_lessons_agency(
    elsewhere: Path, tmp_path: Path
) -> None:
    seat = sat_down(lesson_files("elsewhere")[0], tmp_path)
    assert seat.place.rules.agency == seat.place.performer.agency.name == "elsewhere"
    with open_store(seat.start) as start:
        assert [one.name for one in start.agencies] == ["elsewhere"]
    marks, faults = solve(seat.lesson, seat)
    assert (marks.complete, faults) == (True, [])
    seat.close()


def test_a_lesson_of_it_is_proved_and_its_rules_are_the_ones_that_it_covers(elsewhere: Path) -> None:
    lesson = read_lesson(lesson_files("elsewhere")[1])
    faults = [one.text for one in prove(lesson)]
    assert [one for one in faults if "is told of goal" not in one] == [], "it tells in words of its own"
    covered = [one for one in coverage([lesson]) if one.lessons]
    assert covered
    assert {line.lesson for one in covered for line in one.lessons} == {lesson.id}


def test_what_was_found_is_told_by_the_names_of_records_where_an_agency_has_no_words(
    elsewhere: Path, tmp_path: Path
) -> None:
    """Louisiana says `there is no second appointment (APPT)` and `no LAIN 2IP of non-cooperation (LAIN)`."""
    assert teaching_of("elsewhere") == Teaching()
    seat = sat_down(lesson_files("elsewhere")[1], tmp_path)
    found = {goal.id: goal.found for goal in seat.marks().goals}
    seat.close()
    assert found["ines-failed"] == "case 17000604: the second appointments has status open"
    assert found["ines-reported"] == "case 17000604: there is no cooperation"
    assert found["sent"] == "case 17000604: interface record NONCOOP sent: 0 of none"


def test_an_agency_without_events_has_none_and_its_nights_are_told_all_the_same(
    elsewhere: Path, tmp_path: Path
) -> None:
    assert events("elsewhere") == ()
    assert events(AGENCY.name) != ()
    seat = sat_down(lesson_files("elsewhere")[1], tmp_path)
    assert seat.next_event().tells
    seat.close()


def test_a_recording_of_its_cases_says_whose_they_are(elsewhere: Path) -> None:
    scenario = elsewhere / "scenarios" / "fourth-move.toml"
    assert 'agency = "elsewhere"\n' in draft(scenario)
    assert draft(lesson_files("elsewhere")[0]).startswith('agency = "elsewhere"\n')
    assert "agency" not in draft(lesson_files(AGENCY.name)[0])


def test_a_key_is_written_as_the_head_record_says() -> None:
    key = key_shape(AGENCY.name)
    assert (key.what, key.form) == ("case number", "8 digits")
    assert [key.fits(text) for text in ("17000123", "1700012", "170001234", "1700012³")] == [
        True, False, False, False,
    ]  # fmt: skip
    assert not_done("add-note 17000123", AGENCY.name).startswith("not done on case 17000123: ")
    assert not_done("add-note", AGENCY.name).startswith("not done: ")
