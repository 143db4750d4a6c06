"""Proves that a lesson teaches: its solution passes, its untouched start fails, its hints are reached,
its mistakes draw what they should, and nothing that a seat keeps gives an answer away.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import msgspec

from cstui import files
from cstui.cells import cells
from cstui.classroom.authoring.record import TO_WRITE
from cstui.classroom.lesson.marking import Mark, Marks
from cstui.classroom.lesson.read import Deed, Goal, Lesson
from cstui.classroom.lesson.shapes import HINTS, MistakeDeed
from cstui.classroom.lesson.variants import PREFIX
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.lesson_desk import PAGE
from cstui.classroom.seats.scripted_user import Astray, ScriptedUser
from cstui.classroom.seats.seat import Seat, make_start
from cstui.content import Source
from cstui.desk.conversation import Answer
from cstui.desk.drawing import load_drawing
from cstui.policy.findings import Severity

LIST, DAY = "LRNS", timedelta(days=1)
ABOUT = frozenset({"subject_key", "fact", "some", "where", "given", "rule"})
"""What an expectation says of where it looks, not of what it asks for."""


class LessonFault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with a lesson: the line in its file and what to do about it."""

    line: int
    text: str


def prove(lesson: Lesson) -> list[LessonFault]:
    """Everything wrong with how a lesson plays; empty where it can be taught. A variant plays no mistakes."""
    unwritten = [
        LessonFault(line=at, text=f"its author has words to write here: {line.strip()}")
        for at, line in enumerate(files.text(lesson.scenario.path).splitlines(), 1)
        if TO_WRITE in line
    ]
    if unwritten:
        return unwritten
    room = next(field.width for field in load_drawing(LIST).fields if field.name == "title")
    if (columns := len(cells(lesson.title))) > room:
        text = f"the title takes {columns} columns; the list of lessons shows {room}"
        return [LessonFault(line=1, text=text)]
    if named := [*_named(lesson), *_answered(lesson)]:
        return named
    if not lesson.deeds:
        return [
            LessonFault(line=1, text="the lesson has no solution; give [[deed]]s, or record it with --record")
        ]
    signs_on = lesson.deeds[0].said.fill.get("worker", lesson.worker)
    if signs_on != lesson.worker.rpartition("/" if "/" not in signs_on else " ")[2]:
        judged = f"the lesson judges what {lesson.worker} does; give it `as`"
        text = f"the solution signs on as {signs_on}, and {judged}"
        return [LessonFault(line=lesson.deeds[0].line, text=text)]
    with tempfile.TemporaryDirectory(prefix="cstui-lesson-") as folder:
        start = Path(folder) / "start.cstui"
        make_start(lesson, start)
        return [
            *_untouched(lesson, start, Path(folder) / "untouched"),
            *_hinted(lesson, start, Path(folder) / "hinted"),
            *_solved(lesson, start, Path(folder) / "solved"),
            *(() if lesson.variant else _mistaken(lesson, start, Path(folder))),
        ]


def _named(lesson: Lesson) -> list[LessonFault]:
    """Who is called as a person might be: all in a lesson is invented, and says so by its name."""
    source = Source(lesson.scenario.path)
    return [
        LessonFault(
            line=source.line_of(f"$.person[{at}].last"), text=f"{last} could be a person: {PREFIX}{last}"
        )
        for at, one in enumerate(source.data.get("person", ()))
        if not (last := one["last"]).startswith(PREFIX)
    ]


def _answered(lesson: Lesson) -> list[LessonFault]:
    """Goals of which a learner reads the answer before they are met: a code, a status, a form or a day that
    the goal asks for, and that the brief has not told."""
    return [
        LessonFault(line=goal.line, text=f"goal {goal.id} says what it asks for: {said}; give it `asks`")
        for goal in lesson.goals
        if (
            said := next(
                (one for one in _answers(goal) if _says(goal.asked, one) and not _says(lesson.brief, one)), ""
            )
        )
    ]


def _answers(goal: Goal) -> Iterator[str]:
    for one in goal.expects:
        told = {**msgspec.structs.asdict(one.said), "equals": one.equals}
        texts = [value for name, value in told.items() if name not in ABOUT]
        for value in (*one.where.values(), *texts):
            for each in value if isinstance(value, list | tuple) else (value,):
                if isinstance(each, date):
                    yield from (f"{each:%B} {each.day}", f"{each:%m/%d}")
                elif isinstance(each, str) and len(each) > 1:
                    yield each


