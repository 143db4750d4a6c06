"""Learning alone: pick a lesson, work it at the desk, keep what was reached."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from errno import EACCES
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import msgspec

from cstui import files
from cstui.classroom.alone.own_seat import begun, keep_result, open_seat
from cstui.classroom.alone.progress import (
    FILE,
    LessonReached,
    aside_of,
    key_of,
    note_finish,
    of_lesson,
    read_progress,
)
from cstui.classroom.authoring.record import draft, recorded
from cstui.classroom.errors import ClassError, writing
from cstui.classroom.files import replace
from cstui.classroom.lesson.read import Lesson, read_all, read_lesson
from cstui.classroom.seats.host import LessonHost
from cstui.classroom.seats.protocol import Bounds, SeatReport
from cstui.classroom.seats.seat import Seat, make_start
from cstui.desk.conversation import Aid, Answer, Request, Row, Status
from cstui.desk.drawing import load_drawing
from cstui.desk.preferences import worn
from cstui.desk.programs.pages import cut, marked, under_cursor
from cstui.desk.programs.texts import Text, help_text, text_page, turned_text
from cstui.errors import WordedError
from cstui.policy.findings import Finding, Severity
from cstui.policy.rulebook import load_rulebook

if TYPE_CHECKING:
    from cstui.settings import Here

PICK, HELP = "LRNS", "HELP"
LEAVES = frozenset({"EXIT", "END", "SIGNOFF", "CANCEL"})
TURNS = {Aid.PF7: "UP", Aid.PF8: "DOWN"}
Clock = Callable[[], datetime]
HOW_LINEAR = "The number of a row opens its lesson; 3 R, then Enter, begins that of row 3 from its start."
"""What the drawing says of the letters, in the words of the line-by-line desk."""
WORDS_HERE = "Type the number of a lesson of the list, HELP, or EXIT."


class LearnHost:
    """Answers the screens of a learner: the list of lessons, then the lesson that was picked."""

    def __init__(
        self, lessons: Sequence[Lesson], folder: Path, clock: Clock, now: Here | None = None
    ) -> None:
        """`now` are the settings that the list wears; a lesson's desk reads them itself."""
        self._lessons, self._folder, self._clock, self._now = lessons, folder, clock, now
        self._at: LessonHost | None = None
        self._said: tuple[Finding, ...] = ()
        self._findings: tuple[Finding, ...] = ()
        """What the list says now, for HELP."""
        self._offset = 0

    def sit(self, lesson: Lesson, *, afresh: bool = False) -> None:
        """Sit down at a lesson. ClassError or StoreError where its folder does not take it."""
        opened = open_seat(lesson, self._folder, self._clock, afresh=afresh)
        self._at = LessonHost(opened.seat, told=self._told)
        self._said = ()
        if opened.aside:
            self._said = (_warned("CS-632", folder=opened.seat.folder / opened.aside),)

    def start(self) -> Answer:
        """The list of lessons; where there is but one, its brief."""
        if len(self._lessons) == 1 and self._at is None:
            self.sit(self._lessons[0])
        return self._list() if self._at is None else self._begun(self._at)

    def _begun(self, host: LessonHost) -> Answer:
        answer = host.start()
        said, self._said = self._said, ()
        return msgspec.structs.replace(answer, findings=said) if said else answer

    def status(self) -> Status:
        if self._at:
            return self._at.status()
        return worn(self._now, Status()) if self._now else Status()

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
        if self._at is None:
            return ""
        said = self._at.close()
        self._at.seat.close()
        return said

    def handle(self, request: Request) -> Answer:
        """The answer to one key."""
        if self._at is not None:
            answer = self._at.handle(request)
            if answer.ends and len(self._lessons) > 1:
                self.close()
                self._at = None
                return self._list(request)
            return answer
        return self._pick(request)

    def _begin(self, lesson: Lesson, *, afresh: bool = False) -> Answer:
        """The lesson's first page; where its folder does not take it, the list says why."""
        try:
            self.sit(lesson, afresh=afresh)
        except WordedError as fault:
            self._findings = (_said_of(fault, Severity.ERROR),)
            return Answer(screen=PICK, findings=self._findings, keep_typed=True)
        assert self._at is not None
        return self._begun(self._at)

    def _told(self, report: SeatReport) -> None:
        if report.finished and report.last is not None and report.last.kind == "finish" and self._at:
            lesson = self._at.lesson
            keep_result(lesson, self._folder, report.at)
            reached = LessonReached(tried=1, best=report.points, passed=report.passed, last=report.at)
            note_finish(self._folder, key_of(lesson.id, lesson.variant), reached)

    def _pick(self, request: Request) -> Answer:
        if request.screen == HELP:
            return self._help(request)
        word = request.command.strip().upper() if request.aid is Aid.ENTER else ""
        if request.aid in {Aid.PF3, Aid.PF12} or word in LEAVES:
            return Answer(screen=PICK, ends=True)
        if request.aid is Aid.PF1 or word == "HELP":
            return self._help(request)
        turn = TURNS.get(request.aid) or (word if word in TURNS.values() else "")
        if turn:
            step = load_drawing(PICK).lists[0].height + request.extra_rows
            after = self._offset + (step if turn == "DOWN" else -step)
            self._offset = after if 0 <= after < len(self._lessons) else self._offset
        if turn or request.aid is not Aid.ENTER:
            return self._list(request)
        by_number = self._by_number()
        if first := next(iter(marked(request)), None):
            index, row, letter = first
            if letter in {"S", "R"}:
                return self._begin(by_number[row.key], afresh=letter == "R")
            choices = "S or R; a number goes after ===>"
            return self._refused("CS-130", f"action.{index}", value=letter, choices=choices)
        if word:
            if lesson := by_number.get(word.lstrip("0").lower()):
                return self._begin(lesson)
            return self._refused("CS-113", "command", WORDS_HERE, value=word, meant="")
        under = under_cursor(request)
        return self._begin(by_number[under.key]) if under and under.key else self._list(request)

    def _by_number(self) -> dict[str, Lesson]:
        """The lessons by what opens each: its number, with its agency (`practice_state/1`) if needed."""
        found: dict[str, Lesson] = {}
        for lesson in self._lessons:
            number = str(lesson.number)
            found[f"{lesson.agency}/{number}" if number in found else number] = lesson
        return found

    def _refused(self, rule: str, field: str, remedy: str = "", **values: object) -> Answer:
        finding = load_rulebook().finding(rule, field, **values)
        finding = msgspec.structs.replace(finding, remedy=remedy or finding.remedy)
        self._findings = (finding,)
        return Answer(screen=PICK, findings=self._findings, keep_typed=True)

    def _help(self, request: Request) -> Answer:
        """Help on the list, and on what was refused; any key but F7 and F8 leaves it."""
        shown = load_drawing(HELP).lists[0].height + request.extra_rows
        if request.screen != HELP:
            text = help_text(request, self._findings, load_rulebook())
            return text_page(HELP, text, shown) if text else self._list(request)
        if request.aid in TURNS and isinstance(request.state, Text):
            return text_page(HELP, turned_text(request.state, TURNS[request.aid], shown), shown)
        return self._list(request)

    def _list(self, request: Request | None = None) -> Answer:
        progress = read_progress(self._folder)
        rows = []
        for key, lesson in self._by_number().items():
            reached = of_lesson(progress.reached, lesson.id)
            state = "BEGUN" if begun(lesson, self._folder) else ""
            rows.append(
                Row(
                    key=key,
                    values={
                        "action": "",
                        "number": f"{lesson.number:>2}",
                        "title": f"{lesson.title} ({key})" if "/" in key else lesson.title,
                        "minutes": f"{lesson.minutes:>3}",
                        "tried": f"{reached.tried:>5}" if reached else "",
                        "best": f"{reached.best:>4}" if reached else "",
                        "passed": "PASSED" if reached and reached.passed else state,
                    },
                )
            )
        shown = load_drawing(PICK).lists[0].height + (request.extra_rows if request else 0)
        page, above, below = cut(rows, self._offset, shown)
        self._findings = ()
        if progress.fault:
            self._findings = (_warned("CS-631", file=FILE, aside=aside_of(self._folder)),)
        comes = request is None or request.screen != PICK
        said = HOW_LINEAR if comes and self._now is not None and self._now.settings.linear else ""
        return Answer(
            screen=PICK,
            message=said,
            rows=page,
            findings=self._findings,
            more_above=above,
            more_below=below,
        )


