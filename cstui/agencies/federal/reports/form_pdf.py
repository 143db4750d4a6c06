"""OCSE-157 as PDF, laid out as the form: letter paper, sections with ruled columns, the signature at the end.

Set in DejaVu Sans Condensed (data/desk/fonts). fpdf2 is imported when the first PDF is made.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from cstui.agencies.federal.policy import lines
from cstui.agencies.federal.policy.printed import COLUMNS, OMB, ordered
from cstui.agencies.federal.reports.form_report import TITLE, FormMade, figures_of, heads, signature
from cstui.content import root
from cstui.glyphs import CONDENSED, Spelling, bold_of

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = "DejaVu"
SIZE, SMALL = 8.0, 7.0
"""Points of the form's letters, and of heads and feet."""
ROW = 4.2
"""Millimeters from line to line."""
NUMBER, ITEM, FIGURE = 11.0, 77.0, 27.0
"""Millimeters of a line's number, its title, each of the four figures; together the page less margins."""
WIDTH = NUMBER + ITEM + 4 * FIGURE


def pdf(made: FormMade) -> bytes:
    """The form as a PDF file; the same report gives the same bytes."""
    spelled = Spelling(CONDENSED)
    paper = _paper(made)
    paper.add_page()
    _head(paper, made, spelled)
    sections = {section.letter: section.title for section in made.form.edition.section}
    marks = {one.line: "?" for one in made.failed} | {
        one.line: "!" for one in made.failed if one.severity == "error"
    }
    last = ""
    for letter, what in ordered(made.form.edition.name):
        if letter != last:
            last = letter
            if paper.will_page_break(ROW * 5):
                paper.add_page()
            _section(paper, _titled(letter, sections[letter]))
        if paper.will_page_break(_height(paper, what)):
            paper.add_page()
            _section(paper, f"{_titled(letter, sections[letter])} (CONTINUED)")
        _line(paper, made, what, marks)
    _end(paper, made, spelled)
    return bytes(paper.output())


def _paper(made: FormMade) -> FPDF:
    from fpdf import FPDF
    from fpdf.enums import XPos, YPos

    class Paper(FPDF):
        """Head and foot of every page."""

        def header(self) -> None:
            self.set_font(FONT, style="B", size=10)
            self.cell(text=f"FORM OCSE-157   {TITLE}")
            self.set_font(FONT, size=SMALL)
            self.cell(w=0, text=f"OMB NO. {OMB}", align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.ln(1)
            self.line(self.l_margin, self.get_y(), self.l_margin + WIDTH, self.get_y())
            self.ln(1.2)

        def footer(self) -> None:
            self.set_y(-10)
            self.set_font(FONT, size=SMALL)
            year, seq = made.report.fiscal_year, made.report.seq
            self.cell(text=f"{made.program.number}, fiscal year {year}, report R{seq}: {made.status}")
            self.cell(w=0, text=f"Page {self.page_no()} of {{nb}}", align="R")

    paper = Paper(orientation="portrait", unit="mm", format="letter")
    paper.set_creation_date(datetime.combine(made.report.counted_on or made.on, time(12), UTC))
    paper.set_title(f"OCSE-157 {made.program.number} {made.report.fiscal_year}")
    paper.set_lang("en-US")
    paper.add_font(FONT, fname=root() / CONDENSED)
    paper.add_font(FONT, style="B", fname=root() / bold_of(CONDENSED))
    paper.set_margins(9.9, 10)
    paper.set_auto_page_break(auto=True, margin=14)
    paper.c_margin = 0.9
    return paper


def _head(paper: FPDF, made: FormMade, spelled: Spelling) -> None:
    for name, text in heads(made):
        paper.set_font(FONT, style="B", size=SMALL)
        paper.cell(w=36, h=ROW, text=name)
        paper.set_font(FONT, size=SIZE)
        paper.cell(w=0, h=ROW, text=spelled(text), new_x="LMARGIN", new_y="NEXT")


def _titled(letter: str, title: str) -> str:
    return f"SECTION {letter}. {title.upper()}"


def _height(paper: FPDF, what: lines.Line | str) -> float:
    """How much room a line of the form takes."""
    if isinstance(what, str):
        return ROW
    paper.set_font(FONT, size=SIZE)
    rows = paper.multi_cell(w=ITEM, h=ROW, text=what.title, dry_run=True, output="LINES")
    assert isinstance(rows, list)
    return ROW * len(rows)


def _section(paper: FPDF, title: str) -> None:
    paper.ln(1.6)
    paper.set_fill_color(225)
    paper.set_font(FONT, style="B", size=SMALL)
    paper.cell(w=NUMBER + ITEM, h=ROW + 0.6, text=title, fill=True, border=1)
    for column, name in COLUMNS.items():
        paper.cell(w=FIGURE, h=ROW + 0.6, text=f"({column}) {name}", align="R", fill=True, border=1)
    paper.ln(ROW + 0.6)


def _line(paper: FPDF, made: FormMade, what: lines.Line | str, marks: dict[str, str]) -> None:
    """A line of the form: its number, its title, four ruled boxes; those that are not reported are gray."""
    paper.set_font(FONT, size=SIZE)
    if isinstance(what, str):
        paper.cell(w=NUMBER, h=ROW, text=what, border=1)
        paper.cell(w=WIDTH - NUMBER, h=ROW, text="Reserved", border=1, new_x="LMARGIN", new_y="NEXT")
        return
    high, top = _height(paper, what), paper.get_y()
    paper.cell(w=NUMBER, h=high, text=f"{marks.get(what.number, '')}{what.number}", border=1)
    paper.multi_cell(w=ITEM, h=ROW, text=what.title, border=1, align="L", new_x="RIGHT", new_y="TOP")
    figures = figures_of(made, what)
    paper.set_fill_color(238)
    for column in COLUMNS:
        reported = column in what.columns
        paper.set_font(FONT, style="B" if reported else "", size=SIZE)
        text = figures.get(column, "")
        paper.cell(w=FIGURE, h=high, text=text, align="R", border=1, fill=not reported)
    paper.set_xy(paper.l_margin, top + high)


def _end(paper: FPDF, made: FormMade, spelled: Spelling) -> None:
    blocks = [
        ("EDITS THAT FAIL", [f"{'!' if one.severity == 'error' else '?'} {one.text}" for one in made.failed]),
        ("CHOICES OF THE STATE", list(made.choices)),
        (
            "FACTS THAT THE STATE DOES NOT KEEP",
            [", ".join(made.report.lacking)] if made.report.lacking else [],
        ),
        ("SIGNATURE", list(signature(made))),
    ]
    for title, said in blocks:
        if paper.will_page_break(ROW * (2 + len(said))):
            paper.add_page()
        paper.ln(2)
        paper.set_font(FONT, style="B", size=SMALL)
        paper.cell(w=0, h=ROW, text=title, new_x="LMARGIN", new_y="NEXT")
        paper.set_font(FONT, size=SIZE)
        for text in said or ["None."]:
            paper.multi_cell(w=WIDTH, h=ROW, text=spelled(text), align="L", new_x="LMARGIN", new_y="NEXT")
