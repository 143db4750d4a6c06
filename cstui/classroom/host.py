"""The desk of a lesson: a session whose worker is a learner.

The lesson's words (BRIEF, CHECK, HINT, NEXT DAY ...) are answered here with pages over the screen
in hand; every other key goes to the session as it would at any desk, and into the journal.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from shutil import rmtree

import msgspec

from cstui.classroom import journal, pages
from cstui.classroom.journal import Moment
from cstui.classroom.lessons import Lesson
from cstui.classroom.marking import Marks
from cstui.classroom.protocol import (
    Control,
    Finish,
    Freeze,
    Inject,
    Message,
    Mode,
    MoveTo,
    Report,
    SetBack,
    Show,
)
from cstui.classroom.seat import Passed, Seat, remaining
from cstui.classroom.words import WORDS, lesson_word
from cstui.desk.conversation import Aid, Answer, Request, Status
from cstui.desk.drawing import load_drawing
from cstui.desk.programs.texts import Text, text_page, turned_text
from cstui.desk.session import Session

PAGE = "LESN"
DRAFTS = "drafts"
SHORT = 64
"""A trainer's word of so many characters fits the message line; a longer one gets a page."""
_TURNS = {Aid.PF7: "UP", Aid.PF8: "DOWN"}


class LessonHost:
    """Answers the screens of a seat.

    `mode` exam takes guide, hints and CHECK away; sandbox judges nothing. `told` hears a report after
    each moment; what the trainer does is given to `take` and happens between two keys.
    """

    def __init__(
        self,
        seat: Seat,
        *,
        mode: Mode = "lesson",
        in_class: bool = False,
        told: Callable[[Report], None] | None = None,
    ) -> None:
        self.seat, self.mode, self.in_class, self._told = seat, mode, in_class, told
        self.lesson: Lesson = seat.lesson
        self.session = self._session()
        self._last = self.session.start()
        self._under: Answer | None = None
        """The screen below a page of the lesson, with what was typed on it."""
        self._controls: deque[Control] = deque()
        self._frozen: Text | None = None
        self._hand = False
        self._met: set[str] = set()
        self._noted_goals = {one.about for one in seat.journal.since_reset() if one.kind == "goal"}
        self._ending = False

    def _session(self) -> Session:
        return Session(lambda: self.seat.place, drafts=self.seat.folder / DRAFTS, guided=False)

    def hears(self, told: Callable[[Report], None]) -> None:
        """Tell who hears the reports from now on."""
        self._told = told

    # --- what a desk asks of its host ------------------------------------------------------------

    def start(self) -> Answer:
        """The brief, over the sign-on screen; a seat that was left is shown where it was."""
        tells = self.seat.due_events()
        marks = self._marks()
        self._met = {goal.id for goal in marks.goals if goal.happened}
        self._tell(marks)
        if self.seat.journal.since_reset() and not self.seat.state.finished and self._resume():
            return msgspec.structs.replace(self._last, message="You are back where you were.", findings=())
        self._under = self._last
        return self._page(self._brief(tells), 1)

    def _resume(self) -> bool:
        """Sign on as before and open the screen that was shown last; whether that could be done."""
        moments = [one for one in self.seat.journal.since_reset() if one.kind == "key"]
        signed = next((one.fill["worker"] for one in moments if one.fill.get("worker")), "")
        if not signed or moments[-1].shown in {"SIGN", ""}:
            return False
        answer = self.session.handle(Request(screen="SIGN", aid=Aid.ENTER, values={"worker": signed}))
        command = f"{moments[-1].shown} {moments[-1].case}".strip()
        if answer.screen != "SIGN" and moments[-1].shown != answer.screen:
            asked = Request(screen=answer.screen, aid=Aid.ENTER, command=command, rows=answer.rows)
            reached = self.session.handle(asked)
            answer = answer if reached.findings else reached
        self._last = answer
        return answer.screen != "SIGN"

    def status(self) -> Status:
        return self.session.status()

    def words(self) -> Sequence[tuple[str, str]]:
        """The lesson's words before the desk's own."""
        return [*((command.word, command.help) for command in WORDS), *self.session.words()]

    def prepare(self) -> None:
        """Open the seat's store ahead of the sign-on."""
        self.session.prepare()

    def noted(self, request: Request) -> None:
        """Keep what is typed now as a draft, in the seat's folder."""
        if request.screen != PAGE:
            self.session.noted(request)

    def progress(self) -> str:
        """How far long work has come."""
        return self.session.progress()

    def cancel(self) -> None:
        """Ask long work to stop."""
        self.session.cancel()

    def close(self) -> str:
        """Write the drafts that wait; what is to be said after the desk is gone."""
        return self.session.close()

    def handle(self, request: Request) -> Answer:
        """The answer to one key; what the trainer did meanwhile comes first."""
        if self._controls:
            return self._obey(request)
        if self._frozen is not None:
            return self._page(self._frozen, self._rows(request))
        if request.aid is Aid.NOTICE:
            return _same(request)
        word, rest = lesson_word(request.command) if request.aid is Aid.ENTER else ("", "")
        if word:
            return self._word(request, word, rest)
        if request.screen == PAGE:
            return self._on_page(request)
        if self.mode == "exam" and _asks_guide(request):
            return self._over(request, self._text("EXAM", ["The guide is off in an exam."]))
        return self._noted(request, self.session.handle(request))

    def _over(self, request: Request, text: Text) -> Answer:
        """A page over the screen in hand."""
        if request.screen != PAGE:
            self._under = _kept(self._last, request)
        return self._page(text, self._rows(request))

    # --- the trainer -----------------------------------------------------------------------------

    def take(self, control: Control) -> None:
        """Something that the trainer does; it happens before the next key, or at a NOTICE."""
        self._controls.append(control)

    def _obey(self, request: Request) -> Answer:
        answer = _same(request)
        while self._controls:
            answer = self._obeyed(request, self._controls.popleft())
        self._tell(self._marks())
        return answer

    def _obeyed(self, request: Request, control: Control) -> Answer:
        match control:
            case Message(text=text) if len(text) <= SHORT and request.screen != PAGE:
                return msgspec.structs.replace(_same(request), message=f"TRAINER: {text}")
            case Message(text=text):
                return self._over(request, self._text("A WORD OF THE TRAINER", pages.paragraphs(text)))
            case Freeze(frozen=True, text=text):
                answer = self._over(request, self._text("THE CLASS WAITS", [text or "The trainer explains."]))
                self._frozen = answer.state if isinstance(answer.state, Text) else None
                return answer
            case Freeze():
                self._frozen = None
                return self._on_page(request) if request.screen == PAGE else _same(request)
            case MoveTo(on=on):
                return self._time(request, self.seat.pass_to(on))
            case Inject():
                told = self.seat.happen(control)
                return self._over(request, self._text("SOMETHING HAPPENS", [told]))
            case SetBack():
                return self._reset(request)
            case Finish():
                self._ending = True
                return self._over(request, self._sheet(self.seat.finish()))
            case Show(heading=heading, rows=rows):
                return self._over(request, pages.plain(heading, rows))
        return _same(request)

    # --- a key of the desk -----------------------------------------------------------------------

    def _noted(self, request: Request, answer: Answer) -> Answer:
        case = self.session.status().case
        moment = journal.of_key(request, answer, self.seat.clock(), self.seat.today, case)
        self.seat.journal.add(moment)
        self._last = answer
        marks = self._marks()
        self._tell(marks, moment)
        return self._with_news(answer, marks)

    def _marks(self) -> Marks:
        """The marks as they are now; a goal met for the first time since the start is noted."""
        if self.mode == "sandbox":
            return Marks(goals=(), forbidden=(), points=0, pass_mark=0)
        marks = self.seat.marks()
        for goal in marks.goals:
            if goal.happened and goal.id not in self._noted_goals:
                self._noted_goals.add(goal.id)
                self.seat.note(kind="goal", about=goal.id, met=marks.met)
        return marks

    def _with_news(self, answer: Answer, marks: Marks) -> Answer:
        """The answer, saying which goal was met just now."""
        met = {goal.id for goal in marks.goals if goal.happened}
        new, self._met = met - self._met, met
        if self.mode == "exam":
            return msgspec.structs.replace(answer, guide=())
        if not new or answer.ends or answer.findings:
            return answer
        title = next(goal.title for goal in marks.goals if goal.id in new)
        said = f"Goal met ({len(met)} of {len(marks.goals)}): {title}."
        if marks.complete:
            said = f"All {len(met)} goals are met. FINISH ends the lesson."
        return msgspec.structs.replace(answer, message=f"{answer.message} {said}".strip())

    def _tell(self, marks: Marks, moment: Moment | None = None, *, finished: bool = False) -> None:
        if self._told is None:
            return
        seat = self.seat
        moments = seat.journal.since_reset()
        shown = next((one for one in reversed(moments) if one.kind == "key"), None)
        self._told(
            Report(
                at=seat.clock(),
                on=seat.today,
                screen=shown.shown if shown else "SIGN",
                case=shown.case if shown else "",
                met=tuple(goal.id for goal in marks.goals if goal.happened),
                of=len(marks.goals),
                points=marks.points,
                hints=sum(seat.state.hints.values()),
                keys=seat.journal.keys,
                checks=seat.state.checks,
                last=moment,
                finished=finished or seat.state.finished is not None,
                passed=marks.passed,
                frozen=self._frozen is not None,
                hand=self._hand,
            )
        )

    # --- the lesson's words ----------------------------------------------------------------------

    def _word(self, request: Request, word: str, rest: str) -> Answer:
        if request.screen != PAGE:
            self._under = _kept(self._last, request)
        rows = self._rows(request)
        if word in {"CHECK", "HINT", "RESET"} and self.mode == "exam":
            return self._page(self._text("EXAM", [f"{word} is off in an exam."]), rows)
        if word in {"CHECK", "HINT"} and self.mode == "sandbox":
            return self._page(self._text("SANDBOX", ["Nothing is judged here: try what you like."]), rows)
        if word in {"NEXT DAY", "NEXT EVENT"}:
            return self._time(request, self.seat.next_day() if word == "NEXT DAY" else self.seat.next_event())
        if word == "RESET":
            return self._reset(request)
        if word == "HAND":
            return self._raise_hand(rows)
        if word == "HINT":
            return self._page(self._hint(rest), rows)
        if word == "BRIEF":
            return self._page(self._brief(), rows)
        if word == "CHECK":
            marks = self.seat.checked()
            self._tell(marks, self.seat.journal.moments[-1])
            return self._page(pages.check(self.lesson, marks), rows)
        marks = self.seat.finish()
        self._tell(marks, self.seat.journal.moments[-1], finished=True)
        self._ending = True
        return self._page(self._sheet(marks), rows)

    def _raise_hand(self, rows: int) -> Answer:
        if not self.in_class:
            return self._page(self._text("HAND", ["You learn alone: no trainer sees your hand."]), rows)
        self._hand = not self._hand
        self._tell(self._marks())
        said = "The trainer sees your hand." if self._hand else "Your hand is down."
        return self._page(self._text("HAND", [said, "", "HAND again changes it."]), rows)

    def _hint(self, wanted: str) -> Text:
        marks = self._marks()
        open_goals = remaining(marks, self.lesson.goals)
        numbers = {str(at + 1): goal for at, goal in enumerate(self.lesson.goals)}
        goal = numbers.get(wanted) or (open_goals[0] if open_goals else None)
        if goal is None:
            return self._text("HINT", ["Every goal is met. FINISH ends the lesson."])
        if wanted and wanted not in numbers:
            return self._text("HINT", [f"There is no goal {wanted}; CHECK numbers them."])
        text = self.seat.hint(goal)
        self._tell(marks, self.seat.journal.moments[-1])
        return pages.hint(self.lesson, goal, self.seat.state.hints[goal.id], text)

    def _time(self, request: Request, passed: Passed) -> Answer:
        moment = self.seat.journal.moments[-1]
        self._tell(self._marks(), moment)
        if request.screen != PAGE:
            self._under = _kept(self._last, request)
        self._under = self._refreshed(request)
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
        self.session.close()
        rmtree(self.seat.folder / DRAFTS, ignore_errors=True)
        self.seat.reset()
        self.session = self._session()
        self._last = self._under = self.session.start()
        self._met, self._noted_goals = set(), set()
        moment = self.seat.journal.moments[-1]
        self._tell(self._marks(), moment)
        return self._page(self._brief(self.seat.due_events()), self._rows(request))

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
        return pages.page(self.lesson, heading, lines)

    def _brief(self, tells: Sequence[str] = ()) -> Text:
        return pages.brief(self.lesson, self.seat.today, self.mode, tells)

    def _sheet(self, marks: Marks) -> Text:
        return pages.sheet(self.lesson, marks, self.seat.state)


def _asks_guide(request: Request) -> bool:
    return request.aid is Aid.PF2 or (request.aid is Aid.ENTER and request.command.upper() == "GUIDE")


def _same(request: Request) -> Answer:
    """The screen as it stands, with what was typed."""
    return Answer(screen=request.screen, keep_typed=True, state=request.state, seen=request.seen)


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