def _warned(rule: str, **values: object) -> Finding:
    return _said_of(ClassError(rule, **values), Severity.WARNING)


def _said_of(fault: WordedError, severity: Severity) -> Finding:
    return Finding(
        rule=fault.rule,
        severity=severity,
        message=f"{fault.message}.",
        remedy=fault.remedy,
        cite="lessons",
    )


def run_learn(
    lesson: Lesson | None, folder: Path, clock: Clock, now: Here, agencies: Iterable[str] = ()
) -> int:
    """Teach one lesson, or the one that the learner picks among those of `agencies` (all); the exit status.

    ClassError or StoreError where the folder does not take it, before a screen is shown.
    """
    host = LearnHost([lesson] if lesson else read_all(agencies), made(folder), clock, now)
    if lesson:
        host.sit(lesson)
    if now.settings.linear:
        from cstui.desk.linear.desk import LinearDesk
        from cstui.desk.linear.run import run_linear

        return run_linear(LinearDesk(host, walks=sys.stdin.isatty()))
    from cstui.desk.app import DeskApp

    _at_terminal()
    app = DeskApp(host, colors=now.settings.theme, logger=logging.getLogger("cstui.desk"))
    said = ""
    try:
        app.run()
    finally:
        said = host.close()
    if said:
        sys.stdout.write(f"{said}\n")
    return app.return_code or 0


