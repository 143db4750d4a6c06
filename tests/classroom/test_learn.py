"""Learning alone: the list of lessons, variants, the sheet on paper, and what can no longer be read."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from cstui.classroom.alone.learn import LearnHost
from cstui.classroom.alone.own_seat import open_seat, place_of, result_of
from cstui.classroom.alone.progress import ASIDE, FILE, key_of, of_lesson, read_progress
from cstui.classroom.authoring.proving import do
from cstui.classroom.lesson.read import Lesson, find_lesson, lesson_files, read_lesson
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.protocol import Bounds
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat
from cstui.cli import main
from cstui.desk.conversation import Aid
from cstui.settings import settings_file
from tests.classroom.conftest import MOMENT, clock

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    return [read_lesson(path) for path in lesson_files()[:3]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `cstui learn` with a data folder of its own: status, what is said, what is refused."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def command(*arguments: str | Path) -> tuple[int, str, str]:
        status = main(["learn", *map(str, arguments)], clock=clock)
        out = capsys.readouterr()
        return status, out.out, out.err

    return command


def own_folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "cstui" / "learn"


def picture(hand: ScriptedUser) -> str:
    return "\n".join(hand.picture())


def typed(hand: ScriptedUser, line: str) -> str:
    hand.fill("command", line)
    hand.press("enter")
    return picture(hand)


def worked(lesson: Lesson, folder: Path, *, finish: bool = True) -> None:
    """Somebody works a lesson alone as its solution does."""
    host = LearnHost([lesson], folder, clock)
    hand = ScriptedUser(host)
    hand.press("enter")
    for deed in lesson.deeds:
        do(hand, seat_of(host), deed)
    if finish:
        typed(hand, "FINISH")
        hand.press("enter")
    host.close()


def seat_of(host: LearnHost) -> Seat:
    assert isinstance(host._at, LessonHost)
    return host._at.seat


# --- the list ------------------------------------------------------------------------------------


def test_a_lesson_is_opened_by_letter_number_or_cursor(lessons: list[Lesson], tmp_path: Path) -> None:
    for keys in (("S", ""), ("", "1"), ("", "01"), ("", "")):
        hand = ScriptedUser(LearnHost(lessons, tmp_path, clock))
        hand.fill("action", keys[0], 0)
        if keys[1]:
            hand.fill("command", keys[1])
        hand.press("enter")
        assert "LESSON 1: Sign on" in picture(hand)


def test_what_is_no_lesson_is_refused_and_opens_none(lessons: list[Lesson], tmp_path: Path) -> None:
    hand = ScriptedUser(LearnHost(lessons, tmp_path, clock))
    assert "CS-113 9 is not a command." in typed(hand, "9")
    hand.fill("command", "")
    hand.fill("action", "3", 0)
    hand.press("enter")
    assert "3 is not an action: S or R; a number goes after ===>." in picture(hand)
    assert hand.screen == "LRNS"


@pytest.mark.parametrize("key", ["pf2", "pf5", "pf9", "clear"])
def test_a_key_that_is_not_enter_opens_no_lesson(key: str, lessons: list[Lesson], tmp_path: Path) -> None:
    hand = ScriptedUser(LearnHost(lessons, tmp_path, clock))
    hand.press(key)
    assert hand.screen == "LRNS"
    assert not list(tmp_path.iterdir())


def test_help_explains_the_list_and_any_key_leaves_it(lessons: list[Lesson], tmp_path: Path) -> None:
    hand = ScriptedUser(LearnHost(lessons, tmp_path, clock))
    hand.press("pf1")
    assert hand.screen == "HELP"
    assert "PASSED" in " ".join(row.values["text"] for row in hand.answer.rows)
    hand.press("pf3")
    assert hand.screen == "LRNS"
    typed(hand, "9")
    hand.press("pf1")
    assert "CS-113" in picture(hand)


def test_a_lesson_that_was_left_is_begun_and_goes_on(lessons: list[Lesson], tmp_path: Path) -> None:
    hand = ScriptedUser(LearnHost(lessons, tmp_path, clock))
    typed(hand, "2")
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    hand.press("pf3")
    again = ScriptedUser(LearnHost(lessons, tmp_path, clock))
    assert [row.values["passed"] for row in again.answer.rows] == ["", "BEGUN", ""]
    assert "You are back where you were." in typed(again, "2")


# --- pages ---------------------------------------------------------------------------------------


def test_the_first_page_fills_a_large_screen_and_says_on_a_small_one_that_it_goes_on(
    first_lesson: Lesson, tmp_path: Path
) -> None:
    large = picture(ScriptedUser(LearnHost([first_lesson], tmp_path, clock), 140, 45))
    small = picture(ScriptedUser(LearnHost([first_lesson], tmp_path, clock), 80, 24))
    assert "Enter goes to the desk." in large
    assert "More:" not in large
    assert "Enter goes to the desk." not in small
    assert "More:   +" in small


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
def test_no_line_of_a_page_is_passed_over(
    size: tuple[int, int], first_lesson: Lesson, tmp_path: Path
) -> None:
    """The first page is made before the terminal's size is known; the next goes on where it ended."""
    path = first_lesson.scenario.path
    brief = "\n\n".join(f"Line {at}." for at in range(40))
    text = path.read_text(encoding="utf-8").replace("You are new in office 17.", brief, 1)
    hand = ScriptedUser(LearnHost([read_lesson(path, text)], tmp_path, clock), *size)
    shown = _pages(hand, picture(hand))
    assert [at for at in range(40) if f"Line {at}." not in shown] == []


