"""What the score sheets of a class and of a seat say, line by line as they stand on the paper."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from cstui.classroom.results.achieved import ClassResult, ForbiddenResult, GoalResult, SeatResult
from cstui.classroom.results.pages import csv_text
from cstui.classroom.results.sheets import class_sheets, seat_sheets
from tests.agencies.louisiana.forms.test_pdf import shown

BEGAN = datetime(2026, 3, 3, 15, tzinfo=UTC)
LAST = BEGAN + timedelta(minutes=75)
MET = GoalResult(
    goal="a",
    title="The report is made",
    weight=2,
    met=True,
    first=BEGAN,
    minutes=2.5,
    hints=("nudge", "where"),
)
UNMET = GoalResult(
    goal="b", title="The letter is mailed", weight=1, met=False, missing="CSE 105 was not made (FORM)",
    why="She must\n know.", cite="E-525",
)  # fmt: skip
ANN = SeatResult(
    seat="s01", name="Ann", variant=2, began=BEGAN, last=LAST, minutes=12.4, points=67, finished=True, met=1,
    goals=(MET, UNMET), forbidden=(ForbiddenResult(id="x", title="FTC was pended", cost=25),), hints=2,
    refused={"LA-E522-04": 3, "CS-120": 1}, keys=99, checks=4, resets=1, attempts=2,
)  # fmt: skip
BOB = SeatResult(
    seat="s02", points=100, passed=True, met=2, refused={"LA-E522-04": 1},
    goals=(replace(MET, minutes=5, hints=()), replace(UNMET, met=True)),
)  # fmt: skip
CLASS = ClassResult(
    title="Tuesday", lesson="01-x", number=1, lesson_title="Sign on", mode="lesson", made=BEGAN, pass_mark=70,
    changed=False, unused=1, goals=("a", "b"), seats=(ANN, BOB),
)  # fmt: skip
LA_E522_04 = "FTC needs that benefits have ended"


def lines(pdf: bytes) -> list[list[str]]:
    """The lines of each page, without its foot's count."""
    pages: list[list[str]] = [[]]
    for line in shown(pdf).split("\n"):
        if line.startswith("Page "):
            pages.append([])
        else:
            pages[-1].append(line)
    return pages[:-1]


def local(moment: datetime) -> str:
    return f"{moment.astimezone():%m/%d/%Y %H:%M}"


def test_the_sheet_of_a_class_has_a_line_for_each_seat_goal_and_rule() -> None:
    first, _, _ = lines(class_sheets(CLASS))
    assert first == [
        "Tuesday",
        "Lesson 1: Sign on",
        "1 of 2 seats passed; 70 points are needed. Seats not used: 1.",
        *("SEAT", "NAME", "GOALS", "POINTS", "PASSED", "MINUTES", "HINTS", "REFUSED", "KEYS"),
        *("s01", "Ann", "1/2", "67", "no", "12", "2", "4", "99"),
        *("s02", "2/2", "100", "yes", "0", "0", "1", "0"),
        "Goals",
        *("GOAL", "MET BY", "MINUTES, MEDIAN", "HINTS"),
        *("The report is made", "2/2", "3.8", "2"),
        *("The letter is mailed", "1/2", "0"),
        "Refused",
        *("RULE", "TIMES", "SEATS", "WHAT IT ASKS"),
        *("LA-E522-04", "4", "2", LA_E522_04),
        *("CS-120", "1", "1", first[-2]),
        "All cases of a lesson are invented.",
    ]


def test_the_sheet_of_a_seat_says_what_was_reached_what_is_missing_and_why() -> None:
    (ann,) = lines(seat_sheets(replace(CLASS, seats=(ANN,))))
    assert ann == [
        "Ann",
        f"Lesson 1, variant 2: Sign on   Tuesday, seat s01   {local(BEGAN)} to {local(LAST)}",
        "67 of 100 points, 70 are needed: not passed",
        "Minutes of work: 12.  Keystrokes: 99.  Hints: 2.  Checks: 4.  Resets: 1.  Finished: 2.",
        "Goals",
        *("MET", "GOAL", "AT", "MIN", "HINTS"),
        *("yes", "The report is made", f"{BEGAN.astimezone():%H:%M}", "2.5", "nudge, where"),
        *("no", "The letter is mailed"),
        "Not yet: CSE 105 was not made (FORM). She must know. See E-525.",
        "FTC was pended: 25 points are lost, and with it nobody passes.",
        "Refused",
        *("RULE", "TIMES", "WHAT IT ASKS"),
        *("LA-E522-04", "3", LA_E522_04),
        *("CS-120", "1", ann[-2]),
        "All cases of a lesson are invented.",
    ]


