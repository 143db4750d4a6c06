"""Every lesson that ships can be taught, and a lesson file that is wrong says where and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.agency import in_tree
from cstui.classroom.authoring.proving import played_clock, prove
from cstui.classroom.lesson.read import Lesson, lesson_files, read_all, read_lesson
from cstui.classroom.seats import pages
from cstui.classroom.seats.pages import check
from cstui.classroom.seats.seat import Seat, make_start
from cstui.content import ContentError

FILES = lesson_files()
FIRST = FILES[0].read_text(encoding="utf-8").partition("\n[[mistake]]")[0]
"""The first lesson without its mistakes."""


def sat_down(lesson: Lesson, folder: Path) -> Seat:
    """A seat on a lesson, not worked yet."""
    make_start(lesson, folder / "start.cstui")
    return Seat(folder / "seat", lesson, folder / "start.cstui", played_clock(lesson))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_lesson_can_be_taught(path: Path) -> None:
    """Its solution passes, its untouched start fails, its hints are reached, its mistakes are told."""
    assert prove(read_lesson(path)) == []


def test_lessons_are_numbered_in_their_order() -> None:
    for agency in in_tree():
        numbers = [lesson.number for lesson in read_all() if lesson.agency == agency.name]
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('id = "searched"', 'id = "signed-on"', "signed-on is there twice"),
        ('shown = ["SRCH /"]', 'shown = ["SRCX"]', "there is no screen SRCX"),
        ('did = ["add-note 17000123"]', 'did = ["add-nota"]', "there is no act add-nota"),
        ('shown = ["SRCH /"]', "", "nothing is asked"),
        ("minutes = 10", 'minutes = "ten"', "a whole number is wanted here"),
        ("weight = 2", "weight = 0", "0 is not a weight"),
        ("minutes = 10", "minutes = 10\npass_mark = 101", "101 is not a mark"),
        ("minutes = 10", "minutes = 10\nopens = 2026-01-01", "is before"),
        ('nudge = "Cooperation has', 'nudje = "Cooperation has', "nudje"),
    ],
)
def test_a_wrong_lesson_file_says_where_and_why(was: str, becomes: str, says: str) -> None:
    text = FIRST
    assert was in text
    with pytest.raises(ContentError) as told:
        read_lesson(FILES[0], text.replace(was, becomes, 1))
    assert says in str(told.value)
    assert f"{FILES[0].name}:" in str(told.value)


def test_a_solution_that_goes_astray_is_told_with_its_line() -> None:
    text = FIRST.replace('type = "CALO"', 'type = "CALX"')
    faults = prove(read_lesson(FILES[0], text))
    assert "this is CAS2, not CALO" in faults[0].text
    assert text.splitlines()[faults[0].line - 1] == "[[deed]]"


MISTAKE = """
[[mistake]]
title = "She is reported at once"
refused = ["LA-E520-04"]
[[mistake.deed]]
type = "CAS2 17000123"
[[mistake.deed]]
on_screen = "CAS2"
fill = { noncoop = "MA", dt = "{day -1}" }
"""


def test_a_mistake_that_draws_something_else_is_told_with_its_line() -> None:
    text = FIRST + MISTAKE
    (fault,) = prove(read_lesson(FILES[0], text))
    assert fault.text.startswith("deed 2 of the mistake is refused by LA-E52")
    assert fault.text.endswith("not LA-E520-04")
    assert text.splitlines()[fault.line] == 'on_screen = "CAS2"'
    rules = fault.text.removeprefix("deed 2 of the mistake is refused by ").partition(", not")[0].split(", ")
    told = text.replace('["LA-E520-04"]', str(rules).replace("'", '"'))
    assert prove(read_lesson(FILES[0], told)) == []
    astray = text.replace('type = "CAS2 17000123"', 'type = "CAS1 17000123"')
    assert prove(read_lesson(FILES[0], astray))[0].text.startswith(
        "deed 2 of the mistake goes astray: this is CAS1"
    )


STEPS = """
[[mistake]]
title = "The note is for another case, then for hers"
deed = [
    { type = "CALO 17000131" },
    { press = "pf6" },
    { on_screen = "NOTE", fill = { note = "Asked." }, told = { noted = "add a note to" } },
    { type = "CAS9", refused = ["CS-189"], says = "CAS9 is not a command" },
]
"""


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("add a note", "add a nota", "3 of the mistake is told of goal noted: 'not done on case 17000123"),
        ('told = { noted = "add a note to" }', 'met = ["noted"]', "3 of the mistake leaves goal noted open"),
        ('refused = ["CS-189"]', "refused = []", "4 of the mistake is refused by CS-189, not nothing"),
        ("CALO 17000131", "CALO 17000123", "3 of the mistake meets goal noted"),
        ("CAS9 is not", "CAS9 is no", "4 of the mistake is answered with"),
    ],
)
def test_what_a_mistake_draws_is_proved_deed_by_deed(was: str, becomes: str, says: str) -> None:
    text = FIRST + STEPS
    assert prove(read_lesson(FILES[0], text)) == []
    assert was in text
    (fault,) = prove(read_lesson(FILES[0], text.replace(was, becomes)))
    assert fault.text.startswith(f"deed {says}")


def test_a_lesson_that_judges_somebody_who_does_not_sign_on_is_told() -> None:
    """What is forbidden would never be found."""
    (fault,) = prove(read_lesson(FILES[0], FIRST.replace("starts = ", 'as = "17002"\nstarts = ', 1)))
    assert fault.text.startswith("the solution signs on as 17001, and the lesson judges what 17002 does")


@pytest.mark.parametrize(
    ("draws", "says"),
    [
        ("", "nothing is drawn"),
        ('refused = ["LA-E520-99"]', "there is no rule LA-E520-99"),
        ('forbidden = ["left"]', "there is no forbidden outcome left"),
    ],
)
def test_a_mistake_that_draws_nothing_that_there_is_is_refused(draws: str, says: str) -> None:
    text = FIRST + MISTAKE.replace('refused = ["LA-E520-04"]', draws)
    with pytest.raises(ContentError, match=says):
        read_lesson(FILES[0], text)


def test_a_goal_that_a_mistake_names_and_is_not_there_stops_the_reading() -> None:
    with pytest.raises(ContentError, match="there is no goal notes; did you mean noted"):
        read_lesson(FILES[0], FIRST + STEPS.replace("{ noted =", "{ notes ="))


OPEN = """
[[goal]]
id = "open"
title = "The case is open"
why = "It was all along."
cite = "E-520"
expect = { case = "17000123", fact = "case.status", is = "open" }
nudge = "Look."
where = "CAS1."
how = "Do nothing."
"""


def test_a_lesson_that_its_start_passes_is_told() -> None:
    text = FIRST
    head, _, goals = text.partition("[[goal]]")
    faults = prove(read_lesson(FILES[0], head + OPEN + goals[goals.index("[[deed]]") :]))
    assert any("untouched start passes" in fault.text for fault in faults)


def test_a_single_goal_that_the_start_already_meets_is_told_with_its_line() -> None:
    text = FIRST + OPEN
    (fault,) = prove(read_lesson(FILES[0], text))
    assert fault.text.startswith("goal open is met at the start already: it gives points for no work.")
    assert "`keeps = true`" in fault.text
    assert text.splitlines()[fault.line :][0] == 'id = "open"'


def test_a_goal_that_is_to_be_kept_may_hold_at_the_start_and_must(tmp_path: Path) -> None:
    kept = FIRST + OPEN + "keeps = true\n"
    lesson = read_lesson(FILES[0], kept)
    assert prove(lesson) == []
    seat = sat_down(lesson, tmp_path)
    said = [text for text, _ in check(lesson, seat.marks()).lines]
    seat.close()
    assert "+ 6. The case is open (as it was at the start; keep it so)" in said
    faults = prove(read_lesson(FILES[0], kept.replace('is = "open"', 'is = "closed"')))
    assert faults[0].text.startswith("goal open has `keeps`, and does not hold at the start: ")


def test_a_lesson_that_is_passed_by_waiting_is_told() -> None:
    """An event that brings about what the goal asks leaves nothing to do."""
    event = """
