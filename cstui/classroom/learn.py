"""Learning alone: pick a lesson, work it at the desk, keep what was reached."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cstui.classroom.files import replace
from cstui.classroom.host import LessonHost
from cstui.classroom.lessons import Lesson, read_all, read_lesson
from cstui.classroom.progress import Reached, note_finish, read_progress
from cstui.classroom.protocol import Report
from cstui.classroom.record import draft, recorded
from cstui.classroom.seat import Seat, make_start
from cstui.desk.conversation import Aid, Answer, Request, Row, Status
from cstui.desk.drawing import load_drawing
from cstui.desk.programs.base import paged
from cstui.desk.programs.pages import marked, under_cursor
from cstui.policy.rulebook import load_rulebook
from cstui.store import reads
from cstui.store.given import given

if TYPE_CHECKING:
    from cstui.settings import Here

PICK = "LRNS"
Clock = Callable[[], datetime]


def open_seat(lesson: Lesson, folder: Path, clock: Clock, *, afresh: bool = False) -> Seat:
    """The learner's seat on a lesson below `folder`: as it was left, or made `afresh`.

    A lesson whose file has changed, or that was finished, begins again.
    """
    place = folder / lesson.id
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    start = place / f"start-{lesson.edition[:12]}.cstui"
    if not start.exists():
        for old in place.glob("start-*.cstui"):
            old.unlink()
        make_start(lesson, start)
        afresh = True
    seat = Seat(place, lesson, start, clock)
    if seat.state.finished or (afresh and seat.journal.moments):
        seat.reset()
    return seat


class LearnHost:
    """Answers the screens of a learner: the list of lessons, then the lesson that was picked."""

    def __init__(self, lessons: Sequence[Lesson], folder: Path, clock: Clock) -> None:
        self._lessons, self._folder, self._clock = lessons, folder, clock
        self._at: LessonHost | None = None
        self._offset = 0

    def start(self) -> Answer:
        """The list of lessons; where there is but one, its brief."""
        return self._begin(self._lessons[0]) if len(self._lessons) == 1 else self._list()

    def status(self) -> Status:
        return self._at.status() if self._at else Status()

    def words(self) -> Sequence[tuple[str, str]]:
        return self._at.words() if self._at else ()

    def noted(self, request: Request) -> None:
        """Keep what is typed now as a draft."""
        if self._at:
            self._at.noted(request)

    def progress(self) -> str:
        """How far long work has come."""
        return self._at.progress() if self._at else ""

    def cancel(self) -> None:
        """Ask long work to stop."""
        if self._at:
            self._at.cancel()

    def close(self) -> str:
        """Write the drafts that wait; what is to be said after the desk is gone."""
        return self._at.close() if self._at else ""

    def handle(self, request: Request) -> Answer:
        """The answer to one key."""
        if self._at is not None:
            answer = self._at.handle(request)
            if answer.ends and len(self._lessons) > 1:
                self._at.seat.close()
                self._at = None
                return self._list()
            return answer
        return self._pick(request)

    def _begin(self, lesson: Lesson, *, afresh: bool = False) -> Answer:
        seat = open_seat(lesson, self._folder, self._clock, afresh=afresh)
        self._at = LessonHost(seat, told=self._told)
        return self._at.start()

    def _told(self, report: Report) -> None:
        if report.finished and report.last is not None and report.last.kind == "finish" and self._at:
            reached = Reached(tried=1, best=report.points, passed=report.passed, last=report.at)
            note_finish(self._folder, self._at.lesson.id, reached)

    def _pick(self, request: Request) -> Answer:
        if request.aid in {Aid.PF3, Aid.PF12} or request.command.upper() in {"EXIT", "END", "SIGNOFF"}:
            return Answer(screen=PICK, ends=True)
        if request.aid in {Aid.PF7, Aid.PF8}:
            step = load_drawing(PICK).lists[0].height + request.extra_rows
            after = self._offset + (step if request.aid is Aid.PF8 else -step)
            self._offset = after if 0 <= after < len(self._lessons) else self._offset
            return self._list(request)
        by_number = {str(lesson.number): lesson for lesson in self._lessons}
        for index, row, letter in marked(request):
            if letter in {"S", "R"}:
                return self._begin(by_number[row.key], afresh=letter == "R")
            choices = "S opens the lesson, R from its start"
            finding = load_rulebook().finding("CS-130", f"action.{index}", value=letter, choices=choices)
            return Answer(screen=PICK, findings=(finding,), keep_typed=True)
        if request.command.strip() in by_number:
            return self._begin(by_number[request.command.strip()])
        under = under_cursor(request)
        return self._begin(by_number[under.key]) if under and under.key else self._list(request)

    def _list(self, request: Request | None = None) -> Answer:
        progress = read_progress(self._folder)
        rows = []
        for lesson in self._lessons:
            reached = progress.get(lesson.id)
            rows.append(
                Row(
                    key=str(lesson.number),
                    values={
                        "action": "",
                        "number": f"{lesson.number:>2}",
                        "title": lesson.title,
                        "minutes": f"{lesson.minutes:>7}",
                        "tried": f"{reached.tried:>5}" if reached else "",
                        "best": f"{reached.best:>4}" if reached else "",
                        "passed": "PASSED" if reached and reached.passed else "",
                    },
                )
            )
        shown = load_drawing(PICK).lists[0].height + (request.extra_rows if request else 0)
        page, above, below = paged(rows, offset=self._offset, shown=shown)
        return Answer(screen=PICK, rows=page, more_above=above, more_below=below)


def run_learn(lesson: Lesson | None, folder: Path, clock: Clock, now: Here, *, linear: bool = False) -> int:
    """Teach one lesson, or the one that the learner picks; the exit status."""
    host = LearnHost([lesson] if lesson else read_all(), folder, clock)
    if linear:
        from cstui.desk.linear.desk import LinearDesk
        from cstui.desk.linear.run import Manner, converse

        return converse(LinearDesk(host, walks=sys.stdin.isatty()), sys.stdin, sys.stdout, Manner())
    from cstui.desk.app import DeskApp

    app = DeskApp(host, colours=now.settings.theme, logger=logging.getLogger("cstui.desk"))
    app.run()
    return app.return_code or 0


def run_record(source: Path, out: Path, folder: Path, clock: Clock, now: Here) -> int:
    """Work a lesson, or a scenario's cases, and write what was keyed as a lesson's file; the exit status."""
    from cstui.desk.app import DeskApp

    text = draft(source)
    lesson = read_lesson(source, text)
    with TemporaryDirectory(prefix="cstui-record-", dir=_made(folder)) as name:
        start = Path(name) / "start.cstui"
        make_start(lesson, start)
        seat = Seat(Path(name) / "seat", lesson, start, clock)
        host = LessonHost(seat, mode="sandbox")
        app = DeskApp(host, colours=now.settings.theme, logger=logging.getLogger("cstui.desk"))
        app.run()
        write_recorded(seat, text, out)
        seat.close()
    return app.return_code or 0


def write_recorded(seat: Seat, text: str, out: Path) -> None:
    """Write the lesson that was worked at a seat; what was there stays until the new file is whole."""
    with seat.place.store.read() as session:
        done = reads.acts_done(session, seat.lesson.worker, but=given(session))
    acts = sorted(act for act in done if " " in act)
    replace(out, recorded(text, seat.journal.since_reset(), acts, out.stem).encode())


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
