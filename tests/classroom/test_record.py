"""A lesson is written by working it, from a lesson or from a scenario's cases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cstui.classroom.alone.learn import write_recorded
from cstui.classroom.authoring.proving import prove, solve
from cstui.classroom.authoring.record import TO_WRITE, deeds, draft, recorded, without
from cstui.classroom.lesson.read import Lesson, find_lesson, read_lesson
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.journal import RowFilled, SeatMoment
from cstui.classroom.seats.protocol import Bounds
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat, make_start
from cstui.cli import main
from cstui.content import root
from cstui.scenario.read import read_scenario
from tests.kernel.terminal.typist import DESK, Typist


def clock() -> datetime:
    return datetime(2026, 3, 3, 15, tzinfo=UTC)


def worked(text: str, source: Path, folder: Path) -> Seat:
    """A seat on the lesson in `text`, not worked yet."""
    lesson = read_lesson(source, text)
    make_start(lesson, folder / "start.cstui")
    return Seat(folder / "seat", lesson, folder / "start.cstui", clock)


def test_what_was_keyed_becomes_the_solution(first_lesson: Lesson, tmp_path: Path) -> None:
    source = first_lesson.scenario.path
    text = draft(source)
    seat = worked(text, source, tmp_path)
    solve(first_lesson, seat)
    out = tmp_path / "01-recorded.toml"
    write_recorded(seat, text, out)
    again = read_lesson(out)
    assert prove(again) == []
    assert [deed.said.on_screen for deed in again.deeds] == [
        deed.said.on_screen for deed in first_lesson.deeds
    ]
    assert [goal.id for goal in again.goals] == [goal.id for goal in first_lesson.goals]


@pytest.fixture
def worked_out(tmp_path: Path) -> Path:
    """A lesson worked on the cases of a scenario: an appointment is scheduled, two nights pass."""
    source = root() / "data" / "louisiana" / "scenarios" / "ftc-on-the-60th-night.toml"
    text = draft(source)
    seat = worked(text, source, tmp_path)
    hand = ScriptedUser(LessonHost(seat, bounds=Bounds(mode="sandbox")))
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    for line in ("NEXT DAY", "NEXT DAY"):
        hand.fill("command", line)
        hand.press("enter")
        hand.press("enter")
    hand.fill("command", "CALO 17000123")
    hand.press("enter")
    hand.press("pf6")
    hand.fill("note", 'She said "yes".')
    hand.press("enter")
    out = tmp_path / "99-recorded.toml"
    write_recorded(seat, text, out)
    seat.close()
    return out


def test_a_file_may_be_called_as_its_author_likes(first_lesson: Lesson, tmp_path: Path) -> None:
    source = first_lesson.scenario.path
    text = draft(source)
    seat = worked(text, source, tmp_path)
    out = tmp_path / '01-my "own" \\1.toml'
    write_recorded(seat, text, out)
    seat.close()
    assert read_lesson(out).id == "01-my-own-1"


def test_a_scenarios_cases_become_a_lesson_with_words_to_write(worked_out: Path) -> None:
    lesson = read_lesson(worked_out)
    assert [goal.said.did for goal in lesson.goals] == [("add-note 17000123",)]
    assert [deed.nights.isoformat() for deed in lesson.deeds if deed.nights] == ["2026-05-02"]
    faults = prove(lesson)
    assert faults
    assert all("has words to write" in fault.text for fault in faults)


def test_once_its_words_are_written_it_can_be_taught(worked_out: Path) -> None:
    text = worked_out.read_text(encoding="utf-8").replace(TO_WRITE, "Written").replace("Written: ", "")
    text = text.replace(read_lesson(worked_out).title, "A note of what she said")
    worked_out.write_text(text, encoding="utf-8")
    assert prove(read_lesson(worked_out)) == []


def test_the_first_lesson_is_found_by_number_and_name() -> None:
    assert find_lesson("1") == find_lesson("01-sign-on-and-find-a-case")
    assert find_lesson("no-such-lesson") is None


ON = date(2026, 3, 3)


def key(**said: object) -> SeatMoment:
    return SeatMoment(at=clock(), on=ON, **said)  # type: ignore[arg-type]


def test_deeds_are_what_was_keyed_and_the_last_of_the_nights_between() -> None:
    """Fields, rows, the cursor where it chose a row, the key; what was no work at the desk is left out."""
    said = deeds(
        [
            key(screen="SIGN", aid="enter", fill={"worker": "17001"}, cursor="worker"),
            key(kind="hint", about="x"),
            key(kind="night", through=date(2026, 3, 3)),
            key(kind="night", through=date(2026, 3, 4)),
            key(screen="WORK", aid="enter", command='NOTE "a"', cursor="action.0"),
            key(screen="WORK", aid="enter", cursor="action.2"),
            key(
                screen="REFR",
                aid="enter",
                cursor="action.1",
                rows=(
                    RowFilled(row=1, fill={"action": "T", "participation": "N"}),
                    RowFilled(row=2, fill={}),
                ),
            ),
            key(screen="CALO", aid="pf6", cursor="note"),
            key(kind="night", through=date(2026, 3, 9)),
        ],
        ON,
        "louisiana",
    )
    assert said == [
        '[[deed]]\non_screen = "SIGN"\nfill = { worker = "17001" }\n',
        '[[deed]]\nnights = "day +1"\n',
        '[[deed]]\non_screen = "WORK"\ntype = "NOTE \\"a\\""\n',
        '[[deed]]\non_screen = "WORK"\ncursor = "action.2"\n',
        '[[deed]]\non_screen = "REFR"\nrows = [{ row = 1, fill = { action = "T", participation = "N" } }]\n',
        '[[deed]]\non_screen = "CALO"\npress = "pf6"\n',
        '[[deed]]\nnights = "day +6"\n',
    ]


BOOK = """id = "x"
brief = '''
[[deed]]
stands in a text
'''
[[deed]]
on_screen = "WORK"
fill = { a = "[[goal]]" }
note = \"\"\"one line\"\"\"
type = \"\"\"
[[goal]]
\"\"\"
[[goal]]
id = "g"
[ deed ]
press = "pf1"
"""


def test_tables_are_taken_out_with_all_that_is_theirs_and_no_text_is_taken_for_one() -> None:
    text = without(BOOK, {"deed"})
    assert text == "id = \"x\"\nbrief = '''\n[[deed]]\nstands in a text\n'''\n[[goal]]\nid = \"g\"\n"
    assert without(BOOK, {"step"}) == BOOK


def test_a_draft_worked_without_an_act_asks_for_one_and_each_act_is_asked_once() -> None:
    """The goals of a draft give way to those of its acts, in their order; its id becomes the file's name."""
    head = 'number = 1\nid = "old"\nstarts = 2026-03-03\n\n'
    head += f'[[goal]]\nid = "goal-1"\ntitle = "{TO_WRITE}: the work is done"\n'
    press = key(screen="CALO", aid="pf6")
    nothing = recorded(head, [press], [], "98-new")
    assert nothing.startswith('number = 1\nid = "98-new"\nstarts = 2026-03-03\n\n[[goal]]\nid = "goal-1"\n')
    assert 'did = ["add-note"]' in nothing
    assert nothing.endswith('\n\n[[deed]]\non_screen = "CALO"\npress = "pf6"\n')
    acts = ["add-note 17000123", "pend-closure 17000123", "add-note 17000123"]
    two = recorded(head, [], acts, "98-new")
    assert [line for line in two.splitlines() if line.startswith(("id", "did", "title"))] == [
        'id = "98-new"',
        'id = "goal-1"',
        f'title = "{TO_WRITE}: add-note is done"',
        'did = ["add-note 17000123"]',
        'id = "goal-2"',
        f'title = "{TO_WRITE}: pend-closure is done"',
        'did = ["pend-closure 17000123"]',
    ]
    assert recorded(head.replace(TO_WRITE, "Written"), [], acts, "98-new").count("[[goal]]") == 1


