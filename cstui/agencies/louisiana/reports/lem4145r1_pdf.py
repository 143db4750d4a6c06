"""LEM4145R1 as PDF: letter paper, landscape, the head and the column heads on every page.

Set in DejaVu Sans Condensed (data/desk/fonts), which has the letters of every Latin alphabet; a character
that it does not have is written in Latin letters and marked, and the last page says so. fpdf2 is
imported when the first PDF is made.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from cstui.agencies.louisiana.reports.lem4145r1 import CITE, HEADINGS, NAME, TITLE, Report, ReportedCase
from cstui.agencies.louisiana.reports.lem4145r1_text import reviewed
from cstui.cells import clean
from cstui.content import root
from cstui.glyphs import CONDENSED, NOTE, Spelling, bold_of

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = "DejaVu"
SIZE, SMALL = 8.5, 7.5
"""Points of the table's letters, and of heads and feet."""
ROW = 4.6
"""Millimeters from one line of the table to the next."""
COLUMNS: tuple[tuple[str, float], ...] = (
    ("CASE", 17),
    ("CUSTODIAL PARENT", 43),
    ("OF", 7),
    ("WORKER", 15),
    ("GR", 7),
    ("DT", 19),
    ("REPORTED", 19),
    ("DAYS", 11),
    ("IV-A", 43),
    ("WHY (RULE)", 59),
    ("UNTIL", 19),
)
"""The columns with their widths in millimeters; together the width of the page less its margins."""


def pdf(report: Report) -> bytes:
    """The report as a PDF file; the same report gives the same bytes."""
    spelled = Spelling(CONDENSED)
    paper = _paper(report)
    paper.add_page()
    doing = ""
    for line in report.lines:
        cells = [
            _wrapped(paper, spelled(text), width)
            for text, (_, width) in zip(_cells(line), COLUMNS, strict=True)
        ]
        rows = max(map(len, cells))
        heading = line.doing != doing
        if paper.will_page_break(ROW * (rows + (2 if heading else 0))):
            paper.add_page()
            heading = True
        if heading:
            again = " (continued)" if line.doing == doing else ""
            _heading(paper, HEADINGS[line.doing] + again)
        doing = line.doing
        _row(paper, cells, rows)
    if not report.lines:
        paper.cell(text="No case shows non-cooperation.", new_x="LMARGIN", new_y="NEXT")
    if spelled.changed:
        paper.ln(1.5)
        paper.set_font(FONT, size=SMALL)
        paper.cell(text=NOTE)
    return bytes(paper.output())


def _paper(report: Report) -> FPDF:
    from fpdf import FPDF
    from fpdf.enums import XPos, YPos

    counts = ", ".join(f"{count} {doing}" for doing, count in report.counts.items() if count)

    class Paper(FPDF):
        """Head, column heads and foot of every page."""

        def header(self) -> None:
            self.set_font(FONT, style="B", size=11)
            self.cell(text=f"{NAME}  {TITLE}  ({CITE})")
            self.set_font(FONT, size=SMALL)
            self.cell(w=0, text=f"As of {report.on:%m/%d/%Y}", align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            cases = f"{report.scope}: {len(report.lines)} cases" + (f" ({counts})" if counts else "")
            self.cell(w=0, h=ROW, text=cases, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.ln(1.5)
            self.set_font(FONT, style="B", size=SMALL)
            for name, width in COLUMNS:
                self.cell(w=width, h=ROW, text=name, align="R" if name == "DAYS" else "L")
            self.ln()
            self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
            self.ln(0.8)
            self.set_font(FONT, size=SIZE)

        def footer(self) -> None:
            self.set_y(-10)
            self.set_font(FONT, size=SMALL)
            self.cell(w=0, text=f"Page {self.page_no()} of {{nb}}", align="R")

    paper = Paper(orientation="landscape", unit="mm", format="letter")
    paper.set_creation_date(datetime.combine(report.on, time(12), UTC))
    paper.set_title(f"{NAME} {report.scope} {report.on:%Y-%m-%d}")
    paper.set_lang("en-US")
    paper.add_font(FONT, fname=root() / CONDENSED)
    paper.add_font(FONT, style="B", fname=root() / bold_of(CONDENSED))
    paper.set_margins(10, 10)
    paper.set_auto_page_break(auto=True, margin=14)
    paper.c_margin = 0.9
    return paper


def _cells(line: ReportedCase) -> tuple[str, ...]:
    return (
        line.case,
        line.cp,
        line.office,
        line.worker,
        line.ground,
        _day(line.failed_on),
        _day(line.reported_on),
        str(line.days),
        line.iva,
        f"{line.why} ({line.cite}); {reviewed(line)}",
        _day(line.until),
    )


def _day(day: date | None) -> str:
    return f"{day:%m/%d/%Y}" if day else ""


def _wrapped(paper: FPDF, text: str, width: float) -> list[str]:
    """The text in lines that fit the column; a word wider than it is broken."""
    room = width - 2 * paper.c_margin - 1
    lines: list[str] = []
    line = ""
    for word in clean(text).split():
        if paper.get_string_width(f"{line} {word}".strip()) <= room:
            line = f"{line} {word}".strip()
            continue
        if line:
            lines.append(line)
        line = word
        while paper.get_string_width(line) > room:
            fits = next(n for n in range(len(line), 0, -1) if paper.get_string_width(line[:n]) <= room)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line]


def _heading(paper: FPDF, text: str) -> None:
    paper.ln(1)
    paper.set_fill_color(225)
    paper.set_font(FONT, style="B", size=SIZE)
    paper.cell(w=0, h=ROW, text=text, fill=True, new_x="LMARGIN", new_y="NEXT")
    paper.set_font(FONT, size=SIZE)
    paper.ln(0.6)


def _row(paper: FPDF, cells: list[list[str]], rows: int) -> None:
    for at in range(rows):
        for lines, (name, width) in zip(cells, COLUMNS, strict=True):
            text = lines[at] if at < len(lines) else ""
            paper.cell(w=width, h=ROW, text=text, align="R" if name == "DAYS" else "L")
        paper.ln(ROW)
    paper.set_draw_color(205)
    paper.line(paper.l_margin, paper.get_y(), paper.w - paper.r_margin, paper.get_y())
    paper.set_draw_color(0)
    paper.ln(0.4)