def test_the_brief_explains_the_words_that_there_are(first_lesson: Lesson, tmp_path: Path) -> None:
    shown = _pages(hand := ScriptedUser(LearnHost([first_lesson], tmp_path, clock)), picture(hand))
    assert "RESET       Back to the start of the lesson; hints taken stay taken." in shown
    assert "HAND" not in shown
    assert "HAND" not in dict(hand.host.words())  # type: ignore[attr-defined]


def test_a_hint_says_what_it_leaves(first_lesson: Lesson, tmp_path: Path) -> None:
    hand = ScriptedUser(LearnHost([first_lesson], tmp_path, clock))
    shown = typed(hand, "HINT 2")
    assert "2. You searched by name" in shown
    assert "This goal now gives 90 percent of its points." in shown
    assert "HINT 2 again says more, and leaves 75 percent." in shown
    typed(hand, "HINT 2")
    assert "gives 50 percent of its points." in (shown := typed(hand, "HINT 2"))
    assert "again says more" not in shown


def test_reset_says_first_that_it_is_the_start(first_lesson: Lesson, tmp_path: Path) -> None:
    hand = ScriptedUser(LearnHost([first_lesson], tmp_path, clock))
    lines = [line.strip() for line in typed(hand, "RESET").splitlines()]
    assert lines[5].startswith("Everything is as it was at the start of the lesson.")


def test_a_key_that_a_page_has_no_use_for_neither_leaves_it_nor_ends_the_lesson(
    first_lesson: Lesson, tmp_path: Path
) -> None:
    hand = ScriptedUser(LearnHost([first_lesson], tmp_path, clock))
    hand.press("pf1")
    assert "F7 and F8 turn this page; Enter goes back to the desk." in picture(hand)
    typed(hand, "FINISH")
    hand.press("enter")
    hand.press("pf5")
    assert "Enter ends the lesson." in picture(hand)
    assert not hand.ended
    hand.press("enter")
    assert hand.ended