def test_who_records_is_told_where_it_is_written_and_what_comes_next(tmp_path: Path) -> None:
    out = tmp_path / "20-mine.toml"
    command = [*DESK, "learn", "1", "--record", str(out)]
    with Typist(command, columns=140, environment={"XDG_DATA_HOME": str(tmp_path)}) as author:
        author.wait("ON THE COMMAND LINE")
        author.type("enter")
        author.wait("Enter signs on")
        author.type("17001", "enter")
        author.wait("WORKLIST")
        author.type("home", "FINISH", "enter")
        author.wait("Enter does it")
        author.type("enter")
        author.wait("SCORE SHEET")
        author.type("enter")
        shown = author.wait("Written to")
        assert author.ends() == 0
    assert f"cstuilearn--check{out}" in "".join(shown.split())
    assert 'fill = { worker = "17001" }' in out.read_text()


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("03112026", "{day +8}"),
        ("031126", "{day +8}"),
        ("03/11/2026", "{day +8}"),
        ("04012026", "{month +1}"),
        ("03032026", "{day +0}"),
        ("02282026", "{day -3}"),
        ("t+7", "t+7"),
        ("10322026", "10322026"),
    ],
)
def test_a_date_that_was_keyed_is_counted_from_the_start(typed: str, written: str) -> None:
    """So the lesson lives in its variants too; what counts from the day of work stays as it was keyed."""
    (said,) = deeds([key(screen="APPT", aid="enter", fill={"date": typed, "time": "0900"})], ON, "louisiana")
    assert f'fill = {{ date = "{written}", time = "0900" }}' in said


