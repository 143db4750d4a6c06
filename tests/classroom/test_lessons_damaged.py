"""What a lesson's author is told of a damaged file: the line, what stands there, and what is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.classroom.authoring.proving import prove
from cstui.classroom.lesson.read import find_lesson, read_lesson
from cstui.content import ContentError

SECOND = find_lesson("2")
assert SECOND is not None
TEXT = SECOND.read_text(encoding="utf-8")
ID = 'id = "02-the-first-appointment"'


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("[[event]]", '[[parameter]]\nname = "missed_appointments"\nis = 1\n[[event]]',
         "a lesson takes no `parameter`"),
        ("weight = 3", 'weight = "three"',
         'a whole number is wanted here, not a text in quotes: weight = "three"'),
        ("weight = 3", "wieght = 3", "unknown key `wieght`"),
        ("weight = 3", "weight = 0", "0 is not a weight; 1 or more"),
        ("starts = 2026-03-27", "starts = 2026-02-30", "is not TOML: Invalid date"),
        ("starts = 2026-03-27", 'starts = "soon"',
         'a date is wanted here, such as 2026-03-02: starts = "soon"'),
        ("dates_stay = true", 'dates_stay = "yes"',
         'true or false is wanted here, not a text in quotes: dates_stay = "yes"'),
        ("minutes = 12", "minutes = 0", "0 is not a length of a lesson; give 1 or more"),
        ("minutes = 12", "minutes = 12\npass_mark = 170", "170 is not a mark from 1 to 100"),
        ("cost = 25", "cost = 300", "300 is not a cost; 1 to 100 points"),
        ('shown = ["CAS1', 'shown = ["CASX', "there is no screen CASX"),
        ('shown = ["CAS1', 'shown = ["", "CAS1', "there is no screen without a name"),
        ('act = "add-note"', 'act = "add-noet"', "there is no act add-noet; there are"),
        ('as = "17002"', 'as = "17999"', "there is no worker 17999; there are 17001"),
        ('on = 2026-03-30\nact', 'on = 2026-03-20\nact', "2026-03-20 is too early"),
        ("nights = 2026-03-29", 'nights = "day +x"', "'day +x' is not a date; write"),
        ('on_screen = "APPT"', 'on_screen = "APTT"', "there is no screen APTT"),
        ('on_screen = "APPT"', 'press = "pf99"', "there is no key pf99; there are enter, clear, and pf1"),
        ('on_screen = "APPT"', 'on_screen = "appt"', "there is no screen appt"),
        ('on_screen = "APPT"', 'on_screen = "../APPT"', "there is no screen ../APPT"),
        (ID, 'id = "../../x"', "names a file: write letters, digits and hyphens"),
        (ID, 'id = "/tmp/x"', "names a file"),
        (ID, 'id = "x\\u0000"', "names a file"),
        (ID, 'id = "' + 65 * "x" + '"', "at most 64"),
        ('id = "day"', 'id = ".."', "names a file"),
        ('id = "day"', 'id = "purpose"', "purpose is there twice"),
        ('cp = "holly"', 'cp = "hollie"', "there is no person hollie in this file; it has"),
        ('number = "17000216"', 'number = "1700021"', "a case number has 8 digits"),
        ('at = "15:30" }\n\n[[event]]', 'at = "25:30" }\n\n[[event]]', "a time is written as 09:30"),
        ('nudge = "Count', 'nudge = ""  # "Count', "the hint `nudge` is empty"),
        ("purpose = \"SI\", status", "purpos = \"SI\", status", "there is no purpos; did you mean purpose?"),
        ('some = "appointments', 'some = "appointment', "appointment; did you mean appointments?"),
        ('shown = ["CAS1', 'shown = ["CAS7', "there is no screen CAS7; did you mean CAS"),
        ("[[goal]]", "[[gaol]]", "unknown key `gaol`"),
        ("weight = 3", "weight = three", "write a text between quotes, a date as"),
        ("weight = 3", "weight = “3”", 'write straight quotes: "'),
        ('cost = 25', 'cost = 25 points', "nothing follows a value"),
        ("[[forbidden]]", "[forbidden]\nx = 1\n[forbidden]", "[[name]] each time"),
        ('nudge = "Count', 'nudge = """Count', 'begins with """ here ends nowhere'),
    ],
)  # fmt: skip
def test_a_damaged_file_is_named_with_its_line_and_what_is_wanted(
    good: str, bad: str, said: str, tmp_path: Path
) -> None:
    assert good in TEXT
    damaged = TEXT.replace(good, bad, 1)
    path = tmp_path / "02-damaged.toml"
    path.write_text(damaged, encoding="utf-8")
    with pytest.raises(ContentError) as fault:
        read_lesson(path)
    assert said in fault.value.fault
    before = damaged[: damaged.index(bad)].count("\n") + 1
    assert before <= fault.value.line <= before + 12


def test_what_is_left_out_is_named_where_its_table_begins(tmp_path: Path) -> None:
    path = tmp_path / "02-damaged.toml"
    path.write_text(TEXT.replace('title = "The first appointment"\n', "", 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"damaged.toml:1: `title` is missing in what begins here; add it"):
        read_lesson(path)


def test_a_cursor_on_no_field_is_a_solution_that_goes_astray(tmp_path: Path) -> None:
    path = tmp_path / "02-damaged.toml"
    path.write_text(TEXT.replace('type = "CAS1 17000208"', 'cursor = "nofield"', 1), encoding="utf-8")
    faults = [fault.text for fault in prove(read_lesson(path))]
    assert "the solution goes astray: WORK has no field nofield for the cursor" in faults