def test_a_seat_without_a_name_that_never_began_says_so() -> None:
    (bob,) = lines(seat_sheets(replace(CLASS, seats=(BOB,))))
    assert bob[:3] == [
        "Seat s02",
        "Lesson 1: Sign on   Tuesday, seat s02   never to never",
        "100 of 100 points, 70 are needed: passed (not finished)",
    ]


def test_one_who_learns_alone_has_a_sheet_without_class_and_seat() -> None:
    (own,) = lines(seat_sheets(replace(CLASS, title="", seats=(replace(BOB, seat="", finished=True),))))
    assert own[:3] == [
        "Score sheet",
        "Lesson 1: Sign on   never to never",
        "100 of 100 points, 70 are needed: passed",
    ]


def test_a_sandbox_is_not_judged_on_any_sheet() -> None:
    unjudged = replace(ANN, goals=(), forbidden=(), refused={}, points=0)
    pages = lines(class_sheets(replace(CLASS, mode="sandbox", seats=(unjudged,), changed=True, goals=())))
    assert pages[0][2].startswith("70 points are needed. Seats not used: 1. The lesson's file was changed")
    assert pages[1][2] == "A sandbox is not judged."
    assert not {"Goals", "Refused"} & {*pages[0], *pages[1]}


def test_a_seat_that_could_not_be_read_is_named_on_both_sheets() -> None:
    pages = lines(class_sheets(replace(CLASS, seats=(replace(BOB, fault="CS-205 no store"),))))
    assert ["Seat s02 could not be read: CS-205 no store" in page for page in pages] == [True, True]


def test_a_sheet_whose_letters_were_changed_says_so_and_the_next_does_not() -> None:
    changed, plain = lines(seat_sheets(replace(CLASS, seats=(replace(ANN, name="山田 花子"), ANN))))
    assert changed[0].isascii()
    assert "Latin letters" in changed[-1]
    assert plain[-1] == "All cases of a lesson are invented."


def test_a_sheet_is_the_same_bytes_again_and_dated_by_the_last_key() -> None:
    assert class_sheets(CLASS) == class_sheets(CLASS)
    assert b"(D:20260303161500Z)" in class_sheets(CLASS)
    assert b"(D:20260303150000Z)" in class_sheets(replace(CLASS, seats=(BOB,)))


def test_many_goals_go_on_to_further_pages_of_letter_paper() -> None:
    goals = tuple(replace(MET, goal=str(at), title=f"Goal number {at}") for at in range(60))
    pdf = seat_sheets(replace(CLASS, seats=(replace(ANN, goals=goals),)))
    pages = lines(pdf)
    assert len(pages) > 1
    assert [line for page in pages for line in page if line.startswith("Goal number")] == [
        f"Goal number {at}" for at in range(60)
    ]
    assert pages[-1][-1] == "All cases of a lesson are invented."
    assert b"/MediaBox [0 0 612.00 792.00]" in pdf


def test_a_table_of_the_class_has_a_row_for_each_seat_and_goal() -> None:
    """Moments are ISO 8601 in UTC, what is yes or no says so, and a seat that is not judged has one row."""
    unjudged = replace(BOB, name="=1+1", goals=(), refused={}, began=None)
    head, ann, other, bob, end = csv_text([replace(CLASS, seats=(ANN, unjudged))]).split("\r\n")
    assert head.split(",")[:5] == ["class", "lesson", "seat", "name", "variant"]
    whole = "67,no,yes,12.4,2,99,4,1,2,x,LA-E522-04:3 CS-120:1"
    met = "a,The report is made,2,yes,2026-03-03T15:00:00+00:00,2.5,nudge where,,"
    unmet = "b,The letter is mailed,1,no,,,,CSE 105 was not made (FORM),"
    assert ann == f"Tuesday,01-x,s01,Ann,2,{met}{whole}"
    assert other == f"Tuesday,01-x,s01,Ann,2,{unmet}{whole}"
    assert bob == "Tuesday,01-x,s02,'=1+1,0,,,0,no,,,,,100,yes,no,0,0,0,0,0,0,,"
    assert end == ""
