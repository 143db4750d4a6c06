"""A guided session: steps of content that a worker does on the real desk, one after the other.

`data/<agency>/guided/*.toml` holds the steps. What completes a step is seen in the answers of the desk, so
the same steps hold in the terminal and line by line. A step stands on the message line when nothing else
does, and whole in the guide; leaving is one word. Who signs off in the middle goes on there.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec

from cstui.agency import find, first
from cstui.content import Content
from cstui.desk.conversation import Answer, GuideLine, Request, unchanged
from cstui.desk.frames import OVERLAYS
from cstui.desk.guided_progress import OFFERS, GuidedProgress
from cstui.desk.programs.base import DeskContext
from cstui.policy.findings import Severity
from cstui.policy.roles import CASES, is_shown
from cstui.store import reads

LINE = 76
"""Columns of the message line."""
FIRST = "FIRST"
NEWCOMER = "New here? Press Home, type FIRST, Enter: ten minutes. If not: FIRST OFF."
NEWCOMER_BY_WORDS = "New here? Type FIRST: ten minutes, step by step. If not: FIRST OFF."
OFF = frozenset({"OFF", "STOP", "END", "NO"})
AGAIN = frozenset({"AGAIN", "NEW"})


class Completion(Content, frozen=True, kw_only=True):
    """What completes a step; everything that is named must hold at once.

    `screen` is shown, `case` is in hand, `field` of it is filled (with `holds`, where given), an entry
    was `refused`, an act was `performed` since the step began.
    """

    screen: str = ""
    case: str = ""
    field: str = ""
    holds: str = ""
    refused: bool = False
    performed: bool = False


class GuidedStep(Content, frozen=True, kw_only=True):
    """One step: what to do, on one line and at length, and what completes it.

    `on` is the screen on which it is done; on another one the line says `back`, how to come there.
    Line by line there is no cursor and no key: `words` and `back_words` stand for the two where they differ.
    """

    line: str
    text: str
    done: Completion
    on: str = ""
    back: str = ""
    words: str = ""
    back_words: str = ""

    def by_words(self) -> GuidedStep:
        """The step as it is told line by line."""
        return msgspec.structs.replace(
            self, line=self.words or self.line, back=self.back_words or self.back, words="", back_words=""
        )


class Course(Content, frozen=True, kw_only=True):
    """The steps that one word starts; `find` is what the next step of the subject they are done on holds."""

    word: str
    title: str
    find: str = ""
    ends: str
    step: tuple[GuidedStep, ...]


@cache
def courses(agency: str = "") -> Mapping[str, Course]:
    """Every guided session of an agency by its word; ContentError where nothing completes a step."""
    found: dict[str, Course] = {}
    for source in (find(agency) if agency else first()).sources("guided"):
        course = source.read(Course)
        for index, step in enumerate(course.step):
            if step.done == Completion():
                raise source.error(f"$.step[{index}]", "nothing completes this step; `done` names what does")
            if bool(step.on) != bool(step.back):
                raise source.error(f"$.step[{index}]", "`on` needs `back`, how to come to that screen")
        found[course.word] = course
    return found


class Guided:
    """The guided session of one worker: begun by its word, gone on with by what the desk answers."""

    def __init__(
        self, desk: DeskContext, progress: GuidedProgress, *, offered: bool = True, words: bool = False
    ) -> None:
        """`offered` says whether it is offered to a newcomer by itself; `words` tells it line by line.

        What was begun on this store and not left goes on.
        """
        self._desk, self._progress, self._words = desk, progress, words
        self._course: Course | None = None
        self._at, self._performed = 0, 0  # acts done up to the answer before
        self._names: Mapping[str, str] = {}
        self._offered = not offered
        self._returned = False
        self._courses = courses(desk.agency.name)
        for word in self._courses:
            reached = progress.of(word)
            if reached.state == "begun" and reached.store == self._store():
                self._take(word, reached.names)
                self._begin(min(reached.at, len(self._courses[word].step) - 1))
                self._returned = True

    def command(self, request: Request, word: str, rest: str) -> Answer:
        """Begin, go on, with AGAIN begin again, with OFF leave; the screen in hand stays as it is."""
        here = unchanged(request)
        rest = rest.strip().upper()
        self._returned = False
        if rest in OFF:
            said = f"Left. {word} begins again."
            if self._course is None:
                said = f"{word} is not offered again; {word} alone begins it."
            self._leave(word, "declined")
            return msgspec.structs.replace(here, message=said)
        if rest == "NEXT" and self._course is not None:
            self._begin(min(self._at + 1, len(self._course.step) - 1))
            return here
        if self._course is not None and self._course.word == word and rest not in AGAIN:
            return here
        names = self._case(word) if self._desk.place.info().kind == "practice" else None
        if names is None:
            finding = self._desk.finding("CS-183", "command", value=word)
            return msgspec.structs.replace(here, findings=(finding,))
        self._take(word, names)
        self._begin(0)
        return here

    def _take(self, word: str, names: Mapping[str, str]) -> None:
        course = self._courses[word]
        steps = tuple(step.by_words() for step in course.step) if self._words else course.step
        self._course, self._names = msgspec.structs.replace(course, step=steps), names

    def shown(self, request: Request, answer: Answer) -> Answer:
        """The answer as the worker sees it: with the step in hand, where nothing else is said."""
        if self._course is None:
            return self._offer(answer)
        answer = self._gone_on(request, answer)
        self._performed = self._desk.performed
        return answer

    def _gone_on(self, request: Request, answer: Answer) -> Answer:
        acted = self._desk.performed > self._performed
        ahead = self._ahead(request, answer)
        if ahead > self._at:
            self._begin(ahead)
        while self._course is not None and self._completed(self._course.step[self._at], request, answer):
            if self._at + 1 < len(self._course.step):
                self._begin(self._at + 1)
            else:
                ends = self._course.ends
                self._leave(self._course.word, "done")
                return answer if answer.findings else msgspec.structs.replace(answer, message=ends)
            request = msgspec.structs.replace(request, values={})
            self._performed = self._desk.performed  # one act completes one step
        return self._with_step(answer, acted=acted)

    def _ahead(self, request: Request, answer: Answer) -> int:
        """The last step that is completed already, where somebody went on by another way.

        Only on the case of the steps, never by help or a prompt, which are opened anywhere, and never
        past an act that was not done.
        """
        course = self._course
        if course is None or self._desk.case != self._names["case"] or answer.screen in OVERLAYS:
            return self._at
        found = self._at
        for at in range(self._at, len(course.step)):
            step = course.step[at]
            if step.done.screen not in OVERLAYS and self._completed(step, request, answer):
                found = at
            if step.done.performed:
                break
        return found

    def lines(self) -> tuple[GuideLine, ...]:
        """The step in hand for the guide; nothing where none is."""
        course = self._course
        if course is None:
            return ()
        step = course.step[self._at]
        paragraphs = " ".join(step.text.split()).format_map(self._names)
        return (
            GuideLine(text=f"{course.title}: step {self._place}", style="heading"),
            GuideLine(text=step.line.format_map(self._names), style="key"),
            GuideLine(text=paragraphs),
            GuideLine(text=f"{course.word} NEXT skips a step, {course.word} OFF leaves,", style="cite"),
            GuideLine(text=f"{course.word} AGAIN begins again.", style="cite"),
            GuideLine(text=""),
        )

    @property
    def _place(self) -> str:
        assert self._course is not None
        return f"{self._at + 1} of {len(self._course.step)}"

    @property
    def _told(self) -> str:
        """What shows the guide."""
        return "GUIDE" if self._words else "F2"

    def _with_step(self, answer: Answer, *, acted: bool) -> Answer:
        course = self._course
        assert course is not None
        said = f"{self._at + 1}/{len(course.step)} {self._line(course.step[self._at], answer)}"
        guide = (*self.lines(), *answer.guide)
        if self._returned and not answer.findings:
            self._returned = False
            said = (
                f"{course.word} goes on at step {self._place}: {self._told}. To leave it: {course.word} OFF."
            )
        if answer.findings and not answer.again:  # brought back from help or a prompt, it was read before
            return msgspec.structs.replace(answer, guide=guide)
        done = acted and answer.message  # what was made comes before what is next
        hint = f"{answer.message}  {self._told}: step {self._place}"
        message = said if not done else hint if len(hint) <= LINE else answer.message
        return msgspec.structs.replace(answer, message=message, guide=guide, findings=())

    def _line(self, step: GuidedStep, answer: Answer) -> str:
        """What is to be done, or how to come back to where it is done."""
        elsewhere = step.on and answer.screen != step.on and answer.screen not in OVERLAYS
        other = step.back and "{case}" in step.back and answer.case not in ("", self._names["case"])
        return (step.back if elsewhere or other else step.line).format_map(self._names)

    def _offer(self, answer: Answer) -> Answer:
        """Once a sign-on, on the worklist of a practice store: how a newcomer begins, or says no."""
        begins = answer.screen == self._desk.own.begun(self._desk.worker.role)[-1]
        works = is_shown(self._desk.worker.role, CASES)
        if self._offered or not begins or not works or answer.message or answer.findings:
            return answer
        self._offered = True
        reached = self._progress.of(FIRST)
        if reached.state or reached.offered >= OFFERS or self._desk.place.info().kind != "practice":
            return answer
        if FIRST not in self._courses or self._case(FIRST) is None:
            return answer
        self._progress.keep(FIRST, offered=reached.offered + 1)
        return msgspec.structs.replace(answer, message=NEWCOMER_BY_WORDS if self._words else NEWCOMER)

    def _completed(self, step: GuidedStep, request: Request, answer: Answer) -> bool:
        done = step.done
        if done.screen and answer.screen != done.screen:
            return False
        if done.case and self._desk.case != done.case.format_map(self._names):
            return False
        if done.refused and not any(f.severity is Severity.ERROR for f in answer.findings):
            return False
        if done.performed and self._desk.performed <= self._performed:
            return False
        if not done.field:
            return True
        value = answer.values.get(done.field) or request.values.get(done.field, "")
        return bool(value) and done.holds in ("", value)

    def _begin(self, at: int) -> None:
        assert self._course is not None
        self._at = at
        self._desk.lesson = self.lines()
        self._progress.keep(
            self._course.word, state="begun", at=at, store=self._store(), names=dict(self._names)
        )

    def _leave(self, word: str, state: str) -> None:
        self._course, self._desk.lesson = None, ()
        self._progress.keep(word, state=state)

    def _store(self) -> str:
        info = self._desk.place.info()
        return f"{info.name} {info.created} {info.place}"

    def _case(self, word: str) -> dict[str, str] | None:
        """A subject of the worker for the course: its number and the last name it is listed under."""
        desk, find = self._desk, self._courses[word].find
        found = desk.read(
            lambda session: reads.worklist(session, desk.worker.number, desk.on, limit=1, find=find)
        )
        return {"case": found[0].key, "last": found[0].name.partition(",")[0]} if found else None
