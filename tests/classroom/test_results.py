"""Results of a class: what is in them, every way to print them, names that end, rules that lessons teach."""

from __future__ import annotations

import csv
import io
import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import msgspec
import pytest

from cstui.classroom.authoring.proving import do
from cstui.classroom.enrollment.class_state import ClassState
from cstui.classroom.lesson.read import Lesson, find_lesson, read_lesson
from cstui.classroom.results.coverage import coverage, met_in
from cstui.classroom.results.pages import csv_text
from cstui.classroom.results.reached import refused_most, results_of, seat_result
from cstui.classroom.results.sheets import class_sheets, seat_sheets
from cstui.classroom.results.xapi import class_key, duration, statements
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.journal import JOURNAL_FILE, read
from cstui.classroom.seats.protocol import Bounds
from cstui.classroom.seats.scripted_user import ScriptedUser
from cstui.classroom.seats.seat import Seat, make_start
from cstui.classroom.serving.holding import LOCK, holder
from cstui.cli import main
from cstui.commandline.shapes.reporting import ClassroomResultsOut

BEGAN = datetime(2026, 3, 3, 15, tzinfo=UTC)
ANN, BOB, CAT = "Ann Łuczak-Nguyễn", '=HYPERLINK("x")', "山田 花子"


class Clock:
    """Wall time that goes on by a quarter of a minute each time it is asked."""

    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=15)
        return self.now


def secrets(count: int) -> bytes:
    """Bytes that are the same in every run, and different for each count asked."""
    secrets.at += 1  # type: ignore[attr-defined]
    return bytes((secrets.at * 37 + place * 101) % 256 for place in range(count))  # type: ignore[attr-defined]


secrets.at = 0  # type: ignore[attr-defined]


def work(
    room: ClassState, lesson: Lesson, name: str, before: Callable[[ScriptedUser], None], deeds: int
) -> None:
    """Somebody joins, does something of her own, and so many deeds of the solution, then finishes."""
    seat = next(one for one in room.seats if one.status == "free")
    room.join(seat.code, name)
    at = Seat(room.folder_of(seat), lesson, room.start_of(seat), Clock())
    hand = ScriptedUser(LessonHost(at, in_class=True))
    before(hand)
    if hand.screen == "LESN":
        hand.press("enter")
    for deed in lesson.deeds[:deeds]:
        do(hand, at, deed)
    if deeds:
        hand.fill("command", "FINISH")
        hand.press("enter")
        hand.press("enter")
    at.close()


def typed(*lines: str) -> Callable[[ScriptedUser], None]:
    """Types command lines, each page of the lesson left again."""

    def do_it(hand: ScriptedUser) -> None:
        for line in lines:
            hand.fill("command", line)
            hand.press("enter")
        while hand.screen == "LESN":
            hand.press("enter")

    return do_it


def a_class(folder: Path, lesson: Lesson) -> ClassState:
    """Three learners and a spare seat: one passes with hints, one gives up, one only joined."""
    room = ClassState.begin(
        folder,
        title="Tuesday",
        lesson=lesson.scenario.path,
        edition=lesson.edition,
        seats=4,
        clock=lambda: BEGAN,
        secrets=secrets,
    )
    start = room.start_of(room.seats[0])
    start.parent.mkdir(parents=True)
    make_start(lesson, start)

    def wrong_worker(hand: ScriptedUser) -> None:
        hand.press("enter")
        for _ in range(2):
            hand.fill("worker", "99999")
            hand.press("enter")

    work(room, lesson, ANN, typed("HINT 2", "HINT 2", "CHECK"), len(lesson.deeds))
    work(room, lesson, BOB, wrong_worker, 2)
    room.join(room.seats[2].code, CAT)
    return room


@pytest.fixture(scope="module")
def room(first_lesson: Lesson, tmp_path_factory: pytest.TempPathFactory) -> ClassState:
    return a_class(tmp_path_factory.mktemp("results") / "class", first_lesson)