def run_record(source: Path, out: Path, folder: Path, clock: Clock, now: Here) -> int:
    """Work a lesson, or a scenario's cases, and write what was keyed as a lesson's file; the exit status.

    ClassError CS-633 without a terminal, CS-613 where nothing can be written.
    """
    from cstui.desk.app import DeskApp

    _at_terminal()
    text = draft(source)
    lesson = read_lesson(source, text)
    with TemporaryDirectory(prefix="cstui-record-", dir=made(folder)) as name:
        start = Path(name) / "start.cstui"
        make_start(lesson, start)
        seat = Seat(Path(name) / "seat", lesson, start, clock)
        host = LessonHost(seat, bounds=Bounds(mode="sandbox"))
        app = DeskApp(host, colors=now.settings.theme, logger=logging.getLogger("cstui.desk"))
        try:
            app.run()
        finally:  # what was keyed is written, whatever ended the desk
            write_recorded(seat, text, out)
            seat.close()
    sys.stdout.write(f"Written to {out}. Fill in what says TO WRITE, then: cstui learn --check {out}\n")
    return app.return_code or 0


def _at_terminal() -> None:
    """ClassError CS-633 where keys or screens would go elsewhere: the desk would wait for ever."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ClassError("CS-633")


def write_recorded(seat: Seat, text: str, out: Path) -> None:
    """Write the lesson that was worked at a seat; what was there stays until the new file is whole."""
    acts = sorted(act for act in seat.acts() if " " in act)
    replace(out, recorded(text, seat.journal.since_reset(), acts, out.stem).encode())


def made(folder: Path) -> Path:
    """The folder of the learner, made if it was not there. ClassError CS-613 where it cannot be written."""
    with writing(folder):
        files.folder(folder)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
    return folder