def test_a_command_typed_on_a_page_is_done_on_the_screen_below(first_lesson: Lesson, tmp_path: Path) -> None:
    host = LearnHost([first_lesson], tmp_path, clock)
    hand = ScriptedUser(host)
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    typed(hand, "CHECK")
    typed(hand, "CAS2 17000123")
    assert hand.screen == "CAS2"
    typed(hand, "CHECK")
    assert "is not a command" in typed(hand, "CASX")
    assert hand.screen == "CAS2"
    assert "CAS2 17000123" in [one.command for one in seat_of(host).journal.moments]


def test_the_guide_is_off_in_an_exam_on_a_page_too(first_lesson: Lesson, tmp_path: Path) -> None:
    hand = ScriptedUser(LessonHost(open_seat(first_lesson, tmp_path, clock).seat, bounds=Bounds(mode="exam")))
    assert "The guide is off in an exam." in typed(hand, "GUIDE")


# --- variants ------------------------------------------------------------------------------------


def test_a_variant_has_a_seat_of_its_own_and_counts_for_its_lesson(
    first_lesson: Lesson, tmp_path: Path
) -> None:
    lesson = read_lesson(first_lesson.scenario.path, variant=2)
    worked(lesson, tmp_path)
    assert place_of(tmp_path, lesson) == tmp_path / lesson.id / "variant-2"
    assert not (place_of(tmp_path, first_lesson) / "seat.cstui").exists()
    progress = read_progress(tmp_path).reached
    assert set(progress) == {key_of(lesson.id, 2)}
    worked(first_lesson, tmp_path)
    worked(first_lesson, tmp_path)
    both = of_lesson(read_progress(tmp_path).reached, lesson.id)
    assert both is not None
    assert (both.tried, both.best, both.passed) == (3, 100, True)
    list_ = ScriptedUser(LearnHost([lesson, first_lesson], tmp_path, clock))
    assert "    3  100 PASSED" in picture(list_)


def test_a_page_of_a_variant_says_which(first_lesson: Lesson, tmp_path: Path) -> None:
    lesson = read_lesson(first_lesson.scenario.path, variant=2)
    shown = picture(ScriptedUser(LearnHost([lesson], tmp_path, clock)))
    assert "LESSON 1, VARIANT 2: Sign on and find a case" in shown
    assert "Jane" not in shown


@pytest.mark.parametrize("value", ["-1", "100", "two", "1.5", "²"])
def test_a_number_that_is_none_is_refused_with_the_way_out(value: str, run: Run) -> None:
    status, _, said = run("1", f"--variant={value}")
    assert status == 2
    assert f"CS-323 --variant {value} is not a variant: it is a whole number from 0 to 99" in said
    assert "Leave --variant out" in said


def test_a_variant_that_does_not_hold_is_refused_with_one_that_does(run: Run) -> None:
    status, _, said = run("16", "--variant", "2")
    assert status == 1
    assert "CS-630 --variant 2 of lesson 16 cannot be learned: it opens on 2026-05-25, Memorial Day" in said
    assert "--variant 1 holds" in said


# --- the sheet -----------------------------------------------------------------------------------


def test_nothing_worked_yet_has_no_sheet(run: Run, tmp_path: Path) -> None:
    status, _, said = run("1", "--sheet", tmp_path / "out.pdf")
    assert status == 1
    assert "CS-322 Lesson 1 was not worked here yet" in said
    assert "Work it with `cstui learn 1`" in said
    assert not (tmp_path / "out.pdf").exists()
    status, _, said = run("1", "--variant", "4", "--sheet", tmp_path / "out.pdf")
    assert "Lesson 1, variant 4, was not worked" in said
    assert "`cstui learn 1 --variant 4`" in said


def test_only_having_read_the_brief_is_not_work(run: Run, first_lesson: Lesson, tmp_path: Path) -> None:
    LearnHost([first_lesson], own_folder(tmp_path), clock).start()
    assert "CS-322" in run("1", "--sheet", tmp_path / "out.pdf")[2]