[[event]]
on = "day +1"
act = "set-reminder"
with = { case = "17000123", due = "day +2", text = "Call back." }
tells = "The supervisor wants her called."
"""
    goal = OPEN.replace('fact = "case.status", is = "open"', 'fact = "reminders[0].text", is = "Call back."')
    text = FIRST
    head, _, goals = text.partition("[[goal]]")
    wait = '\n[[deed]]\nnights = "day +1"\n'
    lesson = read_lesson(FILES[0], head + event + goal + goals[goals.index("[[deed]]") :] + wait)
    (fault,) = prove(lesson)
    assert fault.text == "who only lets the days pass, passes with 100 points; ask for more"


def test_a_title_that_the_list_would_cut_is_told() -> None:
    text = FIRST.replace("Sign on and find a case", "Sign on " * 7, 1)
    (fault,) = prove(read_lesson(FILES[0], text))
    assert fault.text == "the title takes 56 columns; the list of lessons shows 52"


def asked(name: str, asks: str, **words: str) -> str:
    """A goal that asks for something."""
    said = {key: f"{name} {key}" for key in ("title", "why", "cite", "nudge", "where", "how")} | words
    lines = (f'{key} = "{text}"' for key, text in said.items())
    return "\n".join(["", "[[goal]]", f'id = "{name}"', *lines, asks, ""])


def forbidden(name: str, asks: str) -> str:
    return f'\n[[forbidden]]\nid = "{name}"\ntitle = "x"\nwhy = "x"\ncite = "x"\n{asks}\n'


def test_everything_that_is_wrong_with_how_a_lesson_plays_is_told_at_its_line() -> None:
    """What the start has already, what the solution leaves open or brings about, what a seat gives away."""
    text = FIRST
    text += asked("unmet", 'shown = ["DOCK"]')
    text += asked("told", 'did = ["add-note"]', nudge="CP called and asked how her case stands.")
    text += forbidden("there", 'expect = { case = "17000123", fact = "case.status", is = "open" }')
    text += forbidden("done", 'shown = ["CAS2"]')
    faults = prove(read_lesson(FILES[0], text))
    lines = text.splitlines()
    assert [(lines[fault.line], fault.text) for fault in faults] == [
        ('id = "there"', "forbidden outcome there is there at the start"),
        ('on_screen = "NOTE"', "the solution does not meet goal unmet: DOCK was not shown"),
        ('on_screen = "NOTE"', "the solution brings about there, which is forbidden"),
        ('on_screen = "NOTE"', "the solution brings about done, which is forbidden"),
        ('id = "told"', "a seat's files give away what goal told asks"),
    ]


def test_a_lesson_without_a_solution_is_told() -> None:
    text = FIRST
    (fault,) = prove(read_lesson(FILES[0], text[: text.index("[[deed]]")]))
    assert fault.text == "the lesson has no solution; give [[deed]]s, or record it with --record"
    assert fault.line == 1


def test_words_that_an_author_still_has_to_write_are_told_each_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "01-mine.toml"
    text = FIRST.replace("minutes = 10", "minutes = 10  # TO WRITE: é?", 1)
    path.write_text(text, encoding="utf-8")
    (fault,) = prove(read_lesson(path))
    assert fault.text == "its author has words to write here: minutes = 10  # TO WRITE: é?"
    assert text.splitlines()[fault.line - 1].startswith("minutes")


def test_a_hint_that_is_not_shown_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where HINT says something else than the file has, each such hint is a fault of its goal."""
    text = FIRST
    lesson = read_lesson(FILES[0], text)
    monkeypatch.setattr(pages, "hint", lambda lesson, *_: pages.page(lesson, "HINT", ["Something else."]))
    faults = [fault for fault in prove(lesson) if "is not reached" in fault.text]
    assert len(faults) == 3 * len(lesson.goals)
    assert faults[0].text == "hint `nudge` of goal signed-on is not reached"
    assert text.splitlines()[faults[0].line] == 'id = "signed-on"'


