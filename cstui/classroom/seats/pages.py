"""The texts of a lesson's pages: brief, check, hint, score sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from shlex import quote

from cstui.cells import fit, join, wrap
from cstui.classroom.lesson.marking import HINT_COST, Mark, Marks
from cstui.classroom.lesson.read import Goal, Lesson, find_lesson
from cstui.classroom.lesson.shapes import HINTS
from cstui.classroom.seats.protocol import Bounds
from cstui.classroom.seats.seat import SeatState
from cstui.classroom.seats.words import WORDS
from cstui.desk.programs.explain import WIDTH
from cstui.desk.programs.texts import Text

_BEGINS = re.compile(r" *(?:[-+!] )?(?:\d{1,2}\. )?(?:[A-Z]+(?: [A-Z]+)? {2,})?")
OFF = {"lesson": frozenset[str](), "sandbox": {"CHECK", "HINT"}, "exam": {"CHECK", "HINT", "RESET"}}
"""The words that a mode does without; an exam of several attempts says so by itself."""
BACK = "Enter goes back to the desk."
ROW = 79
"""Columns of a line of the page; its texts are wrapped at fewer, as they are read."""


def page(lesson: Lesson, heading: str, lines: Iterable[str]) -> Text:
    """A page of a lesson: its heading, and lines that wrap."""
    wrapped = [part for line in lines for part in _wrapped(line)]
    variant = f", VARIANT {lesson.variant}" if lesson.variant else ""
    title = _cut(f"LESSON {lesson.number}{variant}: {lesson.title}")
    return Text(heading=title, lines=((heading, "heading"), *((line, "text") for line in wrapped)))


def plain(heading: str, rows: Sequence[str]) -> Text:
    """A page that shows a screen; of its blank first column, as every screen has one, it does without."""
    shown = [row.removeprefix(" ") for row in rows] if all(row[:1] in ("", " ") for row in rows) else rows
    return Text(heading=_cut(heading), lines=tuple((_cut(row, ROW), "text") for row in shown))


def brief(
    lesson: Lesson,
    today: date,
    bounds: Bounds,
    tells: Sequence[str] = (),
    *,
    in_class: bool = False,
    first: str = "",
) -> Text:
    """What the lesson asks, what is told at its start, and the words that it knows; `first` goes before."""
    mode = bounds.mode
    lines = [first, ""] if first else []
    lines += [*paragraphs(lesson.brief), ""]
    lines.append(f"Sign on as worker {lesson.worker}. It is {today:%A, %m/%d/%Y}.")
    if tells:
        lines += ["", *tells]
    if mode == "lesson":
        lines += ["", "GOALS", *(f"{at}. {goal.asked}" for at, goal in enumerate(lesson.goals, 1))]
    if mode == "exam":
        lines += ["", *_exam(lesson, bounds)]
    off = OFF[mode] if in_class else {*OFF[mode], "HAND"}
    words = [command for command in WORDS if command.word not in off]
    lines += ["", "ON THE COMMAND LINE OF EVERY SCREEN"]
    lines += [f"{command.word:12}{command.help}" for command in words]
    lines += ["", "Enter goes to the desk."]
    return page(lesson, "BRIEF", lines)


def check(lesson: Lesson, marks: Marks, *, worked: bool = True) -> Text:
    """Goals met and not met by now, with what was found; before any work it tells the goals alone."""
    said = f"{marks.met} of {len(marks.goals)} goals are met; {marks.points} points."
    needed = "FINISH ends the lesson." if marks.complete else f"{marks.pass_mark} points pass."
    return page(lesson, "CHECK", [f"{said} {needed}", "", *_judged(marks, reasons=worked), "", BACK])


def hint(lesson: Lesson, goal: Goal, taken: int, text: str) -> Text:
    """The hint that was taken, the `taken`-th of its goal, and what it has cost."""
    number = lesson.goals.index(goal) + 1
    lines = [f"{number}. {goal.asked}", "", f"{HINTS[taken - 1].upper()}: {' '.join(text.split())}"]
    lines += ["", f"This goal now gives {100 - HINT_COST[taken]} percent of its points."]
    if taken < len(HINTS):
        lines.append(f"HINT {number} again says more, and leaves {100 - HINT_COST[taken + 1]} percent.")
    lines += ["", BACK]
    return page(lesson, f"HINT {taken} OF {len(HINTS)}", lines)


def hints_of_met(lesson: Lesson, goal: Goal) -> Text:
    """All hints of a goal that was met by work: they give nothing away any more, and cost nothing."""
    number = lesson.goals.index(goal) + 1
    lines = [f"{number}. {goal.said.title}", "", "This goal is met: reading its hints costs nothing now.", ""]
    lines += [
        f"{name.upper()}: {' '.join(text.split())}" for name, text in zip(HINTS, goal.said.hints, strict=True)
    ]
    return page(lesson, f"HINTS OF GOAL {number}", [*lines, "", BACK])


def mode(lesson: Lesson, bounds: Bounds) -> tuple[str, list[str]]:
    """What the class is from now on: a heading, and its lines."""
    if bounds.mode == "exam":
        return "EXAM", _exam(lesson, bounds)
    if bounds.mode == "sandbox":
        return "SANDBOX", ["Nothing is judged from now on: try what you like."]
    return "LESSON", ["This is a lesson again: guide, hints and CHECK are on."]


def sure(word: str, bounds: Bounds, state: SeatState, marks: Marks) -> str:
    """The question before FINISH or RESET, without its question mark; that of an exam tells no goal."""
    most = bounds.most_attempts
    attempt = f"attempt {state.attempt} of {most}" if most > 1 else f"the {bounds.mode}"
    if word == "RESET":
        return f"Undo all your work in {attempt}"
    met = f" with {marks.met} of {len(marks.goals)} goals met" if bounds.mode == "lesson" else ""
    return f"End {attempt}{met}"


def no_attempt(bounds: Bounds, state: SeatState) -> list[str]:
    """Why RESET is refused."""
    if state.closed:
        return ["The trainer has closed this seat: nothing can be done again."]
    if bounds.most_attempts == 1:
        return ["RESET is off in an exam."]
    return [f"Attempt {state.attempt} of {bounds.most_attempts} was the last: RESET is off now."]


def _exam(lesson: Lesson, bounds: Bounds) -> list[str]:
    needed = bounds.pass_mark or lesson.pass_mark
    said = f"This is an exam: guide, hints and CHECK are off. {needed} points pass."
    if bounds.minutes:
        said += f" It lasts {bounds.minutes} minutes."
    if bounds.most_attempts > 1:
        said += f" There are {bounds.most_attempts} attempts; RESET begins the next, and the last one counts."
    return [said]


def sheet(
    lesson: Lesson, marks: Marks, state: SeatState, why: str = "", *, again: bool = False, alone: bool = False
) -> Text:
    """The score sheet: why it is over, points, goals with their reasons, what to take along.

    Where there is an exam attempt left (`again`), it tells nothing that would give the solution away.
    `alone` says how to begin again, and how the sheet is printed.
    """
    if not marks.goals:
        lines = ["A sandbox is not judged."]
    else:
        passed = "PASSED" if marks.passed else "NOT PASSED"
        lines = [
            f"{marks.points} of 100 points, {marks.pass_mark} are needed: {passed}",
            f"{marks.met} of {len(marks.goals)} goals, {_count(sum(state.hints.values()), 'hint')}, "
            f"{_count(state.checks, 'check')}, {_count(state.resets, 'reset')}",
            "",
            *_judged(marks, over=True),
        ]
    if again:
        lines = [
            *lines[:2],
            "",
            f"That was attempt {state.attempt}. RESET begins the next; Enter ends the exam.",
        ]
    else:
        lines += ["", "WHAT TO TAKE ALONG", *paragraphs(lesson.debrief), ""]
        if alone and marks.goals:
            lines += [f"On paper: cstui learn {_named(lesson)} --sheet FILE.pdf", ""]
        lines.append(f"Enter ends the lesson{'; RESET begins it again' if alone else ''}.")
    lines = [why, "", *lines] if why else lines
    return page(lesson, "SCORE SHEET", lines)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, a blank line between them."""
    parts = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    return [line for part in parts for line in (part, "")][:-1]


