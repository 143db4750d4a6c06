"""The desk of a lesson: a session whose worker is a learner.

The lesson's words (BRIEF, CHECK, HINT, NEXT DAY ...) are answered here with pages over the screen
in hand; every other key goes to the session as it would at any desk, and into the journal.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

import msgspec

from cstui.classroom import journal
from cstui.classroom.lessons import Lesson
from cstui.classroom.marking import HINTS, Mark, Marks
from cstui.classroom.seat import Passed, Seat, remaining
from cstui.classroom.words import WORDS, lesson_word
from cstui.desk.conversation import Aid, Answer, Request, Status
from cstui.desk.drawing import load_drawing
from cstui.desk.programs.texts import WIDTH, Text, text_page, turned_text
from cstui.desk.session import Session

PAGE = "LESN"
_TURNS = {Aid.PF7: "UP", Aid.PF8: "DOWN"}


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a seat tells its class after each moment."""

    moment: journal.Moment | None
    marks: Marks
    finished: bool = False


class LessonHost:
    """Answers the screens of a seat. `told` hears what happened; `exam` takes help away."""

    def __init__(self, seat: Seat, *, exam: bool = False, told: Callable[[Told], None] | None = None) -> None:
        self.seat, self.exam, self._told = seat, exam, told
        self.lesson: Lesson = seat.lesson
        self.session = self._session()
        self._under: Answer | None = None
        """The screen below a page of the lesson, with what was typed on it."""
        self._last = self.session.start()
        self._met: set[str] = set()
        self._ending = False

    def _session(self) -> Session:
        return Session(lambda: self.seat.place)

    # --- what a desk asks of its host ------------------------------------------------------------

    def start(self) -> Answer:
        """The brief, over the sign-on screen."""
        tells = self.seat.due_events()
        self._met = {goal.id for goal in self.seat.marks().goals if goal.happened}
        self._under = self._last
        return self._page(self._brief_text(tells), 1)

    def status(self) -> Status:
        return self.session.status()

    def words(self) -> Sequence[tuple[str, str]]:
        """The lesson's words before the desk's own."""
        return [*((command.word, command.help) for command in WORDS), *self.session.words()]

    def prepare(self) -> None:
        """Open the seat's store ahead of the sign-on."""
        self.session.prepare()

    def handle(self, request: Request) -> Answer:
        """The answer to one key."""
        word, rest = lesson_word(request.command) if request.aid is Aid.ENTER else ("", "")
        if word:
            return self._word(request, word, rest)
        if request.screen == PAGE:
            return self._on_page(request)
        answer = self.session.handle(request)
        return self._noted(request, answer)

    # --- a key of the desk -----------------------------------------------------------------------

    def _noted(self, request: Request, answer: Answer) -> Answer:
        case = self.session.status().case
        moment = journal.of_key(request, answer, self.seat.clock(), self.seat.today, case)
        self.seat.journal.add(moment)
        self._last = answer
        marks = self.seat.marks()
        self._tell(moment, marks)
        return self._with_news(answer, marks)

    def _with_news(self, answer: Answer, marks: Marks) -> Answer:
        """The answer, saying which goal was met just now."""
        met = {goal.id for goal in marks.goals if goal.happened}
        new, self._met = met - self._met, met
        if self.exam or not new or answer.ends or answer.findings:
            return answer
        title = next(goal.title for goal in marks.goals if goal.id in new)
        said = f"Goal met ({len(met)} of {len(marks.goals)}): {title}."
        if marks.complete:
            said = f"All {len(met)} goals are met. FINISH ends the lesson."
        return msgspec.structs.replace(answer, message=f"{answer.message} {said}".strip())

    def _tell(self, moment: journal.Moment | None, marks: Marks, *, finished: bool = False) -> None:
        if self._told is not None:
            self._told(Told(moment=moment, marks=marks, finished=finished))

    # --- the lesson's words ----------------------------------------------------------------------

    def _word(self, request: Request, word: str, rest: str) -> Answer:
        if request.screen != PAGE:
            self._under = _kept(self._last, request)
        if self.exam and word in {"CHECK", "HINT", "RESET"}:
            return self._page(self._text("EXAM", [f"{word} is off in an exam."]), self._rows(request))
        if word in {"NEXT DAY", "NEXT EVENT"}:
            return self._time(request, self.seat.next_day() if word == "NEXT DAY" else self.seat.next_event())
        if word == "RESET":
            return self._reset(request)
        rows = self._rows(request)
        if word == "HINT":
            return self._page(self._hint(rest), rows)
        if word == "BRIEF":
            return self._page(self._brief_text(), rows)
        marks = self.seat.finish() if word == "FINISH" else self.seat.checked()
        self._tell(self.seat.journal.moments[-1], marks, finished=word == "FINISH")
        if word == "CHECK":
            return self._page(self._check_text(marks), rows)
        self._ending = True
        return self._page(self.sheet(marks), rows)

    def _hint(self, wanted: str) -> Text:
        marks = self.seat.marks()
        open_goals = remaining(marks, self.lesson.goals)
        numbers = {str(at + 1): goal for at, goal in enumerate(self.lesson.goals)}
        goal = numbers.get(wanted) or (open_goals[0] if open_goals else None)
        if goal is None:
            return self._text("HINT", ["Every goal is met. FINISH ends the lesson."])
        if wanted and wanted not in numbers:
            return self._text("HINT", [f"There is no goal {wanted}; CHECK numbers them."])
        text = self.seat.hint(goal)
        self._tell(self.seat.journal.moments[-1], marks)
        taken = self.seat.state.hints[goal.id]
        lines = [goal.said.title, "", f"{HINTS[taken - 1].upper()}: {' '.join(text.split())}", ""]
        if taken < len(HINTS):
            lines.append("HINT again says more, and costs more of this goal's points.")
        return self._text(f"HINT {taken} OF {len(HINTS)}", lines)

    def _time(self, request: Request, passed: Passed) -> Answer:
        self._tell(self.seat.journal.moments[-1], self.seat.marks())
        refreshed = self._refreshed(request)
        self._under = refreshed
        lines = [f"It is {passed.on:%A, %m/%d/%Y}.", ""]
        lines += passed.tells or ["The night had nothing to do."]
        return self._page(self._text("TIME HAS PASSED", lines), self._rows(request))

    def _refreshed(self, request: Request) -> Answer:
        """The screen below as the store has it now."""
        under = self._under or self._last
        if not self.session.status().worker:
            return under
        asked = Request(
            screen=under.screen, aid=Aid.PF5, values=under.values, rows=under.rows, state=under.state,
            seen=under.seen, extra_rows=request.extra_rows, list_rows=request.list_rows,
        )  # fmt: skip
        return msgspec.structs.replace(self.session.handle(asked), message="")

    def _reset(self, request: Request) -> Answer:
        self.seat.reset()
        self.session = self._session()
        self._last = self._under = self.session.start()
        self._met = set()
        self._tell(self.seat.journal.moments[-1], self.seat.marks())
        return self._page(self._brief_text(self.seat.due_events()), self._rows(request))

    # --- pages over the screen -------------------------------------------------------------------

    def _on_page(self, request: Request) -> Answer:
        if request.aid in _TURNS and isinstance(request.state, Text):
            rows = self._rows(request)
            return text_page(PAGE, turned_text(request.state, _TURNS[request.aid], rows), rows)
        if self._ending:
            return Answer(screen=PAGE, ends=True)
        under, self._under = self._under, None
        return under or self._last

    def _rows(self, request: Request) -> int:
        return load_drawing(PAGE).lists[0].height + request.extra_rows

    def _page(self, text: Text, rows: int) -> Answer:
        return text_page(PAGE, text, max(rows, load_drawing(PAGE).lists[0].height))

    def _text(self, heading: str, lines: Sequence[str]) -> Text:
        wrapped = [part for line in lines for part in (textwrap.wrap(line, WIDTH) or [""])]
        title = f"LESSON {self.lesson.number}: {self.lesson.title}"[:WIDTH]
        return Text(heading=title, lines=((heading, "heading"), *((line, "text") for line in wrapped)))

    def _brief_text(self, tells: Sequence[str] = ()) -> Text:
        lines = [*_paragraphs(self.lesson.brief), ""]
        lines += [f"Sign on as worker {self.lesson.worker}. It is {self.seat.today:%A, %m/%d/%Y}."]
        if not self.exam:
            lines += ["", "GOALS"]
            lines += [f"{at + 1}. {goal.said.title}" for at, goal in enumerate(self.lesson.goals)]
        lines += ["", *tells] if tells else []
        words = "BRIEF  NEXT DAY  NEXT EVENT  FINISH" if self.exam else ", ".join(c.word for c in WORDS)
        lines += ["", f"On the command line: {words}.", "Enter goes to the desk."]
        return self._text("BRIEF", lines)

    def _check_text(self, marks: Marks) -> Text:
        lines = [f"{marks.met} of {len(marks.goals)} goals are met; {marks.points} points.", ""]
        for at, goal in enumerate(marks.goals):
            lines += _goal_lines(at + 1, goal)
        for one in marks.forbidden:
            if one.happened:
                lines += [f"! {one.title}: -{one.weight} points. {one.why} {one.cite}", ""]
        return self._text("CHECK", lines)

    def sheet(self, marks: Marks) -> Text:
        """The score sheet: points, goals with their reasons, and the debrief."""
        passed = "PASSED" if marks.passed else "NOT PASSED"
        state = self.seat.state
        lines = [
            f"{marks.points} of 100 points, {marks.pass_mark} are needed: {passed}",
            f"{marks.met} of {len(marks.goals)} goals, {sum(state.hints.values())} hints, "
            f"{state.checks} checks, {state.resets} resets",
            "",
        ]
        for at, goal in enumerate(marks.goals):
            lines += _goal_lines(at + 1, goal)
        for one in marks.forbidden:
            if one.happened:
                lines += [f"! {one.title}: -{one.weight} points. {one.why} {one.cite}", ""]
        lines += ["WHAT TO TAKE ALONG", *_paragraphs(self.lesson.debrief), "", "Enter ends the lesson."]
        return self._text("SCORE SHEET", lines)


def _goal_lines(number: int, goal: Mark) -> list[str]:
    if goal.happened:
        hints = f" ({goal.hints} hints)" if goal.hints else ""
        return [f"+ {number}. {goal.title}{hints}"]
    return [f"- {number}. {goal.title}", f"     Not yet: {goal.found}", f"     {goal.why} See {goal.cite}."]


def _paragraphs(text: str) -> list[str]:
    parts = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    return [line for part in parts for line in (part, "")][:-1]


def _kept(answer: Answer, request: Request) -> Answer:
    """A screen with what had been typed on it, to come back to."""
    return msgspec.structs.replace(
        answer,
        values={**answer.values, **request.values, "command": ""},
        rows=request.rows or answer.rows,
        cursor=request.cursor,
        message="",
        keep_typed=False,
    )