def test_a_number_that_is_no_date_is_not_taken_for_one() -> None:
    (said,) = deeds([key(screen="WORK", aid="enter", command="CAS1 07041999")], ON, "louisiana")
    assert 'type = "CAS1 07041999"' in said


def test_a_scenarios_story_is_the_past_and_its_last_day_is_left_to_the_author() -> None:
    """Refused acts and expectations tell nothing that happened, and are left out."""
    source = root() / "data" / "louisiana" / "scenarios" / "ftc-on-the-60th-night.toml"
    text = draft(source)
    scenario, lesson = read_scenario(source), read_lesson(source, text)
    acts = [one for one in scenario.steps if one.act and not one.refused]
    assert lesson.opens == max(one.on for one in acts)
    before = [one.on for one in acts if one.on < lesson.opens]
    assert [one.on for one in lesson.scenario.steps if one.act] == before
    assert not any(one.refused or one.expects for one in lesson.scenario.steps)


def test_a_new_lesson_can_be_opened_and_says_what_is_to_be_written(tmp_path: Path) -> None:
    out = tmp_path / "20-mine.toml"
    assert main(["learn", "--new", str(out)]) == 0
    lesson = read_lesson(out)
    assert (lesson.id, lesson.number) == ("20-mine", 20)
    assert all("has words to write" in fault.text for fault in prove(lesson))
    text = out.read_text(encoding="utf-8").replace("TO WRITE: E-521", "E-521").replace(f"{TO_WRITE}: ", "")
    out.write_text(text.replace("what the list of lessons shows", "She did not come"), encoding="utf-8")
    assert prove(read_lesson(out)) == []


def test_a_new_lesson_is_made_of_a_scenario_and_never_over_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = root() / "data" / "louisiana" / "scenarios" / "genetic-test.toml"
    out = tmp_path / "21-test.toml"
    assert main(["learn", str(source), "--new", str(out)]) == 0
    assert read_lesson(out).number == 21
    assert main(["learn", "--new", str(out)]) == 1
    assert "it is there already" in capsys.readouterr().err