def _named(lesson: Lesson) -> str:
    """What the lesson is called on the command line of the shell."""
    path, number = lesson.scenario.path, str(lesson.number)
    names = (number, f"{lesson.agency}/{number}")
    name = next((one for one in names if find_lesson(one) == path), quote(str(path)))
    return f"{name} --variant {lesson.variant}" if lesson.variant else name


def _judged(marks: Marks, *, over: bool = False, reasons: bool = True) -> list[str]:
    """What must not be comes first: as long as it stands, nothing else makes up for it.

    A goal that is not met has its title only when the lesson is `over`.
    """
    lines: list[str] = []
    for one in marks.forbidden:
        if one.happened:
            lost = f"It costs {one.weight} points, and with it nobody passes."
            lines += [f"! {one.title}", f"  {lost} {one.why} See {one.cite}."]
    for at, goal in enumerate(marks.goals, 1):
        lines += _goal(at, goal, goal.title if over else goal.asks or goal.title)[: None if reasons else 1]
    return lines


def _goal(number: int, goal: Mark, unmet: str) -> list[str]:
    if goal.happened:
        hints = f" (after {_count(goal.hints, 'hint')})" if goal.hints else ""
        keeps = " (as it was at the start; keep it so)" if goal.keeps else ""
        return [f"+ {number}. {goal.title}{keeps}{hints}"]
    mark = f"- {number}. "
    under = " " * len(mark)
    yet = "No longer" if goal.keeps else "Not yet"
    found = goal.found.rstrip(".")
    return [f"{mark}{unmet}", f"{under}{yet}: {found}.", f"{under}{goal.why} See {goal.cite}."]


def _count(count: int, of: str) -> str:
    return f"{count} {of}{'' if count == 1 else 's'}"


def _cut(text: str, columns: int = WIDTH) -> str:
    """The text as far as it fits."""
    return join(fit(text, columns, mark=False)).rstrip()


def _wrapped(line: str) -> list[str]:
    """The line in parts that fit; what goes on stands under the text, behind a mark or number."""
    begins = _BEGINS.match(line)
    mark = begins[0] if begins and len(begins[0]) < WIDTH // 2 else ""
    first, *rest = wrap(line[len(mark) :], WIDTH - len(mark))
    return [f"{mark}{first}".rstrip(), *(f"{'':{len(mark)}}{part}" for part in rest)]