def test_a_name_that_could_be_a_person_is_told_with_its_line(tmp_path: Path) -> None:
    """Whatever a trainer writes, all people of a lesson are invented, and their names say so."""
    text = FIRST
    path = tmp_path / "01-named.toml"
    path.write_text(text.replace('last = "PRACTICE-DOE"', 'last = "DOE"', 1), encoding="utf-8")
    (fault,) = prove(read_lesson(path))
    assert fault.text == "DOE could be a person: PRACTICE-DOE"
    assert path.read_text(encoding="utf-8").splitlines()[fault.line - 1] == 'last = "DOE"'


def test_a_goal_that_says_what_it_asks_for_needs_other_words_until_it_is_met(tmp_path: Path) -> None:
    """The title stays for the score sheet; what the brief tells anyway gives nothing away."""
    text = FILES[12].read_text(encoding="utf-8")
    path = tmp_path / "13-told.toml"
    path.write_text(text.replace('asks = "Lena was told of it as she must be"\n', "", 1), encoding="utf-8")
    (fault,) = prove(read_lesson(path))
    assert fault.text == "goal lena-105 says what it asks for: CSE 105; give it `asks`"
    assert path.read_text(encoding="utf-8").splitlines()[fault.line] == 'id = "lena-105"'
    path.write_text(
        text.replace("Three of your cases", "CSE 105 is a letter. Three of your cases", 1).replace(
            'asks = "Lena was told of it as she must be"\n', "", 1
        ),
        encoding="utf-8",
    )
    assert not [one for one in prove(read_lesson(path)) if "asks" in one.text]


