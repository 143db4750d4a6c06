"""Score sheets on paper: one for a class, one for each seat, on letter paper.

Set in DejaVu Sans Condensed; what it has no sign for is written in Latin letters and marked, and the
page says so. Times are those of this machine. fpdf2 is imported when the first sheet is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from cstui.cells import clean
from cstui.classroom.results.achieved import ClassResult, GoalResult, SeatResult
from cstui.classroom.results.reached import refused_most
from cstui.content import root
from cstui.glyphs import CONDENSED, NOTE, Spelling, bold_of

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = "DejaVu"
TITLE, BODY, SMALL = 15, 9.5, 8
ROW = 5.2
"""Millimeters of a line of a table."""
SHADE = (232, 232, 232)
OWN = "Score sheet"
"""What stands over the sheet of a seat without a name, and without a class."""


def class_sheets(found: ClassResult) -> bytes:
    """The sheet of the class, then one for each seat."""
    sheets = _Sheets(found)
    sheets.of_class()
    for seat in found.seats:
        sheets.of_seat(seat)
    return sheets.bytes()


def seat_sheets(found: ClassResult) -> bytes:
    """A sheet for each of the seats alone; who learns alone is the only seat there is, without a name."""
    sheets = _Sheets(found)
    for seat in found.seats:
        sheets.of_seat(seat)
    return sheets.bytes()


class _Sheets:
    """Writes the sheets one after the other."""

    def __init__(self, found: ClassResult) -> None:
        self.found = found
        self.spelled = Spelling(CONDENSED)
        self.paper = self._paper()

    def bytes(self) -> bytes:
        return bytes(self.paper.output())

    def _paper(self) -> FPDF:
        from fpdf import FPDF

        class Paper(FPDF):
            """Foot of every page."""

            foot = ""

            def footer(self) -> None:
                self.set_y(-12)
                self.set_font(FONT, size=SMALL)
                self.cell(w=0, text=self.foot)
                self.set_x(self.l_margin)
                self.cell(w=0, text=f"Page {self.page_no()} of {{nb}}", align="R")

        paper = Paper(orientation="portrait", unit="mm", format="letter")
        made = max((seat.last for seat in self.found.seats if seat.last), default=self.found.made)
        paper.set_creation_date(made)
        paper.set_title(self._text(f"{self.found.title or OWN}: {self.found.lesson_title}"))
        paper.set_lang("en-US")
        paper.add_font(FONT, fname=root() / CONDENSED)
        paper.add_font(FONT, style="B", fname=root() / bold_of(CONDENSED))
        paper.set_margins(16, 14)
        paper.set_auto_page_break(auto=True, margin=18)
        return paper

    def _text(self, text: str) -> str:
        return "\n".join(self.spelled(clean(line)) for line in text.split("\n"))

    def _begin(self, heading: str, under: str) -> None:
        self.spelled = Spelling(CONDENSED)
        self.paper.add_page()
        self.paper.foot = ""  # type: ignore[attr-defined]  # the last page's foot is written by now
        self._line(heading, TITLE, 8)
        self._line(under, BODY, 6)
        self.paper.ln(2)

    def _end(self) -> None:
        """Say at the foot where letters were changed, and what the paper is."""
        said = "All cases of a lesson are invented."
        self.paper.foot = NOTE if self.spelled.changed else said  # type: ignore[attr-defined]

    def _line(self, text: str, size: float = BODY, height: float = ROW) -> None:
        self.paper.set_font(FONT, style="B" if size > BODY else "", size=size)
        self.paper.multi_cell(w=0, h=height, text=self._text(text), align="L", new_x="LMARGIN", new_y="NEXT")

    def _heading(self, text: str) -> None:
        self.paper.ln(3)
        if self.paper.will_page_break(4 * ROW):
            self.paper.add_page()
        self._line(text, 11, 6.5)

    def _table(self, heads: Sequence[tuple[str, float, str]], rows: Iterable[Sequence[object]]) -> None:
        """A table: each column with its head, its share of the width, and L or R."""
        from fpdf.fonts import FontFace

        self.paper.set_font(FONT, size=BODY)
        with self.paper.table(
            col_widths=tuple(width for _, width, _ in heads),
            text_align=tuple("RIGHT" if side == "R" else "LEFT" for _, _, side in heads),
            borders_layout="HORIZONTAL_LINES",
            line_height=ROW,
            v_align="TOP",
            headings_style=FontFace(emphasis="BOLD", fill_color=SHADE),
        ) as table:
            table.row([head for head, _, _ in heads])
            for row in rows:
                table.row([self._text(_said(value)) for value in row])

    def of_class(self) -> None:
        """The class: every seat in a line, every goal, what was refused most."""
        found = self.found
        self._begin(found.title, f"Lesson {found.number}: {found.lesson_title}")
        judged = "" if found.mode == "sandbox" else f"{found.passed} of {len(found.seats)} seats passed; "
        self._line(
            f"{judged}{found.pass_mark} points are needed. Seats not used: {found.unused}."
            + (" The lesson's file was changed after the class began." if found.changed else "")
        )
        self.paper.ln(2)
        self._table(
            (
                ("SEAT", 11, "L"), ("NAME", 48, "L"), ("GOALS", 13, "R"), ("POINTS", 14, "R"),
                ("PASSED", 15, "L"), ("MINUTES", 16, "R"), ("HINTS", 12, "R"), ("REFUSED", 17, "R"),
                ("KEYS", 12, "R"),
            ),
            (
                (seat.seat, seat.name, f"{seat.met}/{len(seat.goals)}", seat.points, seat.passed,
                 f"{seat.minutes:.0f}", seat.hints, sum(seat.refused.values()), seat.keys)
                for seat in found.seats
            ),
        )  # fmt: skip
        self._faults(found.seats)
        if goals := found.over_seats():
            self._heading("Goals")
            self._table(
                (("GOAL", 86, "L"), ("MET BY", 18, "R"), ("MINUTES, MEDIAN", 30, "R"), ("HINTS", 14, "R")),
                [(one.title, f"{one.met}/{one.seats}", _decimal(one.minutes), one.hints) for one in goals],
            )
        self._refused(found)
        self._end()

    def of_seat(self, seat: SeatResult) -> None:
        """One seat: its points, every goal with what is missing and why it matters, its refusals."""
        found = self.found
        variant = f", variant {seat.variant}" if seat.variant else ""
        where = f"{found.title}, seat {seat.seat}   " if seat.seat else ""
        self._begin(
            seat.name or (f"Seat {seat.seat}" if seat.seat else OWN),
            f"Lesson {found.number}{variant}: {found.lesson_title}   {where}"
            f"{_when(seat.began)} to {_when(seat.last)}",
        )
        if found.mode == "sandbox":
            self._line("A sandbox is not judged.", 11, 7)
        else:
            verdict = "passed" if seat.passed else "not passed"
            open_ = "" if seat.finished else " (not finished)"
            self._line(f"{seat.points} of 100 points, {found.pass_mark} are needed: {verdict}{open_}", 12, 8)
        self._line(
            f"Minutes of work: {seat.minutes:.0f}.  Keystrokes: {seat.keys}.  Hints: {seat.hints}.  "
            f"Checks: {seat.checks}.  Resets: {seat.resets}.  Finished: {seat.attempts}."
        )
        self._faults([seat])
        if seat.goals:
            self._heading("Goals")
            self._table(
                (("MET", 9, "L"), ("GOAL", 98, "L"), ("AT", 13, "L"), ("MIN", 12, "R"), ("HINTS", 26, "L")),
                ((goal.met, _with_why(goal), _time(goal.first), goal.minutes, ", ".join(goal.hints))
                 for goal in seat.goals),
            )  # fmt: skip
        for one in seat.forbidden:
            self._line(f"{one.title}: {one.cost} points are lost, and with it nobody passes.")
        self._refused(msgspec.structs.replace(found, seats=(seat,)))
        self._end()

    def _faults(self, seats: Sequence[SeatResult]) -> None:
        for seat in seats:
            if seat.fault:
                self._line(f"Seat {seat.seat} could not be read: {seat.fault}")

    def _refused(self, found: ClassResult) -> None:
        rules = refused_most([found])
        if not rules:
            return
        self._heading("Refused")
        several = len(found.seats) > 1
        seats = (("SEATS", 13, "R"),) if several else ()
        self._table(
            (("RULE", 27, "L"), ("TIMES", 13, "R"), *seats, ("WHAT IT ASKS", 100, "L")),
            ((one.rule, one.times, *((one.seats,) if several else ()), one.title) for one in rules),
        )  # fmt: skip


def _decimal(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _with_why(goal: GoalResult) -> str:
    if goal.met:
        return goal.title
    return f"{goal.title}\nNot yet: {goal.missing}. {' '.join(goal.why.split())} See {goal.cite}."


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _when(moment: datetime | None) -> str:
    return f"{moment.astimezone():%m/%d/%Y %H:%M}" if moment else "never"


def _time(moment: datetime | None) -> str:
    return f"{moment.astimezone():%H:%M}" if moment else ""