def test_the_sheet_is_that_of_the_last_finish_also_when_it_was_begun_again(
    run: Run, first_lesson: Lesson, tmp_path: Path
) -> None:
    folder = own_folder(tmp_path)
    worked(first_lesson, folder, finish=False)
    found = result_of(first_lesson, folder, MOMENT)
    assert found is not None
    assert (found.seats[0].points, found.seats[0].finished) == (100, False)
    assert "100 of 100 points, not finished: " in run("1", "--sheet", tmp_path / "out.pdf")[1]
    hand = ScriptedUser(LearnHost([first_lesson], folder, clock))
    assert "cstui learn 1 --sheet FILE.pdf" in _pages(hand, typed(hand, "FINISH") and typed(hand, "FINISH"))
    again = ScriptedUser(LearnHost([first_lesson], folder, clock))
    assert "1 of 5" not in typed(again, "CHECK")
    status, said, _ = run("1", "--sheet", tmp_path / "out.pdf")
    assert (status, said) == (0, f"100 of 100 points: the sheet is written to {tmp_path / 'out.pdf'}\n")
    pdf = (tmp_path / "out.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") == 1


def _pages(hand: ScriptedUser, shown: str) -> str:
    """All pages of a text that is shown."""
    said = shown
    for _ in range(6):
        hand.press("pf8")
        said += picture(hand)
    return said


def test_a_sheet_that_cannot_be_written_says_so(run: Run, first_lesson: Lesson, tmp_path: Path) -> None:
    worked(first_lesson, own_folder(tmp_path))
    status, _, said = run("1", "--sheet", tmp_path)
    assert (status, "cannot be written: it is a folder" in said) == (1, True)
    status, _, said = run("1", "--sheet", tmp_path / "no" / "out.pdf")
    assert (status, "CS-314" in said) == (1, True)


@pytest.mark.parametrize(
    "options",
    [
        ("--sheet", "x.pdf"),
        ("--variant", "1"),
        ("1", "2"),
        ("1", "--check", "--variant", "1"),
        ("1", "--record", "x.toml", "--sheet", "x.pdf"),
        ("1", "--linear", "--sheet", "x.pdf"),
    ],
)
def test_what_does_not_go_together_is_refused(options: tuple[str, ...], run: Run) -> None:
    status, _, said = run(*options)
    assert (status, "CS-301" in said) == (2, True)


def test_without_a_terminal_the_desk_of_a_lesson_does_not_open_to_wait_for_ever(
    run: Run, tmp_path: Path
) -> None:
    status, _, said = run("1")
    assert (status, "CS-633" in said, "--linear" in said) == (1, True, True)
    out = tmp_path / "20-mine.toml"
    status, _, said = run("1", "--record", out)
    assert (status, "CS-633" in said, out.exists()) == (1, True, False)


# --- what is there, and cannot be had ------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("99", "CS-321 99 is not a lesson"),
        ("²", "CS-321 ² is not a lesson"),
        ("good-case", "CS-321 good-case is not a lesson; did you mean 09-good-cause?"),
        ("none.toml", "CS-311 none.toml is not there: no such file"),
        ("data/louisiana/scenarios/fourth-move.toml", "is a scenario, not a lesson"),
    ],
)
def test_what_is_no_lesson_is_said_with_what_there_is(name: str, says: str, run: Run) -> None:
    status, _, said = run(name)
    assert status in {1, 2}
    assert says in said


