"""What a lesson's desk stands on: its seat and session, its marks and reports, pages over a screen."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from cstui.agency import find
from cstui.classroom.lesson.marking import Marks
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.seats import pages
from cstui.classroom.seats.journal import SeatMoment
from cstui.classroom.seats.protocol import USUAL, Bounds, Control, Mode, SeatReport
from cstui.classroom.seats.seat import Seat
from cstui.classroom.seats.words import WORDS
from cstui.desk.conversation import Aid, Answer, Request, Status
from cstui.desk.drawing import load_drawing
from cstui.desk.programs.texts import Text, text_page
from cstui.desk.session import DeskSession
from cstui.settings import seat_settings

PAGE = "LESN"
DRAFTS = "drafts"
FROZEN_SAID = "This seat is frozen: it takes no key until the trainer thaws it."
UNJUDGED = Marks(goals=(), forbidden=(), points=0, pass_mark=0)
FROZEN = "X FROZEN"
"""What the bottom line of a frozen seat says; its keyboard takes nothing."""


class LessonDesk:
    """A session at a seat, with what the lesson keeps beside it; LessonHost answers its keys."""

    def __init__(
        self,
        seat: Seat,
        *,
        bounds: Bounds = USUAL,
        in_class: bool = False,
        frozen: bool = False,
        hand: bool = False,
        ends: datetime | None = None,
        exam: datetime | None = None,
        told: Callable[[SeatReport], None] | None = None,
    ) -> None:
        self.seat, self.in_class, self._told = seat, in_class, told
        self.bounds, self.ends, self.exam = bounds, ends, exam
        seat.mode = bounds.mode
        self.lesson: Lesson = seat.lesson
        self.session = self._session()
        self._last = self.session.start()
        self._under: Answer | None = None
        """The screen below a page of the lesson, with what was typed on it."""
        self._typed: Request | None = None
        """What was handed over as a page came over the screen: what was typed there is typed still."""
        self._controls: deque[Control] = deque()
        self._frozen: Text | None = self._waits() if frozen else None
        self._hand = hand
        self._note = ""
        self._met: set[str] = set()
        self._noted_goals = {one.about for one in seat.journal.since_reset() if one.kind == "goal"}
        self._ending = False
        self._asked, self._sure = "", False
        """The word that asked whether it is meant, and waits for Enter; whether that was given."""
        self._watching = False
        """Whether the page in hand is the screen of another seat, live."""
        self._reported: SeatReport | None = None
        self._keyed = next((one.at for one in reversed(seat.journal.moments) if one.kind == "key"), None)

    @property
    def mode(self) -> Mode:
        """Whether this is a lesson, an exam or a sandbox."""
        return self.bounds.mode

    def _session(self) -> DeskSession:
        own = seat_settings(self.seat.folder) if self.in_class else None
        drafts = self.seat.folder / DRAFTS
        whose = [find(self.seat.lesson.agency)]
        return DeskSession(lambda: self.seat.place, agencies=whose, settings=own, drafts=drafts, guided=False)

    def hears(self, told: Callable[[SeatReport], None]) -> None:
        """Tell who hears the reports from now on."""
        self._told = told

    def status(self) -> Status:
        """What the bottom line shows: where time is bounded the minutes left, in place of the store."""
        status = self.session.status()
        if self.ends is not None and self.seat.state.finished is None:
            left = -(-(self.ends - self.seat.clock()) // timedelta(minutes=1))
            status = msgspec.structs.replace(status, store=f"{left} MIN LEFT" if left > 0 else "TIME IS UP")
        return msgspec.structs.replace(status, locked=FROZEN if self._frozen is not None else "")

    def words(self) -> Sequence[tuple[str, str]]:
        """The lesson's words before the desk's own; nobody sees the hand of who learns alone."""
        own = [(one.word, one.help) for one in WORDS if self.in_class or one.word != "HAND"]
        return [*own, *self.session.words()]

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

    def _report_fault(self, text: str) -> None:
        """Tell the trainer of a fault, with the figures as they were: the store may not answer now."""
        if self._told is not None and self._reported is not None:
            self._told(msgspec.structs.replace(self._reported, at=self.seat.clock(), last=None, note=text))

    def _cover(self, request: Request) -> None:
        """Keep the screen in hand, with what is typed on it, while a page is over it."""
        if request.screen != PAGE:
            self._under, self._typed = kept(self._last, request), request

    def _as_typed(self, request: Request) -> Request:
        """The request, with what had been typed before a page came over the screen still marked so."""
        if request.screen == PAGE:
            return request
        typed, self._typed = self._typed, None
        if typed is None or typed.screen != request.screen:
            return request
        rows = {*request.modified_rows, *(at for at in typed.modified_rows if at < len(request.rows))}
        return msgspec.structs.replace(
            request, modified=request.modified | typed.modified, modified_rows=tuple(sorted(rows))
        )

    def _over(self, request: Request, text: Text) -> Answer:
        """A page over the screen in hand."""
        self._cover(request)
        self._watching = False
        return self._page(text, self._rows(request))

    def _waits(self, text: str = "") -> Text:
        return self._text("THE CLASS WAITS", [text or "The trainer explains.", "", FROZEN_SAID])

    def _marks(self) -> Marks:
        """The marks as they are now; a goal met for the first time since the start is noted."""
        if self.mode == "sandbox":
            return UNJUDGED
        marks = self._passing(self.seat.marks())
        for goal in marks.goals:
            if goal.happened and goal.id not in self._noted_goals:
                self._noted_goals.add(goal.id)
                self.seat.note(kind="goal", about=goal.id, met=marks.met)
        return marks

    def _passing(self, marks: Marks) -> Marks:
        """The marks with the pass mark of this class; none in a sandbox."""
        if self.mode == "sandbox":
            return UNJUDGED
        return msgspec.structs.replace(marks, pass_mark=self.bounds.pass_mark or marks.pass_mark)

    def _tell(self, marks: Marks, moment: SeatMoment | None = None, *, finished: bool = False) -> None:
        if self._told is None:
            return
        seat = self.seat
        moments = seat.journal.since_reset()
        shown = next((one for one in reversed(moments) if one.kind == "key"), None)
        note, self._note = self._note, ""
        self._reported = SeatReport(
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
            attempt=seat.state.attempt,
            note=note,
            keyed=self._keyed,
        )
        self._told(self._reported)

    def _attempts_left(self) -> bool:
        state, most = self.seat.state, self.bounds.most_attempts
        return not state.closed and (not most or state.attempt < most)

    def _refreshed(self, request: Request) -> Answer:
        """The screen below as the store has it now."""
        under = self._under or self._last
        if not self.session.status().worker:
            return under
        asked = pressed(under, Aid.PF5, extra_rows=request.extra_rows, list_rows=request.list_rows)
        self._last = msgspec.structs.replace(self.session.handle(asked), message="")
        return self._last

    def _rows(self, request: Request) -> int:
        return load_drawing(PAGE).lists[0].height + request.extra_rows

    def _page(self, text: Text, rows: int) -> Answer:
        return text_page(PAGE, text, max(rows, load_drawing(PAGE).lists[0].height))

    def _text(self, heading: str, lines: Sequence[str]) -> Text:
        return pages.page(self.lesson, heading, lines)

    def _brief(self, tells: Sequence[str] = (), first: str = "") -> Text:
        today, in_class = self.seat.today, self.in_class
        return pages.brief(self.lesson, today, self.bounds, tells, in_class=in_class, first=first)

    def _sheet(self, marks: Marks, why: str = "") -> Text:
        again = self.mode == "exam" and self._attempts_left()
        alone = not self.in_class
        return pages.sheet(self.lesson, marks, self.seat.state, why, again=again, alone=alone)


def first(text: Text) -> Answer:
    """A page before the terminal's size is known: all its lines, of which as many are shown as fit."""
    return text_page(PAGE, text, len(text.lines))


def pressed(answer: Answer, aid: Aid, **more: Any) -> Request:
    """A key on a screen as its answer left it; `more` is what else the request says."""
    return Request(
        screen=answer.screen,
        agency=answer.agency,
        aid=aid,
        values=answer.values,
        rows=answer.rows,
        state=answer.state,
        seen=answer.seen,
        **more,
    )


def same(request: Request) -> Answer:
    """The screen as it stands, with what was typed."""
    return Answer(
        screen=request.screen,
        agency=request.agency,
        keep_typed=True,
        state=request.state,
        seen=request.seen,
    )


def kept(answer: Answer, request: Request) -> Answer:
    """A screen with what had been typed on it, to come back to; the command line is empty by then."""
    return msgspec.structs.replace(
        answer,
        findings=tuple(one for one in answer.findings if one.field != "command"),
        values={**answer.values, **request.values, "command": ""},
        rows=request.rows or answer.rows,
        cursor=request.cursor,
        message="",
        keep_typed=False,
    )