def test_a_rule_that_nobody_knows_stops_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "06-rules.toml"
    path.write_text(
        FILES[5].read_text(encoding="utf-8").replace("LA-E522-02", "LA-E522-99"), encoding="utf-8"
    )
    with pytest.raises(ContentError, match="there is no rule LA-E522-99"):
        read_lesson(path)


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    """Some editors write one unasked."""
    path = tmp_path / "01-marked.toml"
    path.write_text(FIRST, encoding="utf-8-sig")
    assert read_lesson(path).number == 1


def test_days_in_a_solution_are_read_wherever_they_are_typed() -> None:
    """On the command line, in a field, in a row: each as it is keyed, the rest as it stands."""
    deed = """
[[deed]]
on_screen = "WORK"
type = "DOCK {day +1}"
fill = { dt = "{day -1}", note = "on {2026-03-09}, or {day +2}" }
rows = [{ row = 2, fill = { to = "{day +7}" } }]
cursor = "to.2"
press = "pf6"
"""
    lesson = read_lesson(FILES[0], FIRST + deed)
    said = lesson.deeds[-1].said
    assert lesson.scenario.starts.isoformat() == "2026-03-03"
    assert said.type == "DOCK 03042026"
    assert said.fill == {"dt": "03022026", "note": "on 03092026, or 03052026"}
    assert [(row.row, row.fill) for row in said.rows] == [(2, {"to": "03102026"})]
    assert (said.cursor, said.press, said.on_screen) == ("to.2", "pf6", "WORK")


@pytest.mark.parametrize(
    ("line", "least", "most"),
    [("pass_mark = {}", 1, 100), ("minutes = {}", 1, 999), ("weight = {}", 1, 999), ("cost = {}", 1, 100)],
)
def test_a_number_is_taken_up_to_its_bounds_and_no_farther(line: str, least: int, most: int) -> None:
    """The least and the most that a lesson may say; one less, and where there is a most one more, is told."""
    path = FILES[1]
    text = path.read_text(encoding="utf-8")
    name = line.partition(" ")[0]
    held = next((one for one in text.splitlines() if one.startswith(f"{name} = ")), "minutes = 12")
    more = "minutes = 12\n" if name == "pass_mark" else ""
    for number in (least, most):
        read_lesson(path, text.replace(held, more + line.format(number), 1))
    for number in (least - 1, *([most + 1] if most == 100 else [])):
        with pytest.raises(ContentError, match=f"{number} is not a "):
            read_lesson(path, text.replace(held, more + line.format(number), 1))