@pytest.mark.parametrize("text", [b"\xff\xfe", b"number = ", b"", b"x = 1\n"])
def test_a_lesson_file_that_cannot_be_read_says_where(text: bytes, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(text)
    status, _, said = run(path)
    assert (status, "CS-307" in said, "mine.toml:" in said) == (1, True, True)


def test_progress_that_cannot_be_read_is_said_and_kept(
    lessons: list[Lesson], first_lesson: Lesson, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_text('{"01-sign-on-and-find-a-case": {"tried": "many"}}')
    hand = ScriptedUser(LearnHost(lessons, tmp_path, clock))
    assert "CS-631 What you had reached could not be read: progress.json." in picture(hand)
    assert not hand.answer.rows[0].values["tried"]
    assert (tmp_path / FILE).exists()
    worked(first_lesson, tmp_path)
    assert "many" in (tmp_path / ASIDE).read_text()
    assert read_progress(tmp_path).reached[first_lesson.id].tried == 1
    (tmp_path / FILE).write_text("damaged again")
    worked(first_lesson, tmp_path)
    assert [path.read_text()[:13] for path in sorted(tmp_path.glob(f"{ASIDE}*"))] == [
        '{"01-sign-on-',
        "damaged again",
    ]


@pytest.mark.parametrize("name", ["seat.json", "seat.cstui"])
def test_a_seat_that_cannot_be_read_is_set_aside_and_begun_again(
    name: str, first_lesson: Lesson, tmp_path: Path
) -> None:
    worked(first_lesson, tmp_path, finish=False)
    (tmp_path / first_lesson.id / name).write_bytes(b"\xff no such thing")
    host = LearnHost([first_lesson], tmp_path, clock)
    hand = ScriptedUser(host)
    assert "CS-632 What you had begun could not be read: it begins again." in picture(hand)
    assert "It is Tuesday, 03/03/2026." in _pages(hand, picture(hand))
    host.close()
    aside = tmp_path / first_lesson.id / "unreadable-1"
    assert (aside / name).read_bytes() == b"\xff no such thing"
    assert (aside / "journal.jsonl").exists()
    opened = open_seat(first_lesson, tmp_path, clock)
    assert opened.aside == ""
    opened.seat.close()


def test_a_folder_that_does_not_take_it_is_said_before_a_screen_is_shown(run: Run, tmp_path: Path) -> None:
    own_folder(tmp_path).parent.mkdir(parents=True)
    own_folder(tmp_path).write_text("a file")
    status, _, said = run("1")
    assert status == 1
    assert "CS-613 The folder" in said
    assert "Make room" in said


def test_a_folder_that_does_not_take_a_lesson_is_said_on_the_list(
    lessons: list[Lesson], tmp_path: Path
) -> None:
    (tmp_path / lessons[1].id).write_text("a file")
    hand = ScriptedUser(LearnHost(lessons, tmp_path, clock))
    assert "CS-613" in typed(hand, "2")
    assert hand.screen == "LRNS"
    hand.press(Aid.PF1.value)
    assert "Make room" in picture(hand)


# --- line by line --------------------------------------------------------------------------------


def test_the_setting_linear_holds_here_as_at_the_desk(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings file says it as `--linear` does."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr("sys.stdin", io.StringIO("EXIT\n"))
    path = settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("linear = true\n")
    status, said, _ = run("1")
    assert status == 0
    assert "Sign on as worker 17001." in said


def test_the_list_line_by_line_says_how_a_lesson_is_opened_turns_and_names_its_words(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("MORE\nKEYS\nEXIT\n"))
    _, said, _ = run("--linear")
    assert said.splitlines()[1] == (
        "The number of a row opens its lesson; 3 R, then Enter, begins that of row 3 from its start."
    )
    assert "DOWN is not a command" not in said
    assert "Way out: Type the number of a lesson of the list, HELP, or EXIT." in said


def test_who_learns_alone_sees_her_attempts_and_the_rules_that_she_mastered(run: Run, tmp_path: Path) -> None:
    assert run("--grades")[1] == "Mastered: 0 of 0 rules practiced\n"
    path = find_lesson("6")
    assert path is not None
    lesson = read_lesson(path)
    worked(lesson, own_folder(tmp_path))
    status, said, _ = run("6", "--grades")
    assert status == 0
    assert "You: lesson 6, Two missed appointments: the report" in said
    assert said.splitlines()[2].split()[:5] == ["1", "lesson", "7/7", "100", "yes"]
    assert "LA-E522-01  yes       1/1" in said
    assert "lesson 6" in run("--grades")[1]