def test_what_each_seat_reached(room: ClassState) -> None:
    found = results_of(room)
    ann, bob, cat = found.seats
    assert (found.unused, found.passed, found.changed) == (1, 1, False)
    assert (ann.name, ann.passed, ann.met, ann.hints, ann.checks, ann.attempts) == (ANN, True, 5, 2, 1, 1)
    assert ann.points < 100
    assert (bob.passed, bob.met, bob.finished) == (False, 2, True)
    assert list(bob.refused.values()) == [2]
    assert (cat.met, cat.keys, cat.last, cat.points) == (0, 0, None, 0)


def test_a_seat_on_a_variant_is_judged_by_its_variant(tmp_path: Path) -> None:
    """Who works her variant as it asks passes, beside a seat on the lesson as written."""
    path = find_lesson("8")
    assert path is not None
    room = ClassState.begin(
        tmp_path / "class",
        title="Two",
        lesson=path,
        edition=read_lesson(path).edition,
        seats=2,
        clock=lambda: BEGAN,
        secrets=secrets,
        variants=(0, 1),
    )
    for seat in room.seats:
        lesson, start = read_lesson(path, variant=seat.variant), room.start_of(seat)
        start.parent.mkdir(parents=True, exist_ok=True)
        make_start(lesson, start)
        work(room, lesson, ANN, typed(), len(lesson.deeds))
    written, varied = results_of(room).seats
    assert (written.variant, written.passed, written.met) == (0, True, 5)
    assert (varied.variant, varied.passed, varied.met) == (1, True, 5)