def _says(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", " ".join(text.split()), re.IGNORECASE) is not None


def solve(lesson: Lesson, seat: Seat) -> tuple[Marks, list[LessonFault]]:
    """Key the solution at a seat: the marks, and what went wrong on the way."""
    host = LessonHost(seat)
    hand = ScriptedUser(host)
    hand.press("enter")
    for deed in lesson.deeds:
        try:
            do(hand, seat, deed)
        except Astray as astray:
            return seat.marks(), [LessonFault(line=deed.line, text=f"the solution goes astray: {astray}")]
    return seat.marks(), []


def do(hand: ScriptedUser, seat: Seat, deed: Deed) -> None:
    """Do one deed; nights are passed as NEXT DAY would. Astray where it cannot be done."""
    if deed.nights is None:
        hand.do(deed.said)
        return
    while seat.today <= deed.nights:
        hand.fill("command", "NEXT DAY")
        hand.press("enter")
        hand.press("enter")


def played_clock(lesson: Lesson) -> Callable[[], datetime]:
    return lambda: datetime.combine(lesson.opens, time(15), UTC)


def _untouched(lesson: Lesson, start: Path, folder: Path) -> list[LessonFault]:
    seat = Seat(folder, lesson, start, played_clock(lesson))
    LessonHost(seat).start()
    marks = seat.marks()
    seat.pass_to(max((deed.nights for deed in lesson.deeds if deed.nights), default=seat.today) + DAY)
    waited = seat.marks()
    seat.close()
    faults = [
        LessonFault(line=goal.line, text=fault)
        for goal, found in zip(lesson.goals, marks.goals, strict=True)
        if (fault := _at_start(found))
    ]
    if marks.passed:
        faults.append(
            LessonFault(line=1, text=f"the untouched start passes with {marks.points} points; ask for more")
        )
    elif waited.passed:
        text = f"who only lets the days pass, passes with {waited.points} points; ask for more"
        faults.append(LessonFault(line=1, text=text))
    faults += [
        LessonFault(line=one.line, text=f"forbidden outcome {one.id} is there at the start")
        for one, found in zip(lesson.forbidden, marks.forbidden, strict=True)
        if found.happened
    ]
    return faults


def _at_start(goal: Mark) -> str:
    """What is wrong with how a goal stands at the start: met where work is asked, or not there to keep."""
    if goal.happened and not goal.keeps:
        return (
            f"goal {goal.id} is met at the start already: it gives points for no work. "
            "Ask for what the learner does; what only must not be broken has `keeps = true`"
        )
    if goal.keeps and not goal.happened:
        return f"goal {goal.id} has `keeps`, and does not hold at the start: {goal.found}"
    return ""


def _hinted(lesson: Lesson, start: Path, folder: Path) -> list[LessonFault]:
    """Every hint is shown by HINT, in its order."""
    seat = Seat(folder, lesson, start, played_clock(lesson))
    hand = ScriptedUser(LessonHost(seat))
    faults = []
    for at, goal in enumerate(lesson.goals):
        for hint, text in zip(HINTS, goal.said.hints, strict=True):
            hand.fill("command", f"HINT {at + 1}")
            hand.press("enter")
            said = " ".join(" ".join(row.values["text"] for row in hand.answer.rows).split())
            wanted = " ".join(text.split())
            if hand.screen != PAGE or wanted[:60] not in said:
                faults.append(
                    LessonFault(line=goal.line, text=f"hint `{hint}` of goal {goal.id} is not reached")
                )
    seat.close()
    return faults


def _solved(lesson: Lesson, start: Path, folder: Path) -> list[LessonFault]:
    seat = Seat(folder, lesson, start, played_clock(lesson))
    marks, faults = solve(lesson, seat)
    seat.close()
    if not faults:
        faults += [
            LessonFault(
                line=lesson.deeds[-1].line, text=f"the solution does not meet goal {goal.id}: {goal.found}"
            )
            for goal in marks.goals
            if not goal.happened
        ]
        faults += [
            LessonFault(
                line=lesson.deeds[-1].line, text=f"the solution brings about {one.id}, which is forbidden"
            )
            for one in marks.forbidden
            if one.happened
        ]
    return faults + _told(lesson, folder)


def _mistaken(lesson: Lesson, start: Path, folder: Path) -> Iterator[LessonFault]:
    """Each mistake, played after the sign-on of the solution, draws what it says and nothing besides."""
    for at, mistake in enumerate(lesson.mistakes):
        seat = Seat(folder / f"mistake-{at}", lesson, start, played_clock(lesson))
        host = LessonHost(seat)
        hand = ScriptedUser(host)
        hand.press("enter")
        hand.do(lesson.deeds[0].said)
        for number, (deed, draws) in enumerate(mistake.deeds, 1):
            try:
                do(hand, seat, deed)
            except Astray as astray:
                yield LessonFault(line=deed.line, text=f"deed {number} of the mistake goes astray: {astray}")
                break
            for text in _not_drawn(hand.answer, seat, draws):
                yield LessonFault(line=deed.line, text=f"deed {number} of the mistake {text}")
        host.close()
        seat.close()


def _not_drawn(answer: Answer, seat: Seat, draws: MistakeDeed) -> Iterator[str]:
    """What a deed of a mistake draws otherwise than it says."""
    refused = {one.rule for one in answer.findings if one.severity is Severity.ERROR}
    if draws.nights is None and refused != set(draws.refused):
        yield f"is refused by {_listed(refused)}, not {_listed(draws.refused)}"
    rows = (text for row in answer.rows for text in row.values.values())
    shown = " ".join(" ".join((*rows, answer.message, *map(str, answer.findings))).split())
    if draws.says not in shown:
        yield f"is answered with {shown!r}, not {draws.says!r}"
    if draws.forbidden is None and not draws.told and not draws.met:
        return
    marks = seat.marks()
    drawn = {one.id for one in marks.forbidden if one.happened}
    if draws.forbidden is not None and drawn != set(draws.forbidden):
        yield f"brings about {_listed(drawn)}, not {_listed(draws.forbidden)}"
    goals = {goal.id: goal for goal in marks.goals}
    for name in draws.met:
        if not goals[name].happened:
            yield f"leaves goal {name} open: {goals[name].found}"
    for name, told in draws.told.items():
        if goals[name].happened:
            yield f"meets goal {name}"
        elif told not in goals[name].found:
            yield f"is told of goal {name}: {goals[name].found!r}, not {told!r}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"


def _told(lesson: Lesson, folder: Path) -> list[LessonFault]:
    """What a seat's files say of goals and hints: nothing, or a fault."""
    held = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    secrets = [(goal, text) for goal in lesson.goals for text in (*goal.said.hints, goal.said.why)]
    return [
        LessonFault(line=goal.line, text=f"a seat's files give away what goal {goal.id} asks")
        for goal, text in secrets
        if text.strip().encode() in held
    ]