def test_a_class_with_a_pass_mark_of_its_own_is_judged_by_it(
    room: ClassState, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ann took hints and has less than 100 points; Bob, who gave up, has some."""
    room.bound(Bounds(pass_mark=100))
    found = results_of(room)
    assert (found.pass_mark, [seat.passed for seat in found.seats]) == (100, [False, False, False])
    main(["classroom", "results", "--folder", str(room.folder)])
    said = capsys.readouterr().out
    assert "0 of 3 seats passed (100 points)." in said
    bob = found.seats[1]
    assert 0 < bob.points < 70
    room.bound(Bounds(pass_mark=bob.points))
    assert [seat.passed for seat in results_of(room).seats] == [True, True, False]
    room.bound(Bounds())
    assert [seat.passed for seat in results_of(room).seats] == [True, False, False]


def test_a_seat_began_when_its_learner_sat_down_though_it_was_written_later(room: ClassState) -> None:
    """A seat writes its state at the first hint, check or end, perhaps after the class was killed."""
    seat = room.seats[0]
    path = room.folder_of(seat) / "seat.json"
    state = json.loads(path.read_text())
    path.write_text(json.dumps(state | {"began": "2026-03-04T10:00:00Z"}))
    ann = results_of(room).seats[0]
    assert ann.began == seat.joined == BEGAN


def test_a_goal_says_when_it_was_first_met_and_which_hints_were_taken(room: ClassState) -> None:
    searched = next(one for one in results_of(room).seats[0].goals if one.goal == "searched")
    assert searched.met
    assert searched.hints == ("nudge", "where")
    assert searched.first is not None
    assert searched.minutes is not None
    assert searched.first > BEGAN
    noted = next(one for one in results_of(room).seats[1].goals if one.goal == "noted")
    assert (noted.met, noted.first, noted.missing) == (False, None, noted.missing)
    assert "17000123" in noted.missing


def test_a_goal_is_noted_once_until_the_seat_is_set_back(
    first_lesson: Lesson, start: Path, tmp_path: Path
) -> None:
    seat = Seat(tmp_path / "seat", first_lesson, start, Clock())
    hand = ScriptedUser(LessonHost(seat))
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    for word in ("CAS1 17000123", "WORK", "RESET"):
        hand.fill("command", word)
        hand.press("enter")
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    seat.close()
    noted = [one.about for one in read(seat.folder / JOURNAL_FILE) if one.kind == "goal"]
    assert noted == ["signed-on", "case-open", "signed-on"]


def test_when_a_goal_was_met_is_told_of_the_attempt_that_counts(
    first_lesson: Lesson, start: Path, tmp_path: Path
) -> None:
    """What was met before a reset is not met on the sheet, and has no time."""
    seat = Seat(tmp_path / "seat", first_lesson, start, Clock())
    hand = ScriptedUser(LessonHost(seat))
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    for word in ("CAS1 17000123", "RESET"):
        hand.fill("command", word)
        hand.press("enter")
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    seat.close()
    last = seat_result(seat.folder, first_lesson, seat="s01", counts="last")
    found = {one.goal: one for one in last.goals}
    assert (found["case-open"].met, found["case-open"].first, found["case-open"].minutes) == (
        False, None, None,
    )  # fmt: skip
    again = [one.at for one in read(seat.folder / JOURNAL_FILE) if one.about == "signed-on"]
    assert found["signed-on"].first == again[1] > again[0]


def test_an_exam_notes_its_goals_too(first_lesson: Lesson, start: Path, tmp_path: Path) -> None:
    seat = Seat(tmp_path / "seat", first_lesson, start, Clock())
    hand = ScriptedUser(LessonHost(seat, bounds=Bounds(mode="exam")))
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    seat.close()
    assert [one.about for one in seat.journal.moments if one.kind == "goal"] == ["signed-on"]


def test_csv_has_a_row_for_each_seat_and_goal_and_no_formula(room: ClassState) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text([results_of(room)]))))
    assert len(rows) == 3 * 5
    assert {row["name"] for row in rows} == {ANN, f"'{BOB}", CAT}
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert [row["hints"] for row in rows if row["goal"] == "searched"] == ["nudge where", "", ""]


def test_sheets_are_pdf_a_page_a_seat_and_one_for_the_class(room: ClassState) -> None:
    found = results_of(room)
    assert class_sheets(found).count(b"/Type /Page\n") == 4
    one = msgspec.structs.replace(found, seats=found.seats[2:])
    assert seat_sheets(one).count(b"/Type /Page\n") == 1
    assert class_sheets(found)[:5] == b"%PDF-"


def test_a_sheet_takes_the_longest_name_and_a_class_of_nobody(room: ClassState) -> None:
    found = results_of(room)
    long = msgspec.structs.replace(found.seats[0], name="W" * 40)
    assert seat_sheets(msgspec.structs.replace(found, seats=(long,))).count(b"/Type /Page\n") == 1
    assert class_sheets(msgspec.structs.replace(found, seats=())).count(b"/Type /Page\n") == 1


def test_a_sandbox_has_sheets_without_goals(room: ClassState) -> None:
    found = results_of(room)
    unjudged = [msgspec.structs.replace(seat, goals=(), points=0) for seat in found.seats]
    sandbox = msgspec.structs.replace(found, mode="sandbox", seats=tuple(unjudged))
    assert class_sheets(sandbox).count(b"/Type /Page\n") == 4
    assert sandbox.over_seats() == []


def test_a_seat_that_cannot_be_read_says_so_and_hides_no_other(
    first_lesson: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = a_class(tmp_path / "class", first_lesson)
    (room.folder_of(room.seats[1]) / "seat.cstui").write_bytes(b"no store")
    found = results_of(room)
    assert [bool(seat.fault) for seat in found.seats] == [False, True, False]
    assert found.seats[0].points > 0
    assert found.over_seats()[0].seats == 2
    assert class_sheets(found).count(b"/Type /Page\n") == 4
    assert main(["classroom", "results", "--folder", str(room.folder)], clock=lambda: BEGAN) == 0
    assert "Seat s02 could not be read: CS-205" in capsys.readouterr().out


def test_statements_have_pseudonyms_scores_and_durations(room: ClassState) -> None:
    key = class_key(room.folder, secrets)
    lines = list(statements(results_of(room), room.folder, key))
    said = [json.loads(line) for line in lines]
    assert not any(name in "".join(lines) for name in ("Ann", "HYPERLINK", "山田"))
    first = said[0]["actor"]["account"]["name"]
    anns = [one for one in said if one["actor"]["account"]["name"] == first]
    verbs = [one["verb"]["id"].rpartition("/")[2] for one in anns]
    assert (verbs[0], verbs[-1], verbs.count("experienced"), verbs.count("completed")) == (
        "attempted", "passed", 2, 5,
    )  # fmt: skip
    assert anns[-1]["result"]["score"]["scaled"] == results_of(room).seats[0].points / 100
    assert anns[-1]["result"]["duration"].startswith("PT")
    assert len({one["actor"]["account"]["name"] for one in said}) == 3
    assert len({one["id"] for one in said}) == len(said)
    assert list(statements(results_of(room), room.folder, class_key(room.folder, secrets))) == lines
    assert list(statements(results_of(room), room.folder, bytes(32))) != lines
    assert stat.S_IMODE((room.folder / "pseudonyms.key").stat().st_mode) == 0o600


def test_a_lesson_of_any_name_is_named_as_xapi_names_things(room: ClassState) -> None:
    """An id is an IRI: a space of a file's name or of a goal's id does not stand in it."""
    found = msgspec.structs.replace(results_of(room), lesson="my lesson <2>")
    said = statements(found, room.folder, class_key(room.folder, secrets))
    ids = {json.loads(line)["object"]["id"] for line in said}
    assert "http://cstui.invalid/lesson/my%20lesson%20%3C2%3E" in ids
    assert not any(sign in one for one in ids for sign in " <>")


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "PT0S"), (0.5, "PT30S"), (1, "PT1M"), (60, "PT1H"), (62.5, "PT1H2M30S")]
)
def test_a_duration_is_written_as_iso_8601(minutes: float, said: str) -> None:
    assert duration(minutes) == said


def test_a_long_pause_counts_as_ten_minutes(first_lesson: Lesson, start: Path, tmp_path: Path) -> None:
    room = a_class(tmp_path / "class", first_lesson)
    path = room.folder_of(room.seats[1]) / JOURNAL_FILE
    moments = list(read(path))
    before = results_of(room).seats[1].minutes
    moved = [msgspec.structs.replace(moments[-1], at=moments[-1].at + timedelta(hours=16))]
    path.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in [*moments[:-1], *moved]))
    gap = (moments[-1].at - moments[-2].at).total_seconds() / 60
    assert results_of(room).seats[1].minutes == pytest.approx(before - gap + 10, abs=0.11)


def test_two_classes_of_one_title_are_two(room: ClassState) -> None:
    found = results_of(room)
    again = msgspec.structs.replace(found, made=found.made + timedelta(days=1))
    (rule, *_) = refused_most([found, again])
    assert rule.classes == (found.title, found.title)
    (rule, *_) = refused_most([found])
    assert rule.classes == (found.title,)


def test_what_was_refused_most_over_classes(room: ClassState) -> None:
    found = results_of(room)
    other = msgspec.structs.replace(found, title="Wednesday", lesson="02-x")
    (rule, *_) = refused_most([found, other])
    assert (rule.times, rule.seats, rule.classes) == (4, 2, ("Tuesday", "Wednesday"))
    assert len(rule.lessons) == 2


def test_no_file_of_a_seat_holds_a_name(room: ClassState) -> None:
    held = b"".join(path.read_bytes() for path in (room.folder / "seats").rglob("*") if path.is_file())
    assert not any(name.encode() in held for name in (ANN, BOB, CAT))


def test_names_that_are_past_are_not_printed(room: ClassState, first_lesson: Lesson) -> None:
    later = ClassState.resume(room.folder, clock=lambda: BEGAN + timedelta(days=31), secrets=secrets)
    assert {seat.name for seat in results_of(later).seats} == {""}
    assert {seat.name for seat in results_of(room, names=False).seats} == {""}


def test_a_seat_that_was_left_in_the_middle_is_read_while_it_is_open(
    first_lesson: Lesson, start: Path, tmp_path: Path
) -> None:
    room = a_class(tmp_path / "class", first_lesson)
    seat = room.seats[3]
    room.join(seat.code, "Dee")
    at = Seat(room.folder_of(seat), first_lesson, room.start_of(seat), Clock())
    hand = ScriptedUser(LessonHost(at, in_class=True))
    hand.press("enter")
    hand.fill("worker", "17001")
    hand.press("enter")
    found = results_of(room).seats[3]
    at.close()
    assert (found.name, found.met, found.finished) == ("Dee", 1, False)


def test_the_command_prints_every_format(
    room: ClassState, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ["--folder", str(room.folder)]
    assert main(["classroom", "results", *folder]) == 0
    said = capsys.readouterr().out
    assert "1 of 3 seats passed (70 points). Seats not used: 1." in said
    assert main(["classroom", "results", "--json", *folder, "--no-names"]) == 0
    out = msgspec.json.decode(capsys.readouterr().out, type=ClassroomResultsOut)
    assert [seat.met for seat in out.classes[0].seats] == [5, 2, 0]
    for form in ("text", "csv", "pdf", "xapi", "json"):
        target = tmp_path / f"out.{form}"
        assert main(["classroom", "results", *folder, "--format", form, "--out", str(target)]) == 0
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        assert target.stat().st_size > 500
    assert main(["classroom", "results", *folder, "--seat", "2"]) == 0
    assert "Not yet: not done on case 17000123" in " ".join(capsys.readouterr().out.split())
    capsys.readouterr()
    assert main(["classroom", "results", str(room.folder), f"{room.folder}/", "--format", "csv"]) == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == 15, "a class named twice is one"
    assert main(["classroom", "results", *folder, "--seat", "9"]) == 1
    assert main(["classroom", "results", str(tmp_path)]) == 1
    other = copytree(room.folder, tmp_path / "other")
    assert main(["classroom", "results", str(room.folder), str(other), "--seat", "1"]) == 2
    assert main(["classroom", "results", "--csv"]) == 2
    assert "`cstui classroom results --help` shows" in capsys.readouterr().err


def test_a_spreadsheet_reads_the_names_of_a_csv_file_as_they_are(
    room: ClassState, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Excel takes UTF-8 for the letters of the machine where no mark stands first; a pipe gets none."""
    target = tmp_path / "out.csv"
    folder = ["--folder", str(room.folder), "--format", "csv"]
    assert main(["classroom", "results", *folder, "--out", str(target)]) == 0
    capsys.readouterr()
    assert main(["classroom", "results", *folder]) == 0
    assert target.read_bytes() == b"\xef\xbb\xbf" + capsys.readouterr().out.encode()


def test_a_seat_at_which_nobody_ever_sat_has_no_results(
    room: ClassState, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["classroom", "results", "--folder", str(room.folder), "--seat", "4"]) == 1
    assert "CS-616 Nobody sits at seat s04" in capsys.readouterr().err


def test_forget_blanks_the_names_and_leaves_the_results(
    first_lesson: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = a_class(tmp_path / "class", first_lesson)
    assert main(["classroom", "forget", "--folder", str(room.folder)]) == 0
    assert "3 names are forgotten" in capsys.readouterr().out
    again = ClassState.resume(room.folder, clock=lambda: BEGAN, secrets=secrets)
    assert [(seat.name, seat.met) for seat in results_of(again).seats] == [("", 5), ("", 2), ("", 0)]


def test_a_class_that_is_held_keeps_its_names(
    first_lesson: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import fcntl

    room = a_class(tmp_path / "class", first_lesson)
    with (room.folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711")
        lock.flush()
        assert holder(room.folder) == "4711"
        assert main(["classroom", "forget", "--folder", str(room.folder)]) == 1
        assert "CS-608" in capsys.readouterr().err
    assert holder(room.folder) is None


def test_the_rules_that_no_lesson_covers_come_first(first_lesson: Lesson) -> None:
    rules = coverage([first_lesson])
    covered = [bool(one.lessons) for one in rules]
    assert covered == sorted(covered)
    assert covered[0] is False
    note = next(one for one in rules if "add-note" in one.acts)
    assert [(one.lesson, one.act) for one in note.lessons] == [(first_lesson.id, ("add-note",))]


def test_what_a_solution_meets(first_lesson: Lesson) -> None:
    assert met_in(first_lesson).acts == {"add-note"}
